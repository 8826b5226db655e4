package content

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"tandem/content/render/kept"
)

// document is a body as a tree. It is read only once made.
type document struct {
	file   *file
	locale string
	source []byte // the body with gaps closed; nodes point into it
	root   ast.Node
}

// parse makes the tree of the file's body.
func (f *file) parse(locale string) *document {
	d := &document{file: f, locale: locale, source: closeGaps(f.body)}
	d.root = markdownOf(locale).Parse(text.NewReader(d.source), parser.WithContext(parser.NewContext(parser.WithIDs(&headingIDs{used: map[string]bool{}, next: map[string]int{}}))))
	return d
}

// parsers are those of the locales. One reads many texts at once: what it notes of a text
// is in that text's own context.
var parsers = kept.New[string, parser.Parser](32)

// markdownOf is the parser for a locale: GFM, footnotes, definition lists,
// the locale's quotation marks, and our own nodes. Raw HTML is parsed only to be refused.
func markdownOf(locale string) parser.Parser {
	p, _ := parsers.Get(locale, func() (parser.Parser, error) { return newMarkdown(quotes(locale)), nil })
	return p
}

func newMarkdown(q [4]string) parser.Parser {
	md := goldmark.New(
		goldmark.WithExtensions(
			extension.Table, extension.Strikethrough, extension.TaskList, extension.Linkify, extension.Footnote, extension.DefinitionList,
			extension.NewTypographer(extension.WithTypographicSubstitutions(map[extension.TypographicPunctuation]string{
				extension.LeftDoubleQuote: q[0], extension.RightDoubleQuote: q[1], extension.LeftSingleQuote: q[2], extension.RightSingleQuote: q[3],
				extension.EnDash: "–", extension.EmDash: "—", extension.Ellipsis: "…", extension.LeftAngleQuote: "«", extension.RightAngleQuote: "»",
				extension.Apostrophe: "’",
			})),
		),
		goldmark.WithParserOptions(
			parser.WithAutoHeadingID(),
			parser.WithBlockParsers(util.Prioritized(boxParser{}, 650)),
			parser.WithInlineParsers(util.Prioritized(mergeFieldParser{}, 150)),
		),
	)
	return md.Parser()
}

// place is where a byte of the body stands in the file, counted from 1, columns in characters.
func (d *document) place(offset int) (line, column int) {
	offset = min(max(offset, 0), len(d.source))
	before := d.source[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return d.file.bodyLine + bytes.Count(before, []byte("\n")), utf8.RuneCount(before[start:]) + 1
}

// problem notes what is wrong with a node.
func (d *document) problem(n ast.Node, format string, args ...any) {
	line, column := d.place(position(n))
	d.file.problem(line, column, format, args...)
}

// position is a node's first byte: its own, its text's, or that of what is around it.
func position(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if p := n.Pos(); p >= 0 && n.Kind() != ast.KindDocument {
			return p
		}
		if t, ok := n.(*ast.Text); ok {
			return t.Segment.Start
		}
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

// textOf is the visible text below a node, fields as {{ name }}.
func (d *document) textOf(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(util.UnescapePunctuations(n.Segment.Value(d.source)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *mergeField:
			b.WriteString("{{ " + n.name + " }}")
		default:
			if n.Type() == ast.TypeBlock && b.Len() > 0 {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// headingIDs names headings after their words; the prefix keeps them apart from the page's own ids.
type headingIDs struct {
	used map[string]bool
	next map[string]int // the number that the next heading of the same words may have
}

const headingPrefix = "on-"

func (h *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	id := headingPrefix + anchor(braces.ReplaceAllString(string(value), ""))
	base := id
	for n := max(2, h.next[base]); h.used[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
		h.next[base] = n + 1
	}
	h.used[id] = true
	return []byte(id)
}

func (h *headingIDs) Put(value []byte) { h.used[string(value)] = true }

// anchor is a heading's words as an id: letters and digits, everything else one hyphen.
func anchor(words string) string {
	id := strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "-")
	if id == "" {
		return "section"
	}
	return id
}
