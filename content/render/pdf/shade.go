package pdf

import "fmt"

// Stop is a colour of a gradient, At in thousandths of the way.
type Stop struct {
	At     int
	Colour Colour
}

// Gradient runs from one point to another, or with radii from one circle to another.
type Gradient struct {
	X1, Y1, X2, Y2 Unit // from the top left of the page
	Radial         bool
	R1, R2         Unit
	Stops          []Stop
}

// Shade fills what is not clipped away.
func (p *Page) Shade(g Gradient, alpha int) {
	if len(g.Stops) == 0 {
		return
	}
	p.ready()
	p.seen.Shade(g, alpha)
	n := len(p.writer.shadings)
	p.writer.shadings = append(p.writer.shadings, shading{g, p.Height})
	p.content = append(p.content, "q "...)
	p.alpha(alpha)
	p.content = fmt.Appendf(p.content, "/S%d sh Q\n", n)
}

type shading struct {
	Gradient
	height Unit // of the page
}

func (s shading) dictionary() string {
	stops := s.Stops
	functions, bounds, encode := "", "", ""
	if len(stops) == 1 {
		stops = []Stop{stops[0], stops[0]}
	}
	for i := 0; i+1 < len(stops); i++ {
		c0, c1 := stops[i].Colour.append(nil, ""), stops[i+1].Colour.append(nil, "")
		functions += fmt.Sprintf("<< /FunctionType 2 /Domain [0 1] /C0 [%s] /C1 [%s] /N 1 >> ", c0, c1)
		encode += "0 1 "
		if i > 0 {
			bounds += string(Unit(stops[i].At).append(nil)) + " "
		}
	}
	function := fmt.Sprintf("<< /FunctionType 3 /Domain [0 1] /Functions [ %s] /Bounds [ %s] /Encode [ %s] >>", functions, bounds, encode)
	if s.Radial {
		return fmt.Sprintf("<< /ShadingType 3 /ColorSpace /DeviceRGB /Coords [%s %s %s %s %s %s] /Extend [true true] /Function %s >>",
			s.X1.append(nil), (s.height - s.Y1).append(nil), s.R1.append(nil), s.X2.append(nil), (s.height - s.Y2).append(nil), s.R2.append(nil), function)
	}
	return fmt.Sprintf("<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [%s %s %s %s] /Extend [true true] /Function %s >>",
		s.X1.append(nil), (s.height - s.Y1).append(nil), s.X2.append(nil), (s.height - s.Y2).append(nil), function)
}
