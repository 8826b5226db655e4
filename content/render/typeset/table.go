package typeset

import "tandem/content/render/pdf"

// keptRows is how long a table may be to stay on one page whatever stands before it.
const keptRows = 6

const cellPadY = 5 * pdf.Point

// padX is the room at each side of a cell, which shrinks with its words.
func (c cell) padX() pdf.Unit { return c.words.look.size * 85 / 100 }

// cell is one cell of a table, shaped.
type cell struct {
	words   *words
	element *pdf.Element
}

// table sets a table. No column is narrower than its longest word, the head is
// repeated on each page, and no row stands alone before or after a break.
func (s *setter) table(b Table, a area, parent *pdf.Element) []*strip {
	n := len(b.Head)
	if n == 0 {
		return nil
	}
	l := look{size: 9400, leading: 13600, colour: ink, link: s.doc.Colours.Brand}
	var rows [][]cell
	var widths []pdf.Unit
	for {
		head := l.inBold()
		head.colour, head.link = s.doc.Colours.OnBrand, s.doc.Colours.OnBrand
		rows = [][]cell{s.cells(b.Head, n, head)}
		for _, row := range b.Rows {
			rows = append(rows, s.cells(row, n, l))
		}
		var fits bool
		if widths, fits = columnWidths(rows, n, a.width); fits || l.size <= 6400 {
			break
		}
		l.size, l.leading = l.size-600, l.leading-800 // smaller words rather than parted ones
	}
	element := parent.Add("Table")
	out := make([]*strip, len(rows))
	for i := range rows {
		tr := element.Add("TR")
		for j := range rows[i] {
			kind, scope := "TD", ""
			if i == 0 {
				kind, scope = "TH", "Column"
			}
			rows[i][j].element = tr.Add(kind)
			rows[i][j].element.Scope = scope
		}
		out[i] = s.row(b, rows[i], widths, a, i == 0)
	}
	again := s.row(b, rows[0], widths, a, true)
	draw := again.draw
	again.draw = func(p *pdf.Page, y pdf.Unit) { s.silent(func() { draw(p, y) }) }
	last := len(out) - 1
	for i, st := range out {
		if i > 1 {
			st.head = again
		}
		st.stay = i < last && (i == 0 || i == 1 && last > 2 || i == last-1 || last <= keptRows)
	}
	return spaced(out, 12*pdf.Point, 14*pdf.Point)
}

// silent draws without telling anybody: what a reader has heard before.
func (s *setter) silent(draw func()) {
	s.hushed = true
	draw()
	s.hushed = false
}

func (s *setter) cells(row [][]Span, n int, l look) []cell {
	cells := make([]cell, n)
	for i := range cells {
		var spans []Span
		if i < len(row) {
			spans = row[i]
		}
		cells[i] = cell{words: s.shape(spans, l)}
	}
	return cells
}

// columnWidths shares a width among columns: each has its longest word at least, and
// the rest goes where the words are. fits is false where even the longest words are too much.
func columnWidths(rows [][]cell, n int, width pdf.Unit) (widths []pdf.Unit, fits bool) {
	natural, least := make([]pdf.Unit, n), make([]pdf.Unit, n)
	for _, row := range rows {
		for j, c := range row {
			wide, word := c.words.natural()
			natural[j], least[j] = max(natural[j], wide+2*c.padX()+500), max(least[j], word+2*c.padX()+500)
		}
	}
	sumNatural, sumLeast := pdf.Unit(0), pdf.Unit(0)
	for j := range n {
		sumNatural, sumLeast = sumNatural+natural[j], sumLeast+least[j]
	}
	widths = make([]pdf.Unit, n)
	left := width
	for j := range n {
		switch {
		case sumNatural <= width: // all have room: what is left goes to each by what it holds
			widths[j] = natural[j] + (width-sumNatural)*natural[j]/sumNatural
		case sumLeast <= width:
			widths[j] = least[j] + (width-sumLeast)*(natural[j]-least[j])/max(1, sumNatural-sumLeast)
		default:
			widths[j] = width * least[j] / sumLeast
		}
		left -= widths[j]
	}
	widths[n-1] += left
	return widths, sumLeast <= width
}

// row sets one row of a table.
func (s *setter) row(b Table, cells []cell, widths []pdf.Unit, a area, head bool) *strip {
	one := &strip{}
	lines := make([][]line, len(cells))
	leading := cells[0].words.look.leading
	for j, c := range cells {
		lines[j] = c.words.lines(widths[j] - 2*c.padX())
		one.height = max(one.height, leading*pdf.Unit(len(lines[j])))
		for _, span := range c.words.spans {
			if span.Note > 0 && span.Note <= len(s.notes) {
				one.notes = append(one.notes, span.Note)
			}
		}
	}
	one.height = max(one.height, leading) + 2*cellPadY
	marks := make([]*mark, len(cells))
	for j, c := range cells {
		marks[j] = &mark{element: c.element}
	}
	one.draw = func(p *pdf.Page, y pdf.Unit) {
		p.Artifact()
		if head {
			p.Rect(a.x, y, a.width, one.height, s.doc.Colours.Brand)
		} else {
			p.Rect(a.x, y+one.height-500, a.width, 500, hairline)
		}
		from := pdf.Unit(0)
		for j, c := range cells {
			box := area{s.at(a, from, widths[j]) + c.padX(), widths[j] - 2*c.padX()}
			from += widths[j]
			align := Start
			if j < len(b.Aligns) {
				align = b.Aligns[j]
			}
			m := marks[j]
			if s.hushed {
				m = &mark{}
			}
			top := y + cellPadY
			if head { // words of a head stand at its foot
				top = y + one.height - cellPadY - leading*pdf.Unit(len(lines[j]))
			}
			for i, ln := range lines[j] {
				s.drawLine(p, c.words, ln, box, top+leading*pdf.Unit(i), align, m)
			}
		}
	}
	return one
}
