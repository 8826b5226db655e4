package docstest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"tandem/portal/store/mongodb"
)

// kept are databases that a test left behind empty, with their collections and indexes:
// the next test takes one. To make them anew takes longer than most tests.
var kept struct {
	sync.Mutex
	on    bool // somebody drops them in the end
	names []string
}

// Main runs the tests of a package with databases that go from one test to the next,
// and drops them in the end: for its TestMain. It changes nothing on SQLite.
func Main(m *testing.M) (status int) {
	kept.on = true
	defer func() {
		for _, name := range kept.names {
			if err := onDatabase(name, (*mongodb.Engine).Drop); err != nil {
				fmt.Fprintln(os.Stderr, "drop the database of a test:", err)
				status = max(status, 1)
			}
		}
	}()
	return m.Run()
}

// database is a database of the test, and what empties it. A new one has never been used.
func database(t testing.TB, fresh bool) (e *mongodb.Engine, empty func()) {
	t.Helper()
	name := ""
	if !fresh {
		name = take()
	}
	if name == "" {
		name = "test_" + rand.Text()
	}
	e, err := at(t.Context(), name)
	if err != nil {
		t.Fatalf("open a fresh engine: %v", err)
	}
	t.Cleanup(func() {
		closeEngine(t, e)
		if !fresh && leave(name) {
			return
		}
		if err := onDatabase(name, (*mongodb.Engine).Drop); err != nil {
			t.Errorf("drop the database: %v", err)
		}
	})
	return e, func() {
		t.Helper()
		if err := e.Empty(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func take() (name string) {
	kept.Lock()
	defer kept.Unlock()
	if last := len(kept.names) - 1; last >= 0 {
		name, kept.names = kept.names[last], kept.names[:last]
	}
	return name
}

// leave keeps an emptied database for the next test; false when it cannot be.
func leave(name string) bool {
	if !kept.on || onDatabase(name, (*mongodb.Engine).Empty) != nil {
		return false
	}
	kept.Lock()
	defer kept.Unlock()
	kept.names = append(kept.names, name)
	return true
}

// onDatabase does something to a database after its test, whose own engine has ended.
func onDatabase(name string, do func(*mongodb.Engine, context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	e, err := at(ctx, name)
	if err != nil {
		return err
	}
	defer func() { _ = e.Close() }() // what it did is done
	return do(e, ctx)
}

func at(ctx context.Context, name string) (*mongodb.Engine, error) {
	uri, err := url.Parse(os.Getenv("TEST_MONGODB_URI"))
	if err != nil {
		return nil, fmt.Errorf("TEST_MONGODB_URI: %w", err)
	}
	uri.Path = "/" + name
	return mongodb.Open(ctx, uri.String())
}
