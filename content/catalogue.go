package content

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"tandem/portal"
)

func itoa(n int) string { return strconv.Itoa(n) }

// find is the entry of an asset in a locale.
func (l *Library) find(slug portal.AssetSlug, locale string) *entry {
	return l.named[assetKey{slug, locale}]
}

// assetGroups are the fields that have a value in an asset.
var assetGroups = []string{"partner", "asset", "date", "program", "terms"}

// catalogue checks how the assets hang together and prepares their bodies.
func (l *Library) catalogue() {
	var slugs []string
	standard := l.defaultLocale()
	for _, e := range l.entries {
		if !slices.Contains(slugs, string(e.Slug)) {
			slugs = append(slugs, string(e.Slug))
		}
	}
	for _, e := range l.entries {
		original := l.find(e.Slug, standard)
		if original == nil {
			e.file.problem(0, 0, "is a translation of nothing; add %s", fileNameFor(string(e.Slug), standard, standard))
			continue
		}
		e.Locales = []string{standard}
		for _, other := range l.entries {
			if other.Slug == e.Slug && other.Locale != standard {
				e.Locales = append(e.Locales, other.Locale)
			}
		}
		l.checkTranslations(e, original)
		l.checkRelated(e)
		e.checkLines()
		e.body = l.prepare(e.file, e.Locale, assetGroups, slugs)
	}
	for _, e := range l.entries {
		l.checkReach(e)
		l.checkPublic(e)
	}
	l.checkPinned()
	slices.SortFunc(l.entries, func(a, b *entry) int {
		return cmp.Or(strings.Compare(string(b.Published), string(a.Published)), strings.Compare(a.Title, b.Title), strings.Compare(a.file.name, b.file.name))
	})
}

func (l *Library) checkTranslations(e, original *entry) {
	for _, locale := range e.translations {
		if l.find(e.Slug, locale) == nil {
			e.file.problem(e.keyLine("translations"), 0, "the translation into %s is missing; add %s", locale, fileNameFor(string(e.Slug), locale, l.defaultLocale()))
		}
	}
	if e == original {
		if e.translates > 0 {
			e.file.problem(e.keyLine("translates"), 0, "\"translates\" is for translations, and this is the source; delete the line")
		}
		return
	}
	if e.translates > original.Version {
		e.file.problem(e.keyLine("translates"), 0, "\"translates\" is \"%d\", but %s is version %d; write `translates: %d` or less", e.translates, original.file.name, original.Version, original.Version)
	}
	if e.Behind = 0; original.Status == Published {
		e.Behind = max(0, original.Version-cmp.Or(e.translates, e.Version))
	}
	for _, same := range []struct {
		key        string
		mine, want string
	}{
		{"kind", string(e.Kind), string(original.Kind)},
		{"status", string(e.Status), string(original.Status)},
		{"tiers", strings.Join(texts(e.Tiers), ", "), strings.Join(texts(original.Tiers), ", ")},
		{"markets", strings.Join(e.Markets, ", "), strings.Join(original.Markets, ", ")},
		{"public", strconv.FormatBool(e.Public), strconv.FormatBool(original.Public)},
		{"products", strings.Join(e.Products, ", "), strings.Join(original.Products, ", ")},
	} {
		if same.mine != same.want {
			e.file.problem(e.keyLine(same.key), 0, "%q is %q, but %s says %q; make them the same", same.key, same.mine, original.file.name, same.want)
		}
	}
}

func (l *Library) checkRelated(e *entry) {
	for _, slug := range e.Related {
		switch target := l.find(slug, l.defaultLocale()); {
		case target == nil:
			e.file.problem(e.keyLine("related"), 0, "there is no asset %q in the library", slug)
		case slug == e.Slug:
			e.file.problem(e.keyLine("related"), 0, "the asset is related to itself; delete %q", slug)
		}
	}
}

// checkReach reports links in a published body to assets that some of its readers cannot open.
func (l *Library) checkReach(e *entry) {
	if e.Status != Published || e.body.document == nil {
		return
	}
	d := e.body.document
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		link, ok := n.(*ast.Link)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		page, _ := splitLink(string(link.Destination))
		slug, isAsset := strings.CutPrefix(page, "/assets/")
		target := l.find(portal.AssetSlug(slug), l.defaultLocale())
		if !isAsset || target == nil {
			return ast.WalkContinue, nil
		}
		if target.Staff && !e.Staff {
			d.problem(n, "the asset %q is for staff alone; delete the link", slug)
			return ast.WalkContinue, nil
		}
		if target.Status != Published {
			d.problem(n, "the asset %q is not published; delete the link or publish it first", slug)
			return ast.WalkContinue, nil
		}
		for _, tier := range e.Tiers {
			if !target.SeenBy(tier) {
				d.problem(n, "the asset %q is not for %s, who can read this one; delete the link or widen its tiers", slug, tier.Label())
				break
			}
		}
		return ast.WalkContinue, nil
	})
}

// keyLine is the line of a key in the front matter, 1 when it is not there.
func (e *entry) keyLine(key string) int { return e.file.keyLine(key) }

func (f *file) keyLine(key string) int {
	for i := 0; i+1 < len(f.front.Content); i += 2 {
		if f.front.Content[i].Value == key {
			return f.front.Content[i].Line
		}
	}
	return 1
}

// Audience is who looks at the library.
type Audience struct {
	Tier    portal.Tier
	Markets []string    // the partner's; none sees the assets of every market
	Locale  string      // preferred
	Today   portal.Date // of the program
	Public  bool        // anybody, who sees what is public in every tier and market
	Staff   bool        // sees drafts, what has expired, and every tier's
}

// sees reports whether the audience may see the asset at all.
func (v Audience) sees(a Asset) bool {
	if v.Staff {
		return true
	}
	if a.Staff || a.Status != Published || a.Published > v.Today || a.Expires != "" && v.Today > a.Expires {
		return false
	}
	if v.Public {
		return a.Public
	}
	return a.SeenBy(v.Tier) && (len(a.Markets) == 0 || len(v.Markets) == 0 || overlap(a.Markets, v.Markets))
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// Asset is one asset in the locale asked for, or the default one when it is not
// there. NotFound covers what the audience may not see.
func (l *Library) Asset(slug portal.AssetSlug, locale string, audience Audience) (Asset, error) {
	for _, locale := range []string{locale, audience.Locale, l.defaultLocale()} {
		if e := l.find(slug, locale); e != nil && audience.sees(e.Asset) {
			return e.Asset, nil
		}
	}
	return Asset{}, portal.Errorf(portal.NotFound, "There is no such asset.")
}

// Published is every published asset in each of its languages.
func (l *Library) Published() []Asset {
	var list []Asset
	for _, e := range l.entries {
		if e.Status == Published {
			list = append(list, e.Asset)
		}
	}
	return list
}

// Known is the slug when an asset has it, in whatever state, and "" when none has.
func (l *Library) Known(slug portal.AssetSlug) portal.AssetSlug {
	if l.find(slug, l.defaultLocale()) == nil {
		return ""
	}
	return slug
}

// Related are the related assets that the audience may see.
func (l *Library) Related(a Asset, audience Audience) []Asset {
	var list []Asset
	for _, slug := range a.Related {
		if related, err := l.Asset(slug, a.Locale, audience); err == nil {
			list = append(list, related)
		}
	}
	return list
}

// Assets are all assets that the audience may see, one entry each in its
// locale, newest first.
func (l *Library) Assets(audience Audience) []Asset {
	var list []Asset
	for _, e := range l.entries {
		if e.Locale != l.defaultLocale() {
			continue
		}
		if a, err := l.Asset(e.Slug, audience.Locale, audience); err == nil {
			list = append(list, a)
		}
	}
	return list
}
