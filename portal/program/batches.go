package program

import (
	"context"

	"tandem/portal"
	"tandem/portal/store"
)

// BatchDetail is a batch with what the bank said about its payouts.
type BatchDetail struct {
	Batch   portal.Batch
	Results map[portal.PayoutID]portal.Result // the last of each
	Paid    portal.Money
	Failed  portal.Money
}

// Batch returns one batch. Needs finance.
func (p *Program) Batch(ctx context.Context, actor portal.Actor, id portal.BatchID) (BatchDetail, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return BatchDetail{}, err
	}
	batch, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return BatchDetail{}, err
	}
	results, err := p.store.Results.OfBatch(ctx, id)
	d := BatchDetail{Batch: batch, Results: portal.LatestResults(results), Paid: portal.Amount(0, batch.Currency), Failed: portal.Amount(0, batch.Currency)}
	for _, r := range d.Results {
		if r.State == portal.ResultPaid {
			d.Paid = d.Paid.Add(r.Amount)
		} else {
			d.Failed = d.Failed.Add(r.Amount)
		}
	}
	return d, err
}

// Batches lists batches, newest first: all, or those of one state. Needs finance.
func (p *Program) Batches(ctx context.Context, actor portal.Actor, state portal.BatchState, after string) (store.Page[portal.Batch], error) {
	if err := actor.Must(portal.Finance); err != nil {
		return store.Page[portal.Batch]{}, err
	}
	return p.store.Batches.List(ctx, state, 25, after)
}

// ApproveBatch lets a prepared batch go to the bank. The ledger is verified
// first; whoever prepared the batch may not approve it. Needs finance.
func (p *Program) ApproveBatch(ctx context.Context, actor portal.Actor, id portal.BatchID) (portal.Batch, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Batch{}, err
	}
	batch, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return batch, err
	}
	next, err := batch.Approve(actor, p.Now())
	if err != nil {
		return batch, err
	}
	report, err := p.verify(ctx)
	if err != nil {
		return batch, err
	}
	if n := len(report.Violations); n > 0 {
		return batch, portal.Errorf(portal.Conflict, "The check of the ledger found %d problems, so nothing is paid until they are solved. The first is: %s", n, report.Violations[0].Sentence)
	}
	return p.saveBatch(ctx, next)
}

// CancelBatch gives a batch up before it is exported; its entries are payable again. Needs finance.
func (p *Program) CancelBatch(ctx context.Context, actor portal.Actor, id portal.BatchID, reason string) (portal.Batch, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Batch{}, err
	}
	batch, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return batch, err
	}
	next, err := batch.Cancel(reason, actor, p.Now())
	if err != nil {
		return batch, err
	}
	if next, err = p.store.Batches.Save(ctx, next); err != nil {
		return batch, err
	}
	return next, p.releaseBatch(ctx, next)
}

// settleBatch moves a batch on once each of its payouts has a result.
func (p *Program) settleBatch(ctx context.Context, id portal.BatchID, actor portal.Actor) error {
	for range maxTries {
		batch, err := p.store.Batches.Get(ctx, id)
		if err != nil {
			return err
		}
		results, err := p.store.Results.OfBatch(ctx, id)
		if err != nil {
			return err
		}
		next, moved := batch.Settle(results, actor, p.Now())
		if !moved {
			return nil
		}
		if _, err = p.saveBatch(ctx, next); portal.KindOf(err) != portal.Conflict {
			return err
		}
	}
	return portal.Errorf(portal.Conflict, "The batch is being changed by others. Try again.")
}

// saveBatch saves a batch with its newest change, and publishes that.
func (p *Program) saveBatch(ctx context.Context, next portal.Batch) (portal.Batch, error) {
	saved, err := p.store.Batches.Save(ctx, next)
	if err != nil {
		return next, err
	}
	return saved, p.recordLast(ctx, saved.Subject(), "", saved.History)
}
