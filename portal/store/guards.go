package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Guard is a document whose id must be unique: an email address, a company
// domain, a lead. Whoever inserts it first holds it.
type Guard struct {
	ID      string         `json:"-"`
	Version int64          `json:"-"`
	Holder  string         `json:"holder"` // the id of what holds it
	At      portal.Instant `json:"at"`
}

// Guards make uniqueness an id, on every engine and at any scale.
type Guards struct {
	table[string, Guard, Guard]
}

var guardsSchema = docs.Collection{Name: "guards", Indexes: []docs.Index{{Name: "by_holder", Fields: []string{"holder"}}}}

func newGuards(engine docs.Engine) Guards {
	return Guards{documents(engine, guardsSchema, func(g *Guard) (*string, *int64) { return &g.ID, &g.Version })}
}

// Claim takes a guard for a holder and returns who holds it now: the holder
// itself when it won or held it already, another one when it came too late.
func (s Guards) Claim(ctx context.Context, id, holder string, now portal.Instant) (string, error) {
	err := s.Insert(ctx, Guard{ID: id, Holder: holder, At: now})
	if err == nil {
		return holder, nil
	}
	if portal.KindOf(err) != portal.Conflict {
		return "", err
	}
	there, err := s.Get(ctx, id)
	if portal.KindOf(err) == portal.NotFound { // released in between: once more
		if err := s.Insert(ctx, Guard{ID: id, Holder: holder, At: now}); err != nil {
			return "", err
		}
		return holder, nil
	}
	return there.Holder, err
}

// Pass hands a guard from one holder to another; portal.Conflict when somebody else holds it.
func (s Guards) Pass(ctx context.Context, id, from, to string, now portal.Instant) error {
	there, err := s.Get(ctx, id)
	if err != nil {
		return err
	}
	if there.Holder != from {
		return portal.Errorf(portal.Conflict, "This changed while you were working on it. Look at it again and repeat what you did.")
	}
	there.Holder, there.At = to, now
	_, err = s.Save(ctx, there)
	return err
}

// Release gives a guard up if the holder still has it.
func (s Guards) Release(ctx context.Context, id, holder string) error {
	there, err := s.Get(ctx, id)
	if portal.KindOf(err) == portal.NotFound || err == nil && there.Holder != holder {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.remove(ctx, there)
	if kind := portal.KindOf(err); kind == portal.NotFound || kind == portal.Conflict {
		return nil
	}
	return err
}

// HeldBy returns the guards of one holder.
func (s Guards) HeldBy(ctx context.Context, holder string) ([]Guard, error) {
	return s.all(ctx, docs.Query{Index: "by_holder", Equal: []any{holder}})
}
