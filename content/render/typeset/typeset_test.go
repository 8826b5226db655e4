package typeset

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"tandem/content/render/pdf"
	"tandem/content/render/pdftest"
)

func say(text string) []Span { return []Span{{Text: text}} }

func doc(blocks ...Block) *Document {
	return &Document{
		Paper: A4, Title: "The title", Lang: "en", Author: "Northwind", Start: Mark{Name: "Casa do Rio"}, End: Mark{Name: "Northwind"}, Footer: "Version 3",
		Colours: Colours{Brand: pdf.Colour{120, 30, 60}, OnBrand: pdf.Colour{255, 255, 255}, Soft: pdf.Colour{250, 240, 245}}, Blocks: blocks,
	}
}

func set(t testing.TB, fonts *Fonts, d *Document) []byte {
	t.Helper()
	out, err := Set(t.Context(), fonts, d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func open(t testing.TB, d *Document) *pdftest.File {
	t.Helper()
	return pdftest.Open(t, set(t, standard(t), d))
}

const lorem = "Each house is in a neighbourhood people live in, none has more than forty rooms, and the person who checks you in can tell you where the queue at the bakery is worth it. "

// everything has one of each block.
func everything() *Document {
	drawing, err := Drawing([]byte(testDrawing))
	if err != nil {
		panic(err)
	}
	d := doc(
		Contents{Title: "In this guide"},
		Heading{Level: 2, ID: "one", Text: say("Where to start")},
		Paragraph{Text: []Span{{Text: "Plain, "}, {Text: "bold, ", Bold: true}, {Text: "slanted", Italic: true}, {Text: ", code()", Mono: true}, {Text: " gone", Struck: true}, {Note: 1}, {Break: true}, {Text: "see "}, {Text: "below", Href: "#two"}, {Text: "."}}},
		List{Items: []Item{{Blocks: []Block{Paragraph{Text: say("first")}}}, {Box: TickedBox, Blocks: []Block{Paragraph{Text: say("second")}, List{Ordered: true, First: 9, Items: []Item{{Blocks: []Block{Paragraph{Text: say("ninth")}}}, {Blocks: []Block{Paragraph{Text: say("tenth")}}}}}}}}},
		Quote{Blocks: []Block{Paragraph{Text: say(lorem)}}},
		Code{Pieces: []Span{{Text: "if", Ink: &pdf.Colour{0xb3, 0x26, 0x1e}}, {Text: " a {\n\tb()\n}\n"}}},
		Rule{},
		Table{Aligns: []Align{Start, End}, Head: [][]Span{say("City"), say("Rooms")}, Rows: [][][]Span{{say("Lisbon"), say("14")}, {say("Seville"), say("19")}}},
		Figure{Picture: drawing, Alt: "A hill with a sun", Caption: say("From the terrace")},
		Callout{Title: "Tip", Blocks: []Block{Paragraph{Text: say(lorem)}}},
		Action{Text: say("See free weekends"), Href: "https://example.com/weekends"},
		Matrix{Size: 21, Dark: func(x, y int) bool { return (x+y)%3 == 0 }, Alt: "QR code for example.com", Caption: say("Scan for dates"), Href: "https://example.com", Shown: "example.com"},
		Stats{Items: [][]Span{{{Text: "31", Bold: true}, {Text: " hotels"}}, {{Text: "9.2", Bold: true}, {Text: " of 10"}}}},
		Definitions{Items: []Definition{{Term: say("Qualified stay"), Blocks: [][]Block{{Paragraph{Text: say("Three nights that were not cancelled.")}}}}}},
		Columns{Columns: [][]Block{{Paragraph{Text: say("left " + lorem)}}, {Paragraph{Text: say("right " + lorem)}}}},
		PageBreak{},
		Heading{Level: 2, ID: "two", Text: say("What is included")},
		Heading{Level: 3, ID: "three", Text: say("Always")},
		Paragraph{Text: say("السلام عليكم"), Small: true},
	)
	d.Notes = [][]Block{{Paragraph{Text: say("A projection.")}}}
	d.Closing = []Block{Paragraph{Text: say("Questions? Ask Inês.")}}
	return d
}

func TestAReaderHearsEverythingInItsOrder(t *testing.T) {
	raw := set(t, standard(t), everything())
	f := pdftest.Open(t, raw)
	heard := f.Words()
	last := 0
	for _, want := range []string{
		"The title", "In this guide", "Where to start", "Plain, bold, slanted, code() gone", "1 see below .", "A projection.", "• first", "☑ second", "9. ninth", "10. tenth",
		"Each house is in", "if a {", "City Rooms", "Lisbon 14", "Seville 19", "From the terrace", "Tip", "See free weekends", "Scan for dates", "31 hotels", "Qualified stay", "left Each", "right Each",
		"What is included", "Always", "Questions? Ask Inês.",
	} {
		at := strings.Index(heard[last:], want)
		if at < 0 {
			t.Fatalf("%q is not heard after %q, in\n%s", want, heard[:last], heard)
		}
		last += at + len(want)
	}
	for _, unheard := range []string{"Casa do Rio", "Version 3", "1 / 2"} {
		if strings.Contains(heard, unheard) {
			t.Errorf("%q of each page's head or foot is heard", unheard)
		}
	}
	for _, want := range []string{"/S /TH", "/Scope /Column", "/ListNumbering /Decimal", "/S /Note", "/S /BlockQuote", "/S /TOCI", "/S /Caption", "/S /Code", "/Title (Always)", "/Alt (A hill with a sun)", "/Alt (QR code for example.com)"} {
		if f.Find(want) == 0 {
			t.Errorf("no object holds %q", want)
		}
	}
	if text, ok := pdftest.Checked(t, raw); ok && !strings.Contains(text, "See free weekends") {
		t.Errorf("another program reads %q", text)
	}
}

// Trap 3: elements hang in the order of drawing, or the bold and linked words come before their sentence.
func TestLinkedWordsAreHeardInsideTheirSentence(t *testing.T) {
	f := open(t, doc(Paragraph{Text: []Span{{Text: "Ask "}, {Text: "your ", Bold: true}, {Text: "part", Href: "https://example.com"}, {Text: "ner", Href: "https://example.com", Bold: true}, {Text: " first, then "}, {Text: "us", Href: "mailto:a@b.example"}, {Text: "."}}}))
	want := "P:\n  Ask your\n  Link:\n   partner\n  first, then\n  Link:\n   us\n  .\n"
	if heard := f.Heard(); !strings.Contains(heard, want) {
		t.Errorf("got\n%s\nwant\n%s", heard, want)
	}
	if f.Find("/Contents (partner)") == 0 {
		t.Error("a link of two looks is not one link with all its words")
	}
}

// Trap 8: no map order, no clock, no chance.
func TestBytesAreTheSameEachTime(t *testing.T) {
	first := set(t, standard(t), everything())
	fresh, err := LoadFonts(nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if !bytes.Equal(first, set(t, fresh, everything())) {
			t.Fatal("the same document gave other bytes")
		}
	}
	if year := regexp.MustCompile(`D:20\d\d|CreateDate|ModDate`); year.Match(first) {
		t.Error("the file holds a date that nobody gave it")
	}
}

func TestFontsAreEmbeddedAndSubset(t *testing.T) {
	raw := set(t, standard(t), everything())
	f := pdftest.Open(t, raw)
	names := regexp.MustCompile(`/FontName /([A-Z]{6})\+(\w+)`).FindAllStringSubmatch(string(raw), -1)
	if len(names) < 5 || f.Count("/FontFile2") != len(names) || f.Count("/ToUnicode") != len(names) {
		t.Errorf("got the fonts %v, %d of them embedded", names, f.Count("/FontFile2"))
	}
	if len(raw) > 120<<10 {
		t.Errorf("the file has %d KB; are its fonts subset?", len(raw)>>10)
	}
}

func TestOnlyOneLineIsNeverLeftAlone(t *testing.T) {
	for lines := 22; lines < 34; lines++ { // the heading reaches each height near the foot of the page
		var blocks []Block
		for range lines {
			blocks = append(blocks, Paragraph{Text: say("x")})
		}
		blocks = append(blocks, Heading{Level: 2, ID: "h", Text: say("Heading")}, Paragraph{Text: say(strings.Repeat(lorem, 4))})
		f := open(t, doc(blocks...))
		for i := range f.Pages {
			words := strings.TrimSuffix(f.On(i), fmt.Sprintf("Casa do Rio Northwind Version 3 %d / %d", i+1, len(f.Pages)))
			if strings.HasSuffix(strings.TrimSpace(words), "Heading") {
				t.Errorf("%d lines: the heading is the last of page %d", lines, i+1)
			}
			if n := strings.Count(strings.Join(strings.Fields(words), " "), "house"); i+1 < len(f.Pages) && strings.Contains(words, "Heading") && n == 0 {
				t.Errorf("%d lines: the heading stands without its words", lines)
			}
		}
	}
}

func TestFootnotesStandOnTheirPage(t *testing.T) {
	var blocks []Block
	for i := range 30 {
		blocks = append(blocks, Paragraph{Text: []Span{{Text: strings.Repeat(lorem, 2)}, {Text: fmt.Sprintf("Claim%d", i+1)}, {Note: i + 1}}})
	}
	d := doc(blocks...)
	for i := range 30 {
		d.Notes = append(d.Notes, []Block{Paragraph{Text: say(fmt.Sprintf("Source%d.", i+1))}})
	}
	f := open(t, d)
	if len(f.Pages) < 3 {
		t.Fatalf("got %d pages", len(f.Pages))
	}
	for i := range f.Pages {
		words := f.On(i)
		for _, m := range regexp.MustCompile(`Claim(\d+)`).FindAllStringSubmatch(words, -1) {
			if !strings.Contains(words, "Source"+m[1]+".") {
				t.Errorf("the note to claim %s is on another page than %d", m[1], i+1)
			}
		}
	}
}

func TestContentsSayThePagesOfHeadings(t *testing.T) {
	d := doc(Contents{}, PageBreak{}, Heading{Level: 2, ID: "a", Text: say("Alpha")}, PageBreak{}, Heading{Level: 3, ID: "b", Text: say("Beta")}, Paragraph{Text: say("Last.")})
	d.Cover = &Cover{Lines: []string{"Published by Northwind"}}
	f := open(t, d)
	if heard := f.Words(); !strings.Contains(heard, "Alpha 3 Beta 4") || len(f.Pages) != 4 {
		t.Errorf("%d pages, and the contents say %q", len(f.Pages), heard)
	}
	short := doc(Paragraph{Text: say("One page.")})
	short.Cover = &Cover{}
	if f := open(t, short); len(f.Pages) != 1 || !strings.Contains(f.On(0), "The title") {
		t.Errorf("a page of text has a cover: %d pages", len(f.Pages))
	}
	if cover := f.On(0); strings.Contains(cover, "1 / 4") || !strings.Contains(cover, "The title") {
		t.Errorf("the cover shows %q", cover)
	}
}

func TestALastPageThatIsNearlyEmptyIsSaved(t *testing.T) {
	var blocks []Block
	for range 27 {
		blocks = append(blocks, Paragraph{Text: say("A line with room below.")})
	}
	if f := open(t, doc(blocks...)); len(f.Pages) != 1 {
		t.Errorf("got %d pages, want the lines a little closer on one", len(f.Pages))
	}
}

func TestACutOffDocumentSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if out, err := Set(ctx, standard(t), everything()); !errors.Is(err, context.Canceled) || out != nil {
		t.Errorf("got %d bytes, %v", len(out), err)
	}
}

func TestBothPapers(t *testing.T) {
	for paper, want := range map[Paper]string{A4: "/MediaBox [0 0 595.276 841.89]", Letter: "/MediaBox [0 0 612 792]"} {
		d := everything()
		d.Paper = paper
		if f := open(t, d); f.Find(want) == 0 {
			t.Errorf("no page is %s", want)
		}
	}
}

// BenchmarkSet is the goal of 25 ms of processor time for a document of three pages.
func BenchmarkSet(b *testing.B) {
	fonts := standard(b)
	d := everything()
	for range 4 {
		d.Blocks = append(d.Blocks, Heading{Level: 2, ID: "more", Text: say("More")}, Paragraph{Text: say(strings.Repeat(lorem, 5))})
	}
	for b.Loop() {
		if _, err := Set(b.Context(), fonts, d); err != nil {
			b.Fatal(err)
		}
	}
}
