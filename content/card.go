package content

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"tandem/content/render/pdf"
	"tandem/content/render/typeset"
	"tandem/portal"
)

// The sizes of cards, in pixels: for a link that is shared and for a post.
const (
	CardWidth  = 1200
	CardHeight = 630
	CardSide   = 1080
)

// Card is what the picture of an asset says, as its file has it under "card". Its texts
// are with their fields. Without a layout the asset's title and summary stand there.
type Card struct {
	Layout typeset.CardLayout
	Kicker string // a word above the title
	Title  string // "" for the asset's own; on a quote what was said
	Text   string // below; of a quote who said it, of an event where
	Figure string // of an offer its figure, of an event its day
}

// Focus is the point of a cover that stays in sight when it is cut, in hundredths of
// its width and height.
type Focus struct{ X, Y int }

// Limits of the texts on a card: what is longer is too small to read in a feed.
const (
	maxCardTitle = 120
	maxCardQuote = 220
	maxCardText  = 160
	maxCardWord  = 32
)

// readCard reads what an asset's pictures to post say, and where their photograph is cut.
func (e *entry) readCard(k *keys, cover Image) {
	if e.Focus = cover.focus(); k.find("focus") != nil {
		e.Focus = k.focus("focus")
	}
	if v := k.find("focus"); v != nil && e.Asset.Cover == "" {
		k.problem(v, "%q says where the cover is cut, but there is no cover; add `cover: picture.png` or delete it", "focus")
	}
	v := k.find("card")
	if v == nil {
		return
	}
	if v.Kind != yaml.MappingNode {
		k.problem(v, `"card" needs keys of its own below it; write "layout: offer" and "title: ..."`)
		return
	}
	c := &keys{file: k.file, node: v, line: v.Line}
	card := &e.Card
	card.Layout = typeset.CardLayout(c.oneOf("layout", texts(typeset.CardLayouts)...))
	card.Kicker = c.posted("kicker", maxCardWord)
	switch card.Layout {
	case typeset.QuoteCard:
		c.must("title", `"what was said"`)
		card.Title = c.posted("title", maxCardQuote)
		c.must("by", "who said it")
		card.Text = c.posted("by", maxCardTitle)
	case typeset.EventCard:
		card.Title = c.posted("title", maxCardTitle)
		c.must("when", "12 March, 18:30")
		card.Figure = c.posted("when", maxCardWord)
		card.Text = c.posted("where", maxCardText)
	case typeset.OfferCard:
		card.Title = c.posted("title", maxCardTitle)
		card.Figure = c.posted("figure", maxCardWord)
		card.Text = c.posted("text", maxCardText)
	default:
		return // that there is no layout is said already
	}
	c.done()
}

// posted is a line of a card with the fields that an asset has, "" when it is not there.
func (k *keys) posted(key string, most int) string {
	text := k.optional(key)
	if n := utf8.RuneCountInString(text); n > most {
		k.problem(k.find(key), "%q has %d characters; keep it under %d, or nobody can read it in a feed", key, n, most)
	}
	for _, found := range braces.FindAllString(text, -1) {
		if message := (checker{groups: assetGroups}).unknown(fieldName([]byte(found))); message != "" {
			k.problem(k.find(key), "%s", message)
		}
	}
	return text
}

// focus is a point as two percentages, the middle when it is not there.
func (k *keys) focus(key string) Focus {
	middle := Focus{50, 50}
	v := k.find(key)
	text, ok := k.scalar(v, key, "60 40")
	if !ok {
		return middle
	}
	parts := strings.Fields(strings.ReplaceAll(text, "%", ""))
	var at [2]int
	for i := range at {
		var err error
		if len(parts) != 2 {
			err = strconv.ErrSyntax
		} else if at[i], err = strconv.Atoi(parts[i]); err == nil && (at[i] < 0 || at[i] > 100) {
			err = strconv.ErrRange
		}
		if err != nil {
			k.problem(v, "%q is %q; write how far from the left and from the top in percent, as 60 40", key, text)
			return middle
		}
	}
	return Focus{at[0], at[1]}
}

// texts are all lines of a card, with their fields.
func (c Card) texts() string { return c.Kicker + c.Title + c.Text + c.Figure }

// RenderCard is the asset as a picture to post, co-branded: a PNG of a size, with the
// partner's logo and the code of its tracked link.
func (l *Library) RenderCard(ctx context.Context, a Asset, c CoBrand, base string, width, height int) ([]byte, error) {
	e := l.find(a.Slug, a.Locale)
	if e == nil {
		return nil, portal.Errorf(portal.NotFound, "There is no such asset.")
	}
	p := l.place(e.Asset, c, base)
	card := l.cardOf(p, e.Asset, c)
	card.Width, card.Height = width, height
	if address := p.absolute(p.resolve("{{partner.link}}", "qr")); address != "" {
		code, err := qrCode(address)
		if err != nil {
			return nil, err
		}
		card.Code = code.rows()
	}
	return l.drawCard(ctx, card)
}

// cardOf is a card without a size and without a code.
func (l *Library) cardOf(p *placing, a Asset, c CoBrand) *typeset.Card {
	partner, company := p.values["partner.name"], l.Program.Company
	text := func(s string) string { return p.values.line(s) }
	card := &typeset.Card{
		Lang: a.Locale, Layout: a.Card.Layout, Kicker: text(a.Card.Kicker), Title: text(a.Card.Title), Text: text(a.Card.Text), Figure: text(a.Card.Figure),
		Name: partner, Address: p.bare("{{partner.link}}"),
	}
	if card.Title == "" {
		card.Title = a.Title
	}
	if card.Layout == "" {
		card.Kicker, card.Text = kindLabel(a.Kind, a.Locale), a.Summary
	}
	if partner != company {
		card.With = word("with", a.Locale) + " " + company
	}
	l.brandCard(card, c)
	if img, ok := l.images[a.Cover]; ok {
		card.Photo = func(w, h int) image.Image { return l.cut(img, a.Focus, w, h) }
	}
	if logo := l.cardLogo(c); logo != nil {
		card.Logo = logo.within
		card.Dark = logo.pale()
	}
	return card
}

// brandCard gives a card the colours of a brand, of which the words can be read.
func (l *Library) brandCard(card *typeset.Card, c CoBrand) {
	ground, readable := l.brandColour(c)
	const apart = 120 // from the white sheet at the foot
	if portal.Contrast(ground, ground.On()) < portal.TextContrast || portal.Contrast(ground, portal.White) < apart {
		ground = readable
	}
	ink := ground.On()
	soft := ink.Mix(ground, 84)
	if portal.Contrast(soft, ground) < portal.TextContrast {
		soft = ink
	}
	card.Ground, card.Ink, card.Soft = pdf.Colour(ground), pdf.Colour(ink), pdf.Colour(soft)
}

func (l *Library) drawCard(ctx context.Context, card *typeset.Card) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("draw a card: %w", err)
	}
	fonts, err := l.fonts()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := quickPNG.Encode(&out, typeset.DrawCard(fonts, card)); err != nil {
		return nil, fmt.Errorf("encode a card: %w", err)
	}
	return out.Bytes(), nil
}

// fonts are those of the library, or those that come with the program.
func (l *Library) fonts() (*typeset.Fonts, error) {
	if l.Fonts != nil {
		return l.Fonts, nil
	}
	return typeset.Standard()
}
