package program

import (
	"context"

	"tandem/content"
	"tandem/portal"
)

// publishText makes a text the newest version of its asset, and serves it. The one that it
// follows is kept as it was. Doing it again changes nothing.
func (p *Program) publishText(ctx context.Context, d portal.Draft, version int, source string, by portal.Actor) error {
	if err := p.keepPublished(ctx, d.Slug, d.Locale); err != nil {
		return err
	}
	front, err := content.ReadFront(source)
	if err != nil {
		return err
	}
	fact := portal.AssetVersion{
		Slug: d.Slug, Locale: d.Locale, Version: version, Title: front.Text("title"), Source: source, SHA256: portal.SourceHash(source), Origin: portal.FromStudio, Notes: front.Text("notes"),
		Base: d.Base, By: d.Author, ByName: d.AuthorName, At: p.Now(),
	}.Identify()
	if by.User != "" && fact.By == "" {
		fact.By, fact.ByName = by.User, by.Name
	}
	if _, err := p.store.AssetVersions.Put(ctx, fact); err != nil {
		return err
	}
	return p.RefreshAssets(ctx)
}

// keepPublished keeps the text of an asset that is about to be followed by another.
func (p *Program) keepPublished(ctx context.Context, slug portal.AssetSlug, locale string) error {
	library := p.library()
	asset, err := library.Asset(slug, locale, content.Audience{Staff: true, Today: p.Today()})
	if err != nil || asset.Locale != locale { // the first in this locale
		return nil
	}
	_, err = p.store.AssetVersions.PutOnce(ctx, portal.AssetVersion{
		Slug: slug, Locale: locale, Version: asset.Version, Title: asset.Title, Source: library.Source(asset), SHA256: asset.SHA256, Origin: portal.FromFile,
		Notes: asset.Notes, ByName: asset.Owner, At: p.Now(),
	}.Identify())
	return err
}
