package content

import (
	"slices"
	"strings"
	"testing"

	"tandem/portal"
)

func TestThereIsARealLibrary(t *testing.T) {
	l := loaded(t)
	all := l.Assets(Audience{Staff: true})
	if len(all) < 16 {
		t.Errorf("%d assets, want 16 at least", len(all))
	}
	kinds, spanish := map[Kind]int{}, 0
	for _, a := range all {
		kinds[a.Kind]++
		if slices.Contains(a.Locales, "es") {
			spanish++
		}
		if a.Status != Published || len(a.Related) == 0 {
			t.Errorf("%s is %s with %d related assets", a.Slug, a.Status, len(a.Related))
		}
	}
	if len(kinds) != len(Kinds) || spanish < 2 {
		t.Errorf("%d kinds of %d, %d in Spanish", len(kinds), len(Kinds), spanish)
	}
}

func TestAPartnerSeesWhatItsTierMarketAndDayAllow(t *testing.T) {
	l, err := Load(with(t, map[string]string{
		"library/elite-only.md": strings.Replace(sample, "owner:", "tiers: [elite]\nowner:", 1),
		"library/italy-only.md": strings.Replace(sample, "owner:", "markets: [IT]\nowner:", 1),
		"library/one-week.md":   strings.Replace(sample, "published: 2026-01-01", "published: 2026-01-01\nexpires: 2026-01-07", 1),
		"library/a-draft.md":    strings.Replace(sample, "status: published", "status: draft", 1),
		"library/retired.md":    strings.Replace(sample, "status: published", "status: retired", 1),
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		slug portal.AssetSlug
		who  Audience
		want bool
	}{
		{"elite-only", Audience{Tier: portal.Elite, Today: "2026-01-05"}, true},
		{"elite-only", Audience{Tier: portal.High, Today: "2026-01-05"}, false},
		{"elite-only", Audience{Today: "2026-01-05"}, false},
		{"italy-only", Audience{Tier: portal.Core, Markets: []string{"ES", "IT"}, Today: "2026-01-05"}, true},
		{"italy-only", Audience{Tier: portal.Core, Markets: []string{"ES"}, Today: "2026-01-05"}, false},
		{"one-week", Audience{Tier: portal.Core, Today: "2025-12-31"}, false},
		{"one-week", Audience{Tier: portal.Core, Today: "2026-01-01"}, true},
		{"one-week", Audience{Tier: portal.Core, Today: "2026-01-07"}, true},
		{"one-week", Audience{Tier: portal.Core, Today: "2026-01-08"}, false},
		{"a-draft", Audience{Tier: portal.Elite, Today: "2026-01-05"}, false},
		{"a-draft", Audience{Staff: true}, true},
		{"retired", Audience{Tier: portal.Elite, Today: "2026-01-05"}, false},
		{"nothing", Audience{Staff: true}, false},
	} {
		_, err := l.Asset(c.slug, "en", c.who)
		listed := slices.ContainsFunc(l.Assets(c.who), func(a Asset) bool { return a.Slug == c.slug })
		found := slices.ContainsFunc(l.Find(Query{Text: "sample"}, c.who).Assets, func(a Asset) bool { return a.Slug == c.slug })
		if (err == nil) != c.want || listed != c.want || found != c.want || err != nil && portal.KindOf(err) != portal.NotFound {
			t.Errorf("%s for %+v: got %v, listed %v, found %v; want %v", c.slug, c.who, err, listed, found, c.want)
		}
	}
}

func TestAnAssetComesInTheReadersLanguageOrTheDefault(t *testing.T) {
	l := loaded(t)
	who := Audience{Staff: true, Locale: "es"}
	for slug, want := range map[portal.AssetSlug]string{"city-weekend": "es", "family-house": "en"} {
		a, err := l.Asset(slug, "", who)
		if err != nil || a.Locale != want {
			t.Errorf("%s comes in %q, %v; want %s", slug, a.Locale, err, want)
		}
	}
	if a, err := l.Asset("city-weekend", "en", who); err != nil || a.Locale != "en" {
		t.Errorf("asked for in English it comes in %q, %v", a.Locale, err)
	}
	for _, a := range l.Assets(who) {
		if a.Slug == "city-weekend" && a.Title != "Dos noches en la ciudad, como debe ser" {
			t.Errorf("listed as %q", a.Title)
		}
	}
}

func TestSearchFindsWordsBeginningsAndSlips(t *testing.T) {
	l := loaded(t)
	who := Audience{Staff: true}
	for text, want := range map[string]portal.AssetSlug{
		"night train":       "rail-weekends",
		"Wedding planner":   "quinta-wedding",
		"weding house":      "weddings-and-celebrations",
		"commision payment": "how-you-are-paid",
		"harv":              "harvest-season",
		"LOGO":              "brand-guidelines",
		"évora bread":       "six-new-houses",
		"evora":             "six-new-houses",
		"correo otoño":      "autumn-newsletter",
	} {
		found := l.Find(Query{Text: text}, who).Assets
		if !slices.ContainsFunc(found[:min(len(found), 2)], func(a Asset) bool { return a.Slug == want }) {
			t.Errorf("%q finds %v, want %s near the top", text, slugsOf(found), want)
		}
	}
	for _, text := range []string{"zzzzqqq", "train zzzzqqq", "{{ partner.name }} xx9x"} {
		if found := l.Find(Query{Text: text}, who); len(found.Assets) != 0 {
			t.Errorf("%q finds %v", text, slugsOf(found.Assets))
		}
	}
	if got, all := len(l.Find(Query{Text: " ,.! "}, who).Assets), len(l.Assets(who)); got != all {
		t.Errorf("no words find %d of %d", got, all)
	}
}

func slugsOf(list []Asset) []portal.AssetSlug {
	var slugs []portal.AssetSlug
	for _, a := range list {
		slugs = append(slugs, a.Slug)
	}
	return slugs
}

func TestAFacetsCountIsWhatChoosingItLeaves(t *testing.T) {
	l := loaded(t)
	who := Audience{Tier: portal.High, Today: "2026-08-01", Markets: []string{"PT", "DE"}}
	for _, q := range []Query{
		{},
		{Text: "house"},
		{Kinds: []string{"email"}},
		{Kinds: []string{"email", "playbook"}, Products: []string{"group_stays"}},
		{Markets: []string{"DE"}, Text: "week"},
		{Tags: []string{"weddings"}, Locales: []string{"en"}},
		{Locales: []string{"es"}},
	} {
		found := l.Find(q, who)
		for name, set := range map[string]struct {
			facets []Facet
			choose func(*Query, string)
			chosen []string
		}{
			"kind":    {found.Kinds, func(q *Query, c string) { q.Kinds = []string{c} }, q.Kinds},
			"tag":     {found.Tags, func(q *Query, c string) { q.Tags = []string{c} }, q.Tags},
			"product": {found.Products, func(q *Query, c string) { q.Products = []string{c} }, q.Products},
			"market":  {found.Markets, func(q *Query, c string) { q.Markets = []string{c} }, q.Markets},
			"locale":  {found.Locales, func(q *Query, c string) { q.Locales = []string{c} }, q.Locales},
		} {
			for _, f := range set.facets {
				narrowed := q
				set.choose(&narrowed, f.Code)
				if got := len(l.Find(narrowed, who).Assets); got != f.Count {
					t.Errorf("%+v: the %s %q says %d and leaves %d", q, name, f.Name, f.Count, got)
				}
				if f.On != slices.Contains(set.chosen, f.Code) {
					t.Errorf("%+v: the %s %q is on: %v", q, name, f.Name, f.On)
				}
			}
		}
	}
}

func TestRelatedAssetsAreThoseTheReaderMaySee(t *testing.T) {
	l := loaded(t)
	rail := asset(t, l, "rail-weekends", "en")
	for tier, want := range map[portal.Tier]int{portal.Elite: 2, portal.Core: 1} {
		if got := l.Related(rail, Audience{Tier: tier, Today: "2026-08-01"}); len(got) != want {
			t.Errorf("%s: %v, want %d", tier, slugsOf(got), want)
		}
	}
}

func TestAPictureIsFoundByItsPathOnly(t *testing.T) {
	l := loaded(t)
	img := l.images["rooftops.svg"]
	got, err := l.ImageAt(img.Path())
	if err != nil || got.Type != "image/svg+xml" || len(got.Bytes) == 0 {
		t.Errorf("%s: %+v, %v", img.Path(), got.Type, err)
	}
	for _, path := range []string{"/library/images/rooftops.svg", ImagePrefix + "0000000000000000/rooftops.svg", "/etc/passwd", "", img.Path() + "/", "/library/images/../images/" + img.Hash[:16] + "/rooftops.svg"} {
		if _, err := l.ImageAt(path); portal.KindOf(err) != portal.NotFound {
			t.Errorf("%q: %v, want NotFound", path, err)
		}
	}
	if logo := l.Logo(); logo.Width != 264 {
		t.Errorf("the logo is %d wide", logo.Width)
	}
}

func TestTheGlossaryIsSortedAndFound(t *testing.T) {
	l := loaded(t)
	if !slices.IsSortedFunc(l.Glossary, func(a, b Entry) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) }) {
		t.Error("the glossary is not in order")
	}
	if w, ok := l.Word("Referral link"); !ok || w.Key != "referral_link" || w.Meaning == "" {
		t.Errorf("got %+v, %v", w, ok)
	}
	if _, ok := l.Word("nothing"); ok {
		t.Error("found a word that is not there")
	}
}
