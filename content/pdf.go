package content

import (
	"bytes"
	"context"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"tandem/content/render/kept"
	"tandem/content/render/pdf"
	"tandem/content/render/typeset"
	"tandem/portal"
)

// pixels are the pictures of renderings by their hash, each read once.
var pixels = kept.New[string, *pdf.Raster](64)

func raster(hash string, file []byte) (*pdf.Raster, error) {
	return pixels.Get(hash, func() (*pdf.Raster, error) { return pdf.ReadRaster(hash, file) })
}

// RenderPDF is the asset as a PDF file on a paper: both logos on each page, the
// partner's contact at the end, tagged for those who hear it.
func (l *Library) RenderPDF(ctx context.Context, a Asset, c CoBrand, base string, paper typeset.Paper) ([]byte, error) {
	fonts, doc, err := l.typeset(a, c, base, paper)
	if err != nil {
		return nil, err
	}
	return typeset.Set(ctx, fonts, doc)
}

// typeset is the asset as the typesetter takes it, with the fonts for it.
func (l *Library) typeset(a Asset, c CoBrand, base string, paper typeset.Paper) (*typeset.Fonts, *typeset.Document, error) {
	e := l.find(a.Slug, a.Locale)
	if e == nil {
		return nil, nil, portal.Errorf(portal.NotFound, "There is no such asset.")
	}
	fonts, err := l.fonts()
	if err != nil {
		return nil, nil, err
	}
	p := l.place(a, c, base)
	w := pdfReader{document: e.body.document, placing: p}
	partner, company := p.values["partner.name"], l.Program.Company
	doc := &typeset.Document{
		Paper: paper, Title: a.Title, Lang: a.Locale, Kind: kindLabel(a.Kind, a.Locale), Author: company, Subject: a.Summary,
		Start: typeset.Mark{Name: partner, Picture: partnerLogo(c)}, Footer: p.imprint(a), Colours: l.brandColours(c), Closing: w.closing(),
	}
	if partner != company {
		doc.End = typeset.Mark{Name: company, Picture: l.pictureOf(l.logo)}
	}
	if a.Kind == Playbook || a.Kind == Guideline {
		doc.Cover = &typeset.Cover{Lines: []string{p.imprint(a)}}
		if img, ok := l.images[a.Cover]; ok {
			doc.Cover.Picture = l.pictureOf(img)
		}
	}
	doc.Blocks = w.blocks(w.root)
	doc.Notes = w.notes
	return fonts, doc, nil
}

// brandColours are a partner's colours as a printed page uses them.
func (l *Library) brandColours(c CoBrand) typeset.Colours {
	_, readable := l.brandColour(c)
	return typeset.Colours{Brand: pdf.Colour(readable), OnBrand: pdf.Colour(readable.On()), Soft: pdf.Colour(readable.Mix(portal.White, 9))}
}

// partnerLogo is a partner's logo in pixels, nil when there is none that can be shown.
func partnerLogo(c CoBrand) *typeset.Picture {
	if len(c.Logo) == 0 {
		return nil
	}
	r, err := raster(hashed(Image{Bytes: c.Logo}).Hash, c.Logo)
	if err != nil {
		return nil
	}
	return typeset.Pixels(r)
}

// pictureOf is a picture of the library as the typesetter takes it, nil for none.
func (l *Library) pictureOf(img Image) *typeset.Picture {
	if img.Name == "" {
		return nil
	}
	if img.Type == "image/svg+xml" {
		return l.drawings[img.Hash]
	}
	r, err := raster(img.Hash, img.Bytes)
	if err != nil {
		return nil
	}
	return typeset.Pixels(r)
}

// pdfReader reads a tree into the typesetter's blocks for one placing.
type pdfReader struct {
	*document
	*placing
	notes [][]typeset.Block
}

// blocks are the children of a node.
func (w *pdfReader) blocks(parent ast.Node) []typeset.Block {
	var out []typeset.Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, w.block(n)...)
	}
	return out
}

func (w *pdfReader) block(n ast.Node) []typeset.Block {
	switch n := n.(type) {
	case *ast.Heading:
		return []typeset.Block{typeset.Heading{Level: n.Level, ID: headingID(n), Text: w.spans(n)}}
	case *ast.Paragraph, *ast.TextBlock:
		return w.paragraph(n)
	case *ast.ThematicBreak:
		return []typeset.Block{typeset.Rule{}}
	case *ast.Blockquote:
		return []typeset.Block{typeset.Quote{Blocks: w.blocks(n)}}
	case *ast.List:
		return []typeset.Block{w.list(n)}
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return []typeset.Block{w.codeBlock(n)}
	case *box:
		return w.box(n)
	case *extast.Table:
		return []typeset.Block{w.table(n)}
	case *extast.DefinitionList:
		return []typeset.Block{w.definitions(n)}
	case *extast.FootnoteList:
		for note := n.FirstChild(); note != nil; note = note.NextSibling() {
			w.notes = append(w.notes, w.blocks(note))
		}
	}
	return nil
}

// paragraph is running text; pictures in it stand below it, or alone.
func (w *pdfReader) paragraph(n ast.Node) []typeset.Block {
	var out []typeset.Block
	if spans := w.spans(n); strings.TrimSpace(spanText(spans)) != "" || hasNote(spans) {
		out = append(out, typeset.Paragraph{Text: spans})
	}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if img, ok := n.(*ast.Image); ok && entering {
			picture := w.library.pictureOf(w.library.images[string(img.Destination)])
			if picture == nil {
				return ast.WalkSkipChildren, nil
			}
			figure := typeset.Figure{Picture: picture, Alt: spanText(w.spans(img))}
			if len(img.Title) > 0 {
				figure.Caption = []typeset.Span{{Text: plainMarkdown(img.Title)}}
			}
			out = append(out, figure)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return out
}

func spanText(spans []typeset.Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

func hasNote(spans []typeset.Span) bool {
	for _, s := range spans {
		if s.Note > 0 {
			return true
		}
	}
	return false
}

func (w *pdfReader) list(n *ast.List) typeset.List {
	list := typeset.List{Ordered: n.IsOrdered(), First: n.Start, Loose: !n.IsTight}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		i := typeset.Item{Blocks: w.blocks(item)}
		if first := item.FirstChild(); first != nil {
			if box, ok := first.FirstChild().(*extast.TaskCheckBox); ok {
				i.Box = typeset.OpenBox
				if box.IsChecked {
					i.Box = typeset.TickedBox
				}
			}
		}
		list.Items = append(list.Items, i)
	}
	return list
}

func (w *pdfReader) box(n *box) []typeset.Block {
	switch n.name {
	case calloutBox:
		return []typeset.Block{typeset.Callout{Title: word(n.detail, w.placing.locale), Strong: n.detail == "important", Blocks: w.blocks(n)}}
	case senderBox:
		return []typeset.Block{typeset.Callout{Title: word("sender", w.placing.locale), Blocks: w.blocks(n)}}
	case ctaBox:
		link := linkOf(n)
		address := w.resolve(destination(link.Destination), "")
		if address == "" {
			return []typeset.Block{typeset.Paragraph{Text: w.spans(link)}}
		}
		return []typeset.Block{typeset.Action{Text: w.spans(link), Href: address}}
	case qrBox:
		return w.code(n)
	case columnsBox:
		var columns typeset.Columns
		for _, column := range n.columns() {
			var blocks []typeset.Block
			for _, child := range column {
				blocks = append(blocks, w.block(child)...)
			}
			columns.Columns = append(columns.Columns, blocks)
		}
		return []typeset.Block{columns}
	case tocBox:
		return []typeset.Block{typeset.Contents{Title: word("contents", w.placing.locale)}}
	case breakBox:
		return []typeset.Block{typeset.PageBreak{}}
	case statsBox:
		var stats typeset.Stats
		if n.FirstChild() == nil { // still being written
			return nil
		}
		for item := n.FirstChild().FirstChild(); item != nil; item = item.NextSibling() {
			if item.FirstChild() != nil {
				stats.Items = append(stats.Items, w.spans(item.FirstChild()))
			}
		}
		return []typeset.Block{stats}
	case logosBox:
		return []typeset.Block{w.logos(n)}
	}
	return w.blocks(n)
}

// code is a QR code with its words; the words alone where the link has no address.
func (w *pdfReader) code(n *box) []typeset.Block {
	link := linkOf(n)
	to := destination(link.Destination)
	caption := w.spans(link)
	address := w.absolute(w.resolve(to, "qr"))
	code, err := qrCode(address)
	if address == "" || err != nil {
		return []typeset.Block{typeset.Paragraph{Text: caption}}
	}
	return []typeset.Block{typeset.Matrix{
		Size: code.side, Dark: func(x, y int) bool { return code.dark(x, y) },
		Alt: word("qr", w.placing.locale) + " " + w.bare(to), Caption: caption, Href: address, Shown: w.bare(to),
	}}
}

func (w *pdfReader) table(n *extast.Table) typeset.Table {
	var table typeset.Table
	for _, a := range n.Alignments {
		align := typeset.Start
		switch a {
		case extast.AlignRight:
			align = typeset.End
		case extast.AlignCenter:
			align = typeset.Centre
		case extast.AlignLeft, extast.AlignNone:
		}
		table.Aligns = append(table.Aligns, align)
	}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]typeset.Span
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, w.spans(cell))
		}
		if row.Kind() == extast.KindTableHeader {
			table.Head = cells
		} else {
			table.Rows = append(table.Rows, cells)
		}
	}
	return table
}

func (w *pdfReader) definitions(n ast.Node) typeset.Definitions {
	var list typeset.Definitions
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if child.Kind() == extast.KindDefinitionTerm {
			list.Items = append(list.Items, typeset.Definition{Term: w.spans(child)})
		} else if last := len(list.Items) - 1; last >= 0 {
			list.Items[last].Blocks = append(list.Items[last].Blocks, w.blocks(child))
		}
	}
	return list
}

// spans are the words inside a block.
func (w *pdfReader) spans(parent ast.Node) []typeset.Span {
	return w.styled(nil, parent, typeset.Span{})
}

func (w *pdfReader) styled(out []typeset.Span, parent ast.Node, style typeset.Span) []typeset.Span {
	say := func(text string) {
		span := style
		span.Text = text
		if last := len(out) - 1; last >= 0 && out[last].Note == 0 && !out[last].Break {
			same := out[last]
			if same.Text = text; same == span { // one run of words where the tree has several
				out[last].Text += text
				return
			}
		}
		out = append(out, span)
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			say(plainMarkdown(n.Segment.Value(w.source)))
			switch {
			case n.HardLineBreak():
				out = append(out, typeset.Span{Break: true})
			case n.SoftLineBreak():
				say(" ")
			}
		case *ast.String:
			say(html.UnescapeString(string(n.Value)))
		case *mergeField:
			say(w.placing.text(n.name))
		case *ast.CodeSpan:
			inner := style
			inner.Mono = true
			var code []byte
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				if t, ok := c.(*ast.Text); ok {
					code = append(code, bytes.ReplaceAll(t.Segment.Value(w.source), []byte("\n"), []byte(" "))...)
				}
			}
			inner.Text = strings.ReplaceAll(string(code), "\x1f", " ")
			out = append(out, inner)
		case *ast.Emphasis:
			inner := style
			inner.Italic, inner.Bold = style.Italic || n.Level == 1, style.Bold || n.Level > 1
			out = w.styled(out, n, inner)
		case *extast.Strikethrough:
			inner := style
			inner.Struck = true
			out = w.styled(out, n, inner)
		case *ast.Link:
			inner := style
			inner.Href = w.resolve(destination(n.Destination), "")
			out = w.styled(out, n, inner)
		case *ast.AutoLink:
			inner := style
			inner.Text = string(n.Label(w.source))
			to := destination(n.URL(w.source))
			if n.AutoLinkType == ast.AutoLinkEmail {
				to = "mailto:" + to
			}
			inner.Href = w.resolve(to, "")
			out = append(out, inner)
		case *extast.FootnoteLink:
			out = append(out, typeset.Span{Note: n.Index})
		}
	}
	return out
}

var entity = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[0-9A-Za-z]{2,31});`)

// plainMarkdown is the text that markdown means: what a backslash protects is itself,
// entities are their characters.
func plainMarkdown(source []byte) string {
	if bytes.IndexByte(source, '\\') < 0 && bytes.IndexByte(source, '&') < 0 {
		return string(source)
	}
	var b strings.Builder
	for i := 0; i < len(source); i++ {
		switch {
		case source[i] == '\\' && i+1 < len(source) && util.IsPunct(source[i+1]):
			i++
			b.WriteByte(source[i])
		case source[i] == '&':
			found := entity.Find(source[i:])
			if found == nil {
				b.WriteByte('&')
				continue
			}
			b.WriteString(html.UnescapeString(string(found)))
			i += len(found) - 1
		default:
			b.WriteByte(source[i])
		}
	}
	return b.String()
}

// closing is whom a reader asks, as [placing.contact] has it.
func (p *placing) closing() []typeset.Block {
	name := []typeset.Span{{Text: p.values["partner.name"], Bold: true}}
	if tagline := p.values["partner.tagline"]; tagline != "" {
		name = append(name, typeset.Span{Break: true}, typeset.Span{Text: tagline})
	}
	var lines []typeset.Span
	add := func(text, href string) {
		if text == "" {
			return
		}
		if len(lines) > 0 {
			lines = append(lines, typeset.Span{Text: " · "})
		}
		lines = append(lines, typeset.Span{Text: text, Href: href})
	}
	add(p.values["partner.contact"], "")
	add(p.values["partner.email"], p.resolve("mailto:{{partner.email}}", ""))
	add(p.values["partner.phone"], "")
	add(p.values["partner.address"], "")
	if site := p.resolve("{{partner.site}}", ""); site != "" {
		add(p.bare("{{partner.site}}"), site)
	}
	out := []typeset.Block{typeset.Paragraph{Text: name}}
	if len(lines) > 0 {
		lines = append([]typeset.Span{{Text: word("questions", p.locale) + " ", Bold: true}}, lines...)
		out = append(out, typeset.Paragraph{Text: lines})
	}
	return out
}
