package content

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tandem/portal"
)

// TestEveryFieldHasAValueOfItsType fills every field for a partner of which everything is known.
func TestEveryFieldHasAValueOfItsType(t *testing.T) {
	l, err := Load(with(t, map[string]string{
		"library/sample.md":    strings.Replace(sample, "published: 2026-01-01", "published: 2026-01-01\nexpires: 2026-12-31", 1) + "\n{{ date.today }}\n",
		"library/sample.es.md": strings.Replace(strings.Replace(sample, "published: 2026-01-01", "published: 2026-01-01\nexpires: 2026-12-31", 1), "locale: en", "locale: es", 1) + "\n{{ date.today }}\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	c := casa()
	c.Kit.Address, c.Tier, c.Markets, c.Today = "Rua do Ouro 1, Lisbon", portal.High, []string{"ES", "PT"}, "2026-11-23"
	shapes := map[FieldType]string{
		TextField: `\S`, SlugField: `^[a-z0-9-]+$`, AddressField: `^[^@ ]+@[^@ ]+$`, DateField: `^\d{1,2}( de)? \pL+( de)? \d{4}$`,
		MoneyField: `€`, RateField: `^[0-9.,]+\p{Z}?%$`, NumberField: `^\d+$`,
	}
	for _, locale := range []string{"en", "es"} {
		p := l.place(asset(t, l, "sample", locale), c, base)
		for _, f := range Fields {
			got := p.values[f.Name]
			if f.Type == LinkField {
				if u, err := url.Parse(got); err != nil || u.Scheme != "https" || u.Host == "" {
					t.Errorf("%s in %s: %q is no address", f.Name, locale, got)
				}
				continue
			}
			if !regexp.MustCompile(shapes[f.Type]).MatchString(got) && got != word("none", locale) {
				t.Errorf("%s in %s: %q is no %s", f.Name, locale, got, f.Type)
			}
			if f.Help == "" {
				t.Errorf("%s says nothing about itself", f.Name)
			}
		}
		want := map[string]string{"en": "Portugal and Spain", "es": "Portugal y Spain"}[locale]
		if p.values["partner.tier"] != "Tier 2 High" || p.values["partner.markets"] != want {
			t.Errorf("in %s: %q, %q", locale, p.values["partner.tier"], p.values["partner.markets"])
		}
	}
}

// TestADayChangesOnlyWhatHasItInIt keeps the copies of an asset without the day in it
// the same from day to day.
func TestADayChangesOnlyWhatHasItInIt(t *testing.T) {
	l, err := Load(with(t, map[string]string{
		"library/with.md": sample + "\nMade on {{ date.today }}, in {{ date.year }}.\n", "library/without.md": sample + "\nAlways the same.\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	key := func(slug portal.AssetSlug, day portal.Date) string {
		c := casa()
		c.Today = day
		return l.Key(asset(t, l, slug, "en"), FormatHTML, c, base)
	}
	if key("without", "2026-11-23") != key("without", "2026-11-24") {
		t.Error("another day makes another copy of an asset that does not say the day")
	}
	if key("with", "2026-11-23") == key("with", "2026-11-24") {
		t.Error("a copy says the day of yesterday")
	}
	c := casa()
	c.Today = "2026-11-23"
	page, err := l.RenderPage(asset(t, l, "with", "en"), c, base)
	if err != nil || !strings.Contains(string(page), "Made on 23 November 2026, in 2026.") {
		t.Errorf("the page says %v", err)
	}
}
