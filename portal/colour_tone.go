package portal

import "math"

// Oklab (Björn Ottosson, 2020): equal steps of lightness look equal, and a hue
// stays the same hue when it gets lighter. The products are converted one by one,
// so that no machine fuses them with a sum and every machine makes the same colour.

// Lightness is how light the colour looks, in thousandths: 0 is black, 1000 white.
func (c Colour) Lightness() int {
	lightness, _, _ := c.oklab()
	return int(math.Round(lightness * 1000))
}

// Toned is the colour at another lightness in thousandths. Its hue stays; it gets
// paler only where a screen has no such colour.
func (c Colour) Toned(lightness int) Colour {
	_, a, b := c.oklab()
	l := float64(lightness) / 1000
	for chroma := 50; chroma > 0; chroma-- {
		share := float64(chroma) / 50
		if toned, ok := fromOklab(l, float64(a*share), float64(b*share)); ok {
			return toned
		}
	}
	grey, _ := fromOklab(l, 0, 0)
	return grey
}

// weigh is a weighted sum of three values.
func weigh(a, x, b, y, c, z float64) float64 { return float64(a*x) + float64(b*y) + float64(c*z) }

func (c Colour) oklab() (lightness, a, b float64) {
	var rgb [3]float64
	for i, channel := range c {
		v := float64(channel) / 255
		if v <= 0.04045 {
			rgb[i] = v / 12.92
		} else {
			rgb[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	l := math.Cbrt(weigh(0.4122214708, rgb[0], 0.5363325363, rgb[1], 0.0514459929, rgb[2]))
	m := math.Cbrt(weigh(0.2119034982, rgb[0], 0.6806995451, rgb[1], 0.1073969566, rgb[2]))
	s := math.Cbrt(weigh(0.0883024619, rgb[0], 0.2817188376, rgb[1], 0.6299787005, rgb[2]))
	return weigh(0.2104542553, l, 0.7936177850, m, -0.0040720468, s),
		weigh(1.9779984951, l, -2.4285922050, m, 0.4505937099, s),
		weigh(0.0259040371, l, 0.7827717662, m, -0.8086757660, s)
}

// fromOklab is the nearest colour of a screen; false when it is not quite that one.
func fromOklab(lightness, a, b float64) (c Colour, ok bool) {
	cube := func(v float64) float64 { return v * v * v }
	l := cube(weigh(1, lightness, 0.3963377774, a, 0.2158037573, b))
	m := cube(weigh(1, lightness, -0.1055613458, a, -0.0638541728, b))
	s := cube(weigh(1, lightness, -0.0894841775, a, -1.2914855480, b))
	ok = true
	for i, v := range [3]float64{
		weigh(4.0767416621, l, -3.3077115913, m, 0.2309699292, s),
		weigh(-1.2684380046, l, 2.6097574011, m, -0.3413193965, s),
		weigh(-0.0041960863, l, -0.7034186147, m, 1.7076147010, s),
	} {
		ok = ok && v > -0.0005 && v < 1.0005
		v = min(max(v, 0), 1)
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = float64(1.055*math.Pow(v, 1/2.4)) - 0.055
		}
		c[i] = uint8(math.Round(v * 255))
	}
	return c, ok
}
