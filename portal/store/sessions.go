package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// RefreshUse is the fact that a refresh token was used. Its id is made from the
// token's hash, so a token is used once; whoever comes second finds when and by whom.
type RefreshUse struct {
	ID      string         `json:"-"` // use:<SHA-256 of the token>
	User    portal.UserID  `json:"user"`
	Session string         `json:"session"`
	Client  string         `json:"client"` // keyed hash of address and browser
	At      portal.Instant `json:"at"`
}

// RefreshUses are kept as long as a session may last.
type RefreshUses struct {
	table[string, RefreshUse, RefreshUse]
}

var refreshUsesSchema = docs.Collection{Name: "refresh_uses", Indexes: []docs.Index{{Name: "by_time", Fields: []string{"at"}}}}

func newRefreshUses(engine docs.Engine) RefreshUses {
	return RefreshUses{table[string, RefreshUse, RefreshUse]{
		engine: engine, name: refreshUsesSchema.Name,
		id:      func(u RefreshUse) string { return u.ID },
		version: func(RefreshUse) int64 { return 1 }, // a fact: never replaced, only swept
		doc:     func(u RefreshUse) RefreshUse { return u },
		value: func(u RefreshUse, id string, _ int64) RefreshUse {
			u.ID = id
			return u
		},
	}}
}

// Sweep removes the uses before a moment, at most limit of them, and returns how many.
func (s RefreshUses) Sweep(ctx context.Context, before portal.Instant, limit int) (int, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_time", To: string(before), Limit: limit})
	if err != nil {
		return 0, err
	}
	for i, use := range page.Rows {
		if err := s.remove(ctx, use); err != nil && portal.KindOf(err) != portal.NotFound {
			return i, err
		}
	}
	return len(page.Rows), nil
}
