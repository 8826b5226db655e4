package content

import (
	"bytes"
	"fmt"
	"image"

	"golang.org/x/image/draw"

	"tandem/content/render/kept"
	"tandem/content/render/pdf"
)

// artworks are pictures as cards show them: cut, scaled, ready to be laid down. They take
// so much memory at the most.
var artworks = kept.Weighed[string](12<<20, func(p *image.RGBA) int { return len(p.Pix) })

// once is the picture of a key, made when it is not kept.
func once(key string, make func() *image.RGBA) *image.RGBA {
	picture, _ := artworks.Get(key, func() (*image.RGBA, error) { return make(), nil })
	return picture
}

// cut is a picture that fills a box, cut so that its focus stays in sight.
func (l *Library) cut(img Image, focus Focus, w, h int) image.Image {
	return once(fmt.Sprintf("%s %d %d %d %d %s", img.Hash, focus.X, focus.Y, w, h, l.Fonts.Hash()), func() *image.RGBA {
		from := window(img.Width, img.Height, focus, w, h)
		if drawing := l.drawings[img.Hash]; drawing != nil {
			if fonts, err := l.fonts(); err == nil {
				return drawing.Paint(fonts, [4]float64{float64(from.Min.X), float64(from.Min.Y), float64(from.Dx()), float64(from.Dy())}, w, h)
			}
		}
		out := image.NewRGBA(image.Rect(0, 0, w, h))
		if picture := decoded(img.Bytes); picture != nil {
			draw.CatmullRom.Scale(out, out.Rect, picture, from.Add(picture.Bounds().Min), draw.Src, nil)
		}
		return out
	})
}

// window is the part of a picture that has the shape of a box and the focus as near to its middle as it can be.
func window(width, height int, focus Focus, w, h int) image.Rectangle {
	size := image.Pt(width, max(1, width*h/w))
	if size.Y > height {
		size = image.Pt(max(1, height*w/h), height)
	}
	x := min(max(width*focus.X/100-size.X/2, 0), width-size.X)
	y := min(max(height*focus.Y/100-size.Y/2, 0), height-size.Y)
	return image.Rectangle{Max: size}.Add(image.Pt(x, y))
}

// decoded is a picture of pixels, nil when it cannot be read or is too large.
func decoded(file []byte) image.Image {
	head, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || head.Width <= 0 || head.Height <= 0 || head.Width > pdf.MaxPixels/head.Height {
		return nil
	}
	picture, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil
	}
	return picture
}

// cardLogo is a logo as cards show it: without the empty border it may come with.
type cardLogo struct {
	key    string
	pixels *image.RGBA // as it comes, no larger than a card needs
}

const cardLogoSide = 640

// cardLogo is the partner's logo, the company's own where there is no partner, or nil.
func (l *Library) cardLogo(c CoBrand) *cardLogo {
	if len(c.Logo) > 0 {
		key := hashed(Image{Bytes: c.Logo}).Hash
		return logoOf(key, func() *image.RGBA { return bounded(decoded(c.Logo)) })
	}
	if plainText(c.Kit.Name) != l.Program.Company || l.logo.Name == "" {
		return nil
	}
	return logoOf(l.logo.Hash, func() *image.RGBA {
		drawing := l.drawings[l.logo.Hash]
		fonts, err := l.fonts()
		if drawing == nil || err != nil {
			return bounded(decoded(l.logo.Bytes))
		}
		w, h := l.logo.Width, l.logo.Height
		times := max(1, cardLogoSide/max(w, h))
		return drawing.Paint(fonts, [4]float64{0, 0, float64(w), float64(h)}, w*times, h*times)
	})
}

func logoOf(key string, read func() *image.RGBA) *cardLogo {
	picture := once(key+" logo", func() *image.RGBA { return trimmed(read()) })
	if picture.Rect.Empty() {
		return nil
	}
	return &cardLogo{key, picture}
}

// bounded is a picture no larger than a card needs, nothing for nil.
func bounded(picture image.Image) *image.RGBA {
	if picture == nil {
		return image.NewRGBA(image.Rectangle{})
	}
	size := picture.Bounds().Size()
	out := image.NewRGBA(image.Rectangle{Max: size})
	if long := max(size.X, size.Y); long > cardLogoSide {
		out = image.NewRGBA(image.Rect(0, 0, max(1, size.X*cardLogoSide/long), max(1, size.Y*cardLogoSide/long)))
	}
	draw.CatmullRom.Scale(out, out.Rect, picture, picture.Bounds(), draw.Src, nil)
	return out
}

// trimmed is a picture without the border in which nothing is.
func trimmed(picture *image.RGBA) *image.RGBA {
	var inked image.Rectangle
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			if picture.Pix[picture.PixOffset(x, y)+3] > 8 {
				inked = inked.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	out := image.NewRGBA(image.Rectangle{Max: inked.Size()})
	draw.Copy(out, image.Point{}, picture, inked, draw.Src, nil)
	return out
}

// within is the logo as large as fits a box; what is small already grows to twice its size at the most.
func (o *cardLogo) within(w, h int) image.Image {
	size := o.pixels.Rect.Size()
	to := image.Pt(w, max(1, size.Y*w/size.X))
	if to.Y > h {
		to = image.Pt(max(1, size.X*h/size.Y), h)
	}
	if to.X > 2*size.X {
		to = size.Mul(2)
	}
	return once(fmt.Sprintf("%s %d %d", o.key, to.X, to.Y), func() *image.RGBA {
		out := image.NewRGBA(image.Rectangle{Max: to})
		draw.CatmullRom.Scale(out, out.Rect, o.pixels, o.pixels.Rect, draw.Src, nil)
		return out
	})
}

// pale reports a logo that would not be seen on white: it is made for dark grounds.
func (o *cardLogo) pale() bool {
	var light, all int
	for i := 0; i+3 < len(o.pixels.Pix); i += 4 {
		p := o.pixels.Pix[i : i+4]
		if p[3] < 128 {
			continue
		}
		if all++; min(p[0], p[1], p[2]) > 215 {
			light++
		}
	}
	empty := len(o.pixels.Pix)/4 - all
	return all > 0 && empty > all/4 && light*100 > all*92
}
