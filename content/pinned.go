package content

import (
	"bytes"
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"tandem/portal"
)

// pinnedFolder holds one file for each pinned collection, and one for each of its
// translations: spring.md, spring.es.md.
const pinnedFolder = "library/collections"

// Pinned is a hand-made collection of assets on top of the hub: for a season, for a
// partner's first week.
type Pinned struct {
	Slug    string
	Title   string
	Summary string             // one sentence
	Assets  []portal.AssetSlug // in the order they are shown
	order   int
	locale  string
	file    *file
}

func (l *Library) readPinned(fsys fs.FS) {
	names, err := fs.Glob(fsys, pinnedFolder+"/*.md")
	if err != nil {
		return
	}
	for _, name := range names {
		f := l.read(fsys, name)
		slug, locale, translated := strings.Cut(strings.TrimSuffix(path.Base(name), ".md"), ".")
		if !translated {
			locale = l.defaultLocale()
		}
		if !assetSlug.MatchString(slug) {
			f.problem(0, 0, "the file's name is the collection's address; write it in small letters, digits and hyphens, such as first-week.md or first-week.es.md")
		}
		if translated && len(l.Program.Languages) > 0 && !slices.Contains(codes(l.Program.Languages), locale) {
			f.problem(0, 0, "%q is no language of the program; name it %s.md", locale, slug)
		}
		if f.front == nil {
			continue
		}
		k := f.keys()
		p := Pinned{Slug: slug, locale: locale, file: f}
		p.Title = k.text("title", "For your first week")
		p.Summary = k.text("summary", "one sentence on what these assets are for")
		if k.find("order") != nil {
			p.order = k.number("order", 1, 99)
		}
		for _, asset := range k.items("assets", nil) {
			p.Assets = append(p.Assets, portal.AssetSlug(asset))
		}
		k.done()
		if len(bytes.TrimSpace(f.body)) > 0 {
			f.problem(f.bodyLine, 0, "a collection has no text of its own; write one sentence as its summary")
		}
		l.pinned = append(l.pinned, p)
	}
	slices.SortStableFunc(l.pinned, func(a, b Pinned) int { return cmp.Or(a.order-b.order, strings.Compare(a.Slug, b.Slug)) })
}

// checkPinned reports collections whose assets are not there, and translations of nothing.
func (l *Library) checkPinned() {
	for _, p := range l.pinned {
		original, ok := l.pinnedIn(p.Slug, l.defaultLocale())
		switch {
		case !ok:
			p.file.problem(0, 0, "is a translation of nothing; add %s", fileNameFor(p.Slug, l.defaultLocale(), l.defaultLocale()))
		case p.locale != original.locale && len(p.Assets) > 0:
			p.file.problem(p.file.keyLine("assets"), 0, "a translation has its title and its summary alone; delete \"assets\"")
		case p.locale == original.locale && len(p.Assets) == 0:
			p.file.problem(1, 0, "names no assets; write their addresses, such as `assets: [city-weekend]`")
		}
		for _, slug := range p.Assets {
			if l.find(slug, l.defaultLocale()) == nil {
				p.file.problem(p.file.keyLine("assets"), 0, "there is no asset %q in the library", slug)
			}
		}
	}
}

func (l *Library) pinnedIn(slug, locale string) (Pinned, bool) {
	for _, p := range l.pinned {
		if p.Slug == slug && p.locale == locale {
			return p, true
		}
	}
	return Pinned{}, false
}

// Pinned are the collections that have something for the audience, in their order and in
// its language where they are written in it; each with what the audience may see of it.
func (l *Library) Pinned(audience Audience) []Pinned {
	var list []Pinned
	for _, p := range l.pinned {
		if p.locale != l.defaultLocale() {
			continue
		}
		if p = l.pinnedFor(p, audience); len(p.Assets) > 0 {
			list = append(list, p)
		}
	}
	return list
}

func (l *Library) pinnedFor(p Pinned, audience Audience) Pinned {
	if own, ok := l.pinnedIn(p.Slug, audience.Locale); ok {
		p.Title, p.Summary, p.locale = own.Title, own.Summary, own.locale
	}
	p.Assets = slices.DeleteFunc(slices.Clone(p.Assets), func(slug portal.AssetSlug) bool {
		_, err := l.Asset(slug, "", audience)
		return err != nil
	})
	return p
}

// Locale is the language of the title and the summary.
func (p Pinned) Locale() string { return p.locale }

// pinnedOf are those of the assets that a collection has, in its order; none when there
// is no such collection.
func (l *Library) pinnedOf(slug string, assets []Asset) []Asset {
	p, _ := l.pinnedIn(slug, l.defaultLocale())
	var list []Asset
	for _, wanted := range p.Assets {
		if i := slices.IndexFunc(assets, func(a Asset) bool { return a.Slug == wanted }); i >= 0 {
			list = append(list, assets[i])
		}
	}
	return list
}
