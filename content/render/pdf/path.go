package pdf

import (
	"fmt"
	"slices"
)

// Path is lines and curves in the units of the page, from the top left.
type Path struct {
	steps []step
}

type step struct {
	operator byte // m, l, c or h
	points   [6]Unit
}

// Move begins a figure.
func (p *Path) Move(x, y Unit) { p.steps = append(p.steps, step{'m', [6]Unit{x, y}}) }

// Line draws straight on.
func (p *Path) Line(x, y Unit) { p.steps = append(p.steps, step{'l', [6]Unit{x, y}}) }

// Curve draws a cubic curve.
func (p *Path) Curve(x1, y1, x2, y2, x, y Unit) {
	p.steps = append(p.steps, step{'c', [6]Unit{x1, y1, x2, y2, x, y}})
}

// Close ends a figure where it began.
func (p *Path) Close() { p.steps = append(p.steps, step{operator: 'h'}) }

// Paint is how a path is drawn.
type Paint struct {
	Fill, Stroke *Colour
	EvenOdd      bool
	Width        Unit // of the stroke
	Cap, Join    int  // as PDF counts them: 0 butt or mitre, 1 round, 2 square or bevel
	Dash         []Unit
	Alpha        int // opacity in hundredths; 100 is opaque
}

// Draw draws a path.
func (p *Page) Draw(path *Path, paint Paint) {
	if paint.Fill == nil && paint.Stroke == nil {
		return
	}
	p.ready()
	p.seen.Draw(path, paint)
	p.content = append(p.content, "q "...)
	p.alpha(paint.Alpha)
	operator := "f"
	if paint.Fill != nil {
		p.content = paint.Fill.append(p.content, "rg ")
	}
	if paint.EvenOdd && paint.Fill != nil {
		operator = "f*"
	}
	if paint.Stroke != nil {
		p.content = paint.Stroke.append(p.content, "RG ")
		p.numbers(paint.Width)
		p.content = fmt.Appendf(p.content, "w %d J %d j ", paint.Cap, paint.Join)
		if len(paint.Dash) > 0 {
			p.content = append(p.content, '[')
			p.numbers(paint.Dash...)
			p.content = append(p.content, "] 0 d "...)
		}
		switch {
		case paint.Fill == nil:
			operator = "S"
		case paint.EvenOdd:
			operator = "B*"
		default:
			operator = "B"
		}
	}
	p.write(path)
	p.op(operator + " Q")
}

func (p *Page) alpha(hundredths int) {
	if hundredths >= 100 {
		return
	}
	hundredths = max(0, hundredths)
	if !slices.Contains(p.writer.alphas, hundredths) {
		p.writer.alphas = append(p.writer.alphas, hundredths)
	}
	p.content = fmt.Appendf(p.content, "/A%d gs ", hundredths)
}

// Clip keeps what is drawn until [Page.Unclip] inside a rectangle.
func (p *Page) Clip(x, y, width, height Unit) {
	p.ready()
	p.seen.Clip(rectangle(x, y, width, height), false)
	p.content = append(p.content, "q "...)
	p.numbers(x, p.Height-y-height, width, height)
	p.op("re W n")
}

// ClipTo keeps what is drawn until [Page.Unclip] inside a path.
func (p *Page) ClipTo(path *Path, evenOdd bool) {
	p.ready()
	p.seen.Clip(path, evenOdd)
	p.content = append(p.content, "q "...)
	p.write(path)
	if evenOdd {
		p.op("W* n")
		return
	}
	p.op("W n")
}

// Unclip ends the last clip.
func (p *Page) Unclip() {
	p.seen.Unclip()
	p.op("Q")
}

func (p *Page) write(path *Path) {
	for _, s := range path.steps {
		n := map[byte]int{'m': 2, 'l': 2, 'c': 6, 'h': 0}[s.operator]
		for i := 0; i < n; i += 2 {
			p.numbers(s.points[i], p.Height-s.points[i+1])
		}
		p.content = append(p.content, s.operator, '\n')
	}
}
