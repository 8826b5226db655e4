package content

import (
	"fmt"
	"strconv"
	"strings"
)

// oddText is a file that nobody should write, and that somebody will.
type oddText struct{ name, source string }

// oddTexts are files of every kind of oddity, each in several sizes.
func oddTexts() []oddText {
	var list []oddText
	body := func(name, text string) { list = append(list, oddText{name, sample + text}) }
	sizes := []int{1, 60, 900}
	for _, r := range repeated {
		for _, n := range sizes {
			text := strings.Repeat(r.unit, n)
			if len(text) > 128<<10 {
				text = text[:128<<10]
			}
			body(fmt.Sprintf("%d times %s", n, r.name), r.before+text+r.after)
		}
	}
	for name, write := range numbered {
		for _, n := range []int{2, 40, 300} {
			var b strings.Builder
			for i := range n {
				b.WriteString(write(i))
			}
			body(fmt.Sprintf("%d %s", n, name), b.String())
		}
	}
	for name, text := range odd {
		body(name, text)
	}
	for name, front := range oddFronts {
		list = append(list, oddText{"front matter: " + name, front})
	}
	return list
}

// repeated are oddities of more of the same.
var repeated = []struct{ name, before, unit, after string }{
	{"quote in quote", "", "> ", "deep"},
	{"list in list", "", "- ", "deep"},
	{"numbered list in list", "", "1. ", "deep"},
	{"stars", "", "*", "a"},
	{"stars around a word", "", "*a **a ", ""},
	{"underscores", "", "_a __a ", ""},
	{"open brackets", "", "[", "a"},
	{"pairs of brackets", "", "[]", ""},
	{"link in link", "", "[a](", "x"},
	{"picture in picture", "", "![a](", "x"},
	{"closing brackets", "", "a](b)", ""},
	{"backticks of growing length", "", "`a``b```c", ""},
	{"tildes", "", "~~a~", ""},
	{"open tags", "", "<a ", ""},
	{"comments", "", "<!-- ", ""},
	{"processing", "", "<?", ""},
	{"entities", "", "&amp;&#x41;&notareal;&#0;", ""},
	{"backslashes", "", `\`, "a"},
	{"escaped everything", "", "\\*\\_\\`\\[\\<", ""},
	{"field", "", "{{ partner.name }} ", ""},
	{"open braces", "", "{{", ""},
	{"braces around nothing", "", "{{ }}", ""},
	{"one long word", "", "word", ""},
	{"one long link", "<https://x.example/", "a", ">"},
	{"one long link in words", "[a](https://x.example/", "a", ")"},
	{"a code for a long link", ":::qr\n[a](https://x.example/", "a", ")\n:::"},
	{"long code", "```\n", "code ", "\n```"},
	{"lines of code", "```\n", "code\n", "```"},
	{"table columns", "|", "a|", "\n"},
	{"table rows", "|a|b|\n|-|-|\n", "|word|another|\n", ""},
	{"cells of one row", "|a|b|\n|-|-|\n", "|c", "|\n"},
	{"a wide cell", "|a|b|\n|-|-|\n|", "wide", "|b|\n"},
	{"separators", "|a|b|\n", "|-", "|\n"},
	{"headings of one name", "", "## A\n\n", ""},
	{"page breaks", "", ":::newpage\n:::\n\n", "a"},
	{"open callouts", "", ":::callout tip\n", "a"},
	{"callouts", "", ":::callout tip\na\n:::\n\n", ""},
	{"colons", "", ":", "\na\n:::"},
	{"columns", ":::columns\na\n", "\n***\n\nb\n", ":::"},
	{"figures", ":::stats\n", "- **1%** of all\n", ":::"},
	{"logos", ":::logos\n", "- ![a](rooftops.svg)\n", ":::"},
	{"rules", "", "***\n\n", ""},
	{"notes of one name", "a[^n]\n\n", "[^n]: b\n\n", ""},
	{"references to one note", "", "a[^n] ", "\n\n[^n]: b"},
	{"notes in notes", "a[^n]\n\n", "[^n]: b[^n]\n", ""},
	{"definitions", "Term\n", ": meaning\n", ""},
	{"hard breaks", "", "a\\\n", "b"},
	{"spaces at the end", "", "a  \n", "b"},
	{"tabs", "", "\t", "a"},
	{"empty lines", "", "\n", "a"},
	{"accents on one letter", "a", "\u0301", ""},
	{"joined families", "", "👩\u200d👩\u200d👧\u200d👦", ""},
	{"right to left", "", "مرحبا ", ""},
	{"both directions", "", "abc مرحبا 123 ", ""},
	{"turned about", "", "\u202ea\u202c", ""},
	{"isolates that stay open", "", "\u2067a", ""},
	{"no width", "", "a\u200b\u200c\u200d\ufeff", ""},
	{"letters without a typeface", "", "漢字仮名𒀀", ""},
	{"private letters", "", "\ue000\U000f0000", ""},
	{"no characters", "", "\ufffe\uffff", ""},
	{"soft hyphens", "", "a\u00ad", ""},
	{"no break", "", "a\u00a0", ""},
	{"line separators", "", "a\u2028b\u2029", ""},
	{"one picture", "", "![Roofs](rooftops.svg)\n\n", ""},
	{"quotation marks", "", `"a' `, ""},
	{"dashes", "", "a--b---c...", ""},
	{"tasks", "", "- [ ] a\n- [x] b\n", ""},
	{"setext headings", "", "a\n-\n", ""},
}

// numbered are oddities of which each differs from the one before.
var numbered = map[string]func(i int) string{
	"headings":       func(i int) string { return fmt.Sprintf("## Heading %d\n\ntext\n\n", i) },
	"notes":          func(i int) string { return fmt.Sprintf("word[^%d]\n\n[^%d]: note %d\n\n", i, i, i) },
	"references":     func(i int) string { return fmt.Sprintf("[r%d]: https://x.example/%d\n\n[r%d]\n\n", i, i, i) },
	"deeper lists":   func(i int) string { return strings.Repeat("  ", min(i, 80)) + "- item\n" },
	"unknown fields": func(i int) string { return fmt.Sprintf("{{ partner.x%d }}\n", i) },
	"unknown blocks": func(i int) string { return fmt.Sprintf(":::block%d\na\n:::\n\n", i) },
	"growing rows": func(i int) string {
		return "|" + strings.Repeat("a|", i%70+1) + "\n|" + strings.Repeat("-|", i%70+1) + "\n\n"
	},
	"growing backticks": func(i int) string { return strings.Repeat("`", i%90+1) + "a" },
	"list starts":       func(i int) string { return strconv.Itoa(999999990+i%9) + ". a\n\nb\n\n" },
	"codes":             func(i int) string { return fmt.Sprintf(":::qr\n[a](https://x.example/%d)\n:::\n\n", i) },
}

// odd are bodies that are odd once.
var odd = map[string]string{
	"a code that is begun":            ":::qr",
	"a call that is begun":            ":::cta",
	"a call without a link":           ":::cta\na\n:::",
	"figures that are begun":          ":::stats",
	"figures as words":                ":::stats\na\n:::",
	"logos that are begun":            ":::logos",
	"logos as words":                  ":::logos\na\n:::",
	"logos in logos":                  ":::logos\n- a\n  - ![b](rooftops.svg)\n-\n:::",
	"columns that are begun":          ":::columns",
	"nothing":                         "",
	"one space":                       " ",
	"a mark of the end of front":      "---\n",
	"a carriage return alone":         "a\rb",
	"windows line ends":               "a\r\n\r\n- b\r\n- c\r\n",
	"a null":                          "a\x00b",
	"an escape":                       "a\x1bb",
	"a unit separator":                "a\x1fb",
	"half a character":                "a\xc3",
	"a surrogate":                     "a\xed\xa0\x80",
	"too long a form":                 "\xc0\xaf",
	"a byte order mark inside":        "a\ufeffb",
	"script":                          "<script>alert(1)</script>",
	"script in a link":                "[a](JaVaScRiPt:alert(1))",
	"script behind a tab":             "[a](java\tscript:alert(1))",
	"script as entities":              "[a](&#106;avascript:alert(1))",
	"data in a link":                  "[a](data:text/html;base64,PHNjcmlwdD4=)",
	"a file in a link":                "[a](file:///etc/passwd)",
	"a picture of a file":             "![a](../../etc/passwd)",
	"a picture with a null":           "![a](a%00.png)",
	"attributes on a heading":         "## A {#x onclick=alert(1)}",
	"a heading of marks alone":        "## !!!\n\n[a](#)",
	"an empty heading":                "##\n\na",
	"headings of Arabic":              "## مرحبا\n\n[a](#مرحبا)",
	"a table without rows":            "|a|\n|-|",
	"a table with code and bars":      "|a|b|\n|-|-|\n|`a\\|b`|c \\| d|",
	"a table in a list":               "- |a|b|\n  |-|-|\n  |c|d|",
	"a table in a quote":              "> |a|b|\n> |-|-|\n> |c|d|",
	"a table in columns":              ":::columns\n|a|b|\n|-|-|\n|" + strings.Repeat("w", 300) + "|d|\n\n***\n\nx\n:::",
	"a list in columns":               ":::columns\n- a\n  - b\n    - c\n\n***\n\n1. x\n:::",
	"code in columns":                 ":::columns\n```\n" + strings.Repeat("w", 300) + "\n```\n\n***\n\nx\n:::",
	"a call to nothing":               ":::cta\n[a]()\n:::",
	"a call with a picture":           ":::cta\n[![Roofs](rooftops.svg)](https://x.example)\n:::",
	"a code for a field":              ":::qr\n[a]({{ partner.link }})\n:::",
	"a code for nothing":              ":::qr\n[a](#)\n:::",
	"figures without bold":            ":::stats\n- a\n- b\n:::",
	"figures in figures":              ":::stats\n- **1**\n  - **2**\n:::",
	"a field in code":                 "`{{ partner.name }}`",
	"a field in bold in a link":       "[**{{ partner.name }}**]({{ partner.link }})",
	"a field in words for a picture":  "![{{ partner.name }}](rooftops.svg)",
	"a field in a heading":            "## For {{ partner.name }}",
	"a field in a cell":               "|{{ partner.name }}|\n|-|\n|{{ program.name }}|",
	"a field of a template":           "{{ .Partner }} {{ range . }} {{ template \"x\" }}",
	"a field over two lines":          "{{ partner.\nname }}",
	"the renderer's own mark":         "\ue000f0\ue001",
	"a note in a heading":             "## A[^1]\n\n[^1]: b",
	"a note in a cell":                "|a[^1]|\n|-|\n|b[^1]|\n\n[^1]: c",
	"a note of a table":               "a[^1]\n\n[^1]:\n    |a|\n    |-|\n    |b|",
	"a note of a block":               "a[^1]\n\n[^1]: b\n\n    :::callout tip\n    c\n    :::",
	"a note without a text":           "a[^1]\n\n[^1]:",
	"a note that is nowhere":          "a[^1]",
	"a note of another":               "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]",
	"a definition of nothing":         ": a",
	"a definition with a list":        "A\n: - b\n  - c\n\n  d",
	"a quote of a block":              "> :::callout tip\n> a\n> :::",
	"a block in a list":               "- :::callout tip\n  a\n  :::",
	"a page break in columns":         ":::columns\na\n\n:::newpage\n:::\n\n***\n\nb\n:::",
	"contents of contents":            ":::toc\n:::\n\n## A\n\n## B\n\n:::toc\n:::",
	"an upside down question":         "¿" + strings.Repeat("qué", 40) + "?",
	"a number of many digits":         strings.Repeat("1,000,000.", 300),
	"one line of a hundred kilobytes": strings.Repeat("The house by the river has nine rooms. ", 2600),
	"words of every script":           "Ελληνικά Кириллица עברית العربية हिन्दी ไทย 한국어 日本語 中文 ქართული አማርኛ",
}

// oddFronts are whole files whose front matter is odd.
var oddFronts = map[string]string{
	"none":                  "a",
	"open":                  "---\ntitle: a\n",
	"empty":                 "---\n---\na",
	"of dashes":             strings.Repeat("---\n", 500),
	"a list":                "---\n- a\n- b\n---\na",
	"a word":                "---\na\n---\na",
	"aliases on aliases":    "---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n---\na",
	"deep":                  "---\na: " + strings.Repeat("[", 10000) + "\n---\na",
	"deep and closed":       "---\na: " + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + "\n---\na",
	"deep by indent":        "---\n" + deepKeys(200) + "---\na",
	"a bracket open":        "---\na: [\n" + strings.Repeat("b,\n", 9000) + "---\na",
	"a quote open":          "---\na: \"\n" + strings.Repeat("b\n", 14000) + "---\na",
	"twelve thousand lines": "---\n" + strings.Repeat("\n", 12000) + "a: 'b\n---\na",
	"many keys":             "---\n" + manyKeys(2500) + "---\na",
	"a tag":                 "---\ntitle: !!binary aGk=\n---\na",
	"numbers of all sorts":  strings.Replace(sample, "version: 1", "version: 1e400", 1) + "a",
	"a version below one":   strings.Replace(sample, "version: 1", "version: -1", 1) + "a",
	"a day that is none":    strings.Replace(sample, "2026-01-01", "2026-02-31", 1) + "a",
	"a title of lines":      strings.Replace(sample, "title: Sample", "title: |\n  a\n  b", 1) + "a",
	"a title of marks":      strings.Replace(sample, "title: Sample", `title: "<b>*a* [b](c) {{ partner.name }}"`, 1) + "a",
	"a title of a page":     strings.Replace(sample, "title: Sample", "title: "+strings.Repeat("long ", 900), 1) + "a",
	"a title of one word":   strings.Replace(sample, "title: Sample", "title: "+strings.Repeat("w", 3000), 1) + "a",
	"a title of Arabic":     strings.Replace(sample, "title: Sample", "title: مرحبا بكم", 1) + "a",
	"two documents":         "---\ntitle: a\n...\n--- \ntitle: b\n---\na",
	"half a megabyte":       sample + strings.Repeat("a\n", 300<<10),
}

func deepKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: v\n", i)
	}
	return b.String()
}
