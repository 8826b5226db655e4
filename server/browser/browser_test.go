package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// What the tests of this package share: one browser, one program, one portal that
// they only read. Each is made when it is first asked for.
var (
	shared struct {
		folder   string
		chromium *Chromium
		program  string
		portal   *Portal
	}
	launch = sync.OnceValues(func() (*Chromium, error) {
		chromium, err := Launch()
		shared.chromium = chromium
		return chromium, err
	})
	built = sync.OnceValues(func() (string, error) {
		return Build(context.Background(), shared.folder)
	})
	demo = sync.OnceValues(func() (*Portal, error) {
		program, err := built()
		if err != nil {
			return nil, err
		}
		running, err := Run(context.Background(), program, filepath.Join(shared.folder, "demo"), Demo)
		shared.portal = running
		return running, err
	})
)

func TestMain(m *testing.M) { os.Exit(mainly(m)) }

func mainly(m *testing.M) (code int) {
	var err error
	if shared.folder, err = os.MkdirTemp("", "tandem-browser"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code = m.Run()
	if shared.chromium != nil {
		shared.chromium.Close()
	}
	if shared.portal != nil {
		if err := shared.portal.Stop(); err != nil {
			fmt.Fprintf(os.Stderr, "%v\n%s\n", err, shared.portal.Said())
			code = max(code, 1)
		}
	}
	if err := os.RemoveAll(shared.folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return code
}

// reading gives a test the portal with the demo program that all tests share.
func reading(t *testing.T) *Portal {
	t.Helper()
	running, err := demo()
	ok(t, err)
	return running
}

// open gives a test a tab. Without a browser the test is skipped, loudly; in CI it fails.
func open(t *testing.T) *Tab {
	t.Helper()
	if testing.Short() {
		t.Skip("short: the browser runs in the whole suite")
	}
	chromium, err := launch()
	if errors.Is(err, ErrMissing) && os.Getenv("CI") == "" {
		fmt.Fprintln(os.Stderr, "BROWSER TESTS SKIPPED:", err)
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	tab, err := chromium.Tab()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tab.Close)
	return tab
}

// ok ends a test on a step that had to work.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
