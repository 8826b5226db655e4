package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"strconv"
	"sync"
	"unicode/utf16"
)

// Info is what a file says of itself.
type Info struct {
	Title    string
	Lang     string // BCP 47, "en"
	Author   string
	Subject  string
	Producer string
}

// Writer makes one file. It belongs to one goroutine.
type Writer struct {
	info      Info
	objects   [][]byte // the body of object i+1
	pages     []*Page
	fonts     []*Font
	pictures  []*Picture
	placed    map[string]*Picture // by hash
	alphas    []int               // opacities in hundredths, in the order of their use
	shadings  []shading
	root      *Element
	bookmarks []bookmark
	targets   map[string]target

	watched int // the page that is watched
	watcher Surface
}

type target struct {
	page *Page
	y    Unit
}

type bookmark struct {
	level int
	title string
	to    target
}

// New begins a file.
func New(info Info) *Writer {
	return &Writer{info: info, placed: map[string]*Picture{}, targets: map[string]target{}, root: &Element{Type: "Document"}}
}

// Root is the element that everything a reader hears hangs below.
func (w *Writer) Root() *Element { return w.root }

// Pages is how many pages there are.
func (w *Writer) Pages() int { return len(w.pages) }

// Page is one of them, counted from 0.
func (w *Writer) Page(i int) *Page { return w.pages[i] }

func (w *Writer) reserve() int {
	w.objects = append(w.objects, nil)
	return len(w.objects)
}

func (w *Writer) set(n int, format string, args ...any) {
	w.objects[n-1] = fmt.Appendf(nil, format, args...)
}

func (w *Writer) add(format string, args ...any) int {
	n := w.reserve()
	w.set(n, format, args...)
	return n
}

// stream adds a compressed stream; entries are the rest of its dictionary.
func (w *Writer) stream(entries string, data []byte) int {
	return w.packed(entries+" /Filter /FlateDecode", deflate(data))
}

func (w *Writer) packed(entries string, data []byte) int {
	body := fmt.Appendf(make([]byte, 0, len(data)+120), "<< %s /Length %d >>\nstream\n", entries, len(data))
	body = append(append(body, data...), "\nendstream"...)
	w.objects = append(w.objects, body)
	return len(w.objects)
}

// deflaters are used again: one has a megabyte of tables, and a file dozens of streams.
var deflaters = sync.Pool{New: func() any { return zlib.NewWriter(io.Discard) }}

func deflate(data []byte) []byte {
	var out bytes.Buffer
	z := deflaters.Get().(*zlib.Writer)
	z.Reset(&out)
	_, _ = z.Write(data) // a buffer takes everything
	_ = z.Close()
	deflaters.Put(z)
	return out.Bytes()
}

// text writes a text string, as UTF-16 where it is not plain.
func text(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] >= 0x20 && s[i] < 0x7f
	}
	if !plain {
		return "<FEFF" + hex16(s) + ">"
	}
	out := make([]byte, 0, len(s)+2)
	out = append(out, '(')
	for i := range len(s) {
		if s[i] == '(' || s[i] == ')' || s[i] == '\\' {
			out = append(out, '\\')
		}
		out = append(out, s[i])
	}
	return string(append(out, ')'))
}

func hex16(s string) string {
	const digits = "0123456789ABCDEF"
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, digits[u>>12], digits[u>>8&15], digits[u>>4&15], digits[u&15])
	}
	return string(out)
}

// Bytes ends the file and returns it.
func (w *Writer) Bytes() ([]byte, error) {
	if len(w.pages) == 0 {
		return nil, fmt.Errorf("a PDF file of no pages")
	}
	catalogue, tree, info := w.reserve(), w.reserve(), w.reserve()
	for _, p := range w.pages {
		p.object = w.reserve()
	}
	for _, f := range w.fonts {
		if err := w.writeFont(f); err != nil {
			return nil, err
		}
	}
	for _, p := range w.pictures {
		w.writePicture(p)
	}
	resources := w.writeResources()
	kids := ""
	for i, p := range w.pages {
		kids += fmt.Sprintf("%d 0 R ", p.object)
		w.writePage(p, i, tree, resources)
	}
	w.set(tree, "<< /Type /Pages /Count %d /Kids [ %s] >>", len(w.pages), kids)
	structure := w.writeStructure()
	outline := w.writeOutline()
	metadata := w.packed("/Type /Metadata /Subtype /XML", w.xmp())
	w.set(info, "<< /Title %s /Author %s /Subject %s /Producer %s >>", text(w.info.Title), text(w.info.Author), text(w.info.Subject), text(w.info.Producer))
	w.set(catalogue, "<< /Type /Catalog /Pages %d 0 R /MarkInfo << /Marked true >> /Lang %s /ViewerPreferences << /DisplayDocTitle true >> "+
		"/StructTreeRoot %d 0 R /Metadata %d 0 R%s >>", tree, text(w.info.Lang), structure, metadata, outline)
	return w.assemble(catalogue, info), nil
}

func (w *Writer) writeResources() int {
	var b []byte
	b = append(b, "<< /Font <<"...)
	for i, f := range w.fonts {
		b = fmt.Appendf(b, " /F%d %d 0 R", i, f.object)
	}
	b = append(b, " >> /XObject <<"...)
	for i, p := range w.pictures {
		b = fmt.Appendf(b, " /I%d %d 0 R", i, p.object)
	}
	b = append(b, " >> /ExtGState <<"...)
	for _, a := range w.alphas {
		value := string(Unit(a * 10).append(nil))
		b = fmt.Appendf(b, " /A%d << /ca %s /CA %s >>", a, value, value)
	}
	b = append(b, " >> /Shading <<"...)
	for i, sh := range w.shadings {
		b = fmt.Appendf(b, " /S%d %s", i, sh.dictionary())
	}
	return w.add("%s >> >>", b)
}

func (w *Writer) writePage(p *Page, index, parent, resources int) {
	p.Artifact()
	p.closeMark()
	content := w.stream("", p.content)
	annotations := ""
	for _, a := range p.links {
		a.object = w.reserve()
		annotations += fmt.Sprintf("%d 0 R ", a.object)
	}
	if annotations != "" {
		annotations = " /Annots [ " + annotations + "]"
	}
	w.set(p.object, "<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources %d 0 R /Contents %d 0 R /StructParents %d /Tabs /S%s >>",
		parent, p.Width.append(nil), p.Height.append(nil), resources, content, index, annotations)
}

// assemble writes the objects, their table and the trailer. The file's id is its content's hash.
func (w *Writer) assemble(catalogue, info int) []byte {
	size := 0
	for _, o := range w.objects {
		size += len(o) + 40
	}
	out := make([]byte, 0, size+400)
	out = append(out, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"...)
	offsets := make([]int, len(w.objects))
	for i, o := range w.objects {
		offsets[i] = len(out)
		out = strconv.AppendInt(out, int64(i+1), 10)
		out = append(append(append(out, " 0 obj\n"...), o...), "\nendobj\n"...)
	}
	id := sha256.Sum256(out)
	table := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(w.objects)+1)
	for _, offset := range offsets {
		out = fmt.Appendf(out, "%010d 00000 n \n", offset)
	}
	return fmt.Appendf(out, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>] >>\nstartxref\n%d\n%%%%EOF\n",
		len(w.objects)+1, catalogue, info, id[:16], id[:16], table)
}
