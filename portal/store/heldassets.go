package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// AssetVersions are the published versions of assets, with their files.
type AssetVersions struct {
	table[string, portal.AssetVersion, portal.AssetVersion]
}

var assetVersionsSchema = docs.Collection{Name: "asset_versions", Indexes: []docs.Index{
	{Name: "by_asset", Fields: []string{"slug", "locale", "version"}},
	{Name: "by_time", Fields: []string{"at"}},
	{Name: "by_origin", Fields: []string{"origin", "at"}},
}}

func newAssetVersions(engine docs.Engine) AssetVersions {
	return AssetVersions{facts(engine, assetVersionsSchema, func(v *portal.AssetVersion) *string { return &v.ID })}
}

// Of returns the versions of an asset in a language, oldest first.
func (s AssetVersions) Of(ctx context.Context, slug portal.AssetSlug, locale string) ([]portal.AssetVersion, error) {
	return s.all(ctx, docs.Query{Index: "by_asset", Equal: []any{string(slug), locale}})
}

// FromStudio returns a page of what the studio published from a moment on, oldest first.
func (s AssetVersions) FromStudio(ctx context.Context, from portal.Instant, after string) (Page[portal.AssetVersion], error) {
	return s.scan(ctx, docs.Query{Index: "by_origin", Equal: []any{portal.FromStudio}, From: string(from), Limit: 100, After: after})
}

// PutAways are the facts of who no longer uses a retired asset.
type PutAways struct {
	table[string, portal.PutAway, portal.PutAway]
}

var putAwaysSchema = docs.Collection{Name: "put_aways", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "at"}},
	{Name: "by_asset", Fields: []string{"asset", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
}}

func newPutAways(engine docs.Engine) PutAways {
	return PutAways{facts(engine, putAwaysSchema, func(a *portal.PutAway) *string { return &a.ID })}
}

// AllOf returns what a partner has put away, oldest first.
func (s PutAways) AllOf(ctx context.Context, partner portal.PartnerID) ([]portal.PutAway, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// OfAsset returns who has put an asset away, oldest first.
func (s PutAways) OfAsset(ctx context.Context, asset portal.AssetSlug) ([]portal.PutAway, error) {
	return s.all(ctx, docs.Query{Index: "by_asset", Equal: []any{string(asset)}})
}

// Since returns a page of them from a moment on, oldest first.
func (s PutAways) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.PutAway], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}

// AssetNotices are the facts of what partners were told about assets they have.
type AssetNotices struct {
	table[string, portal.AssetNotice, portal.AssetNotice]
}

var assetNoticesSchema = docs.Collection{Name: "asset_notices", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
}}

func newAssetNotices(engine docs.Engine) AssetNotices {
	return AssetNotices{facts(engine, assetNoticesSchema, func(n *portal.AssetNotice) *string { return &n.ID })}
}

// AllOf returns what a partner was told, oldest first.
func (s AssetNotices) AllOf(ctx context.Context, partner portal.PartnerID) ([]portal.AssetNotice, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// Since returns a page of notices from a moment on, oldest first.
func (s AssetNotices) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.AssetNotice], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}
