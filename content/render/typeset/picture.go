package typeset

import "tandem/content/render/pdf"

// Picture is pixels or a drawing. It is read only and may be used in many documents.
type Picture struct {
	Width, Height int // pixels, of which a page shows 96 to an inch at the most
	raster        *pdf.Raster
	drawing       *drawing
}

// Pixels makes a picture of a raster.
func Pixels(r *pdf.Raster) *Picture { return &Picture{Width: r.Width, Height: r.Height, raster: r} }

// fit is the size of a picture inside a box: smaller than it is by nature, never larger.
func (p *Picture) fit(width, height pdf.Unit) (w, h pdf.Unit) {
	w, h = pdf.Unit(p.Width)*750, pdf.Unit(p.Height)*750
	if w > width {
		w, h = width, h*width/w
	}
	if h > height {
		w, h = w*height/h, height
	}
	return max(w, 1), max(h, 1)
}

func (s *setter) drawPicture(p *pdf.Page, picture *Picture, x, y, width, height pdf.Unit) {
	if picture.raster != nil {
		p.Place(s.out.Picture(picture.raster), x, y, width, height)
		return
	}
	picture.drawing.draw(s, p, x, y, width, height)
}
