package typeset

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/srwiley/rasterx"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"tandem/content/render/pdf"
)

// Paint draws a drawing into pixels: the part of it inside a rectangle of its own
// units, as large as the picture that is asked for. Equal calls are equal pixels. A
// picture of pixels is nil.
func (p *Picture) Paint(fonts *Fonts, from [4]float64, w, h int) *image.RGBA {
	if p.drawing == nil {
		return nil
	}
	d := p.drawing
	c := &canvas{shaper: newShaper(fonts, "en"), pixels: image.NewRGBA(image.Rect(0, 0, w, h))}
	// From pixels of the picture to units of its view, and on to pixels of the canvas.
	k := d.width / float64(p.Width)
	sx, sy := float64(w)/from[2]/k, float64(h)/from[3]/k
	m := matrix{sx, 0, 0, sy, -(d.x + from[0]*k) * sx, -(d.y + from[1]*k) * sy}
	for i := range d.parts {
		c.part(&d.parts[i], m)
	}
	return c.pixels
}

func (c *canvas) part(part *part, m matrix) {
	if part.clip != nil {
		inner := &canvas{shaper: c.shaper, pixels: image.NewRGBA(c.pixels.Rect)}
		whole := *part
		whole.clip = nil
		inner.part(&whole, m)
		draw.DrawMask(c.pixels, c.pixels.Rect, inner.pixels, image.Point{}, c.mask(m.apply(part.clip), false), image.Point{}, draw.Over)
		return
	}
	alpha := uint8(min(max(part.alpha, 0), 100) * 255 / 100)
	switch {
	case part.text != "":
		c.label(part, m)
		return
	case part.fill.gradient != nil:
		draw.DrawMask(c.pixels, c.pixels.Rect, part.fill.gradient.painted(m, c.pixels.Rect, alpha), image.Point{}, c.mask(m.apply(part.path), part.evenOdd), image.Point{}, draw.Over)
	case part.fill.colour != nil:
		c.area(m.apply(part.path), part.evenOdd, faded(*part.fill.colour, alpha))
	}
	if part.stroke.colour != nil && part.width > 0 {
		c.stroke(part, m, faded(*part.stroke.colour, alpha))
	}
}

func faded(c pdf.Colour, alpha uint8) color.NRGBA { return color.NRGBA{c[0], c[1], c[2], alpha} }

// area fills a path.
func (c *canvas) area(path []segment, evenOdd bool, colour color.Color) {
	if evenOdd {
		draw.DrawMask(c.pixels, c.pixels.Rect, image.NewUniform(colour), image.Point{}, c.mask(path, true), image.Point{}, draw.Over)
		return
	}
	r := c.around(path, 1)
	if r.Empty() {
		return
	}
	c.raster.Reset(r.Dx(), r.Dy())
	trace(&c.raster, moved(path, r.Min))
	c.raster.Draw(c.pixels, r, image.NewUniform(colour), image.Point{})
}

// around is the part of the canvas that a path and some pixels around it take.
func (c *canvas) around(path []segment, more float64) image.Rectangle {
	x, y, w, h := box(path)
	if !(w >= 0 && h >= 0) {
		return image.Rectangle{}
	}
	limit := func(v float64) int { return int(math.Floor(min(max(v, -1e6), 1e6))) }
	return image.Rect(limit(x-more), limit(y-more), limit(x+w+more)+1, limit(y+h+more)+1).Intersect(c.pixels.Rect)
}

// moved is a path as seen from a point.
func moved(path []segment, from image.Point) []segment {
	return matrix{1, 0, 0, 1, -float64(from.X), -float64(from.Y)}.apply(path)
}

// mask is how much of each pixel a path covers. Figures of an even-odd path take each
// other away where they overlap.
func (c *canvas) mask(path []segment, evenOdd bool) *image.Alpha {
	out := image.NewAlpha(c.pixels.Rect)
	fill := func(figures []segment, to *image.Alpha) {
		r := vector.NewRasterizer(out.Rect.Dx(), out.Rect.Dy())
		trace(r, figures)
		r.Draw(to, to.Rect, image.Opaque, image.Point{})
	}
	if !evenOdd {
		fill(path, out)
		return out
	}
	for start := 0; start < len(path); {
		end := start + 1
		for end < len(path) && path[end].step != 'm' {
			end++
		}
		one := image.NewAlpha(out.Rect)
		fill(path[start:end], one)
		for i, a := range one.Pix {
			b := out.Pix[i]
			out.Pix[i] = uint8((int(a)*(255-int(b)) + int(b)*(255-int(a))) / 255)
		}
		start = end
	}
	return out
}

func trace(r *vector.Rasterizer, path []segment) {
	for _, s := range path {
		f := func(i int) float32 { return float32(s.at[i]) }
		switch s.step {
		case 'm':
			r.ClosePath()
			r.MoveTo(f(0), f(1))
		case 'l':
			r.LineTo(f(0), f(1))
		case 'c':
			r.CubeTo(f(0), f(1), f(2), f(3), f(4), f(5))
		case 'z':
			r.ClosePath()
		}
	}
	r.ClosePath()
}

// stroke draws the line along a path.
func (c *canvas) stroke(part *part, m matrix, colour color.Color) {
	scale := math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2]))
	path := m.apply(part.path)
	r := c.around(path, part.width*scale*4+2) // a mitre stands out
	if r.Empty() {
		return
	}
	over := image.NewRGBA(image.Rectangle{Max: r.Size()}) // the rasteriser draws whole pictures only
	d := rasterx.NewDasher(r.Dx(), r.Dy(), rasterx.NewScannerGV(r.Dx(), r.Dy(), over, over.Rect))
	caps := map[int]rasterx.CapFunc{0: rasterx.ButtCap, 1: rasterx.RoundCap, 2: rasterx.SquareCap}[part.cap]
	join := map[int]rasterx.JoinMode{0: rasterx.Miter, 1: rasterx.Round, 2: rasterx.Bevel}[part.join]
	var dash []float64
	for _, v := range part.dash {
		dash = append(dash, v*scale)
	}
	d.SetStroke(fixed26(part.width*scale), fixed.I(4), caps, caps, nil, join, dash, 0)
	open := false
	point := func(s segment, i int) fixed.Point26_6 {
		return fixed.Point26_6{X: fixed26(s.at[i]), Y: fixed26(s.at[i+1])}
	}
	for _, s := range moved(path, r.Min) {
		switch s.step {
		case 'm':
			if open {
				d.Stop(false)
			}
			d.Start(point(s, 0))
			open = true
		case 'l':
			d.Line(point(s, 0))
		case 'c':
			d.CubeBezier(point(s, 0), point(s, 2), point(s, 4))
		case 'z':
			if open {
				d.Stop(true)
			}
			open = false
		}
	}
	if open {
		d.Stop(false)
	}
	d.SetColor(colour)
	d.Draw()
	draw.Draw(c.pixels, r, over, image.Point{}, draw.Over)
}

func fixed26(v float64) fixed.Int26_6 { return fixed.Int26_6(math.Floor(v*64 + .5)) }

// label draws the words of a drawing.
func (c *canvas) label(part *part, m matrix) {
	at, size := m.point(part.x, part.y), pdf.Unit(part.size*m[3]*float64(pdf.Point))
	if size <= 0 {
		return
	}
	w := c.shape([]Span{{Text: part.text}}, look{size: size, leading: size, bold: part.bold})
	l := line{start: 0, end: len(w.clusters)}
	for _, cl := range w.clusters {
		l.width += cl.width
	}
	x := pdf.Unit(at[0] * float64(pdf.Point))
	switch part.anchor {
	case Centre:
		x -= l.width / 2
	case End:
		x -= l.width
	case Start:
	}
	c.line(w, l, x, pdf.Unit(at[1]*float64(pdf.Point)), *part.fill.colour)
}

// painted is the gradient on a whole canvas.
func (g *gradient) painted(m matrix, bounds image.Rectangle, alpha uint8) *image.NRGBA {
	out := image.NewNRGBA(bounds)
	a, b := m.point(g.x1, g.y1), m.point(g.x2, g.y2)
	radius := g.r * math.Sqrt(math.Abs(m[0]*m[3]-m[1]*m[2]))
	dx, dy := b[0]-a[0], b[1]-a[1]
	length := dx*dx + dy*dy
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			px, py := float64(x)+.5-a[0], float64(y)+.5-a[1]
			t := 0.0
			switch {
			case g.radial && radius > 0:
				t = math.Sqrt(px*px+py*py) / radius
			case !g.radial && length > 0:
				t = (px*dx + py*dy) / length
			}
			c := g.at(int(min(max(t, 0), 1) * 1000))
			i := out.PixOffset(x, y)
			out.Pix[i], out.Pix[i+1], out.Pix[i+2], out.Pix[i+3] = c[0], c[1], c[2], alpha
		}
	}
	return out
}

// at is the colour at a thousandth of the way.
func (g *gradient) at(t int) pdf.Colour {
	for i, s := range g.stops {
		if t > s.At {
			continue
		}
		if i == 0 {
			return s.Colour
		}
		before := g.stops[i-1]
		span := max(1, s.At-before.At)
		var c pdf.Colour
		for j := range c {
			c[j] = uint8((int(before.Colour[j])*(s.At-t) + int(s.Colour[j])*(t-before.At)) / span)
		}
		return c
	}
	if n := len(g.stops); n > 0 {
		return g.stops[n-1].Colour
	}
	return pdf.Colour{}
}
