package content

import (
	"strings"
	"sync"
	"testing"

	"tandem/portal"
)

// TestPublishedTextsLieOverTheFiles replaces a file where it is, in either language, adds
// an asset that has none, and leaves everything else as it was.
func TestPublishedTextsLieOverTheFiles(t *testing.T) {
	t.Parallel()
	first, err := Load(Files())
	if err != nil {
		t.Fatal(err)
	}
	staff := Audience{Staff: true}
	source := func(slug portal.AssetSlug, locale string) string {
		t.Helper()
		e := first.find(slug, locale)
		if e == nil {
			t.Fatalf("no %s in %s", slug, locale)
		}
		return string(e.file.source)
	}
	retitled := strings.Replace(source("city-weekend", "es"), "title: ", "title: Nuevo ", 1)
	added := strings.Replace(source("harvest-season", "en"), "title: ", "title: Another ", 1)
	files, err := WithTexts(Files(), "en", []Text{{"city-weekend", "es", []byte(retitled)}, {"second-thoughts", "en", []byte(added)}})
	if err != nil {
		t.Fatal(err)
	}
	next, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(next.entries) != len(first.entries)+1 {
		t.Errorf("%d assets, before %d", len(next.entries), len(first.entries))
	}
	if a, err := next.Asset("city-weekend", "es", staff); err != nil || !strings.HasPrefix(a.Title, "Nuevo ") {
		t.Errorf("replaced: %+v, %v", a, err)
	}
	if a, err := next.Asset("second-thoughts", "en", staff); err != nil || !strings.HasPrefix(a.Title, "Another ") {
		t.Errorf("added: %+v, %v", a, err)
	}
	for _, e := range first.entries {
		if now := next.find(e.Slug, e.Locale); now == nil || now.SHA256 != e.SHA256 && e.Slug != "city-weekend" {
			t.Errorf("%s in %s has changed", e.Slug, e.Locale)
		}
	}
	if same, err := WithTexts(Files(), "en", nil); err != nil || same != Files() {
		t.Errorf("nothing was published: %v", err)
	}
}

// TestALibraryIsReplacedWhole reads while another library takes its place: every reader
// has one or the other, with the rules of the start in both.
func TestALibraryIsReplacedWhole(t *testing.T) {
	t.Parallel()
	first, err := Load(Files())
	if err != nil {
		t.Fatal(err)
	}
	first.Program.Name = "As at the start"
	live := NewLive(first)
	next := *first
	next.Program.Name, next.entries = "As in the file now", first.entries[:1]
	next.buildIndex()
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for range 50 {
				l := live.Current()
				if n := len(l.Assets(Audience{Staff: true})); len(l.entries) == 1 && n > 1 || l.Program.Name != "As at the start" {
					t.Errorf("%d of %d assets under %q", n, len(l.entries), l.Program.Name)
				}
			}
		})
	}
	live.Replace(&next)
	readers.Wait()
	if len(live.Current().entries) != 1 {
		t.Error("the library is the old one")
	}
}
