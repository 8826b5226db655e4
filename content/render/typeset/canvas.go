package typeset

import (
	"image"
	"image/color"
	"image/draw"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"

	"tandem/content/render/pdf"
)

// canvas is a picture in pixels that words and shapes are drawn upon. A pixel is a
// thousand units, as a point is on paper.
type canvas struct {
	*shaper
	pixels *image.RGBA
	raster vector.Rasterizer
}

func solid(c pdf.Colour) *image.Uniform { return image.NewUniform(color.RGBA{c[0], c[1], c[2], 255}) }

func (c *canvas) rect(r image.Rectangle, colour pdf.Colour) {
	draw.Draw(c.pixels, r, solid(colour), image.Point{}, draw.Src)
}

// round fills a rectangle whose corners have a radius.
func (c *canvas) round(r image.Rectangle, radius int, colour pdf.Colour) {
	const k = 0.5522847 // a quarter of a circle as a curve
	w, h, d := float32(r.Dx()), float32(r.Dy()), float32(min(radius, r.Dx()/2, r.Dy()/2))
	o := d * (1 - k)
	c.raster.Reset(r.Dx(), r.Dy())
	c.raster.MoveTo(d, 0)
	c.raster.LineTo(w-d, 0)
	c.raster.CubeTo(w-o, 0, w, o, w, d)
	c.raster.LineTo(w, h-d)
	c.raster.CubeTo(w, h-o, w-o, h, w-d, h)
	c.raster.LineTo(d, h)
	c.raster.CubeTo(o, h, 0, h-o, 0, h-d)
	c.raster.LineTo(0, d)
	c.raster.CubeTo(0, o, o, 0, d, 0)
	c.raster.ClosePath()
	c.ink(r, solid(colour))
}

// ink colours what was traced, which has the size of a rectangle that may reach beyond the picture.
func (c *canvas) ink(r image.Rectangle, colour image.Image) {
	if r.In(c.pixels.Rect) {
		c.raster.Draw(c.pixels, r, colour, image.Point{})
		return
	}
	mask := image.NewAlpha(image.Rectangle{Max: r.Size()})
	c.raster.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	draw.DrawMask(c.pixels, r, colour, image.Point{}, mask, image.Point{}, draw.Over)
}

// line draws a line of words whose left end and baseline are given.
func (c *canvas) line(w *words, l line, x, baseline pdf.Unit, colour pdf.Colour) {
	ink := solid(colour)
	for _, st := range w.visual(l, x) {
		face := c.face(st.run.face)
		scale := float32(st.run.size) / float32(st.run.face.file.Em) / float32(pdf.Point)
		pen, base := float32(st.x)/float32(pdf.Point), float32(baseline-st.run.raise)/float32(pdf.Point)
		for _, cluster := range w.clustersOf(st) {
			for _, g := range cluster.Glyphs {
				c.glyph(face, g.ID, pen+float32(g.X)*scale, base-float32(g.Y)*scale, scale, ink)
				pen += float32(g.Advance) * scale
			}
		}
	}
}

// glyph fills the outline of a glyph. Its own small area is rasterised, in whole numbers.
func (c *canvas) glyph(face *font.Face, id uint16, x, y, scale float32, ink image.Image) {
	outline, ok := face.GlyphDataOutline(font.GID(id))
	if !ok || len(outline.Segments) == 0 {
		return
	}
	left, top, right, bottom := x, y, x, y
	for i, s := range outline.Segments {
		for j, p := range s.ArgsSlice() {
			px, py := x+p.X*scale, y-p.Y*scale
			if i == 0 && j == 0 {
				left, right, top, bottom = px, px, py, py
			}
			left, right, top, bottom = min(left, px), max(right, px), min(top, py), max(bottom, py)
		}
	}
	r := image.Rect(int(left)-1, int(top)-1, int(right)+2, int(bottom)+2)
	if r.Intersect(c.pixels.Rect).Empty() {
		return
	}
	dx, dy := x-float32(r.Min.X), y-float32(r.Min.Y)
	c.raster.Reset(r.Dx(), r.Dy())
	for _, s := range outline.Segments {
		a := s.Args
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			c.raster.ClosePath()
			c.raster.MoveTo(dx+a[0].X*scale, dy-a[0].Y*scale)
		case opentype.SegmentOpLineTo:
			c.raster.LineTo(dx+a[0].X*scale, dy-a[0].Y*scale)
		case opentype.SegmentOpQuadTo:
			c.raster.QuadTo(dx+a[0].X*scale, dy-a[0].Y*scale, dx+a[1].X*scale, dy-a[1].Y*scale)
		case opentype.SegmentOpCubeTo:
			c.raster.CubeTo(dx+a[0].X*scale, dy-a[0].Y*scale, dx+a[1].X*scale, dy-a[1].Y*scale, dx+a[2].X*scale, dy-a[2].Y*scale)
		}
	}
	c.raster.ClosePath()
	c.ink(r, ink)
}
