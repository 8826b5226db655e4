package content

import (
	"slices"
	"strings"

	"tandem/portal"
)

// Query is what a person looks for in the library. Within one facet any choice
// fits; across facets and words all must.
type Query struct {
	Text     string
	Pinned   string // of a collection: its assets, in its order
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
	Matched  int       // assets with the words, whatever the facets say
	Read     []Reading // words with a slip, and what they were read as
	Meant    string    // other words that find something, "" for none or when something is found
	Fewer    []Fewer   // when no asset has all the words: what some of them find

	asked []askedWord
	index *index
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
	found := Found{}
	matched := l.Assets(audience)
	if q.Pinned != "" {
		matched = l.pinnedOf(q.Pinned, matched)
	}
	if len(words) > 0 {
		all, index := matched, l.index()
		found.index = index
		visible := index.visible(all)
		found.asked = index.ask(words, visible)
		score := index.scores(found.asked)
		matched = nil
		for _, a := range all {
			if score[index.slugs[a.Slug]] > 0 {
				matched = append(matched, a)
			}
		}
		slices.SortStableFunc(matched, func(a, b Asset) int {
			return int(score[index.slugs[b.Slug]] - score[index.slugs[a.Slug]])
		})
		if len(matched) > 0 {
			found.Read = index.readings(found.asked, visible)
		} else {
			found.Meant = index.meant(found.asked, visible)
			found.Fewer = index.fewer(found.asked, visible)
		}
	}
	found.Matched = len(matched)

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
	for _, tag := range l.tags {
		if counts[byTag][tag] > 0 || slices.Contains(q.Tags, tag) {
			tags = append(tags, portal.Choice{Code: tag, Name: tag})
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
