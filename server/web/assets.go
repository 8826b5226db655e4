package web

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	hubPath   = "/assets"
	hubShown  = 8 // choices of a facet before the rest is folded away
	guideSlug = "brand-guidelines"
)

// hubQuery is what the hub's address says: a saved view.
type hubQuery struct {
	Text     string   `form:"q,max=200"`
	Kinds    []string `form:"kind,max=40"`
	Tags     []string `form:"tag,max=60"`
	Products []string `form:"product,max=60"`
	Markets  []string `form:"market,max=10"`
	Locales  []string `form:"language,max=10"`
}

// without is the address of the view without one of its choices.
func (q hubQuery) without(name, value string) string {
	values := url.Values{}
	if q.Text != "" && name != "q" {
		values.Set("q", q.Text)
	}
	for key, list := range map[string][]string{"kind": q.Kinds, "tag": q.Tags, "product": q.Products, "market": q.Markets, "language": q.Locales} {
		for _, v := range list {
			if key != name || v != value {
				values.Add(key, v)
			}
		}
	}
	if len(values) == 0 {
		return hubPath
	}
	return hubPath + "?" + values.Encode()
}

func (a *App) listAssets(r *request) error {
	var q hubQuery
	if err := r.query(&q); err != nil {
		return err
	}
	hub, err := a.program.Hub(r.ctx, r.actor, content.Query{Text: q.Text, Kinds: q.Kinds, Tags: q.Tags, Products: q.Products, Markets: q.Markets, Locales: q.Locales})
	if err != nil {
		return err
	}
	view := templates.Assets{Page: r.page("Assets"), Text: q.Text, Total: hub.Total, Company: a.program.Rules.Company}
	if q.Text != "" {
		view.Chosen = append(view.Chosen, templates.Chip{Label: "“" + q.Text + "”", Href: q.without("q", "")})
	}
	for _, f := range []struct {
		name, label string
		facets      []content.Facet
		asked       []string
	}{
		{"kind", "Kind", hub.Found.Kinds, q.Kinds},
		{"product", "Product", hub.Found.Products, q.Products},
		{"language", "Language", hub.Found.Locales, q.Locales},
		{"market", "Market", hub.Found.Markets, q.Markets},
		{"tag", "Topic", hub.Found.Tags, q.Tags},
	} {
		facet := templates.Facet{Name: f.name, Label: f.label}
		for _, code := range f.asked { // what the library does not have is said too, so that it can be taken away
			if !slices.ContainsFunc(f.facets, func(c content.Facet) bool { return c.Code == code }) {
				view.Chosen = append(view.Chosen, templates.Chip{Label: code, Href: q.without(f.name, code)})
			}
		}
		for _, choice := range f.facets {
			entry := templates.Choice{Value: choice.Code, Label: sentenceCase(choice.Name), Count: choice.Count, On: choice.On}
			if choice.On {
				view.Chosen = append(view.Chosen, templates.Chip{Label: entry.Label, Href: q.without(f.name, choice.Code)})
			}
			if len(facet.Choices) >= hubShown && !choice.On {
				facet.More = append(facet.More, entry)
				continue
			}
			facet.Choices = append(facet.Choices, entry)
		}
		if len(facet.Choices) > 0 {
			view.Facets = append(view.Facets, facet)
		}
	}
	for _, card := range hub.Cards {
		view.Cards = append(view.Cards, r.assetCard(card, hub.Locale))
	}
	return r.render(view)
}

// assetCard is an asset in the hub; locale is the language its reader prefers.
func (r *request) assetCard(card program.AssetCard, locale string) templates.AssetCard {
	notes := []string{r.languages(card.Locales)}
	if locale != "" && card.Locale != locale {
		notes[0] = "Not in " + r.language(locale) + " yet"
	}
	if len(card.Tiers) < len(portal.Tiers) {
		notes = append(notes, tierNote(card.Tiers))
	}
	if card.Expires != "" {
		notes = append(notes, "until "+card.Expires.Long())
	}
	out := templates.AssetCard{
		Kind: card.Kind.Label(), Icon: kindIcon(card.Kind), Title: card.Title, Summary: card.Summary, Lang: card.Locale,
		Href: assetPath(card.Asset), Mark: freshness(card), Notes: strings.Join(notes, " · "),
	}
	if card.Cover.Name != "" {
		out.Cover = templates.Picture{Src: card.Cover.Path(), Width: card.Cover.Width, Height: card.Cover.Height}
	}
	return out
}

// assetPath leads to an asset in the language it is listed in.
func assetPath(a content.Asset) string {
	path := hubPath + "/" + string(a.Slug)
	if len(a.Locales) > 0 && a.Locale != a.Locales[0] {
		path += "?locale=" + url.QueryEscape(a.Locale)
	}
	return path
}

// freshness is how an asset stands to what the partner has taken, in words.
func freshness(card program.AssetCard) templates.Pill {
	switch card.State {
	case portal.Fresh:
		return templates.Pill{Kind: "info", Text: "New"}
	case portal.Changed:
		return templates.Pill{Kind: "warn", Text: fmt.Sprintf("Changed since version %d", card.Held.Version)}
	case portal.Current:
		return templates.Pill{Kind: "ok", Text: "You have it"}
	case portal.Unseen:
	}
	return templates.Pill{}
}

// tierNote says which tiers see an asset, best first as the asset has them.
func tierNote(tiers []portal.Tier) string {
	if len(tiers) == 0 || len(tiers) == len(portal.Tiers) {
		return "All tiers"
	}
	var names []string
	for _, tier := range tiers {
		_, name, _ := strings.Cut(strings.TrimPrefix(tier.Label(), "Tier "), " ")
		names = append(names, cmp.Or(name, tier.Label()))
	}
	return listed(names) + " only"
}

// listed joins words as people do: "High and Elite".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

func named(choices []portal.Choice, code string) string {
	i := slices.IndexFunc(choices, func(c portal.Choice) bool { return c.Code == code })
	if i < 0 {
		return code
	}
	return choices[i].Name
}

func (r *request) language(code string) string { return named(r.app.program.Rules.Languages, code) }

func (r *request) languages(codes []string) string {
	var names []string
	for _, code := range codes {
		names = append(names, r.language(code))
	}
	return listed(names)
}

func sentenceCase(text string) string {
	return strings.ToUpper(text[:min(1, len(text))]) + text[min(1, len(text)):]
}

func kindIcon(k content.Kind) string {
	switch k {
	case content.OnePager:
		return "file-text"
	case content.CaseStudy:
		return "badge-check"
	case content.Email:
		return "mail"
	case content.SocialPost:
		return "megaphone"
	case content.Playbook:
		return "list-checks"
	case content.CoopBrief:
		return "handshake"
	case content.Guideline:
		return "palette"
	case content.Announcement:
		return "bell"
	}
	return "file-text"
}

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
		Unbranded: !asset.Partner.Brand.Complete(), Followed: "Not followed yet", Facts: r.assetFacts(asset.Asset), Rules: r.rulesOfUse(asset.Asset),
	}
	view.Primary = nil // the download is what this page is for
	view.Languages, view.Missing = r.assetLanguages(asset.Asset, q.Locale)
	if asset.Touches > 0 {
		view.Followed = fmt.Sprintf("Followed %s in %d days", times(asset.Touches), program.TouchDays)
	}
	if asset.MayDownload {
		for _, format := range asset.Formats {
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
	return r.render(view)
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func assetRow(card program.AssetCard) templates.AssetRow {
	note := card.Kind.Label()
	if mark := freshness(card); mark.Text != "" {
		note += " · " + strings.ToLower(mark.Text[:1]) + mark.Text[1:]
	}
	return templates.AssetRow{Title: card.Title, Note: note, Href: assetPath(card.Asset), Icon: kindIcon(card.Kind)}
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
	if colour, err := portal.ParseColour(cmp.Or(kit.Primary, r.app.program.Rules.Colour)); err == nil {
		s.CSS = colourPath + strings.TrimPrefix(colour.String(), "#") + ".css"
	}
	if !kit.Logo.IsZero() {
		s.Logo = templates.Picture{Src: "/company/brand/logo?" + kit.Logo.Hash[:12], Alt: kit.Name, Width: kit.Logo.Width, Height: kit.Logo.Height}
	}
	return s
}

func (r *request) assetFacts(a content.Asset) []templates.Fact {
	facts := []templates.Fact{
		{Label: "Version", Text: fmt.Sprint(a.Version)},
		{Label: "Published", Text: cmp.Or(a.Published.Long(), "Not yet")},
		{Label: "Kind", Text: a.Kind.Label()},
		{Label: "Languages", Text: r.languages(a.Locales)},
		{Label: "For", Text: tierNote(a.Tiers)},
		{Label: "Owner", Text: a.Owner},
	}
	if a.Expires != "" {
		facts = append(facts, templates.Fact{Label: "Last day", Text: a.Expires.Long()})
	}
	return facts
}

// rulesOfUse are what a partner may do with an asset, in sentences.
func (r *request) rulesOfUse(a content.Asset) []string {
	where := "everywhere"
	if len(a.Markets) > 0 {
		var names []string
		for _, code := range a.Markets {
			names = append(names, named(r.app.program.Rules.Markets, code))
		}
		where = "in " + listed(names)
	}
	until := ""
	if a.Expires != "" {
		until = ", until " + a.Expires.Long()
	}
	return []string{
		"Send it, print it or publish it in your own name, " + where + until + ".",
		"Keep the words, the prices and your link as they are.",
		"Something does not fit? Ask " + a.Owner + " at " + r.app.program.Rules.Support + ".",
	}
}

// downloadAsset sends a co-branded copy and records it. It answers GET, so that a
// plain link does: a repeat within a minute is the same download, and neither a
// look ahead nor a link on another site takes anything.
func (a *App) downloadAsset(r *request) error {
	var q assetQuery
	if err := r.query(&q); err != nil {
		return err
	}
	slug := portal.AssetSlug(r.Params("slug"))
	if r.Get("Sec-Fetch-Site") == "cross-site" {
		return r.see(hubPath + "/" + url.PathEscape(string(slug)))
	}
	tag := ""
	held := func(t string) bool {
		tag = `"` + t + `"`
		return matches(r.Get(fiber.HeaderIfNoneMatch), tag)
	}
	made, err := a.program.Download(r.ctx, r.actor, slug, q.Locale, q.Format, held, r.looking())
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderETag, tag)
	if made.Bytes == nil {
		return r.SendStatus(fiber.StatusNotModified)
	}
	r.attach(made.Name, made.Type)
	return r.Send(made.Bytes)
}

// looking reports a request that nobody made on purpose yet.
func (r *request) looking() bool {
	return r.Method() == fiber.MethodHead || strings.Contains(r.Get("Sec-Purpose")+r.Get("Purpose"), "prefetch")
}

// attach makes the answer a file to keep. The name is one of ours: letters, digits, hyphens, a dot.
func (r *request) attach(name, kind string) {
	r.Set(fiber.HeaderContentType, kind)
	r.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
}

const colourPath = "/library/colours/"

// colourCSS is the style sheet of a colour that a sheet is shown in. It says nothing
// but the colour in its name, so anybody may keep it for ever.
func (a *App) colourCSS(r *request) error {
	name, ok := strings.CutSuffix(r.Params("colour"), ".css")
	colour, err := portal.ParseColour("#" + name)
	if !ok || err != nil || colour.String() != "#"+name {
		return fiber.ErrNotFound
	}
	r.Set(fiber.HeaderCacheControl, forever)
	r.Set(fiber.HeaderContentType, "text/css; charset=utf-8")
	return r.Send(templates.SheetCSS(colour))
}

// libraryImage sends a picture of the library. Its address holds its hash.
func (a *App) libraryImage(r *request) error {
	image, err := a.program.Image(r.Path())
	if err != nil {
		return err
	}
	tag := `"` + image.Hash[:20] + `"`
	r.Set(fiber.HeaderCacheControl, forever)
	r.Set(fiber.HeaderETag, tag)
	if matches(r.Get(fiber.HeaderIfNoneMatch), tag) {
		return r.SendStatus(fiber.StatusNotModified)
	}
	r.Set(fiber.HeaderContentType, image.Type)
	return r.Send(image.Bytes)
}

type followQuery struct {
	Medium string `form:"utm_medium,max=100"`
	Locale string `form:"utm_content,max=100"`
}

// follow sends whoever follows a partner's tracked link on to the company's site.
// What the address says wrong is no reason to stop a customer.
func (a *App) follow(r *request) error {
	var q followQuery
	if err := r.query(&q); err != nil {
		q = followQuery{}
	}
	address, err := a.program.Follow(r.ctx, program.Follow{
		Code: r.Params("code"), Asset: portal.AssetSlug(r.Params("slug")), Medium: q.Medium, Locale: q.Locale, Count: !r.looking(),
	})
	if portal.KindOf(err) == portal.NotFound {
		return r.see("/")
	}
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderLocation, address)
	return r.SendStatus(fiber.StatusSeeOther)
}
