package content

import (
	"slices"
	"strings"
	"testing"

	"tandem/portal"
)

func TestAFrontMatterIsWrittenKeyByKey(t *testing.T) {
	l := loaded(t)
	for _, e := range l.entries {
		source, _, err := l.Original(e.Slug, e.Locale)
		if err != nil {
			t.Fatal(err)
		}
		front, err := ReadFront(source)
		if err != nil {
			t.Fatalf("%s: %v", e.file.name, err)
		}
		if trial := l.Try(e.Slug, e.Locale, []byte(front.Source())); !trial.Ready() || !trial.Shows() || trial.Asset.Title != e.Title {
			t.Errorf("%s, read and written, has problems: %v %v", e.file.name, trial.Problems, trial.Others)
		}
	}
	front, err := ReadFront("---\ntitle: One\nmine: {a: 1} # kept\nversion: 3\n---\n\nText.\n")
	if err != nil {
		t.Fatal(err)
	}
	front = front.Set("kind", "email").Set("title", "Two: a #test, 'quoted'").SetItems("tags", []string{"a b", "yes", "c, d"}).Set("published", "2026-03-02").Set("version", "4").Set("notes", "")
	want := "---\ntitle: 'Two: a #test, ''quoted'''\nkind: email\ntags: [a b, yes, 'c, d']\nmine: {a: 1} # kept\nversion: 4\npublished: 2026-03-02\n---\n\nText.\n"
	if got := front.Source(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	again, err := ReadFront(front.Source())
	if err != nil || again.Text("title") != "Two: a #test, 'quoted'" || !slices.Equal(again.Items("tags"), []string{"a b", "yes", "c, d"}) {
		t.Errorf("read again: %v %q %q", err, again.Text("title"), again.Items("tags"))
	}
	if again.KeyAt(2) != "title" || again.KeyAt(5) != "mine" || again.KeyAt(10) != "" {
		t.Errorf("keys by line: %q %q %q", again.KeyAt(2), again.KeyAt(5), again.KeyAt(10))
	}
	for _, broken := range []string{"Text alone.", "---\ntitle: [\n---\n", "---\n- a\n---\n", "---\na: 1\na: 2\n---\n"} {
		if _, err := ReadFront(broken); err == nil {
			t.Errorf("%q was read", broken)
		}
	}
}

func TestEveryKindStartsWithATextThatCanBePublished(t *testing.T) {
	l := loaded(t)
	for _, kind := range Kinds {
		source := Start(kind, "A new thing", "What it is for.", "Content team", "en", "2026-11-22")
		trial := l.Try("a-new-thing", "en", []byte(source))
		if !trial.Ready() || !trial.Shows() || trial.Asset.Kind != kind || trial.Asset.Status != Published {
			t.Errorf("%s: %v %v", kind, trial.Problems, trial.Others)
		}
		if _, err := l.Asset("a-new-thing", "en", Audience{Staff: true}); portal.KindOf(err) != portal.NotFound {
			t.Errorf("%s: trying it changed the library: %v", kind, err)
		}
	}
}

func TestATrialSaysWhatATextWouldBreak(t *testing.T) {
	l := loaded(t)
	source, sum, err := l.Original("city-weekend", "en")
	if err != nil || len(sum) != 64 {
		t.Fatal(err, sum)
	}
	front, err := ReadFront(source)
	if err != nil {
		t.Fatal(err)
	}
	wrong := front
	wrong.Body = strings.Replace(front.Body, "{{ partner.name }}", "{{ partner.nam }}", 1)
	trial := l.Try("city-weekend", "en", []byte(wrong.Source()))
	last := trial.Problems[len(trial.Problems)-1]
	if last.Line != wrong.Line || !strings.Contains(last.Message, "did you mean {{ partner.name }}?") || trial.Ready() {
		t.Errorf("problems %v, the text starts on line %d", trial.Problems, wrong.Line)
	}
	if !trial.Shows() {
		t.Error("a text with one wrong field cannot be looked at")
	}
	if html, err := trial.HTML(casa()); err != nil || !strings.Contains(string(html), "bakery") {
		t.Errorf("preview: %v %s", err, html)
	}
	if _, err := trial.Render(t.Context(), FormatPDF, casa(), base); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a file of a wrong text: %v", err)
	}
	if trial := l.Try("city-weekend", "en", []byte("---\ntitle: [\n---\nText")); len(trial.Problems) == 0 || trial.Shows() {
		t.Errorf("a broken front matter: %v", trial.Problems)
	}
	retired := l.Try("slow-mornings", "en", []byte("---\n"+strings.Replace(must(l.Original("slow-mornings", "en")), "status: published", "status: retired", 1)[4:]))
	if len(retired.Problems) > 0 {
		t.Errorf("retiring: %v", retired.Problems)
	}
	if trial := l.Try("Not A Slug", "en", []byte(source)); trial.Ready() {
		t.Error("an address with spaces was taken")
	}
	again, _, _ := l.Original("city-weekend", "en")
	if again != source || l.Try("city-weekend", "en", []byte(source)).Problems != nil {
		t.Error("the library is not what it was")
	}
}

func must(text, _ string, err error) string {
	if err != nil {
		panic(err)
	}
	return text
}
