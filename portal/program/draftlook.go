package program

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"tandem/content"
	"tandem/content/render"
	"tandem/portal"
	"tandem/portal/store"
)

// Everything is every asset in every locale, by title.
func (p *Program) Everything() []content.Asset { return p.library().Everything() }

// Known is the slug when an asset has it, and "" when none has.
func (p *Program) Known(slug portal.AssetSlug) portal.AssetSlug { return p.library().Known(slug) }

// Pictures are the pictures of the library, by name.
func (p *Program) Pictures() []content.Image { return p.library().Pictures() }

// TryText is a text laid over the library as the one of a draft.
func (p *Program) TryText(d portal.Draft, source string) content.Trial {
	d.Source = source
	return p.TryDraft(d)
}

// PreviewPartners are the companies with whose eyes a text can be looked at, the first by
// name: one read. Needs an editor.
func (p *Program) PreviewPartners(ctx context.Context, actor portal.Actor) ([]portal.Partner, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return nil, err
	}
	page, err := p.store.Partners.Find(ctx, store.ListPartners{Limit: membersListed}, membersListed, func(partner portal.Partner) bool { return partner.State.Working() })
	return page.Rows, err
}

// PreviewBrand is what an asset takes from a partner, with its logo; a sample for "". Needs an editor.
func (p *Program) PreviewBrand(ctx context.Context, actor portal.Actor, as portal.PartnerID, asset portal.AssetSlug) (content.CoBrand, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return content.CoBrand{}, err
	}
	if as == "" {
		return p.sampleCoBrand()
	}
	partner, err := p.store.Partners.Get(ctx, as)
	if err == nil && !partner.State.Member() {
		err = portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	if err != nil {
		return content.CoBrand{}, err
	}
	brand, err := p.coBrand(partner, asset)
	if err != nil || brand.Kit.Logo.IsZero() {
		return brand, err
	}
	logo, err := p.store.Logos.Get(ctx, brand.Kit.Logo.Hash)
	brand.Logo = logo.Bytes
	return brand, err
}

// DraftFile is a text as a file, in a partner's brand or a sample's. It is nobody's
// download. Needs an editor.
func (p *Program) DraftFile(ctx context.Context, actor portal.Actor, d portal.Draft, format content.Format, as portal.PartnerID) (content.Rendering, error) {
	return p.tryFile(ctx, actor, d, format, as, "", func(ctx context.Context, trial content.Trial, brand content.CoBrand) ([]byte, error) {
		return trial.Render(ctx, format, brand, p.base)
	})
}

// DraftPages is how many pages a text has in a format that has pages, as [Program.DraftFile]
// makes it. Needs an editor.
func (p *Program) DraftPages(ctx context.Context, actor portal.Actor, d portal.Draft, format content.Format, as portal.PartnerID) (int, error) {
	made, err := p.tryFile(ctx, actor, d, format, as, "pages", func(ctx context.Context, trial content.Trial, brand content.CoBrand) ([]byte, error) {
		n, err := trial.Pages(ctx, format, brand, p.base)
		return strconv.AppendInt(nil, int64(n), 10), err
	})
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(string(made.Bytes))
	if err != nil {
		return 0, fmt.Errorf("count the pages of %s: %w", d.ID, err)
	}
	return n, nil
}

// DraftPage is a page of that, counted from 1, as a picture. NotFound beyond the last. Needs an editor.
func (p *Program) DraftPage(ctx context.Context, actor portal.Actor, d portal.Draft, format content.Format, as portal.PartnerID, page int) (content.Rendering, error) {
	made, err := p.tryFile(ctx, actor, d, format, as, fmt.Sprintf("page %d", page), func(ctx context.Context, trial content.Trial, brand content.CoBrand) ([]byte, error) {
		return trial.RenderPicture(ctx, format, brand, p.base, page)
	})
	made.Name, made.Type = fmt.Sprintf("%s-%d.png", d.Slug, page), "image/png"
	return made, err
}

// tryFile makes something of a text in a format, once: part says what of it, "" for the file itself.
func (p *Program) tryFile(ctx context.Context, actor portal.Actor, d portal.Draft, format content.Format, as portal.PartnerID, part string,
	make func(context.Context, content.Trial, content.CoBrand) ([]byte, error),
) (content.Rendering, error) {
	brand, err := p.PreviewBrand(ctx, actor, as, d.Slug)
	if err != nil {
		return content.Rendering{}, err
	}
	trial := p.TryDraft(d)
	if !slices.Contains(trial.Asset.Formats, format) {
		return content.Rendering{}, portal.Errorf(portal.NotFound, "This text is not offered in that format.")
	}
	made := trial.Describe(format, brand, p.base)
	if part != "" {
		made.Key = fmt.Sprintf("%x", sha256.Sum256([]byte(made.Key+" "+part)))
	}
	made.Bytes, err = p.renderings.Get(ctx, made.Key, func(ctx context.Context) ([]byte, error) { return make(ctx, trial, brand) })
	if errors.Is(err, render.ErrTooLong) {
		err = portal.Errorf(portal.Unavailable, "The file could not be made in time. Make the text shorter, or its tables smaller.").Because(err)
	}
	return made, err
}

// DraftVersion is a text of a draft or of its asset.
type DraftVersion struct {
	portal.DraftText
	Name string // "Saved text", "Version 3"
	Note string
}

// draftTextsShown is how many texts of a draft are listed.
const draftTextsShown = 60

// DraftTexts are the texts that were saved in a draft and the asset's published ones, the
// newest first; there is always one. Needs an editor.
func (p *Program) DraftTexts(ctx context.Context, actor portal.Actor, d portal.Draft) ([]DraftVersion, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return nil, err
	}
	saved, err := p.store.DraftTexts.Of(ctx, d.ID, draftTextsShown)
	if err != nil {
		return nil, err
	}
	var list []DraftVersion
	for _, text := range saved {
		list = append(list, DraftVersion{DraftText: text, Name: "Saved text"})
	}
	if !slices.ContainsFunc(list, func(v DraftVersion) bool { return v.Source == d.Source }) { // after a rebase
		now := d.Text(d.Source, portal.Actor{User: d.SavedBy, Name: d.SavedName}, d.SavedAt)
		list = append(list, DraftVersion{DraftText: now, Name: "Saved text"})
	}
	published, err := p.publishedTexts(ctx, d)
	if err != nil {
		return nil, err
	}
	list = append(list, published...)
	slices.SortStableFunc(list, func(a, b DraftVersion) int {
		return cmp.Or(-cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// publishedTexts are the versions of a draft's asset in its locale.
func (p *Program) publishedTexts(ctx context.Context, d portal.Draft) ([]DraftVersion, error) {
	kept, err := p.store.AssetVersions.Of(ctx, d.Slug, d.Locale)
	if err != nil {
		return nil, err
	}
	var list []DraftVersion
	_, now, _ := p.library().Original(d.Slug, d.Locale)
	for _, v := range kept {
		version := DraftVersion{
			DraftText: portal.DraftText{ID: "published:" + v.SHA256, Source: v.Source, By: v.By, ByName: v.ByName, At: v.At},
			Name:      fmt.Sprintf("Version %d", v.Version), Note: v.Notes,
		}
		if v.SHA256 == now {
			version.Note, now = "what partners have now", ""
		}
		list = append(list, version)
	}
	if now == "" {
		return list, nil
	}
	source, sum, err := p.library().Original(d.Slug, d.Locale)
	if portal.KindOf(err) == portal.NotFound {
		return list, nil
	}
	if err != nil {
		return nil, err
	}
	asset, err := p.library().Asset(d.Slug, d.Locale, content.Audience{Staff: true, Today: p.Today()})
	if err != nil {
		return nil, err
	}
	at := portal.At(asset.Published.In(p.Rules.Zone))
	return append(list, DraftVersion{
		DraftText: portal.DraftText{ID: "published:" + sum, Source: source, ByName: asset.Owner, At: at},
		Name:      fmt.Sprintf("Version %d", asset.Version), Note: "what partners have now",
	}), nil
}

// RestoreText makes an older text the one of the draft; where the draft cannot be written
// on, it begins a new one. Needs an editor.
func (p *Program) RestoreText(ctx context.Context, actor portal.Actor, id portal.DraftID, text string) (portal.Draft, error) {
	d, err := p.Draft(ctx, actor, id)
	if err != nil {
		return d, err
	}
	texts, err := p.DraftTexts(ctx, actor, d)
	if err != nil {
		return d, err
	}
	i := slices.IndexFunc(texts, func(v DraftVersion) bool { return v.ID == text })
	if i < 0 {
		return d, portal.Errorf(portal.NotFound, "There is no such text.")
	}
	if d.State.Editable() {
		return p.SaveDraft(ctx, actor, id, d.Version, texts[i].Source)
	}
	base, version := "", 0
	if asset, err := p.library().Asset(d.Slug, d.Locale, content.Audience{Staff: true, Today: p.Today()}); err == nil && asset.Locale == d.Locale {
		base, version = asset.SHA256, asset.Version
	}
	source := p.asPublished(portal.Draft{BaseFrom: version}, texts[i].Source)
	return p.newDraft(ctx, actor, d.Slug, d.Locale, source, base, version)
}
