package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/assets"
	"tandem/content"
	"tandem/portal"
	"tandem/templates"
)

const (
	resourcePath = "/resources"
	filePrefix   = "/files/"
	sharePrefix  = "/share/"
	termsPath    = "/program/terms"
	missedPath   = "/404.html"
	robotsPath   = "/robots.txt"
	sitemapPath  = "/sitemap.xml"
	feedPath     = "/feed.xml"

	resourcesShown = 48 // on one page of the list
	feedEntries    = 50
)

// publicPage is one page of the publication.
type publicPage struct {
	path    string
	changed portal.Date   // the day it last did, "" where nobody knows
	asset   content.Asset // that it shows, the zero Asset for none
	locale  string        // of what it shows, "" for the portal's own words
	unseen  bool          // left out of what search engines are told
	missed  bool          // the page of what is not there
	view    publicView
}

// publicPages are all pages of a publication. The files that they offer become part of it.
func (a *App) publicPages(p *publication) ([]publicPage, error) {
	terms, _, err := a.publicTerms()
	if err != nil {
		return nil, err
	}
	list := []publicPage{
		{path: "/", view: a.programPage},
		{path: "/program/tiers", view: a.tiersPage},
		{path: termsPath, changed: terms.Effective, view: a.termsPage("")},
		{path: "/glossary", view: a.glossaryPage},
		{path: missedPath, missed: true, unseen: true, view: func(page newPage) (templates.View, error) {
			title, message := words(fiber.StatusNotFound)
			return templates.ErrorPage{Page: page(title, ""), Status: fiber.StatusNotFound, Heading: title, Message: message}, nil
		}},
	}
	for _, t := range a.program.Terms {
		list = append(list, publicPage{path: termsPath + "/" + t.Version, changed: t.Effective, unseen: t.Version == terms.Version, view: a.termsPage(t.Version)})
	}
	visitor := content.Audience{Public: true, Today: p.day}
	shared := p.library.Assets(visitor)
	pages := max(1, (len(shared)+resourcesShown-1)/resourcesShown)
	for n := range pages {
		chunk := shared[n*resourcesShown : min(len(shared), (n+1)*resourcesShown)]
		page := publicPage{path: resourcesAt(n), unseen: n > 0, view: a.resourcesPage(p, chunk, n, pages, len(shared))}
		if len(shared) > 0 {
			page.changed = shared[0].Published
		}
		list = append(list, page)
	}
	for _, first := range shared {
		for _, locale := range first.Locales {
			asset, err := p.library.Asset(first.Slug, locale, visitor)
			if err != nil {
				return nil, err
			}
			if asset.Locale != locale {
				continue // not out yet in this language
			}
			list = append(list, publicPage{
				path: resourceAt(asset.Slug, locale, first.Locale), changed: asset.Published, asset: asset, locale: locale, view: a.resourcePage(p, asset, terms),
			})
		}
	}
	return list, nil
}

// resourceAt is where an asset is read by anybody, in one of its languages.
func resourceAt(slug portal.AssetSlug, locale, standard string) string {
	if locale == standard {
		return resourcePath + "/" + string(slug)
	}
	return resourcePath + "/" + string(slug) + "/" + locale
}

// resourcesAt is a page of the list, counted from 0.
func resourcesAt(n int) string {
	if n == 0 {
		return resourcePath
	}
	return fmt.Sprintf("%s/page/%d", resourcePath, n+1)
}

func (a *App) resourcesPage(p *publication, assets []content.Asset, n, of, total int) publicView {
	return func(page newPage) (templates.View, error) {
		rules := a.program.Rules
		title := "Resources"
		if n > 0 {
			title = fmt.Sprintf("Resources, page %d of %d", n+1, of)
		}
		view := templates.Resources{
			Page:  page(title, "What partners of "+rules.Company+" send, print and post: one-pagers, stories and guidelines to read and take home."),
			Total: total, Feed: feedPath,
		}
		view.Program.CSS = a.hubCSS(portal.BrandKit{}) // in the program's colour
		for _, asset := range assets {
			view.Cards = append(view.Cards, a.resourceCard(p, asset))
		}
		if n > 0 {
			view.Pager.First = resourcePath
		}
		if n+1 < of {
			view.Pager.Next = resourcesAt(n + 1)
		}
		return view, nil
	}
}

func (a *App) resourceCard(p *publication, asset content.Asset) templates.AssetCard {
	r := &request{app: a}
	card := templates.AssetCard{
		Kind: asset.Kind.Label(), Icon: kindIcon(asset.Kind), Title: asset.Title, Summary: asset.Summary, Lang: asset.Locale,
		Href: resourceAt(asset.Slug, asset.Locale, asset.Locales[0]), Notes: r.languages(asset.Locales) + " · " + asset.Published.Long(),
	}
	if cover := p.library.PublicCover(asset); cover.Path != "" {
		card.Cover = templates.Picture{Src: cover.Path, Width: cover.Width, Height: cover.Height}
	}
	return card
}

// resourcePage is an asset as anybody reads it, in the company's name.
func (a *App) resourcePage(p *publication, asset content.Asset, terms portal.Terms) publicView {
	brand := p.library.PublicBrand(asset, terms)
	type offer struct {
		format content.Format
		path   string
	}
	var offers []offer
	for _, format := range asset.Formats {
		if format == content.FormatHTML {
			continue // that is the page itself
		}
		made := p.library.Describe(asset, format, brand, a.base)
		at := filePrefix + made.Key[:16] + "/" + made.Name
		p.files[at] = published{
			File: assets.File{Name: made.Name, Type: made.Type, ETag: `"` + made.Key[:20] + `"`}, kept: true, save: true,
			make: func(ctx context.Context) ([]byte, error) {
				return a.program.Rendered(ctx, made.Key, func(ctx context.Context) ([]byte, error) { return p.library.Render(ctx, asset, format, brand, a.base) })
			},
		}
		offers = append(offers, offer{format, at})
	}
	return func(page newPage) (templates.View, error) {
		r := &request{app: a}
		body, err := p.library.RenderHTML(asset, brand)
		if err != nil {
			return nil, err
		}
		view := templates.Resource{
			Page: page(asset.Title, asset.Summary), Kind: asset.Kind.Label(), Lang: asset.Locale, Body: body, Version: asset.Version, Published: asset.Published,
			Until: asset.Expires, Company: a.program.Rules.Company, Portal: a.base + assetPath(asset),
		}
		if view.User.Name == "" {
			view.Portal = "/signin?next=" + url.QueryEscape(assetPath(asset))
		}
		if len(asset.Markets) > 0 {
			var names []string
			for _, code := range asset.Markets {
				names = append(names, named(a.program.Rules.Markets, code))
			}
			view.Markets = listed(names)
		}
		for _, locale := range asset.Locales {
			if at := resourceAt(asset.Slug, locale, asset.Locales[0]); len(asset.Locales) > 1 && p.pages[at] != nil {
				view.Languages = append(view.Languages, templates.Link{Label: r.language(locale), Href: at, Current: locale == asset.Locale})
			}
		}
		for _, o := range offers {
			view.Files = append(view.Files, templates.AssetFile{Label: o.format.Label(), Href: o.path})
		}
		for _, related := range p.library.Related(asset, content.Audience{Public: true, Today: p.day}) {
			view.Related = append(view.Related, templates.AssetRow{
				Title: related.Title, Note: related.Kind.Label(), Icon: kindIcon(related.Kind), Href: resourceAt(related.Slug, related.Locale, related.Locales[0]),
			})
		}
		return view, nil
	}
}

// pictureName is where the picture is that goes with a link to an asset, or with the
// zero Asset to the program, and the hash of what it shows.
func pictureName(library *content.Library, asset content.Asset) (at, key string) {
	rules := library.Program
	drawn := "" // from what an asset's card is drawn
	if asset.Slug != "" {
		drawn = library.Key(asset, content.FormatCard, library.House(), "")
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{
		"card 1", rules.Name, rules.Tagline, rules.Company, rules.Site, rules.Colour, library.Logo().Hash, library.Fonts.Hash(), drawn,
	}, "\x00")))
	key = hex.EncodeToString(sum[:])
	return sharePrefix + cmp.Or(string(asset.Slug), "program") + "." + key[:10] + ".png", key
}

func (a *App) programPicture() string {
	at, _ := pictureName(a.library(), content.Asset{})
	return at
}

// picture makes the picture of an asset part of a publication, and says where it is.
func (a *App) picture(p *publication, asset content.Asset) string {
	at, key := pictureName(p.library, asset)
	p.files[at] = published{
		File: assets.File{Type: "image/png", ETag: `"` + key[:20] + `"`}, kept: true,
		make: func(ctx context.Context) ([]byte, error) {
			return a.program.Rendered(ctx, key, func(ctx context.Context) ([]byte, error) {
				if asset.Slug == "" {
					return p.library.SharePicture(ctx)
				}
				return p.library.AssetPicture(ctx, asset)
			})
		},
	}
	return at
}

// behind are the paths that are no use to a search engine.
var behind = []string{"/join/", "/r/", "/refer/", "/introduction/", "/desk", "/account", "/invitation/", "/reset"}

func (a *App) robotsText(p *publication) []byte {
	var out strings.Builder
	out.WriteString("User-agent: *\n")
	for _, path := range behind {
		out.WriteString("Disallow: " + path + "\n")
	}
	out.WriteString("Sitemap: " + p.at + sitemapPath + "\n")
	return []byte(out.String())
}

// alsoPublic are pages that search engines are told about and that have a form.
var alsoPublic = []string{"/join", "/signin"}

func (a *App) sitemapFile(p *publication, listed []publicPage) ([]byte, error) {
	type entry struct {
		Loc     string      `xml:"loc"`
		Changed portal.Date `xml:"lastmod,omitempty"`
	}
	var list []entry
	for _, page := range listed {
		if !page.unseen {
			list = append(list, entry{p.at + page.path, page.changed})
		}
	}
	if p.at == a.base { // a sitemap speaks for its own host
		for _, path := range alsoPublic {
			list = append(list, entry{p.at + path, ""})
		}
	}
	slices.SortFunc(list, func(x, y entry) int { return strings.Compare(x.Loc, y.Loc) })
	return xmlFile(struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []entry  `xml:"url"`
	}{URLs: list})
}

// xmlFile is a value as a file of XML.
func xmlFile(v any) ([]byte, error) {
	body, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write XML: %w", err)
	}
	return slices.Concat([]byte(xml.Header), body, []byte("\n")), nil
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Lang string `xml:"hreflang,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Lang     string     `xml:"xml:lang,attr"`
	ID       string     `xml:"id"`
	Title    string     `xml:"title"`
	Updated  string     `xml:"updated"`
	Links    []atomLink `xml:"link"`
	Summary  string     `xml:"summary"`
	Category struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	} `xml:"category"`
}

// feedFile is an Atom feed of the newest public assets.
func (a *App) feedFile(p *publication) ([]byte, error) {
	rules := a.program.Rules
	var entries []atomEntry
	updated := string(p.day) + "T00:00:00Z"
	shared := p.library.Assets(content.Audience{Public: true, Today: p.day})
	for i, asset := range shared[:min(len(shared), feedEntries)] {
		at := p.at + resourceAt(asset.Slug, asset.Locale, asset.Locales[0])
		entry := atomEntry{
			Lang: asset.Locale, ID: at, Title: asset.Title, Updated: string(asset.Published) + "T00:00:00Z", Summary: asset.Summary,
			Links: []atomLink{{Rel: "alternate", Type: "text/html", Lang: asset.Locale, Href: at}},
		}
		entry.Category.Term, entry.Category.Label = string(asset.Kind), asset.Kind.Label()
		entries = append(entries, entry)
		if i == 0 {
			updated = entry.Updated
		}
	}
	return xmlFile(struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string      `xml:"xml:lang,attr"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle"`
		Updated  string      `xml:"updated"`
		Author   string      `xml:"author>name"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}{
		Lang: "en", ID: p.at + feedPath, Title: "Resources of " + rules.Name, Subtitle: rules.Tagline, Updated: updated, Author: rules.Company,
		Links:   []atomLink{{Rel: "self", Type: "application/atom+xml", Href: p.at + feedPath}, {Rel: "alternate", Type: "text/html", Href: p.at + resourcePath}},
		Entries: entries,
	})
}

// movedTerms leads from the address that versions of the terms had once.
func (a *App) movedTerms(r *request, version string) error {
	if _, err := a.library().TermsVersion(version); err != nil {
		return err
	}
	return r.see(termsPath + "/" + url.PathEscape(version))
}
