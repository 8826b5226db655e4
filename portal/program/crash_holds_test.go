package program

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
	"tandem/portal/store/docs"
	"tandem/portal/store/docs/docstest"
)

// lying is an engine that at its k-th read of a document by its id says what was there
// before it was last written, and that does every write twice when it stutters.
type lying struct {
	docs.Engine
	k, n     int
	before   map[string]*docs.Document // nil: it was not there
	stutters bool
}

func (e *lying) note(ctx context.Context, collection, id string) {
	if there, err := e.Engine.Get(ctx, collection, id); err == nil {
		e.before[collection+" "+id] = &there
	} else {
		e.before[collection+" "+id] = nil
	}
}

func (e *lying) Insert(ctx context.Context, collection string, d docs.Document) error {
	e.note(ctx, collection, d.ID)
	err := e.Engine.Insert(ctx, collection, d)
	if e.stutters && err == nil {
		if again := e.Engine.Insert(ctx, collection, d); !errors.Is(again, docs.ErrDuplicate) {
			return fmt.Errorf("%s %s delivered again: %w", collection, d.ID, again)
		}
	}
	return err
}

func (e *lying) Replace(ctx context.Context, collection string, d docs.Document) error {
	e.note(ctx, collection, d.ID)
	err := e.Engine.Replace(ctx, collection, d)
	if e.stutters && err == nil {
		if again := e.Engine.Replace(ctx, collection, d); !errors.Is(again, docs.ErrConflict) {
			return fmt.Errorf("%s %s delivered again: %w", collection, d.ID, again)
		}
	}
	return err
}

func (e *lying) Get(ctx context.Context, collection, id string) (docs.Document, error) {
	before, written := e.before[collection+" "+id]
	if written {
		e.n++
		if e.n == e.k && before == nil {
			return docs.Document{}, fmt.Errorf("%s %s: %w", collection, id, docs.ErrNotFound)
		}
		if e.n == e.k {
			return *before, nil
		}
	}
	return e.Engine.Get(ctx, collection, id)
}

// holds is the story of what people do to money by hand: two add and take off, one
// refuses, one thinks better of it; a partner's payouts are held back over a batch and let go
// for the next. Each step is asked for so many times. What is done already is not asked for again.
func (b *till) holds(ctx context.Context, times int) error {
	propose := func(key string, partner portal.PartnerID, minor int64) func() error {
		return func() error {
			_, err := b.ProposeAdjustment(ctx, b.finance, ProposeAdjustment{Key: key, Partner: partner, Amount: eur(minor), Reason: "Goodwill for the double booking."})
			return err
		}
	}
	decided := func(id portal.AdjustmentID, state portal.AdjustmentState, do func() error) func() error {
		return func() error {
			err := do()
			if there, found := b.store.Adjustments.Get(ctx, id); found == nil && there.State == state {
				return nil // it happened before
			}
			return err
		}
	}
	held := func(kind string, do func() error) func() error {
		return func() error {
			partner, err := b.store.Partners.Get(ctx, "p2")
			if err != nil || slices.ContainsFunc(partner.History, func(c portal.Change) bool { return c.Kind == kind }) {
				return err
			}
			return do()
		}
	}
	approve := func(id portal.BatchID) func() error {
		return func() error {
			_, err := b.ApproveBatch(ctx, b.second, id)
			if batch, found := b.store.Batches.Get(ctx, id); found == nil && batch.ApprovedBy != "" {
				return nil
			}
			return err
		}
	}
	batch := func(key string, partner portal.PartnerID) []func() error {
		return []func() error{
			func() error {
				_, err := b.PrepareBatch(ctx, b.finance, PrepareBatch{Key: key, Currency: "EUR"})
				return err
			},
			approve(portal.BatchID(key)),
			func() error {
				_, err := b.ExportBatch(ctx, b.finance, ExportBatch{Batch: portal.BatchID(key)})
				return err
			},
			func() error {
				_, err := b.RecordAnswer(ctx, b.finance, Answer{
					Payout: portal.PayoutID("freeze:" + key + ":" + string(partner) + ":EUR"), ResultInput: portal.ResultInput{State: portal.ResultPaid, On: b.Today(), Reference: "SEPA-1"},
				})
				return err
			},
		}
	}
	b.at("2026-05-12")
	steps := []func() error{
		propose("A1", "p1", 8000),
		decided("A1", portal.AdjustmentApproved, func() error { _, err := b.ApproveAdjustment(ctx, b.second, "A1"); return err }),
		propose("A2", "p2", 6000),
		decided("A2", portal.AdjustmentDeclined, func() error { _, err := b.DeclineAdjustment(ctx, b.second, "A2", "It was paid already."); return err }),
		propose("A3", "p1", -2000),
		decided("A3", portal.AdjustmentWithdrawn, func() error { _, err := b.WithdrawAdjustment(ctx, b.finance, "A3"); return err }),
		propose("A4", "p2", 7000),
		decided("A4", portal.AdjustmentApproved, func() error { _, err := b.ApproveAdjustment(ctx, b.second, "A4"); return err }),
		held(portal.PartnerFrozenEvent, func() error { return b.FreezeMoney(ctx, b.finance, "p2", "A complaint of a guest.") }),
	}
	steps = append(steps, batch("K1", "p1")...)
	steps = append(steps, held(portal.PartnerReleasedEvent, func() error { return b.ReleaseMoney(ctx, b.second, "p2", "It was about another house.") }))
	steps = append(steps, batch("K2", "p2")...)
	for n, step := range steps {
		for range times {
			if err := step(); err != nil {
				return fmt.Errorf("step %d: %w", n+1, err)
			}
		}
	}
	return nil
}

// TestTroubleWithHoldsAndAdjustments stops the story at each write, loses the answer to
// each, tells it twice on a store that delivers twice, and lets the store say at each read
// what was there before: told again the ledger is always the same.
func TestTroubleWithHoldsAndAdjustments(t *testing.T) {
	t.Parallel()
	counter := &troubled{Engine: docstest.Engine(t)}
	calm := openTill(t, counter).stock(t)
	counter.n = 0
	if err := calm.holds(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	calm.sound(t)
	calm.stands(t, "in the end", "p1", 0, 0, 0, 8000)
	calm.stands(t, "in the end", "p2", 0, 0, 0, 7000)
	want := calm.fold(t)
	stops(t, counter.n, 11, func(t *testing.T, k int, engines func() docs.Engine) {
		for name, trouble := range map[string]*troubled{"killed before": {k: k, dies: true}, "reported after it was": {k: k, keeps: true}} {
			if trouble.keeps && k%3 != 0 { // a kill at the next write leaves the same behind
				continue
			}
			trouble.Engine = engines()
			openTill(t, trouble.Engine).stock(t)
			if err := openTill(t, trouble).holds(t.Context(), 1); trouble.dies && !errors.Is(err, errCrash) {
				t.Errorf("%s write %d: the story says %v", name, k, err)
			}
			goesOn(t, trouble.Engine, want, fmt.Sprintf("%s write %d", name, k))
		}
	})
	t.Run("delivered twice", func(t *testing.T) {
		engine := &lying{Engine: docstest.Engine(t), before: map[string]*docs.Document{}, stutters: true}
		openTill(t, engine.Engine).stock(t)
		if err := openTill(t, engine).holds(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		goesOn(t, engine.Engine, want, "delivered twice")
	})
	reads := &lying{Engine: docstest.Engine(t), before: map[string]*docs.Document{}}
	openTill(t, reads.Engine).stock(t)
	if err := openTill(t, reads).holds(t.Context(), 1); err != nil || reads.n < 20 {
		t.Fatalf("%d reads of what was written, %v", reads.n, err)
	}
	stops(t, reads.n, 11, func(t *testing.T, k int, engines func() docs.Engine) {
		engine := &lying{Engine: engines(), k: k, before: map[string]*docs.Document{}}
		openTill(t, engine.Engine).stock(t)
		err := openTill(t, engine).holds(t.Context(), 1) // it may be refused, and is asked for again
		goesOn(t, engine.Engine, want, fmt.Sprintf("read %d of old (%v)", k, err))
	})
}

// goesOn opens the program anew on a sound engine and tells the story again.
func goesOn(t *testing.T, engine docs.Engine, want map[string]string, name string) {
	t.Helper()
	b := openTill(t, engine)
	b.at("2026-05-12")
	b.wait(5 * time.Minute)
	v, err := b.Verify(t.Context(), b.finance)
	if err != nil || len(v.Violations) > 0 {
		t.Fatalf("%s: afterwards %v, %v", name, v.Violations, err)
	}
	if _, left, err := b.ResumeMoney(t.Context()); err != nil || left != nil {
		t.Fatalf("%s: resume: %v, left %q", name, err, left)
	}
	if err := b.RecoverEvents(t.Context()); err != nil {
		t.Fatalf("%s: recover: %v", name, err)
	}
	if err := b.holds(t.Context(), 1); err != nil {
		t.Fatalf("%s: told again: %v", name, err)
	}
	b.sound(t)
	if diff := cmp.Diff(want, b.fold(t)); diff != "" {
		t.Fatalf("%s: told again the ledger is another:\n%s", name, diff)
	}
}
