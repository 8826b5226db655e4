package typeset

import (
	"context"
	"fmt"

	"tandem/content/render/pdf"
)

// The look of a document. Lengths are in thousandths of a point.
var (
	ink        = pdf.Colour{0x1f, 0x25, 0x2d}
	muted      = pdf.Colour{0x5a, 0x62, 0x6d}
	hairline   = pdf.Colour{0xd5, 0xd9, 0xdf}
	codeGround = pdf.Colour{0xf1, 0xf3, 0xf5}
	alert      = pdf.Colour{0xa8, 0x3a, 0x00}
	alertSoft  = pdf.Colour{0xfd, 0xf1, 0xe7}
)

const (
	marginSide   = 60 * pdf.Point
	marginTop    = 92 * pdf.Point
	marginBottom = 70 * pdf.Point
	gap          = 8 * pdf.Point // between paragraphs
)

// coverFrom is how many pages of text a cover is worth.
const coverFrom = 3

// area is where something stands across the page.
type area struct{ x, width pdf.Unit }

// setter sets one document.
type setter struct {
	*shaper
	ctx  context.Context
	doc  *Document
	out  *pdf.Writer
	used map[*typeface]*pdf.Font

	page    area
	top     pdf.Unit // of the text
	bottom  pdf.Unit
	notes   []*note
	heads   []*heading
	numbers map[string]int // pages of headings by id, counted from 1
	room    pdf.Unit       // between strips, in hundredths of what they want
	turn    *strip         // begins a page, nil for none
	covered bool           // the first page is a cover
	hushed  bool           // what is drawn is decoration
}

// heading is an entry of the contents and the bookmarks.
type heading struct {
	level     int
	id, title string
}

// note is a footnote set, to stand on the page that refers to it.
type note struct {
	strips  []*strip
	height  pdf.Unit
	element *pdf.Element
}

func noteTarget(n int) string { return "#note-" + itoa(n) }

// Set makes the file of a document. It gives up when ctx ends, with its error.
func Set(ctx context.Context, fonts *Fonts, doc *Document) ([]byte, error) {
	out, err := write(ctx, fonts, doc, 0, nil)
	if err != nil {
		return nil, err
	}
	return out.Bytes()
}

// write sets a document; a surface that is not nil is shown one of its pages, counted from 0.
func write(ctx context.Context, fonts *Fonts, doc *Document, page int, seen pdf.Surface) (*pdf.Writer, error) {
	s := &setter{
		ctx: ctx, shaper: newShaper(fonts, doc.Lang), doc: doc, used: map[*typeface]*pdf.Font{}, numbers: map[string]int{},
		out: pdf.New(pdf.Info{Title: doc.Title, Lang: doc.Lang, Author: doc.Author, Subject: doc.Subject, Producer: "Tandem"}),
		top: marginTop, bottom: doc.Paper.Height - marginBottom,
	}
	s.out.Watch(page, seen)
	s.page = area{marginSide, doc.Paper.Width - 2*marginSide}
	root := s.out.Root()
	s.collect(doc.Blocks)
	for range doc.Notes {
		s.notes = append(s.notes, &note{})
	}
	title := root.Add("Sect") // before everything, whichever it becomes
	strips := s.blocks(doc.Blocks, s.page, root, s.body())
	if closing := s.blocks(doc.Closing, s.page, root, s.small()); len(closing) > 0 {
		addFrame(closing, 0, 10*pdf.Point, func(p *pdf.Page, y, _ pdf.Unit) { p.Rect(s.page.x, y, s.page.width, 700, hairline) })
		together(closing)
		closing[0].above = 22 * pdf.Point
		strips = append(strips, closing...)
	}
	s.covered = doc.Cover != nil && ctx.Err() == nil && len(s.fitted(strips)) >= coverFrom
	if s.covered {
		s.cover(title)
	} else {
		strips = append(s.title(title), strips...)
	}
	s.paginate(strips)
	s.furniture()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("set %q: %w", doc.Title, err)
	}
	return s.out, nil
}

func (s *setter) body() look {
	return look{size: 10400, leading: 15600, colour: ink, link: s.doc.Colours.Brand}
}

func (s *setter) small() look {
	return look{size: 8800, leading: 13 * pdf.Point, colour: muted, link: s.doc.Colours.Brand}
}

func (l look) inBold() look {
	l.bold = true
	return l
}

// collect lists the headings, so that the contents know how many there are before there are pages.
func (s *setter) collect(blocks []Block) {
	for _, b := range blocks {
		if h, ok := b.(Heading); ok {
			s.heads = append(s.heads, &heading{h.Level, h.ID, plain(h.Text)})
		}
	}
}

// plain is the words of spans.
func plain(spans []Span) string {
	out := ""
	for _, span := range spans {
		if out += span.Text; span.Break {
			out += " "
		}
	}
	return out
}

// inset is the area without some width at the side where lines begin.
func (s *setter) inset(a area, width pdf.Unit) area {
	if s.rtl {
		return area{a.x, a.width - width}
	}
	return area{a.x + width, a.width - width}
}

// at is where something of a width stands in an area, so far from where lines begin.
func (s *setter) at(a area, from, width pdf.Unit) pdf.Unit {
	if s.rtl {
		return a.x + a.width - from - width
	}
	return a.x + from
}
