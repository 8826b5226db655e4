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
	{Name: "by_day", Fields: []string{"partner", "day"}},
	{Name: "by_asset", Fields: []string{"asset", "day"}},
}}

func newTouches(engine docs.Engine) Touches {
	return Touches{documents(engine, touchesSchema, func(t *portal.Touch) (*string, *int64) { return &t.ID, &t.Version })}
}

// Add counts one more touch of an asset on a day. A full day changes nothing.
func (s Touches) Add(ctx context.Context, partner portal.PartnerID, asset portal.AssetSlug, day portal.Date, medium string) error {
	first := portal.TouchOf(partner, asset, day)
	return s.change(ctx, first.ID, func(there portal.Touch, exists bool) (portal.Touch, bool, error) {
		if !exists {
			there = first
		}
		next, room := there.Add(medium)
		return next, room, nil
	})
}

// Of returns the days on which a partner's links to an asset were followed, from a day on.
func (s Touches) Of(ctx context.Context, partner portal.PartnerID, asset portal.AssetSlug, from portal.Date) ([]portal.Touch, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner), string(asset)}, From: string(from)})
}

// Since returns the days on which any of a partner's links were followed, from a day on.
func (s Touches) Since(ctx context.Context, partner portal.PartnerID, from portal.Date) ([]portal.Touch, error) {
	return s.all(ctx, docs.Query{Index: "by_day", Equal: []any{string(partner)}, From: string(from)})
}

// OfAsset returns the days on which anybody's links to an asset were followed, from a day on.
func (s Touches) OfAsset(ctx context.Context, asset portal.AssetSlug, from portal.Date) ([]portal.Touch, error) {
	return s.all(ctx, docs.Query{Index: "by_asset", Equal: []any{string(asset)}, From: string(from)})
}
