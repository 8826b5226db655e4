package content

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"strings"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"tandem/portal"
)

// The size that sites show a shared link's picture in, and its margins.
const (
	ShareWidth  = 1200
	ShareHeight = 630

	shareMargin = 88
	shareLogo   = 88 // height of the logo
)

// SharePicture is the picture that goes with a link to the public pages where somebody
// shares it: the program's name and its sentence on its colour, with the company's logo
// when there is one. A PNG file.
func (l *Library) SharePicture() ([]byte, error) {
	return l.sharePicture("", l.Program.Name, l.Program.Tagline)
}

// AssetPicture is the picture that goes with a link to a public asset: its title.
func (l *Library) AssetPicture(a Asset) ([]byte, error) {
	return l.sharePicture(kindLabel(a.Kind, a.Locale), a.Title, "")
}

func (l *Library) sharePicture(kicker, title, line string) ([]byte, error) {
	p := l.Program
	ground, err := portal.ParseColour(p.Colour)
	if err != nil {
		return nil, fmt.Errorf("the program's colour: %w", err)
	}
	picture := image.NewRGBA(image.Rect(0, 0, ShareWidth, ShareHeight))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(opaque(ground)), image.Point{}, draw.Src)
	ink := image.NewUniform(opaque(ground.On()))
	draw.Draw(picture, image.Rect(shareMargin, shareMargin, shareMargin+8, ShareHeight-shareMargin), ink, image.Point{}, draw.Over)

	left, top := shareMargin+48, shareMargin
	if logo, ok := l.shareLogo(); ok {
		size := logo.Bounds()
		width := min(size.Dx()*shareLogo/max(1, size.Dy()), ShareWidth/2)
		height := width * size.Dy() / max(1, size.Dx())
		sheet := image.Rect(left, top, left+width+48, top+height+40)
		draw.Draw(picture, sheet, image.White, image.Point{}, draw.Src) // logos are made for paper
		draw.CatmullRom.Scale(picture, image.Rect(left+24, top+20, left+24+width, top+20+height), logo, size, draw.Over, nil)
		top = sheet.Max.Y + 40
	}
	bold, err := sharesFace(gobold.TTF, 80)
	if err != nil {
		return nil, err
	}
	plain, err := sharesFace(goregular.TTF, 36)
	if err != nil {
		return nil, err
	}
	room := ShareWidth - left - shareMargin
	if kicker != "" {
		top = write(picture, ink, plain, kicker, left, top, room, 1) + 8
	}
	top = write(picture, ink, bold, title, left, top, room, 3-min(len(line), 1))
	write(picture, ink, plain, line, left, top+20, room, 3)
	foot := p.Company
	if site, err := url.Parse(p.Site); err == nil && site.Host != "" {
		foot += " · " + strings.TrimPrefix(site.Host, "www.")
	}
	write(picture, ink, plain, foot, left, ShareHeight-shareMargin-44, room, 1)

	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("encode the picture to share: %w", err)
	}
	return out.Bytes(), nil
}

// shareLogo is the company's logo in pixels; ok is false when there is none to draw.
func (l *Library) shareLogo() (image.Image, bool) {
	if l.logo.Name == "" {
		return nil, false
	}
	if l.logo.Type == "image/svg+xml" {
		picture, err := rasterise(l.logo.Bytes, ShareWidth)
		return picture, err == nil
	}
	picture, _, err := image.Decode(bytes.NewReader(l.logo.Bytes))
	return picture, err == nil
}

func opaque(c portal.Colour) color.Color { return color.NRGBA{c[0], c[1], c[2], 255} }

func sharesFace(file []byte, size float64) (font.Face, error) {
	parsed, err := opentype.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("read a typeface: %w", err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, fmt.Errorf("size a typeface: %w", err)
	}
	return face, nil
}

// write sets a text in lines that fit a width, from a top downwards, and returns where
// the next may begin. What does not fit the lines ends in an ellipsis.
func write(on draw.Image, ink image.Image, face font.Face, text string, left, top, width, lines int) int {
	metrics := face.Metrics()
	height := metrics.Height.Ceil()
	for _, line := range broken(face, text, width, lines) {
		(&font.Drawer{Dst: on, Src: ink, Face: face, Dot: fixed.P(left, top+metrics.Ascent.Ceil())}).DrawString(line)
		top += height
	}
	return top
}

// broken is a text in at most some lines of at most some pixels.
func broken(face font.Face, text string, width, most int) []string {
	fits := func(line string) bool { return font.MeasureString(face, line).Ceil() <= width }
	var lines []string
	for _, word := range strings.Fields(text) {
		last := len(lines) - 1
		if last >= 0 && fits(lines[last]+" "+word) {
			lines[last] += " " + word
			continue
		}
		if len(lines) == most {
			lines[last] += "…"
			break
		}
		lines = append(lines, word)
	}
	for i, line := range lines {
		for runes := []rune(line); !fits(string(runes)) && len(runes) > 1; {
			runes = append(runes[:len(runes)-2], '…')
			lines[i] = string(runes)
		}
	}
	return lines
}
