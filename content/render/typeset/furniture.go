package typeset

import "tandem/content/render/pdf"

// title sets the title at the top of the first page.
func (s *setter) title(root *pdf.Element) []*strip {
	var out []*strip
	if s.doc.Kind != "" {
		kind := look{size: 10 * pdf.Point, leading: 14 * pdf.Point, bold: true, colour: muted}
		out = append(out, s.text([]Span{{Text: s.doc.Kind}}, kind, s.page, Start, root.Add("P"))...)
		spaced(out, 0, 3*pdf.Point)
	}
	l := look{size: 25 * pdf.Point, leading: 31 * pdf.Point, bold: true, title: true, colour: s.doc.Colours.Brand}
	out = append(out, spaced(s.text([]Span{{Text: s.doc.Title}}, l, s.page, Start, root.Add("H1")), 0, 14*pdf.Point)...)
	for _, st := range out {
		st.stay = true
	}
	return out
}

// cover draws a page of its own: a band in the brand's colour with both marks, the title, for whom and of when.
func (s *setter) cover(root *pdf.Element) {
	p := s.out.NewPage(s.doc.Paper.Width, s.doc.Paper.Height)
	s.marks(p, marginTop-40*pdf.Point)
	y := 150 * pdf.Point
	if picture := s.doc.Cover.Picture; picture != nil {
		// The picture fills a band of the page's width; what is too much above and below is not shown.
		high := s.page.width * 9 / 16
		w, h := s.page.width, s.page.width*pdf.Unit(picture.Height)/pdf.Unit(max(1, picture.Width))
		if natural := pdf.Unit(picture.Width) * 750; picture.raster != nil && natural < w {
			w, h = picture.fit(s.page.width, high)
		}
		high = min(high, h)
		p.Artifact()
		p.Clip(s.page.x, y, w, high)
		s.drawPicture(p, picture, s.page.x, y-(h-high)/2, w, h)
		p.Unclip()
		y += high + 44*pdf.Point
	} else {
		y += 90 * pdf.Point
	}
	p.Artifact()
	p.Rect(s.at(s.page, 0, 44*pdf.Point), y-14*pdf.Point, 44*pdf.Point, 4*pdf.Point, s.doc.Colours.Brand)
	set := func(text string, l look, kind string, after pdf.Unit) {
		if text == "" {
			return
		}
		strips := s.text([]Span{{Text: text}}, l, s.page, Start, root.Add(kind))
		drawStack(p, strips, y)
		y += height(strips) + after
	}
	set(s.doc.Kind, look{size: 11 * pdf.Point, leading: 18 * pdf.Point, bold: true, colour: muted}, "P", 4*pdf.Point)
	set(s.doc.Title, look{size: 33 * pdf.Point, leading: 40 * pdf.Point, bold: true, title: true, colour: s.doc.Colours.Brand}, "H1", 10*pdf.Point)
	y = s.doc.Paper.Height - marginBottom - 15*pdf.Point*pdf.Unit(len(s.doc.Cover.Lines))
	for _, line := range s.doc.Cover.Lines {
		set(line, look{size: 9600, leading: 15 * pdf.Point, colour: muted}, "P", 0)
	}
}

// furniture draws what each page carries: the marks above, the words and the number below.
func (s *setter) furniture() {
	l := look{size: 8 * pdf.Point, leading: 11 * pdf.Point, colour: muted, link: muted}
	first := 0
	if s.covered {
		first = 1
	}
	number := 60 * pdf.Point
	foot := s.inset(s.page, 0)
	foot.width -= number
	if s.rtl {
		foot.x += number
	}
	words := s.text([]Span{{Text: s.doc.Footer}}, l, foot, Start, nil)
	for i := first; i < s.out.Pages(); i++ {
		p := s.out.Page(i)
		p.Artifact()
		s.marks(p, 36*pdf.Point)
		p.Artifact()
		p.Rect(s.page.x, 72*pdf.Point, s.page.width, 600, hairline)
		y := s.doc.Paper.Height - 46*pdf.Point
		drawStack(p, words, y)
		page := s.text([]Span{{Text: itoa(i+1) + " / " + itoa(s.out.Pages())}}, l, area{s.at(s.page, s.page.width-number, number), number}, End, nil)
		drawStack(p, page, y)
	}
}

// marks draws both logos in a band 26 points high.
func (s *setter) marks(p *pdf.Page, y pdf.Unit) {
	high := 26 * pdf.Point
	half := (s.page.width - 30*pdf.Point) / 2
	s.drawMark(p, s.doc.Start, area{s.at(s.page, 0, half), half}, y, high, Start)
	s.drawMark(p, s.doc.End, area{s.at(s.page, s.page.width-half, half), half}, y, high, End)
}

// drawMark draws a logo, or its name in words that fit.
func (s *setter) drawMark(p *pdf.Page, m Mark, a area, y, high pdf.Unit, align Align) {
	p.Artifact()
	if m.Picture != nil {
		w, h := m.Picture.fit(min(a.width, 170*pdf.Point), high)
		x := s.at(a, 0, w)
		if align == End {
			x = s.at(a, a.width-w, w)
		}
		s.drawPicture(p, m.Picture, x, y+(high-h)/2, w, h)
		return
	}
	if m.Name == "" {
		return
	}
	l := look{size: 12 * pdf.Point, leading: 15 * pdf.Point, bold: true, colour: s.doc.Colours.Brand}
	strips := s.text([]Span{{Text: m.Name}}, l, a, align, nil)
	for len(strips) > 2 || len(strips) == 2 && l.size > 10*pdf.Point { // a long name in two small lines
		if l.size -= pdf.Point; l.size < 6*pdf.Point {
			strips = strips[:2]
			break
		}
		l.leading = l.size * 125 / 100
		strips = s.text([]Span{{Text: m.Name}}, l, a, align, nil)
	}
	drawStack(p, strips, y+(high-height(strips))/2)
}
