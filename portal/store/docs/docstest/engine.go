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

// Engines returns a function that hands out one fresh, empty engine after the other, for a
// test that tells a story again and again. Each ends the one before. On MongoDB they are
// one database that is emptied: to make all collections anew takes longer than most stories,
// and a test that leaves hundreds of them behind until it ends slows the server down.
func Engines(t testing.TB) func() docs.Engine {
	t.Helper()
	if os.Getenv("TEST_MONGODB_URI") == "" {
		return func() docs.Engine { return SQLite(t) }
	}
	e, empty := database(t)
	return func() docs.Engine {
		empty()
		return e
	}
}

// MongoDB is Engine on the server of TEST_MONGODB_URI, in a database of its own that is
// dropped with the test.
func MongoDB(t testing.TB) docs.Engine {
	t.Helper()
	e, _ := database(t)
	return e
}

// database is a database of the test, and what empties it.
func database(t testing.TB) (e *mongodb.Engine, empty func()) {
	t.Helper()
	uri, err := url.Parse(os.Getenv("TEST_MONGODB_URI"))
	if err != nil {
		t.Fatal(err)
	}
	name := "test_" + rand.Text()
	uri.Path = "/" + name
	if e, err = mongodb.Open(t.Context(), uri.String()); err != nil {
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
	return e, func() {
		t.Helper()
		if err := e.Empty(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func closeEngine(t testing.TB, e docs.Engine) {
	if err := e.Close(); err != nil {
		t.Errorf("close the engine: %v", err)
	}
}
