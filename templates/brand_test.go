package templates

import (
	"encoding/xml"
	"os"
	"regexp"
	"testing"

	"pgregory.net/rapid"

	"tandem/portal"
)

func colour(t interface{ Fatal(...any) }, text string) portal.Colour {
	c, err := portal.ParseColour(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestABrandIsMeasuredOnTheRealGrounds compares the grounds with the style sheet's.
func TestABrandIsMeasuredOnTheRealGrounds(t *testing.T) {
	tokens, err := os.ReadFile("../assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"bg", "surface", "surface-2"} {
		found := regexp.MustCompile(`--` + name + `: light-dark\((#\w{6}), (#\w{6})\)`).FindSubmatch(tokens)
		if found == nil {
			t.Fatalf("tokens.css has no --%s of two colours in six digits", name)
		}
		if got := colour(t, string(found[1])); got != lightGrounds[i] {
			t.Errorf("--%s is %s in light, a brand is measured on %s", name, got, lightGrounds[i])
		}
		if got := colour(t, string(found[2])); got != darkGrounds[i] {
			t.Errorf("--%s is %s in dark, a brand is measured on %s", name, got, darkGrounds[i])
		}
	}
}

func TestABrandOfAnyColourIsReadableInBothThemes(t *testing.T) {
	hex := regexp.MustCompile(`#[0-9a-f]{6}`)
	check := func(t interface {
		Fatal(...any)
		Fatalf(string, ...any)
	}, brand portal.Colour,
	) {
		css := string(BrandCSS(brand))
		found := hex.FindAllString(css, -1)
		if len(found) != 6 {
			t.Fatalf("%s: %s", brand, css)
		}
		light, dark, onLight, onDark, own, onOwn := colour(t, found[0]), colour(t, found[1]), colour(t, found[2]), colour(t, found[3]), colour(t, found[4]), colour(t, found[5])
		read := func(what string, words, ground portal.Colour) {
			if got := portal.Contrast(words, ground); got < portal.TextContrast {
				t.Fatalf("%s %s: %s on %s is %d", brand, what, words, ground, got)
			}
		}
		for i := range lightGrounds {
			read("in light", light, lightGrounds[i])
			read("on its soft fill", light, light.Mix(lightGrounds[i], soft))
			read("in dark", dark, darkGrounds[i])
			read("on its soft fill in dark", dark, dark.Mix(darkGrounds[i], soft))
		}
		read("words on it", onLight, light)
		read("words on it in dark", onDark, dark)
		if got := portal.Contrast(onOwn, own); own != brand || got < portal.ShapeContrast { // one large letter
			t.Fatalf("the mark of %s is %s with %s on it: %d", brand, own, onOwn, got)
		}
	}
	for _, brand := range []string{"#0b4f6c", "#4f46e5", "#ffff00", "#ffffff", "#000000", "#ff9900", "#7f7f7f", "#00ff88"} {
		check(t, colour(t, brand))
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, portal.Colour{rapid.Byte().Draw(t, "red"), rapid.Byte().Draw(t, "green"), rapid.Byte().Draw(t, "blue")})
	})
}

func TestTheBrandIconIsSVGWhateverTheName(t *testing.T) {
	for _, name := range []string{"Northwind", "<b>", "&c", "é", ""} {
		icon := BrandIcon(name, portal.Ink)
		if err := xml.Unmarshal(icon, new(struct{})); err != nil {
			t.Errorf("%q: %v\n%s", name, err, icon)
		}
	}
}
