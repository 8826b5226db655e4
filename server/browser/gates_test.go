package browser

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/gates testdata/axe-core
var scripts embed.FS

const axePath = "testdata/axe-core/4.14.1/axe.min.js"

// script is a gate's function as an expression, with what all gates share before it.
func script(name string, args ...any) string {
	shared, err := scripts.ReadFile("testdata/gates/name.js")
	if err != nil {
		panic(err)
	}
	gate, err := scripts.ReadFile("testdata/gates/" + name + ".js")
	if err != nil {
		panic(err)
	}
	values := make([]string, len(args))
	for i, arg := range args {
		value, err := json.Marshal(arg)
		if err != nil {
			panic(err)
		}
		values[i] = string(value)
	}
	return fmt.Sprintf("(() => {\n%s\nreturn (%s)(%s);\n})()", shared, strings.TrimSuffix(strings.TrimSpace(uncommented(string(gate))), ";"), strings.Join(values, ", "))
}

// uncommented leaves out the lines of comment before a gate's function.
func uncommented(source string) string {
	for strings.HasPrefix(source, "//") {
		_, source, _ = strings.Cut(source, "\n")
	}
	return source
}

// A gate looks at the page that is open in a tab and returns what is wrong with it, a line each.
type gate func(*Tab) ([]string, error)

func asked(name string, args ...any) gate {
	return func(t *Tab) ([]string, error) { return Ask[[]string](t, script(name, args...)) }
}

// accessible is axe: WCAG 2.2 AA and best practice.
func accessible(t *Tab) ([]string, error) {
	there, err := Ask[bool](t, "typeof axe === 'object'")
	if err != nil {
		return nil, err
	}
	if !there {
		source, err := scripts.ReadFile(axePath)
		if err != nil {
			return nil, err
		}
		if err := t.Do(chromedp.Evaluate[chromedp.Void](string(source) + "\n;undefined")); err != nil {
			return nil, fmt.Errorf("load axe: %w", err)
		}
	}
	return asked("axe")(t)
}

// walkable presses Tab from the top of the page to its end.
func walkable(t *Tab) ([]string, error) {
	stops, err := Ask[int](t, script("stops"))
	if err != nil {
		return nil, err
	}
	notice := script("stop")
	for range 3*stops + 40 {
		if err := t.Do(press("Tab", 9)); err != nil {
			return nil, err
		}
		where, err := Ask[string](t, notice)
		if err != nil {
			return nil, err
		}
		switch where {
		case "end":
			return asked("walked")(t)
		case "trap", "loop":
			found, err := asked("walked")(t)
			return append(found, "the walk does not end: "+where), err
		}
	}
	found, err := asked("walked")(t)
	return append(found, "the walk does not end"), err
}

// press is one key, down and up.
func press(key string, code int64) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			if _, err := cdp.Call(ctx, target, input.DispatchKeyEvent, input.DispatchKeyEventParams{
				Type: kind, Key: key, Code: key, WindowsVirtualKeyCode: code, NativeVirtualKeyCode: code,
			}); err != nil {
				return fmt.Errorf("press %s: %w", key, err)
			}
		}
		return nil
	})
}

var (
	// sideways wants no scroll to the side.
	sideways = asked("sideways")
	// uncut wants no text that its box cuts off.
	uncut = asked("cut")
	// scriptless wants every form usable as it stands: for a page that was opened without script.
	scriptless = asked("scriptless")
	// hittable wants targets of 24 px; touchable of 44.
	hittable  = asked("targets", 24)
	touchable = asked("targets", 44)
	// legible wants text of 12 px at least, charts included; legibleOnTouch also fields
	// of 16 px, below which a phone zooms in on its own.
	legible        = asked("legible", 12, 0)
	legibleOnTouch = asked("legible", 12, 16)
)

// enlarged doubles the text, and wants all of it to grow, none to be cut, and no scroll to the side.
func enlarged(t *Tab) ([]string, error) {
	if _, err := Ask[[]string](t, script("text", false)); err != nil {
		return nil, err
	}
	set := func(size int64) error {
		_, err := call(t, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: size, Fixed: size * 13 / 16}})
		if err != nil {
			return err
		}
		return t.settle()
	}
	if err := set(32); err != nil {
		return nil, err
	}
	var findings []string
	for _, look := range []gate{asked("text", true), sideways, uncut} {
		found, err := look(t)
		if err != nil {
			return nil, err
		}
		findings = append(findings, found...)
	}
	return findings, set(16)
}

// printed looks at the page as paper shows it.
func printed(t *Tab) ([]string, error) {
	if err := t.See(Screen{Width: 794, Height: 1123, Print: true}); err != nil {
		return nil, err
	}
	findings, err := asked("print")(t)
	if err != nil {
		return nil, err
	}
	wide, err := sideways(t)
	return append(findings, wide...), err
}

// quiet wants nothing in the console: no error, no violation of the policy, no failed load, no dialog.
func quiet(t *Tab) ([]string, error) {
	findings := t.Complaints()
	for _, message := range t.Dialogs() {
		findings = append(findings, "a dialog: "+message)
	}
	return findings, nil
}

// Budgets of one page, in bytes on the wire.
const (
	firstVisit        = 100 << 10 // all
	firstVisitSansInk = 40 << 10  // without the typeface
	firstRequests     = 6
)

// light holds a first visit, with an empty cache, to its budget.
func light(t *Tab) ([]string, error) {
	var total, fonts int64
	var parts []string
	for _, r := range t.Requests() {
		if r.Cached {
			continue
		}
		total += r.Bytes
		if r.Font() {
			fonts += r.Bytes
		}
		parts = append(parts, fmt.Sprintf("%s %d", pathOf(r.URL), r.Bytes))
	}
	var findings []string
	over := func(what string, got, most int64) {
		if got > most {
			findings = append(findings, fmt.Sprintf("a first visit takes %d %s, more than %d: %s", got, what, most, strings.Join(parts, ", ")))
		}
	}
	over("bytes", total, firstVisit)
	over("bytes without the typeface", total-fonts, firstVisitSansInk)
	over("requests", int64(len(parts)), firstRequests)
	return findings, nil
}

// kept wants a repeat visit to fetch the page alone.
func kept(t *Tab) ([]string, error) {
	var findings []string
	for _, r := range t.Requests() {
		if r.Kind != network.ResourceTypeDocument && !r.Cached {
			findings = append(findings, fmt.Sprintf("a repeat visit asks again for %s (%d bytes)", pathOf(r.URL), r.Bytes))
		}
	}
	return findings, nil
}

// ringed wants the focus ring of the first stop to show against this screen's colours;
// the whole walk is done once, in light.
func ringed(t *Tab) ([]string, error) {
	stops, err := Ask[int](t, script("stops"))
	if err != nil {
		return nil, err
	}
	notice := script("stop")
	for range min(stops, 12) {
		if err := t.Do(press("Tab", 9)); err != nil {
			return nil, err
		}
		if _, err := Ask[string](t, notice); err != nil {
			return nil, err
		}
	}
	return Ask[[]string](t, "window.__walk.findings")
}

// living wants every link on the page to lead somewhere, for whoever is signed in.
// Each address is asked once for all pages that share the map.
func living(known map[string]bool) gate {
	return func(t *Tab) ([]string, error) {
		all, err := Ask[[]string](t, script("links"))
		if err != nil {
			return nil, err
		}
		findings, unknown := []string{}, []string{}
		for _, to := range all {
			switch {
			case strings.HasPrefix(to, "#"):
				findings = append(findings, "a link leads to "+to+", which is not on the page")
			case !known[to]:
				known[to] = true
				unknown = append(unknown, to)
			}
		}
		unknown = slices.DeleteFunc(unknown, comes)
		dead, err := Ask[[]string](t, script("dead", unknown))
		return append(findings, dead...), err
	}
}

// weigh says what a page fetched, for the log.
func weigh(t *Tab) string {
	var total, fonts int64
	asked := t.Requests()
	for _, r := range asked {
		total += r.Bytes
		if r.Font() {
			fonts += r.Bytes
		}
	}
	return fmt.Sprintf("first visit: %.1f KB, of them %.1f KB typeface, in %d requests", float64(total)/1024, float64(fonts)/1024, len(asked))
}

// coming are the paths of pages that others link to and that are not there yet.
// TestComingPagesAreNotThereYet empties it.
var coming = []string{}

// comes reports whether an address is of a page to come.
func comes(to string) bool {
	path, _, _ := strings.Cut(to, "?")
	return slices.ContainsFunc(coming, func(pattern string) bool { return regexp.MustCompile(Page{Path: pattern}.fits()).MatchString(path) })
}
