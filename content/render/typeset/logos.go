package typeset

import "tandem/content/render/pdf"

// pixel is a CSS pixel on paper.
const pixel pdf.Unit = 750

// logos sets logos side by side, each in the middle of its row, in as many rows as they need.
func (s *setter) logos(b Logos, a area, parent *pdf.Element) []*strip {
	if len(b.Items) == 0 {
		return nil
	}
	element := parent.Add("L")
	space := 26 * pdf.Point
	var out []*strip
	row, from := []*placed{}, pdf.Unit(0)
	end := func() {
		if len(row) > 0 {
			out = append(out, rowOf(row))
		}
		row, from = nil, 0
	}
	for _, logo := range b.Items {
		one := s.logo(logo, a, element.Add("LI"))
		if from > 0 && from+one.width > a.width {
			end()
		}
		one.x = s.at(a, from, one.width)
		from += one.width + space
		row = append(row, one)
	}
	end()
	for i, st := range out {
		st.above, st.below = 7*pdf.Point, 7*pdf.Point
		st.stay = i+1 < len(out)
	}
	return spaced(out, 14*pdf.Point, 14*pdf.Point)
}

// placed is something with a place in its row.
type placed struct {
	x, width, height pdf.Unit
	draw             func(p *pdf.Page, x, y pdf.Unit)
}

// rowOf is things in one row, on one middle line.
func rowOf(row []*placed) *strip {
	one := &strip{}
	for _, it := range row {
		one.height = max(one.height, it.height)
	}
	one.draw = func(p *pdf.Page, y pdf.Unit) {
		for _, it := range row {
			it.draw(p, it.x, y+(one.height-it.height)/2)
		}
	}
	return one
}

// logo is one logo, or its name in words.
func (s *setter) logo(b Logo, a area, item *pdf.Element) *placed {
	if b.Picture == nil {
		l := look{size: 12 * pdf.Point, leading: 16 * pdf.Point, bold: true, colour: ink, link: s.doc.Colours.Brand}
		natural, _ := s.shape(b.Name, l).natural()
		width := min(natural+pdf.Point, a.width)
		body := item.Add("LBody")
		lines := s.text(b.Name, l, area{0, width}, Start, body)
		return &placed{width: width, height: height(lines), draw: func(p *pdf.Page, x, y pdf.Unit) {
			drawStack(p, s.text(b.Name, l, area{x, width}, Start, body), y)
		}}
	}
	figure := item.Add("LBody").Add("Figure")
	for _, span := range b.Name {
		figure.Alt += span.Text
	}
	width, high := min(pdf.Unit(b.Width)*pixel, a.width), pdf.Unit(b.Height)*pixel
	return &placed{width: width, height: high, draw: func(p *pdf.Page, x, y pdf.Unit) {
		p.In(figure)
		figure.Boxed(p, x, y, width, high)
		s.drawPicture(p, b.Picture, x, y, width, high)
	}}
}
