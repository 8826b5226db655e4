package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Users are accounts, with their live sessions inside. An account is found by its
// address through the guard EmailGuard.
type Users struct {
	table[portal.UserID, portal.User, userDoc]
}

type userDoc struct {
	portal.User
	Updated portal.Instant `json:"updated"`
}

var usersSchema = docs.Collection{Name: "users", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "name"}},
	{Name: "by_update", Fields: []string{"updated"}},
}}

func newUsers(engine docs.Engine) Users {
	return Users{table[portal.UserID, portal.User, userDoc]{
		engine: engine, name: usersSchema.Name,
		id:      func(u portal.User) portal.UserID { return u.ID },
		version: func(u portal.User) int64 { return u.Version },
		doc:     func(u portal.User) userDoc { return userDoc{User: u, Updated: lastChange(u.History)} },
		value: func(d userDoc, id portal.UserID, version int64) portal.User {
			d.ID, d.Version = id, version
			return d.User
		},
	}}
}

// EmailGuard is the id that makes an address one account's own.
func EmailGuard(email string) string { return "email|" + email }

// KeeperGuard is the id that makes one person the keeper of a partner, or of the staff
// for "": somebody who manages it and cannot leave before another one is the keeper.
func KeeperGuard(partner portal.PartnerID) string { return "keeper|" + string(partner) }

// Of returns the people of one partner, or the staff for "", by name.
func (s Users) Of(ctx context.Context, partner portal.PartnerID) ([]portal.User, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// Any reports whether there is an account at all.
func (s Users) Any(ctx context.Context) (bool, error) {
	n, err := s.count(ctx, docs.Query{Index: docs.ByID}, 1)
	return n > 0, err
}

// ChangedSince returns a page of the accounts whose newest change is from a moment on.
func (s Users) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.User], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 500, After: after})
}
