package content

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tandem/portal"
)

// Query is what a person looks for in the library. Within one facet any choice
// fits; across facets and words all must.
type Query struct {
	Text     string
	Kinds    []string
	Tags     []string
	Products []string
	Markets  []string
	Locales  []string
}

// Facet is one choice that narrows the list, with how many assets it would leave.
type Facet struct {
	Code  string
	Name  string
	Count int
	On    bool
}

// Found is the answer to a Query.
type Found struct {
	Assets   []Asset
	Kinds    []Facet
	Tags     []Facet
	Products []Facet
	Markets  []Facet
	Locales  []Facet
}

// the facets by number, so that one can be left out while it is counted
const (
	byKind = iota
	byTag
	byProduct
	byMarket
	byLocale
	facets
)

// Find lists the assets that fit, best match first, then newest, and counts for
// every facet what each of its choices would leave.
func (l *Library) Find(q Query, audience Audience) Found {
	words := fold(q.Text)
	words = words[:min(len(words), maxQueryWords)]
	var matched []Asset
	score := l.index.scores(words)
	for _, a := range l.Assets(audience) {
		if score[a.Slug] > 0 || len(words) == 0 {
			matched = append(matched, a)
		}
	}
	slices.SortStableFunc(matched, func(a, b Asset) int { return score[b.Slug] - score[a.Slug] })

	var found Found
	var counts [facets]map[string]int
	for i := range counts {
		counts[i] = map[string]int{}
	}
	for _, a := range matched {
		var fits [facets]bool
		misses := 0
		for i := range fits {
			fits[i] = l.fits(q, a, i)
			if !fits[i] {
				misses++
			}
		}
		if misses == 0 {
			found.Assets = append(found.Assets, a)
		}
		for i := range fits {
			if misses == 0 || misses == 1 && !fits[i] {
				for _, code := range l.choicesOf(a, i) {
					counts[i][code]++
				}
			}
		}
	}
	var kinds []portal.Choice
	for _, k := range Kinds {
		kinds = append(kinds, portal.Choice{Code: string(k), Name: k.Label()})
	}
	var tags []portal.Choice
	for _, e := range l.entries {
		for _, tag := range e.Tags {
			if choice := (portal.Choice{Code: tag, Name: tag}); !slices.Contains(tags, choice) {
				tags = append(tags, choice)
			}
		}
	}
	slices.SortFunc(tags, func(a, b portal.Choice) int {
		if d := counts[byTag][b.Code] - counts[byTag][a.Code]; d != 0 {
			return d
		}
		return strings.Compare(a.Code, b.Code)
	})
	found.Kinds = facetsOf(kinds, counts[byKind], q.Kinds)
	found.Tags = facetsOf(tags, counts[byTag], q.Tags)
	found.Products = facetsOf(l.Program.Products, counts[byProduct], q.Products)
	found.Markets = facetsOf(l.Program.Markets, counts[byMarket], q.Markets)
	found.Locales = facetsOf(l.Program.Languages, counts[byLocale], q.Locales)
	return found
}

func facetsOf(choices []portal.Choice, counts map[string]int, on []string) []Facet {
	var list []Facet
	for _, c := range choices {
		if n, chosen := counts[c.Code], slices.Contains(on, c.Code); n > 0 || chosen {
			list = append(list, Facet{Code: c.Code, Name: c.Name, Count: n, On: chosen})
		}
	}
	return list
}

// choicesOf are an asset's own values of a facet. An asset that names no market
// or product is for every one.
func (l *Library) choicesOf(a Asset, facet int) []string {
	switch facet {
	case byKind:
		return []string{string(a.Kind)}
	case byTag:
		return a.Tags
	case byProduct:
		if len(a.Products) == 0 {
			return codes(l.Program.Products)
		}
		return a.Products
	case byMarket:
		if len(a.Markets) == 0 {
			return codes(l.Program.Markets)
		}
		return a.Markets
	case byLocale:
		return a.Locales
	}
	return nil
}

func (l *Library) fits(q Query, a Asset, facet int) bool {
	wanted := [facets][]string{q.Kinds, q.Tags, q.Products, q.Markets, q.Locales}[facet]
	return len(wanted) == 0 || overlap(l.choicesOf(a, facet), wanted)
}

// index is the words of the assets and what each is worth where it stands.
type index map[string]map[portal.AssetSlug]int

const (
	inTitle   = 8
	inTags    = 5
	inSummary = 3
	inBody    = 1
)

func (l *Library) buildIndex() {
	l.index = index{}
	for _, e := range l.entries {
		l.index.add(e.Slug, inTitle, e.Title)
		l.index.add(e.Slug, inTags, strings.Join(e.Tags, " ")+" "+e.Kind.Label())
		l.index.add(e.Slug, inSummary, e.Summary)
		if e.body.document != nil {
			l.index.add(e.Slug, inBody, braces.ReplaceAllString(e.body.document.textOf(e.body.document.root), ""))
		}
	}
}

func (x index) add(slug portal.AssetSlug, worth int, text string) {
	for _, word := range fold(text) {
		if x[word] == nil {
			x[word] = map[portal.AssetSlug]int{}
		}
		x[word][slug] = max(x[word][slug], worth)
	}
}

// scores says how well each asset fits the words. An asset in which one of them
// is nowhere has none.
func (x index) scores(words []string) map[portal.AssetSlug]int {
	var total map[portal.AssetSlug]int
	for i, word := range words {
		best := map[portal.AssetSlug]int{}
		for indexed, assets := range x {
			closeness := near(word, indexed)
			if closeness == 0 {
				continue
			}
			for slug, worth := range assets {
				best[slug] = max(best[slug], worth*closeness)
			}
		}
		for slug := range best {
			if before, everywhere := total[slug]; i > 0 && !everywhere {
				delete(best, slug)
			} else {
				best[slug] += before
			}
		}
		total = best
	}
	return total
}

// near is 4 for the word itself, 2 for its beginning, 1 for one letter off, 0 otherwise.
func near(word, indexed string) int {
	switch {
	case word == indexed:
		return 4
	case len(word) >= 2 && strings.HasPrefix(indexed, word):
		return 2
	case len([]rune(word)) >= 5 && distance(word, indexed, 1) <= 1:
		return 1
	}
	return 0
}

// maxQueryWords bounds what one search costs.
const maxQueryWords = 8

// fold splits a text into words in small letters without accents.
func fold(text string) []string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return strings.FieldsFunc(b.String(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
