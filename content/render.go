package content

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"strings"

	"tandem/content/render/typeset"
	"tandem/portal"
)

// renderVersion changes when the same inputs give other bytes than before.
const renderVersion = 5

// Rendering is an asset made ready for one partner: the bytes of a download.
type Rendering struct {
	Name  string // of the file, "city-weekend-casa-do-rio.html"
	Type  string // media type
	Bytes []byte
	Key   string // hash of all that went in: the cache key and the ETag
}

// House is the co-brand of the company itself: what an asset looks like without a partner.
func (l *Library) House() CoBrand {
	return CoBrand{
		Slug: slugOf(l.Program.Company), Link: l.Program.Site,
		Kit: portal.BrandKit{Name: l.Program.Company, Primary: l.Program.Colour, Site: l.Program.Site, Email: l.Program.Support},
	}
}

// place makes the placing of an asset for a partner. base is the portal's own address without a slash at the end.
func (l *Library) place(a Asset, c CoBrand, base string) *placing {
	p := &placing{library: l, locale: a.Locale, values: values{}, standIns: c.StandIns, base: base}
	if c.Terms.Version == "" && len(l.Terms) > 0 {
		c.Terms = l.Terms[len(l.Terms)-1]
	}
	l.programValues(p.values, a.Locale)
	termsValues(p.values, c.Terms, a.Locale)
	l.partnerValues(p.values, c, a.Locale)
	p.values["asset.title"], p.values["asset.version"] = a.Title, itoa(a.Version)
	p.values["asset.published"], p.values["asset.last_day"] = localDate(a.Published, a.Locale), localDate(a.Expires, a.Locale)
	if e := l.find(a.Slug, a.Locale); e != nil && e.dated() { // or every copy would be another file each day
		p.values["date.today"], p.values["date.year"] = localDate(c.Today, a.Locale), string(c.Today[:min(4, len(c.Today))])
	}
	p.track = tracking{source: p.values["partner.slug"], medium: a.Kind.medium(), campaign: string(a.Slug), content: a.Locale}
	return p
}

// Key is the hash of everything a rendering depends on: the asset's version and
// file, the pictures, the program's and the partner's words, the logo, the
// locale, the format and the address. Equal keys mean equal bytes.
func (l *Library) Key(a Asset, format Format, c CoBrand, base string) string {
	p := l.place(a, c, base)
	pictures := map[string]string{"cover": l.images[a.Cover].Hash}
	for _, name := range l.picturesOf(a) {
		pictures[name] = l.images[name].Hash
	}
	if focus := l.images[a.Cover].Focus; focus != nil {
		pictures["focus"] = fmt.Sprint(*focus)
	}
	logo := sha256.Sum256(c.Logo)
	inputs, err := json.Marshal(struct {
		Renderer                     int
		ID, SHA256, Locale, Format   string
		Base, Logo, Primary, Program string
		Values                       values
		Pictures                     map[string]string
		Fonts                        string
		StandIns                     map[string]string `json:",omitempty"`
	}{
		renderVersion, a.ID(), a.SHA256, a.Locale, string(format), base, hex.EncodeToString(logo[:]) + c.Kit.Logo.Type, c.Kit.Primary,
		l.Program.Colour + l.logo.Hash, p.values, pictures,
		l.Fonts.Hash(), c.StandIns,
	})
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	sum := sha256.Sum256(inputs)
	return hex.EncodeToString(sum[:])
}

// RenderHTML is the asset's body for a page of the portal, co-branded, without
// title: headings start at the second level. Links stay inside the portal.
func (l *Library) RenderHTML(a Asset, c CoBrand) (template.HTML, error) {
	e := l.find(a.Slug, a.Locale)
	if e == nil {
		return "", portal.Errorf(portal.NotFound, "There is no such asset.")
	}
	p := l.place(a, c, "")
	p.inPortal = true
	out, err := p.fill(e.body.fragment)
	if err != nil {
		return "", fmt.Errorf("render %s: %w", a.ID(), err)
	}
	return template.HTML(out), nil //nolint:gosec // clean at load, every value escaped in fill
}

// formats are what a download of each format is called, and what it is.
var formats = map[Format]struct{ ending, media string }{
	FormatHTML:       {".html", "text/html; charset=utf-8"},
	FormatPDF:        {".pdf", "application/pdf"},
	FormatPDFLetter:  {"-letter.pdf", "application/pdf"},
	FormatMarkdown:   {".md", "text/markdown; charset=utf-8"},
	FormatEmail:      {".eml", "message/rfc822"},
	FormatCard:       {"-card.png", "image/png"},
	FormatCardSquare: {"-square.png", "image/png"},
	FormatKit:        {".zip", "application/zip"},
}

// Describe is a download before it is made: everything but its bytes.
func (l *Library) Describe(a Asset, format Format, c CoBrand, base string) Rendering {
	return Rendering{Name: fileName(a, c, format), Type: formats[format].media, Key: l.Key(a, format, c, base)}
}

// Render makes the bytes of a download. A format that there is not is NotFound; when
// ctx ends it gives up.
func (l *Library) Render(ctx context.Context, a Asset, format Format, c CoBrand, base string) ([]byte, error) {
	switch format {
	case FormatHTML:
		return l.RenderPage(a, c, base)
	case FormatPDF:
		return l.RenderPDF(ctx, a, c, base, typeset.A4)
	case FormatPDFLetter:
		return l.RenderPDF(ctx, a, c, base, typeset.Letter)
	case FormatMarkdown:
		return l.RenderMarkdown(a, c, base)
	case FormatEmail:
		return l.RenderEmail(a, c, base)
	case FormatCard:
		return l.RenderCard(ctx, a, c, base, CardWidth, CardHeight)
	case FormatCardSquare:
		return l.RenderCard(ctx, a, c, base, CardSide, CardSide)
	}
	return nil, portal.Errorf(portal.NotFound, "There is no such format.")
}

// KitName is what a ZIP of one asset is called.
func KitName(a Asset, c CoBrand) string { return fileName(a, c, FormatKit) }

func fileName(a Asset, c CoBrand, format Format) string {
	name := string(a.Slug)
	if len(a.Locales) > 0 && a.Locale != a.Locales[0] {
		name += "-" + strings.ToLower(a.Locale)
	}
	if slug := slugOf(c.Slug); slug != "" {
		name += "-" + slug
	}
	return name + formats[format].ending
}

// logoTypes are what a logo may be when it is put into a page.
var logoTypes = []string{"image/png", "image/jpeg", "image/webp"}

// logoMarkup is a partner's logo as a picture that needs no network, its name in words without one.
func logoMarkup(c CoBrand, name string) string {
	for _, kind := range logoTypes {
		if len(c.Logo) > 0 && c.Kit.Logo.Type == kind {
			size := ""
			if w, h := c.Kit.Logo.Width, c.Kit.Logo.Height; w > 0 && h > 0 {
				size = fmt.Sprintf(` width="%d" height="%d"`, w, h)
			}
			return fmt.Sprintf(`<img class="logo" src="data:%s;base64,%s" alt="%s"%s>`, kind, base64.StdEncoding.EncodeToString(c.Logo), html.EscapeString(name), size)
		}
	}
	return `<span class="name">` + html.EscapeString(name) + "</span>"
}
