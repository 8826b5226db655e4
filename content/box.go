package content

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// The blocks of our own, written as
//
//	:::callout tip
//	Any markdown.
//	:::
const (
	calloutBox = "callout" // tip, note, important or example
	ctaBox     = "cta"     // a call to action: a paragraph with one link
	qrBox      = "qr"      // one link; its destination becomes the code, its text the caption
	statsBox   = "stats"   // a list of figures, each starting with the figure in bold
	logosBox   = "logos"   // a list of logos: pictures of the library, or names in words
	columnsBox = "columns" // two or three texts side by side, a line of *** between them
	tocBox     = "toc"     // the page's headings, with page numbers in print; empty
	breakBox   = "newpage" // what follows begins a page in print; empty
	senderBox  = "sender"  // for the partner alone: an email leaves it out
)

var (
	boxKinds     = []string{calloutBox, ctaBox, qrBox, statsBox, logosBox, columnsBox, tocBox, breakBox, senderBox}
	calloutKinds = []string{"tip", "note", "important", "example"}
)

var kindBox = ast.NewNodeKind("Box")

// box is one block of our own with what it contains.
type box struct {
	ast.BaseBlock
	name   string // one of boxKinds once checked
	detail string // the words after the name
	closed bool
}

func (n *box) Kind() ast.NodeKind { return kindBox }

func (n *box) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.name, "Detail": n.detail}, nil)
}

// columns are the blocks of each column.
func (n *box) columns() [][]ast.Node {
	columns := [][]ast.Node{nil}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if child.Kind() == ast.KindThematicBreak {
			columns = append(columns, nil)
			continue
		}
		columns[len(columns)-1] = append(columns[len(columns)-1], child)
	}
	return columns
}

// headings are those that a table of contents lists: the second and third level outside of blocks.
func (d *document) headings() []*ast.Heading {
	var list []*ast.Heading
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level <= 3 {
			list = append(list, h)
		}
	}
	return list
}

// headingID is the name of a heading in addresses.
func headingID(h *ast.Heading) string {
	id, _ := h.AttributeString("id")
	name, _ := id.([]byte)
	return string(name)
}

var boxFence = regexp.MustCompile(`^ {0,3}:::[ \t]*([^ \t\n]*)[ \t]*([^\n]*?)[ \t]*\n?$`)

type boxParser struct{}

func (boxParser) Trigger() []byte { return []byte{':'} }

// maxBoxes is how many blocks are read inside each other: enough to say where the first
// stands wrong, since none may.
const maxBoxes = 3

func (boxParser) Open(parent ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	m := boxFence.FindSubmatch(line)
	if m == nil || len(m[1]) == 0 {
		return nil, parser.NoChildren
	}
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if n.Kind() == kindBox {
			depth++
		}
	}
	if depth == maxBoxes {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return &box{name: string(m[1]), detail: string(m[2])}, parser.HasChildren
}

func (boxParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if bytes.Equal(bytes.TrimSpace(line), []byte(":::")) {
		node.(*box).closed = true
		reader.AdvanceToEOL()
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

func (boxParser) Close(ast.Node, text.Reader, parser.Context) {}
func (boxParser) CanInterruptParagraph() bool                 { return true }
func (boxParser) CanAcceptIndentedLine() bool                 { return false }
