package content

import (
	"strings"
	"testing"

	"tandem/portal"
)

func TestPinnedCollectionsShowWhatTheReaderMaySee(t *testing.T) {
	l := shelf(t, map[string]string{
		"library/a.md":                      sample,
		"library/b.md":                      strings.Replace(sample, "owner:", "tiers: [elite]\nowner:", 1),
		"library/collections/second.md":     "---\ntitle: Second\nsummary: For later.\norder: 2\nassets: [b]\n---\n",
		"library/collections/first.md":      "---\ntitle: First\nsummary: To begin.\norder: 1\nassets: [b, a]\n---\n",
		"library/collections/first.es.md":   "---\ntitle: Primero\nsummary: Para empezar.\n---\n",
		"library/collections/.not-read.txt": "x",
	})
	core, elite := Audience{Tier: portal.Core, Today: "2026-08-01", Locale: "es"}, Audience{Tier: portal.Elite, Today: "2026-08-01"}
	if got := l.Pinned(core); len(got) != 1 || got[0].Title != "Primero" || got[0].Locale() != "es" || len(got[0].Assets) != 1 || got[0].Assets[0] != "a" {
		t.Errorf("a Core reader sees %+v", got)
	}
	if got := l.Pinned(elite); len(got) != 2 || got[0].Title != "First" || got[1].Slug != "second" || len(got[0].Assets) != 2 {
		t.Errorf("an Elite reader sees %+v", got)
	}
	for name, want := range map[string]string{"first": "b a", "second": "b", "third": ""} {
		var got []string
		for _, a := range l.Find(Query{Pinned: name}, elite).Assets {
			got = append(got, string(a.Slug))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s holds %v, want %q", name, got, want)
		}
	}
	if found := l.Find(Query{Pinned: "first", Text: "sample"}, core); len(found.Assets) != 1 {
		t.Errorf("searched within: %v", slugsOf(found.Assets))
	}
}

func TestPinnedCollectionsAreChecked(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"an asset that is not there": {"x.md", "---\ntitle: X\nsummary: Y.\nassets: [nowhere]\n---\n", `x.md:4: there is no asset "nowhere"`},
		"twice":                      {"x.md", "---\ntitle: X\nsummary: Y.\nassets: [a, a]\n---\n", `holds "a" twice`},
		"nothing in it":              {"x.md", "---\ntitle: X\nsummary: Y.\n---\n", "names no assets"},
		"a text":                     {"x.md", "---\ntitle: X\nsummary: Y.\nassets: [a]\n---\n\nHello.\n", "has no text of its own"},
		"no summary":                 {"x.md", "---\ntitle: X\nassets: [a]\n---\n", `"summary"`},
		"an unknown key":             {"x.md", "---\ntitle: X\nsummary: Y.\nassets: [a]\ncolour: red\n---\n", "colour"},
		"a translation of nothing":   {"x.es.md", "---\ntitle: X\nsummary: Y.\n---\n", "is a translation of nothing"},
		"an unknown language":        {"x.tlh.md", "---\ntitle: X\nsummary: Y.\n---\n", "is no language of the program"},
		"an odd name":                {"X Y.md", "---\ntitle: X\nsummary: Y.\nassets: [a]\n---\n", "the file's name is the collection's address"},
	} {
		problems := Check(with(t, map[string]string{"library/a.md": sample, "library/collections/" + c.file: c.text}))
		if text := problems.Error(); len(problems) == 0 || !strings.Contains(text, c.want) {
			t.Errorf("%s: %s", name, text)
		}
	}
}
