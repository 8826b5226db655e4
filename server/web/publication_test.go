package web

import (
	"bytes"
	"encoding/xml"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tandem/content"
	"tandem/portal"
)

func TestAnybodyReadsWhatIsPublicOfTheLibrary(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	start := time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC)
	s.clock.Store(&start)
	s.run(t, []scenario{
		{
			path: "/resources", status: 200, contains: []string{`href="/resources/city-weekend"`, "English and Spanish", `href="/feed.xml"`, `<link rel="canonical" href="https://partners.example.com/resources">`},
			absent: []string{"how-you-are-paid", "quinta-wedding", "noindex"},
		},
		{
			path: "/resources/city-weekend", status: 200,
			contains: []string{
				"Your company and Northwind Stays have picked", `property="og:type" content="article"`, `hreflang="es" href="https://partners.example.com/resources/city-weekend/es"`,
				`href="https://partners.example.com/signin?next=%2Fassets%2Fcity-weekend">Open in the portal`, `content="One page on our city hotels`, "Posada del Naranjo",
			},
			absent: []string{"partner.name", "noindex"},
		},
		{path: "/resources/city-weekend/es", status: 200, contains: []string{"Su empresa y Northwind Stays", `<article class="prose" lang="es"`}},
		{path: "/resources/city-weekend/en", status: 404},
		{path: "/resources/how-you-are-paid", status: 404},
		{path: "/resources/nothing", status: 404},
		{path: "/resources/page/2", status: 404},
		{path: "/resources", as: partnerAdmin, status: 200, contains: []string{"Open the portal", `href="/resources/city-weekend"`}},
		{path: "/resources/city-weekend", as: partnerAdmin, status: 200, contains: []string{`href="https://partners.example.com/assets/city-weekend">Open in the portal`}, absent: []string{"Apply to join"}},
		{path: "/404.html", status: 404, contains: []string{"Page not found", "noindex"}, absent: []string{"request <span"}},
	})
}

var (
	offered    = regexp.MustCompile(`href="(/files/[^"]+)" download`)
	ownAddress = regexp.MustCompile(`(?:href|src|action)="(/[^"]*)"`)
)

func TestAPublicFileIsNamedByWhatIsInIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.browser()
	page := c.get(t, "/resources/rail-weekends")
	files := offered.FindAllStringSubmatch(page.body, -1)
	if page.status != 200 || len(files) < 3 {
		t.Fatalf("%d with %v", page.status, files)
	}
	for _, file := range files {
		c.header = nil
		a := c.get(t, file[1])
		if a.status != 200 || a.header.Get("Cache-Control") != forever || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment; filename=") || a.body == "" {
			t.Errorf("%s: %d %v", file[1], a.status, a.header)
		}
		if strings.HasSuffix(file[1], ".pdf") && !strings.HasPrefix(a.body, "%PDF-") {
			t.Errorf("%s is no PDF", file[1])
		}
		c.header = map[string]string{"If-None-Match": a.header.Get("ETag")}
		if again := c.get(t, file[1]); again.status != 304 || again.body != "" {
			t.Errorf("%s again: %d", file[1], again.status)
		}
	}
	c.header = nil
	if a := c.get(t, strings.Replace(files[0][1], "/files/", "/files/0", 1)); a.status != 404 {
		t.Errorf("under another hash: %d", a.status)
	}
	picture := shownPicture.FindStringSubmatch(page.body)
	if picture == nil || !strings.Contains(picture[1], "/share/rail-weekends.") {
		t.Fatalf("the picture is at %v", picture)
	}
	if a := c.get(t, strings.TrimPrefix(picture[1], siteBase)); a.status != 200 || a.header.Get("Content-Type") != "image/png" {
		t.Errorf("the picture: %d", a.status)
	}
}

func TestTheFeedAndTheSitemapNameEveryPublicAsset(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var feed struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
		Author  string `xml:"author>name"`
		Entries []struct {
			ID, Title, Updated string
			Link               struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Summary string `xml:"summary"`
		} `xml:"entry"`
	}
	a := s.browser().get(t, "/feed.xml")
	if err := xml.Unmarshal([]byte(strings.ReplaceAll(strings.ReplaceAll(a.body, "<id>", "<ID>"), "</id>", "</ID>")), &feed); err != nil {
		t.Fatal(err)
	}
	shared := s.program.Rules.Company
	if a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "application/atom+xml") || feed.Author != shared || len(feed.Entries) < 5 {
		t.Fatalf("%d %v by %q, %d entries", a.status, a.header, feed.Author, len(feed.Entries))
	}
	sitemap := s.browser().get(t, "/sitemap.xml").body
	for _, e := range feed.Entries {
		if got := s.browser().get(t, strings.TrimPrefix(e.Link.Href, siteBase)); got.status != 200 || e.Summary == "" {
			t.Errorf("%s: %d", e.Link.Href, got.status)
		}
		if !strings.Contains(sitemap, "<loc>"+e.Link.Href+"</loc>") {
			t.Errorf("the sitemap lacks %s", e.Link.Href)
		}
	}
	if !strings.Contains(sitemap, "/resources/city-weekend/es</loc>") || strings.Contains(sitemap, "404") || strings.Contains(sitemap, "how-you-are-paid") {
		t.Error("the sitemap lacks a translation, or has what it should not")
	}
}

// TestEveryAddressOfThePublicationIsRight publishes for another host and folder, and looks
// at all addresses of all pages.
func TestEveryAddressOfThePublicationIsRight(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, at := range []string{siteBase, "https://pages.example.org/northwind/hub"} {
		p, err := s.publish(s.library(), "2026-03-02", at, nil)
		if err != nil {
			t.Fatal(err)
		}
		where, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		for path := range p.files {
			there[where.Path+path] = true
		}
		pages := 0
		for path := range p.pages {
			f := p.files[path]
			pages++
			for _, found := range ownAddress.FindAllSubmatch(f.Body, -1) {
				target, _, _ := strings.Cut(string(found[1]), "#")
				if !there[target] {
					t.Errorf("%s at %q leads to %s, which is not there", path, at, found[1])
				}
			}
			if !f.missed && !bytes.Contains(f.Body, []byte(`rel="canonical" href="`+at+path+`"`)) {
				t.Errorf("%s does not say where it is", path)
			}
			if !bytes.Contains(f.Body, []byte(`href="`+siteBase+`/signin"`)) {
				t.Errorf("%s at %q does not lead to the portal", path, at)
			}
		}
		if pages < 12 {
			t.Errorf("%d pages", pages)
		}
	}
}

// TestTheServerAnswersWithTheBytesOfTheFiles asks for each file of an export in each form.
func TestTheServerAnswersWithTheBytesOfTheFiles(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	files, err := s.PublicFiles("")
	if err != nil {
		t.Fatal(err)
	}
	c, forms := s.browser(), map[string]int{}
	for _, f := range files {
		path, accept := "/"+f.Name, ""
		for ending, coding := range map[string]string{".br": "br", ".gz": "gzip"} {
			if plain, ok := strings.CutSuffix(path, ending); ok {
				path, accept = plain, coding
			}
		}
		if page, ok := strings.CutSuffix(path, "index.html"); ok {
			path = "/" + strings.Trim(page, "/")
		}
		want, err := f.Bytes(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c.header = map[string]string{"Accept-Encoding": accept}
		a := c.get(t, path)
		if a.body != string(want) || a.header.Get("Content-Encoding") != accept || a.status != 200 && path != missedPath {
			t.Errorf("%s as %q: %d with %d bytes, the file has %d", path, accept, a.status, len(a.body), len(want))
		}
		forms[accept]++
	}
	if forms["br"] < 15 || forms["br"] != forms["gzip"] || forms[""] < 40 {
		t.Errorf("files by form: %v", forms)
	}
}

// TestAThousandAssetsAreListedPageByPage also publishes again, with one of them changed.
func TestAThousandAssetsAreListedPageByPage(t *testing.T) {
	t.Parallel()
	asset := func(n int, words string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: Asset " + strings.Repeat("i", n%7) + "\nkind: one_pager\nsummary: One of many.\nlocale: en\npublic: true\nowner: Us\nstatus: published\nversion: 1\npublished: 2026-01-01\n---\n\n" + words + "\n")}
	}
	files := fstest.MapFS{}
	name := func(n int) string {
		return "library/many/asset-" + string(rune('a'+n/26)) + string(rune('a'+n%26)) + ".md"
	}
	for n := range 100 {
		files[name(n)] = asset(n, strings.Repeat("Words of an asset that is one of many. ", 20))
	}
	read := func() *content.Library {
		library, err := content.Load(content.Both(content.Files(), files))
		if err != nil {
			t.Fatal(err)
		}
		return library
	}
	s := newSite(t)
	first, err := s.publish(read(), "2026-03-02", siteBase, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/resources", "/resources/page/2", "/resources/page/3", "/resources/asset-aa"} {
		if first.files[path].Brotli == nil || first.files[path].Gzip == nil {
			t.Errorf("%s is not there, or not compressed", path)
		}
	}
	if _, more := first.files["/resources/page/4"]; more || !bytes.Contains(first.files["/resources"].Body, []byte(`href="/resources/page/2"`)) {
		t.Error("the list has a page too many, or does not lead on")
	}
	files[name(0)] = asset(0, "Other words, which are short.")
	next, err := s.publish(read(), "2026-03-02", siteBase, first)
	if err != nil {
		t.Fatal(err)
	}
	var changed []string
	for path, file := range next.files {
		if file.ETag != first.files[path].ETag {
			changed = append(changed, path)
		}
	}
	slices.Sort(changed)
	changed = slices.DeleteFunc(changed, func(path string) bool {
		return strings.HasPrefix(path, filePrefix) || strings.HasPrefix(path, sharePrefix+"asset-aa.")
	}) // named by what is in them
	if !slices.Equal(changed, []string{"/resources/asset-aa"}) {
		t.Errorf("one changed, and these are new: %v", changed)
	}
}

func TestAPublicAssetShowsFromItsDayToItsLast(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	library, err := content.Load(content.Both(content.Files(), fstest.MapFS{"library/spring.md": {Data: []byte(
		"---\ntitle: Spring\nkind: one_pager\nsummary: For spring.\nlocale: en\npublic: true\nowner: Us\nstatus: published\nversion: 1\npublished: 2026-03-20\nexpires: 2026-06-20\n---\nWords.\n")}}))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[portal.Date]bool{"2026-03-19": false, "2026-03-20": true, "2026-06-20": true, "2026-06-21": false} {
		p, err := s.publish(library, day, siteBase, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, there := p.files["/resources/spring"]; there != want || strings.Contains(string(p.files["/feed.xml"].Body), "/resources/spring") != want {
			t.Errorf("on %s it is there: %v, want %v", day, there, want)
		}
	}
}
