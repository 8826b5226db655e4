package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/sqlite"
)

// books is the data of the server, read beside it.
type books struct {
	*store.Store
	program *program.Program
}

func (w *world) read(ctx context.Context, look func(books) error) (err error) {
	engine, err := sqlite.Open(ctx, w.data, sqlite.Options{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("read the data: %w", err)
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	kept, err := store.Open(ctx, engine)
	if err != nil {
		return err
	}
	library, err := content.Load(content.Files())
	if err != nil {
		return err
	}
	return look(books{kept, program.New(program.Options{Rules: library.Program, Terms: library.Terms, Library: library, Store: kept, Clock: time.Now})})
}

// wonDeals are the referrals of the demo that customers may pay for.
func (w *world) wonDeals(ctx context.Context) (list []deal, err error) {
	err = w.read(ctx, func(b books) error {
		all, err := b.Referrals.All(ctx)
		for _, r := range all {
			if r.State == portal.ReferralWon && r.Contract != nil {
				list = append(list, deal{referral: r.ID, partner: r.Partner, currency: r.Contract.Value.Currency, from: r.Contract.Start})
			}
		}
		return err
	})
	if err == nil && len(list) == 0 {
		err = errors.New("the demo has no deal")
	}
	return list, err
}

// check proves that the ledger is whole, that everything somebody was told is done is
// there, and that there is nothing that nobody asked for.
func (w *world) check(ctx context.Context) (found []string, err error) {
	err = w.read(ctx, func(b books) error {
		v, err := b.program.Verify(ctx, portal.System("drill"))
		if err != nil {
			return err
		}
		for _, violation := range v.Violations {
			found = append(found, violation.Rule+" "+violation.Sentence)
		}
		for _, what := range v.Unfinished {
			found = append(found, "left half done: "+what)
		}
		said, err := w.compare(ctx, b)
		found = append(found, said...)
		return err
	})
	return found, err
}

// compare holds what is in the books to what people asked for and were told.
func (w *world) compare(ctx context.Context, b books) (found []string, err error) {
	asked := map[string]*act{} // by the id of the fact that it makes
	for _, a := range w.acts {
		switch a.kind {
		case collects:
			asked[string(portal.CashID("", a.id))] = a
		case refunds:
			asked[string(portal.RefundID("", a.id))] = a
		case proposes, approves:
			asked[a.kind+a.id] = a
		}
	}
	collections, err := b.Collections.All(ctx)
	if err != nil {
		return nil, err
	}
	there := map[*act]int{}
	for _, c := range collections {
		if a := asked[string(c.ID)]; a != nil {
			there[a]++
			want := a.minor
			if a.kind == refunds {
				want = -want
			}
			if c.Amount.Minor != want || c.Referral != a.deal.referral {
				found = append(found, fmt.Sprintf("%s is %s, asked for was %d", c.ID, c.Amount, want))
			}
		} else if c.At > w.from {
			found = append(found, fmt.Sprintf("%s was recorded and nobody asked for it", c.ID))
		}
	}
	entries, err := b.Entries.All(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if a := asked[approves+string(e.ID[min(4, len(e.ID)):])]; e.Kind == portal.Adjusted && a != nil {
			there[a]++
			if e.Amount.Minor != a.minor {
				found = append(found, fmt.Sprintf("%s is %s, asked for was %d", e.ID, e.Amount, a.minor))
			}
		}
	}
	for _, a := range w.acts {
		n, fact := there[a], true
		switch a.kind {
		case proposes:
			_, err := b.Adjustments.Get(ctx, portal.AdjustmentID(a.id))
			if err == nil {
				n = 1
			}
		case prepares, releases, exports, pays:
			batch, err := b.Batches.Get(ctx, portal.BatchID(a.id))
			fact = false
			if err == nil && reached(batch, a.kind) {
				n = 1
			}
		}
		switch {
		case a.told && n == 0:
			found = append(found, fmt.Sprintf("the %s %s was acknowledged and is not there", a.kind, a.id))
		case fact && n > 1:
			found = append(found, fmt.Sprintf("the %s %s is there %d times", a.kind, a.id, n))
		}
	}
	return found, nil
}

// reached reports whether a batch has come as far as somebody was told.
func reached(b portal.Batch, kind string) bool {
	steps := map[string][]portal.BatchState{
		releases: {portal.BatchApproved, portal.BatchExported, portal.BatchPaid}, exports: {portal.BatchExported, portal.BatchPaid}, pays: {portal.BatchPaid},
	}[kind]
	return kind == prepares && b.PreparedAt != "" || slices.Contains(steps, b.State)
}
