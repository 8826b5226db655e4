package templates

import (
	"regexp"
	"testing"

	"tandem/portal"
)

func TestABrandOfAnyColourIsReadableInBothThemes(t *testing.T) {
	for _, brand := range []string{"#0b4f6c", "#4f46e5", "#ffff00", "#ffffff", "#000000", "#ff9900", "#7f7f7f", "#00ff88"} {
		c, err := portal.ParseColour(brand)
		if err != nil {
			t.Fatal(err)
		}
		css := string(BrandCSS(c))
		found := regexp.MustCompile(`#[0-9a-f]{6}`).FindAllString(css, -1)
		if len(found) != 4 {
			t.Fatalf("%s: %s", brand, css)
		}
		var colours []portal.Colour
		for _, text := range found {
			c, err := portal.ParseColour(text)
			if err != nil {
				t.Fatal(err)
			}
			colours = append(colours, c)
		}
		light, dark, onLight, onDark := colours[0], colours[1], colours[2], colours[3]
		for name, ratio := range map[string]int{
			"on paper": portal.Contrast(light, portal.Paper), "on its soft fill": portal.Contrast(light, light.Mix(portal.White, 10)),
			"at night": portal.Contrast(dark, portal.Night), "on its soft fill at night": portal.Contrast(dark, dark.Mix(portal.Night, 10)),
			"words on it": portal.Contrast(light, onLight), "words on it at night": portal.Contrast(dark, onDark),
		} {
			if ratio < portal.TextContrast {
				t.Errorf("%s %s: %d", brand, name, ratio)
			}
		}
	}
}
