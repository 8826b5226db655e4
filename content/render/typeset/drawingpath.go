package typeset

import (
	"math"
	"strconv"
	"strings"

	"tandem/content/render/pdf"
)

// segment is a step of a path: m, l, c or z.
type segment struct {
	step byte
	at   [6]float64
}

type matrix [6]float64

func (m matrix) then(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[2]*n[1], m[1]*n[0] + m[3]*n[1], m[0]*n[2] + m[2]*n[3], m[1]*n[2] + m[3]*n[3],
		m[0]*n[4] + m[2]*n[5] + m[4], m[1]*n[4] + m[3]*n[5] + m[5],
	}
}

func (m matrix) point(x, y float64) [2]float64 {
	return [2]float64{m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]}
}

func (m matrix) apply(path []segment) []segment {
	out := make([]segment, len(path))
	for i, s := range path {
		for j := 0; j < 6; j += 2 {
			p := m.point(s.at[j], s.at[j+1])
			out[i].at[j], out[i].at[j+1] = p[0], p[1]
		}
		out[i].step = s.step
	}
	return out
}

// transform reads a list of translate, scale, rotate and matrix.
func transform(text string) matrix {
	m := matrix{1, 0, 0, 1, 0, 0}
	for text != "" {
		name, rest, ok := strings.Cut(text, "(")
		if !ok {
			break
		}
		inside, after, _ := strings.Cut(rest, ")")
		text = after
		v := append(numbers(inside), 0, 0, 0, 0, 0, 0)
		given := len(v) - 6
		switch strings.Trim(name, " ,\n\t") {
		case "translate":
			m = m.then(matrix{1, 0, 0, 1, v[0], v[1]})
		case "scale":
			if given == 1 {
				v[1] = v[0]
			}
			m = m.then(matrix{v[0], 0, 0, v[1], 0, 0})
		case "rotate":
			sin, cos := math.Sincos(v[0] * math.Pi / 180)
			m = m.then(matrix{1, 0, 0, 1, v[1], v[2]}).then(matrix{cos, sin, -sin, cos, 0, 0}).then(matrix{1, 0, 0, 1, -v[1], -v[2]})
		case "matrix":
			m = m.then(matrix(v[:6]))
		}
	}
	return m
}

// numbers reads a list of numbers, which may touch each other where that is clear.
func numbers(text string) []float64 {
	var out []float64
	for text != "" {
		v, rest, ok := nextNumber(text)
		if !ok {
			break
		}
		out, text = append(out, v), rest
	}
	return out
}

func nextNumber(text string) (v float64, rest string, ok bool) {
	text = strings.TrimLeft(text, " ,\t\r\n")
	end, dot, exponent := 0, false, false
	for ; end < len(text); end++ {
		c := text[end]
		switch {
		case c >= '0' && c <= '9':
			continue
		case (c == '-' || c == '+') && (end == 0 || text[end-1] == 'e' || text[end-1] == 'E'):
			continue
		case c == '.' && !dot && !exponent:
			dot = true
			continue
		case (c == 'e' || c == 'E') && !exponent && end > 0:
			exponent = true
			continue
		}
		break
	}
	v, err := strconv.ParseFloat(text[:end], 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e7 {
		return 0, "", false
	}
	return v, text[end:], true
}

const roundness = 0.5522847498

// shapeOf is the outline of a shape, nil for what is none.
func shapeOf(n *node) []segment {
	get := func(name string) float64 { return number(n.attrs[name], 0) }
	switch n.name {
	case "path":
		return pathOf(n.attrs["d"])
	case "rect":
		x, y, w, h := get("x"), get("y"), get("width"), get("height")
		rx, ry := get("rx"), get("ry")
		if rx == 0 {
			rx = ry
		}
		if ry == 0 {
			ry = rx
		}
		return rounded(x, y, w, h, min(rx, w/2), min(ry, h/2))
	case "circle":
		r := get("r")
		return rounded(get("cx")-r, get("cy")-r, 2*r, 2*r, r, r)
	case "ellipse":
		rx, ry := get("rx"), get("ry")
		return rounded(get("cx")-rx, get("cy")-ry, 2*rx, 2*ry, rx, ry)
	case "line":
		return []segment{{'m', [6]float64{get("x1"), get("y1")}}, {'l', [6]float64{get("x2"), get("y2")}}}
	case "polyline", "polygon":
		points := numbers(n.attrs["points"])
		var out []segment
		for i := 0; i+1 < len(points); i += 2 {
			step := byte('l')
			if i == 0 {
				step = 'm'
			}
			out = append(out, segment{step, [6]float64{points[i], points[i+1]}})
		}
		if n.name == "polygon" && len(out) > 0 {
			out = append(out, segment{step: 'z'})
		}
		return out
	}
	return nil
}

// rounded is a rectangle with round corners, or with large ones an ellipse.
func rounded(x, y, w, h, rx, ry float64) []segment {
	if !(w > 0 && h > 0) {
		return nil
	}
	if rx <= 0 || ry <= 0 {
		return []segment{{'m', [6]float64{x, y}}, {'l', [6]float64{x + w, y}}, {'l', [6]float64{x + w, y + h}}, {'l', [6]float64{x, y + h}}, {step: 'z'}}
	}
	kx, ky := rx*(1-roundness), ry*(1-roundness)
	return []segment{
		{'m', [6]float64{x + rx, y}},
		{'l', [6]float64{x + w - rx, y}},
		{'c', [6]float64{x + w - kx, y, x + w, y + ky, x + w, y + ry}},
		{'l', [6]float64{x + w, y + h - ry}},
		{'c', [6]float64{x + w, y + h - ky, x + w - kx, y + h, x + w - rx, y + h}},
		{'l', [6]float64{x + rx, y + h}},
		{'c', [6]float64{x + kx, y + h, x, y + h - ky, x, y + h - ry}},
		{'l', [6]float64{x, y + ry}},
		{'c', [6]float64{x, y + ky, x + kx, y, x + rx, y}},
		{step: 'z'},
	}
}

// arity is how many numbers each step of a path takes.
var arity = map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'c': 6, 's': 4, 'q': 4, 't': 2, 'a': 7, 'z': 0}

// pathOf reads the steps of a path up to the first that cannot be read.
func pathOf(d string) []segment {
	var out []segment
	var x, y, startX, startY, handleX, handleY float64 // the pen, the figure's start, the last curve's handle
	var command, before byte
	for {
		d = strings.TrimLeft(d, " ,\t\r\n")
		if d == "" {
			return out
		}
		if c := d[0]; c|0x20 >= 'a' && c|0x20 <= 'z' {
			command, d = c, d[1:]
		} else if command|0x20 == 'z' || command == 0 {
			return out
		}
		lower := command | 0x20
		n, ok := arity[lower]
		if !ok {
			return out
		}
		var v [7]float64
		for i := range n {
			if lower == 'a' && (i == 3 || i == 4) { // flags may touch what follows
				d = strings.TrimLeft(d, " ,\t\r\n")
				if d == "" || d[0] != '0' && d[0] != '1' {
					return out
				}
				v[i], d = float64(d[0]-'0'), d[1:]
				continue
			}
			if v[i], d, ok = nextNumber(d); !ok {
				return out
			}
		}
		if command == lower { // relative
			switch lower {
			case 'h':
				v[0] += x
			case 'v':
				v[0] += y
			case 'a':
				v[5], v[6] = v[5]+x, v[6]+y
			default:
				for i := 0; i+1 < n; i += 2 {
					v[i], v[i+1] = v[i]+x, v[i+1]+y
				}
			}
		}
		curve := func(x1, y1, x2, y2, x3, y3 float64) {
			out = append(out, segment{'c', [6]float64{x1, y1, x2, y2, x3, y3}})
			x, y = x3, y3
		}
		reflected := func(kinds string) (float64, float64) {
			if strings.IndexByte(kinds, before) >= 0 {
				return 2*x - handleX, 2*y - handleY
			}
			return x, y
		}
		quadratic := func(qx, qy, ex, ey float64) {
			handleX, handleY = qx, qy
			curve(x+(qx-x)*2/3, y+(qy-y)*2/3, ex+(qx-ex)*2/3, ey+(qy-ey)*2/3, ex, ey)
		}
		switch lower {
		case 'm':
			x, y = v[0], v[1]
			startX, startY = x, y
			out = append(out, segment{'m', [6]float64{x, y}})
			command = 'L' | command&0x20 // what follows draws
		case 'l', 'h', 'v':
			switch lower {
			case 'l':
				x, y = v[0], v[1]
			case 'h':
				x = v[0]
			case 'v':
				y = v[0]
			}
			out = append(out, segment{'l', [6]float64{x, y}})
		case 'c':
			handleX, handleY = v[2], v[3]
			curve(v[0], v[1], v[2], v[3], v[4], v[5])
		case 's':
			hx, hy := reflected("cs")
			handleX, handleY = v[0], v[1]
			curve(hx, hy, v[0], v[1], v[2], v[3])
		case 'q':
			quadratic(v[0], v[1], v[2], v[3])
		case 't':
			hx, hy := reflected("qt")
			quadratic(hx, hy, v[0], v[1])
		case 'a':
			out = append(out, arc(x, y, v)...)
			x, y = v[5], v[6]
		case 'z':
			out = append(out, segment{step: 'z'})
			x, y = startX, startY
		}
		before = lower
	}
}

// arc is an elliptic arc as curves, by the SVG specification's notes on its centre.
func arc(x, y float64, v [7]float64) []segment {
	rx, ry, ex, ey := math.Abs(v[0]), math.Abs(v[1]), v[5], v[6]
	if rx == 0 || ry == 0 || x == ex && y == ey {
		return []segment{{'l', [6]float64{ex, ey}}}
	}
	sin, cos := math.Sincos(v[2] * math.Pi / 180)
	dx, dy := (x-ex)/2, (y-ey)/2
	px, py := cos*dx+sin*dy, cos*dy-sin*dx
	if over := px*px/(rx*rx) + py*py/(ry*ry); over > 1 {
		rx, ry = rx*math.Sqrt(over), ry*math.Sqrt(over)
	}
	root := math.Sqrt(max(0, (rx*rx*ry*ry-rx*rx*py*py-ry*ry*px*px)/(rx*rx*py*py+ry*ry*px*px)))
	if v[3] == v[4] {
		root = -root
	}
	cx, cy := root*rx*py/ry, -root*ry*px/rx
	centreX, centreY := cos*cx-sin*cy+(x+ex)/2, sin*cx+cos*cy+(y+ey)/2
	from := math.Atan2((py-cy)/ry, (px-cx)/rx)
	sweep := math.Atan2((-py-cy)/ry, (-px-cx)/rx) - from
	switch {
	case v[4] == 0 && sweep > 0:
		sweep -= 2 * math.Pi
	case v[4] != 0 && sweep < 0:
		sweep += 2 * math.Pi
	}
	n := int(math.Ceil(math.Abs(sweep)/(math.Pi/2) - 1e-9))
	if n < 1 {
		n = 1
	}
	step := sweep / float64(n)
	k := 4.0 / 3 * math.Tan(step/4)
	at := func(a, b float64) (float64, float64) {
		return centreX + rx*cos*a - ry*sin*b, centreY + rx*sin*a + ry*cos*b
	}
	var out []segment
	for i := range n {
		s1, c1 := math.Sincos(from + step*float64(i))
		s2, c2 := math.Sincos(from + step*float64(i+1))
		x1, y1 := at(c1-k*s1, s1+k*c1)
		x2, y2 := at(c2+k*s2, s2-k*c2)
		x3, y3 := at(c2, s2)
		out = append(out, segment{'c', [6]float64{x1, y1, x2, y2, x3, y3}})
	}
	return out
}

// colour reads #rgb, #rrggbb and a few names.
func colour(text string) (pdf.Colour, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	switch text {
	case "black", "currentcolor":
		return pdf.Colour{}, true
	case "white":
		return pdf.Colour{255, 255, 255}, true
	}
	hex, ok := strings.CutPrefix(text, "#")
	if !ok {
		return pdf.Colour{}, false
	}
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	v, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		return pdf.Colour{}, false
	}
	return pdf.Colour{uint8(v >> 16), uint8(v >> 8), uint8(v)}, true
}
