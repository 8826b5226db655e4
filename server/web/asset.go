package web

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// assetQuery is which language of an asset is asked for, and in which format.
type assetQuery struct {
	Locale string         `form:"locale,max=10"`
	Format content.Format `form:"format,max=20"`
}

func (a *App) showAsset(r *request) error {
	var q assetQuery
	if err := r.query(&q); err != nil {
		return err
	}
	asset, err := a.program.Asset(r.ctx, r.actor, portal.AssetSlug(r.Params("slug")), q.Locale)
	if err != nil {
		return err
	}
	view := templates.Asset{
		Page: r.page(asset.Title), Slug: string(asset.Slug), Kind: asset.Kind.Label(), Summary: asset.Summary, Mark: freshness(asset.AssetCard),
		Sheet: r.sheet(asset.Asset, asset.Brand, asset.Preview), Link: asset.Link, QR: asset.QR, Shown: r.language(asset.Locale),
		Since:     r.assetSince(asset),
		Unbranded: !asset.Partner.Brand.Complete(), Followed: "Not followed yet", Facts: r.assetFacts(asset.Asset), Rules: asset.RulesOfUse(r.app.program.Rules),
	}
	view.Program.CSS, view.Sheet.CSS = a.hubCSS(asset.Brand), "" // one sheet, with the brand's colour in it
	if code := asset.Partner.Code; code != "" && asset.MayDownload {
		view.FormHref = referPath + code + "?asset=" + url.QueryEscape(string(asset.Slug))
	}
	view.Primary = nil // the download is what this page is for
	view.Languages, view.Missing = r.assetLanguages(asset.Asset, q.Locale)
	view.Newer = r.newerSource(asset.Asset)
	if asset.Touches > 0 {
		view.Followed = fmt.Sprintf("Followed %s in %d days", times(asset.Touches), program.TouchDays)
	}
	view.Captions = asset.Captions
	view.QRSVG, view.QRPNG = ownLinks+"/qr.svg?asset="+url.QueryEscape(string(asset.Slug)), ownLinks+"/qr.png?asset="+url.QueryEscape(string(asset.Slug))
	if asset.Mail != (program.AssetMail{}) {
		view.Mail = &templates.AssetMail{Subject: asset.Mail.Subject, Words: asset.Mail.Words}
	}
	if asset.MayDownload {
		for _, format := range append(slices.Clone(asset.Formats), content.FormatKit) {
			values := url.Values{"format": {string(format)}, "locale": {asset.Locale}}
			view.Files = append(view.Files, templates.AssetFile{Label: format.Label(), Href: hubPath + "/" + string(asset.Slug) + "/download?" + values.Encode()})
		}
	} else {
		view.Refused = "Your partnership is " + strings.ToLower(asset.Partner.State.Label()) + ". You can read the assets; downloads come back when it resumes."
	}
	if asset.Held.Times > 0 {
		view.Facts = append(view.Facts, templates.Fact{Label: "You took", Text: fmt.Sprintf("version %d, last by %s", asset.Held.Version, asset.Held.LastBy)})
	}
	for _, related := range asset.Related {
		if related.Slug == guideSlug {
			view.Guide = assetPath(related.Asset)
		}
		view.Related = append(view.Related, assetRow(related))
	}
	if !r.looking() {
		if err := a.program.CountView(r.ctx, r.actor, asset.Slug); err != nil {
			return err
		}
	}
	return r.render(view)
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// assetLanguages are the languages of an asset when there are several, and the one
// that was asked for in vain.
func (r *request) assetLanguages(a content.Asset, asked string) (links []templates.Link, missing string) {
	if len(a.Locales) > 1 {
		for _, locale := range a.Locales {
			links = append(links, templates.Link{Label: r.language(locale), Href: r.Path() + "?locale=" + url.QueryEscape(locale), Current: locale == a.Locale})
		}
	}
	known := slices.ContainsFunc(r.app.program.Rules.Languages, func(c portal.Choice) bool { return c.Code == asked })
	if known && asked != a.Locale {
		missing = r.language(asked)
	}
	return links, missing
}

// newerSource is the source of a translation that is behind it, the zero Link when it is not.
func (r *request) newerSource(a content.Asset) templates.Link {
	if a.Behind == 0 {
		return templates.Link{}
	}
	return templates.Link{Label: r.language(a.Locales[0]), Href: r.Path() + "?locale=" + url.QueryEscape(a.Locales[0])}
}

// sheet is an asset as it looks in a brand.
func (r *request) sheet(a content.Asset, kit portal.BrandKit, body template.HTML) templates.Sheet {
	company := r.app.program.Rules.Company
	s := templates.Sheet{Lang: a.Locale, Brand: kit.Name, Kind: a.Kind.Label(), Title: a.Title, Body: body}
	if kit.Name != company {
		s.With = company
	}
	var contact []string
	for _, part := range []string{kit.Name, kit.Contact, kit.Email, kit.Phone} {
		if part != "" {
			contact = append(contact, part)
		}
	}
	s.Contact = strings.Join(contact, " · ")
	s.CSS, s.Logo = r.coloursOf(kit), logoOf(kit)
	return s
}

// coloursOf is the style sheet with a brand's colour, "" for the program's, which every page has.
func (r *request) coloursOf(kit portal.BrandKit) string {
	colour, err := portal.ParseColour(kit.Primary)
	if err != nil || colour.String() == strings.ToLower(r.app.program.Rules.Colour) {
		return ""
	}
	return colourPath + strings.TrimPrefix(colour.String(), "#") + ".css"
}

// logoOf is a brand's logo, the zero Picture when it has none.
func logoOf(kit portal.BrandKit) templates.Picture {
	if kit.Logo.IsZero() {
		return templates.Picture{}
	}
	return templates.Picture{Src: "/company/brand/logo?" + kit.Logo.Hash[:12], Alt: kit.Name, Width: kit.Logo.Width, Height: kit.Logo.Height}
}

func (r *request) assetFacts(a content.Asset) []templates.Fact {
	facts := []templates.Fact{
		{Label: "Version", Text: fmt.Sprint(a.Version)},
		{Label: "Published", Text: cmp.Or(a.Published.Long(), "Not yet")},
		{Label: "Kind", Text: a.Kind.Label()},
		{Label: "Languages", Text: r.languages(a.Locales)},
		{Label: "For", Text: audienceNote(a)},
		{Label: "Owner", Text: a.Owner},
	}
	if a.Expires != "" {
		facts = append(facts, templates.Fact{Label: "Last day", Text: a.Expires.Long()})
	}
	return facts
}
