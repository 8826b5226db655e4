package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// AssetChoices are the facts of what was chosen between a text of the studio and a file.
type AssetChoices struct {
	table[string, portal.AssetChoice, portal.AssetChoice]
}

var assetChoicesSchema = docs.Collection{Name: "asset_choices", Indexes: []docs.Index{
	{Name: "by_time", Fields: []string{"at"}},
}}

func newAssetChoices(engine docs.Engine) AssetChoices {
	return AssetChoices{facts(engine, assetChoicesSchema, func(c *portal.AssetChoice) *string { return &c.ID })}
}

// Since returns a page of choices from a moment on, oldest first.
func (s AssetChoices) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.AssetChoice], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}
