package typeset

import (
	"math"

	"tandem/content/render/pdf"
)

// gradientOf reads a gradient for a shape; it is laid over the shape's box unless it says otherwise.
func (r *reader) gradientOf(n *node, outline []segment, m matrix) *gradient {
	g := &gradient{radial: n.name == "radialGradient"}
	byBox := n.attrs["gradientUnits"] != "userSpaceOnUse"
	get := func(name string, otherwise float64) float64 { return number(n.attrs[name], otherwise) }
	if g.radial {
		g.x1, g.y1, g.r = get("cx", .5), get("cy", .5), get("r", .5)
		g.x2, g.y2 = g.x1, g.y1
	} else {
		g.x1, g.y1, g.x2, g.y2 = get("x1", 0), get("y1", 0), get("x2", 1), get("y2", 0)
	}
	place := m
	if byBox {
		x, y, w, h := box(outline)
		place = matrix{w, 0, 0, h, x, y}
		g.r *= max(w, h)
	}
	a, b := place.point(g.x1, g.y1), place.point(g.x2, g.y2)
	g.x1, g.y1, g.x2, g.y2 = a[0], a[1], b[0], b[1]
	for _, stop := range n.children {
		c, ok := colour(stop.attrs["stop-color"])
		if stop.name == "stop" && ok {
			at := int(number(stop.attrs["offset"], 0)*1000 + .5)
			if last := len(g.stops) - 1; last >= 0 {
				at = max(at, g.stops[last].At)
			}
			g.stops = append(g.stops, pdf.Stop{At: min(max(at, 0), 1000), Colour: c})
		}
	}
	return g
}

func box(outline []segment) (x, y, w, h float64) {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range outline {
		n := map[byte]int{'m': 2, 'l': 2, 'c': 6}[s.step]
		for i := 0; i < n; i += 2 {
			left, right = min(left, s.at[i]), max(right, s.at[i])
			top, bottom = min(top, s.at[i+1]), max(bottom, s.at[i+1])
		}
	}
	return left, top, right - left, bottom - top
}

// draw draws the drawing into a rectangle, and nothing of it outside.
func (d *drawing) draw(s *setter, p *pdf.Page, x, y, width, height pdf.Unit) {
	scale := float64(width) / d.width
	unit := func(v float64) pdf.Unit { return pdf.Unit(math.Floor(v*scale + .5)) }
	atX := func(v float64) pdf.Unit { return x + unit(v-d.x) }
	atY := func(v float64) pdf.Unit { return y + unit(v-d.y) }
	path := func(segments []segment) *pdf.Path {
		out := &pdf.Path{}
		for _, g := range segments {
			switch g.step {
			case 'm':
				out.Move(atX(g.at[0]), atY(g.at[1]))
			case 'l':
				out.Line(atX(g.at[0]), atY(g.at[1]))
			case 'c':
				out.Curve(atX(g.at[0]), atY(g.at[1]), atX(g.at[2]), atY(g.at[3]), atX(g.at[4]), atY(g.at[5]))
			case 'z':
				out.Close()
			}
		}
		return out
	}
	p.Clip(x, y, width, height)
	for i := range d.parts {
		part := &d.parts[i]
		if part.clip != nil {
			p.ClipTo(path(part.clip), false)
		}
		switch {
		case part.text != "":
			s.drawLabel(p, part, atX(part.x), atY(part.y), unit(part.size))
		case part.fill.gradient != nil:
			g := part.fill.gradient
			p.ClipTo(path(part.path), part.evenOdd)
			p.Shade(pdf.Gradient{X1: atX(g.x1), Y1: atY(g.y1), X2: atX(g.x2), Y2: atY(g.y2), Radial: g.radial, R2: unit(g.r), Stops: g.stops}, part.alpha)
			p.Unclip()
		default:
			paint := pdf.Paint{Fill: part.fill.colour, Stroke: part.stroke.colour, EvenOdd: part.evenOdd, Width: unit(part.width), Cap: part.cap, Join: part.join, Alpha: part.alpha}
			for _, dash := range part.dash {
				paint.Dash = append(paint.Dash, unit(dash))
			}
			p.Draw(path(part.path), paint)
		}
		if part.clip != nil {
			p.Unclip()
		}
	}
	p.Unclip()
}

// drawLabel draws the words of a drawing on their baseline. They belong to the picture.
func (s *setter) drawLabel(p *pdf.Page, part *part, x, baseline, size pdf.Unit) {
	if size <= 0 {
		return
	}
	w := s.shape([]Span{{Text: part.text}}, look{size: size, leading: size, bold: part.bold, colour: *part.fill.colour})
	l := line{start: 0, end: len(w.clusters)}
	for _, c := range w.clusters {
		l.width += c.width
	}
	switch part.anchor {
	case Centre:
		x -= l.width / 2
	case End:
		x -= l.width
	case Start:
	}
	s.drawStretches(p, w, w.visual(l, x), baseline)
}

// drawStretches draws words alone.
func (s *setter) drawStretches(p *pdf.Page, w *words, list []stretch, baseline pdf.Unit) {
	for _, st := range list {
		if clusters := w.clustersOf(st); len(clusters) > 0 {
			p.Text(s.font(st.run.face), st.run.size, st.x, baseline, w.look.colour, clusters)
		}
	}
}
