package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/assets"
	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	hubPath   = "/assets"
	hubShown  = 8  // choices of a facet before the rest is folded away
	hubPage   = 48 // cards on a page
	guideSlug = "brand-guidelines"
)

// hubQuery is what the hub's address says: a saved view.
type hubQuery struct {
	Text     string   `form:"q,max=200"`
	In       string   `form:"in,max=100"` // a pinned collection
	Kinds    []string `form:"kind,max=40"`
	Tags     []string `form:"tag,max=60"`
	Products []string `form:"product,max=60"`
	Markets  []string `form:"market,max=10"`
	Locales  []string `form:"language,max=10"`
	After    string   `form:"after,max=6"` // how many cards are on the pages before
}

func (q hubQuery) content() content.Query {
	return content.Query{Text: q.Text, Pinned: q.In, Kinds: q.Kinds, Tags: q.Tags, Products: q.Products, Markets: q.Markets, Locales: q.Locales}
}

// values are the view as an address says it, from its first page.
func (q hubQuery) values() url.Values {
	values := url.Values{}
	for key, list := range map[string][]string{
		"q": {q.Text}, "in": {q.In}, "kind": q.Kinds, "tag": q.Tags, "product": q.Products, "market": q.Markets, "language": q.Locales,
	} {
		for _, v := range list {
			if v != "" {
				values.Add(key, v)
			}
		}
	}
	return values
}

func hubAddress(values url.Values) string {
	if len(values) == 0 {
		return hubPath
	}
	return hubPath + "?" + values.Encode()
}

// without is the address of the view without one of its choices.
func (q hubQuery) without(name, value string) string {
	values := q.values()
	values[name] = slices.DeleteFunc(values[name], func(v string) bool { return v == value })
	return hubAddress(values)
}

func (a *App) listAssets(r *request) error {
	var q hubQuery
	if err := r.query(&q); err != nil {
		return err
	}
	hub, err := a.program.Hub(r.ctx, r.actor, q.content())
	if err != nil {
		return err
	}
	view := templates.Assets{Page: r.page("Assets"), Text: q.Text, Total: hub.Total, Count: len(hub.Cards)}
	view.Brand = templates.CardBrand{Name: hub.Brand.Name, Logo: logoOf(hub.Brand)}
	view.Program.CSS = a.hubCSS(hub.Brand)
	if q.Text != "" {
		view.Chosen = append(view.Chosen, templates.Chip{Label: "“" + q.Text + "”", Href: q.without("q", q.Text)})
	}
	for _, p := range hub.Pinned {
		collection := templates.PinnedAssets{
			Slug: p.Slug, Title: p.Title, Summary: p.Summary, Lang: p.Locale(), Count: len(p.Assets), Href: hubPath + "?in=" + url.QueryEscape(p.Slug),
		}
		if p.Slug == q.In {
			view.Within, view.Title = collection, p.Title
		}
		view.Pinned = append(view.Pinned, collection)
	}
	if q.In != "" {
		view.Chosen = append(view.Chosen, templates.Chip{Label: cmp.Or(view.Within.Title, q.In), Href: q.without("in", q.In)})
	}
	view.Waiting, view.Follow = hub.Waiting, withQuery(feedPage, q.feed().values())
	r.hubFacets(&view, q, hub.Found)
	r.hubWords(&view, q, hub.Found)
	if view.Narrowed() || q.After != "" {
		view.Pinned = nil
	}
	from, _ := strconv.Atoi(q.After)
	if from < 0 || from >= len(hub.Cards) {
		from, q.After = 0, ""
	}
	next := ""
	if len(hub.Cards) > from+hubPage {
		next = strconv.Itoa(from + hubPage)
	}
	for _, card := range hub.Cards[from:min(len(hub.Cards), from+hubPage)] {
		out := r.assetCard(card, hub.Locale)
		out.Why = hub.Found.Why(card.Asset)
		out.Where = r.whereFound(out.Why)
		view.Cards = append(view.Cards, out)
	}
	view.Pager = pager(hubPath, q.values(), q.After, next)
	return r.render(view)
}

// hubFacets are the choices that narrow the list, and those that do.
func (r *request) hubFacets(view *templates.Assets, q hubQuery, found content.Found) {
	for _, f := range []struct {
		name, label string
		facets      []content.Facet
		asked       []string
	}{
		{"kind", "Kind", found.Kinds, q.Kinds},
		{"product", "Product", found.Products, q.Products},
		{"language", "Language", found.Locales, q.Locales},
		{"market", "Market", found.Markets, q.Markets},
		{"tag", "Topic", found.Tags, q.Tags},
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
}

// hubWords says how the words were read and, when nothing fits, where else to look.
func (r *request) hubWords(view *templates.Assets, q hubQuery, found content.Found) {
	for _, read := range found.Read {
		view.Read = append(view.Read, fmt.Sprintf("No asset has “%s”. These have %s.", read.Word, listed(quoted(read.Words))))
	}
	if len(found.Assets) > 0 {
		return
	}
	way := func(label, text string) {
		words := q
		words.Text = text
		view.Ways = append(view.Ways, templates.Link{Label: label, Href: hubAddress(words.values())})
	}
	if found.Matched > 0 {
		words := hubQuery{Text: q.Text}
		view.Ways = append(view.Ways, templates.Link{Label: fmt.Sprintf("“%s” in everything: %s", q.Text, assetCount(found.Matched)), Href: hubAddress(words.values())})
		if q.Text == "" {
			view.Ways = nil
		}
	}
	if found.Meant != "" {
		way("Did you mean “"+found.Meant+"”?", found.Meant)
	}
	for _, fewer := range found.Fewer {
		way(fmt.Sprintf("Only “%s”: %s", fewer.Text, assetCount(fewer.Count)), fewer.Text)
	}
}

func assetCount(n int) string {
	if n == 1 {
		return "1 asset"
	}
	return fmt.Sprintf("%d assets", n)
}

func quoted(words []string) []string {
	var list []string
	for _, word := range words {
		list = append(list, "“"+word+"”")
	}
	return list
}

// whereFound says where a word is that the card does not show.
func (r *request) whereFound(why content.Why) string {
	switch {
	case len(why.Topics) > 0:
		return "Its topics: " + listed(why.Topics)
	case why.Locale != "":
		return "Found in the " + r.language(why.Locale) + " version"
	}
	return ""
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
		Href: assetPath(card.Asset), Value: program.Chosen{Slug: card.Slug, Locale: card.Locale}.String(), Mark: freshness(card), Notes: strings.Join(notes, " · "),
	}
	if card.Cover.Path != "" {
		out.Cover = templates.Picture{Src: card.Cover.Path, Width: card.Cover.Width, Height: card.Cover.Height}
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

// audienceNote says who sees an asset.
func audienceNote(a content.Asset) string {
	if a.Staff {
		return "Staff only"
	}
	return tierNote(a.Tiers)
}

// listed joins words as people do: "High and Elite".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
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

func assetRow(card program.AssetCard) templates.AssetRow {
	note := card.Kind.Label()
	if mark := freshness(card); mark.Text != "" {
		note += " · " + strings.ToLower(mark.Text[:1]) + mark.Text[1:]
	}
	return templates.AssetRow{Title: card.Title, Note: note, Href: assetPath(card.Asset), Icon: kindIcon(card.Kind)}
}

// libraryImage sends a picture of the library. Its address holds its hash.
func (a *App) libraryImage(r *request) error {
	image, err := a.program.Image(r.Path())
	if err != nil {
		return err
	}
	file := a.pictureFile(image)
	r.Set(fiber.HeaderCacheControl, forever)
	r.Set(fiber.HeaderContentType, file.Type)
	if file.Gzip != nil {
		r.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	}
	return r.sendFile(file)
}

// pictureFile is a picture of the library ready to be sent; a drawing is compressed once.
func (a *App) pictureFile(image content.Image) assets.File {
	picture, _ := a.pictures.Get(image.Hash, func() (assets.File, error) {
		file := assets.File{Type: image.Type, ETag: `"` + image.Hash[:20] + `"`, Body: image.Bytes}
		if image.Type == "image/svg+xml" {
			file = file.Compress()
		}
		return file, nil
	})
	return picture
}
