package content

import (
	"bytes"
	_ "embed" // the style of a downloaded page
	"fmt"
	"html"
	"strings"

	"tandem/content/render/kept"
	"tandem/portal"
)

//go:embed page.css
var pageStyle string

// RenderPage is the asset as one self-contained web page: style, logos and
// pictures inside, both names above, the partner's contact below.
func (l *Library) RenderPage(a Asset, c CoBrand, base string) ([]byte, error) {
	e := l.find(a.Slug, a.Locale)
	if e == nil {
		return nil, portal.Errorf(portal.NotFound, "There is no such asset.")
	}
	p := l.place(a, c, base)
	body, err := p.fill(e.body.fragment)
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", a.ID(), err)
	}
	esc := html.EscapeString
	partner, company := p.values["partner.name"], l.Program.Company
	var out bytes.Buffer
	out.Grow(len(pageStyle) + len(body) + pageFrame)
	fmt.Fprintf(&out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"+
		"<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<title>%s · %s</title>\n<style>\n%s%s</style>\n</head>\n<body>\n",
		esc(a.Locale), esc(a.Title), esc(partner), l.brandStyle(c), pageStyle)
	out.WriteString("<header>\n<div class=\"logos\">" + logoMarkup(c, partner))
	if partner != company {
		out.WriteString(`<span class="with">` + word("with", a.Locale) + "</span>" + l.houseLogo())
	}
	fmt.Fprintf(&out, "</div>\n</header>\n<main>\n<p class=\"kind\">%s</p>\n<h1>%s</h1>\n%s</main>\n", esc(kindLabel(a.Kind, a.Locale)), esc(a.Title), body)
	out.WriteString("<footer>\n" + p.contact() + fmt.Sprintf("<p class=\"small\">%s</p>\n</footer>\n</body>\n</html>\n", esc(p.imprint(a))))
	return out.Bytes(), nil
}

// pageFrame is about how many bytes a page has around its style and its body, without logos.
const pageFrame = 4 << 10

// brandColour is the partner's colour, and the same darkened until words in it can be read on white.
func (l *Library) brandColour(c CoBrand) (colour, readable portal.Colour) {
	colour, err := portal.ParseColour(c.Kit.Primary)
	if err != nil {
		if colour, err = portal.ParseColour(l.Program.Colour); err != nil {
			colour = portal.Ink
		}
	}
	return colour, colour.Darker(portal.White, portal.TextContrast)
}

// brandStyle is the partner's colour as the page uses it, with words on it that can be read.
func (l *Library) brandStyle(c CoBrand) string {
	style, _ := brandStyles.Get([2]string{c.Kit.Primary, l.Program.Colour}, func() (string, error) { return styleOf(l.brandColour(c)), nil })
	return style
}

// brandStyles are those of the brands asked for last, by their colour and the program's.
var brandStyles = kept.New[[2]string, string](256)

func styleOf(colour, readable portal.Colour) string {
	night := portal.Colour{0x16, 0x18, 0x1d} // the paper in the dark
	lit := readable.Lighter(night, portal.TextContrast)
	soft, dim := readable.Mix(portal.White, 9), lit.Mix(night, 12)
	return fmt.Sprintf(":root{--brand:%s;--on-brand:%s;--band:%s;--soft:%s;--on-soft:%s}\n"+
		"@media screen and (prefers-color-scheme:dark){:root{--brand:%s;--on-brand:%s;--soft:%s;--on-soft:%s}}\n",
		readable, readable.On(), colour, soft, readable.Darker(soft, portal.TextContrast), lit, lit.On(), dim, lit.Lighter(dim, portal.TextContrast))
}

func (l *Library) houseLogo() string {
	if l.logo.Name == "" {
		return `<span class="name">` + html.EscapeString(l.Program.Company) + "</span>"
	}
	return fmt.Sprintf(`<img class="logo" src="%s" alt="%s" width="%d" height="%d">`, l.logo.dataURI(), html.EscapeString(l.Program.Company), l.logo.Width, l.logo.Height)
}

// contact is whom a reader asks: the partner's person, mail, telephone and place, as far as they are known.
func (p *placing) contact() string {
	esc := html.EscapeString
	var lines []string
	for _, name := range []string{"partner.contact", "partner.email", "partner.phone", "partner.address"} {
		value := p.values[name]
		switch {
		case value == "":
		case name == "partner.email":
			lines = append(lines, fmt.Sprintf(`<a href="%s">%s</a>`, esc(p.resolve("mailto:{{partner.email}}", "")), esc(value)))
		default:
			lines = append(lines, esc(value))
		}
	}
	if site := p.resolve("{{partner.site}}", ""); site != "" {
		lines = append(lines, fmt.Sprintf(`<a href="%s">%s</a>`, esc(site), esc(p.bare("{{partner.site}}"))))
	}
	out := `<p class="from">` + esc(p.values["partner.name"])
	if tagline := p.values["partner.tagline"]; tagline != "" {
		out += `<span class="tagline">` + esc(tagline) + "</span>"
	}
	out += "</p>\n"
	if len(lines) > 0 {
		out += `<p class="contact"><strong>` + word("questions", p.locale) + "</strong> " + strings.Join(lines, ` <span class="dot">·</span> `) + "</p>\n"
	}
	return out
}

// imprint says who published what for whom, and which version of when.
func (p *placing) imprint(a Asset) string {
	line := word("by", p.locale) + " " + p.library.Program.Company
	if name := p.values["partner.name"]; name != p.library.Program.Company {
		line += " " + word("for", p.locale) + " " + name
	}
	line += ". " + word("version", p.locale) + " " + itoa(a.Version)
	if a.Published != "" {
		line += ", " + localDate(a.Published, p.locale)
	}
	return line + "."
}

func kindLabel(k Kind, locale string) string {
	if label := word(string(k), locale); label != "" {
		return label
	}
	return k.Label()
}
