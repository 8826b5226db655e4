package content

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"tandem/portal"
)

// RenderMarkdown is the asset as markdown text with its fields filled in. Every
// value is escaped, so that a name shows as it is written wherever the text is pasted.
func (l *Library) RenderMarkdown(a Asset, c CoBrand, base string) ([]byte, error) {
	e := l.find(a.Slug, a.Locale)
	if e == nil {
		return nil, portal.Errorf(portal.NotFound, "There is no such asset.")
	}
	p := l.place(a, c, base)
	w := markdownWriter{document: e.body.document, placing: p}
	blocks := append([]string{"# " + escapeMarkdown(a.Title)}, w.blocks(w.root)...)
	blocks = append(blocks, "---", escapeMarkdown(p.imprint(a)))
	return []byte(strings.ReplaceAll(strings.Join(blocks, "\n\n"), "\x1f", " ") + "\n"), nil
}

// markdownWriter writes a tree back as markdown for one placing.
type markdownWriter struct {
	*document
	*placing
}

// blocks are the children of a node as markdown, one text each.
func (w markdownWriter) blocks(parent ast.Node) []string {
	var out []string
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if text := w.block(n); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func (w markdownWriter) block(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Heading:
		return strings.Repeat("#", n.Level) + " " + w.inline(n)
	case *ast.Paragraph, *ast.TextBlock:
		return w.inline(n)
	case *ast.ThematicBreak:
		return "---"
	case *ast.Blockquote:
		return prefixed(strings.Join(w.blocks(n), "\n\n"), "> ", "> ")
	case *ast.List:
		return w.list(n)
	case *ast.FencedCodeBlock:
		return w.code(n, string(n.Language(w.source)))
	case *ast.CodeBlock:
		return w.code(n, "")
	case *box:
		return w.box(n)
	case *extast.Table:
		return w.table(n)
	case *extast.DefinitionList:
		return w.definitions(n)
	case *extast.FootnoteList:
		var notes []string
		for note := n.FirstChild(); note != nil; note = note.NextSibling() {
			text := strings.Join(w.blocks(note), "\n\n")
			notes = append(notes, prefixed(text, fmt.Sprintf("[^%d]: ", note.(*extast.Footnote).Index), "    "))
		}
		return strings.Join(notes, "\n\n")
	}
	return ""
}

// prefixed puts first before the first line and rest before every other; an empty line stays short.
func prefixed(text, first, rest string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		prefix := rest
		if i == 0 {
			prefix = first
		}
		lines[i] = strings.TrimRight(prefix+line, " ")
		if strings.HasSuffix(line, "  ") { // a hard line break
			lines[i] += "  "
		}
	}
	return strings.Join(lines, "\n")
}

func (w markdownWriter) list(n *ast.List) string {
	between := "\n\n"
	if n.IsTight {
		between = "\n"
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

func (w markdownWriter) code(n ast.Node, language string) string {
	body := strings.TrimSuffix(string(n.Lines().Value(w.source)), "\n")
	fence := "```"
	for strings.Contains(body, fence) {
		fence += "`"
	}
	return fence + language + "\n" + body + "\n" + fence
}

func (w markdownWriter) box(n *box) string {
	if n.name == columnsBox { // one below the other
		var parts []string
		for _, column := range n.columns() {
			for _, child := range column {
				parts = append(parts, w.block(child))
			}
		}
		return strings.Join(parts, "\n\n")
	}
	text := strings.Join(w.blocks(n), "\n\n")
	switch n.name {
	case calloutBox:
		return prefixed("**"+word(n.detail, w.placing.locale)+"**\n\n"+text, "> ", "> ")
	case senderBox:
		return prefixed("**"+word("sender", w.placing.locale)+"**\n\n"+text, "> ", "> ")
	case qrBox:
		link := linkOf(n)
		return w.link(link, w.inline(link), "qr")
	}
	return text
}

func (w markdownWriter) table(n *extast.Table) string {
	var lines []string
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		line := "|"
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			line += " " + barePipe.ReplaceAllString(w.inline(cell), `$1\|`) + " |"
		}
		lines = append(lines, line)
		if row.Kind() == extast.KindTableHeader {
			rule := "|"
			for _, alignment := range n.Alignments {
				switch alignment {
				case extast.AlignRight:
					rule += "---:|"
				case extast.AlignCenter:
					rule += ":---:|"
				case extast.AlignLeft, extast.AlignNone:
					rule += "---|"
				}
			}
			lines = append(lines, rule)
		}
	}
	return strings.Join(lines, "\n")
}

var barePipe = regexp.MustCompile(`(^|[^\\])\|`)

func (w markdownWriter) definitions(n ast.Node) string {
	var out []string
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if child.Kind() == extast.KindDefinitionTerm {
			if child.PreviousSibling() != nil {
				out = append(out, "")
			}
			out = append(out, w.inline(child))
			continue
		}
		out = append(out, prefixed(strings.Join(w.blocks(child), "\n\n"), ": ", "  "))
	}
	return strings.Join(out, "\n")
}

// inline is what stands inside a block.
func (w markdownWriter) inline(parent ast.Node) string {
	var b strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(w.source)) // as the author wrote it, escapes included
			switch {
			case n.HardLineBreak():
				b.WriteString("  \n")
			case n.SoftLineBreak():
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(n.Value)
		case *mergeField:
			b.WriteString(escapeMarkdown(w.placing.text(n.name)))
		case *ast.Emphasis:
			mark := strings.Repeat("*", n.Level)
			b.WriteString(mark + w.inline(n) + mark)
		case *extast.Strikethrough:
			b.WriteString("~~" + w.inline(n) + "~~")
		case *ast.CodeSpan:
			b.WriteString(w.codeSpan(n))
		case *ast.Link:
			b.WriteString(w.link(n, w.inline(n), ""))
		case *ast.AutoLink:
			b.WriteString("<" + string(n.URL(w.source)) + ">")
		case *ast.Image:
			img := w.library.images[string(n.Destination)]
			b.WriteString("![" + w.inline(n) + "](" + w.base + img.Path() + ")")
		case *extast.TaskCheckBox:
			if n.IsChecked {
				b.WriteString("[x] ")
			} else {
				b.WriteString("[ ] ")
			}
		case *extast.FootnoteLink:
			fmt.Fprintf(&b, "[^%d]", n.Index)
		}
	}
	return b.String()
}

func (w markdownWriter) codeSpan(n ast.Node) string {
	var body []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			body = append(body, bytes.ReplaceAll(t.Segment.Value(w.source), []byte("\n"), []byte(" "))...)
		}
	}
	fence := "`"
	for bytes.Contains(body, []byte(fence)) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + string(body) + " " + fence
	}
	return fence + string(body) + fence
}

var linkEscapes = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E", "\\", "%5C")

// link is a link with its address filled and tracked, or its words alone without an address.
func (w markdownWriter) link(n *ast.Link, words, medium string) string {
	to := destination(n.Destination)
	if strings.HasPrefix(string(to), "#") { // heading ids are each reader's own
		return words
	}
	address := w.resolve(to, medium)
	if address == "" {
		return words
	}
	return "[" + words + "](" + linkEscapes.Replace(address) + ")"
}

var entityStart = regexp.MustCompile(`^&#?[0-9A-Za-z]+;`)

// escapeMarkdown makes a value show as it is written: in CommonMark, in GFM, at
// the start of a line and inside a table.
func escapeMarkdown(value string) string {
	var b strings.Builder
	for i, r := range value {
		escape := false
		switch {
		case strings.ContainsRune("\\`*_{}[]<>|~@^$=#", r):
			escape = true
		case r == '&':
			escape = entityStart.MatchString(value[i:])
		case r == ':':
			escape = i == 0 || strings.HasPrefix(value[i:], "://") || strings.HasPrefix(value[i:], "::")
		case r == '.':
			escape = strings.HasSuffix(strings.ToLower(value[:i]), "www") || digits(value[:i])
		case r == ')':
			escape = digits(value[:i])
		case r == '-' || r == '+':
			escape = i == 0
		}
		if escape {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// digits reports a text of digits alone, as a list's number.
func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
