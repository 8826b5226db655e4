package templates

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jba/templatecheck"
	"golang.org/x/net/html"

	"tandem/assets"
	"tandem/portal"
)

// examples is one filled view of every page. A page that is missing here fails
// the test, and so does one that breaks a rule of the house.
func examples() []View {
	page := Page{
		Title: "Example", Program: Brand{Name: "Northwind Partners", Company: "Northwind Stays", Support: "partners@northwindstays.example", CSS: "/brand.css"},
		User: User{Name: "Marta Silva", Company: "Casa Lumen", Role: "Partner admin"}, Nav: []NavItem{{Label: "Home", Href: "/home", Icon: "house", Current: true, Badge: "2"}},
		CSRF: "token", Flash: &Flash{Kind: "ok", Text: "Saved.", Undo: "/undo"}, Now: portal.Instant("2026-03-12T10:00:00.000Z"), Zone: time.UTC, Path: "/home",
		Primary: &Button{Label: "Refer a customer", Href: "/referrals/new", Icon: "plus"}, SearchHref: "/referrals",
	}
	return slices.Concat(
		[]View{ErrorPage{Page: page, Status: 404, Heading: "There is nothing here", Message: "The page may have moved.", Action: "Go back", Href: "/home", Request: "r1"}},
		Galleries(portal.Colour{0x4f, 0x46, 0xe5}),
		accountExamples(page),
		publicExamples(page),
		partnersExamples(page),
		homeExamples(page),
		queueExamples(page),
		auditExamples(page),
		searchExamples(page),
		assetExamples(page),
		referralExamples(page),
		conflictExamples(page),
		linkExamples(page),
		sharedExamples(page),
		studioExamples(page), assetChoicesExamples(page),
		earningsExamples(page),
		importedExamples(page), referralImportedExamples(page),
		whatIfExamples(page),
		termsExamples(page),
		addendumExamples(page),
		endingExamples(page),
		adjustmentExamples(page),
		moneyDeskExamples(page),
		companyExamples(page),
		tierExamples(page),
	)
}

func load(t testing.TB) *Templates {
	t.Helper()
	index, err := assets.New()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := New(index.URL)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// TestEveryPageFitsItsView proves each field a page names exists in its view,
// on every branch, not just those the example takes.
func TestEveryPageFitsItsView(t *testing.T) {
	pages := load(t)
	seen := map[string]bool{}
	for _, view := range examples() {
		seen[view.Name()] = true
		page := pages.set.Lookup(view.Name())
		if page == nil {
			t.Errorf("%T names the page %q, which is not there", view, view.Name())
			continue
		}
		if err := templatecheck.CheckHTML(page, view); err != nil {
			t.Errorf("%s: %v", view.Name(), err)
		}
	}
	found, err := fs.Glob(files, "*.html")
	if err != nil || len(found) == 0 {
		t.Fatalf("%d pages, %v", len(found), err)
	}
	for _, file := range found {
		if name := strings.TrimSuffix(file, ".html"); !seen[name] {
			t.Errorf("the page %s has no example in this test", name)
		}
	}
}

func TestEveryPageKeepsTheRulesOfTheHouse(t *testing.T) {
	pages := load(t)
	for i, view := range examples() {
		t.Run(fmt.Sprint(view.Name(), "-", i), func(t *testing.T) {
			var out bytes.Buffer
			if err := pages.Render(&out, view); err != nil {
				t.Fatal(err)
			}
			for _, fault := range faults(t, out.Bytes()) {
				t.Error(fault)
			}
		})
	}
}

// faults are the rules of the house that a page breaks.
func faults(t testing.TB, page []byte) (faults []string) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	ids, labelled := map[string]int{}, map[string]bool{}
	var walk func(n *html.Node, visit func(*html.Node))
	walk = func(n *html.Node, visit func(*html.Node)) {
		visit(n)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, visit)
		}
	}
	attr := func(n *html.Node, name string) string {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val
			}
		}
		return ""
	}
	h1 := 0
	walk(doc, func(n *html.Node) {
		if n.Type != html.ElementNode {
			return
		}
		if id := attr(n, "id"); id != "" {
			if ids[id]++; ids[id] == 2 {
				faults = append(faults, "two elements have the id "+id)
			}
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") {
				faults = append(faults, fmt.Sprintf("<%s> has an inline %s", n.Data, a.Key))
			}
			if strings.Contains(a.Val, "javascript:") {
				faults = append(faults, fmt.Sprintf("<%s> has a script in %s", n.Data, a.Key))
			}
		}
		switch n.Data {
		case "h1":
			h1++
		case "style":
			faults = append(faults, "a style element")
		case "script":
			if attr(n, "src") == "" {
				faults = append(faults, "an inline script")
			}
		case "label":
			labelled[attr(n, "for")] = true
		case "img":
			if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
				faults = append(faults, "an image without alt")
			}
		}
	})
	if h1 != 1 {
		faults = append(faults, fmt.Sprintf("%d h1, want one", h1))
	}
	walk(doc, func(n *html.Node) {
		if n.Type != html.ElementNode {
			return
		}
		switch n.Data {
		case "input", "select", "textarea":
			kind := attr(n, "type")
			if kind == "hidden" || kind == "submit" || kind == "image" && attr(n, "alt") != "" || attr(n, "aria-label") != "" || labelled[attr(n, "id")] && attr(n, "id") != "" || within(n, "label") {
				return
			}
			faults = append(faults, fmt.Sprintf("the %s %q has no label", n.Data, attr(n, "name")))
		case "form":
			if strings.EqualFold(attr(n, "method"), "post") {
				token := false
				walk(n, func(c *html.Node) { token = token || attr(c, "name") == "_token" })
				if !token {
					faults = append(faults, "the form to "+attr(n, "action")+" has no token")
				}
			}
		case "a":
			if href := attr(n, "href"); strings.HasPrefix(href, "#") && ids[href[1:]] == 0 {
				faults = append(faults, "the link "+href+" leads nowhere")
			} else if href == "" {
				faults = append(faults, "a link without an address")
			}
		}
		for _, name := range []string{"aria-describedby", "aria-labelledby", "for", "popovertarget"} {
			for id := range strings.FieldsSeq(attr(n, name)) {
				if ids[id] == 0 {
					faults = append(faults, fmt.Sprintf("%s=%q of <%s> names nothing", name, id, n.Data))
				}
			}
		}
	})
	if text := string(page); strings.Contains(text, "<no value>") || strings.Contains(text, "ZgotmplZ") || strings.Contains(text, "%!") {
		faults = append(faults, "a value was not rendered")
	}
	return faults
}

func within(n *html.Node, name string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == name {
			return true
		}
	}
	return false
}

// TestTheRulesOfTheHouseFindFaults keeps the checks able to fail.
func TestTheRulesOfTheHouseFindFaults(t *testing.T) {
	for broken, want := range map[string]string{
		`<p>none</p>`:                            "0 h1",
		`<h1>a</h1><h1>b</h1>`:                   "2 h1",
		`<h1 style="color:red">a</h1>`:           "inline style",
		`<h1 onclick="x()">a</h1>`:               "inline onclick",
		`<h1>a</h1><script>x()</script>`:         "inline script",
		`<h1>a</h1><input name="x">`:             "no label",
		`<h1>a</h1><form method="post"></form>`:  "no token",
		`<h1>a</h1><a href="#gone">x</a>`:        "leads nowhere",
		`<h1>a</h1><p id="x"></p><p id="x"></p>`: "two elements",
		`<h1>a</h1><img src="x">`:                "without alt",
		`<h1>&lt;no value&gt; <no value></h1>`:   "not rendered",
	} {
		if got := strings.Join(faults(t, []byte(broken)), "; "); !strings.Contains(got, want) {
			t.Errorf("%s: found %q, want %q", broken, got, want)
		}
	}
}

func TestCalculatedWords(t *testing.T) {
	now := portal.Instant("2026-03-12T10:00:00.000Z")
	for want, got := range map[string]string{
		"3 hours ago": ago("2026-03-12T07:00:00.000Z", now), "just now": ago(now, now), "1 day": plural(1, "day"), "2 companies": plural(2, "company"),
		"2 hours left": left("2026-03-12T12:00:00.000Z", now), "3 days over": left("2026-03-09T09:00:00.000Z", now), "4 keys": plural(4, "key"),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
