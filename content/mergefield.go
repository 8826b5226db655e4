package content

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// gap stands for the spaces inside {{ name }} while a body is parsed, so that a
// field may be the destination of a link. It cannot be in a file: control characters are refused.
const gap = 0x1f

var (
	braces        = regexp.MustCompile(`\{\{[^{}\n]*\}\}`)
	leadingBraces = regexp.MustCompile(`^\{\{[^{}\n]*\}\}`) // looks no further than the next brace
)

// closeGaps returns source with the white space inside {{ }} as gaps; every offset stays.
func closeGaps(source []byte) []byte {
	return braces.ReplaceAllFunc(source, func(found []byte) []byte {
		return bytes.Map(func(r rune) rune {
			if r == ' ' || r == '\t' {
				return gap
			}
			return r
		}, found)
	})
}

// fieldName is the name inside {{ name }}.
func fieldName(found []byte) string { return string(bytes.Trim(found[2:len(found)-2], " \t\x1f")) }

var kindMergeField = ast.NewNodeKind("MergeField")

// mergeField is {{ name }} in running text.
type mergeField struct {
	ast.BaseInline
	name string
}

func (n *mergeField) Kind() ast.NodeKind { return kindMergeField }

func (n *mergeField) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.name}, nil)
}

// dated reports an asset whose text has the day in it on which a copy is made.
func (e *entry) dated() bool {
	return datedField.Match(e.file.body) || datedField.MatchString(e.Subject+e.Preheader+e.Card.texts())
}

var datedField = regexp.MustCompile(`\{\{[ \t]*date\.`)

type mergeFieldParser struct{}

func (mergeFieldParser) Trigger() []byte { return []byte{'{'} }

func (mergeFieldParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	found := leadingBraces.Find(line)
	if found == nil {
		return nil
	}
	block.Advance(len(found))
	return &mergeField{name: fieldName(found)}
}
