// Package pdftest reads the PDF files that this program writes, for tests: what stands
// on each page, and what somebody hears who has the structure read out. It is no
// reader for files of others.
package pdftest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// File is a file taken apart.
type File struct {
	t       testing.TB
	Raw     []byte
	Objects map[int]string // without their streams
	streams map[int][]byte // inflated
	Pages   []Page
}

// Page is one page.
type Page struct {
	Object  int
	Content string
	marks   map[int]string // words by mark
	Loose   string         // words of no element: decoration
}

var (
	object   = regexp.MustCompile(`(?s)(\d+) 0 obj\n(.*?)\nendobj\n`)
	one      = regexp.MustCompile(`(\d+) 0 R`)
	fontName = regexp.MustCompile(`/(F\d+) (\d+) 0 R`)
	unicode  = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	char     = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>`)
)

// Open takes a file apart; what is not whole fails the test.
func Open(t testing.TB, raw []byte) *File {
	t.Helper()
	f := &File{t: t, Raw: raw, Objects: map[int]string{}, streams: map[int][]byte{}}
	if !bytes.HasPrefix(raw, []byte("%PDF-1.7\n")) || !bytes.HasSuffix(raw, []byte("%%EOF\n")) {
		t.Fatalf("not a whole PDF file: %d bytes", len(raw))
	}
	for _, m := range object.FindAllStringSubmatch(string(raw), -1) {
		n, _ := strconv.Atoi(m[1])
		body := m[2]
		if at := strings.Index(body, "\nstream\n"); at >= 0 {
			data := []byte(strings.TrimSuffix(body[at+8:], "\nendstream"))
			body = body[:at]
			if strings.Contains(body, "/FlateDecode") {
				z, err := zlib.NewReader(bytes.NewReader(data))
				if err != nil {
					t.Fatalf("stream %d: %v", n, err)
				}
				if data, err = io.ReadAll(z); err != nil {
					t.Fatalf("stream %d: %v", n, err)
				}
			}
			f.streams[n] = data
		}
		f.Objects[n] = body
	}
	tree := f.Find("/Type /Pages")
	for _, n := range f.refs(f.Objects[tree], "Kids") {
		f.Pages = append(f.Pages, f.page(n))
	}
	return f
}

// Find is the number of the first object that holds some text; 0 for none.
func (f *File) Find(text string) int {
	for n := 1; n <= len(f.Objects); n++ {
		if strings.Contains(f.Objects[n], text) {
			return n
		}
	}
	return 0
}

// Count is how many objects hold some text.
func (f *File) Count(text string) int {
	n := 0
	for _, body := range f.Objects {
		if strings.Contains(body, text) {
			n++
		}
	}
	return n
}

// refs are the objects that an entry names.
func (f *File) refs(body, key string) []int {
	_, rest, ok := strings.Cut(body, "/"+key+" ")
	if !ok {
		return nil
	}
	if strings.HasPrefix(rest, "[") {
		rest, _, _ = strings.Cut(rest, "]")
	} else {
		rest = one.FindString(rest)
	}
	var out []int
	for _, m := range one.FindAllStringSubmatch(rest, -1) {
		n, _ := strconv.Atoi(m[1])
		out = append(out, n)
	}
	return out
}

func (f *File) page(n int) Page {
	body := f.Objects[n]
	p := Page{Object: n, marks: map[int]string{}, Content: string(f.streams[f.refs(body, "Contents")[0]])}
	fonts := map[string]map[string]string{}
	for _, m := range fontName.FindAllStringSubmatch(f.Objects[f.refs(body, "Resources")[0]], -1) {
		number, _ := strconv.Atoi(m[2])
		u, _ := strconv.Atoi(unicode.FindStringSubmatch(f.Objects[number])[1])
		says := map[string]string{}
		for _, c := range char.FindAllStringSubmatch(string(f.streams[u]), -1) {
			says[c[1]] = decode(c[2])
		}
		fonts[m[1]] = says
	}
	f.read(&p, fonts)
	return p
}

var token = regexp.MustCompile(`/(\w+) <</MCID (\d+)>> BDC|/Artifact BMC|/Span << /ActualText (<FEFF([0-9A-F]*)>|\([^\n]*?\)) >> BDC|EMC|/(F\d+) |<([0-9A-F]+)>| ([-0-9.]+) Td`)

// read follows a page's marks and words.
func (f *File) read(p *Page, fonts map[string]map[string]string) {
	mcid, open, span := -1, 0, false
	font, line := "", ""
	say := func(text string) {
		if mcid >= 0 {
			p.marks[mcid] += text
		} else {
			p.Loose += text
		}
	}
	for _, m := range token.FindAllStringSubmatch(p.Content, -1) {
		switch {
		case m[2] != "":
			mcid, _ = strconv.Atoi(m[2])
			open++
		case m[0] == "/Artifact BMC":
			mcid = -1
			open++
		case m[3] != "":
			span = true
			if m[4] != "" {
				say(decode(m[4]))
			} else {
				say(strings.Trim(m[3], "()"))
			}
		case m[0] == "EMC" && span:
			span = false
		case m[0] == "EMC":
			open, mcid = open-1, -1
		case m[5] != "":
			font = m[5]
		case m[6] != "" && !span:
			if open != 1 {
				f.t.Errorf("words outside of any mark, or in a mark within a mark: %s", m[0])
			}
			for i := 0; i+4 <= len(m[6]); i += 4 {
				text, ok := fonts[font][m[6][i:i+4]]
				if !ok {
					f.t.Errorf("the glyph %s of %s says nothing", m[6][i:i+4], font)
				}
				say(text)
			}
		case m[7] != "" && m[7] != line: // words of one line touch, lines do not
			line = m[7]
			say(" ")
		}
	}
	if open != 0 {
		f.t.Errorf("a page ends inside %d marks", open)
	}
}

func decode(hex string) string {
	var units []uint16
	for i := 0; i+4 <= len(hex); i += 4 {
		v, _ := strconv.ParseUint(hex[i:i+4], 16, 16)
		units = append(units, uint16(v))
	}
	return string(utf16.Decode(units))
}

var kids = regexp.MustCompile(`<< /Type /MCR /Pg (\d+) 0 R /MCID (\d+) >>|<< /Type /OBJR [^>]*>>|(\d+) 0 R`)

// Heard is the file as its structure has it read out: each element with its words,
// one to a line, "H1: Two nights". Elements without words of their own are named alone.
func (f *File) Heard() string {
	var b strings.Builder
	f.hear(&b, f.refs(f.Objects[f.Find("/Type /StructTreeRoot")], "K")[0], 0)
	return b.String()
}

func (f *File) hear(b *strings.Builder, n, depth int) {
	body := f.Objects[n]
	_, rest, _ := strings.Cut(body, "/S /")
	kind, _, _ := strings.Cut(rest, " ")
	_, list, _ := strings.Cut(body, "/K [")
	fmt.Fprintf(b, "%s%s:", strings.Repeat(" ", depth), kind)
	if _, alt, ok := strings.Cut(body, "/Alt "); ok && strings.HasPrefix(alt, "(") {
		alt, _, _ = strings.Cut(alt, ")")
		b.WriteString(" [" + alt[1:] + "]")
	}
	b.WriteByte('\n')
	for _, m := range kids.FindAllStringSubmatch(list, -1) {
		switch {
		case m[3] != "":
			child, _ := strconv.Atoi(m[3])
			f.hear(b, child, depth+1)
		case m[2] != "":
			page, _ := strconv.Atoi(m[1])
			mcid, _ := strconv.Atoi(m[2])
			for _, p := range f.Pages {
				if words := strings.Join(strings.Fields(p.marks[mcid]), " "); p.Object == page && words != "" {
					fmt.Fprintf(b, "%s %s\n", strings.Repeat(" ", depth), words)
				}
			}
		}
	}
}

// Words are all words that are heard, in their order, single spaces between them.
func (f *File) Words() string {
	var out []string
	for line := range strings.SplitSeq(f.Heard(), "\n") {
		if !strings.HasSuffix(line, ":") || strings.Count(line, " ") > 0 && !bare.MatchString(line) {
			out = append(out, strings.Fields(line)...)
		}
	}
	return strings.Join(out, " ")
}

var bare = regexp.MustCompile(`^ *[A-Z][A-Za-z0-9]*:$`)

// On are the words of a page, decoration included, in the order of drawing.
func (f *File) On(page int) string {
	p := f.Pages[page]
	var b strings.Builder
	for i := range len(p.marks) + 8 {
		b.WriteString(p.marks[i] + " ")
	}
	return strings.Join(strings.Fields(b.String()+p.Loose), " ")
}

// Checked runs qpdf over a file and pdftotext through it, where they are installed, and
// returns what pdftotext read. ok is false, with a loud line, where one is missing.
func Checked(t testing.TB, raw []byte) (text string, ok bool) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tool := range []string{"qpdf", "pdftotext"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Logf("MISSING: %s is not installed, so no other program has looked at this file", tool)
			return "", false
		}
	}
	if out, err := exec.Command("qpdf", "--check", file).CombinedOutput(); err != nil {
		t.Errorf("qpdf finds fault: %v\n%s", err, out)
	}
	out, err := exec.Command("pdftotext", "-enc", "UTF-8", file, "-").Output()
	if err != nil {
		t.Errorf("pdftotext: %v", err)
	}
	return string(out), true
}
