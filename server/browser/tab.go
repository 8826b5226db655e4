package browser

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience bounds one step in a tab, however busy the machine is.
const patience = 60 * time.Second

// Tab is one tab with cookies and a cache of its own: one person at one desk.
// It is for one goroutine.
type Tab struct {
	ctx    context.Context
	close  func()
	screen Screen

	scriptless bool

	mu       sync.Mutex // the browser's events come from another goroutine
	visit    visit
	requests map[network.RequestID]*Request
}

// visit is what a tab noticed since its last Open.
type visit struct {
	requests   []*Request
	complaints []string
	dialogs    []string
	loader     cdp.LoaderID // the document's
}

// Tab opens a tab that shares nothing with any other.
func (c *Chromium) Tab() (*Tab, error) {
	ctx, cancel := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	t := &Tab{ctx: ctx, close: cancel, requests: map[network.RequestID]*Request{}}
	if err := chromedp.Listen(ctx, t.hear); err != nil {
		cancel()
		return nil, fmt.Errorf("open a tab: %w", err)
	}
	if err := t.See(Desktop); err != nil {
		cancel()
		return nil, err
	}
	return t, nil
}

// Close closes the tab and forgets its cookies.
func (t *Tab) Close() { t.close() }

// Screen is what a page is looked at on.
type Screen struct {
	Width, Height int64
	Touch         bool // a finger, not a mouse
	Dark          bool
	Print         bool
}

// The screens that pages are held to.
var (
	Desktop = Screen{Width: 1440, Height: 900}
	Phone   = Screen{Width: 390, Height: 844, Touch: true}
	Narrow  = Screen{Width: 320, Height: 640, Touch: true}
)

// InDark is the same screen of a person who prefers dark.
func (s Screen) InDark() Screen { s.Dark = true; return s }

func (s Screen) String() string {
	name := fmt.Sprintf("%d-light", s.Width)
	if s.Dark {
		name = fmt.Sprintf("%d-dark", s.Width)
	}
	if s.Print {
		name += "-print"
	}
	return name
}

// See changes the screen under the page that is open.
func (t *Tab) See(s Screen) error {
	scheme, media := "light", "screen"
	if s.Dark {
		scheme = "dark"
	}
	if s.Print {
		media = "print"
	}
	var options []chromedp.EmulateViewportOption
	if s.Touch {
		options = append(options, chromedp.EmulateTouch)
	}
	looks := emulation.SetEmulatedMediaParams{Media: media, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"}, // colours are measured at rest
	}}
	err := t.do(chromedp.EmulateViewport(s.Width, s.Height, options...), func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		return cdp.Call(ctx, target, emulation.SetEmulatedMedia, looks)
	})
	if err != nil {
		return fmt.Errorf("look at %s: %w", s, err)
	}
	t.screen = s
	return t.settle()
}

// Script turns the page's own script on or off, from the next Open on.
func (t *Tab) Script(on bool) error {
	t.scriptless = !on
	_, err := call(t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	return err
}

// Forget empties the cache; cookies stay.
func (t *Tab) Forget() error {
	_, err := call(t, network.ClearBrowserCache, cdp.Empty{})
	return err
}

// Open goes to an address and waits until the page stands still. The status is the document's.
func (t *Tab) Open(address string) (status int, err error) {
	t.mu.Lock()
	t.visit = visit{}
	clear(t.requests)
	t.mu.Unlock()
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	response, err := chromedp.Run(ctx, chromedp.NavigateResponse(address))
	if err != nil {
		return 0, fmt.Errorf("open %s: %w", address, err)
	}
	if response != nil {
		status = int(response.Status)
	}
	return status, t.settle()
}

// Leave does something that loads another page, such as a click, and waits until that page stands still.
func (t *Tab) Leave(step chromedp.Action[chromedp.Void]) (status int, err error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, step)
	if err != nil {
		return 0, fmt.Errorf("go on from the page: %w", err)
	}
	if response != nil {
		status = int(response.Status)
	}
	return status, t.settle()
}

// settle waits until fonts are there, two frames are drawn and no request is under way.
func (t *Tab) settle() error {
	still := `document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))`
	if t.scriptless { // nothing calls back then
		still = `document.readyState === 'complete' && document.fonts.status === 'loaded'`
	}
	end := time.Now().Add(patience)
	for {
		stands, err := Ask[bool](t, still)
		if err != nil {
			return fmt.Errorf("wait for the page: %w", err)
		}
		t.mu.Lock()
		busy := ""
		if !stands {
			busy = "the page"
		}
		for _, r := range t.visit.requests {
			if r.awaited(t.visit.loader) {
				busy = r.URL
			}
		}
		t.mu.Unlock()
		if busy == "" {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("wait for the page: %s does not end", busy)
		}
	}
}

// Ask evaluates an expression in the page, awaiting it, and returns its value.
// The content security policy does not hold it back.
func Ask[T any](t *Tab, expression string) (T, error) {
	return run(t, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Do runs steps in the tab.
func (t *Tab) Do(steps ...chromedp.Action[chromedp.Void]) error { return t.do(steps...) }

func (t *Tab) do(steps ...chromedp.Action[chromedp.Void]) error {
	_, err := run(t, chromedp.Steps(steps...))
	return err
}

func run[T any](t *Tab, action chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, action)
}

func call[P, R any](t *Tab, command cdp.Command[P, R], params P) (R, error) {
	return run(t, func(ctx context.Context, target *chromedp.Target) (R, error) {
		return cdp.Call(ctx, target, command, params)
	})
}

// Picture is the whole page as PNG, on a screen as high as the page: what sticks to
// the screen's edges stands once, at the edges of the picture.
func (t *Tab) Picture() ([]byte, error) {
	height, err := Ask[int64](t, `Math.max(document.documentElement.scrollHeight, innerHeight)`)
	if err != nil {
		return nil, fmt.Errorf("measure the page: %w", err)
	}
	before := t.screen
	whole := before
	whole.Height = height
	if err := t.See(whole); err != nil {
		return nil, err
	}
	picture, err := call(t, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng})
	if err != nil {
		return nil, fmt.Errorf("take a picture: %w", err)
	}
	return picture.Data, t.See(before)
}
