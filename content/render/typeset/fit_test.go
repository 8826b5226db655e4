package typeset

import (
	"image"
	"strings"
	"testing"
)

func fitting(t *testing.T, lang string) *canvas {
	t.Helper()
	fonts, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	return &canvas{shaper: newShaper(fonts, lang), pixels: image.NewRGBA(image.Rect(0, 0, 400, 200))}
}

// linesOf are the words of each line.
func linesOf(s said) []string {
	var out []string
	for _, l := range s.set {
		out = append(out, strings.TrimSpace(string(s.words.text[s.words.clusters[l.start].start:s.words.clusters[l.end-1].end])))
	}
	return out
}

func TestWordsAreFittedAndNeverParted(t *testing.T) {
	c := fitting(t, "en")
	for _, text := range []string{
		"Casa do Río", "Gesellschaft für nachhaltige Gruppenreisen und Unternehmensveranstaltungen Mitteldeutschland mbH",
		strings.Repeat("one two three ", 40), "دار النخيل للسفر والضيافة والفعاليات", "Ödön & Söhne — seit 1894, in Wien",
	} {
		for _, width := range []int{700, 420, 260} {
			got := c.fit(saying{text: text, size: 60, least: 20, lines: 2, leading: 120}, 60, width)
			lines := linesOf(got)
			if len(lines) == 0 || len(lines) > 2 {
				t.Errorf("%.20q in %d: %q", text, width, lines)
				continue
			}
			known := map[string]bool{}
			for _, w := range strings.Fields(text) {
				known[w] = true
			}
			for i, line := range lines {
				if int(got.set[i].width)/1000 > width {
					t.Errorf("%.20q in %d: %q is too wide", text, width, line)
				}
				for _, w := range strings.Fields(line) {
					if whole := strings.TrimSuffix(w, "…"); whole != "" && !known[whole] && !known[whole+","] && !known[whole+"—"] {
						t.Errorf("%.20q in %d: %q is no word of it", text, width, w)
					}
				}
			}
			whole := strings.Join(lines, " ")
			if short := strings.Join(strings.Fields(text), " "); whole != short && !strings.HasSuffix(whole, "…") {
				t.Errorf("%.20q in %d: %q is cut and does not say so", text, width, whole)
			}
		}
	}
}

func TestAWordWithoutAnEndIsStillAnswered(t *testing.T) {
	c := fitting(t, "en")
	got := c.fit(saying{text: strings.Repeat("x", 400), size: 60, least: 20, lines: 1, leading: 120}, 60, 300)
	if lines := linesOf(got); len(lines) != 1 || !strings.HasSuffix(lines[0], "…") || int(got.set[0].width)/1000 > 300 {
		t.Errorf("%q", lines)
	}
}

func TestSayingsThatAreTooMuchLeaveFromTheEnd(t *testing.T) {
	c := fitting(t, "en")
	long := strings.Repeat("words and more words ", 20)
	list := c.stacked([]saying{
		{text: "Title", size: 60, least: 30, lines: 2, leading: 120},
		{text: long, size: 30, least: 20, lines: 4, leading: 140, above: 10},
		{text: long, size: 30, least: 20, lines: 4, leading: 140, above: 10},
	}, 380, 130)
	height := 0
	for i, s := range list {
		if height += s.height(); i > 0 {
			height += s.above
		}
	}
	if len(list) == 0 || len(list) == 3 || height > 130 || linesOf(list[0])[0] != "Title" {
		t.Errorf("%d sayings of %d pixels", len(list), height)
	}
}

// inked counts the pixels of a half that are not white.
func inked(c *canvas, left bool) int {
	n := 0
	for y := range c.pixels.Rect.Dy() {
		for x := range c.pixels.Rect.Dx() {
			if (x < c.pixels.Rect.Dx()/2) == left && c.pixels.RGBAAt(x, y).R < 128 {
				n++
			}
		}
	}
	return n
}

func TestArabicIsDrawnFromTheRightInArabicAlone(t *testing.T) {
	for lang, left := range map[string]bool{"en": true, "ar": false} {
		c := fitting(t, lang)
		c.rect(c.pixels.Rect, [3]uint8{255, 255, 255})
		s := c.fit(saying{text: "دار النخيل", size: 30, least: 20, lines: 1, leading: 120}, 30, 380)
		c.say(s, image.Rect(10, 0, 390, 200), 20, [3]uint8{})
		if inked(c, left) < 50 || inked(c, !left) != 0 {
			t.Errorf("%s: %d pixels on the left, %d on the right", lang, inked(c, true), inked(c, false))
		}
	}
}
