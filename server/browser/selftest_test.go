package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'"

const soundStyle = `
:root { color-scheme: light dark; font-size: 100% }
body { margin: 0; background: light-dark(#fff, #16181d); color: light-dark(#15171c, #eceef2); font: 1rem/1.5 sans-serif }
header, main, footer { padding: 1rem } 
a, a:visited { color: light-dark(#1d5fa8, #86bdf5) }
nav a { display: inline-block; padding: 10px; min-width: 24px; line-height: 24px }
input, button, select { font: inherit; min-height: 44px; min-width: 44px; box-sizing: border-box; max-width: 100% }
label { display: block }
:focus-visible { outline: 3px solid light-dark(#1d5fa8, #86bdf5); outline-offset: 2px }
@media print { nav, button, form { display: none } body { background: #fff; color: #000 } }
`

// sound is a page that every gate must pass, with %s before its end.
const sound = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sound</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
<body><header><nav aria-label="Main"><a href="/one">One</a> <a href="/two">Two</a></nav></header>
<main><h1>A sound page</h1><p>Words around <a href="/three">a link in them</a> that go on.</p>
<form action="/found"><label for="q">Search</label><input id="q" name="q" value="x"> <input type="date" name="d" aria-label="Day"><button>Find</button></form>
%s</main></body></html>`

// bench serves one page under /, with the files around it.
func bench(t *testing.T, policy, body string) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		if policy != "" {
			w.Header().Set("Content-Security-Policy", policy)
		}
		_, _ = fmt.Fprint(w, body)
	})
	file := func(path, kind, text, cache string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Cache-Control", cache)
			_, _ = fmt.Fprint(w, text)
		})
	}
	file("/style.css", "text/css", soundStyle, "public, max-age=31536000, immutable")
	file("/again.css", "text/css", "p { margin: 0 }", "no-store")
	file("/heavy.css", "text/css", "/* "+strings.Repeat("x", 120<<10)+" */", "no-store")
	file("/throws.js", "text/javascript", "throw new Error('on purpose')", "no-store")
	file("/asks.js", "text/javascript", "alert('on purpose')", "no-store")
	for _, page := range []string{"/found", "/one", "/two", "/three"} {
		file(page, "text/html; charset=utf-8", "<!doctype html><title>Found</title><h1>Found</h1>", "no-store")
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

var gates = []struct {
	name   string
	screen Screen
	gate   gate
	// broken are pieces of a page, each of which the gate must find.
	broken map[string]string
}{
	{"axe", Desktop, accessible, map[string]string{
		"no alt":        `<img src="/none.png">`,
		"no label":      `<input name="nameless">`,
		"skipped level": `<h4>Too deep</h4>`,
		"contrast":      `<p style="color:#999;background:#fff">Pale</p>`,
	}},
	{"axe dark", Desktop.InDark(), accessible, map[string]string{
		"contrast": `<p style="color:#333">Dark on dark</p>`,
	}},
	{"walk", Desktop, walkable, map[string]string{
		"no ring":           `<style>.x:focus-visible { outline: none; box-shadow: 0 0 0 3px blue }</style><p><a class="x" href="/x">Shadow only</a></p>`,
		"pale ring":         `<style>.x:focus-visible { outline-color: #eee }</style><button class="x">Pale</button>`,
		"positive tabindex": `<button tabindex="3">First of all</button>`,
		"trap":              `<button id="trap">Trap</button><script>trap.addEventListener('keydown', e => e.preventDefault())</script>`,
		"jump":              `<button id="from">From</button><button>Left out</button><button id="to">To</button><script>from.addEventListener('keydown', e => { if (e.key === 'Tab') { to.focus(); e.preventDefault() } })</script>`,
		"under a bar":       `<button>Under</button><div style="position:fixed;inset:0;background:#eee;z-index:9"></div>`,
		"invisible":         `<button style="position:absolute;left:-9999px">Nowhere</button>`,
	}},
	{"sideways", Narrow, sideways, map[string]string{
		"wide box":  `<div style="width:400px">Wide</div>`,
		"long word": `<p>` + strings.Repeat("w", 80) + `</p>`,
	}},
	{"large text", Desktop, enlarged, map[string]string{
		"pixels":   `<p style="font-size:14px">Stays</p>`,
		"too wide": `<div style="width:50rem;white-space:nowrap">` + strings.Repeat("word ", 40) + `</div>`,
		"cut off":  `<p style="height:24px;overflow:hidden">Two lines of text in one line's height, when it is large, are cut off at the end of the first one; so this has to be long enough to fill more than one line on a wide screen, which takes some words.</p>`,
	}},
	{"targets", Desktop, hittable, map[string]string{
		"small link":   `<ul><li><a href="/x">Small</a></li></ul>`,
		"small button": `<button style="min-height:0;height:20px;padding:0;line-height:1">Small</button>`,
		"narrow icon":  `<button style="min-width:0;width:16px;padding:0">x</button>`,
	}},
	{"touch targets", Phone, touchable, map[string]string{
		"mouse sized": `<button style="min-height:0;height:32px">Mouse only</button>`,
	}},
	{"legible", Phone, legibleOnTouch, map[string]string{
		"fine print":   `<p style="font-size:10px">Fine print</p>`,
		"shrunk chart": `<svg viewBox="0 0 1200 100" width="300"><text y="20" font-size="16">Jan</text></svg>`,
		"small field":  `<input style="font-size:14px" aria-label="Small">`,
	}},
	{"print", Desktop, printed, map[string]string{
		"nav":    `<style>@media print { nav { display: block !important } }</style>`,
		"button": `<style>@media print { button, form { display: block !important } }</style>`,
		"dark":   `<style>@media print { body { background: #111 !important } }</style>`,
		"wide":   `<div style="width:1000px">Wide</div>`,
		"totals": `<table><tbody><tr><td>1</td></tr></tbody><tfoot><tr><td>1 in all</td></tr></tfoot></table>`,
		"empty":  `<section style="break-inside: avoid; height: 1500px">Long</section>`,
	}},
	{"console", Desktop, quiet, map[string]string{
		"exception":    `<script src="/throws.js"></script>`,
		"missing file": `<script src="/none.js"></script>`,
		"dialog":       `<script src="/asks.js"></script>`,
	}},
	{"weight", Desktop, light, map[string]string{
		"heavy": `<link rel="stylesheet" href="/heavy.css">`,
		"many":  strings.Repeat(`<img alt="" src="/a.png?`+"`"+`">`, 1) + `<img alt="" src="/b.png"><img alt="" src="/c.png"><img alt="" src="/d.png"><img alt="" src="/e.png">`,
	}},
	{"repeat", Desktop, again, map[string]string{
		"not kept": `<link rel="stylesheet" href="/again.css">`,
	}},
	{"links", Desktop, alive, map[string]string{
		"dead link":      `<p><a href="/gone">Gone</a></p>`,
		"dead search":    `<form action="/nothing"><button>Go</button></form>`,
		"dead picture":   `<img alt="" src="/none.png">`,
		"dead style":     `<link rel="stylesheet" href="/none.css">`,
		"place not here": `<p><a href="#nowhere">Down</a></p>`,
	}},
	{"no script", Desktop, scriptless, map[string]string{
		"hidden field":  `<form action="/found"><input name="h" aria-label="Hidden" hidden><button>Go</button></form>`,
		"no send":       `<form action="/found"><input name="h" aria-label="Word"><button type="button">Go</button></form>`,
		"script button": `<button type="button">Does nothing</button>`,
		"stuck filter":  `<form action="/found" class="filters"><select name="s" aria-label="State" required><option value="">Any state</option></select><button>Go</button></form>`,
		"closed dialog": `<dialog><form action="/found"><button>Go</button></form></dialog>`,
	}},
}

// again opens the page once more, with what the cache now has.
func again(t *Tab) ([]string, error) {
	address, err := Ask[string](t, "location.href")
	if err != nil {
		return nil, err
	}
	if _, err := t.Open(address); err != nil {
		return nil, err
	}
	return kept(t)
}

// alive follows the links of one page alone.
func alive(t *Tab) ([]string, error) { return living(map[string]bool{})(t) }

// TestGatesPassASoundPageAndFailABrokenOne makes sure that no gate is one that cannot fail.
func TestGatesPassASoundPageAndFailABrokenOne(t *testing.T) {
	tab := open(t)
	look := func(t *testing.T, screen Screen, g gate, policy, body string) []string {
		t.Helper()
		ok(t, tab.See(screen))
		ok(t, tab.Forget())
		if _, err := tab.Open(bench(t, policy, body) + "/"); err != nil {
			t.Fatal(err)
		}
		found, err := g(tab)
		ok(t, err)
		return found
	}
	for _, g := range gates {
		t.Run(g.name, func(t *testing.T) {
			for _, finding := range look(t, g.screen, g.gate, strict, fmt.Sprintf(sound, "")) {
				t.Errorf("the sound page: %s", finding)
			}
			for name, piece := range g.broken {
				found := look(t, g.screen, g.gate, "", fmt.Sprintf(sound, piece))
				if len(found) == 0 {
					t.Errorf("%s: nothing found", name)
				}
				t.Logf("%s: %s", name, strings.Join(found, "\n\t"))
			}
		})
	}
}

func TestTheConsoleGateSeesEveryBreachOfThePolicy(t *testing.T) {
	tab := open(t)
	for name, piece := range map[string]string{
		"inline style":     `<p style="color:red">Red</p>`,
		"inline script":    `<script>document.title = 'x'</script>`,
		"inline handler":   `<img src="/x" alt="" onerror="document.title = 'x'">`,
		"another origin":   `<img alt="" src="http://127.0.0.1:9/x.png">`,
		"javascript: link": `<a id="go" href="javascript:document.title = 'x'">Go</a>`,
	} {
		_, err := tab.Open(bench(t, strict, fmt.Sprintf(sound, piece)) + "/")
		ok(t, err)
		if name == "javascript: link" {
			ok(t, tab.Do(chromedp.Click(chromedp.ID("go"))))
			ok(t, tab.settle())
		}
		found, _ := quiet(tab)
		if !strings.Contains(strings.Join(found, "\n"), "Content Security Policy") {
			t.Errorf("%s: %v", name, found)
		}
	}
}
