package templates

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tandem/assets"
	"tandem/portal"
)

// plain are the members of a family of classes that look like the rest of the page, so that they need no rule.
var plain = []string{"k1", "p1"}

// known are the icons of the sprite and the classes of the style sheet.
func known(t testing.TB) (icons, classes map[string]bool) {
	t.Helper()
	index, err := assets.New()
	if err != nil {
		t.Fatal(err)
	}
	find := func(file, pattern string) map[string]bool {
		f, _ := index.Get(strings.TrimPrefix(index.URL(file), assets.Prefix))
		names := map[string]bool{}
		for _, match := range regexp.MustCompile(pattern).FindAllSubmatch(f.Body, -1) {
			names[string(match[1])] = true
		}
		if len(names) < 10 {
			t.Fatalf("%s has %d names", file, len(names))
		}
		return names
	}
	icons, classes = find("icons.svg", `<symbol id="([^"]+)"`), find("app.css", `\.([a-zA-Z][\w-]*)`)
	maps.Copy(classes, find("hub.css", `\.([a-zA-Z][\w-]*)`))
	classes["own"] = bytes.Contains(SheetCSS(portal.Paper), []byte(".own{"))
	return icons, classes
}

// void elements have no end.
var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// optional elements may leave out their end; we never do.
var phrasing = []string{"p", "h1", "h2", "h3", "h4", "span", "a", "button", "label", "dt", "summary", "legend", "strong", "b"}

var blocks = []string{"div", "p", "ul", "ol", "dl", "table", "section", "article", "form", "fieldset", "h1", "h2", "h3", "h4", "header", "footer", "nav", "blockquote", "details", "dialog"}

// malformed is what a browser would silently repair: elements that end elsewhere than
// they should, blocks inside a line, one link or button in another.
func malformed(page []byte) (faults []string) {
	var open []string
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			for _, name := range open {
				faults = append(faults, fmt.Sprintf("<%s> never ends", name))
			}
			return faults
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			if slices.Contains(blocks, token.Data) {
				for _, name := range open {
					if slices.Contains(phrasing, name) && !(name == "a" || name == "button" || name == "label") {
						faults = append(faults, fmt.Sprintf("<%s> stands inside <%s>", token.Data, name))
					}
				}
			}
			if active := token.Data == "a" || token.Data == "button" || token.Data == "select" || token.Data == "textarea" || token.Data == "input" || token.Data == "form"; active {
				for _, name := range open {
					if name == "a" || name == "button" || name == "form" && token.Data == "form" {
						faults = append(faults, fmt.Sprintf("<%s> stands inside <%s>", token.Data, name))
					}
				}
			}
			if kind == html.StartTagToken && !slices.Contains(void, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return append(faults, fmt.Sprintf("</%s> ends nothing, or before something inside it: open are %s", name, strings.Join(open, " > ")))
			}
			open = open[:len(open)-1]
		}
	}
}

// strangers are icons that the sprite lacks, classes that the style sheet lacks, and
// headings of tables that do not say what they head.
func strangers(page []byte, icons, classes map[string]bool) (faults []string) {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	filled := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		scope := false
		for _, a := range n.Attr {
			switch {
			case a.Key == "scope":
				scope = true
			case n.Data == "use" && a.Key == "href":
				if _, name, _ := strings.Cut(a.Val, "#"); !icons[name] {
					faults = append(faults, "the icon "+name+" is not in the sprite")
				}
			case a.Key == "class":
				for class := range strings.FieldsSeq(a.Val) {
					if !classes[class] && !slices.Contains(plain, class) {
						faults = append(faults, fmt.Sprintf("<%s> has the class %s, which no style sheet has", n.Data, class))
					}
					if class == "btn-primary" && within(n, "main") {
						filled++
					}
				}
			}
		}
		if n.Data == "th" && !scope && !inProse(n) {
			faults = append(faults, "a <th> does not say its scope")
		}
		faults = append(faults, unsaid(n)...)
	}
	if filled > 1 {
		faults = append(faults, fmt.Sprintf("%d filled buttons; one says what to do", filled))
	}
	return faults
}

// unsaid is what an element leaves to a browser's guess.
func unsaid(n *html.Node) (faults []string) {
	said := map[string]string{}
	for _, a := range n.Attr {
		said[a.Key] = a.Val
	}
	if form, there := said["form"]; there && form == "" {
		faults = append(faults, fmt.Sprintf("<%s> belongs to a form without a name", n.Data))
	}
	if n.Data == "button" && said["type"] == "" {
		faults = append(faults, "a <button> does not say its type")
	}
	if n.Data == "aside" && said["aria-label"] == "" && !within(n, "section") && !within(n, "article") { // a landmark then
		faults = append(faults, "an <aside> has no name")
	}
	return faults
}

// inProse reports text from markdown, whose tables have their headings on top alone.
func inProse(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		for _, a := range p.Attr {
			if a.Key == "class" && slices.Contains(strings.Fields(a.Val), "prose") {
				return true
			}
		}
	}
	return false
}

// dashed is a cell with a label that says nothing: it is left empty, so that the style
// sheet draws the dash on a desk and leaves the line out on a phone.
var dashed = regexp.MustCompile(`<td[^>]*data-label="([^"]*)"[^>]*>(?:<span>)?[–—](?:</span>)?</td>`)

func TestEveryPageIsWellFormedAndKnowsItsIconsAndClasses(t *testing.T) {
	pages := load(t)
	icons, classes := known(t)
	for i, view := range examples() {
		t.Run(fmt.Sprint(view.Name(), "-", i), func(t *testing.T) {
			var out bytes.Buffer
			if err := pages.Render(&out, view); err != nil {
				t.Fatal(err)
			}
			for _, fault := range append(malformed(out.Bytes()), strangers(out.Bytes(), icons, classes)...) {
				if view.Name() == "gallery" && strings.Contains(fault, "filled buttons") {
					continue // it shows what several pages have
				}
				t.Error(fault)
			}
			for _, cell := range dashed.FindAllSubmatch(out.Bytes(), -1) {
				t.Errorf("the cell %q has a dash of its own", cell[1])
			}
		})
	}
}

func TestTheFormOfAPageIsChecked(t *testing.T) {
	icons, classes := known(t)
	for broken, want := range map[string]string{
		`<div><p>a</div>`:    "ends nothing",
		`<div>`:              "never ends",
		`<p><div></div></p>`: "<div> stands inside <p>",
		`<a href="/"><button type="button"></button></a>`:                     "<button> stands inside <a>",
		`<form><div><form></form></div></form>`:                               "<form> stands inside <form>",
		`<svg><use href="/i.svg#nothing"></use></svg>`:                        "the icon nothing",
		`<p class="crad"></p>`:                                                "the class crad",
		`<table><tr><th>a</th></tr></table>`:                                  "scope",
		`<button>a</button>`:                                                  "its type",
		`<aside>a</aside>`:                                                    "no name",
		`<input form="">`:                                                     "without a name",
		`<main><b class="btn-primary"></b><b class="btn-primary"></b></main>`: "2 filled",
	} {
		found := strings.Join(append(malformed([]byte(broken)), strangers([]byte(broken), icons, classes)...), "; ")
		if !strings.Contains(found, want) {
			t.Errorf("%s: found %q, want %q", broken, found, want)
		}
	}
	sound := `<main class="main"><h1>a</h1><p class="muted">b<br><a href="/">c</a></p><table><thead><tr><th scope="col">d</th></tr></thead></table></main>`
	if found := append(malformed([]byte(sound)), strangers([]byte(sound), icons, classes)...); len(found) > 0 {
		t.Error(found)
	}
}
