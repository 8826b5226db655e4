package typeset

import "tandem/content/render/pdf"

// Paper is the size of a sheet.
type Paper struct{ Width, Height pdf.Unit }

// The papers there are.
var (
	A4     = Paper{595276, 841890}
	Letter = Paper{612000, 792000}
)

// Document is everything one file shows.
type Document struct {
	Paper   Paper
	Title   string
	Lang    string // "en", "ar"
	Kind    string // what it is, above the title
	Author  string
	Subject string
	Cover   *Cover // nil for a title at the top of the first page; shown before three pages of text and more
	Start   Mark   // at the start of each page's head
	End     Mark   // at its end; without words and picture none
	Footer  string // at the foot of each page, beside its number
	Colours Colours
	Blocks  []Block
	Notes   [][]Block // footnotes; Span.Note counts them from 1
	Closing []Block   // whom to ask, kept together at the end
}

// Cover is a page of its own before the text.
type Cover struct {
	Picture *Picture // nil for none
	Lines   []string // for whom, of when
}

// Mark is a logo, or a name where there is none.
type Mark struct {
	Name    string
	Picture *Picture
}

// Colours are those of a brand, readable as they are.
type Colours struct {
	Brand   pdf.Colour // on white
	OnBrand pdf.Colour // of words on Brand
	Soft    pdf.Colour // a ground for Ink
}

// Span is a run of words of one look.
type Span struct {
	Text   string
	Bold   bool
	Italic bool
	Mono   bool
	Struck bool
	Href   string // an address, or # and the id of a heading
	Note   int    // a reference to a footnote, without Text
	Break  bool   // a line ends here; without Text

	Ink *pdf.Colour // of a piece of code, nil for that of the words around
}

// Block is one of the types below.
type Block interface{ block() }

// Align is how a column stands.
type Align int

// The ways a column stands.
const (
	Start Align = iota
	Centre
	End
)

type (
	// Heading is a heading of the level 2 to 6; the title is the first.
	Heading struct {
		Level int
		ID    string
		Text  []Span
	}
	// Paragraph is running text.
	Paragraph struct {
		Text  []Span
		Small bool
	}
	// List is a list; First is the number of an ordered one's first item.
	List struct {
		Ordered, Loose bool
		First          int
		Items          []Item
	}
	// Item is one of a list.
	Item struct {
		Box    Box
		Blocks []Block
	}
	// Quote is somebody else's words.
	Quote struct{ Blocks []Block }
	// Code is text as it was typed, in pieces that may go over lines; of each only its words and its ink count.
	Code struct{ Pieces []Span }
	// Rule is a line between two parts.
	Rule struct{}
	// Table is a table; Rows have as many cells as Head.
	Table struct {
		Aligns []Align
		Head   [][]Span
		Rows   [][][]Span
	}
	// Figure is a picture with its caption.
	Figure struct {
		Picture *Picture
		Alt     string
		Caption []Span
	}
	// Callout is a box that stands out.
	Callout struct {
		Title  string
		Strong bool // it warns
		Blocks []Block
	}
	// Action is a link as a button.
	Action struct {
		Text []Span
		Href string
	}
	// Matrix is a QR code: Size modules a side, without the quiet zone.
	Matrix struct {
		Size    int
		Dark    func(x, y int) bool
		Alt     string
		Caption []Span
		Href    string
		Shown   string // the address in words, "" for none
	}
	// Stats are figures side by side: what is bold in each, and the words to it.
	Stats struct{ Items [][]Span }
	// Logos are logos side by side.
	Logos struct{ Items []Logo }
	// Logo is one of them: a picture in CSS pixels and the name that is heard in its
	// place, or without a picture the name itself.
	Logo struct {
		Picture       *Picture
		Width, Height int
		Name          []Span
	}
	// Definitions are terms and what they mean.
	Definitions struct{ Items []Definition }
	// Definition is one of them.
	Definition struct {
		Term   []Span
		Blocks [][]Block
	}
	// Columns are texts side by side.
	Columns struct{ Columns [][]Block }
	// PageBreak begins a page.
	PageBreak struct{}
	// Contents is a table of the headings of the second and third level, with their pages.
	Contents struct{ Title string }
)

// Box is a task's box.
type Box int

// The boxes of an item.
const (
	NoBox Box = iota
	OpenBox
	TickedBox
)

func (Heading) block()     {}
func (Paragraph) block()   {}
func (List) block()        {}
func (Quote) block()       {}
func (Code) block()        {}
func (Rule) block()        {}
func (Table) block()       {}
func (Figure) block()      {}
func (Callout) block()     {}
func (Action) block()      {}
func (Matrix) block()      {}
func (Stats) block()       {}
func (Logos) block()       {}
func (Definitions) block() {}
func (Columns) block()     {}
func (PageBreak) block()   {}
func (Contents) block()    {}
