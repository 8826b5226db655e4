package typeset

import (
	"strings"
	"testing"

	"tandem/content/render/pdf"
	"tandem/content/render/pdftest"
)

func TestATitleHasEvenLines(t *testing.T) {
	c := fitting(t, "en")
	for text, want := range map[string][]string{
		"A loyalty programme that stays beside yours":  {"A loyalty programme", "that stays beside yours"},
		"Una carta que presenta la casa como debe ser": {"Una carta que presenta", "la casa como debe ser"},
		"One line": {"One line"},
	} {
		w := c.shape([]Span{{Text: text}}, look{size: 30 * pdf.Point, leading: 36 * pdf.Point, bold: true, title: true})
		room := 560 * pdf.Point
		plain := len(w.lines(room))
		got := linesOf(said{words: w, set: w.set(room)})
		if strings.Join(got, "/") != strings.Join(want, "/") || len(got) != plain {
			t.Errorf("%q is set as %q, want %q", text, got, want)
		}
	}
	// A word wider than the line is parted as anywhere.
	w := c.shape([]Span{{Text: "Donaudampfschifffahrtsgesellschaft mbH"}}, look{size: 30 * pdf.Point, leading: 36 * pdf.Point, title: true})
	if got := w.set(200 * pdf.Point); len(got) != len(w.lines(200*pdf.Point)) {
		t.Errorf("%d lines of a long word", len(got))
	}
}

// TestALastPageIsNotAlone has a text whose last lines would stand alone on a page.
func TestALastPageIsNotAlone(t *testing.T) {
	fonts, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	paragraph := Paragraph{Text: []Span{{Text: strings.Repeat("Some words that fill a line or two of a page. ", 6)}}}
	moved := 0
	for lines := 1; lines <= 36; lines++ {
		doc := &Document{Paper: A4, Title: "A text", Lang: "en", Colours: Colours{Brand: pdf.Colour{1, 2, 3}}}
		for part, n := range []int{4, 3, 0} {
			doc.Blocks = append(doc.Blocks, Heading{Level: 2, ID: "part-" + itoa(part), Text: []Span{{Text: "Part " + itoa(part)}}})
			for range n {
				doc.Blocks = append(doc.Blocks, paragraph)
			}
		}
		for range lines {
			doc.Blocks = append(doc.Blocks, Paragraph{Text: []Span{{Text: "A short line."}}})
		}
		file, err := Set(t.Context(), fonts, doc)
		if err != nil {
			t.Fatal(err)
		}
		f := pdftest.Open(t, file)
		if len(f.Pages) == 1 {
			continue
		}
		last := f.On(1)
		switch short := strings.Count(last, "A short line."); {
		case strings.Contains(last, "Part 2") && short == lines:
			moved++
		case short < 5:
			t.Errorf("of %d lines the last page has only %q", lines, last)
		}
	}
	if moved == 0 {
		t.Error("no text had its last part moved; change the test")
	}
}
