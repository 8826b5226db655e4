package program

import (
	"testing"

	"tandem/portal"
)

// TestFiguresThatMovedWhileTheyWereCheckedAreNotBehind: the check reads the facts first
// and the figures after; people work in between.
func TestFiguresThatMovedWhileTheyWereCheckedAreNotBehind(t *testing.T) {
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	partner, err := b.store.Partners.Get(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	before, err := (&ledgerWalk{Program: b.Program}).factsOf(t.Context(), partner)
	if err != nil {
		t.Fatal(err)
	}
	b.collect(t, "INV-2", "r-p1", 100000, "2026-03-13")
	if steps, _, err := b.openFigures(t.Context(), before); err != nil || len(steps) != 0 {
		t.Errorf("%d steps, %v", len(steps), err)
	}
	if err := b.store.Summaries.Write(t.Context(), "p1", func() (portal.Summary, error) { return portal.Summary{Partner: "p1"}, nil }); err != nil {
		t.Fatal(err)
	}
	steps, _, err := b.openFigures(t.Context(), before)
	if err != nil || len(steps) != 1 {
		t.Fatalf("figures that are behind: %d steps, %v", len(steps), err)
	}
	if err := steps[0].do(t.Context()); err != nil {
		t.Fatal(err)
	}
	if steps, _, err := b.openFigures(t.Context(), before); err != nil || len(steps) != 0 {
		t.Errorf("after it was folded: %d steps, %v", len(steps), err)
	}
}
