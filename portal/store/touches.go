package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Touches count how often tracked links were followed, by partner, asset and day.
type Touches struct {
	table[string, portal.Touch, portal.Touch]
}

var touchesSchema = docs.Collection{Name: "touches", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "asset", "day"}},
	{Name: "by_asset", Fields: []string{"asset", "day"}},
}}

func newTouches(engine docs.Engine) Touches {
	return Touches{table[string, portal.Touch, portal.Touch]{
		engine: engine, name: touchesSchema.Name,
		id:      func(t portal.Touch) string { return t.ID },
		version: func(t portal.Touch) int64 { return t.Version },
		doc:     func(t portal.Touch) portal.Touch { return t },
		value: func(t portal.Touch, id string, version int64) portal.Touch {
			t.ID, t.Version = id, version
			return t
		},
	}}
}

// touchTries bounds how often one follower of a link waits for others to be counted.
const touchTries = 20

// Add counts one more touch of an asset on a day. A full day changes nothing.
func (s Touches) Add(ctx context.Context, partner portal.PartnerID, asset portal.AssetSlug, day portal.Date, medium string) error {
	empty := portal.TouchOf(partner, asset, day)
	var err error
	for range touchTries {
		var there portal.Touch
		there, err = s.Get(ctx, empty.ID)
		missing := portal.KindOf(err) == portal.NotFound
		if err != nil && !missing {
			return err
		}
		if missing {
			there = empty
		}
		next, room := there.Add(medium)
		if !room {
			return nil
		}
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

// Of returns the days on which a partner's links to an asset were followed, from a day on.
func (s Touches) Of(ctx context.Context, partner portal.PartnerID, asset portal.AssetSlug, from portal.Date) ([]portal.Touch, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner), string(asset)}, From: string(from)})
}

// OfAsset returns the days on which anybody's links to an asset were followed, from a day on.
func (s Touches) OfAsset(ctx context.Context, asset portal.AssetSlug, from portal.Date) ([]portal.Touch, error) {
	return s.all(ctx, docs.Query{Index: "by_asset", Equal: []any{string(asset)}, From: string(from)})
}
