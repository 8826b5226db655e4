package browser

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"

	"tandem/portal"
)

// What the tests of this package share: one browser, one program, one portal that
// they only read. Each is made when it is first asked for.
var (
	shared struct {
		folder   string
		chromium *Chromium
		stage    *stage
	}
	launch = sync.OnceValues(func() (*Chromium, error) {
		chromium, err := Launch()
		shared.chromium = chromium
		return chromium, err
	})
	staged = sync.OnceValues(func() (*stage, error) {
		s, err := newStage(shared.folder)
		shared.stage = s
		return s, err
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
	if shared.stage != nil {
		if err := shared.stage.stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = max(code, 1)
		}
	}
	if err := os.RemoveAll(shared.folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return code
}

// reading gives a test the stage that all tests share: it must not change it.
func reading(t *testing.T) *stage {
	t.Helper()
	s, err := staged()
	ok(t, err)
	return s
}

// desk is a tab in which somebody with the role is signed in at the stage.
func (s *stage) desk(t *testing.T, role portal.Role) *Tab {
	t.Helper()
	chromium, err := launch()
	ok(t, err)
	tab, err := desk(chromium, s.base, role, func(_ *Tab, _ string, role portal.Role) (email, password string, err error) {
		return s.people[role].Email, stagePassword, nil
	})
	ok(t, err)
	t.Cleanup(tab.Close)
	return tab
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
