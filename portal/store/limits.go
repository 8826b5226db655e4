package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Limits count tries, by account and by address.
type Limits struct {
	table[string, portal.Tries, portal.Tries]
}

var limitsSchema = docs.Collection{Name: "limits", Indexes: []docs.Index{{Name: "by_time", Fields: []string{"at"}}}}

func newLimits(engine docs.Engine) Limits {
	return Limits{documents(engine, limitsSchema, func(t *portal.Tries) (*string, *int64) { return &t.ID, &t.Version })}
}

// Change reads a counter (zero when there is none), lets step make the next value and
// stores it, again and again until nobody came in between. step returns false to store nothing.
func (s Limits) Change(ctx context.Context, id string, step func(portal.Tries) (portal.Tries, bool)) error {
	return s.change(ctx, id, func(tries portal.Tries, _ bool) (portal.Tries, bool, error) {
		next, store := step(tries)
		next.ID = id
		return next, store, nil
	})
}

// Sweep removes the counters last used before a moment, at most limit of them, and returns how many.
func (s Limits) Sweep(ctx context.Context, before portal.Instant, limit int) (int, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_time", To: string(before), Limit: limit})
	if err != nil {
		return 0, err
	}
	for i, tries := range page.Rows {
		if err := s.remove(ctx, tries); err != nil && portal.KindOf(err) != portal.NotFound && portal.KindOf(err) != portal.Conflict {
			return i, err
		}
	}
	return len(page.Rows), nil
}
