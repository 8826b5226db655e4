package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Downloads are the facts of who took which asset home.
type Downloads struct {
	table[string, portal.Download, portal.Download]
}

var downloadsSchema = docs.Collection{Name: "downloads", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "at"}},
	{Name: "by_asset", Fields: []string{"asset", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
}}

func newDownloads(engine docs.Engine) Downloads {
	return Downloads{facts(engine, downloadsSchema, func(d *portal.Download) *string { return &d.ID })}
}

// AllOf returns every download of a partner, oldest first.
func (s Downloads) AllOf(ctx context.Context, partner portal.PartnerID) ([]portal.Download, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// Everything returns every download of one asset, or of all when asset is "", newest first.
func (s Downloads) Everything(ctx context.Context, asset portal.AssetSlug) ([]portal.Download, error) {
	if asset != "" {
		return s.all(ctx, docs.Query{Index: "by_asset", Equal: []any{string(asset)}, Descending: true})
	}
	return s.all(ctx, docs.Query{Index: "by_time", Descending: true})
}

// Since returns a page of downloads from a moment on, oldest first.
func (s Downloads) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.Download], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}

// Holdings are read models, one for each partner that took something.
type Holdings struct {
	table[portal.PartnerID, holdingsDoc, holdingsDoc]
}

type holdingsDoc struct {
	portal.Holdings
	Version int64 `json:"-"`
}

var holdingsSchema = docs.Collection{Name: "holdings"}

func newHoldings(engine docs.Engine) Holdings {
	return Holdings{documents(engine, holdingsSchema, func(d *holdingsDoc) (*portal.PartnerID, *int64) { return &d.Partner, &d.Version })}
}

// Read returns what a partner has; nothing when it took nothing yet.
func (s Holdings) Read(ctx context.Context, partner portal.PartnerID) (portal.Holdings, error) {
	d, err := s.Get(ctx, partner)
	if portal.KindOf(err) == portal.NotFound {
		return portal.Holdings{Partner: partner}, nil
	}
	return d.Holdings, err
}

// Write replaces what a partner has. fold returns the newest, and is asked again
// when somebody else wrote meanwhile.
func (s Holdings) Write(ctx context.Context, partner portal.PartnerID, fold func() (portal.Holdings, error)) error {
	return s.change(ctx, partner, func(there holdingsDoc, _ bool) (holdingsDoc, bool, error) {
		held, err := fold()
		return holdingsDoc{Holdings: held, Version: there.Version}, true, err
	})
}

// Everyone returns what each partner has that took something.
func (s Holdings) Everyone(ctx context.Context) ([]portal.Holdings, error) {
	all, err := s.All(ctx)
	rows := make([]portal.Holdings, len(all))
	for i, d := range all {
		rows[i] = d.Holdings
	}
	return rows, err
}
