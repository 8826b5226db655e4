package program

import (
	"testing"
	"time"

	"tandem/portal"
)

// TestFiguresThatMovedWhileTheyWereCheckedAreNotBehind: the check reads the facts first
// and the figures after; people work in between.
func TestFiguresThatMovedWhileTheyWereCheckedAreNotBehind(t *testing.T) {
	t.Parallel()
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
	if steps, _, err := b.openFigures(t.Context(), before, b.earnedBy(before)); err != nil || len(steps) != 0 {
		t.Errorf("%d steps, %v", len(steps), err)
	}
	if err := b.store.Summaries.Write(t.Context(), "p1", func() (portal.Summary, error) { return portal.Summary{Partner: "p1"}, nil }); err != nil {
		t.Fatal(err)
	}
	steps, _, err := b.openFigures(t.Context(), before, b.earnedBy(before))
	if err != nil || len(steps) != 1 {
		t.Fatalf("figures that are behind: %d steps, %v", len(steps), err)
	}
	if err := steps[0].do(t.Context()); err != nil {
		t.Fatal(err)
	}
	if steps, _, err := b.openFigures(t.Context(), before, b.earnedBy(before)); err != nil || len(steps) != 0 {
		t.Errorf("after it was folded: %d steps, %v", len(steps), err)
	}
}

// TestWhatADeadProcessBeganIsFinishedAtItsNextStart: a batch that is being prepared is
// left alone for a while, unless who prepares it has ended for sure.
func TestWhatADeadProcessBeganIsFinishedAtItsNextStart(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-11")
	for k := 2; ; k++ { // dies with the batch begun
		if _, err := b.dying(t, k).PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K1", Currency: "EUR"}); err == nil {
			t.Fatal("the preparation was never cut off")
		}
		if batch, err := b.store.Batches.Get(t.Context(), "K1"); err == nil && batch.PreparedAt == "" {
			break
		}
	}
	if done, _, err := b.ResumeMoney(t.Context()); err != nil || len(done) != 0 {
		t.Errorf("somebody may be at work, and yet %q, %v", done, err)
	}
	b.wait(time.Second)
	if err := b.EndDuties(t.Context()); err != nil {
		t.Fatal(err)
	}
	done, _, err := b.ResumeMoney(t.Context())
	if err != nil || len(done) != 1 || done[0] != "The batch K1 is not completely prepared." {
		t.Errorf("finished %q, %v", done, err)
	}
	if batch, err := b.store.Batches.Get(t.Context(), "K1"); err != nil || batch.PreparedAt == "" || batch.Check.At == "" {
		t.Errorf("%+v, %v", batch, err)
	}
	b.sound(t)
}
