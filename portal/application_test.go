package portal

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fields are the names of the fields an error complains about, sorted.
func fields(err error) []string {
	if e, ok := errors.AsType[*Error](err); ok {
		return slices.Sorted(maps.Keys(e.Fields))
	}
	return nil
}

func TestApplicationIsKeptInOneForm(t *testing.T) {
	in := bluewater()
	in.Company, in.Site, in.Country, in.Email = "  Bluewater   Ferries ", "WWW.Bluewater.Example.COM/", "pt", "Ines@Bluewater.Example.COM"
	in.Markets = []string{"ES", "PT", "PT"}
	got, err := rules.CheckApplication(in)
	if err != nil {
		t.Fatal(err)
	}
	want := bluewater()
	want.Domain, want.Email = "example.com", "Ines@bluewater.example.com"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestApplicationSaysEverythingThatIsWrong(t *testing.T) {
	_, err := rules.CheckApplication(Application{Audience: -1, Phone: "call me", Note: strings.Repeat("x", 2001)})
	want := []string{"audience", "company", "contact", "country", "email", "languages", "markets", "note", "phone", "site", "vertical"}
	if diff := cmp.Diff(want, fields(err)); diff != "" {
		t.Error(diff)
	}
	for field, spoil := range map[string]func(*Application){
		"site":      func(a *Application) { a.Site = "https://gmail.com" },
		"markets":   func(a *Application) { a.Markets = []string{"PT", "XX"} },
		"languages": func(a *Application) { a.Languages = []string{"tlh"} },
		"country":   func(a *Application) { a.Country = "EU" },
		"vertical":  func(a *Application) { a.Vertical = "piracy" },
		"audience":  func(a *Application) { a.Audience = 1e11 },
		"company":   func(a *Application) { a.Company = "Blue\x00water" },
		"email":     func(a *Application) { a.Email = "Ines <ines@bluewater.pt>" },
	} {
		in := bluewater()
		spoil(&in)
		if _, err := rules.CheckApplication(in); !slices.Equal(fields(err), []string{field}) {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestCompanySiteNeedsAPublicDomain(t *testing.T) {
	for _, c := range []struct{ in, site, domain string }{
		{"https://www.bluewater.pt/", "https://www.bluewater.pt", "bluewater.pt"},
		{"bluewater.co.uk/en/", "https://bluewater.co.uk/en", "bluewater.co.uk"},
		{"HTTP://Shop.Bluewater.com.br", "http://shop.bluewater.com.br", "bluewater.com.br"},
		{"https://müller-reisen.de", "https://xn--mller-reisen-dlb.de", "xn--mller-reisen-dlb.de"},
		{"https://bluewater.github.io", "https://bluewater.github.io", "bluewater.github.io"},
		{"https://bluewater.pt.", "https://bluewater.pt", "bluewater.pt"},
		{"ftp://bluewater.pt", "", ""},
		{"https://user:pass@bluewater.pt", "", ""},
		{"https://bluewater.pt:8080", "", ""},
		{"https://localhost", "", ""},
		{"https://127.0.0.1", "", ""},
		{"https://[::1]/", "", ""},
		{"https://co.uk", "", ""},
		{"https://intranet.corp", "", ""},
		{"javascript:alert(1)", "", ""},
		{"https://blue water.pt", "", ""},
		{"", "", ""},
		{"https://", "", ""},
	} {
		site, domain, ok := CompanySite(c.in)
		if site != c.site || domain != c.domain || ok != (c.site != "") {
			t.Errorf("%q: got %q, %q, %t; want %q, %q", c.in, site, domain, ok, c.site, c.domain)
		}
	}
}

func TestParseEmailTakesBareAddressesOnly(t *testing.T) {
	for in, want := range map[string]string{
		"ines@bluewater.pt": "ines@bluewater.pt", "Ines.P+x@BLUEWATER.PT": "Ines.P+x@bluewater.pt", " a@müller.de ": "a@xn--mller-kva.de",
		"Ines <ines@bluewater.pt>": "", "ines@localhost": "", "ines@10.0.0.1": "", "ines@[10.0.0.1]": "", "ines": "", "@bluewater.pt": "", "a@b@c.pt": "",
		"\"a b\"@bluewater.pt": "", "a@bluewater.pt\r\nBcc: x@y.pt": "", strings.Repeat("a", 65) + "@bluewater.pt": "",
	} {
		got, ok := ParseEmail(in)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, %t; want %q", in, got, ok, want)
		}
	}
}

func TestCountriesAreComplete(t *testing.T) {
	if n := len(Countries()); n != 249 {
		t.Errorf("got %d countries, want the 249 of ISO 3166-1", n)
	}
	if CountryName("TR") != "Türkiye" || CountryName("XX") != "XX" || ValidCountry("pt") || !ValidCountry("PT") {
		t.Error("a country is not what it should be")
	}
}
