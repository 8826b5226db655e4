package content

import (
	"strings"

	"tandem/content/render/ink"
	"tandem/content/render/pdf"
	"tandem/content/render/typeset"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// inkClasses are the classes of pieces of code; plain ones have none.
var inkClasses = map[ink.Ink]string{ink.Comment: "ink-comment", ink.Text: "ink-text", ink.Number: "ink-number", ink.Word: "ink-word", ink.Name: "ink-name"}

// renderCode writes code with a class for each piece that has a colour.
func renderCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	code := n.(*ast.FencedCodeBlock)
	_, _ = w.WriteString("<pre><code>")
	for _, piece := range ink.Pieces(string(code.Language(source)), string(code.Lines().Value(source))) {
		class := inkClasses[piece.Ink]
		if class != "" {
			_, _ = w.WriteString(`<span class="` + class + `">`)
		}
		_, _ = w.Write(util.EscapeHTML([]byte(piece.Text)))
		if class != "" {
			_, _ = w.WriteString("</span>")
		}
	}
	_, _ = w.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, nil
}

// codeBlock is a block of code; what its pieces are gives them their colours.
func (w *pdfReader) codeBlock(n ast.Node) typeset.Code {
	language := ""
	if fenced, ok := n.(*ast.FencedCodeBlock); ok {
		language = string(fenced.Language(w.source))
	}
	var code typeset.Code
	for _, piece := range ink.Pieces(language, strings.ReplaceAll(string(n.Lines().Value(w.source)), "\x1f", " ")) {
		code.Pieces = append(code.Pieces, typeset.Span{Text: piece.Text, Ink: inkColours[piece.Ink]})
	}
	return code
}

// inkColours are the colours of pieces of code on paper; each can be read on its ground.
var inkColours = map[ink.Ink]*pdf.Colour{
	ink.Comment: {0x58, 0x5d, 0x69}, ink.Text: {0x14, 0x6c, 0x3e}, ink.Number: {0x8a, 0x53, 0x00}, ink.Word: {0xb3, 0x26, 0x1e}, ink.Name: {0x1d, 0x5f, 0xa8},
}
