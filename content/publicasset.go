package content

import (
	"maps"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"gopkg.in/yaml.v3"

	"tandem/portal"
)

// publicPages are the pages of the portal that anybody can open.
var publicPages = []string{"/", "/join", "/signin", "/program/tiers", "/program/terms", "/glossary", "/resources"}

// companysOwn are the fields of a partner that the company has of its own, so that a
// public asset needs no stand-in for them: its site, its address, its name in tracking.
var companysOwn = []string{"partner.link", "partner.site", "partner.email", "partner.slug"}

// readPublic reads whether anybody may see the asset, and what the public reads in the
// place of what only a partner has.
func (e *entry) readPublic(k *keys) {
	if e.Public = k.flag("public"); e.Public && e.Staff {
		k.problem(k.find("audience"), "is for staff, and a public asset is for everybody; delete `audience`, or `public`")
	}
	v := k.find("stand_ins")
	if v == nil {
		return
	}
	if !e.Public {
		k.problem(v, "stand-ins are what the public reads, and this asset is not public; write `public: true` or delete `stand_ins`")
	}
	e.standIns = map[string]string{}
	k.pairs("stand_ins", "partner.name: Your partner", func(name, value *yaml.Node) {
		field, ok := fieldNamed(name.Value)
		switch {
		case !ok || !strings.HasPrefix(name.Value, "partner."):
			k.problem(name, "%q is not a field of a partner; stand-ins are for %s", name.Value, either(standInFields()))
		case slices.Contains(companysOwn, field.Name):
			k.problem(name, "{{ %s }} is the company's own in public; delete its stand-in", field.Name)
		default:
			e.standIns[field.Name] = plainText(value.Value)
		}
	})
}

// standInFields are the fields that have no value without a partner.
func standInFields() []string {
	var names []string
	for _, f := range Fields {
		if strings.HasPrefix(f.Name, "partner.") && !slices.Contains(companysOwn, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// checkPublic reports what anybody could not read, or not follow, in a public asset.
func (l *Library) checkPublic(e *entry) {
	if !e.Public || e.body.document == nil {
		return
	}
	if len(e.Tiers) < len(portal.Tiers) {
		e.file.problem(e.keyLine("tiers"), 0, "a public asset is for everybody; delete `tiers`, or `public`")
	}
	d, used := e.body.document, map[string]bool{}
	needs := func(n ast.Node, name string) {
		used[name] = true
		if slices.Contains(standInFields(), name) && e.standIns[name] == "" {
			d.problem(n, "{{ %s }} has no value in public; say what stands in its place, as `stand_ins: {%s: …}` in the front matter", name, name)
		}
	}
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *mergeField:
			if entering {
				needs(n, n.name)
			}
		case *ast.Link:
			if entering {
				for _, found := range braces.FindAllString(string(n.Destination), -1) {
					needs(n, fieldName([]byte(found)))
				}
				l.checkPublicLink(d, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, name := range slices.Sorted(maps.Keys(e.standIns)) {
		if !used[name] {
			e.file.problem(e.keyLine("stand_ins"), 0, "{{ %s }} is not in the text; delete its stand-in", name)
		}
	}
}

// checkPublicLink reports a link that leads anybody but a partner to the sign-in form.
func (l *Library) checkPublicLink(d *document, n *ast.Link) {
	page, _ := splitLink(string(n.Destination))
	if !strings.HasPrefix(page, "/") {
		return
	}
	slug, isAsset := strings.CutPrefix(page, "/assets/")
	if !isAsset {
		if isPage(page) && !slices.Contains(publicPages, page) {
			d.problem(n, "the page %q asks to sign in, and this asset is public; write %s", page, either(publicPages))
		}
		return
	}
	if target := l.find(portal.AssetSlug(slug), l.defaultLocale()); target != nil && !target.Public {
		d.problem(n, "the asset %q is not public, and this one is; delete the link or write `public: true` there", slug)
	}
}

// PublicBrand is what a public asset shows where no partner is: the company, and in the
// text the stand-ins that its file states. terms are those in force.
func (l *Library) PublicBrand(a Asset, terms portal.Terms) CoBrand {
	c := l.House()
	c.Terms = terms
	if e := l.find(a.Slug, a.Locale); e != nil {
		c.StandIns = e.standIns
	}
	return c
}
