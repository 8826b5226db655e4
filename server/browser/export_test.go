package browser

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tandem/content/export"
)

// TestAnExportedHubLooksAsItShould opens pages of an export that a plain file server has
// under a folder, and goes from one to the other.
func TestAnExportedHubLooksAsItShould(t *testing.T) {
	tab := open(t)
	folder := t.TempDir()
	server := httptest.NewServer(http.StripPrefix("/partners", http.FileServer(http.Dir(folder))))
	defer server.Close()
	s := reading(t)
	files, err := s.app.PublicFiles(server.URL + "/partners")
	ok(t, err)
	_, err = export.To(t.Context(), folder, files)
	ok(t, err)
	for _, path := range []string{"/", "/program/tiers", "/program/terms", "/glossary", "/resources", "/resources/city-weekend", "/resources/city-weekend/es", "/404.html"} {
		status, err := tab.Open(server.URL + "/partners" + path)
		ok(t, err)
		if complaints := tab.Complaints(); status != http.StatusOK || len(complaints) > 0 {
			t.Errorf("%s: %d, %v", path, status, complaints)
		}
		for _, request := range tab.Requests() {
			if !strings.HasPrefix(request.URL, server.URL+"/partners/") && !strings.HasPrefix(request.URL, "data:") {
				t.Errorf("%s asks for %s", path, request.URL)
			}
		}
		face, err := Ask[string](tab, `getComputedStyle(document.querySelector("h1")).fontFamily + " " + document.fonts.check("16px Inter")`)
		ok(t, err)
		if !strings.Contains(face, "Inter") || !strings.HasSuffix(face, "true") {
			t.Errorf("%s is set in %s", path, face)
		}
	}
	_, err = tab.Open(server.URL + "/partners/")
	ok(t, err)
	for _, words := range []string{"Resources", "Two nights in the city, done properly", "Spanish"} {
		status, err := tab.Press(words)
		ok(t, err)
		if status != http.StatusOK {
			t.Fatalf("%s leads to %d", words, status)
		}
	}
	path, err := tab.Path()
	ok(t, err)
	if path != "/partners/resources/city-weekend/es/" {
		t.Errorf("three links lead to %s", path)
	}
	links, err := Ask[[]string](tab, `Array.from(document.querySelectorAll("a")).map(a => a.href)`)
	ok(t, err)
	if !slices.Contains(links, s.base+"/join") || !slices.ContainsFunc(links, func(l string) bool { return strings.HasPrefix(l, s.base+"/signin") }) {
		t.Errorf("the way in is not at the portal: %v", links)
	}
}
