package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// AssetViews count how often each partner's people opened an asset, by month.
type AssetViews struct {
	table[string, portal.AssetViews, portal.AssetViews]
}

var assetViewsSchema = docs.Collection{Name: "asset_views", Indexes: []docs.Index{{Name: "by_month", Fields: []string{"month"}}}}

func newAssetViews(engine docs.Engine) AssetViews {
	return AssetViews{documents(engine, assetViewsSchema, func(v *portal.AssetViews) (*string, *int64) { return &v.ID, &v.Version })}
}

// Add counts one more view of an asset on a day. A full month changes nothing.
func (s AssetViews) Add(ctx context.Context, partner portal.PartnerID, asset portal.AssetSlug, day portal.Date) error {
	first := portal.ViewsOf(partner, day)
	return s.change(ctx, first.ID, func(there portal.AssetViews, exists bool) (portal.AssetViews, bool, error) {
		if !exists {
			there = first
		}
		next, room := there.Add(asset)
		return next, room, nil
	})
}

// Since returns the counts of every partner from the month of a day on.
func (s AssetViews) Since(ctx context.Context, day portal.Date) ([]portal.AssetViews, error) {
	return s.all(ctx, docs.Query{Index: "by_month", From: day.Month()})
}
