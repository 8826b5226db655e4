package content

import (
	"context"
	"html/template"
	"slices"
	"strings"

	"tandem/portal"
)

// Trial is the library as it would be with one more text in it, or with one in the
// place of what there is: an asset can be looked at and checked before it is published.
type Trial struct {
	Asset    Asset    // as its front matter says; without a slug when that cannot be read
	Problems Problems // of the text, by line
	Others   Problems // of other files, which the text would break

	library *Library
	front   Front
}

var errMistakes = portal.Errorf(portal.Conflict, "Mend what is wrong with the text first; then it can be had as a file.")

// Try lays a text over the library as the file of an asset in a locale. Nothing of the
// library changes.
func (l *Library) Try(slug portal.AssetSlug, locale string, source []byte) Trial {
	text := Text{Slug: slug, Locale: locale, Source: source}
	out := l.lay([]Text{text})
	trial := Trial{library: out.Library}
	trial.front, _ = ReadFront(string(source)) // what is wrong with it is among the problems
	if e := out.find(slug, locale); e != nil {
		if e.body.document != nil && e.body.fragment.pieces == nil {
			e.body.fragment = asFarAsItGoes(e.body.document, out.images)
		}
		trial.Asset = e.Asset
	}
	trial.Problems = out.texts[text.key()].problems.sorted()
	for _, other := range out.others {
		trial.Others = append(trial.Others, other.problems...)
	}
	trial.Others = trial.Others.sorted()
	return trial
}

// asFarAsItGoes compiles a body with mistakes in it, for whoever mends them: nothing
// comes back when it cannot be shown at all.
func asFarAsItGoes(d *document, images map[string]Image) (f fragment) {
	defer func() {
		if recover() != nil { // what was refused may be anything
			f = fragment{}
		}
	}()
	f, err := d.compile(images)
	if err != nil {
		return fragment{}
	}
	return f
}

// Where is the key of the front matter that a problem of the text is about, or else the
// line of the text below it, from 1; "" and 0 for all of it.
func (t Trial) Where(p Problem) (key string, line int) {
	if p.Line == 0 || t.front.node == nil {
		return "", 0
	}
	if p.Line >= t.front.Line {
		return "", p.Line - t.front.Line + 1
	}
	return t.front.KeyAt(p.Line), 0
}

// Shows reports whether the text can be looked at at all.
func (t Trial) Shows() bool {
	e := t.library.find(t.Asset.Slug, t.Asset.Locale)
	return t.Asset.Slug != "" && e != nil && e.body.fragment.pieces != nil
}

// Ready reports whether nothing keeps the text from being published.
func (t Trial) Ready() bool { return len(t.Problems) == 0 && len(t.Others) == 0 }

// HTML is the body for a page of the portal; see [Library.RenderHTML].
func (t Trial) HTML(c CoBrand) (template.HTML, error) { return t.library.RenderHTML(t.Asset, c) }

// Describe is a file of the text before it is made; see [Library.Describe].
func (t Trial) Describe(format Format, c CoBrand, base string) Rendering {
	return t.library.Describe(t.Asset, format, c, base)
}

// Render makes the bytes of a file of the text; see [Library.Render]. Conflict while there
// are mistakes in it.
func (t Trial) Render(ctx context.Context, format Format, c CoBrand, base string) ([]byte, error) {
	if len(t.Problems) > 0 {
		return nil, errMistakes
	}
	return t.library.Render(ctx, t.Asset, format, c, base)
}

// Original is the text of an asset's file in a locale: NotFound when there is none.
func (l *Library) Original(slug portal.AssetSlug, locale string) (text, sha256 string, err error) {
	e := l.find(slug, locale)
	if e == nil {
		return "", "", portal.Errorf(portal.NotFound, "There is no such asset.")
	}
	return string(e.file.source), e.file.sha256, nil
}

// Everything is every asset in every locale, by title: what staff who write them choose from.
func (l *Library) Everything() []Asset {
	list := make([]Asset, 0, len(l.entries))
	for _, e := range l.entries {
		list = append(list, e.Asset)
	}
	slices.SortStableFunc(list, func(a, b Asset) int { return strings.Compare(a.Title, b.Title) })
	return list
}

// Pictures are the pictures of the library, by name.
func (l *Library) Pictures() []Image {
	list := make([]Image, 0, len(l.images))
	for _, img := range l.images {
		list = append(list, img)
	}
	slices.SortFunc(list, func(a, b Image) int { return strings.Compare(a.Name, b.Name) })
	return list
}
