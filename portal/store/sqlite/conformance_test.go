package sqlite_test

import (
	"testing"

	"tandem/portal/store/docs"
	"tandem/portal/store/docs/docstest"
	"tandem/portal/store/sqlite"
)

func TestConformance(t *testing.T) { docstest.Run(t, docstest.SQLite) }

// TestAFolderBeingFilledConforms: who fills a folder reads what was written, and finds
// all of it when the folder is opened again.
func TestAFolderBeingFilledConforms(t *testing.T) {
	docstest.Run(t, func(t testing.TB) docs.Engine {
		e, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Filling: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		})
		return e
	})
}

func TestWhatFilledAFolderIsThere(t *testing.T) {
	for _, durable := range []bool{true, false} {
		dir := t.TempDir()
		e := open(t, dir, sqlite.Options{Filling: true})
		for i := range 2500 { // more than one transaction
			if err := e.Insert(t.Context(), "deals", deal("d"+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676)), i)); err != nil {
				t.Fatal(err)
			}
		}
		if durable {
			if err := e.Durable(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := e.Insert(t.Context(), "deals", deal("last", 1)); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		again := open(t, dir, sqlite.Options{})
		n, err := again.Count(t.Context(), docs.Query{Collection: "deals", Index: docs.ByID}, 5000)
		if want := map[bool]int{true: 2501, false: 2500}[durable]; err != nil || n != want {
			t.Errorf("%d of %d are there, %v", n, want, err)
		}
	}
}
