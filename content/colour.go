package content

import (
	"fmt"
	"math"
	"strconv"
)

// rgb is a colour, 0 to 255 each.
type rgb [3]int

func parseColour(text string) (rgb, bool) {
	if !colourCode.MatchString(text) {
		return rgb{}, false
	}
	var c rgb
	for i := range c {
		n, _ := strconv.ParseUint(text[1+2*i:3+2*i], 16, 8)
		c[i] = int(n)
	}
	return c, true
}

func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// luminance is WCAG's relative luminance in millionths: whole numbers, so that
// every machine decides alike.
func (c rgb) luminance() int {
	weights := [3]float64{0.2126, 0.7152, 0.0722}
	sum := 0
	for i, channel := range c {
		v := float64(channel) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += int(math.Round(v * weights[i] * 1e6))
	}
	return sum
}

// contrast is WCAG's contrast ratio in hundredths: 450 is 4.5 to 1.
func contrast(a, b rgb) int {
	x, y := a.luminance()+50_000, b.luminance()+50_000
	return max(x, y) * 100 / min(x, y)
}

var white, ink = rgb{255, 255, 255}, rgb{21, 23, 28}

// onWhite darkens a colour step by step until words in it can be read on white.
func (c rgb) onWhite() rgb {
	for contrast(c, white) < 450 {
		for i := range c {
			c[i] = c[i] * 94 / 100
		}
	}
	return c
}

// wordsOn is the colour of words on a surface of this colour: white or ink, whichever reads better.
func (c rgb) wordsOn() rgb {
	if contrast(c, white) >= contrast(c, ink) {
		return white
	}
	return ink
}

// tint mixes a colour with white; part is its share in hundredths.
func (c rgb) tint(part int) rgb {
	for i := range c {
		c[i] = (c[i]*part + 255*(100-part)) / 100
	}
	return c
}
