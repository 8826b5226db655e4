package pdf

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// Font is a typeface in one file: the glyphs of it that the file uses.
type Font struct {
	face    *Typeface
	index   int
	object  int
	used    []use          // by the number the file gives them, .notdef first
	numbers map[use]uint16 // back again
}

// use is a glyph with what it says: a glyph that says two things counts twice.
type use struct {
	glyph uint16
	says  string
}

// Font makes a typeface usable in the file. Each call makes another; keep what comes back.
func (w *Writer) Font(face *Typeface) *Font {
	f := &Font{face: face, index: len(w.fonts), used: []use{{}}, numbers: map[use]uint16{}}
	w.fonts = append(w.fonts, f)
	return f
}

// Glyph is one glyph as the shaper placed it, in font units.
type Glyph struct {
	ID      uint16
	Advance int
	X, Y    int // where it is drawn, from where the pen stands
}

// Cluster is some glyphs and the text they stand for.
type Cluster struct {
	Text   string
	Glyphs []Glyph
}

func (f *Font) number(glyph uint16, says string) uint16 {
	key := use{glyph, says}
	n, ok := f.numbers[key]
	if !ok {
		n = uint16(len(f.used))
		f.numbers[key] = n
		f.used = append(f.used, key)
	}
	return n
}

// Text draws clusters from left to right, their baseline beginning at x and y.
func (p *Page) Text(f *Font, size, x, y Unit, c Colour, clusters []Cluster) {
	p.ready()
	p.seen.Text(f.face, size, x, y, c, clusters)
	p.content = c.append(p.content, "rg BT ")
	p.content = fmt.Appendf(p.content, "/F%d ", f.index)
	p.numbers(size)
	p.content = append(p.content, "Tf "...)
	p.numbers(x, p.Height-y)
	p.op("Td")
	t := textWriter{page: p, font: f, size: size}
	for _, cluster := range clusters {
		several := len(cluster.Glyphs) > 1
		if several {
			t.flush()
			p.content = append(p.content, "/Span << /ActualText "+text(cluster.Text)+" >> BDC "...)
		}
		for _, g := range cluster.Glyphs {
			says := cluster.Text
			if several {
				says = ""
			}
			t.glyph(g, says)
		}
		if several {
			t.flush()
			p.content = append(p.content, "EMC\n"...)
		}
	}
	t.flush()
	if t.rise != 0 {
		p.content = append(p.content, "0 Ts "...)
	}
	p.op("ET")
}

// textWriter writes the glyphs of one line, moving the pen only where the shaper's
// distances differ from the font's.
type textWriter struct {
	page      *Page
	font      *Font
	size      Unit
	open, hex bool
	want, at  int // thousandths of an em times font units of an em
	rise      int
}

func (t *textWriter) glyph(g Glyph, says string) {
	if g.Y != t.rise {
		t.flush()
		t.rise = g.Y
		t.page.numbers(Unit(int(t.size) * g.Y / t.font.face.Em))
		t.page.content = append(t.page.content, "Ts "...)
	}
	if !t.open {
		t.page.content = append(t.page.content, '[')
		t.open = true
	}
	em := t.font.face.Em
	if move := rounded((t.want+g.X*1000)-t.at, em); move != 0 {
		t.close()
		t.page.content = fmt.Appendf(t.page.content, "%d", -move)
		t.at += move * em
	}
	if !t.hex {
		t.page.content = append(t.page.content, '<')
		t.hex = true
	}
	n := t.font.number(g.ID, says)
	const digits = "0123456789ABCDEF"
	t.page.content = append(t.page.content, digits[n>>12], digits[n>>8&15], digits[n>>4&15], digits[n&15])
	t.at += t.font.width(g.ID) * em
	t.want += g.Advance * 1000
}

func (t *textWriter) close() {
	if t.hex {
		t.page.content = append(t.page.content, '>')
		t.hex = false
	}
}

func (t *textWriter) flush() {
	t.close()
	if t.open {
		t.page.content = append(t.page.content, "] TJ\n"...)
		t.open = false
	}
}

// rounded divides to the nearest whole number.
func rounded(a, b int) int {
	if a < 0 {
		return -((-a + b/2) / b)
	}
	return (a + b/2) / b
}

// width is a glyph's advance as the file states it, in thousandths of an em.
func (f *Font) width(glyph uint16) int { return rounded(f.face.Width(glyph)*1000, f.face.Em) }

func (w *Writer) writeFont(f *Font) error {
	glyphs := make([]uint16, len(f.used))
	widths := "[ 0 ["
	seen := sha256.New()
	for i, u := range f.used {
		glyphs[i] = u.glyph
		widths += fmt.Sprintf(" %d", f.width(u.glyph))
		fmt.Fprintf(seen, "%d ", u.glyph)
	}
	program, err := f.face.subset(glyphs)
	if err != nil {
		return err
	}
	tag := make([]byte, 6)
	for i, b := range seen.Sum(nil)[:6] {
		tag[i] = 'A' + b%26
	}
	name := string(tag) + "+" + f.face.Name
	scaled := func(v int) int { return rounded(v*1000, f.face.Em) }
	file := w.stream(fmt.Sprintf("/Length1 %d", len(program)), program)
	var box []string
	for _, v := range f.face.bounds {
		box = append(box, fmt.Sprint(scaled(v)))
	}
	descriptor := w.add("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%s] /ItalicAngle %d /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R >>",
		name, strings.Join(box, " "), f.face.italic, scaled(f.face.Ascent), scaled(f.face.Descent), scaled(f.face.CapHeight), file)
	descendant := w.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "+
		"/FontDescriptor %d 0 R /DW 1000 /W %s ] ] /CIDToGIDMap /Identity >>", name, descriptor, widths)
	unicode := w.stream("", f.toUnicode())
	f.object = w.add("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", name, descendant, unicode)
	return nil
}

// toUnicode says which text each glyph stands for. Those that share a text with
// others have it beside them on the page, and are nothing by themselves.
func (f *Font) toUnicode() []byte {
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	rest := f.used[1:]
	for first := 1; len(rest) > 0; {
		n := min(len(rest), 100)
		b = fmt.Appendf(b, "%d beginbfchar\n", n)
		for i, u := range rest[:n] {
			says := u.says
			if says == "" {
				says = "\u200b"
			}
			b = fmt.Appendf(b, "<%04X> <%s>\n", first+i, hex16(says))
		}
		b = append(b, "endbfchar\n"...)
		rest, first = rest[n:], first+n
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}
