package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Users are accounts, with their live sessions inside. An account is found by its
// address through the guard EmailGuard.
type Users struct {
	table[portal.UserID, portal.User, portal.User]
}

var usersSchema = docs.Collection{Name: "users", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "name"}},
}}

func newUsers(engine docs.Engine) Users {
	return Users{table[portal.UserID, portal.User, portal.User]{
		engine: engine, name: usersSchema.Name,
		id:      func(u portal.User) portal.UserID { return u.ID },
		version: func(u portal.User) int64 { return u.Version },
		doc:     func(u portal.User) portal.User { return u },
		value: func(u portal.User, id portal.UserID, version int64) portal.User {
			u.ID, u.Version = id, version
			return u
		},
	}}
}

// EmailGuard is the id that makes an address one account's own.
func EmailGuard(email string) string { return "email|" + email }

// Of returns the people of one partner, or the staff for "", by name.
func (s Users) Of(ctx context.Context, partner portal.PartnerID) ([]portal.User, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// Any reports whether there is an account at all.
func (s Users) Any(ctx context.Context) (bool, error) {
	n, err := s.count(ctx, docs.Query{Index: docs.ByID}, 1)
	return n > 0, err
}
