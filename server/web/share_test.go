package web

import (
	"bytes"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"tandem/content"
)

var shownPicture = regexp.MustCompile(`<meta property="og:image" content="([^"]*)">`)

func TestPublicPagesAreSharedWithAPicture(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	address := ""
	for _, page := range []string{"/", "/program/tiers", "/program/terms", "/glossary", "/resources", "/join", "/signin"} {
		a := s.as(t, visitor).get(t, page)
		found := shownPicture.FindStringSubmatch(a.text())
		if found == nil || address != "" && found[1] != address {
			t.Fatalf("%s: %v", page, found)
		}
		address = found[1]
		for _, want := range []string{`property="og:title"`, `property="og:description"`, `name="twitter:card" content="summary_large_image"`} {
			if !strings.Contains(a.body, want) {
				t.Errorf("%s lacks %s", page, want)
			}
		}
	}
	path, ours := strings.CutPrefix(address, siteBase)
	if !ours {
		t.Fatalf("the picture is at %s", address)
	}
	c := s.as(t, visitor)
	a := c.get(t, path)
	picture, err := png.DecodeConfig(bytes.NewReader([]byte(a.body)))
	if a.status != 200 || a.header.Get("Content-Type") != "image/png" || a.header.Get("Cache-Control") != forever || err != nil || picture.Width != content.CardWidth {
		t.Errorf("%d %v %v", a.status, a.header, err)
	}
	c.header = map[string]string{"If-None-Match": a.header.Get("ETag")}
	if again := c.get(t, path); again.status != 304 || again.body != "" {
		t.Errorf("again: %d", again.status)
	}
	if old := c.get(t, sharePrefix+"program.0000000000.png"); old.status != 404 {
		t.Errorf("another version is there: %d", old.status)
	}
	c.header = nil
	if a := c.get(t, "/reset"); strings.Contains(a.body, "og:image") {
		t.Error("a page that is for nobody to share has a picture")
	}
}
