package browser

import (
	"context"
	"errors"
	"fmt"
	"os/exec"

	"github.com/chromedp/chromedp"
)

// ErrMissing says that this machine has no Chromium.
var ErrMissing = errors.New("no chromium, chromium-browser or google-chrome in PATH")

// Find is the path of the Chromium of this machine, or ErrMissing.
func Find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrMissing
}

// flags make a browser that draws the same everywhere and speaks to nobody but us.
// The profile is empty and goes with the process.
var flags = []chromedp.ExecAllocatorOption{
	chromedp.Headless,
	chromedp.NoSandbox, // containers rarely allow one, and every page is our own
	chromedp.NoFirstRun,
	chromedp.NoDefaultBrowserCheck,
	chromedp.DisableGPU,
	chromedp.Flag("disable-quic", true),
	chromedp.Flag("disable-background-networking", true),
	chromedp.Flag("disable-component-update", true),
	chromedp.Flag("disable-sync", true),
	chromedp.Flag("disable-extensions", true),
	chromedp.Flag("disable-breakpad", true),
	chromedp.Flag("disable-dev-shm-usage", true),
	chromedp.Flag("disable-features", "Translate,OptimizationHints,MediaRouter"),
	chromedp.Flag("disable-renderer-backgrounding", true),
	chromedp.Flag("disable-background-timer-throttling", true),
	chromedp.Flag("disable-backgrounding-occluded-windows", true),
	chromedp.Flag("force-color-profile", "srgb"),
	chromedp.Flag("font-render-hinting", "none"),
	chromedp.Flag("hide-scrollbars", true),
	chromedp.Flag("password-store", "basic"),
	chromedp.Flag("proxy-server", "direct://"),
}

// Chromium is one running browser.
type Chromium struct {
	ctx   context.Context
	close func()
}

// Launch starts a browser. Close ends it.
func Launch() (*Chromium, error) {
	path, err := Find()
	if err != nil {
		return nil, err
	}
	process, release := chromedp.NewExecAllocator(context.Background(), append(flags[:len(flags):len(flags)], chromedp.ExecPath(path))...)
	ctx, cancel := chromedp.NewContext(process)
	c := &Chromium{ctx: ctx, close: func() { cancel(); release() }}
	if err := chromedp.Do(ctx); err != nil {
		c.Close()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return c, nil
}

// Close ends the browser and removes its profile.
func (c *Chromium) Close() { c.close() }
