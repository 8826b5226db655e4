package browser

import (
	"net/http/httptest"
	"testing"

	"tandem/portal"
	"tandem/templates"
)

// TestTheGalleryHoldsTheGates holds every component, with what a page would put into
// it, to what pages are held to: in the program's colour and in one that is hard to read.
func TestTheGalleryHoldsTheGates(t *testing.T) {
	tab := open(t)
	for name, colour := range map[string]portal.Colour{"indigo": {0x4f, 0x46, 0xe5}, "yellow": {0xff, 0xcc, 0x00}} {
		handler, err := Gallery(colour)
		ok(t, err)
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		known := map[string]bool{}
		for _, path := range []string{"/", "/home", "/account", "/join", "/signin", "/program/terms", "/program/tiers", "/resources", "/glossary", "/gallery"} {
			known[path] = true
		}
		for _, view := range templates.Galleries(colour) {
			t.Run(name+" "+view.Name(), func(t *testing.T) {
				inspect(t, tab, Page{Name: view.Name(), Path: "/" + view.Name()}, server.URL, known)
			})
		}
	}
}
