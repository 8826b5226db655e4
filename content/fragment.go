package content

import (
	"bufio"
	"bytes"
	"fmt"
	"html"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	goldhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// fragment is a body as HTML, made once when it is loaded: stretches of clean
// HTML with holes between them. A rendering fills the holes; each kind of hole
// escapes for the place it stands in, so no value ever becomes markup.
type fragment struct {
	pieces []string // one more than holes
	holes  []hole
}

type holeKind int

const (
	fieldHole holeKind = iota // a value in text or in a quoted attribute
	linkHole                  // a whole href attribute
	imageHole                 // the address of a picture
	qrHole                    // a QR code
)

type hole struct {
	kind   holeKind
	name   string      // of the field or the picture
	to     destination // of links and codes
	medium string      // of a code: "qr"
}

// sanitizer is what may be in a body's HTML at all, whatever the renderer wrote.
var sanitizer = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br", "strong", "em", "del", "code", "pre", "a",
		"img", "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td", "div", "section", "sup", "dl", "dt", "dd", "span")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(bluemonday.Integer).OnElements("img")
	p.AllowAttrs("loading").Matching(regexp.MustCompile(`^lazy$`)).OnElements("img")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^col$`)).OnElements("th")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^(on-[\pL\pN-]+|fn(ref)?[0-9]*:[0-9]+)$`)).Globally()
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^[a-z][a-z0-9 -]*$`)).Globally()
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^(note|doc-[a-z]+)$`)).Globally()
	p.AllowAttrs("aria-label").Globally()
	p.AllowAttrs("tabindex").Matching(regexp.MustCompile(`^0$`)).OnElements("div")
	p.AllowURLSchemes("https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnLinks(false)
	return p
}()

// mark is what stands for a hole until the HTML is clean. A body that holds one itself is refused.
var holeMark = regexp.MustCompile(`x(?:field|link|image|code)hole([0-9]{5})x`)

var markNames = map[holeKind]string{fieldHole: "field", linkHole: "link", imageHole: "image", qrHole: "code"}

// compile makes the fragment of a checked body.
func (d *document) compile(images map[string]Image) (fragment, error) {
	c := &compiler{document: d, images: images}
	r := renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(c, 100),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
		util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), 500),
		util.Prioritized(extension.NewFootnoteHTMLRenderer(), 500),
		util.Prioritized(extension.NewDefinitionListHTMLRenderer(), 500),
		util.Prioritized(goldhtml.NewRenderer(), 1000),
	))
	var out bytes.Buffer
	out.Grow(2 * len(d.source))
	w := bodyWriters.Get().(*bufio.Writer)
	w.Reset(&out)
	defer bodyWriters.Put(w)
	if err := r.Render(w, d.source, d.root); err != nil {
		return fragment{}, fmt.Errorf("render %s: %w", d.file.name, err)
	}
	clean := strings.ReplaceAll(sanitizer.Sanitize(out.String()), "\x1f", " ")
	f := fragment{}
	last := 0
	for _, m := range holeMark.FindAllStringSubmatchIndex(clean, -1) {
		n, _ := strconv.Atoi(clean[m[2]:m[3]])
		if n >= len(c.holes) {
			return fragment{}, fmt.Errorf("render %s: the text %q is reserved", d.file.name, clean[m[0]:m[1]])
		}
		start, end := m[0], m[1]
		if c.holes[n].kind == linkHole { // the whole attribute, so that it can be left out
			start, end = start-len(` href="`), end+len(`"`)
		}
		f.pieces = append(f.pieces, clean[last:start])
		f.holes = append(f.holes, c.holes[n])
		last = end
	}
	f.pieces = append(f.pieces, clean[last:])
	return f, nil
}

// bodyWriters are used again: the renderer would make itself one for each body.
var bodyWriters = sync.Pool{New: func() any { return bufio.NewWriter(io.Discard) }}

// compiler writes a body's HTML with marks for its holes.
type compiler struct {
	*document
	images map[string]Image
	holes  []hole
}

func (c *compiler) mark(h hole) string {
	c.holes = append(c.holes, h)
	return fmt.Sprintf("x%shole%05dx", markNames[h.kind], len(c.holes)-1)
}

// RegisterFuncs names the nodes that come out differently from goldmark's own way.
func (c *compiler) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindMergeField, c.renderField)
	reg.Register(kindBox, c.renderBox)
	reg.Register(ast.KindLink, c.renderLink)
	reg.Register(ast.KindAutoLink, c.renderAutoLink)
	reg.Register(ast.KindImage, c.renderImage)
	reg.Register(ast.KindParagraph, c.renderParagraph)
	reg.Register(ast.KindFencedCodeBlock, renderCode)
	reg.Register(ast.KindThematicBreak, renderRule)
	reg.Register(ast.KindRawHTML, skip)
	reg.Register(ast.KindHTMLBlock, skip)
	reg.Register(extast.KindTable, c.renderTable)
	reg.Register(extast.KindTableCell, c.renderCell)
	reg.Register(extast.KindTaskCheckBox, renderCheckBox)
	reg.Register(extast.KindFootnoteLink, c.renderFootnoteLink)
	reg.Register(extast.KindFootnoteBacklink, c.renderFootnoteBacklink)
}

func skip(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

func (c *compiler) renderField(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(c.mark(hole{kind: fieldHole, name: n.(*mergeField).name}))
	}
	return ast.WalkContinue, nil
}

func (c *compiler) renderLink(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	to := destination(n.(*ast.Link).Destination)
	_, _ = w.WriteString(`<a href="` + c.mark(hole{kind: linkHole, to: to}) + `">`)
	return ast.WalkContinue, nil
}

func (c *compiler) renderAutoLink(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	link := n.(*ast.AutoLink)
	to := destination(link.URL(source))
	if link.AutoLinkType == ast.AutoLinkEmail {
		to = "mailto:" + to
	}
	_, _ = w.WriteString(`<a href="` + c.mark(hole{kind: linkHole, to: to}) + `">` + html.EscapeString(string(link.Label(source))) + "</a>")
	return ast.WalkContinue, nil
}

func (c *compiler) renderImage(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	img := c.images[string(n.(*ast.Image).Destination)]
	alt := html.EscapeString(c.textOf(n))
	alt = braces.ReplaceAllStringFunc(alt, func(found string) string {
		return c.mark(hole{kind: fieldHole, name: fieldName([]byte(found))})
	})
	width, height := img.Width, img.Height
	if inLogos(n) {
		width, height = logoSize(img)
	}
	fmt.Fprintf(w, `<img src="%s" alt="%s" width="%d" height="%d" loading="lazy">`, c.mark(hole{kind: imageHole, name: img.Name}), alt, width, height)
	return ast.WalkSkipChildren, nil
}

// pictureIn is the picture of a paragraph that holds nothing else.
func pictureIn(n ast.Node) (*ast.Image, bool) {
	img, ok := n.FirstChild().(*ast.Image)
	return img, ok && n.ChildCount() == 1
}

// renderParagraph writes a paragraph; a picture that stands alone becomes a figure with its title as caption.
func (c *compiler) renderParagraph(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	img, figure := pictureIn(n)
	switch {
	case figure && entering:
		_, _ = w.WriteString("<figure>")
	case figure:
		if len(img.Title) > 0 {
			_, _ = w.WriteString("<figcaption>" + html.EscapeString(string(util.UnescapePunctuations(img.Title))) + "</figcaption>")
		}
		_, _ = w.WriteString("</figure>\n")
	case entering:
		_, _ = w.WriteString("<p>")
	default:
		_, _ = w.WriteString("</p>\n")
	}
	return ast.WalkContinue, nil
}

func (c *compiler) renderBox(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	b := n.(*box)
	if b.name == qrBox {
		if entering {
			link := linkOf(b)
			_, _ = w.WriteString(`<figure class="qr">` + c.mark(hole{kind: qrHole, to: destination(link.Destination), medium: "qr"}) + "<figcaption>")
		} else {
			_, _ = w.WriteString("</figcaption></figure>\n")
		}
		return ast.WalkContinue, nil
	}
	switch {
	case b.name == tocBox:
		if entering {
			c.renderContents(w)
		}
	case b.name == breakBox:
		if entering {
			_, _ = w.WriteString(`<div class="new-page"></div>` + "\n")
		}
	case b.name == columnsBox && entering:
		_, _ = w.WriteString(`<div class="columns"><div>` + "\n")
	case b.name == columnsBox:
		_, _ = w.WriteString("</div></div>\n")
	case !entering:
		_, _ = w.WriteString("</div>\n")
	case b.name == calloutBox:
		_, _ = w.WriteString(`<div class="callout ` + b.detail + `" role="note"><p class="callout-title">` + word(b.detail, c.locale) + "</p>\n")
	case b.name == logosBox:
		_, _ = w.WriteString(`<div class="logo-strip">` + "\n")
	case b.name == senderBox:
		_, _ = w.WriteString(`<div class="callout" role="note"><p class="callout-title">` + word("sender", c.locale) + "</p>\n")
	default:
		_, _ = w.WriteString(`<div class="` + b.name + `">` + "\n")
	}
	return ast.WalkContinue, nil
}

// renderContents lists the headings as links.
func (c *compiler) renderContents(w util.BufWriter) {
	_, _ = w.WriteString(`<div class="contents" role="doc-toc"><ul>` + "\n")
	for _, h := range c.headings() {
		words := braces.ReplaceAllStringFunc(html.EscapeString(c.textOf(h)), func(found string) string {
			return c.mark(hole{kind: fieldHole, name: fieldName([]byte(found))})
		})
		fmt.Fprintf(w, `<li class="level-%d"><a href="#%s">%s</a></li>`+"\n", h.Level, html.EscapeString(headingID(h)), words)
	}
	_, _ = w.WriteString("</ul></div>\n")
}

// renderRule writes a line between two parts; inside columns it parts them.
func renderRule(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		rule := "<hr>\n"
		if b, ok := n.Parent().(*box); ok && b.name == columnsBox {
			rule = "</div>\n<div>\n"
		}
		_, _ = w.WriteString(rule)
	}
	return ast.WalkContinue, nil
}

// narrowColumns is how many columns fit a phone. A table with more scrolls there, so
// its frame takes the keyboard's focus.
const narrowColumns = 3

// renderTable puts a table into a frame of its own that may scroll on a narrow screen.
func (c *compiler) renderTable(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		frame := `<div class="table-scroll">`
		if t, ok := n.(*extast.Table); ok && len(t.Alignments) > narrowColumns {
			frame = `<div class="table-scroll" tabindex="0">`
		}
		_, _ = w.WriteString(frame + "<table>\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("</table></div>\n")
	return ast.WalkContinue, nil
}

func (c *compiler) renderCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	tag, scope := "td", ""
	if n.Parent().Kind() == extast.KindTableHeader {
		tag, scope = "th", ` scope="col"`
	}
	if !entering {
		_, _ = w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	class := ""
	if a := n.(*extast.TableCell).Alignment; a == extast.AlignRight || a == extast.AlignCenter {
		class = ` class="` + a.String() + `"`
	}
	_, _ = w.WriteString("<" + tag + scope + class + ">")
	return ast.WalkContinue, nil
}

// renderCheckBox writes a task's box as a character: a form field that does nothing would only confuse.
func renderCheckBox(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		box := "☐ "
		if n.(*extast.TaskCheckBox).IsChecked {
			box = "☑ "
		}
		_, _ = w.WriteString(box)
	}
	return ast.WalkContinue, nil
}

func (c *compiler) renderFootnoteLink(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		f := n.(*extast.FootnoteLink)
		id := ""
		if f.RefIndex == 0 {
			id = fmt.Sprintf(` id="fnref:%d"`, f.Index)
		}
		fmt.Fprintf(w, `<sup%s><a href="#fn:%d" class="footnote-ref" role="doc-noteref">%d</a></sup>`, id, f.Index, f.Index)
	}
	return ast.WalkContinue, nil
}

func (c *compiler) renderFootnoteBacklink(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering && n.(*extast.FootnoteBacklink).RefIndex == 0 {
		fmt.Fprintf(w, ` <a href="#fnref:%d" class="footnote-backref" role="doc-backlink" aria-label="%s">↩</a>`,
			n.(*extast.FootnoteBacklink).Index, html.EscapeString(word("back", c.locale)))
	}
	return ast.WalkContinue, nil
}
