package typeset

import (
	"slices"

	"tandem/content/render/pdf"
)

func (s *setter) font(t *typeface) *pdf.Font {
	f, ok := s.used[t]
	if !ok {
		f = s.out.Font(t.file)
		s.used[t] = f
	}
	return f
}

// stretch is clusters of one run on a line, and where it stands.
type stretch struct {
	start, end int
	run        run
	x          pdf.Unit
	width      pdf.Unit
}

// visual places the stretches of a line from left to right, by the levels of the
// bidirectional algorithm (its rule L2), and returns them in the order of reading.
func (w *words) visual(l line, x pdf.Unit) []stretch {
	var list []stretch
	for i := l.start; i < l.end; i++ {
		c := w.clusters[i]
		if n := len(list); n == 0 || w.clusters[i-1].run != c.run {
			list = append(list, stretch{start: i, end: i, run: w.runs[c.run]})
		}
		last := &list[len(list)-1]
		last.end, last.width = i+1, last.width+c.width
	}
	order := make([]int, len(list))
	highest := 0
	for i := range list {
		order[i] = i
		highest = max(highest, list[i].run.level)
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(order); {
			if list[order[i]].run.level < level {
				i++
				continue
			}
			end := i
			for end < len(order) && list[order[end]].run.level >= level {
				end++
			}
			slices.Reverse(order[i:end])
			i = end
		}
	}
	for _, i := range order {
		list[i].x = x
		x += list[i].width
	}
	return list
}

// mark is whose the words of a drawing are; nil element for decoration.
type mark struct {
	element *pdf.Element
	links   map[int]*pdf.Element // by the span a link begins with
}

// drawLine draws one line of words inside an area, its top at y.
func (s *setter) drawLine(p *pdf.Page, w *words, l line, a area, y pdf.Unit, align Align, m *mark) {
	x := a.x
	switch {
	case align == Centre:
		x += (a.width - l.width) / 2
	case (align == End) != w.rtl:
		x += a.width - l.width
	}
	baseline := y + w.look.leading/2 + w.look.size*36/100
	for _, st := range w.visual(l, x) {
		span := w.spans[st.run.span]
		colour := w.look.colour
		p.In(m.element)
		linked := m.element != nil && (span.Href != "" || span.Note > 0)
		if linked {
			p.In(s.linkElement(w, st.run.span, m))
		}
		if span.Ink != nil {
			colour = *span.Ink
		}
		if (span.Href != "" || span.Note > 0) && !w.look.plain {
			colour = w.look.link
		}
		if span.Mono && !w.look.mono {
			p.RoundRect(st.x-800, baseline-st.run.size*88/100, st.width+1600, st.run.size*118/100, 2000, codeGround)
		}
		clusters := w.clustersOf(st)
		if len(clusters) > 0 {
			p.Text(s.font(st.run.face), st.run.size, st.x, baseline-st.run.raise, colour, clusters)
		}
		if span.Href != "" && !w.look.plain {
			p.Rect(st.x, baseline+st.run.size*13/100, st.width, 500, colour)
		}
		if span.Struck {
			p.Rect(st.x, baseline-st.run.size*28/100, st.width, 700, colour)
		}
		if linked {
			to, says := span.Href, w.said(st.run.span)
			if span.Note > 0 {
				to = noteTarget(span.Note)
			}
			p.Link(st.x, y, st.width, w.look.leading, to, says, s.linkElement(w, st.run.span, m))
		}
	}
}

// clustersOf are the glyphs of a stretch from left to right, with what they say.
func (w *words) clustersOf(st stretch) []pdf.Cluster {
	clusters := make([]pdf.Cluster, 0, st.end-st.start)
	for _, c := range w.clusters[st.start:st.end] {
		if len(c.glyphs) > 0 {
			clusters = append(clusters, pdf.Cluster{Text: string(w.text[c.start:c.end]), Glyphs: c.glyphs})
		}
	}
	if st.run.level%2 == 1 {
		slices.Reverse(clusters)
	}
	return clusters
}

// said is the words of the link that a span is part of.
func (w *words) said(span int) string {
	says := ""
	for i := w.linkStart(span); i < len(w.spans) && w.linkStart(i) == w.linkStart(span); i++ {
		says += w.spans[i].Text
	}
	if note := w.spans[span].Note; note > 0 {
		return itoa(note)
	}
	return says
}

// linkStart is the span that the link of a span begins with.
func (w *words) linkStart(span int) int {
	for span > 0 && w.spans[span].Href != "" && w.spans[span-1].Href == w.spans[span].Href {
		span--
	}
	return span
}

// linkElement is the link a span is part of, made when its first word is drawn, so
// that it comes after the words before it.
func (s *setter) linkElement(w *words, span int, m *mark) *pdf.Element {
	start := w.linkStart(span)
	e, ok := m.links[start]
	if !ok {
		parent := m.element
		if w.spans[span].Note > 0 {
			parent = parent.Add("Reference")
		}
		e = parent.Add("Link")
		if m.links == nil {
			m.links = map[int]*pdf.Element{}
		}
		m.links[start] = e
	}
	return e
}
