package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tandem/server/config"
	"tandem/server/web"
)

// TestEveryLinkOfTheDemoLeadsSomewhere follows, as each person of the demo and as a
// visitor, every kind of link from page to page, and holds each page to what every
// page owes: it answers, it has one heading, its forms lead to a route.
func TestEveryLinkOfTheDemoLeadsSomewhere(t *testing.T) {
	if testing.Short() {
		t.Skip("short: the demo's history is made in the whole suite")
	}
	folder := t.TempDir()
	does(t, environment(config.Data, folder, config.Demo, "on"), "demo")
	text, err := os.ReadFile(filepath.Join(folder, demoNote))
	ok(t, err)
	var people demoPeople
	ok(t, json.Unmarshal(text, &people))
	address, log, _ := started(t, config.Data, folder, config.Demo, "on")
	base := "http://" + address
	visitor := newWalker(t, base)
	visitor.walk("/", "/signin", "/robots.txt", "/sitemap.xml")
	visitor.report(t, "visitor", 8)
	for _, person := range people.People {
		w := newWalker(t, base)
		home := w.signsIn(person.Email, people.Password)
		w.walk(home, "/")
		w.report(t, person.Role, 12)
	}
	for line := range strings.Lines(log.String()) {
		if strings.Contains(line, `"level":"ERROR"`) || strings.Contains(line, `"level":"WARN"`) {
			t.Errorf("the portal complains: %s", line)
		}
	}
}

// alike is how many addresses of one kind are followed: of the hundred referrals
// on a list, so many.
const alike = 6

// walker follows links as one person.
type walker struct {
	t        testing.TB
	base     string
	client   *http.Client
	kinds    map[string]int  // how many of each kind were asked for
	known    map[string]bool // addresses seen, followed or not
	problems []string
}

func newWalker(t testing.TB, base string) *walker {
	t.Helper()
	jar, err := cookiejar.New(nil)
	ok(t, err)
	return &walker{t: t, base: base, client: &http.Client{Jar: jar}, kinds: map[string]int{}, known: map[string]bool{}}
}

// signsIn returns where a person arrives.
func (w *walker) signsIn(email, password string) string {
	w.t.Helper()
	page := w.ask("/signin")
	token, _ := page.doc.Find("main input[name=_token]").Attr("value")
	answer, err := w.client.PostForm(w.base+"/signin", url.Values{"_token": {token}, "email": {email}, "password": {password}})
	ok(w.t, err)
	ok(w.t, answer.Body.Close())
	if at := answer.Request.URL.Path; answer.StatusCode == http.StatusOK && at != "/signin" {
		return at
	}
	w.t.Fatalf("%s cannot sign in: %s at %s", email, answer.Status, answer.Request.URL)
	return ""
}

// visit is what a link led to.
type visit struct {
	status int
	at     string // where redirections ended, "" when outside the portal
	kind   string // of content
	doc    *goquery.Document
}

func (w *walker) ask(path string) visit {
	w.t.Helper()
	answer, err := w.client.Get(w.base + path)
	ok(w.t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ok(w.t, err)
	v := visit{status: answer.StatusCode, at: answer.Request.URL.Path, kind: answer.Header.Get("Content-Type")}
	if strings.HasPrefix(v.kind, "text/html") {
		v.doc, err = goquery.NewDocumentFromReader(bytes.NewReader(body))
		ok(w.t, err)
	} else if len(body) == 0 {
		w.problem(path, "is empty")
	}
	return v
}

func (w *walker) problem(path, format string, args ...any) {
	w.problems = append(w.problems, path+" "+fmt.Sprintf(format, args...))
}

// walk follows every link from the starts on.
func (w *walker) walk(starts ...string) {
	w.t.Helper()
	from := map[string]string{}
	queue := starts
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if w.known[path] {
			continue
		}
		w.known[path] = true
		if kind := kindOf(path); w.kinds[kind] < alike {
			w.kinds[kind]++
		} else {
			continue
		}
		page := w.ask(path)
		if page.status != http.StatusOK {
			w.problem(path, "answers %d; linked from %s", page.status, from[path])
			continue
		}
		if page.doc == nil || page.at == "/dev/mail" { // letters are addressed to others too
			continue
		}
		w.look(path, page.doc)
		for _, to := range w.links(path, page.doc) {
			if _, seen := from[to]; !seen {
				from[to] = path
				queue = append(queue, to)
			}
		}
	}
}

// look holds a page to what every page owes.
func (w *walker) look(path string, doc *goquery.Document) {
	if n := doc.Find("h1").Length(); n != 1 {
		w.problem(path, "has %d first headings", n)
	}
	if strings.TrimSpace(doc.Find("title").Text()) == "" {
		w.problem(path, "has no title")
	}
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, el *goquery.Selection) {
		if id := el.AttrOr("id", ""); ids[id] {
			w.problem(path, "has two elements of the id %s", id)
		} else {
			ids[id] = true
		}
	})
	doc.Find(`a[href^="#"]`).Each(func(_ int, el *goquery.Selection) {
		if to := el.AttrOr("href", ""); !ids[strings.TrimPrefix(to, "#")] {
			w.problem(path, "links to %s, which is not on it", to)
		}
	})
	words := doc.Clone()
	words.Find("textarea, pre, code").Remove() // what a person wrote
	for _, broken := range []string{"%!", "<no value>", "ZgotmplZ", "<nil>", "{{"} {
		if strings.Contains(words.Text(), broken) {
			w.problem(path, "shows %q", broken)
		}
	}
	doc.Find("form[method=post]").Each(func(_ int, form *goquery.Selection) {
		if to, inside := w.inside(path, form.AttrOr("action", path)); !inside || patternOf(http.MethodPost, to) == "" {
			w.problem(path, "has a form that posts to %s, which is no route", to)
		}
		if form.Find("input[name=_token]").Length() != 1 {
			w.problem(path, "has a form without a token")
		}
	})
}

// links are the addresses in the portal that a page links to or is made of.
func (w *walker) links(path string, doc *goquery.Document) (list []string) {
	add := func(address string) {
		if to, inside := w.inside(path, address); inside && !strings.HasPrefix(to, "/r/") { // counted as a customer's
			list = append(list, to)
		}
	}
	for selector, attribute := range map[string]string{"a[href]": "href", "link[href]": "href", "script[src]": "src", "img[src]": "src"} {
		doc.Find(selector).Each(func(_ int, el *goquery.Selection) { add(el.AttrOr(attribute, "")) })
	}
	doc.Find("form[method=get]").Each(func(_ int, form *goquery.Selection) { add(form.AttrOr("action", path) + "?" + asFilled(form)) })
	slices.Sort(list)
	return slices.Compact(list)
}

// asFilled is the query that a form sends as it stands.
func asFilled(form *goquery.Selection) string {
	values := url.Values{}
	form.Find("input[name], select[name], button[name]").Each(func(_ int, field *goquery.Selection) {
		name, kind := field.AttrOr("name", ""), field.AttrOr("type", "text")
		_, checked := field.Attr("checked")
		switch {
		case field.Is("select"):
			chosen := field.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = field.Find("option").First()
			}
			values.Add(name, chosen.AttrOr("value", chosen.Text()))
		case field.Is("button"), kind == "submit", (kind == "radio" || kind == "checkbox") && !checked:
		default:
			values.Add(name, field.AttrOr("value", ""))
		}
	})
	return values.Encode()
}

// inside is an address on a page as a path of the portal, without its fragment.
func (w *walker) inside(path, address string) (to string, inside bool) {
	at, err := url.Parse(w.base + path)
	if err != nil {
		return address, false
	}
	u, err := at.Parse(address)
	if err != nil || u.Scheme+"://"+u.Host != w.base {
		return address, false
	}
	return u.RequestURI(), true
}

func (w *walker) report(t *testing.T, who string, fewest int) {
	t.Helper()
	asked := 0
	for _, n := range w.kinds {
		asked += n
	}
	t.Logf("%s: %d kinds of links, %d followed of %d", who, len(w.kinds), asked, len(w.known))
	if len(w.kinds) < fewest {
		t.Errorf("%s came to %d kinds of pages: the test proves nothing", who, len(w.kinds))
	}
	for _, problem := range w.problems {
		t.Errorf("%s: %s", who, problem)
	}
}

// kindOf is what the addresses of alike pages have in common: their route and the
// names in their query.
func kindOf(path string) string {
	bare, query, _ := strings.Cut(path, "?")
	values, _ := url.ParseQuery(query)
	kind := patternOf(http.MethodGet, bare)
	if kind == "" {
		kind = bare // no route: it will be said
	}
	for _, name := range []string{"after", "state", "tier", "kind", "locale", "format"} {
		if values.Has(name) {
			kind += " " + name
		}
	}
	return kind
}

// patternOf is the route that answers a path, "" for none.
func patternOf(method, path string) string {
	path, _, _ = strings.Cut(path, "?")
	patterns := web.Patterns(method)
	if slices.Contains(patterns, path) {
		return path
	}
	i := slices.IndexFunc(patterns, func(pattern string) bool { return leads(path, pattern) })
	if i < 0 {
		return ""
	}
	return patterns[i]
}

// TestTheWalkFindsWhatIsBroken breaks one thing of a sound page after the other.
func TestTheWalkFindsWhatIsBroken(t *testing.T) {
	const sound = `<!doctype html><title>A page</title><h1 id="top">A page</h1><a href="#top">Up</a><a href="/signin">On</a><a href="https://elsewhere.example/x">Away</a>
<form method="post" action="/signin"><input name="_token" value="t"></form>`
	for _, test := range []struct{ name, body, want string }{
		{"sound", sound, ""},
		{"a dead link", sound + `<a href="/there-is-nothing">Gone</a>`, "/there-is-nothing answers 404; linked from /"},
		{"a forbidden link", sound + `<a href="/desk">Desk</a>`, "/desk answers 403; linked from /"},
		{"a relative dead link", sound + `<a href="nothing?x=1">Gone</a>`, "/nothing?x=1 answers 404"},
		{"a missing picture", sound + `<img src="/none.png" alt="">`, "/none.png answers 404"},
		{"a missing style sheet", sound + `<link rel="stylesheet" href="/none.css">`, "/none.css answers 404"},
		{"a search that leads nowhere", sound + `<form method="get" action="/found"></form>`, "/found? answers 404"},
		{"two headings", sound + `<h1>Another</h1>`, "/ has 2 first headings"},
		{"no title", strings.Replace(sound, "A page", "", 1), "/ has no title"},
		{"a fragment that is not there", sound + `<a href="#down">Down</a>`, "/ links to #down"},
		{"an id twice", sound + `<p id="top">Again</p>`, "two elements of the id top"},
		{"a broken format", sound + `<p>%!s(int=3) rooms</p>`, `shows "%!"`},
		{"a form that posts nowhere", sound + `<form method="post" action="/nowhere"><input name="_token"></form>`, "posts to /nowhere"},
		{"a form without a token", sound + `<form method="post" action="/join"></form>`, "a form without a token"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
				out.Header().Set("Content-Type", "text/html; charset=utf-8")
				switch in.URL.Path {
				case "/":
					_, _ = io.WriteString(out, test.body)
				case "/signin":
					_, _ = io.WriteString(out, sound)
				case "/desk":
					out.WriteHeader(http.StatusForbidden)
				default:
					out.WriteHeader(http.StatusNotFound)
				}
			}))
			defer server.Close()
			w := newWalker(t, server.URL)
			w.walk("/")
			found := strings.Join(w.problems, "; ")
			if !strings.Contains(found, test.want) || (test.want == "") != (found == "") {
				t.Errorf("found %q, want %q", found, test.want)
			}
		})
	}
}
