package browser

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tandem/content"
	"tandem/portal"
)

// shown serves one page and nothing else, and counts what is asked of it.
func shown(t *testing.T, page []byte) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/favicon.ico" { // what a browser asks of every site by itself
			w.WriteHeader(http.StatusNoContent)
			return
		}
		if r.URL.Path != "/page.html" {
			t.Errorf("the page asks for %s", r.URL)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	}))
	t.Cleanup(server.Close)
	return server
}

// ofTheMailProgram are the rules about a page as a whole, which is the mail program's.
var ofTheMailProgram = []string{"landmark-one-main", "region", "page-has-heading-one"}

// hold looks at a page that stands alone on some screens.
func hold(t *testing.T, tab *Tab, page []byte, allowed []string, screens ...Screen) {
	t.Helper()
	address := shown(t, page).URL + "/page.html"
	for _, s := range screens {
		ok(t, tab.See(s))
		_, err := tab.Open(address)
		ok(t, err)
		for _, request := range tab.Requests() {
			if !strings.HasPrefix(request.URL, "data:") && request.URL != address && !strings.HasSuffix(request.URL, "/favicon.ico") {
				t.Errorf("%s: the page asks for %s", s, request.URL)
			}
		}
		for _, look := range []gate{accessible, sideways, quiet} {
			found, err := look(tab)
			ok(t, err)
			for _, finding := range found {
				if rule, _, _ := strings.Cut(finding, " "); !slices.Contains(allowed, rule) {
					t.Errorf("%s: %s", s, finding)
				}
			}
		}
	}
}

// TestADownloadedPageStandsAlone opens the HTML form of assets for each kind of partner:
// nothing is asked of any network, and it can be read in the light and in the dark.
func TestADownloadedPageStandsAlone(t *testing.T) {
	tab := open(t)
	l, err := content.Load(content.Files())
	ok(t, err)
	brands, err := Brands()
	ok(t, err)
	for name, brand := range brands {
		for _, slug := range []portal.AssetSlug{"city-weekend", "how-to-write-assets"} {
			if name != "usual" && slug != "city-weekend" {
				continue
			}
			t.Run(name+"/"+string(slug), func(t *testing.T) {
				a, err := l.Asset(slug, "en", content.Audience{Staff: true})
				ok(t, err)
				page, err := l.RenderPage(a, brand, "https://portal.example")
				ok(t, err)
				if len(page) > 400<<10 {
					t.Errorf("%d KB, want 400 at the most", len(page)>>10)
				}
				hold(t, tab, page, nil, Desktop, Desktop.InDark(), Phone, Phone.InDark())
				whole(t, tab, page, Desktop)
			})
		}
	}
}

// whole wants the tables of a page that stands alone seen as a whole, without a scroll to the side.
func whole(t *testing.T, tab *Tab, page []byte, screens ...Screen) {
	t.Helper()
	for _, s := range screens {
		ok(t, tab.See(s))
		_, err := tab.Open(shown(t, page).URL + "/page.html")
		ok(t, err)
		cut, err := Ask[[]string](tab, `[...document.querySelectorAll('.table-scroll')].filter(el => el.scrollWidth > el.clientWidth + 1).map(el => el.textContent.trim().slice(0, 40) + ' ' + el.scrollWidth + ' in ' + el.clientWidth)`)
		ok(t, err)
		for _, one := range cut {
			t.Errorf("%s: a table is cut: %s", s, one)
		}
	}
}

// TestTablesOfADownloadedPageAreSeenWhole opens those of texts with wide heads, on a phone too.
func TestTablesOfADownloadedPageAreSeenWhole(t *testing.T) {
	tab := open(t)
	l, err := content.Load(content.Files())
	ok(t, err)
	for slug, locale := range map[portal.AssetSlug]string{"city-weekend": "es", "winter-co-op": "en"} {
		a, err := l.Asset(slug, locale, content.Audience{Staff: true})
		ok(t, err)
		page, err := l.RenderPage(a, l.House(), "https://portal.example")
		ok(t, err)
		whole(t, tab, page, Desktop, Phone)
	}
}

// TestAnEmailCanBeReadInTheLightAndInTheDark opens the HTML part of emails as wide as a
// mail program shows it, and as a phone does.
func TestAnEmailCanBeReadInTheLightAndInTheDark(t *testing.T) {
	tab := open(t)
	l, err := content.Load(content.Files())
	ok(t, err)
	wide := Screen{Width: 600, Height: 900}
	brands, err := Brands()
	ok(t, err)
	for name, brand := range brands {
		for _, slug := range []portal.AssetSlug{"city-weekend", "after-the-transfer", "how-to-write-assets"} {
			if name != "usual" && slug != "city-weekend" {
				continue
			}
			t.Run(name+"/"+string(slug), func(t *testing.T) {
				a, err := l.Asset(slug, "en", content.Audience{Staff: true})
				ok(t, err)
				message, err := l.RenderEmail(a, brand, "https://portal.example")
				ok(t, err)
				hold(t, tab, mailed(t, message), ofTheMailProgram, wide, wide.InDark(), Phone, Phone.InDark())
			})
		}
	}
}

func mailed(t *testing.T, message []byte) []byte {
	t.Helper()
	page, err := Mailed(message)
	ok(t, err)
	return page
}
