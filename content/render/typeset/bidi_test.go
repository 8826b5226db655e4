package typeset

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// drawn are the words of a line from left to right, and where each begins.
func drawn(t *testing.T, lang string, spans ...Span) (left []string) {
	t.Helper()
	s := newShaper(standard(t), lang)
	w := s.shape(spans, look{size: 10000, leading: 15000})
	lines := w.lines(1 << 30)
	if len(lines) != 1 {
		t.Fatalf("got %d lines", len(lines))
	}
	list := w.visual(lines[0], 0)
	for len(left) < len(list) {
		best := -1
		for i, st := range list {
			if best < 0 || st.x < list[best].x {
				best = i
			}
		}
		st := list[best]
		list[best].x = 1 << 40
		left = append(left, string(w.text[w.clusters[st.start].start:w.clusters[st.end-1].end]))
	}
	return left
}

func TestBothDirectionsInOneLine(t *testing.T) {
	for _, c := range []struct {
		lang, text, want string
	}{
		{"en", "Stay in بيت البحر for 3 nights", "Stay in |بيت البحر| for 3 nights"},
		{"en", "بيت 40 بحر.", " بحر|40|بيت |."},
		{"ar", "عرض 40 يورو", " يورو|40|عرض "},
		{"ar", "Casa do Rio في لشبونة", " في لشبونة|Casa do Rio"},
	} {
		if got := strings.Join(drawn(t, c.lang, Span{Text: c.text}), "|"); got != c.want {
			t.Errorf("%s %q: from the left %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}

func TestArabicIsJoinedAndSaysItself(t *testing.T) {
	d := doc(Paragraph{Text: say("عرض إقامات الخريف — احجز ثلاث ليالٍ")}, List{Ordered: true, First: 1, Items: []Item{{Blocks: []Block{Paragraph{Text: say("سلة إفطار")}}}}})
	d.Lang, d.Title = "ar", "إقامات الخريف"
	f := open(t, d)
	if f.Find("/Lang (ar)") == 0 {
		t.Error("the file does not say that it is Arabic")
	}
	for _, font := range f.Objects {
		if strings.Contains(font, "/FontName") && strings.Contains(font, "NotoSansArabic") {
			goto found
		}
	}
	t.Error("no Arabic font is embedded")
found:
	// Glyphs are drawn from left to right, so the words read from the other end.
	var backwards []rune
	for _, r := range "الخريف" {
		backwards = append([]rune{r}, backwards...)
	}
	if !strings.Contains(f.Heard(), string(backwards)) {
		t.Errorf("the title does not say its letters, in\n%s", f.Heard())
	}
}

func TestAParagraphsDirectionIsItsDocuments(t *testing.T) {
	if got := drawn(t, "en", Span{Text: "بيت البحر, our partner"}); got[0] != "بيت البحر" {
		t.Errorf("a sentence that begins with an Arabic name starts with %q at the left", got[0])
	}
}

func TestARuneThatNoFontHasIsShownAsMissingAndKeepsItsText(t *testing.T) {
	f := open(t, doc(Paragraph{Text: say("Before 日本 after ☑ ✓ Ω Ж €")}))
	if words := f.Words(); !strings.Contains(words, "Before 日本 after ☑ ✓ Ω Ж €") {
		t.Errorf("the text says %q", words)
	}
}

func TestFontsOfAFolderFillIn(t *testing.T) {
	symbols, err := embedded.ReadFile("fonts/NotoSansSymbols2-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := LoadFonts(fstest.MapFS{"Extra.ttf": {Data: symbols}})
	if err != nil || len(fonts.other) != 4 {
		t.Fatalf("got %v", err)
	}
	folder := os.Getenv("FONTS_DIR")
	if folder == "" {
		t.Skip("FONTS_DIR is not set: no fonts for Chinese, Japanese and Korean to try")
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*.ttf"))
	if fonts, err = LoadFonts(os.DirFS(folder)); err != nil || len(fonts.other) < 3+len(files) {
		t.Fatalf("%d fonts: %v", len(files), err)
	}
	s := newShaper(fonts, "ja")
	s.choose(false, false, false)
	if s.has('日') == nil {
		t.Errorf("none of %v has 日", files)
	}
}

func TestLinesEndEvenlyAndChineseBreaksAnywhere(t *testing.T) {
	s := newShaper(standard(t), "en")
	w := s.shape(say(strings.Repeat(lorem, 6)), look{size: 10000, leading: 15000})
	width := w.lines(1 << 40)[0].width / 12
	lines := w.lines(width)
	for i, l := range lines[:len(lines)-1] {
		if l.width > width || l.width < width*7/10 {
			t.Errorf("line %d fills %d of %d", i, l.width, width)
		}
	}
	chinese := s.shape(say(strings.Repeat("秋日慢住计划", 20)), look{size: 10000, leading: 15000})
	if n := len(chinese.lines(200000)); n < 4 {
		t.Errorf("120 signs are %d lines of 20", n)
	}
	long := s.shape(say("https://example.com/"+strings.Repeat("abcdefghij", 30)), look{size: 10000, leading: 15000})
	for _, l := range long.lines(100000) {
		if l.width > 100000 {
			t.Errorf("a line of a word without a break is %d wide, want at most 100000", l.width)
		}
	}
}
