package content

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// written is a body as markdown for the partner casa.
func written(t *testing.T, body string) string {
	t.Helper()
	l, err := Load(with(t, map[string]string{"library/sample.md": sample + body}))
	if err != nil {
		t.Fatal(err)
	}
	text, err := l.RenderMarkdown(asset(t, l, "sample", "en"), casa(), base)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := strings.CutPrefix(string(text), "# Sample\n\n")
	end := strings.LastIndex(out, "\n\n---\n\n")
	if !ok || end < 0 {
		t.Fatalf("no title or no imprint in %q", text)
	}
	return out[:end]
}

func TestMarkdownComesOutAsItWentIn(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"inline":      {`a *b* **c** ~~d~~ ` + "`e`" + ` \*f\* <https://x.example>`, `a *b* **c** ~~d~~ ` + "`e`" + ` \*f\* <https://x.example>`},
		"quotes":      {`"It's" -- he said... <<so>>`, `“It’s” – he said… «so»`},
		"lists":       {"- a\n- b\n  - c\n\n1. d\n2. e", "- a\n- b\n  - c\n\n1. d\n2. e"},
		"loose list":  {"- a\n\n  more\n\n- b", "- a\n\n  more\n\n- b"},
		"tasks":       {"- [ ] a\n- [x] b", "- [ ] a\n- [x] b"},
		"quote":       {"> a\n> b\n>\n> c", "> a\n> b\n>\n> c"},
		"code":        {"```go\nx := `{{ y }}`\n\n```", "```go\nx := `{{ y }}`\n\n```"},
		"indented":    {"    a {{ b }}\n", "```\na {{ b }}\n```"},
		"break":       {"a  \nb\\\nc", "a  \nb  \nc"},
		"rule":        {"a\n\n***\n\nb", "a\n\n---\n\nb"},
		"table":       {"| a | b | c |\n|:-:|--:|---|\n| d | e \\| f | `g` |", "| a | b | c |\n|:---:|---:|---|\n| d | e \\| f | `g` |"},
		"footnote":    {"a[^n] b\n\n[^n]: note", "a[^1] b\n\n[^1]: note"},
		"definitions": {"A\n: b\n\nC\n: d", "A\n: b\n\nC\n: d"},
		"callout":     {":::callout tip\na\n\nb\n:::", "> **Tip**\n>\n> a\n>\n> b"},
		"call":        {":::cta\n[a](/referrals/new)\n:::", "[a](" + base + "/referrals/new)"},
		"heading":     {"## A {{ partner.name }}\n\n[up](#a)", "## A Casa do Río & Sons\n\nup"},
		"mail":        {"[a](mailto:{{ partner.email }})", "[a](mailto:ines@casadorio.example)"},
		"our site":    {"[a](https://www.northwindstays.example/lisbon)", "[a](https://www.northwindstays.example/lisbon?utm_campaign=sample&utm_content=en&utm_medium=content&utm_source=casa-do-rio)"},
		"other site":  {"[a](https://x.example/b?c=d)", "[a](https://x.example/b?c=d)"},
		"reference":   {"[a][b]\n\n[b]: {{ partner.site }}", "[a](https://casadorio.example/)"},
	} {
		if got := written(t, c.in); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// TestMarkdownReadsLikeThePage compares the words of both forms of every asset.
func TestMarkdownReadsLikeThePage(t *testing.T) {
	l := loaded(t)
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
	for _, e := range l.entries {
		page, err := l.RenderPage(e.Asset, casa(), base)
		if err != nil {
			t.Fatal(err)
		}
		text, err := l.RenderMarkdown(e.Asset, casa(), base)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := md.Convert(text, &out); err != nil {
			t.Fatal(err)
		}
		doc := parsed(t, string(page))
		doc.Find(".kind, .contents, figcaption:not(.qr figcaption)").Remove()
		fromPage := wordsOf(doc.Find("main"))
		fromText := wordsOf(parsed(t, out.String()).Find("body"))
		fromText, _, _ = strings.Cut(fromText, " Published by ")
		fromText, _, _ = strings.Cut(fromText, " Publicado por ")
		if fromPage != fromText {
			for i := range min(len(fromPage), len(fromText)) {
				if fromPage[i] != fromText[i] {
					t.Errorf("%s: the page says …%.60s, the text …%.60s", e.file.name, fromPage[max(0, i-20):], fromText[max(0, i-20):])
					break
				}
			}
		}
	}
}

func wordsOf(s *goquery.Selection) string {
	text := strings.NewReplacer("☐", "", "☑", "").Replace(s.Text())
	return strings.Join(strings.Fields(text), " ")
}

// TestOneParserReadsManyTexts has texts with notes, headings and fields read at once: nothing of one is in another.
func TestOneParserReadsManyTexts(t *testing.T) {
	var all sync.WaitGroup
	for n := range 16 {
		all.Go(func() {
			source := fmt.Sprintf("## Part %d\n\nWords[^1] of \"%d\" and {{ partner.name }}.\n\n## Part %d\n\n[^1]: Note %d\n", n, n, n, n)
			f := &file{name: "x.md", body: []byte(source), bodyLine: 1}
			d := f.parse("en")
			if got := string(d.source); strings.Count(got, fmt.Sprintf("Part %d", n)) != 2 || d.root.ChildCount() != 4 || d.root.LastChild().ChildCount() != 1 {
				t.Errorf("text %d has %d parts", n, d.root.ChildCount())
			}
		})
	}
	all.Wait()
}
