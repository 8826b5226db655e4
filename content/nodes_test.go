package content

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"tandem/content/render/pdftest"
	"tandem/content/render/typeset"
)

// node is something an asset can be written with, and what it becomes in each form. An
// empty text for a form is one that leaves it out, and absent says what must not be there.
type node struct {
	name, source                 string
	page, pdf, mail, words, text string // HTML, the structure of the PDF, HTML and text of the email, markdown
	absent                       string // in no form at all
	notMailed                    string // in neither part of the email
}

const scan = "https://portal.example/r/CDR42?utm_campaign=sample&utm_content=en&utm_medium=qr&utm_source=casa-do-rio"

var nodes = []node{
	{
		name: "heading", source: "## Part\n\n### Part of it",
		page: `<h2 id="on-part">Part</h2>`, pdf: "H2: Part", mail: "Part</h2>", words: "Part\n----\n\nPart of it\n", text: "## Part\n\n### Part of it",
	},
	{
		name: "emphasis", source: "*leaning* **strong** ~~struck~~ `code`",
		page: "<em>leaning</em> <strong>strong</strong> <del>struck</del> <code>code</code>", pdf: "leaning", mail: "<em>leaning</em> <strong>strong</strong> <del>struck</del>",
		words: "leaning strong struck code", text: "*leaning* **strong** ~~struck~~ `code`",
	},
	{
		name: "line break", source: "one\\\ntwo",
		page: "one<br>\ntwo", pdf: "one", mail: "one<br>\ntwo", words: "one\ntwo", text: "one  \ntwo",
	},
	{
		name: "link", source: "[words](https://x.example/a)",
		page: `<a href="https://x.example/a">words</a>`, pdf: "Link: words", mail: `href="https://x.example/a"`, words: "words (https://x.example/a)", text: "[words](https://x.example/a)",
	},
	{
		name: "list", source: "- one\n- two\n\n3. three",
		page: "<li>one</li>", pdf: "LBody: P: one", mail: "one\n</li>", words: "- one\n- two\n\n3. three", text: "- one\n- two",
	},
	{
		name: "tasks", source: "- [ ] open\n- [x] done",
		page: "☑ done", pdf: "LBody: P: done", mail: "☑ done", words: "- [x] done", text: "- [x] done",
	},
	{
		name: "terms", source: "Term\n: Meaning",
		page: "<dt>Term</dt>", pdf: "Meaning", mail: "Term</dt>", words: "Term\n    Meaning", text: "Term\n: Meaning",
	},
	{
		name: "quote", source: "> said",
		page: "<blockquote>\n<p>said</p>", pdf: "BlockQuote: P: said", mail: "<blockquote", words: "> said", text: "> said",
	},
	{
		name: "line", source: "one\n\n***\n\ntwo",
		page: "<hr>", pdf: "two", mail: "<hr", words: "* * *", text: "---",
	},
	{
		name: "code", source: "```\na < {{ b }}\n```",
		page: "a &lt; {{ b }}", pdf: "a < {{ b }}", mail: "a &lt; {{ b }}", words: "    a < {{ b }}", text: "```\na < {{ b }}\n```",
	},
	{
		name: "table", source: "| A | B |\n|---|---:|\n| one | 2 |",
		page: `<th scope="col" class="right">B</th>`, pdf: "TD: one", mail: `<th class="m-edge" scope="col" align="right"`, words: "one\n  B: 2", text: "| A | B |\n|---|---:|\n| one | 2 |",
	},
	{
		name: "note", source: "Said[^1].\n\n[^1]: The note.",
		page: "The note.", pdf: "The note.", mail: "The note.", words: "[1] The note.", text: "[^1]: The note.",
	},
	{
		name: "picture", source: `![Roofs at dusk](rooftops.svg "The caption")`,
		page: "<figcaption>The caption</figcaption>", pdf: "Figure: [Roofs at dusk]", mail: `alt="Roofs at dusk"`, words: "[Roofs at dusk]\nThe caption", text: "![Roofs at dusk](" + base + "/library/images/",
	},
	{
		name: "callout", source: ":::callout important\nMind this.\n:::",
		page: `role="note"><p class="callout-title">Important</p>`, pdf: "Important", mail: `font-weight:700;color:#1b1d23">Important</p>`, words: "| Important\n|\n| Mind this.", text: "> **Important**\n>\n> Mind this.",
	},
	{
		name: "call to action", source: ":::cta\n[Do it](https://x.example/do)\n:::",
		page: `<div class="cta">`, pdf: "Link: Do it", mail: `mso-padding-alt:13px 24px"><a href="https://x.example/do"`, words: "Do it:\nhttps://x.example/do", text: "[Do it](https://x.example/do)",
	},
	{
		name: "code to scan", source: ":::qr\n[Scan it]({{ partner.link }})\n:::",
		page: `<figure class="qr"><svg class="qr-code"`, pdf: "[QR code for", mail: `width="132" height="132"`, words: "Scan it:\n" + scan, text: "[Scan it](" + scan + ")",
	},
	{
		name: "figures", source: ":::stats\n- **31** hotels\n- **18** rooms\n:::",
		page: `<div class="stats">`, pdf: "31", mail: `line-height:1.2;color:#916d00">31</strong> hotels`, words: "- 31 hotels", text: "- **31** hotels",
	},
	{
		name: "logos", source: ":::logos\n- ![Roofs and Co](rooftops.svg)\n- {{ partner.name }}\n:::",
		page: `<div class="logo-strip">`, pdf: "LBody: Figure: [Roofs and Co]", mail: `alt="Roofs and Co" width="96" height="50"`, words: "- [Roofs and Co]\n- Casa do Río & Sons", text: "- ![Roofs and Co](" + base + "/library/images/",
	},
	{
		name: "columns", source: ":::columns\nLeft.\n\n***\n\nRight.\n:::",
		page: "<p>Left.</p>\n</div>\n<div>\n<p>Right.</p>", pdf: "P: Right.", mail: "max-width:268px", words: "Left.\n\nRight.", text: "Left.\n\nRight.",
		absent: "***",
	},
	{
		name: "contents", source: ":::toc\n:::\n\n## First\n\n## Second",
		page: `role="doc-toc"><ul>`, pdf: "TOC:", mail: "Second</h2>", words: "Second\n------", text: "## Second",
		notMailed: "doc-toc",
	},
	{
		name: "new page", source: "one\n\n:::newpage\n:::\n\ntwo",
		page: `<div class="new-page"></div>`, pdf: "two", mail: "two</p>", words: "one\n\ntwo", text: "one\n\ntwo",
		notMailed: "new-page", absent: ":::",
	},
	{
		name: "for the sender", source: "Hello.\n\n:::sender\nFill in the name.\n:::",
		page: "Before you send it", pdf: "Fill in the name.", mail: "Hello.", words: "Hello.", text: "> **Before you send it**",
		notMailed: "Fill in the name.",
	},
	{
		name: "field", source: "Ask {{ partner.name }}.",
		page: "Ask Casa do Río &amp; Sons.", pdf: "Ask Casa do Río & Sons.", mail: "Ask Casa do Río &amp; Sons.", words: "Ask Casa do Río & Sons.", text: "Ask Casa do Río & Sons.",
		absent: "{{",
	},
}

// flat is what a PDF has read out, in one line: "P: two".
func flat(f *pdftest.File) string { return strings.Join(strings.Fields(f.Heard()), " ") }

func TestEveryNodeInEveryForm(t *testing.T) {
	for _, n := range nodes {
		t.Run(n.name, func(t *testing.T) {
			l, err := Load(with(t, map[string]string{"library/sample.md": sample + "\n" + n.source + "\n"}))
			if err != nil {
				t.Fatal(err)
			}
			a := asset(t, l, "sample", "en")
			page, err := l.RenderPage(a, casa(), base)
			if err != nil {
				t.Fatal(err)
			}
			printed, err := l.RenderPDF(t.Context(), a, casa(), base, typeset.A4)
			if err != nil {
				t.Fatal(err)
			}
			text, err := l.RenderMarkdown(a, casa(), base)
			if err != nil {
				t.Fatal(err)
			}
			mailed, err := l.RenderEmail(a, casa(), base)
			if err != nil {
				t.Fatal(err)
			}
			m := opened(t, mailed)
			m.html = strings.ReplaceAll(m.html, "\r\n", "\n")
			heard := flat(pdftest.Open(t, printed))
			for _, form := range []struct{ name, got, want string }{
				{"page", string(page), n.page}, {"PDF", heard, n.pdf}, {"email", m.html, n.mail}, {"text of the email", m.text, n.words}, {"markdown", string(text), n.text},
			} {
				if form.want == "" || !strings.Contains(form.got, form.want) {
					t.Errorf("the %s has no %q in\n%s", form.name, form.want, form.got[max(0, strings.Index(form.got, "</style>")):])
				}
				if n.absent != "" && strings.Contains(form.got[max(0, strings.Index(form.got, "</style>")):], n.absent) {
					t.Errorf("the %s has %q", form.name, n.absent)
				}
			}
			if n.notMailed != "" && strings.Contains(m.html+m.text, n.notMailed) {
				t.Errorf("the email has %q", n.notMailed)
			}
		})
	}
}

// guideSlug is the one asset that shows sources, and is longer than others.
const guideSlug = "how-to-write-assets"

// TestTheGuideShowsWhatThereIs holds the guide for editors to the blocks, the fields and
// the keys that there are: each is in it, its source in code and itself beside.
func TestTheGuideShowsWhatThereIs(t *testing.T) {
	l := loaded(t)
	const name = "library/guidelines/how-to-write-assets.md"
	source, err := fs.ReadFile(Files(), name)
	if err != nil {
		t.Fatal(err)
	}
	text := string(source)
	for _, kind := range boxKinds {
		if strings.Count(text, "\n:::"+kind) < 2 {
			t.Errorf("the block %q is not in the guide twice, as source and as itself", kind)
		}
	}
	for _, kind := range calloutKinds {
		if !strings.Contains(text, "\n:::callout "+kind+"\n") {
			t.Errorf("the callout %q is not in the guide", kind)
		}
	}
	for _, f := range Fields {
		if !strings.Contains(text, fmt.Sprintf("| `{{ %s }}`", f.Name)) || !strings.Contains(text, fmt.Sprintf("| {{ %s }} |", f.Name)) && !strings.Contains(text, fmt.Sprintf("{{ %s }}) |", f.Name)) {
			t.Errorf("the field {{ %s }} is not in the guide, as source and as itself; add it to the table of %s", f.Name, name)
		}
	}
	asked := Check(with(t, changed(t, name, "kind: guideline", "kind: guideline\nzzqqxx: 1"))).Error()
	_, keys, _ := strings.Cut(asked, "the keys are ")
	for key := range strings.SplitSeq(strings.SplitN(keys, "\n", 2)[0], ", ") {
		if !strings.Contains(text, "`"+key+"`") {
			t.Errorf("the key %q is not in the guide; add it to the table of %s", key, name)
		}
	}
	guide := l.find(guideSlug, "en")
	if !guide.Staff || guide.Status != Published {
		t.Errorf("the guide is %s, for staff alone: %v", guide.Status, guide.Staff)
	}
	if _, err := l.Asset(guideSlug, "en", Audience{Tier: "elite", Today: "2026-12-01"}); err == nil {
		t.Error("a partner sees the guide for editors")
	}
}
