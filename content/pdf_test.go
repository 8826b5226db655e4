package content

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"tandem/content/render/pdftest"
	"tandem/content/render/typeset"
	"tandem/portal"
)

// printed is an asset as a PDF file, taken apart.
func printed(t *testing.T, l *Library, a Asset, c CoBrand) *pdftest.File {
	t.Helper()
	raw, err := l.RenderPDF(t.Context(), a, c, base, typeset.A4)
	if err != nil {
		t.Fatal(err)
	}
	return pdftest.Open(t, raw)
}

func TestEveryAssetIsPrintedOnBothPapers(t *testing.T) {
	l := loaded(t)
	for i, e := range l.entries {
		if testing.Short() && i%5 != 0 { // the step without the race detector prints each
			continue
		}
		for _, paper := range []typeset.Paper{typeset.A4, typeset.Letter} {
			raw, err := l.RenderPDF(t.Context(), e.Asset, casa(), base, paper)
			if err != nil {
				t.Fatalf("%s: %v", e.file.name, err)
			}
			f := pdftest.Open(t, raw)
			heard := f.Words()
			want := []string{e.Title, "Casa do Río & Sons", "Inés Muñoz"}
			for n := e.body.document.root.FirstChild(); n != nil; n = n.NextSibling() {
				if n.Kind().String() == "Heading" {
					want = append(want, spanText((&pdfReader{document: e.body.document, placing: l.place(e.Asset, casa(), base)}).spans(n)))
				}
			}
			for _, w := range want {
				if !strings.Contains(heard, strings.Join(strings.Fields(w), " ")) {
					t.Errorf("%s: %q is not heard", e.file.name, w)
				}
			}
			for _, never := range []string{"{{", "}}", "&amp;", "&#", "\ufffd", ":::"} {
				if strings.Contains(heard, never) && e.Slug != guideSlug {
					t.Errorf("%s holds %q", e.file.name, never)
				}
			}
			if f.Find("/Lang ("+e.Locale+")") == 0 || len(f.Pages) > 6 && e.Slug != guideSlug || len(raw) > 300<<10 {
				t.Errorf("%s: %d pages, %d KB, or another language", e.file.name, len(f.Pages), len(raw)>>10)
			}
		}
	}
	raw, err := l.RenderPDF(t.Context(), asset(t, l, "city-weekend", "es"), casa(), base, typeset.A4)
	if err != nil {
		t.Fatal(err)
	}
	if text, ok := pdftest.Checked(t, raw); ok && !strings.Contains(text, "Casa das Andorinhas") {
		t.Errorf("another program reads %.300q", text)
	}
}

// bodied is an asset with a body of the test's own.
func bodied(t *testing.T, markdown string) (*Library, Asset) {
	t.Helper()
	l := loaded(t)
	e := *l.find("city-weekend", "en")
	f := &file{name: "library/sample.md", bodyLine: 1, body: []byte(markdown)}
	e.body = l.prepare(f, "en", assetGroups, []string{"city-weekend"})
	if len(f.problems) > 0 {
		t.Fatal(f.problems)
	}
	e.Slug, e.Cover = "sample", ""
	l.entries = append(l.entries, &e)
	l.named[assetKey{e.Slug, e.Locale}] = &e
	return l, e.Asset
}

// Trap 7: what the typographer and backslashes leave reaches the page as characters, never as entities.
func TestPrintedWordsAreCharacters(t *testing.T) {
	l, a := bodied(t, "\"Quoted\" -- it's 5 \\* 3 &amp; \\&amp; &euro;40 &#169; \\_x\\_ &nosuch; `a &amp; \\b` ... **{{ partner.name }}** [x \\] y]({{ partner.link }})[^1]\n\n[^1]: A &lt;note&gt;.\n")
	f := printed(t, l, a, casa())
	for _, want := range []string{"“Quoted” – it’s 5 * 3 & &amp; €40 © _x_ &nosuch; a &amp; \\b … Casa do Río & Sons", "x ] y", "A <note>."} {
		if !strings.Contains(f.Words(), want) {
			t.Errorf("%q is not in %q", want, f.Words())
		}
	}
}

func TestValuesArePrintedAsTheyAre(t *testing.T) {
	l := loaded(t)
	c := casa()
	for _, name := range []string{"<b>*bold*</b> & {{ x }}", ") Tj ET (", "بيت البحر", `\FEFF /Alt (x)`, "a\u202ee", "Ω😀"} {
		c.Kit.Name = name
		want := strings.Join(strings.Fields(plainText(name)), " ")
		if strings.Contains(name, "بيت") {
			continue // read from the left it is the other way round; see the typesetter's own test
		}
		if heard := printed(t, l, asset(t, l, "city-weekend", "en"), c).Words(); !strings.Contains(heard, want) {
			t.Errorf("%q is not in the file, which begins %.300q", want, heard)
		}
	}
}

func TestThePrintedCodeIsTheTrackedLink(t *testing.T) {
	l := loaded(t)
	f := printed(t, l, asset(t, l, "city-weekend", "es"), casa())
	code, err := qrCode(base + "/r/CDR42?utm_campaign=city-weekend&utm_content=es&utm_medium=qr&utm_source=casa-do-rio")
	if err != nil {
		t.Fatal(err)
	}
	n := code.side
	page := f.Pages[len(f.Pages)-1].Content
	_, rest, ok := strings.Cut(page, "q 0 0 0 rg ")
	if !ok {
		t.Fatal("the last page has no black path")
	}
	path, _, _ := strings.Cut(rest, "f Q")
	at := func(s string) int {
		whole, part, _ := strings.Cut(s, ".")
		v, _ := strconv.Atoi(whole)
		p, _ := strconv.Atoi((part + "000")[:3])
		return v*1000 + p
	}
	runs := regexp.MustCompile(`([\d.]+) ([\d.]+) m\n([\d.]+) [\d.]+ l\n[\d.]+ ([\d.]+) l\n`).FindAllStringSubmatch(path, -1)
	module, left, top := at(runs[0][2])-at(runs[0][4]), at(runs[0][1]), at(runs[0][2])
	got := map[[2]int]bool{}
	for _, r := range runs {
		for x := at(r[1]); x < at(r[3]); x += module {
			got[[2]int{(x - left) / module, (top - at(r[2])) / module}] = true
		}
	}
	for y := range n {
		for x := range n {
			if got[[2]int{x, y}] != code.dark(x, y) {
				t.Fatalf("the module %d,%d of the printed code differs", x, y)
			}
		}
	}
	if f.Find("/URI (https://portal.example/r/CDR42?utm_campaign=city-weekend&utm_content=es&utm_medium=qr&utm_source=casa-do-rio)") == 0 {
		t.Error("the words below the code do not lead where the code does")
	}
}

func TestALogoThatCannotBeReadIsANameInstead(t *testing.T) {
	l := loaded(t)
	c := casa()
	c.Logo = []byte("no picture")
	f := printed(t, l, asset(t, l, "city-weekend", "en"), c)
	if !strings.Contains(f.On(0), "Casa do Río & Sons Northwind") && !strings.Contains(f.On(0), "Casa do Río & Sons") {
		t.Errorf("the page's head shows neither logo nor name: %q", f.On(0))
	}
}

func TestAPictureIsNeverEnlarged(t *testing.T) {
	l, a := bodied(t, "![A morning](morning.png)\n")
	img := l.images["morning.png"]
	f := printed(t, l, a, casa())
	places := regexp.MustCompile(`q ([\d.]+) 0 0 ([\d.]+) [\d.]+ [\d.]+ cm /I\d Do`).FindAllStringSubmatch(f.Pages[0].Content, -1)
	if len(places) == 0 {
		t.Fatal("no picture is on the page")
	}
	for _, p := range places {
		width, _ := strconv.ParseFloat(p[1], 64)
		if width > 0.75*float64(img.Width)+.001 || width > 476 {
			t.Errorf("a picture of %d pixels is %g points wide", img.Width, width)
		}
	}
}

func TestPrintingIsCutOffAndKnowsItsAssets(t *testing.T) {
	l := loaded(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.RenderPDF(ctx, asset(t, l, "city-weekend", "en"), casa(), base, typeset.A4); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := l.RenderPDF(t.Context(), Asset{Slug: "none"}, casa(), base, typeset.A4); portal.KindOf(err) != portal.NotFound {
		t.Errorf("got %v", err)
	}
}

// FuzzPrint sets whatever markdown passes the checks, and any name, without a panic.
func FuzzPrint(f *testing.F) {
	for _, seed := range []string{
		"# x", "| a | b |\n|-|:-:|\n| 1 | 2 |\n", "- a\n  - b\n    1. c\n", "> q\n\n***\n", ":::stats\n- **1** a\n:::\n", "a[^1]\n\n[^1]: b\n", "```\nx\n\ty\n```\n",
		"term\n: meaning\n", "- [x] done\n", "![A hill](hillside.svg \"c\")\n", "\u202e\u0644\u0627 a \u200d x", strings.Repeat("> ", 60) + "x", strings.Repeat("*a ", 400), "|" + strings.Repeat(" a |", 60) + "\n|" + strings.Repeat("-|", 60) + "\n",
	} {
		f.Add(seed, "Casa")
	}
	l, err := Load(Files())
	if err != nil {
		f.Fatal(err)
	}
	original := *l.find("city-weekend", "en")
	f.Fuzz(func(t *testing.T, markdown, name string) {
		source := &file{name: "x.md", bodyLine: 1}
		source.take([]byte("---\na: b\n---\n" + markdown))
		e := original
		e.body = l.prepare(source, "en", assetGroups, nil)
		if len(source.problems) > 0 {
			return
		}
		e.Slug = "fuzzed"
		c := casa()
		c.Kit.Name = name
		fuzzed := *l
		fuzzed.entries = []*entry{&e}
		fuzzed.named = map[assetKey]*entry{{e.Slug, e.Locale}: &e}
		out, err := fuzzed.RenderPDF(t.Context(), e.Asset, c, base, typeset.A4)
		if err != nil || !bytes.HasSuffix(out, []byte("%%EOF\n")) {
			t.Errorf("%d bytes, %v", len(out), err)
		}
	})
}

func TestColumnsContentsAndNewPagesInEveryFormat(t *testing.T) {
	l, a := bodied(t, ":::toc\n:::\n\n## One {{ partner.name }}\n\n:::columns\nleft\n\n***\n\nright\n:::\n\n:::newpage\n:::\n\n## Two\n\nlast\n")
	page, err := l.RenderPage(a, casa(), base)
	if err != nil {
		t.Fatal(err)
	}
	doc := parsed(t, string(page))
	if links := doc.Find(".contents a"); links.Length() != 2 || links.First().Text() != "One Casa do Río & Sons" || links.Last().AttrOr("href", "") != "#on-two" {
		t.Errorf("the contents are %q", doc.Find(".contents").Text())
	}
	if doc.Find("#on-two").Length() != 1 || doc.Find(".columns > div").Length() != 2 || strings.TrimSpace(doc.Find(".columns > div").Last().Text()) != "right" || doc.Find(".new-page").Length() != 1 {
		t.Errorf("the page holds %s", page)
	}
	text, err := l.RenderMarkdown(a, casa(), base)
	if err != nil || !strings.Contains(string(text), "left\n\nright\n\n## Two") {
		t.Errorf("the text is %s, %v", text, err)
	}
	f := printed(t, l, a, casa())
	if heard := f.Words(); len(f.Pages) != 2 || !strings.Contains(heard, "Contents One Casa do Río & Sons 1 Two 2") || !strings.Contains(heard, "left right Two last") {
		t.Errorf("%d pages, heard %q", len(f.Pages), heard)
	}
}

// A page ends where something is kept together, but does not stay empty for it: less room
// and a smaller picture let it stand at the foot.
func TestNoPageOfOurAssetsStaysEmptyAtItsFoot(t *testing.T) {
	l := loaded(t)
	for _, f := range []Format{FormatPDF, FormatPDFLetter} {
		for _, locale := range []string{"en", "es"} {
			file, err := l.Render(context.Background(), asset(t, l, "city-weekend", locale), f, casa(), base)
			if err != nil {
				t.Fatal(err)
			}
			printed := pdftest.Open(t, file)
			if n := len(printed.Pages); n != 2 {
				t.Errorf("%s in %s has %d pages", f, locale, n)
			}
			if f == FormatPDFLetter && locale == "es" {
				continue // longer words on a shorter page: what is left is less than a fifth of it
			}
			if !strings.Contains(printed.On(0), "Grachtenhuis") {
				t.Errorf("the first page of %s in %s leaves its table to the second", f, locale)
			}
		}
	}
}
