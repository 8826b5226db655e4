package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../.."

// TestEachGuardHasItsTest holds the table to the sources: what is taken away is there,
// once, and the test that must miss it exists.
func TestEachGuardHasItsTest(t *testing.T) {
	for _, g := range guards {
		if _, err := g.without(root); err != nil {
			t.Errorf("%s: %v", g.name, err)
		}
		files, err := filepath.Glob(filepath.Join(root, g.pack, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found = found || strings.Contains(string(text), "\nfunc "+g.test+"(t *testing.T)")
		}
		if !found {
			t.Errorf("%s: there is no test %s in %s", g.name, g.test, g.pack)
		}
	}
}

// TestSomeGuardsAreMissedWhenTheyAreGone tries those whose tests are quick.
func TestSomeGuardsAreMissedWhenTheyAreGone(t *testing.T) {
	where, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, g := range guards {
		if g.pack != "./portal" || tried == 2 {
			continue
		}
		tried++
		if err := g.tryWithout(t.Context(), where); err != nil {
			t.Errorf("without %q: %v", g.name, err)
		}
	}
	if tried < 2 {
		t.Errorf("only %d guards were tried", tried)
	}
}
