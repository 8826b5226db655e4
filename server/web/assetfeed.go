package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"html"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	feedPage  = hubPath + "/feed" // where a partner's person makes its private address
	ownFeed   = "/feeds/"         // and where readers find it
	feedShown = 50
)

// feedQuery is what a feed is narrowed to: the hub's facets without words and pages.
func (q hubQuery) feed() hubQuery {
	return hubQuery{In: q.In, Kinds: q.Kinds, Tags: q.Tags, Products: q.Products, Markets: q.Markets, Locales: q.Locales}
}

// narrowed are the facets in words, for people.
func (r *request) narrowed(q hubQuery) string {
	var parts []string
	for _, code := range q.Kinds {
		parts = append(parts, content.Kind(code).Label())
	}
	for _, p := range []struct {
		codes   []string
		choices []portal.Choice
	}{{q.Products, r.app.program.Rules.Products}, {q.Locales, r.app.program.Rules.Languages}, {q.Markets, r.app.program.Rules.Markets}} {
		for _, code := range p.codes {
			parts = append(parts, named(p.choices, code))
		}
	}
	for _, tag := range q.Tags {
		parts = append(parts, sentenceCase(tag))
	}
	if q.In != "" {
		parts = append(parts, "collection "+q.In)
	}
	return strings.Join(parts, ", ")
}

func (a *App) showFeed(r *request) error {
	var q hubQuery
	if err := r.query(&q); err != nil {
		return err
	}
	address, err := a.program.FeedAddress(r.ctx, r.actor)
	if err != nil {
		return err
	}
	values := q.feed().values()
	view := templates.AssetFeed{
		Page: r.page("Follow the assets"), Narrowed: r.narrowed(q.feed()), Back: hubAddress(values), At: address.At,
		Make: withQuery(feedPage, values), Close: withQuery(feedPage+"/close", values),
	}
	if address.Token != "" {
		view.Address = withQuery(a.base+ownFeed+address.Token, values)
	}
	return r.render(view)
}

func (a *App) makeFeed(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	return r.changeFeed(a.program.MakeFeed(r.ctx, r.actor), "Here is your private address.")
}

func (a *App) closeFeed(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	return r.changeFeed(a.program.CloseFeed(r.ctx, r.actor), "The address is switched off. Readers that have it get nothing any more.")
}

func (r *request) changeFeed(err error, done string) error {
	if err != nil {
		return err
	}
	var q hubQuery
	if err := r.query(&q); err != nil {
		return err
	}
	r.flash("ok", done, "")
	return r.see(withQuery(feedPage, q.feed().values()))
}

// readFeed is the hub of the owner of a private address, as Atom: no cookie is looked at.
func (a *App) readFeed(r *request) error {
	var q hubQuery
	if err := r.query(&q); err != nil {
		return err
	}
	q = q.feed()
	hub, err := a.program.ReadFeed(r.ctx, r.Params("token"), q.content())
	if err != nil {
		return err
	}
	rules := a.program.Rules
	self := withQuery(a.base+ownFeed+r.Params("token"), q.values())
	cards := slices.Clone(hub.Cards)
	slices.SortStableFunc(cards, func(x, y program.AssetCard) int { return strings.Compare(string(y.Published), string(x.Published)) })
	var entries []partnerEntry
	updated := "1970-01-01T00:00:00Z"
	for _, card := range cards[:min(len(cards), feedShown)] {
		at := a.base + assetPath(card.Asset)
		e := partnerEntry{atomEntry: atomEntry{
			Lang: card.Locale, ID: a.base + hubPath + "/" + string(card.Slug) + "#" + card.Locale, Title: card.Title, Updated: string(card.Published) + "T00:00:00Z",
			Summary: card.Summary, Links: []atomLink{{Rel: "alternate", Type: "text/html", Lang: card.Locale, Href: at}},
		}}
		e.Category.Term, e.Category.Label = string(card.Kind), card.Kind.Label()
		if card.Notes != "" {
			e.Content = &atomText{Type: "html", Text: "<p>" + html.EscapeString(card.Summary) + "</p><p>" + html.EscapeString(card.Notes) + "</p>"}
		}
		entries = append(entries, e)
		updated = max(updated, e.Updated)
	}
	title := "Assets of " + rules.Name + " for " + hub.Company
	if narrowed := r.narrowed(q); narrowed != "" {
		title += ": " + narrowed
	}
	body, err := xmlFile(struct {
		XMLName xml.Name       `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string         `xml:"xml:lang,attr"`
		ID      string         `xml:"id"`
		Title   string         `xml:"title"`
		Updated string         `xml:"updated"`
		Author  string         `xml:"author>name"`
		Links   []atomLink     `xml:"link"`
		Entries []partnerEntry `xml:"entry"`
	}{
		Lang: "en", ID: self, Title: title, Updated: updated, Author: rules.Company,
		Links:   []atomLink{{Rel: "self", Type: "application/atom+xml", Href: self}, {Rel: "alternate", Type: "text/html", Href: a.base + hubAddress(q.values())}},
		Entries: entries,
	})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	r.Set(fiber.HeaderETag, tag)
	r.Set(fiber.HeaderCacheControl, "private, no-cache")
	r.Set("X-Robots-Tag", "noindex")
	if matches(r.Get(fiber.HeaderIfNoneMatch), tag) {
		return r.SendStatus(fiber.StatusNotModified)
	}
	r.Set(fiber.HeaderContentType, "application/atom+xml; charset=utf-8")
	return r.Send(body)
}

// partnerEntry is an asset in a partner's feed; Content says what changed, nil when nobody wrote it.
type partnerEntry struct {
	atomEntry
	Content *atomText `xml:"content"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}
