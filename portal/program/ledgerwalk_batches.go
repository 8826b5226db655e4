package program

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"tandem/portal"
)

// newest is all batches, with those of some facts read anew: they may be younger than the walk.
func (w *ledgerWalk) newest(ctx context.Context, l portal.Ledger) (map[portal.BatchID]portal.Batch, error) {
	var ids []portal.BatchID
	for _, c := range l.Claims {
		ids = append(ids, c.Batch)
	}
	for _, p := range l.Payouts {
		ids = append(ids, p.Batch)
	}
	slices.Sort(ids)
	batches := maps.Clone(w.batches)
	for _, id := range slices.Compact(ids) {
		batch, err := w.store.Batches.Get(ctx, id)
		if portal.KindOf(err) == portal.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		batches[id] = bareBatch(batch)
	}
	return batches, nil
}

// count adds up what was read, and what of it was there when the walk began.
func (w *ledgerWalk) count(l portal.Ledger) {
	w.found.Collections += len(l.Collections)
	w.found.Entries += len(l.Entries)
	w.found.Claims += len(l.Claims)
	w.found.Payouts += len(l.Payouts)
	note := func(kind string, at portal.Instant) {
		if at <= w.began {
			w.old[kind]++
		}
	}
	for _, r := range l.Results {
		note("results", r.At)
	}
	for _, p := range l.Payouts {
		note("payouts", p.At)
	}
	for _, r := range l.Releases {
		note("releases", r.At)
	}
	for _, c := range l.Claims {
		note("claims", c.At)
	}
	for _, e := range l.Entries {
		note("entries", e.At)
	}
	for _, c := range l.Collections {
		note("collections", c.At)
	}
	for _, a := range l.Adjustments {
		note("adjustments", a.At)
	}
	for _, f := range l.Files {
		note("files", f.At)
	}
}

// eachBatch proves what concerns a batch as a whole, and finds what it lacks.
func (w *ledgerWalk) eachBatch(ctx context.Context) ([]step, error) {
	var steps []step
	for batch, err := range w.store.Batches.Each(ctx) {
		if err != nil {
			return nil, err
		}
		w.found.Batches++
		batch, l, err := w.proveBatch(ctx, batch)
		if err != nil {
			return nil, err
		}
		w.count(portal.Ledger{Files: l.Files})
		steps = append(steps, w.openBatch(batch, l.Files, l.Results, w.holding[batch.ID])...)
	}
	return steps, nil
}

// factsOfBatch reads everything about one batch.
func (w *ledgerWalk) factsOfBatch(ctx context.Context, batch portal.Batch) (l portal.Ledger, err error) {
	l.Batches = []portal.Batch{batch}
	if l.Results, err = w.store.Results.OfBatch(ctx, batch.ID); err != nil {
		return l, fmt.Errorf("results of %s: %w", batch.ID, err)
	}
	if l.Files, err = w.store.PaymentFiles.OfBatch(ctx, batch.ID); err != nil {
		return l, fmt.Errorf("files of %s: %w", batch.ID, err)
	}
	if l.Payouts, err = w.store.Payouts.OfBatch(ctx, batch.ID); err != nil {
		return l, fmt.Errorf("payouts of %s: %w", batch.ID, err)
	}
	return l, nil
}
