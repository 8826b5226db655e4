package typeset

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"tandem/content/render/pdf"
)

// drawing is an SVG picture as paths and words, in its own units. It is read only.
type drawing struct {
	x, y, width, height float64 // its view
	parts               []part
}

// part is one shape or one line of words.
type part struct {
	path    []segment
	fill    paint
	stroke  paint
	width   float64
	evenOdd bool
	cap     int
	join    int
	dash    []float64
	alpha   int // hundredths
	clip    []segment

	text   string // of words, which begin, end or are centred at x and y
	x, y   float64
	size   float64
	bold   bool
	anchor Align
}

// paint is a colour, a gradient or nothing.
type paint struct {
	colour   *pdf.Colour
	gradient *gradient
}

type gradient struct {
	radial            bool
	x1, y1, x2, y2, r float64
	stops             []pdf.Stop
}

// Limits of a drawing: one that goes beyond is refused, not drawn in part.
const (
	maxParts = 20000
	maxNest  = 16
)

var errDrawing = errors.New("the drawing has too many parts, or parts within parts")

// node is an element of the file.
type node struct {
	name     string
	attrs    map[string]string
	children []*node
	text     string
}

// Drawing reads an SVG drawing: shapes, gradients and words. It takes what the
// library's check of drawings lets through and ignores what it does not know.
func Drawing(file []byte) (*Picture, error) {
	root, ids, err := readNodes(file)
	if err != nil {
		return nil, err
	}
	d := &drawing{width: number(root.attrs["width"], 0), height: number(root.attrs["height"], 0)}
	width, height := int(d.width+.5), int(d.height+.5)
	if view := numbers(root.attrs["viewBox"]); len(view) == 4 {
		d.x, d.y, d.width, d.height = view[0], view[1], view[2], view[3]
	}
	if width <= 0 || height <= 0 {
		width, height = int(d.width+.5), int(d.height+.5)
	}
	if !(d.width > 0 && d.height > 0) || width <= 0 || height <= 0 {
		return nil, errors.New("the drawing has no size")
	}
	r := reader{drawing: d, ids: ids}
	r.children(root, style{fill: "#000", width: 1, size: 16, opacity: 1, fillOpacity: 1, strokeOpacity: 1, m: matrix{1, 0, 0, 1, 0, 0}}, 0)
	if r.err != nil {
		return nil, r.err
	}
	return &Picture{Width: width, Height: height, drawing: d}, nil
}

func readNodes(file []byte) (root *node, ids map[string]*node, err error) {
	ids = map[string]*node{}
	var stack []*node
	decoder := xml.NewDecoder(bytes.NewReader(file))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read a drawing: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local, attrs: map[string]string{}}
			for _, a := range t.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			if id := n.attrs["id"]; id != "" {
				ids[id] = n
			}
			if len(stack) > 0 {
				parent := stack[len(stack)-1]
				parent.children = append(parent.children, n)
			} else if root == nil {
				root = n
			}
			if stack = append(stack, n); len(stack) > 64 {
				return nil, nil, errDrawing
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 0 {
				stack[len(stack)-1].text += string(t)
			}
		}
	}
	if root == nil || root.name != "svg" {
		return nil, nil, errors.New("the file is not an SVG drawing")
	}
	return root, ids, nil
}

// style is what children take over from what they are in.
type style struct {
	fill, stroke               string
	width, size                float64
	opacity                    float64
	fillOpacity, strokeOpacity float64
	evenOdd, bold              bool
	cap, join                  int
	dash                       []float64
	anchor                     Align
	clip                       []segment
	m                          matrix
}

// reader flattens the file's elements into parts.
type reader struct {
	*drawing
	ids map[string]*node
	err error
}

func (r *reader) children(n *node, s style, depth int) {
	for _, child := range n.children {
		r.element(child, s, depth+1)
	}
}

func (r *reader) element(n *node, s style, depth int) {
	if r.err != nil {
		return
	}
	if depth > maxNest || len(r.parts) > maxParts {
		r.err = errDrawing
		return
	}
	s = r.styled(n, s, depth)
	switch n.name {
	case "g", "svg":
		r.children(n, s, depth)
	case "use":
		target := r.ids[strings.TrimPrefix(n.attrs["href"], "#")]
		if target == nil {
			return
		}
		s.m = s.m.then(matrix{1, 0, 0, 1, number(n.attrs["x"], 0), number(n.attrs["y"], 0)})
		r.element(target, s, depth+1)
	case "text":
		r.words(n, s)
	default:
		if outline := shapeOf(n); len(outline) > 0 {
			r.add(outline, s)
		}
	}
}

func (r *reader) styled(n *node, s style, depth int) style {
	a := n.attrs
	set := func(name string, to *string) {
		if v, ok := a[name]; ok && v != "inherit" {
			*to = v
		}
	}
	set("fill", &s.fill)
	set("stroke", &s.stroke)
	s.width, s.size = number(a["stroke-width"], s.width), number(a["font-size"], s.size)
	s.opacity *= number(a["opacity"], 1)
	s.fillOpacity, s.strokeOpacity = number(a["fill-opacity"], s.fillOpacity), number(a["stroke-opacity"], s.strokeOpacity)
	if v, ok := a["fill-rule"]; ok {
		s.evenOdd = v == "evenodd"
	}
	if v, ok := a["font-weight"]; ok {
		s.bold = v == "bold" || number(v, 400) >= 600
	}
	if v, ok := a["stroke-linecap"]; ok {
		s.cap = map[string]int{"round": 1, "square": 2}[v]
	}
	if v, ok := a["stroke-linejoin"]; ok {
		s.join = map[string]int{"round": 1, "bevel": 2}[v]
	}
	if v, ok := a["stroke-dasharray"]; ok {
		s.dash = numbers(v)
	}
	if v, ok := a["text-anchor"]; ok {
		s.anchor = map[string]Align{"middle": Centre, "end": End}[v]
	}
	if v, ok := a["transform"]; ok {
		s.m = s.m.then(transform(v))
	}
	if target := r.reference(a["clip-path"]); target != nil && depth < maxNest {
		s.clip = nil
		for _, child := range target.children {
			s.clip = append(s.clip, s.m.apply(shapeOf(child))...)
		}
	}
	return s
}

// reference is the element that url(#name) means.
func (r *reader) reference(value string) *node {
	name, ok := strings.CutPrefix(strings.TrimSpace(value), "url(#")
	if !ok {
		return nil
	}
	name, _, _ = strings.Cut(name, ")")
	return r.ids[name]
}

func (r *reader) add(outline []segment, s style) {
	p := part{path: s.m.apply(outline), evenOdd: s.evenOdd, cap: s.cap, join: s.join, clip: s.clip}
	scale := math.Sqrt(math.Abs(s.m[0]*s.m[3] - s.m[1]*s.m[2]))
	for _, d := range s.dash {
		p.dash = append(p.dash, d*scale)
	}
	if p.fill = r.ink(s.fill, p.path, s.m); p.fill != (paint{}) {
		filled := p
		filled.alpha = int(s.opacity*s.fillOpacity*100 + .5)
		r.parts = append(r.parts, filled)
	}
	p.fill = paint{}
	if p.stroke = r.ink(s.stroke, p.path, s.m); p.stroke.colour != nil && s.width > 0 {
		p.width, p.alpha = s.width*scale, int(s.opacity*s.strokeOpacity*100+.5)
		r.parts = append(r.parts, p)
	}
}

func (r *reader) ink(value string, outline []segment, m matrix) paint {
	if target := r.reference(value); target != nil {
		return paint{gradient: r.gradientOf(target, outline, m)}
	}
	if c, ok := colour(value); ok {
		return paint{colour: &c}
	}
	return paint{}
}

// words adds a text and its tspans, each where it says.
func (r *reader) words(n *node, s style) {
	x, y := number(n.attrs["x"], 0), number(n.attrs["y"], 0)
	say := func(text string, s style, x, y float64) {
		text = strings.Join(strings.Fields(text), " ")
		c, ok := colour(s.fill)
		if text == "" || !ok {
			return
		}
		at := s.m.point(x, y)
		scale := math.Sqrt(math.Abs(s.m[0]*s.m[3] - s.m[1]*s.m[2]))
		r.parts = append(r.parts, part{
			text: text, x: at[0], y: at[1], size: s.size * scale, bold: s.bold, anchor: s.anchor, fill: paint{colour: &c}, alpha: int(s.opacity*s.fillOpacity*100 + .5),
		})
	}
	say(n.text, s, x, y)
	for _, child := range n.children {
		if child.name == "tspan" {
			own := r.styled(child, s, 1)
			x, y = number(child.attrs["x"], x), number(child.attrs["y"], y)
			say(child.text, own, x, y)
		}
	}
}

// number reads a length, without its unit.
func number(text string, otherwise float64) float64 {
	text = strings.TrimSuffix(strings.TrimSpace(text), "px")
	factor := 1.0
	if cut, ok := strings.CutSuffix(text, "%"); ok {
		text, factor = cut, .01
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e7 {
		return otherwise
	}
	return v * factor
}
