package typeset

import (
	"strings"

	"tandem/content/render/pdf"
)

func (s *setter) heading(h Heading, a area, parent *pdf.Element) []*strip {
	l, above, below := look{size: 15600, leading: 20 * pdf.Point}, 24*pdf.Point, 7*pdf.Point
	switch {
	case h.Level == 3:
		l, above, below = look{size: 12 * pdf.Point, leading: 16400}, 17*pdf.Point, 4*pdf.Point
	case h.Level > 3:
		l, above, below = look{size: 10400, leading: 15600}, 13*pdf.Point, 2*pdf.Point
	}
	l.bold, l.title, l.colour, l.link = true, true, s.doc.Colours.Brand, s.doc.Colours.Brand
	if h.Level > 3 {
		l.colour = ink
	}
	strips := s.text(h.Text, l, a, Start, parent.Add("H"+itoa(min(max(h.Level, 2), 6))))
	for i, st := range strips {
		st.stay = true // with what it heads
		if inner := st.draw; i == 0 {
			st.id = h.ID
			st.draw = func(p *pdf.Page, y pdf.Unit) {
				p.Target(h.ID, y-6*pdf.Point)
				p.Bookmark(h.Level-1, plain(h.Text), y-6*pdf.Point)
				inner(p, y)
			}
		}
	}
	return spaced(strips, above, below)
}

func (s *setter) list(b List, a area, parent *pdf.Element, l look) []*strip {
	element := parent.Add("L")
	element.List = "Disc"
	indent := l.size * 155 / 100
	if b.Ordered {
		element.List = "Decimal"
		widest, _ := s.shape([]Span{{Text: itoa(b.First+len(b.Items)-1) + "."}}, l).natural()
		indent = max(indent+2*pdf.Point, widest+7*pdf.Point)
	}
	between := l.leading * 22 / 100
	if b.Loose {
		between = l.leading * 45 / 100
	}
	inner := s.inset(a, indent)
	var out []*strip
	for i, item := range b.Items {
		li := element.Add("LI")
		label, body := li.Add("Lbl"), li.Add("LBody")
		strips := s.blocks(item.Blocks, inner, body, l)
		if len(strips) == 0 {
			continue
		}
		s.label(strips[0], b, i, a, inner, label, l)
		spaced(strips, between, between)
		out = append(out, strips...)
	}
	if n := len(out); n > 0 && n <= 4 { // a few lines are a figure of their own
		together(out)
	}
	return spaced(out, gap, gap)
}

// label draws the number, the dot or the box of an item beside its first strip.
func (s *setter) label(first *strip, b List, i int, a, inner area, element *pdf.Element, l look) {
	draw := first.draw
	if b.Ordered {
		number := s.shape([]Span{{Text: itoa(b.First+i) + "."}}, l)
		lines := number.lines(a.width)
		width := s.inset(a, 0).width - inner.width - 6*pdf.Point
		m := &mark{element: element}
		first.draw = func(p *pdf.Page, y pdf.Unit) {
			s.drawLine(p, number, lines[0], area{s.at(a, 0, width), width}, y, End, m)
			draw(p, y)
		}
		return
	}
	sign := map[Box]string{NoBox: "•", OpenBox: "☐", TickedBox: "☑"}[b.Items[i].Box]
	if b.Items[i].Box == NoBox {
		l.colour = s.doc.Colours.Brand
	}
	dot := s.text([]Span{{Text: sign}}, l, s.inset(a, l.size*25/100), Start, element)
	if b.Items[i].Box != NoBox {
		dot = s.text([]Span{{Text: sign}}, l, a, Start, element)
	}
	first.draw = func(p *pdf.Page, y pdf.Unit) {
		dot[0].draw(p, y)
		draw(p, y)
	}
}

func (s *setter) quote(b Quote, a area, parent *pdf.Element, l look) []*strip {
	l.size, l.leading, l.italic = l.size*106/100, l.leading*104/100, true
	strips := s.blocks(b.Blocks, s.inset(a, 18*pdf.Point), parent.Add("BlockQuote"), l)
	bar := s.at(a, 2*pdf.Point, 2500)
	addFrame(strips, 1*pdf.Point, 1*pdf.Point, func(p *pdf.Page, y, height pdf.Unit) {
		p.Rect(bar, y, 2500, height, s.doc.Colours.Brand)
	})
	if len(strips) <= 8 {
		together(strips)
	}
	return spaced(strips, 13*pdf.Point, 13*pdf.Point)
}

func (s *setter) code(b Code, a area, parent *pdf.Element) []*strip {
	l := look{size: 8600, leading: 12600, mono: true, colour: ink}
	element := parent.Add("Code")
	pad := 10 * pdf.Point
	inner := area{a.x + pad, a.width - 2*pad}
	var strips []*strip
	rtl := s.rtl
	s.rtl = false // it is read from the left in any language
	for _, line := range b.lines() {
		if len(line) == 0 {
			strips = append(strips, &strip{height: l.leading, draw: func(*pdf.Page, pdf.Unit) {}})
			continue
		}
		strips = append(strips, s.text(line, l, inner, Start, element)...)
	}
	s.rtl = rtl
	for _, st := range strips {
		st.stay = false
	}
	if len(strips) <= 12 {
		together(strips)
	}
	addFrame(strips, 8*pdf.Point, 8*pdf.Point, func(p *pdf.Page, y, height pdf.Unit) {
		p.RoundRect(a.x, y, a.width, height, 4*pdf.Point, codeGround)
	})
	return spaced(strips, 10*pdf.Point, 12*pdf.Point)
}

// lines are the pieces of each line, without the empty lines at the end. Spaces at the
// start of a line are kept.
func (b Code) lines() [][]Span {
	lines := [][]Span{nil}
	for _, piece := range b.Pieces {
		for i, text := range strings.Split(strings.ReplaceAll(piece.Text, "\t", "    "), "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			at := len(lines) - 1
			if len(lines[at]) == 0 {
				words := strings.TrimLeft(text, " ")
				text = strings.Repeat("\u00a0", len(text)-len(words)) + words
			}
			if text != "" {
				lines[at] = append(lines[at], Span{Text: text, Ink: piece.Ink})
			}
		}
	}
	for len(lines) > 0 && len(lines[len(lines)-1]) == 0 {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func (s *setter) callout(b Callout, a area, parent *pdf.Element, l look) []*strip {
	element := parent.Add("Sect")
	pad := 14 * pdf.Point
	inner := area{a.x + pad, a.width - 2*pad}
	bar, soft := s.doc.Colours.Brand, s.doc.Colours.Soft
	if b.Strong {
		bar, soft = alert, alertSoft
	}
	title := l.inBold()
	title.colour = bar
	title.size, title.leading = l.size*96/100, l.leading
	strips := spaced(s.text([]Span{{Text: b.Title}}, title, inner, Start, element.Add("P")), 0, 2*pdf.Point)
	for _, st := range strips {
		st.stay = true
	}
	body := s.blocks(b.Blocks, inner, element, l)
	if len(body) > 0 {
		body[0].above = 0
	}
	strips = append(strips, body...)
	side := s.at(a, 0, 3*pdf.Point)
	addFrame(strips, 11*pdf.Point, 10*pdf.Point, func(p *pdf.Page, y, height pdf.Unit) {
		p.Rect(a.x, y, a.width, height, soft)
		p.Rect(side, y, 3*pdf.Point, height, bar)
	})
	if height(strips) < (s.bottom-s.top)/3 {
		together(strips)
	}
	return spaced(strips, 13*pdf.Point, 13*pdf.Point)
}

func (s *setter) definitions(b Definitions, a area, parent *pdf.Element, l look) []*strip {
	element := parent.Add("L")
	var out []*strip
	for _, d := range b.Items {
		li := element.Add("LI")
		term := s.text(d.Term, l.inBold(), a, Start, li.Add("Lbl"))
		for _, st := range term {
			st.stay = true
		}
		out = append(out, spaced(term, gap, 1*pdf.Point)...)
		body := li.Add("LBody")
		for _, blocks := range d.Blocks {
			strips := s.blocks(blocks, s.inset(a, 16*pdf.Point), body, l)
			out = append(out, spaced(strips, 2*pdf.Point, 4*pdf.Point)...)
		}
	}
	return spaced(out, gap, gap)
}
