package content

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"

	"tandem/portal"
)

const base = "https://portal.example"

// casa is a partner with everything filled in.
func casa() CoBrand {
	var logo bytes.Buffer
	img := image.NewNRGBA(image.Rect(0, 0, 8, 4))
	img.Set(3, 2, color.NRGBA{200, 30, 30, 255})
	_ = png.Encode(&logo, img)
	return CoBrand{
		Slug: "casa-do-rio", Link: base + "/r/CDR42", Logo: logo.Bytes(),
		Kit: portal.BrandKit{
			Name: "Casa do Río & Sons", Primary: "#f2b705", Tagline: "Rides with a view", Site: "https://casadorio.example/", Contact: "Inés Muñoz",
			Email: "ines@casadorio.example", Phone: "+351 21 555 01 00", Logo: portal.Logo{Hash: "x", Width: 8, Height: 4, Type: "image/png"},
		},
	}
}

func asset(t *testing.T, l *Library, slug portal.AssetSlug, locale string) Asset {
	t.Helper()
	a, err := l.Asset(slug, locale, Audience{Staff: true})
	if err != nil || a.Locale != locale {
		t.Fatalf("asset %s in %s: %v", slug, locale, err)
	}
	return a
}

func parsed(t *testing.T, page string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestADownloadedPageCarriesEverythingWithIt(t *testing.T) {
	l := loaded(t)
	for _, e := range l.entries {
		page, err := l.RenderPage(e.Asset, casa(), base)
		if err != nil {
			t.Fatalf("%s: %v", e.file.name, err)
		}
		doc := parsed(t, string(page))
		if n := doc.Find("h1").Length(); n != 1 || doc.Find("h1").Text() != e.Title {
			t.Errorf("%s: %d h1, %q", e.file.name, n, doc.Find("h1").Text())
		}
		if lang, _ := doc.Find("html").Attr("lang"); lang != e.Locale {
			t.Errorf("%s: lang %q", e.file.name, lang)
		}
		if n := doc.Find("header img.logo").Length(); n != 2 {
			t.Errorf("%s: %d logos above, want the partner's and ours", e.file.name, n)
		}
		doc.Find("img").Each(func(_ int, img *goquery.Selection) {
			if src, _ := img.Attr("src"); !strings.HasPrefix(src, "data:image/") {
				t.Errorf("%s: a picture from %q is not carried along", e.file.name, src)
			}
			if alt, _ := img.Attr("alt"); strings.TrimSpace(alt) == "" {
				t.Errorf("%s: a picture without words", e.file.name)
			}
		})
		doc.Find("a").Each(func(_ int, a *goquery.Selection) {
			to, ok := a.Attr("href")
			if !ok || !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "mailto:") && !strings.HasPrefix(to, "#") {
				t.Errorf("%s: the link %q (%q) does not work outside the portal", e.file.name, a.Text(), to)
			}
		})
		if n := doc.Find("script, link, iframe, object, [style], [onclick]").Length(); n != 0 {
			t.Errorf("%s: %d elements or attributes that a page of ours never has", e.file.name, n)
		}
		if strings.ContainsAny(string(page), "\x1f") || strings.Contains(doc.Find("code").Remove().End().Text(), "{{") || holeMark.Match(page) {
			t.Errorf("%s: something was left unfilled", e.file.name)
		}
		if !strings.Contains(doc.Find("footer").Text(), "Inés Muñoz") {
			t.Errorf("%s: no contact below", e.file.name)
		}
	}
}

func TestLinksToUsCarryWhoWhatAndWhere(t *testing.T) {
	l := loaded(t)
	for _, c := range []struct {
		slug            portal.AssetSlug
		locale, medium  string
		selector, plain string
	}{
		{"city-weekend", "en", "content", ".cta a", "See free weekends"},
		{"city-weekend", "es", "content", ".cta a", "Ver fines de semana libres"},
		{"autumn-newsletter", "en", "email", ".cta a", "See which weekends are free"},
		{"slow-mornings", "en", "social", "main p a", "houses through Casa do Río & Sons"},
		{"city-weekend", "en", "qr", ".qr a", "Scan for dates and prices"},
	} {
		page, err := l.RenderPage(asset(t, l, c.slug, c.locale), casa(), base)
		if err != nil {
			t.Fatal(err)
		}
		link := parsed(t, string(page)).Find(c.selector).First()
		to, _ := link.Attr("href")
		u, err := url.Parse(to)
		medium := c.medium
		if medium == "qr" { // the words under a code are a link like any other; only the code says qr
			medium = "content"
		}
		want := url.Values{"utm_source": {"casa-do-rio"}, "utm_medium": {medium}, "utm_campaign": {string(c.slug)}, "utm_content": {c.locale}}
		if err != nil || u.Path != "/r/CDR42" || u.Query().Encode() != want.Encode() || link.Text() != c.plain {
			t.Errorf("%s %s: %q leads to %q, %v", c.slug, c.locale, link.Text(), to, err)
		}
	}
}

func TestAuthorsUTMFieldsStay(t *testing.T) {
	got := tracking{source: "p", medium: "email", campaign: "c", content: "en"}.mark("https://x.example/a?utm_medium=print&b=1#c")
	if want := "https://x.example/a?b=1&utm_campaign=c&utm_content=en&utm_medium=print&utm_source=p#c"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// hostile are merge values that mean something somewhere.
var hostile = []string{
	"{{.}}", "{{ partner.link }}", "{{x}}", "{{ terms.hold_days }}", "<script>alert(1)</script>", "<b>bold</b>", `"><img src=x onerror=alert(1)>`,
	"*stars* _lines_ **two** `code`", "[a](https://evil.example)", "![a](x.png)", "# heading", "- item", "+ item", "1. item", "1) item", "> quote", "| a | b |",
	"https://evil.example/path", "www.evil.example", "me@evil.example", "&amp; &lt;b&gt; &copy;", `back\slash \*`, "~~gone~~", "a  b", "---", "===", ":::callout tip",
	": definition", "[^1]", "[x] done", "<https://evil.example>", "xfieldhole00001x", "$(id) ${x} `id`", "-- ... << >> \"quoted\" 'single'", "Ünïcødé 日本語 عربي",
	"\tTab", "javascript:alert(1)", "//evil.example", "'; DROP TABLE", "%s %d %!", "***", "___", "trailing\\",
}

// appearsLiterally checks that a partner's name comes out as it is written, in every format.
func appearsLiterally(t interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
}, l *Library, a Asset, name string,
) {
	t.Helper()
	c := casa()
	c.Kit.Name = name
	want := plainText(name)

	page, err := l.RenderPage(a, c, base)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	if alt, _ := doc.Find("header img.logo").First().Attr("alt"); alt != want {
		t.Errorf("%q as the logo's words: %q", name, alt)
	}
	if got := doc.Find("main p:not(.kind)").First().Text(); !strings.HasPrefix(got, want+" and Northwind Stays have picked") {
		t.Errorf("%q in the page: %q", name, got[:min(len(got), 80)])
	}
	if n := doc.Find("main a, main img, main strong, main code, main h2, main li, main script").Length(); n != countOf(l, a) {
		t.Errorf("%q made %d elements of markup, want %d", name, n, countOf(l, a))
	}
	fragment, err := l.RenderHTML(a, c)
	if err != nil {
		t.Fatal(err)
	}
	if doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(fragment))); err != nil || !strings.HasPrefix(doc.Find("p").First().Text(), want+" and ") {
		t.Errorf("%q in the portal: %v", name, err)
	}
	text, err := l.RenderMarkdown(a, c, base)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList)).Convert(text, &out); err != nil {
		t.Fatal(err)
	}
	doc, err = goquery.NewDocumentFromReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	first := doc.Find("h1 + p")
	if got := first.Text(); !strings.HasPrefix(got, want+" and Northwind Stays have picked") || first.Children().Length() != 0 {
		html, _ := first.Html()
		t.Errorf("%q in markdown: %q", name, html[:min(len(html), 120)])
	}
}

// countOf is how many elements of markup the asset has for a partner with a plain name.
func countOf(l *Library, a Asset) int {
	page, _ := l.RenderPage(a, casa(), base)
	doc, _ := goquery.NewDocumentFromReader(bytes.NewReader(page))
	return doc.Find("main a, main img, main strong, main code, main h2, main li, main script").Length()
}

func TestAPartnersNameIsNeverMarkup(t *testing.T) {
	l := loaded(t)
	a := asset(t, l, "city-weekend", "en")
	for _, name := range hostile {
		appearsLiterally(t, l, a, name)
	}
}

func TestAnyNameAppearsLiterally(t *testing.T) {
	l := loaded(t)
	a := asset(t, l, "city-weekend", "en")
	rapid.Check(t, func(r *rapid.T) {
		piece := rapid.OneOf(rapid.SampledFrom(hostile), rapid.StringMatching(`[-+*_#>|:.&<{}()\[\]!~\x60\\a-z0-9 ]{1,12}`), rapid.String())
		name := strings.Join(rapid.SliceOfN(piece, 1, 3).Draw(r, "name"), "")
		if plainText(name) == "" {
			r.Skip("no name")
		}
		appearsLiterally(r, l, a, name)
	})
}

func TestValuesInsideLinksStayAddresses(t *testing.T) {
	l := loaded(t)
	a := asset(t, l, "city-weekend", "en")
	for _, link := range []string{"javascript:alert(1)", "data:text/html,x", "//evil.example", "", "https://user:pass@evil.example/", "ftp://x.example", "https://"} {
		c := casa()
		c.Link, c.Kit.Site, c.Kit.Email = link, link, `x"><script>@evil.example`
		page, err := l.RenderPage(a, c, base)
		if err != nil {
			t.Fatal(err)
		}
		parsed(t, string(page)).Find("a").Each(func(_ int, s *goquery.Selection) {
			if to, ok := s.Attr("href"); ok {
				t.Errorf("a link of %q leads to %q", link, to)
			}
		})
	}
	c := casa()
	c.Link = `https://portal.example/r/a"b<c>&d=é`
	page, err := l.RenderPage(a, c, base)
	if err != nil {
		t.Fatal(err)
	}
	to, _ := parsed(t, string(page)).Find(".cta a").Attr("href")
	if u, err := url.Parse(to); err != nil || u.Host != "portal.example" || u.Path != `/r/a"b<c>&d=é` {
		t.Errorf("%q became %q", c.Link, to)
	}
}

func TestARenderingIsAPureFunctionOfItsKey(t *testing.T) {
	l, again := loaded(t), loaded(t)
	c := casa()
	seen := map[string]string{}
	check := func(what string, l *Library, a Asset, format Format, c CoBrand, base string) {
		r := l.Describe(a, format, c, base)
		made, err := l.Render(t.Context(), a, format, c, base)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(made)
		if before, ok := seen[r.Key]; ok && before != string(sum[:]) {
			t.Errorf("%s: one key, two results", what)
		}
		seen[r.Key] = string(sum[:])
	}
	for _, e := range l.entries {
		for _, format := range Formats {
			check(e.file.name, l, e.Asset, format, c, base)
			check(e.file.name, again, e.Asset, format, c, base)
		}
	}
	if len(seen) != len(l.entries)*len(Formats) {
		t.Errorf("%d keys for %d renderings", len(seen), len(l.entries)*len(Formats))
	}

	a := asset(t, l, "city-weekend", "en")
	first := l.Key(a, FormatHTML, c, base)
	for what, change := range map[string]func(*CoBrand, *Asset, *Format, *string){
		"name":    func(c *CoBrand, _ *Asset, _ *Format, _ *string) { c.Kit.Name += "!" },
		"colour":  func(c *CoBrand, _ *Asset, _ *Format, _ *string) { c.Kit.Primary = "#000000" },
		"logo":    func(c *CoBrand, _ *Asset, _ *Format, _ *string) { c.Logo = append(bytes.Clone(c.Logo), 0) },
		"link":    func(c *CoBrand, _ *Asset, _ *Format, _ *string) { c.Link += "x" },
		"terms":   func(c *CoBrand, _ *Asset, _ *Format, _ *string) { c.Terms = l.Terms[0] },
		"version": func(_ *CoBrand, a *Asset, _ *Format, _ *string) { a.Version++ },
		"file":    func(_ *CoBrand, a *Asset, _ *Format, _ *string) { a.SHA256 = "other" },
		"format":  func(_ *CoBrand, _ *Asset, f *Format, _ *string) { *f = FormatMarkdown },
		"address": func(_ *CoBrand, _ *Asset, _ *Format, b *string) { *b += "x" },
	} {
		c, a, format, base := casa(), a, FormatHTML, base
		change(&c, &a, &format, &base)
		if l.Key(a, format, c, base) == first {
			t.Errorf("the key does not depend on the %s", what)
		}
	}
}

func TestTheBrandsColourCanAlwaysBeRead(t *testing.T) {
	l := loaded(t)
	rule := regexp.MustCompile(`--brand:(#[0-9a-f]{6});--on-brand:(#[0-9a-f]{6})`)
	dark := portal.Colour{0x16, 0x18, 0x1d}
	for _, primary := range []string{"#f2b705", "#ffffff", "#000000", "#00ff00", "#ff69b4", "not a colour", ""} {
		c := casa()
		c.Kit.Primary = primary
		m := rule.FindStringSubmatch(l.brandStyle(c))
		if m == nil {
			t.Fatalf("%q gives %q", primary, l.brandStyle(c))
		}
		brand, err := portal.ParseColour(m[1])
		words, wordsErr := portal.ParseColour(m[2])
		if err != nil || wordsErr != nil || portal.Contrast(brand, portal.White) < portal.TextContrast || portal.Contrast(brand, words) < portal.TextContrast {
			t.Errorf("%q gives %s with words in %s", primary, m[1], m[2])
		}
		night := rule.FindAllStringSubmatch(l.brandStyle(c), 2)[1]
		lit, _ := portal.ParseColour(night[1])
		words, _ = portal.ParseColour(night[2])
		if portal.Contrast(lit, dark) < portal.TextContrast || portal.Contrast(lit, words) < portal.TextContrast {
			t.Errorf("%q gives %s with words in %s in the dark", primary, night[1], night[2])
		}
	}
}

func TestTheHouseRendersWithoutAPartner(t *testing.T) {
	l := loaded(t)
	page, err := l.RenderPage(asset(t, l, "city-weekend", "en"), l.House(), base)
	if err != nil {
		t.Fatal(err)
	}
	if text := parsed(t, string(page)).Find("header").Text(); strings.Contains(text, "with") {
		t.Errorf("the company beside itself: %q", text)
	}
}

func TestNumbersInTextAreThoseOfTheTerms(t *testing.T) {
	l := loaded(t)
	c := casa()
	c.Terms = l.Terms[0]
	page, err := l.RenderMarkdown(asset(t, l, "how-you-are-paid", "en"), c, base)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(page), "\n", " ")
	for _, want := range []string{"terms standard-2025-09", "A customer pays €12,600.00 on 15 September 2025", "| Tier 3 Core | 4% | €504.00 |", "for 20 more", "€252.00 at Tier 3 Core"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
}
