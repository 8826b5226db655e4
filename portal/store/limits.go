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
	return Limits{table[string, portal.Tries, portal.Tries]{
		engine: engine, name: limitsSchema.Name,
		id:      func(t portal.Tries) string { return t.ID },
		version: func(t portal.Tries) int64 { return t.Version },
		doc:     func(t portal.Tries) portal.Tries { return t },
		value: func(t portal.Tries, id string, version int64) portal.Tries {
			t.ID, t.Version = id, version
			return t
		},
	}}
}

// Change reads a counter (zero when there is none), lets step make the next value and
// stores it, again and again until nobody came in between. step returns false to store nothing.
func (s Limits) Change(ctx context.Context, id string, step func(portal.Tries) (portal.Tries, bool)) error {
	var err error
	for range 50 {
		var tries portal.Tries
		tries, err = s.Get(ctx, id)
		missing := portal.KindOf(err) == portal.NotFound
		if err != nil && !missing {
			return err
		}
		next, store := step(tries)
		if !store {
			return nil
		}
		next.ID = id
		if missing {
			err = s.Insert(ctx, next)
		} else {
			_, err = s.Save(ctx, next)
		}
		if portal.KindOf(err) != portal.Conflict {
			return err
		}
	}
	return err
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
