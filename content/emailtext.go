package content

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// mailWords is an asset as plain text: what a message says to those who read it
// without its look. A paragraph is one line; mail programs break it.
func mailWords(d *document, p *placing, a Asset) string {
	w := plainWriter{d, p}
	var blocks []string
	if a.Kind != Email {
		blocks = append(blocks, underlined(a.Title, "="))
	}
	blocks = append(blocks, w.blocks(d.root)...)
	if closing := w.closing(a); closing != "" {
		blocks = append(blocks, "-- \n"+closing) // as mail programs know a signature
	}
	return strings.ReplaceAll(strings.Join(blocks, "\n\n"), "\x1f", " ") + "\n"
}

// plainWriter writes a tree as text without marks.
type plainWriter struct {
	*document
	*placing
}

func underlined(text, with string) string {
	longest := 0
	for line := range strings.SplitSeq(text, "\n") {
		longest = max(longest, len([]rune(line)))
	}
	return text + "\n" + strings.Repeat(with, min(longest, 60))
}

func (w plainWriter) blocks(parent ast.Node) []string {
	var out []string
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if text := w.block(n); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func (w plainWriter) block(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Heading:
		if n.Level > 2 {
			return w.inline(n)
		}
		return underlined(w.inline(n), "-")
	case *ast.Paragraph, *ast.TextBlock:
		if img, ok := pictureIn(n); ok {
			text := "[" + w.inline(img) + "]"
			if len(img.Title) > 0 {
				text += "\n" + plainMarkdown(img.Title)
			}
			return text
		}
		return w.inline(n)
	case *ast.ThematicBreak:
		return "* * *"
	case *ast.Blockquote:
		return prefixed(strings.Join(w.blocks(n), "\n\n"), "> ", "> ")
	case *ast.List:
		return w.list(n)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return prefixed(strings.TrimSuffix(string(n.Lines().Value(w.source)), "\n"), "    ", "    ")
	case *box:
		return w.box(n)
	case *extast.Table:
		return w.table(n)
	case *extast.DefinitionList:
		var lines []string
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			if child.Kind() == extast.KindDefinitionTerm {
				lines = append(lines, w.inline(child))
			} else {
				lines = append(lines, prefixed(strings.Join(w.blocks(child), "\n\n"), "    ", "    "))
			}
		}
		return strings.Join(lines, "\n")
	case *extast.FootnoteList:
		var notes []string
		for note := n.FirstChild(); note != nil; note = note.NextSibling() {
			notes = append(notes, prefixed(strings.Join(w.blocks(note), "\n\n"), fmt.Sprintf("[%d] ", note.(*extast.Footnote).Index), "    "))
		}
		return strings.Join(notes, "\n")
	}
	return ""
}

func (w plainWriter) list(n *ast.List) string {
	between := "\n"
	if !n.IsTight {
		between = "\n\n"
	}
	var items []string
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		marker := "- "
		if n.IsOrdered() {
			marker = fmt.Sprintf("%d. ", number)
			number++
		}
		items = append(items, prefixed(strings.Join(w.blocks(item), between), marker, strings.Repeat(" ", len(marker))))
	}
	return strings.Join(items, between)
}

func (w plainWriter) box(n *box) string {
	switch n.name {
	case calloutBox:
		return prefixed(word(n.detail, w.placing.locale)+"\n\n"+strings.Join(w.blocks(n), "\n\n"), "| ", "| ")
	case ctaBox, qrBox:
		link := linkOf(n)
		address := w.absolute(w.resolve(destination(link.Destination), boxMedium(n)))
		if address == "" {
			return w.inline(link)
		}
		return w.inline(link) + ":\n" + address
	case tocBox, breakBox, senderBox: // a message has no pages, and the last is not for who gets it
		return ""
	case columnsBox:
		var parts []string
		for _, column := range n.columns() {
			for _, child := range column {
				parts = append(parts, w.block(child))
			}
		}
		return strings.Join(parts, "\n\n")
	}
	return strings.Join(w.blocks(n), "\n\n")
}

// boxMedium is the channel that a block's link names: a code is scanned, whatever it is printed on.
func boxMedium(n *box) string {
	if n.name == qrBox {
		return "qr"
	}
	return ""
}

// table writes each row as its cells with their headings: columns do not line up in a message.
func (w plainWriter) table(n *extast.Table) string {
	var heads, rows []string
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var lines []string
		at := 0
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			text := w.inline(cell)
			switch {
			case row.Kind() == extast.KindTableHeader:
				heads = append(heads, text)
			case at == 0:
				lines = append(lines, text)
			case text != "" && at < len(heads):
				lines = append(lines, "  "+heads[at]+": "+text)
			}
			at++
		}
		if len(lines) > 0 {
			rows = append(rows, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(rows, "\n")
}

func (w plainWriter) inline(parent ast.Node) string {
	var b strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.WriteString(plainMarkdown(n.Segment.Value(w.source)))
			switch {
			case n.HardLineBreak():
				b.WriteByte('\n')
			case n.SoftLineBreak():
				b.WriteByte(' ')
			}
		case *ast.String:
			b.WriteString(html.UnescapeString(string(n.Value)))
		case *mergeField:
			b.WriteString(w.placing.text(n.name))
		case *ast.CodeSpan:
			b.WriteString(w.codeWords(n))
		case *ast.Link:
			b.WriteString(w.link(n))
		case *ast.AutoLink:
			b.Write(n.Label(w.source))
		case *ast.Image:
			b.WriteString("[" + w.inline(n) + "]")
		case *extast.TaskCheckBox:
			if n.IsChecked {
				b.WriteString("[x] ")
			} else {
				b.WriteString("[ ] ")
			}
		case *extast.FootnoteLink:
			fmt.Fprintf(&b, " [%d]", n.Index)
		default:
			b.WriteString(w.inline(n))
		}
	}
	return b.String()
}

// codeWords is what stands between backticks.
func (d *document) codeWords(n ast.Node) string {
	var code []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			code = append(code, bytes.ReplaceAll(t.Segment.Value(d.source), []byte("\n"), []byte(" "))...)
		}
	}
	return strings.ReplaceAll(string(code), "\x1f", " ")
}

func (w plainWriter) link(n *ast.Link) string {
	words := w.inline(n)
	if strings.HasPrefix(string(n.Destination), "#") { // a message has one page
		return words
	}
	address := w.resolve(destination(n.Destination), "")
	if bare, ok := strings.CutPrefix(address, "mailto:"); ok && bare == words || address == words || address == "" {
		return words
	}
	return words + " (" + strings.TrimPrefix(address, "mailto:") + ")"
}

// closing is whom a reader asks, and who published it; a letter has its own ending.
func (w plainWriter) closing(a Asset) string {
	v := w.values
	var lines []string
	name := v["partner.name"]
	if v["partner.tagline"] != "" {
		name += ", " + v["partner.tagline"]
	}
	for _, line := range []string{name, v["partner.contact"], v["partner.email"], v["partner.phone"], v["partner.address"], w.bare("{{partner.site}}")} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	if a.Kind != Email {
		lines = append(lines, w.imprint(a))
	}
	return strings.Join(lines, "\n")
}
