package typeset

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

func standard(t testing.TB) *Fonts {
	t.Helper()
	fonts, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

// Trap 1: outlines are TrueType, and a file's subset leaves the font as it was.
func TestSubsettingLeavesTheFontForTheNextDocument(t *testing.T) {
	fonts := standard(t)
	first := set(t, fonts, doc(Paragraph{Text: say("Quartz ÄÖÜ fjord")}))
	set(t, fonts, doc(Paragraph{Text: say("Other words: Ελλάδα, Москва, السلام")}))
	if again := set(t, fonts, doc(Paragraph{Text: say("Quartz ÄÖÜ fjord")})); !bytes.Equal(first, again) {
		t.Error("the same document is another file after a different one was made")
	}
}

func TestOnlyTrueTypeOutlinesAreTaken(t *testing.T) {
	cff := append([]byte("OTTO"), make([]byte, 400)...)
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"Serif.otf":   {cff, "Serif is not a TrueType font"},
		"Empty.ttf":   {nil, "Empty is not a TrueType font"},
		"Web.woff2":   {[]byte("wOF2" + strings.Repeat("\x00", 60)), "Web is not a TrueType font"},
		"Random.ttf":  {bytes.Repeat([]byte{0xff}, 900), "Random is not a TrueType font"},
		"Collect.ttc": {[]byte("ttcf\x00\x02\x00\x00" + strings.Repeat("\x00", 60)), "Collect is not a TrueType font"},
	} {
		_, err := LoadFonts(fstest.MapFS{name: {Data: c.file}})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), ".ttf") {
			t.Errorf("%s: got %v, want an error with %q", name, err, c.want)
		}
	}
}

// Trap 2: a broken font is an error with its name at the start, never a panic later.
func TestABrokenFontIsNamedAtTheStart(t *testing.T) {
	whole, err := embedded.ReadFile("fonts/NotoSansSymbols2-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LoadFonts(fstest.MapFS{"Good.ttf": {Data: whole}, "notes.txt": {Data: []byte("no font")}}); err != nil {
		t.Errorf("a good font beside a text file: %v", err)
	}
	refused := 0
	for cut := 0; cut < len(whole); cut += len(whole)/40 + 1 {
		if _, err := LoadFonts(fstest.MapFS{"Cut.ttf": {Data: whole[:cut]}}); err != nil {
			refused++
			if !strings.Contains(err.Error(), "Cut") {
				t.Errorf("cut at %d: %v does not name the font", cut, err)
			}
		}
	}
	if refused < 40 {
		t.Errorf("%d of 40 cut fonts were refused", refused)
	}
	for at := 0; at < len(whole); at += 211 { // damaged in one place: used or refused, no panic
		broken := bytes.Clone(whole)
		broken[at] ^= 0xff
		if fonts, err := LoadFonts(fstest.MapFS{"Broken.ttf": {Data: broken}}); err == nil && fonts == nil {
			t.Error("neither fonts nor an error")
		}
	}
}

// Trap 6: a face belongs to one goroutine, a font is shared. Under the race detector this says it all.
func TestFontsAreSharedByDocumentsAtOnce(t *testing.T) {
	fonts := standard(t)
	want := set(t, fonts, everything())
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if got, err := Set(t.Context(), fonts, everything()); err != nil || !bytes.Equal(got, want) {
				t.Errorf("beside others the file has %d bytes, alone %d: %v", len(got), len(want), err)
			}
		})
	}
	group.Wait()
}
