package templates

import (
	"fmt"

	"tandem/portal"
)

// BrandCSS is the style sheet of a brand colour: the colour for the light and
// the dark theme, each dark or light enough to be read as text, and the colour of words on it.
func BrandCSS(brand portal.Colour) []byte {
	// The soft fill behind a current entry is a tenth of the brand: text must hold on that too.
	light := brand.Darker(portal.Paper, portal.TextContrast)
	for portal.Contrast(light, light.Mix(portal.White, 10)) < portal.TextContrast {
		light = light.Mix(portal.Colour{}, 94)
	}
	dark := brand.Lighter(portal.Night, portal.TextContrast)
	for portal.Contrast(dark, dark.Mix(portal.Night, 10)) < portal.TextContrast && dark != portal.White {
		dark = dark.Lighter(portal.Night, portal.Contrast(dark, portal.Night)+20)
	}
	return fmt.Appendf(nil, ":root{--brand:light-dark(%s,%s);--on-brand:light-dark(%s,%s)}\n", light, dark, light.On(), dark.On())
}
