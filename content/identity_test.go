package content

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
)

func TestACompanysIdentityStandsInForTheOneThatComesAlong(t *testing.T) {
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	id := Identity{
		Name: `Acme "Gold" Partners: all`, Company: "Acme # Sons", Tagline: "Tell your customers about us.", Site: "https://acme.example",
		Support: "help@acme.example", Colour: "#7a1f3d", Currency: "USD", Logo: logo.Bytes(),
	}
	files, err := WithIdentity(Files(), id)
	if err != nil {
		t.Fatal(err)
	}
	library, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	p := library.Program
	if p.Name != id.Name || p.Company != id.Company || p.Tagline != id.Tagline || p.Site != id.Site || p.Support != id.Support || p.Colour != id.Colour || p.Currency != id.Currency {
		t.Errorf("got %+v", p)
	}
	if library.Logo().Width != 40 {
		t.Errorf("logo %+v", library.Logo())
	}
	id.Logo = nil
	if files, err = WithIdentity(Files(), id); err != nil {
		t.Fatal(err)
	}
	if library, err = Load(files); err != nil || library.Logo().Name != "" {
		t.Errorf("another company's logo stayed: %v, %v", library.Logo().Name, err)
	}
}

func TestAnIdentityIsCheckedLikeAnyFile(t *testing.T) {
	files, err := WithIdentity(Files(), Identity{Name: "A", Company: "B", Colour: "mauve-ish", Currency: "XXX"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(files); err == nil || !strings.Contains(err.Error(), "program/program.md:") {
		t.Errorf("got %v", err)
	}
}
