// Package docstest opens fresh engines for tests, and holds every engine to the
// contract of package docs (Run). Only tests import it.
package docstest

import (
	"os"
	"testing"

	"tandem/portal/store/docs"
	"tandem/portal/store/sqlite"
)

// Engine returns a fresh, empty engine that is closed and removed with the test:
// SQLite in a folder of the test or, when TEST_MONGODB_URI is set, MongoDB in a
// database of the test. Ensure has not been called.
func Engine(t testing.TB) docs.Engine {
	t.Helper()
	if os.Getenv("TEST_MONGODB_URI") != "" {
		e, _ := database(t, false)
		return e
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
	e, empty := database(t, false)
	return func() docs.Engine {
		empty()
		return e
	}
}

// MongoDB is Engine on the server of TEST_MONGODB_URI, in a database of its own that is
// dropped with the test.
func MongoDB(t testing.TB) docs.Engine {
	t.Helper()
	e, _ := database(t, true)
	return e
}

func closeEngine(t testing.TB, e docs.Engine) {
	if err := e.Close(); err != nil {
		t.Errorf("close the engine: %v", err)
	}
}
