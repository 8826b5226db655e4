package browser

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"tandem/content"
	"tandem/portal"
)

// brands are the partners whose copies are looked at: what is long, wide, missing or
// written from right to left.
func brands(t *testing.T) map[string]content.CoBrand {
	t.Helper()
	logo := func(width, height int) ([]byte, portal.Logo) {
		img := image.NewNRGBA(image.Rect(0, 0, width, height))
		for i := range width * height {
			img.SetNRGBA(i%width, i/width, color.NRGBA{20, 60, 120, 255})
		}
		var out bytes.Buffer
		ok(t, png.Encode(&out, img))
		return out.Bytes(), portal.Logo{Hash: "x", Width: width, Height: height, Type: "image/png"}
	}
	kit := portal.BrandKit{Name: "Casa Lumen", Primary: "#f2b705", Contact: "Inés Muñoz", Email: "ines@casalumen.example", Site: "https://casalumen.example", Phone: "+351 21 555 01 00"}
	usual := content.CoBrand{Slug: "casa-lumen", Link: "https://portal.example/r/casa-lumen", Kit: kit, Tier: portal.Core, Markets: []string{"PT"}, Today: "2026-11-23"}
	usual.Logo, usual.Kit.Logo = logo(160, 48)
	wide := usual
	wide.Logo, wide.Kit.Logo = logo(1600, 60)
	long := usual
	long.Logo, long.Kit.Logo, long.Kit.Primary = nil, portal.Logo{}, "#000000"
	long.Kit.Name = "Donaudampfschifffahrtsgesellschaft Reisevermittlung & Partner Kongresshotelbetriebe mbH"
	arabic := long
	arabic.Kit.Name, arabic.Kit.Contact, arabic.Kit.Primary = "شركة السفر العربية", "ليلى حداد", "#fff36b"
	return map[string]content.CoBrand{"usual": usual, "wide": wide, "long": long, "arabic": arabic}
}

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
	for name, brand := range brands(t) {
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
			})
		}
	}
}

// TestAnEmailCanBeReadInTheLightAndInTheDark opens the HTML part of emails as wide as a
// mail program shows it, and as a phone does.
func TestAnEmailCanBeReadInTheLightAndInTheDark(t *testing.T) {
	tab := open(t)
	l, err := content.Load(content.Files())
	ok(t, err)
	wide := Screen{Width: 600, Height: 900}
	for name, brand := range brands(t) {
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

// mailed is the HTML part of a message with its pictures inside, as a mail program puts
// them together.
func mailed(t *testing.T, message []byte) []byte {
	t.Helper()
	read, err := mail.ReadMessage(bytes.NewReader(message))
	ok(t, err)
	page := ""
	pictures := map[string]string{}
	var open func(contentType string, body io.Reader)
	open = func(contentType string, body io.Reader) {
		_, parameters, err := mime.ParseMediaType(contentType)
		ok(t, err)
		for parts := multipart.NewReader(body, parameters["boundary"]); ; {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return
			}
			ok(t, err)
			kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
			ok(t, err)
			switch {
			case strings.HasPrefix(kind, "multipart/"):
				open(part.Header.Get("Content-Type"), part)
			case kind == "text/html":
				data, err := io.ReadAll(quotedprintable.NewReader(part))
				ok(t, err)
				page = string(data)
			case strings.HasPrefix(kind, "image/"):
				data, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
				ok(t, err)
				pictures[strings.Trim(part.Header.Get("Content-Id"), "<>")] = "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
			}
		}
	}
	open(read.Header.Get("Content-Type"), read.Body)
	for id, address := range pictures {
		page = strings.ReplaceAll(page, "cid:"+id, address)
	}
	if page == "" || strings.Contains(page, "cid:") {
		t.Fatalf("the message shows a picture that it does not have, or nothing")
	}
	return []byte(page)
}
