package content

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"tandem/portal"
)

// placing is where and for whom a fragment is filled.
type placing struct {
	library  *Library
	locale   string
	values   values
	standIns map[string]string // of fields in the text
	track    tracking          // zero where links are not tracked
	base     string            // BASE_URL, for what is read outside the portal
	inPortal bool              // links stay inside the portal, pictures are addresses; otherwise everything is carried along
}

// text is what a field comes to in the running text.
func (p *placing) text(field string) string {
	if instead, ok := p.standIns[field]; ok {
		return instead
	}
	return p.values[field]
}

// fill writes the fragment with its holes filled.
func (p *placing) fill(f fragment) (string, error) {
	var out strings.Builder
	for i, piece := range f.pieces {
		out.WriteString(piece)
		if i == len(f.holes) {
			break
		}
		switch h := f.holes[i]; h.kind {
		case fieldHole:
			out.WriteString(html.EscapeString(p.text(h.name)))
		case linkHole:
			if address := p.resolve(h.to, h.medium); address != "" {
				out.WriteString(` href="` + html.EscapeString(address) + `"`)
			}
		case imageHole:
			out.WriteString(html.EscapeString(p.picture(p.library.images[h.name])))
		case qrHole:
			address := p.absolute(p.resolve(h.to, h.medium))
			if address == "" {
				continue
			}
			code, err := QR(address, word("qr", p.locale)+" "+p.bare(h.to))
			if err != nil {
				return "", err
			}
			out.WriteString(code)
		}
	}
	return out.String(), nil
}

func (p *placing) picture(img Image) string {
	if p.inPortal {
		return img.Path()
	}
	return img.dataURI()
}

// absolute puts the portal's own address before a path, as a code or a file needs it.
func (p *placing) absolute(address string) string {
	if strings.HasPrefix(address, "/") {
		return p.base + address
	}
	return address
}

// bare is a destination without scheme and tracking, as people read it.
func (p *placing) bare(d destination) string {
	address := d.fill(p.values)
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"), "/")
}

// body is a file's body ready to be placed.
type body struct {
	document *document
	fragment fragment
}

// prepare parses, checks and compiles the body of a file; what is wrong becomes problems of the file.
func (l *Library) prepare(f *file, locale string, groups []string, slugs []string) body {
	if m := holeMark.FindIndex(f.body); m != nil {
		f.problem(f.bodyLine, 0, "holds the text %q, which the renderer needs for itself; write it otherwise", f.body[m[0]:m[1]])
		return body{}
	}
	d := f.parse(locale)
	before := len(f.problems)
	checker{groups: groups, images: l.images, slugs: slugs}.check(d)
	if len(f.problems) > before {
		return body{document: d}
	}
	compiled, err := d.compile(l.images)
	if err != nil {
		f.problem(0, 0, "%v", err)
	}
	return body{document: d, fragment: compiled}
}

// TermsHTML is the contract of one version as the terms page shows it, with the
// standard numbers filled in.
func (l *Library) TermsHTML(version string) (template.HTML, error) {
	return l.TermsHTMLFor(version, "")
}

// TermsHTMLFor is the contract as a partner of a vertical reads it: the numbers of its
// package stand in the place of the standard ones.
func (l *Library) TermsHTMLFor(version, vertical string) (template.HTML, error) {
	t, err := l.TermsVersion(version)
	if err != nil {
		return "", err
	}
	return l.text("program/terms/"+version+".md", t.For(vertical))
}

// PageHTML is the text of a file of content/program: "program", "audit",
// "scorecard", "referral", "onboarding" or "glossary". The terms fill its
// terms.* fields.
func (l *Library) PageHTML(name string, t portal.Terms) (template.HTML, error) {
	return l.text("program/"+name+".md", t)
}

func (l *Library) text(name string, t portal.Terms) (template.HTML, error) {
	b, ok := l.bodies[name]
	if !ok {
		return "", portal.Errorf(portal.NotFound, "There is no such page.")
	}
	p := &placing{library: l, locale: l.defaultLocale(), values: values{}, inPortal: true}
	l.programValues(p.values, p.locale)
	termsValues(p.values, t, p.locale)
	out, err := p.fill(b.fragment)
	if err != nil {
		return "", fmt.Errorf("fill %s: %w", name, err)
	}
	return template.HTML(out), nil //nolint:gosec // clean at load, every value escaped in fill
}
