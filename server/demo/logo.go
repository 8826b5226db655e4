package demo

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"tandem/portal"
)

// logo draws a company's logo: a sign in its colour and its name, on a clear
// ground. Every other company has the sign alone.
func logo(company, colour string) []byte {
	c, err := portal.ParseColour(colour)
	if err != nil {
		panic(err) // the sheet is ours
	}
	const height = 96
	ink := color.NRGBA{c[0], c[1], c[2], 255}
	face := face(44)
	width := height + 24 + font.MeasureString(face, company).Ceil() + 8
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(company)) // a hash takes everything
	kind := sum.Sum32() % 4
	for y := range height {
		for x := range height {
			if a := sign(kind, float64(x)/height*2-1, float64(y)/height*2-1); a > 0 {
				picture.SetNRGBA(x, y, color.NRGBA{ink.R, ink.G, ink.B, uint8(a * 255)})
			}
		}
	}
	(&font.Drawer{Dst: picture, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(height+20, height/2+16)}).DrawString(company)
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// sign is how much ink a sign has at a place, from -1 to 1 on both axes.
func sign(kind uint32, x, y float64) float64 {
	r := math.Hypot(x, y)
	edge := func(d float64) float64 { return math.Max(0, math.Min(1, d*40+.5)) }
	switch kind {
	case 0: // ring with a wave
		return math.Max(edge(.12-math.Abs(r-.82)), edge(.09-math.Abs(y-.22*math.Sin(x*5)))*edge(.7-r))
	case 1: // disc with a window
		return edge(.94-r) * (1 - edge(.26-math.Max(math.Abs(x), math.Abs(y))))
	case 2: // two leaves
		return math.Max(edge(.62-math.Hypot(x+.3, y)), edge(.62-math.Hypot(x-.3, y))) * (1 - edge(.09-math.Abs(x)))
	}
	return edge(.9-(math.Abs(x)+math.Abs(y))) * (1 - edge(.3-r)) // a diamond
}

func face(size float64) font.Face {
	parsed, err := opentype.Parse(gobold.TTF)
	if err != nil {
		panic(err) // the font comes with the module
	}
	made, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		panic(err)
	}
	return made
}
