package pdf

import "fmt"

// Page is one page to draw on. What is drawn belongs to the element of the last
// [Page.In], or to none after [Page.Artifact].
type Page struct {
	Width, Height Unit

	writer  *Writer
	seen    Surface
	content []byte
	links   []*annotation
	object  int

	marked *Element   // of the open marked content, nil for an artifact
	opened bool       // some marked content is open
	wanted *Element   // whose the next drawing is
	byMCID []*Element // elements by their marks on this page
}

// NewPage adds a page.
func (w *Writer) NewPage(width, height Unit) *Page {
	p := &Page{Width: width, Height: height, writer: w, seen: unseen{}}
	if w.watcher != nil && len(w.pages) == w.watched {
		p.seen = w.watcher
	}
	w.pages = append(w.pages, p)
	return p
}

// In makes what is drawn from here on part of an element. Text of one element that
// follows itself on a page stays one mark.
func (p *Page) In(e *Element) { p.wanted = e }

// Artifact makes what is drawn from here on decoration, which no reader hears.
func (p *Page) Artifact() { p.wanted = nil }

// ready opens the marked content that the next drawing belongs to.
func (p *Page) ready() {
	if p.opened && p.marked == p.wanted {
		return
	}
	p.closeMark()
	p.opened, p.marked = true, p.wanted
	if p.marked == nil {
		p.content = append(p.content, "/Artifact BMC\n"...)
		return
	}
	mcid := len(p.byMCID)
	p.byMCID = append(p.byMCID, p.marked)
	p.marked.kids = append(p.marked.kids, kid{page: p, mcid: mcid})
	p.content = fmt.Appendf(p.content, "/%s <</MCID %d>> BDC\n", p.marked.Type, mcid)
}

func (p *Page) closeMark() {
	if p.opened {
		p.content = append(p.content, "EMC\n"...)
		p.opened = false
	}
}

// numbers writes lengths with a space after each; y is given from the top.
func (p *Page) numbers(values ...Unit) {
	for _, v := range values {
		p.content = append(v.append(p.content), ' ')
	}
}

func (p *Page) op(operator string) { p.content = append(append(p.content, operator...), '\n') }

// Rect fills a rectangle.
func (p *Page) Rect(x, y, width, height Unit, c Colour) {
	p.ready()
	p.seen.Draw(rectangle(x, y, width, height), Paint{Fill: &c, Alpha: 100})
	p.content = c.append(p.content, "rg ")
	p.numbers(x, p.Height-y-height, width, height)
	p.op("re f")
}

// RoundRect fills a rectangle with round corners.
func (p *Page) RoundRect(x, y, width, height, radius Unit, c Colour) {
	p.ready()
	radius = min(radius, width/2, height/2)
	k := radius * 448 / 1000 // what is left of a corner's handle
	top, bottom, left, right := y, y+height, x, x+width
	path := &Path{}
	path.Move(left+radius, top)
	path.Line(right-radius, top)
	path.Curve(right-k, top, right, top+k, right, top+radius)
	path.Line(right, bottom-radius)
	path.Curve(right, bottom-k, right-k, bottom, right-radius, bottom)
	path.Line(left+radius, bottom)
	path.Curve(left+k, bottom, left, bottom-k, left, bottom-radius)
	path.Line(left, top+radius)
	path.Curve(left, top+k, left+k, top, left+radius, top)
	p.seen.Draw(path, Paint{Fill: &c, Alpha: 100})
	p.content = c.append(p.content, "rg ")
	p.write(path)
	p.op("f")
}

// Line draws a straight line.
func (p *Page) Line(x1, y1, x2, y2, width Unit, c Colour) {
	p.ready()
	path := &Path{}
	path.Move(x1, y1)
	path.Line(x2, y2)
	p.seen.Draw(path, Paint{Stroke: &c, Width: width, Alpha: 100})
	p.content = c.append(p.content, "RG ")
	p.numbers(width)
	p.content = append(p.content, "w "...)
	p.numbers(x1, p.Height-y1)
	p.content = append(p.content, "m "...)
	p.numbers(x2, p.Height-y2)
	p.op("l S")
}

// Place puts a picture into a rectangle.
func (p *Page) Place(picture *Picture, x, y, width, height Unit) {
	p.ready()
	p.seen.Place(picture.raster, x, y, width, height)
	p.content = append(p.content, "q "...)
	p.numbers(width, 0, 0, height, x, p.Height-y-height)
	p.content = fmt.Appendf(p.content, "cm /I%d Do Q\n", picture.index)
}

// Target names a place that links of this file can lead to; the first of a name counts.
func (p *Page) Target(name string, y Unit) {
	if _, taken := p.writer.targets[name]; !taken {
		p.writer.targets[name] = target{p, y}
	}
}

// Bookmark adds an entry to the outline, leading to a height of this page. Levels start at 1.
func (p *Page) Bookmark(level int, title string, y Unit) {
	p.writer.bookmarks = append(p.writer.bookmarks, bookmark{level, title, target{p, y}})
}
