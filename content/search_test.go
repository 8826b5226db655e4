package content

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tandem/portal"
)

// shelf is a library of the given files beside the program's own rules.
func shelf(t testing.TB, files map[string]string) *Library {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "library/") && strings.HasSuffix(name, ".md") {
			return err
		}
		data, err := fs.ReadFile(Files(), name)
		all[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	l, err := Load(all)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// asset writes an asset's file.
func assetFile(title, kind, summary, tags, locale, body string) string {
	return fmt.Sprintf("---\ntitle: %q\nkind: %s\nsummary: %q\ntags: [%s]\nlocale: %s\nowner: Content team\nstatus: published\nversion: 1\npublished: 2026-01-01\n---\n\n%s\n", title, kind, summary, tags, locale, body)
}

func searchShelf(t testing.TB) *Library {
	return shelf(t, map[string]string{
		"library/river.md":      assetFile("Three nights by the river", "one_pager", "A page for couples.", "city break", "en", "Rooms above the water. Ask {{ partner.contact }} about breakfast on the terrace in October."),
		"library/river.es.md":   assetFile("Tres noches junto al río", "one_pager", "Una página para parejas.", "city break", "es", "Habitaciones sobre el agua, con desayuno en la terraza. Los niños duermen gratis."),
		"library/wedding.md":    assetFile("A wedding in the Douro", "case_study", "Planners who moved their celebrations to one house.", "weddings", "en", "The barn seats a hundred guests. A river runs past it."),
		"library/invitation.md": assetFile("First introduction", "email", "The mail that introduces a couple to us.", "planners", "en", "Write it as you talk. Booking comes later."),
		"library/horses.md":     assetFile("Riding out", "social_post", "A horse and a saddle for a morning.", "outdoors", "en", "No house is far."),
		"library/secret.md":     strings.Replace(assetFile("Zeppelin flights", "announcement", "Not out yet.", "zeppelins", "en", "Dirigible."), "status: published", "status: draft", 1),
	})
}

func TestSearchTable(t *testing.T) {
	l := searchShelf(t)
	for _, c := range []struct {
		name, text, locale string
		want               string // slugs, best first
	}{
		{"a word", "terrace", "", "river"},
		{"capitals", "TERRACE", "", "river"},
		{"the title before the text", "river", "", "river wedding"},
		{"two words, both needed", "river guests", "", "wedding"},
		{"words in other places", "couples october", "", "river"},
		{"the beginning of a word", "terr", "", "river"},
		{"one letter is not a beginning", "t", "", ""},
		{"a letter missing", "terace", "", "river"},
		{"a letter too many", "terrrace", "", "river"},
		{"another letter", "tarrace", "", "river"},
		{"two neighbours swapped", "terarce", "", "river"},
		{"a slip in four letters", "rivr", "", "river wedding"},
		{"a slip in the first of four letters", "zarn", "", ""},
		{"no slip when the word is there", "house", "", "wedding horses"},
		{"a slip in one word of two", "wedding dourro", "", "wedding"},
		{"the plural", "terraces", "", "river"},
		{"the singular", "celebration", "", "wedding"},
		{"another form", "booked", "", "invitation"},
		{"a topic", "weddings", "", "wedding"},
		{"a kind", "email", "", "invitation"},
		{"Spanish with accents", "niños", "es", "river"},
		{"Spanish without accents", "ninos", "es", "river"},
		{"the Spanish singular", "niño", "es", "river"},
		{"Spanish, found from English", "desayuno", "en", "river"},
		{"a slip in Spanish", "desayno", "es", "river"},
		{"both languages at once", "terraza breakfast", "en", "river"},
		{"punctuation around", "«terrace», (october)", "", "river"},
		{"the name of a field", "partner.contact", "", ""},
		{"a draft", "zeppelin", "", ""},
		{"a slip of a draft's word", "zepelin", "", ""},
		{"nonsense", "qqqqqq", "", ""},
	} {
		found := l.Find(Query{Text: c.text}, Audience{Tier: portal.Core, Today: "2026-08-01", Locale: c.locale})
		var got []string
		for _, a := range found.Assets {
			got = append(got, string(a.Slug))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q finds %v, want %q", c.name, c.text, got, c.want)
		}
	}
}

func marks(list []Marked) string {
	var b strings.Builder
	for _, m := range list {
		if m.On {
			b.WriteString("[" + m.Text + "]")
		} else {
			b.WriteString(m.Text)
		}
	}
	return b.String()
}

func TestAResultSaysWhyItWasFound(t *testing.T) {
	l := searchShelf(t)
	for _, c := range []struct {
		text, locale            string
		title, summary, excerpt string
		topics, elsewhere       string
	}{
		{"river couples", "en", "Three nights by the [river]", "A page for [couples].", "", "", ""},
		{"rivers", "en", "Three nights by the [river]", "A page for couples.", "", "", ""},
		{"terr octo", "en", "Three nights by the river", "A page for couples.", "Rooms above the water. Ask about breakfast on the [terrace] in [October].", "", ""},
		{"rio", "es", "Tres noches junto al [río]", "Una página para parejas.", "", "", ""},
		{"break", "en", "Three nights by the river", "A page for couples.", "", "city break", ""},
		{"habitaciones", "en", "Three nights by the river", "A page for couples.", "", "", "es"},
	} {
		found := l.Find(Query{Text: c.text}, Audience{Tier: portal.Core, Today: "2026-08-01", Locale: c.locale})
		if len(found.Assets) == 0 {
			t.Errorf("%q finds nothing", c.text)
			continue
		}
		why := found.Why(found.Assets[0])
		if marks(why.Title) != c.title || marks(why.Summary) != c.summary || marks(why.Excerpt) != c.excerpt || strings.Join(why.Topics, ",") != c.topics || why.Locale != c.elsewhere {
			t.Errorf("%q: %s | %s | %s | %v | %s", c.text, marks(why.Title), marks(why.Summary), marks(why.Excerpt), why.Topics, why.Locale)
		}
	}
}

func TestASearchThatFindsNothingLeadsOn(t *testing.T) {
	l := searchShelf(t)
	who := Audience{Tier: portal.Core, Today: "2026-08-01"}
	if read := l.Find(Query{Text: "tarrace"}, who).Read; len(read) != 1 || read[0].Word != "tarrace" || !slices.Equal(read[0].Words, []string{"terrace"}) {
		t.Errorf("read as %+v", read)
	}
	for text, want := range map[string]string{"cellebratons": "celebrations", "wedding cellebratons": "wedding celebrations", "zepeliin": "", "xx": "", "terrace": ""} {
		if got := l.Find(Query{Text: text}, who).Meant; got != want {
			t.Errorf("%q: did you mean %q, want %q", text, got, want)
		}
	}
	fewer := l.Find(Query{Text: "terrace saddle"}, who).Fewer
	if want := []Fewer{{"saddle", 1}, {"terrace", 1}}; !slices.Equal(fewer, want) {
		t.Errorf("fewer words: %+v", fewer)
	}
	found := l.Find(Query{Text: "terrace", Kinds: []string{"email"}}, who)
	if found.Matched != 1 || len(found.Assets) != 0 {
		t.Errorf("outside the facets: %d", found.Matched)
	}
}

// TestMarksKeepTheText: the stretches put together are the text.
func TestMarksKeepTheText(t *testing.T) {
	for _, text := range []string{"", "río", "  Ünïcode – words\u0301 İstanbul", "…", "日本語 text", "\xff bad"} {
		set := maps.Collect(func(yield func(string, bool) bool) {
			for _, w := range fold(text) {
				if !yield(w, true) {
					return
				}
			}
		})
		if got := strings.NewReplacer("[", "", "]", "").Replace(marks(mark(text, set))); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestStems(t *testing.T) {
	for _, c := range []struct{ locale, a, b string }{
		{"en", "house", "houses"},
		{"en", "city", "cities"},
		{"en", "plan", "planned"},
		{"en", "plan", "planning"},
		{"en", "invite", "inviting"},
		{"en", "sell", "selling"},
		{"en", "box", "boxes"},
		{"es", "hotel", "hoteles"},
		{"es", "noche", "noches"},
		{"es", "nino", "ninas"},
		{"es", "ciudad", "ciudades"},
		{"es", "vez", "veces"},
		{"fr", "maison", "maison"},
	} {
		if stem(c.a, c.locale) != stem(c.b, c.locale) {
			t.Errorf("%s: %s is %s, %s is %s", c.locale, c.a, stem(c.a, c.locale), c.b, stem(c.b, c.locale))
		}
	}
	for _, c := range []struct{ locale, a, b string }{{"en", "bus", "bu"}, {"en", "class", "clas"}, {"en", "this", "thi"}, {"fr", "maisons", "maison"}} {
		if stem(c.a, c.locale) == stem(c.b, c.locale) {
			t.Errorf("%s: %s and %s are both %s", c.locale, c.a, c.b, stem(c.a, c.locale))
		}
	}
}

// thousand is a library of 1,000 assets of some 250 words each.
func thousand(b *testing.B) *Library {
	var words []string
	for i := range 6000 {
		words = append(words, fmt.Sprintf("%s%s", []string{"terra", "monte", "house", "plan", "guest", "river"}[i%6], string([]rune{rune('a' + i%26), rune('a' + i/26%26), rune('a' + i/676%26)})))
	}
	files := map[string]string{}
	for i := range 1000 {
		var body strings.Builder
		for j := range 250 {
			body.WriteString(words[(i*37+j*j*11)%len(words)] + " ")
		}
		files[fmt.Sprintf("library/asset-%d.md", i)] = assetFile("Asset "+words[i], "one_pager", "About "+words[i*3], words[i%40], "en", body.String())
	}
	return shelf(b, files)
}

func BenchmarkFindThousand(b *testing.B) {
	l := thousand(b)
	who := Audience{Tier: portal.Core, Today: "2026-08-01"}
	for _, c := range []struct{ name, text string }{
		{"none", ""},
		{"word", "terraaaa"},
		{"prefix", "hou"},
		{"slip", "terrraaa"},
		{"nothing", "xylophonist quartets"},
		{"eight", "terra monte house plan guest river asset about"},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				found := l.Find(Query{Text: c.text}, who)
				for _, a := range found.Assets[:min(len(found.Assets), 60)] {
					found.Why(a)
				}
			}
		})
	}
}
