package browser

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
)

// shared is the one browser of all tests.
var shared = sync.OnceValues(Launch)

var launched bool

func TestMain(m *testing.M) {
	code := m.Run()
	if launched {
		if chromium, err := shared(); err == nil {
			chromium.Close()
		}
	}
	os.Exit(code)
}

// open gives a test a tab. Without a browser the test is skipped, loudly; in CI it fails.
func open(t *testing.T) *Tab {
	t.Helper()
	if testing.Short() {
		t.Skip("short: the browser runs in the whole suite")
	}
	launched = true
	chromium, err := shared()
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
