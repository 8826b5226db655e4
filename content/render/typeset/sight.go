package typeset

import (
	"context"
	"errors"
	"image"
	"image/draw"
	"math"

	resize "golang.org/x/image/draw"

	"tandem/content/render/pdf"
)

// ErrNoPage is the answer to a page that a document does not have.
var ErrNoPage = errors.New("the document has no such page")

// Pages is how many pages the file of a document has.
func Pages(ctx context.Context, fonts *Fonts, doc *Document) (int, error) {
	out, err := write(ctx, fonts, doc, 0, nil)
	if err != nil {
		return 0, err
	}
	return out.Pages(), nil
}

// Draw is a page of a document, counted from 1, as the reader of its file sees it, so many
// pixels wide. Equal documents are equal pixels. [ErrNoPage] beyond the last.
func Draw(ctx context.Context, fonts *Fonts, doc *Document, page, width int) (*image.RGBA, error) {
	s := &sight{fonts: fonts, perUnit: float64(width) / float64(doc.Paper.Width)}
	paper := &canvas{shaper: newShaper(fonts, doc.Lang), pixels: image.NewRGBA(image.Rect(0, 0, width, doc.Height(width)))}
	paper.rect(paper.pixels.Rect, pdf.Colour{255, 255, 255})
	s.layers = []layer{{canvas: paper}}
	out, err := write(ctx, fonts, doc, page-1, s)
	if err != nil {
		return nil, err
	}
	if page < 1 || page > out.Pages() {
		return nil, ErrNoPage
	}
	return paper.pixels, nil
}

// Height is how many pixels a page of a document is high that is so many wide.
func (d *Document) Height(width int) int {
	return int((int64(d.Paper.Height)*int64(width) + int64(d.Paper.Width)/2) / int64(d.Paper.Width))
}

// sight draws what a page of a file shows. What a clip holds is drawn on a layer of its
// own, which is laid over the one below through the clip when that ends.
type sight struct {
	fonts   *Fonts
	perUnit float64 // pixels
	layers  []layer
}

type layer struct {
	*canvas
	at   image.Point // of its top left on the layer below
	from image.Point // of its top left on the page
	mask *image.Alpha
}

// top is the layer that is drawn upon and what brings units of the page to it; ok is false when nothing of it is to be seen.
func (s *sight) top() (l layer, m matrix, ok bool) {
	l = s.layers[len(s.layers)-1]
	m = matrix{s.perUnit, 0, 0, s.perUnit, -float64(l.from.X), -float64(l.from.Y)}
	return l, m, !l.pixels.Rect.Empty()
}

func segments(p *pdf.Path) []segment {
	var out []segment
	p.Steps(
		func(x, y pdf.Unit) { out = append(out, segment{'m', [6]float64{float64(x), float64(y)}}) },
		func(x, y pdf.Unit) { out = append(out, segment{'l', [6]float64{float64(x), float64(y)}}) },
		func(x1, y1, x2, y2, x, y pdf.Unit) {
			out = append(out, segment{'c', [6]float64{float64(x1), float64(y1), float64(x2), float64(y2), float64(x), float64(y)}})
		},
		func() { out = append(out, segment{step: 'z'}) },
	)
	return out
}

// Draw draws a path.
func (s *sight) Draw(path *pdf.Path, p pdf.Paint) {
	l, m, ok := s.top()
	if !ok {
		return
	}
	one := part{
		path: segments(path), fill: paint{colour: p.Fill}, stroke: paint{colour: p.Stroke}, width: float64(p.Width), evenOdd: p.EvenOdd,
		cap: p.Cap, join: p.Join, alpha: p.Alpha,
	}
	for _, d := range p.Dash {
		one.dash = append(one.dash, float64(d))
	}
	l.part(&one, m)
}

// Text draws the outlines of glyphs.
func (s *sight) Text(face *pdf.Typeface, size, x, y pdf.Unit, c pdf.Colour, clusters []pdf.Cluster) {
	l, m, ok := s.top()
	if !ok {
		return
	}
	outlines := l.face(s.fonts.of(face))
	at := m.point(float64(x), float64(y))
	pen, base, scale := float32(at[0]), float32(at[1]), float32(float64(size)*s.perUnit/float64(face.Em))
	colour := solid(c)
	for _, cluster := range clusters {
		for _, g := range cluster.Glyphs {
			l.glyph(outlines, g.ID, pen+float32(g.X)*scale, base-float32(g.Y)*scale, scale, colour)
			pen += float32(g.Advance) * scale
		}
	}
}

// of is the typeface that a file has.
func (f *Fonts) of(file *pdf.Typeface) *typeface {
	for _, list := range [][]*typeface{f.sans[:], {f.mono}, f.other} {
		for _, t := range list {
			if t.file == file {
				return t
			}
		}
	}
	return f.sans[0]
}

// Place draws a picture, made smaller or larger to its box.
func (s *sight) Place(r *pdf.Raster, x, y, width, height pdf.Unit) {
	l, m, ok := s.top()
	if !ok {
		return
	}
	picture, err := r.Image()
	if err != nil {
		return // it was read once to become a raster, so it can be read
	}
	a, b := m.point(float64(x), float64(y)), m.point(float64(x+width), float64(y+height))
	box := image.Rect(nearest(a[0]), nearest(a[1]), max(nearest(b[0]), nearest(a[0])+1), max(nearest(b[1]), nearest(a[1])+1))
	resize.CatmullRom.Scale(l.pixels, box, picture, picture.Bounds(), draw.Over, nil)
}

func nearest(v float64) int { return fixed26(v).Round() }

// Shade fills the layer with a gradient.
func (s *sight) Shade(g pdf.Gradient, alpha int) {
	l, m, ok := s.top()
	if !ok {
		return
	}
	painted := (&gradient{
		radial: g.Radial, x1: float64(g.X1), y1: float64(g.Y1), x2: float64(g.X2), y2: float64(g.Y2), r: float64(g.R2), stops: g.Stops,
	}).painted(m, l.pixels.Rect, uint8(min(max(alpha, 0), 100)*255/100))
	draw.Draw(l.pixels, l.pixels.Rect, painted, image.Point{}, draw.Over)
}

// Clip begins a layer as large as a path.
func (s *sight) Clip(path *pdf.Path, evenOdd bool) {
	l, m, _ := s.top()
	shape := m.apply(segments(path))
	if upright(shape) { // has whole pixels, so that no light shows between what meets
		shape = sides(shape)
	}
	box := l.around(shape, 1)
	inner := &canvas{shaper: l.shaper, pixels: image.NewRGBA(image.Rectangle{Max: box.Size()})}
	s.layers = append(s.layers, layer{canvas: inner, at: box.Min, from: l.from.Add(box.Min), mask: inner.mask(moved(shape, box.Min), evenOdd)})
}

// upright reports whether a path is one rectangle along the edges of the page.
func upright(path []segment) bool {
	if len(path) < 4 || path[0].step != 'm' {
		return false
	}
	for i, s := range path[1:] {
		switch {
		case s.step == 'z':
			return i >= 3 && i+2 == len(path)
		case s.step != 'l' || s.at[0] != path[i].at[0] && s.at[1] != path[i].at[1]:
			return false
		}
	}
	return false
}

// sides is a rectangle as large as the pixels that it touches.
func sides(rectangle []segment) []segment {
	x, y, w, h := box(rectangle)
	left, top, right, bottom := math.Floor(x), math.Floor(y), math.Ceil(x+w), math.Ceil(y+h)
	return []segment{
		{'m', [6]float64{left, top}}, {'l', [6]float64{right, top}}, {'l', [6]float64{right, bottom}}, {'l', [6]float64{left, bottom}}, {step: 'z'},
	}
}

// Unclip lays the layer over the one below.
func (s *sight) Unclip() {
	l := s.layers[len(s.layers)-1]
	s.layers = s.layers[:len(s.layers)-1]
	below := s.layers[len(s.layers)-1]
	draw.DrawMask(below.pixels, l.pixels.Rect.Add(l.at), l.pixels, image.Point{}, l.mask, image.Point{}, draw.Over)
}

var _ pdf.Surface = (*sight)(nil)
