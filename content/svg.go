package content

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/srwiley/oksvg"
	"github.com/srwiley/rasterx"
)

// svgElements and svgAttributes are all an uploaded drawing may consist of. What
// is not here (scripts, links, text, embedded pictures, animation, filters) is refused.
var (
	svgElements = []string{
		"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "title", "desc",
		"linearGradient", "radialGradient", "stop",
	}
	svgAttributes = []string{
		"xmlns", "version", "viewBox", "width", "height", "x", "y", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "d", "points",
		"fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
		"stroke-opacity", "stroke-dasharray", "stroke-dashoffset", "opacity", "transform", "id", "class", "style", "offset",
		"stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "fx", "fy", "preserveAspectRatio", "role",
	}
)

const (
	maxSVGElements = 2000
	maxSVGDepth    = 40
	maxSVGPath     = 200 << 10       // bytes of attributes, path data above all
	maxSVGTime     = 3 * time.Second // of drawing: thousands of shapes that each fill the picture take minutes
)

func looksLikeSVG(upload []byte) bool {
	head := upload[:min(len(upload), 1024)]
	return bytes.Contains(head, []byte("<svg")) || bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml"))
}

// checkSVG refuses a drawing with anything beyond plain shapes in it.
func checkSVG(upload []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(upload))
	dec.Strict = true
	elements, depth, paths := 0, 0, 0
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return wrongLogo("The SVG file is not well formed.")
		}
		switch t := token.(type) {
		case xml.Directive:
			return wrongLogo("The SVG file has a document type or an entity in it. Save it as a plain SVG or as PNG.")
		case xml.StartElement:
			elements++
			if depth++; elements > maxSVGElements || depth > maxSVGDepth {
				return wrongLogo("The drawing is too detailed. Save it as PNG.")
			}
			if !slices.Contains(svgElements, t.Name.Local) {
				return wrongLogo(fmt.Sprintf("The SVG file has a <%s> in it; only plain shapes are taken. Save the logo as PNG.", t.Name.Local))
			}
			for _, a := range t.Attr {
				if a.Name.Space == "xmlns" || a.Name.Space == "http://www.w3.org/XML/1998/namespace" {
					continue
				}
				if paths += len(a.Value); paths > maxSVGPath {
					return wrongLogo("The drawing is too detailed. Save it as PNG.")
				}
				value := strings.ToLower(a.Value)
				if a.Name.Space != "" || !slices.Contains(svgAttributes, a.Name.Local) || strings.Contains(value, "javascript:") ||
					strings.Contains(value, "url(") && !strings.Contains(value, "url(#") || strings.Contains(value, "@import") {
					return wrongLogo(fmt.Sprintf("The SVG file has %q in it, which is not taken. Save the logo as PNG.", a.Name.Local))
				}
			}
		case xml.EndElement:
			depth--
		}
	}
	if elements == 0 {
		return wrongLogo("The SVG file is empty.")
	}
	return nil
}

// rasterise draws a checked drawing so that its longer side has side pixels.
func rasterise(upload []byte, side int) (picture image.Image, err error) {
	if err := checkSVG(upload); err != nil {
		return nil, err
	}
	defer func() { // the drawing code panics on some broken paths
		if recover() != nil {
			picture, err = nil, wrongLogo("The drawing cannot be read. Save the logo as PNG.")
		}
	}()
	drawing, err := oksvg.ReadIconStream(bytes.NewReader(upload), oksvg.StrictErrorMode)
	if err != nil {
		return nil, wrongLogo("The drawing uses something we cannot draw. Save the logo as PNG.")
	}
	w, h := drawing.ViewBox.W, drawing.ViewBox.H
	if !(w > 0 && h > 0 && w < 1e6 && h < 1e6 && w/h < 40 && h/w < 40) {
		return nil, wrongLogo("The drawing has no usable size. Give it a viewBox or save it as PNG.")
	}
	scale := float64(side) / max(w, h)
	width, height := max(1, int(w*scale+.5)), max(1, int(h*scale+.5))
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	drawing.SetTarget(0, 0, float64(width), float64(height))
	dasher := rasterx.NewDasher(width, height, rasterx.NewScannerGV(width, height, out, out.Bounds()))
	began := time.Now()
	for i := range drawing.SVGPaths {
		if drawing.SVGPaths[i].DrawTransformed(dasher, 1, drawing.Transform); time.Since(began) > maxSVGTime {
			return nil, wrongLogo("The drawing is too detailed. Save it as PNG.")
		}
	}
	if blank(out) {
		return nil, wrongLogo("The drawing comes out blank. Save the logo as PNG.")
	}
	return out, nil
}

func blank(picture *image.RGBA) bool {
	for i := 3; i < len(picture.Pix); i += 4 {
		if picture.Pix[i] != 0 {
			return false
		}
	}
	return true
}
