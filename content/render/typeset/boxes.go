package typeset

import "tandem/content/render/pdf"

func (s *setter) figure(b Figure, a area, parent *pdf.Element) []*strip {
	width, high := b.Picture.fit(a.width, (s.bottom-s.top)*45/100)
	element := parent.Add("Figure")
	element.Alt = b.Alt
	one := &strip{height: high, picture: high}
	one.draw = func(p *pdf.Page, y pdf.Unit) {
		width, high := width, high
		if len(one.frames) == 0 {
			width, high = width*one.height/high, one.height
		}
		x := s.at(a, 0, width)
		p.In(element)
		element.Boxed(p, x, y, width, high)
		s.drawPicture(p, b.Picture, x, y, width, high)
	}
	out := []*strip{one}
	if len(b.Caption) > 0 {
		l := s.small()
		l.size, l.leading = 8600, 12*pdf.Point
		caption := s.text(b.Caption, l, a, Start, parent.Add("Caption"))
		out[0].stay = true
		together(caption)
		out = append(out, spaced(caption, 5*pdf.Point, 0)...)
	}
	return spaced(out, 12*pdf.Point, 14*pdf.Point)
}

// action draws a link as a button.
func (s *setter) action(b Action, a area, parent *pdf.Element) []*strip {
	l := look{size: 10400, leading: 15600, bold: true, plain: true, colour: s.doc.Colours.OnBrand}
	element := parent.Add("P")
	text := make([]Span, len(b.Text))
	for i, span := range b.Text {
		span.Href = b.Href
		text[i] = span
	}
	w := s.shape(text, l)
	padX, padY := 18*pdf.Point, 8*pdf.Point
	lines := w.lines(a.width - 2*padX)
	wide := pdf.Unit(0)
	for _, ln := range lines {
		wide = max(wide, ln.width)
	}
	box := area{s.at(a, 0, wide+2*padX), wide + 2*padX}
	high := l.leading*pdf.Unit(len(lines)) + 2*padY
	m := &mark{element: element}
	return []*strip{{above: 14 * pdf.Point, height: high, below: 14 * pdf.Point, draw: func(p *pdf.Page, y pdf.Unit) {
		p.Artifact()
		p.RoundRect(box.x, y, box.width, high, 5*pdf.Point, s.doc.Colours.Brand)
		for i, ln := range lines {
			s.drawLine(p, w, ln, area{box.x + padX, wide}, y+padY+l.leading*pdf.Unit(i), Start, m)
		}
	}}}
}

// quietModules is the white border a scanner needs around a code.
const quietModules = 4

// matrix draws a QR code as one path, beside its words.
func (s *setter) matrix(b Matrix, a area, parent *pdf.Element) []*strip {
	module := 88 * pdf.Point / pdf.Unit(b.Size+2*quietModules)
	side := module * pdf.Unit(b.Size+2*quietModules)
	element := parent.Add("Figure")
	element.Alt = b.Alt
	pad := 10 * pdf.Point
	x := s.at(a, pad, side)
	from := pad + side + 16*pdf.Point
	words := s.inset(area{a.x, a.width}, from)
	words.width -= pad
	if s.rtl {
		words.x += pad
	}
	title := look{size: 11400, leading: 16 * pdf.Point, bold: true, colour: ink, link: s.doc.Colours.Brand}
	caption := s.text(b.Caption, title, words, Start, parent.Add("P"))
	if b.Shown != "" {
		caption = append(caption, spaced(s.text([]Span{{Text: b.Shown, Href: b.Href}}, s.small(), words, Start, parent.Add("P")), 2*pdf.Point, 0)...)
	}
	text := height(caption)
	high := max(side, text) + 2*pad
	return []*strip{{above: 14 * pdf.Point, height: high, below: 14 * pdf.Point, draw: func(p *pdf.Page, y pdf.Unit) {
		p.Artifact()
		p.RoundRect(a.x, y, a.width, high, 5*pdf.Point, hairline)
		p.RoundRect(a.x+700, y+700, a.width-1400, high-1400, 4300, pdf.Colour{255, 255, 255})
		p.In(element)
		top := y + (high-side)/2
		element.Boxed(p, x, top, side, side)
		p.Draw(matrixPath(b, x+quietModules*module, top+quietModules*module, module), pdf.Paint{Fill: &pdf.Colour{}, Alpha: 100})
		drawStack(p, caption, y+(high-text)/2)
	}}}
}

func matrixPath(b Matrix, x, y, module pdf.Unit) *pdf.Path {
	path := &pdf.Path{}
	for row := range b.Size {
		for column := 0; column < b.Size; column++ {
			end := column
			for end < b.Size && b.Dark(end, row) {
				end++
			}
			if end > column {
				left, right, top := x+module*pdf.Unit(column), x+module*pdf.Unit(end), y+module*pdf.Unit(row)
				path.Move(left, top)
				path.Line(right, top)
				path.Line(right, top+module)
				path.Line(left, top+module)
				path.Close()
				column = end
			}
		}
	}
	return path
}

// stats sets figures side by side, large, with their words below.
func (s *setter) stats(b Stats, a area, parent *pdf.Element) []*strip {
	if len(b.Items) == 0 {
		return nil
	}
	element := parent.Add("L")
	across := min(len(b.Items), 4)
	if len(b.Items) == 5 || len(b.Items) == 6 {
		across = 3
	}
	space := 18 * pdf.Point
	width := (a.width - space*pdf.Unit(across-1)) / pdf.Unit(across)
	var out []*strip
	for start := 0; start < len(b.Items); start += across {
		items := b.Items[start:min(len(b.Items), start+across)]
		cells := make([][]*strip, len(items))
		for i, item := range items {
			cell := area{s.at(a, pdf.Unit(i)*(width+space), width), width}
			li := element.Add("LI")
			var figure, rest []Span
			for _, span := range item {
				if span.Bold && len(rest) == 0 {
					figure = append(figure, span)
				} else {
					rest = append(rest, span)
				}
			}
			large := look{size: 23 * pdf.Point, leading: 28 * pdf.Point, bold: true, colour: s.doc.Colours.Brand, link: s.doc.Colours.Brand}
			for large.size > 12*pdf.Point {
				if natural, _ := s.shape(figure, large).natural(); natural <= width {
					break
				}
				large.size -= pdf.Point
			}
			cells[i] = append(cells[i], s.text(figure, large, cell, Start, li.Add("Lbl"))...)
			l := s.small()
			l.size, l.leading = 9200, 12800
			cells[i] = append(cells[i], s.text(trimmed(rest), l, cell, Start, li.Add("LBody"))...)
		}
		out = append(out, abreast(cells))
	}
	for i, st := range out {
		st.above, st.below = 10*pdf.Point, 10*pdf.Point
		st.stay = i+1 < len(out)
	}
	addFrame(out, 10*pdf.Point, 8*pdf.Point, func(p *pdf.Page, y, high pdf.Unit) {
		p.Rect(a.x, y, a.width, 700, hairline)
		p.Rect(a.x, y+high-700, a.width, 700, hairline)
	})
	return spaced(out, 14*pdf.Point, 14*pdf.Point)
}

// trimmed is spans without the spaces before the first word.
func trimmed(spans []Span) []Span {
	for i, span := range spans {
		for len(span.Text) > 0 && span.Text[0] == ' ' {
			span.Text = span.Text[1:]
		}
		spans[i] = span
		if span.Text != "" {
			return spans[i:]
		}
	}
	return spans
}

// abreast is stacks side by side as one strip.
func abreast(stacks [][]*strip) *strip {
	one := &strip{}
	for _, stack := range stacks {
		one.height = max(one.height, height(stack))
		for _, st := range stack {
			one.notes = append(one.notes, st.notes...)
		}
	}
	one.draw = func(p *pdf.Page, y pdf.Unit) {
		for _, stack := range stacks {
			drawStack(p, stack, y)
		}
	}
	return one
}

func (s *setter) columns(b Columns, a area, parent *pdf.Element, l look) []*strip {
	if len(b.Columns) == 0 {
		return nil
	}
	space := 22 * pdf.Point
	n := pdf.Unit(len(b.Columns))
	width := (a.width - space*(n-1)) / n
	stacks := make([][]*strip, len(b.Columns))
	for i, blocks := range b.Columns {
		stacks[i] = spaced(s.blocks(blocks, area{s.at(a, pdf.Unit(i)*(width+space), width), width}, parent.Add("Div"), l), 0, 0)
	}
	if one := abreast(stacks); one.height < s.bottom-s.top {
		one.above, one.below = 12*pdf.Point, 12*pdf.Point
		return []*strip{one}
	}
	var out []*strip // too tall for any page: one below the other
	for _, blocks := range b.Columns {
		out = append(out, s.blocks(blocks, a, parent, l)...)
	}
	return out
}

// contents lists the headings with their pages, which are known when it is drawn.
func (s *setter) contents(b Contents, a area, parent *pdf.Element) []*strip {
	var out []*strip
	if b.Title != "" {
		l := look{size: 12 * pdf.Point, leading: 16400, bold: true, colour: ink}
		title := s.text([]Span{{Text: b.Title}}, l, a, Start, parent.Add("P"))
		for _, st := range title {
			st.stay = true
		}
		out = append(out, spaced(title, 16*pdf.Point, 4*pdf.Point)...)
	}
	element := parent.Add("TOC")
	l := s.body()
	l.plain = true
	number := 30 * pdf.Point
	for _, h := range s.heads {
		if h.level > 3 {
			continue
		}
		indent := pdf.Unit(h.level-2) * 14 * pdf.Point
		item := element.Add("TOCI")
		cell := s.inset(a, indent)
		cell.width -= number
		if s.rtl {
			cell.x += number
		}
		strips := s.text([]Span{{Text: h.title, Href: "#" + h.id}}, l, cell, Start, item)
		last := strips[len(strips)-1]
		draw := last.draw
		last.draw = func(p *pdf.Page, y pdf.Unit) {
			draw(p, y)
			page := s.text([]Span{{Text: itoa(s.numbers[h.id])}}, l, area{s.at(a, a.width-number, number), number}, End, item)
			page[0].draw(p, y)
			p.Artifact()
			p.Rect(a.x, y+l.leading+1500, a.width, 400, hairline)
		}
		out = append(out, spaced(strips, 4*pdf.Point, 4*pdf.Point)...)
	}
	return spaced(out, 14*pdf.Point, 16*pdf.Point)
}
