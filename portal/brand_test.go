package portal

import (
	"slices"
	"strings"
	"testing"
)

func miramarKit() BrandKit {
	return BrandKit{
		Name: "Bluewater Ferries", Logo: Logo{Hash: strings.Repeat("ab", 32), Width: 600, Height: 200, Type: "image/png"},
		Primary: "#1D5FA8", Secondary: "f90", Tagline: "The short way over", Site: "bluewater.example.com", Contact: "Ines Park", Email: "hello@bluewater.example.com",
	}
}

func TestBrandKitIsKeptInOneForm(t *testing.T) {
	got, err := miramarKit().Check()
	if err != nil {
		t.Fatal(err)
	}
	if got.Primary != "#1d5fa8" || got.Secondary != "#ff9900" || got.Site != "https://bluewater.example.com" || !got.Complete() {
		t.Errorf("got %+v", got)
	}
}

func TestBrandKitSaysWhatIsWrong(t *testing.T) {
	for field, spoil := range map[string]func(*BrandKit){
		"name":      func(k *BrandKit) { k.Name = " " },
		"primary":   func(k *BrandKit) { k.Primary = "blue" },
		"secondary": func(k *BrandKit) { k.Secondary = "#12345g" },
		"tagline":   func(k *BrandKit) { k.Tagline = strings.Repeat("x", 81) },
		"site":      func(k *BrandKit) { k.Site = "javascript:alert(1)" },
		"email":     func(k *BrandKit) { k.Email = "" },
		"phone":     func(k *BrandKit) { k.Phone = "call us" },
	} {
		kit := miramarKit()
		spoil(&kit)
		if _, err := kit.Check(); !slices.Equal(fields(err), []string{field}) {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestBrandHashFollowsTheContent(t *testing.T) {
	a := miramarKit()
	b := a
	b.SetAt = moment("2026-03-20 15:00")
	if a.Hash() != b.Hash() {
		t.Error("the moment of setting changes the hash")
	}
	seen := map[string]bool{a.Hash(): true}
	for _, change := range []func(*BrandKit){
		func(k *BrandKit) { k.Name = "x" }, func(k *BrandKit) { k.Logo.Hash = "x" }, func(k *BrandKit) { k.Primary = "x" }, func(k *BrandKit) { k.Secondary = "x" },
		func(k *BrandKit) { k.Tagline = "x" }, func(k *BrandKit) { k.Site = "x" }, func(k *BrandKit) { k.Contact = "x" }, func(k *BrandKit) { k.Email = "x" },
		func(k *BrandKit) { k.Phone = "x" }, func(k *BrandKit) { k.Address = "x" },
	} {
		c := a
		change(&c)
		if seen[c.Hash()] {
			t.Errorf("%+v has the hash of another kit", c)
		}
		seen[c.Hash()] = true
	}
}

func TestSetBrandIsForMembers(t *testing.T) {
	p, err := active(t).SetBrand(miramarKit(), rita, moment("2026-03-20 15:00"))
	if err != nil || p.Brand.SetAt != moment("2026-03-20 15:00") || p.History[len(p.History)-1].Kind != PartnerBrandEvent {
		t.Errorf("got %v, %+v", err, p.Brand)
	}
	if _, err := applied(t).SetBrand(miramarKit(), rita, moment("2026-03-20 15:00")); KindOf(err) != Conflict {
		t.Errorf("an applicant: got %v, want a conflict", err)
	}
}
