package templates

import (
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"tandem/portal"
)

// The grounds that a brand's colour stands on: page, surface and second surface of
// assets/css/tokens.css, which a test compares.
var (
	lightGrounds = []portal.Colour{portal.Paper, portal.White, {0xf3, 0xf4, 0xf6}}
	darkGrounds  = []portal.Colour{{0x0e, 0x0f, 0x13}, portal.Night, {0x1e, 0x20, 0x27}}
)

// BrandCSS is the style sheet of a brand colour: the colour for the light and the
// dark theme, each dark or light enough to be read as text on every ground and on
// its own soft fill, the colour of words on it, and the colour as the company
// picked it for its mark (own).
func BrandCSS(brand portal.Colour) []byte {
	light := accent(brand, lightGrounds, portal.Colour.Darker, portal.TextContrast)
	dark := accent(brand, darkGrounds, portal.Colour.Lighter, glow)
	return fmt.Appendf(nil, ":root{--brand:light-dark(%s,%s);--on-brand:light-dark(%s,%s);--own:%s;--on-own:%s}\n",
		light, dark, light.On(), dark.On(), brand, brand.On())
}

// SheetCSS is the same for what is shown in a partner's colour inside a page: a
// sheet is paper, whatever the theme around it.
func SheetCSS(brand portal.Colour) []byte {
	css := strings.TrimSuffix(strings.TrimPrefix(string(BrandCSS(brand)), ":root{"), "}\n")
	return []byte(".own{" + css + ";--brand-soft:color-mix(in srgb,var(--brand) 10%,var(--surface));--brand-mid:color-mix(in srgb,var(--brand) 32%,var(--surface))}\n")
}

const (
	soft = 10  // how much of a brand its soft fill has, in hundredths
	glow = 600 // a dark page wants more contrast than the least: a colour that just passes looks dull
)

// accent moves the colour away from its grounds until it has the contrast on each
// of them, and can be read on its own soft fill over each.
func accent(brand portal.Colour, grounds []portal.Colour, away func(c, ground portal.Colour, contrast int) portal.Colour, contrast int) portal.Colour {
	for ; contrast < 2100; contrast += 10 {
		c, readable := brand, true
		for _, ground := range grounds {
			c = away(c, ground, contrast)
		}
		for _, ground := range grounds {
			readable = readable && portal.Contrast(c, c.Mix(ground, soft)) >= portal.TextContrast
		}
		if readable {
			return c
		}
	}
	return grounds[0].On()
}

// IconURL is BrandIcon as an address that holds the file itself: one request less on a first visit.
func IconURL(name string, brand portal.Colour) template.URL {
	return template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(BrandIcon(name, brand)))
}

// BrandIcon is the icon of the browser's tab, an SVG file: the first letter of the
// program's name on its colour.
func BrandIcon(name string, brand portal.Colour) []byte {
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="%s"/>`+
		`<text x="16" y="22.5" text-anchor="middle" font-family="Inter,system-ui,sans-serif" font-size="18" font-weight="650" fill="%s">%s</text></svg>`,
		brand, brand.On(), template.HTMLEscapeString(strings.ToUpper(Brand{Name: name}.Initial())))
}
