package typeset

import "tandem/content/render/pdf"

// strip is what stands across the page and is never parted: a line, a row, a picture.
type strip struct {
	above, height, below pdf.Unit // above and below are the room it wants; the larger of two counts
	stay                 bool     // the next strip is on the same page
	fresh                bool     // begins a page
	notes                []int    // footnotes it refers to, from 1
	frames               []*frame
	head                 *strip   // drawn again before it at the top of a page
	picture              pdf.Unit // of a picture its height where there is room; its width follows its height
	id                   string   // of the heading that begins here
	draw                 func(p *pdf.Page, y pdf.Unit)
}

// frame is drawn behind strips, on each page that has some of them.
type frame struct {
	draw func(p *pdf.Page, y, height pdf.Unit)
}

// together keeps strips on one page.
func together(strips []*strip) {
	for _, s := range strips[:max(0, len(strips)-1)] {
		s.stay = true
	}
}

func height(strips []*strip) pdf.Unit {
	total := pdf.Unit(0)
	for i, s := range strips {
		if total += s.height; i > 0 {
			total += max(strips[i-1].below, s.above)
		}
	}
	return total
}

// spaced sets the room above and below a group.
func spaced(strips []*strip, above, below pdf.Unit) []*strip {
	if len(strips) > 0 {
		strips[0].above, strips[len(strips)-1].below = above, below
	}
	return strips
}

// drawStack draws strips below each other.
func drawStack(p *pdf.Page, strips []*strip, y pdf.Unit) {
	tops := make([]pdf.Unit, len(strips))
	for i, s := range strips {
		if i > 0 {
			y += max(strips[i-1].below, s.above)
		}
		tops[i] = y
		y += s.height
	}
	drawFrames(p, strips, tops)
	for i, s := range strips {
		s.draw(p, tops[i])
	}
}

// drawFrames draws what is behind strips that follow each other on a page.
func drawFrames(p *pdf.Page, strips []*strip, tops []pdf.Unit) {
	var seen []*frame
	for i, s := range strips {
		for _, f := range s.frames {
			known := false
			for _, other := range seen {
				known = known || other == f
			}
			if known {
				continue
			}
			seen = append(seen, f)
			end := tops[i] + s.height
			for j := i + 1; j < len(strips); j++ {
				for _, other := range strips[j].frames {
					if other == f {
						end = tops[j] + strips[j].height
					}
				}
			}
			p.Artifact()
			f.draw(p, tops[i], end-tops[i])
		}
	}
}

// addFrame puts a frame behind strips, with room inside above and below them.
func addFrame(strips []*strip, below, above pdf.Unit, draw func(p *pdf.Page, y, height pdf.Unit)) {
	if len(strips) == 0 {
		return
	}
	f := &frame{draw: draw}
	for _, st := range strips {
		st.frames = append([]*frame{f}, st.frames...)
	}
	first, last := strips[0], strips[len(strips)-1]
	inner := first.draw
	first.height += above
	first.draw = func(p *pdf.Page, y pdf.Unit) { inner(p, y+above) }
	last.height += below
	first.above, last.below = 0, 0
}

// text sets spans as strips of one line each. Two lines stay together at both ends.
func (s *setter) text(spans []Span, l look, a area, align Align, element *pdf.Element) []*strip {
	w := s.shape(spans, l)
	lines := w.set(a.width)
	m := &mark{element: element}
	out := make([]*strip, len(lines))
	for i, ln := range lines {
		out[i] = &strip{height: l.leading, stay: i == 0 && len(lines) > 1 || i == len(lines)-2, draw: func(p *pdf.Page, y pdf.Unit) {
			s.drawLine(p, w, ln, a, y, align, m)
		}}
		for _, c := range w.clusters[ln.start:ln.end] {
			if n := w.spans[w.runs[c.run].span].Note; n > 0 && n <= len(s.notes) {
				out[i].notes = append(out[i].notes, n)
			}
		}
	}
	return out
}

// blocks sets blocks below each other; their elements go below parent in their order.
func (s *setter) blocks(list []Block, a area, parent *pdf.Element, l look) []*strip {
	var out []*strip
	for i, b := range list {
		strips := s.block(b, a, parent, l)
		if len(strips) == 0 {
			continue
		}
		// A sentence that announces a list or a table stays with its beginning.
		if i+1 < len(list) && announces(b, list[i+1]) {
			strips[len(strips)-1].stay = true
		}
		out = append(out, strips...)
		s.addNotes(strips, parent)
	}
	return out
}

func announces(b, next Block) bool {
	p, ok := b.(Paragraph)
	if !ok || len(p.Text) == 0 {
		return false
	}
	words := p.Text[len(p.Text)-1].Text
	switch next.(type) {
	case List, Table, Code, Quote:
		return len(words) > 0 && words[len(words)-1] == ':'
	}
	return false
}

// addNotes sets the footnotes that strips refer to, each where it is first referred to.
func (s *setter) addNotes(strips []*strip, parent *pdf.Element) {
	for _, st := range strips {
		for _, n := range st.notes {
			nt := s.notes[n-1]
			if nt.element != nil {
				continue
			}
			nt.element = parent.Add("Note")
			nt.element.ID = "note-" + string([]byte{byte('0' + n/100%10), byte('0' + n/10%10), byte('0' + n%10)})
			label, body := nt.element.Add("Lbl"), nt.element
			l := s.small()
			l.size, l.leading = 8200, 11800
			indent := 14 * pdf.Point
			nt.strips = s.blocks(s.doc.Notes[n-1], s.inset(s.page, indent), body, l)
			if len(nt.strips) == 0 {
				continue
			}
			spaced(nt.strips, 0, 0)
			first := nt.strips[0]
			inner := first.draw
			number := s.text([]Span{{Text: itoa(n)}}, l, area{s.at(s.page, 0, indent), indent}, Start, label)
			first.draw = func(p *pdf.Page, y pdf.Unit) {
				p.Target(noteTarget(n)[1:], y)
				number[0].draw(p, y)
				inner(p, y)
			}
			nt.height = height(nt.strips)
		}
	}
}

func (s *setter) block(b Block, a area, parent *pdf.Element, l look) []*strip {
	if s.ctx.Err() != nil {
		return nil
	}
	switch b := b.(type) {
	case Heading:
		return s.heading(b, a, parent)
	case Paragraph:
		if b.Small {
			l.size, l.leading, l.colour = 8800, 13*pdf.Point, muted
		}
		return spaced(s.text(b.Text, l, a, Start, parent.Add("P")), gap*l.leading/15600, gap*l.leading/15600)
	case List:
		return s.list(b, a, parent, l)
	case Quote:
		return s.quote(b, a, parent, l)
	case Code:
		return s.code(b, a, parent)
	case Rule:
		return []*strip{{above: 12 * pdf.Point, height: 600, below: 12 * pdf.Point, draw: func(p *pdf.Page, y pdf.Unit) {
			p.Artifact()
			p.Rect(a.x, y, a.width, 600, hairline)
		}}}
	case Table:
		return s.table(b, a, parent)
	case Figure:
		return s.figure(b, a, parent)
	case Callout:
		return s.callout(b, a, parent, l)
	case Action:
		return s.action(b, a, parent)
	case Matrix:
		return s.matrix(b, a, parent)
	case Logos:
		return s.logos(b, a, parent)
	case Stats:
		return s.stats(b, a, parent)
	case Definitions:
		return s.definitions(b, a, parent, l)
	case Columns:
		return s.columns(b, a, parent, l)
	case PageBreak:
		return []*strip{{fresh: true, draw: func(*pdf.Page, pdf.Unit) {}}}
	case Contents:
		return s.contents(b, a, parent)
	}
	return nil
}
