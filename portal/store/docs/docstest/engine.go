// Package docstest opens fresh engines for tests, and holds every engine to the
// contract of package docs (Run). Only tests import it.
package docstest

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"testing"
	"time"

	"tandem/portal/store/docs"
	"tandem/portal/store/mongodb"
	"tandem/portal/store/sqlite"
)

// Engine returns a fresh, empty engine that is closed and removed with the test:
// SQLite in a folder of the test or, when TEST_MONGODB_URI is set, MongoDB in a
// database of the test. Ensure has not been called.
func Engine(t testing.TB) docs.Engine {
	t.Helper()
	if os.Getenv("TEST_MONGODB_URI") != "" {
		return MongoDB(t)
	}
	return SQLite(t)
}

// SQLite is Engine on SQLite always. It does not wait for the disk.
func SQLite(t testing.TB) docs.Engine {
	t.Helper()
	e, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Bulk: true})
	if err != nil {
		t.Fatalf("open a fresh engine: %v", err)
	}
	t.Cleanup(func() { closeEngine(t, e) })
	return e
}

// MongoDB is Engine on the server of TEST_MONGODB_URI, in a database of its own that is
// dropped with the test.
func MongoDB(t testing.TB) docs.Engine {
	t.Helper()
	uri, err := url.Parse(os.Getenv("TEST_MONGODB_URI"))
	if err != nil {
		t.Fatal(err)
	}
	uri.Path = "/test_" + rand.Text()
	e, err := mongodb.Open(t.Context(), uri.String())
	if err != nil {
		t.Fatalf("open a fresh engine: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second) // the test's own has ended
		defer cancel()
		if err := e.Drop(ctx); err != nil {
			t.Errorf("drop the database: %v", err)
		}
		closeEngine(t, e)
	})
	return e
}

func closeEngine(t testing.TB, e docs.Engine) {
	if err := e.Close(); err != nil {
		t.Errorf("close the engine: %v", err)
	}
}
