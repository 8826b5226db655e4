package portal

import (
	"fmt"
	"math"
	"strconv"
)

// Colour is an sRGB colour, 0 to 255 each.
type Colour [3]uint8

var (
	White = Colour{255, 255, 255}
	Ink   = Colour{21, 23, 28}    // the colour of words on a light surface
	Night = Colour{22, 24, 29}    // the surface of the dark theme
	Paper = Colour{247, 247, 249} // the ground of the light theme
)

// The contrasts that WCAG 2.2 AA asks for, in hundredths: 450 is 4.5 to 1.
const (
	TextContrast  = 450
	ShapeContrast = 300
)

// ParseColour reads "#1d5fa8"; anything else is Invalid.
func ParseColour(text string) (Colour, error) {
	if !hexColour.MatchString(text) {
		return Colour{}, Errorf(Invalid, "%q is not a colour; write it as #1d5fa8.", text)
	}
	var c Colour
	for i := range c {
		n, _ := strconv.ParseUint(text[1+2*i:3+2*i], 16, 8) // the pattern admits nothing else
		c[i] = uint8(n)
	}
	return c, nil
}

func (c Colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// luminance is WCAG's relative luminance in millionths: whole numbers, so that
// every machine decides alike.
func (c Colour) luminance() int {
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

// Contrast is WCAG's contrast ratio of two colours in hundredths: 100 to 2100.
func Contrast(a, b Colour) int {
	x, y := a.luminance()+50_000, b.luminance()+50_000
	return max(x, y) * 100 / min(x, y)
}

// On is the colour of words on a surface of this colour: white or ink, whichever reads better.
func (c Colour) On() Colour {
	if Contrast(c, White) >= Contrast(c, Ink) {
		return White
	}
	return Ink
}

// Mix is the colour with part hundredths of it and the rest of another.
func (c Colour) Mix(other Colour, part int) Colour {
	for i := range c {
		c[i] = uint8((int(c[i])*part + int(other[i])*(100-part)) / 100)
	}
	return c
}

// Darker is the colour darkened step by step until it has the contrast on a light ground.
func (c Colour) Darker(ground Colour, contrast int) Colour {
	for Contrast(c, ground) < contrast && c != (Colour{}) {
		c = c.Mix(Colour{}, 94)
	}
	return c
}

// Lighter is the colour lightened step by step, in its own hue, until it has the
// contrast on a dark ground.
func (c Colour) Lighter(ground Colour, contrast int) Colour {
	if Contrast(c, ground) >= contrast {
		return c
	}
	for lightness := c.Lightness(); lightness < 1000; lightness += 4 {
		if next := c.Toned(lightness); Contrast(next, ground) >= contrast {
			return next
		}
	}
	return White
}
