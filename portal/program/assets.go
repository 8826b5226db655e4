package program

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"slices"
	"strings"

	"tandem/content"
	"tandem/portal"
)

// AssetCard is an asset as one partner sees it in a list.
type AssetCard struct {
	content.Asset
	Cover content.Cover // without a path when it has none
	State portal.Freshness
	Held  portal.Holding
}

// Hub is the library as one partner sees it.
type Hub struct {
	Found   content.Found
	Cards   []AssetCard // of Found.Assets, in that order
	Total   int         // assets the partner may see at all
	Locale  string      // preferred, of the partner's own languages
	Company string      // of the partner
	Brand   portal.BrandKit
	Pinned  []content.Pinned // that have something for the partner
	Waiting int              // assets it has taken that changed or are retired
}

// Hub finds assets for the actor's company: what its tier, its markets and the
// day allow, and how each stands to what the company has taken.
func (p *Program) Hub(ctx context.Context, actor portal.Actor, q content.Query) (Hub, error) {
	partner, audience, err := p.reader(ctx, actor)
	if err != nil {
		return Hub{}, err
	}
	if len(q.Locales) == 1 {
		audience.Locale = q.Locales[0]
	}
	held, err := p.store.Holdings.Read(ctx, partner.ID)
	if err != nil {
		return Hub{}, err
	}
	found := p.library().Find(q, audience)
	waiting := 0
	for _, h := range p.heldAssets(partner, held, nil) {
		if h.State == portal.HeldChanged || h.State == portal.HeldRetired {
			waiting++
		}
	}
	return Hub{
		Waiting: waiting, Company: partner.Company,
		Found: found, Cards: p.cards(found.Assets, held), Total: len(p.library().Assets(audience)), Locale: audience.Locale,
		Brand: partner.ShownBrand(), Pinned: p.library().Pinned(audience),
	}, nil
}

// reader is the actor's company and what it may see of the library.
func (p *Program) reader(ctx context.Context, actor portal.Actor) (portal.Partner, content.Audience, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return portal.Partner{}, content.Audience{}, err
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return portal.Partner{}, content.Audience{}, err
	}
	if !partner.State.Member() || partner.State == portal.PartnerEnded {
		return portal.Partner{}, content.Audience{}, portal.Errorf(portal.Forbidden, "The library is for partners of the program.")
	}
	return partner, p.audience(partner), nil
}

// audience is what a partner may see: by its tier of today and its markets, in the
// first of its languages that something is written in.
func (p *Program) audience(partner portal.Partner) content.Audience {
	today := p.Today()
	v := content.Audience{Tier: partner.TierOn(today), Markets: partner.Markets, Today: today}
	all := p.library().Assets(v)
	for _, language := range partner.Languages {
		if slices.ContainsFunc(all, func(a content.Asset) bool { return slices.Contains(a.Locales, language) }) {
			v.Locale = language
			break
		}
	}
	return v
}

func (p *Program) cards(assets []content.Asset, held portal.Holdings) []AssetCard {
	today := p.Today()
	cards := make([]AssetCard, len(assets))
	for i, a := range assets {
		h := held.Of(a.Slug)
		cards[i] = AssetCard{Asset: a, Cover: p.library().Cover(a), State: h.Against(a.Version, a.Published, today), Held: h}
	}
	return cards
}

// assetUpdates are the assets that a partner should look at first: what changed
// since it was taken, then what is new to it, newest first; and the retired ones that it
// has not answered about.
func (p *Program) assetUpdates(ctx context.Context, partner portal.Partner, most int) (cards []AssetCard, retired []HeldAsset, err error) {
	held, err := p.store.Holdings.Read(ctx, partner.ID)
	if err != nil {
		return nil, nil, err
	}
	waits := func(away []portal.PutAway) []HeldAsset {
		return slices.DeleteFunc(p.heldAssets(partner, held, away), func(h HeldAsset) bool { return !h.Waits() })
	}
	if retired = waits(nil); len(retired) > 0 { // only then is there something to be answered
		away, err := p.store.PutAways.AllOf(ctx, partner.ID)
		if err != nil {
			return nil, nil, err
		}
		retired = waits(away)
	}
	var changed, fresh []AssetCard
	for _, card := range p.cards(p.library().Assets(p.audience(partner)), held) {
		switch card.State {
		case portal.Changed:
			changed = append(changed, card)
		case portal.Fresh:
			fresh = append(fresh, card)
		case portal.Current, portal.Unseen:
		}
	}
	all := append(changed, fresh...)
	return all[:min(len(all), most)], retired, nil
}

// AssetPage is one asset as one partner sees it.
type AssetPage struct {
	AssetCard
	Partner     portal.Partner
	Brand       portal.BrandKit // as the asset shows it
	Preview     template.HTML
	Link        string // the partner's tracked link for this asset
	QR          template.HTML
	Related     []AssetCard
	Touches     int64 // how often the link was followed in the last touchDays
	Since       Since // the version that the company has
	MayDownload bool
	Captions    []content.Caption // to post, none when nothing may be downloaded
	Mail        AssetMail         // empty where it is not offered as an email, or nothing may be downloaded
}

// AssetMail is what an asset says as an email, in plain text.
type AssetMail struct {
	Subject, Words string
}

// TouchDays is how far back an asset's page counts.
const TouchDays = 30

// Asset is one asset in the locale asked for, or in the one there is.
func (p *Program) Asset(ctx context.Context, actor portal.Actor, slug portal.AssetSlug, locale string) (AssetPage, error) {
	partner, audience, err := p.reader(ctx, actor)
	if err != nil {
		return AssetPage{}, err
	}
	asset, err := p.library().Asset(slug, locale, audience)
	if err != nil {
		return AssetPage{}, err
	}
	held, err := p.store.Holdings.Read(ctx, partner.ID)
	if err != nil {
		return AssetPage{}, err
	}
	touches, err := p.store.Touches.Of(ctx, partner.ID, asset.Slug, audience.Today.AddDays(-TouchDays))
	if err != nil {
		return AssetPage{}, err
	}
	brand, err := p.coBrand(partner, asset.Slug)
	if err != nil {
		return AssetPage{}, err
	}
	page := AssetPage{
		AssetCard: p.cards([]content.Asset{asset}, held)[0], Partner: partner, Brand: brand.Kit, Link: brand.Link,
		Related: p.cards(p.library().Related(asset, audience), held), MayDownload: partner.State.Working(),
	}
	for _, t := range touches {
		page.Touches += t.Count
	}
	if page.Since, err = p.sinceTaken(ctx, asset, page.Held, brand); err != nil {
		return AssetPage{}, err
	}
	if page.Preview, err = p.library().RenderHTML(asset, brand); err != nil {
		return AssetPage{}, err
	}
	if page.MayDownload {
		page.Captions = p.library().Captions(asset, brand)
	}
	if page.MayDownload && slices.Contains(asset.Formats, content.FormatEmail) {
		if page.Mail.Subject, page.Mail.Words, err = p.library().EmailText(asset, brand, p.base); err != nil {
			return AssetPage{}, err
		}
	}
	code, err := content.QR(brand.Link+"?utm_medium=qr", "QR code of your link to "+asset.Title)
	page.QR = template.HTML(code) //nolint:gosec // drawn by us, its label escaped
	return page, err
}

// coBrand is what an asset takes from a partner, without the logo's bytes.
func (p *Program) coBrand(partner portal.Partner, asset portal.AssetSlug) (content.CoBrand, error) {
	brand := content.CoBrand{Slug: partner.Code, Kit: partner.ShownBrand(), Link: p.TrackedLink(partner, asset), Markets: partner.Markets, Today: p.Today()}
	brand.Tier = partner.TierOn(brand.Today)
	terms, ok := partner.Agreed(p.Terms, p.Today())
	if !ok {
		var err error
		if terms, err = p.TermsInForce(); err != nil {
			return brand, err
		}
	}
	brand.Terms = terms
	return brand, nil
}

// Copy is a co-branded asset ready to be taken home. Tag differs from partner to
// partner even where the bytes do not.
type Copy struct {
	content.Rendering
	Tag string
}

// Download makes a co-branded copy of an asset and records who took it. have is
// the tag of a copy the person holds already: then nothing is made or recorded, and
// the copy comes back without bytes. only looking records nothing either.
func (p *Program) Download(ctx context.Context, actor portal.Actor, slug portal.AssetSlug, locale string, format content.Format, held func(tag string) bool, looking bool) (Copy, error) {
	partner, audience, err := p.reader(ctx, actor)
	if err != nil {
		return Copy{}, err
	}
	library := p.library() // one from beginning to end, whatever is published meanwhile
	asset, err := library.Asset(slug, locale, audience)
	if err != nil {
		return Copy{}, err
	}
	if !slices.Contains(asset.Formats, format) {
		return Copy{}, portal.Errorf(portal.NotFound, "This asset is not offered in that format.")
	}
	if err := mayTake(partner); err != nil {
		return Copy{}, err
	}
	brand, err := p.branded(ctx, partner, asset.Slug)
	if err != nil {
		return Copy{}, err
	}
	made := Copy{Tag: tagFor(partner, library.Key(asset, format, brand, p.base))}
	if held(made.Tag) {
		return made, nil
	}
	made.Rendering = library.Describe(asset, format, brand, p.base)
	if made.Bytes, err = p.rendered(ctx, library, asset, format, brand, made.Key); err != nil || looking {
		return made, err
	}
	return made, p.took(ctx, actor, partner, asset, format)
}

// mayTake is nil while a partner may download.
func mayTake(partner portal.Partner) error {
	if !partner.State.Working() {
		return portal.Errorf(portal.Conflict, "Your partnership is %s, so assets cannot be downloaded right now.", strings.ToLower(partner.State.Label()))
	}
	return nil
}

// branded is what an asset takes from a partner, the logo's bytes included.
func (p *Program) branded(ctx context.Context, partner portal.Partner, asset portal.AssetSlug) (content.CoBrand, error) {
	brand, err := p.coBrand(partner, asset)
	if err != nil || brand.Kit.Logo.IsZero() {
		return brand, err
	}
	logo, err := p.store.Logos.Get(ctx, brand.Kit.Logo.Hash)
	brand.Logo = logo.Bytes
	return brand, err
}

// tagFor names bytes by their key for one partner.
func tagFor(partner portal.Partner, key string) string {
	sum := sha256.Sum256([]byte(string(partner.ID) + "\n" + key))
	return hex.EncodeToString(sum[:16])
}

// rendered is a rendering, made once.
func (p *Program) rendered(ctx context.Context, library *content.Library, asset content.Asset, format content.Format, brand content.CoBrand, key string) ([]byte, error) {
	return p.Rendered(ctx, key, func(ctx context.Context) ([]byte, error) { return library.Render(ctx, asset, format, brand, p.base) })
}

// took records that somebody took an asset.
func (p *Program) took(ctx context.Context, actor portal.Actor, partner portal.Partner, asset content.Asset, format content.Format) error {
	fact := portal.Download{
		Partner: partner.ID, Asset: asset.Slug, Title: asset.Title, Version: asset.Version, Locale: asset.Locale, Format: string(format),
		By: actor.User, ByName: actor.Name, At: p.Now(),
	}.Identify()
	if _, err := p.store.Downloads.Put(ctx, fact); err != nil {
		return err
	}
	return p.record(ctx, fact.Event())
}

// foldHoldings folds anew what a partner has taken.
func (p *Program) foldHoldings(ctx context.Context, partner portal.PartnerID) error {
	return p.store.Holdings.Write(ctx, partner, func() (portal.Holdings, error) {
		downloads, err := p.store.Downloads.AllOf(ctx, partner)
		return portal.Hold(partner, downloads), err
	})
}
