package ink

import (
	"fmt"
	"strings"
	"testing"
)

func TestPiecesOfCode(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ language, source, want string }{
		"go":              {"go", "func main() { // run\n\tprintln(\"a \\\" b\", 0x1F)\n}", "W:func| main() { |C:// run|\n\tprintln(|T:\"a \\\" b\"|, |N:0x1F|)\n}"},
		"a long comment":  {"js", "a /* b\nc */ let", "a |C:/* b\nc */| |W:let"},
		"a long string":   {"ts", "`a\nb` x", "T:`a\nb`| x"},
		"an open string":  {"go", "\"a\nfor", "T:\"a|\n|W:for"},
		"shell":           {"sh", "if a#b # no\n", "W:if| a#b |C:# no|\n"},
		"keys":            {"yaml", "title: Two nights\nlist: [true, 2]", "K:title|: Two nights\n|K:list|: [|W:true|, |N:2|]"},
		"keys in quotes":  {"json", `{"a": "b", "c": null}`, `{|K:"a"|: |T:"b"|, |K:"c"|: |W:null|}`},
		"settings":        {"toml", "a-b = 'c'", "K:a-b| = |T:'c'"},
		"a query":         {"SQL", "SELECT a FROM b -- all", "W:SELECT| a |W:FROM| b |C:-- all"},
		"tags":            {"html", `<!-- a --><p class="b">a &amp; b < 3</p>`, `C:<!-- a -->|W:<p| |K:class|=|T:"b"|W:>|a |N:&amp;| b < 3|W:</p>`},
		"an open tag":     {"html", `<a href="`, `W:<a| |K:href|=|T:"`},
		"front matter":    {"markdown", "---\ntitle: A\n---\n# A\n", "C:---|\n|K:title|: A\n|C:---|\n|K:# A|\n"},
		"blocks":          {"md", ":::callout tip\nNow.\n:::\n", "W:::: callout|"},
		"lists":           {"md", "- a\n12. b\n> c\n: d", "N:-| a\n|N:12.| b\n|N:>| c\n|N::| d"},
		"between words":   {"md", "a **b** `c` {{ d }} [e](f) [^1]\\", "a |N:**|b|N:**| |T:`c`| |K:{{ d }}| [e]|T:(f)| |K:[^1]|N:\\"},
		"a field in link": {"md", "[a]({{ b }}/c)", "[a]|T:(|K:{{ b }}|T:/c)"},
		"a table":         {"md", "| a |\n|---|", "C:|| a |C:||\n|C:|---|"},
		"no language":     {"", "if a {", "if a {"},
		"unknown":         {"brainfuck", "+[if]", "+[if]"},
		"nothing":         {"go", "", ""},
	} {
		if name == "blocks" {
			c.want = "W::::callout tip|\nNow.\n|W::::|\n"
		}
		var got []string
		for _, p := range Pieces(c.language, c.source) {
			sign := map[Ink]string{Comment: "C:", Text: "T:", Number: "N:", Word: "W:", Name: "K:"}[p.Ink]
			got = append(got, sign+p.Text)
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s: %q, want %q", name, s, c.want)
		}
	}
}

// TestLongLinesAreReadOnce takes minutes when a line is read again for each of its marks.
func TestLongLinesAreReadOnce(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"[^", "{{", "`", "](", "a ", "&", "<", "<a ", "\"", "/*", "#", "x:"} {
		source := strings.Repeat(unit, 1<<18)
		for _, language := range languages {
			size := 0
			for _, p := range Pieces(language, source) {
				size += len(p.Text)
			}
			if size != len(source) {
				t.Errorf("%s: %d bytes of %q became %d", language, len(source), unit, size)
			}
		}
	}
}

// languages are one of each way of reading.
var languages = []string{"go", "python", "yaml", "toml", "json", "css", "sql", "html", "markdown", "none"}

func FuzzPieces(f *testing.F) {
	for i, source := range []string{"`", "\"\\", "<", "<a \xff=", "/*", "#", "---\n", "{{", "[^", "](", "12. ", ":::", "\\", "&;", "a\x00b", "日本: '語", "```\n|-"} {
		f.Add(i, source)
	}
	f.Fuzz(func(t *testing.T, i int, source string) {
		for _, language := range languages {
			var whole strings.Builder
			last := Ink(-1)
			for _, p := range Pieces(language, source) {
				if p.Text == "" || p.Ink == last {
					t.Errorf("%s: an empty piece, or two of one ink beside each other, in %q", language, source)
				}
				last = p.Ink
				whole.WriteString(p.Text)
			}
			if whole.String() != source {
				t.Errorf("%s: %q became %q (%d)", language, source, whole.String(), i)
			}
		}
	})
}

func ExamplePieces() {
	for _, p := range Pieces("yaml", "rooms: 14") {
		fmt.Printf("%d %q\n", p.Ink, p.Text)
	}
	// Output:
	// 5 "rooms"
	// 0 ": "
	// 3 "14"
}
