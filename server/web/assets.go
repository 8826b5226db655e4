package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
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

// libraryImage sends a picture of the library. Its address holds its hash, and a
// drawing is compressed once.
func (a *App) libraryImage(r *request) error {
	image, err := a.program.Image(r.Path())
	if err != nil {
		return err
	}
	picture, ok := a.pictures.Load(image.Hash)
	if !ok {
		file := assets.File{Type: image.Type, ETag: `"` + image.Hash[:20] + `"`, Body: image.Bytes}
		if image.Type == "image/svg+xml" {
			file = file.Compress()
		}
		picture, _ = a.pictures.LoadOrStore(image.Hash, file)
	}
	file := picture.(assets.File)
	r.Set(fiber.HeaderCacheControl, forever)
	r.Set(fiber.HeaderContentType, file.Type)
	if file.Gzip != nil {
		r.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	}
	return r.sendFile(file)
}
