package content

import (
	"math"

	"github.com/yuin/goldmark/ast"

	"tandem/content/render/typeset"
)

// The size of a logo in a row of them, in CSS pixels. Logos of one area look equally
// large, however wide they are; the bounds keep the widest and the tallest in the row.
const (
	logoArea   = 120 * 40
	logoWide   = 168
	logoHigh   = 60
	maxInStrip = 12
)

// logoSize is how large a picture stands in a row of logos. Pixels are never upscaled.
func logoSize(img Image) (width, height int) {
	if img.Width < 1 || img.Height < 1 {
		return 0, 0
	}
	w, h := float64(img.Width), float64(img.Height)
	scale := min(math.Sqrt(logoArea/(w*h)), logoWide/w, logoHigh/h)
	if img.Type != "image/svg+xml" {
		scale = min(scale, 1)
	}
	return max(1, int(math.Round(w*scale))), max(1, int(math.Round(h*scale)))
}

// inLogos reports that a picture stands in a row of logos.
func inLogos(n ast.Node) bool {
	for parent := n.Parent(); parent != nil; parent = parent.Parent() {
		if b, ok := parent.(*box); ok {
			return b.name == logosBox
		}
	}
	return false
}

// strip are the logos of a block: the line of each. A text that is still being written has none.
func (n *box) strip() []ast.Node {
	var lines []ast.Node
	list, ok := n.FirstChild().(*ast.List)
	if !ok {
		return nil
	}
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if item.FirstChild() != nil {
			lines = append(lines, item.FirstChild())
		}
	}
	return lines
}

// logos checks that a block is one list of pictures and names.
func (c checker) logos(d *document, n *box) {
	list, ok := n.FirstChild().(*ast.List)
	if !ok || n.ChildCount() != 1 {
		d.problem(n, "the block %q holds one list; start each logo with a dash, as - ![Name of the company](logo.svg)", n.name)
		return
	}
	if many := list.ChildCount(); many < 2 || many > maxInStrip {
		d.problem(n, "the block %q holds %d logos; write two to %d", n.name, many, maxInStrip)
	}
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		line := item.FirstChild()
		if line == nil || item.ChildCount() != 1 {
			d.problem(item, "a logo is one line: a picture or a name")
			continue
		}
		if _, alone := pictureIn(line); !alone && len(picturesIn(line)) > 0 {
			d.problem(line, "a logo stands alone on its line; start the next one with a dash of its own")
		}
	}
}

// picturesIn are the pictures below a node.
func picturesIn(n ast.Node) []*ast.Image {
	var found []*ast.Image
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if img, ok := n.(*ast.Image); ok && entering {
			found = append(found, img)
		}
		return ast.WalkContinue, nil
	})
	return found
}

// logos are the logos of a block as the typesetter takes them.
func (w *pdfReader) logos(n *box) typeset.Logos {
	var strip typeset.Logos
	for _, line := range n.strip() {
		if n, ok := pictureIn(line); ok {
			img := w.library.images[string(n.Destination)]
			if picture := w.library.pictureOf(img); picture != nil {
				width, height := logoSize(img)
				strip.Items = append(strip.Items, typeset.Logo{Picture: picture, Width: width, Height: height, Name: w.spans(n)})
				continue
			}
		}
		strip.Items = append(strip.Items, typeset.Logo{Name: w.spans(line)})
	}
	return strip
}

// logos puts logos beside each other, on white in the dark too: they are made for paper.
func (w *mailWriter) logos(n *box) {
	w.add(`<div style="margin:20px 0">` + "\n")
	for _, line := range n.strip() {
		pic, ok := pictureIn(line)
		var img Image
		if ok {
			img, ok = w.library.mailImage(w.library.images[string(pic.Destination)])
		}
		if !ok {
			w.add(`<span class="m-ink" style="display:inline-block;margin:0 20px 12px 0;vertical-align:middle;font-weight:700;color:%s">%s</span>`+"\n", mailInk, w.inline(line))
			continue
		}
		width, height := logoSize(w.library.images[string(pic.Destination)])
		w.add(`<span style="display:inline-block;margin:0 14px 12px 0;padding:6px;vertical-align:middle;background-color:#ffffff;border-radius:6px"><img src="%s" alt="%s" width="%[3]d" height="%[4]d" style="display:block;width:%[3]dpx;height:auto;border:0"></span>`+"\n",
			w.picture(img.Name, img.Type, img.Bytes), esc(w.words(pic)), width, height)
	}
	w.add("</div>\n")
}
