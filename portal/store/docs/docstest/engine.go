// Package docstest opens fresh engines for tests, and holds every engine to the
// contract of package docs (Run). Only tests import it.
package docstest

import (
	"testing"

	"tandem/portal/store/docs"
	"tandem/portal/store/sqlite"
)

// Engine returns a fresh, empty engine that is closed and removed with the test:
// SQLite in a folder of the test. Ensure has not been called.
func Engine(t testing.TB) docs.Engine {
	t.Helper()
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

func closeEngine(t testing.TB, e docs.Engine) {
	if err := e.Close(); err != nil {
		t.Errorf("close the engine: %v", err)
	}
}
