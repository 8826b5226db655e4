package program

import (
	"context"
	"slices"
	"strings"

	"tandem/portal"
)

// Answer is finance saying what the bank said about one payout.
type Answer struct {
	Payout portal.PayoutID
	portal.ResultInput
}

// RecordAnswer records that a payout was paid, or that it failed, which makes
// its entries payable again. The same answer again changes nothing. Needs finance.
func (p *Program) RecordAnswer(ctx context.Context, actor portal.Actor, in Answer) (portal.Result, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Result{}, err
	}
	payout, err := p.store.Payouts.Get(ctx, in.Payout)
	if err != nil {
		return portal.Result{}, err
	}
	batch, err := p.store.Batches.Get(ctx, payout.Batch)
	if err != nil {
		return portal.Result{}, err
	}
	earlier, err := p.store.Results.OfPayout(ctx, payout.ID)
	if err != nil {
		return portal.Result{}, err
	}
	result, err := portal.NewResult(payout, batch, earlier, in.ResultInput, actor, p.Now(), p.Today())
	if err != nil {
		return portal.Result{}, err
	}
	if _, err := p.store.Results.Put(ctx, result); err != nil {
		return portal.Result{}, err
	}
	return result, p.settleResult(ctx, batch.ID, payout, result, actor)
}

// settleResult does what follows from a result: releases, the event, the batch's state.
func (p *Program) settleResult(ctx context.Context, id portal.BatchID, payout portal.Payout, result portal.Result, actor portal.Actor) error {
	if result.State == portal.ResultFailed {
		claims, err := p.store.Claims.OfPayout(ctx, payout.ID)
		if err != nil {
			return err
		}
		if err := p.release(ctx, claims, result.Reason); err != nil {
			return err
		}
	}
	if err := p.record(ctx, resultEvent(result)); err != nil {
		return err
	}
	return p.settleBatch(ctx, id, actor)
}

// MarkPaid is finance saying that the bank paid what has no answer yet: of one file, or of all.
type MarkPaid struct {
	Batch     portal.BatchID
	File      portal.PaymentFileID // "" for every payout of the batch
	On        portal.Date
	Reference string
}

// MarkPaid records that every payout without an answer was paid, on one day under
// one reference. Needs finance.
func (p *Program) MarkPaid(ctx context.Context, actor portal.Actor, in MarkPaid) (portal.Batch, error) {
	detail, err := p.Batch(ctx, actor, in.Batch)
	if err != nil {
		return portal.Batch{}, err
	}
	switch state := detail.Batch.State; state {
	case portal.BatchExported, portal.BatchPaid, portal.BatchFailed:
	default: // it may have no line left that would say so
		return detail.Batch, portal.Errorf(portal.Conflict, "The batch is %s: only one that went to the bank can be marked as paid.", strings.ToLower(state.Label()))
	}
	inFile := map[portal.PayoutID]bool{}
	for _, file := range detail.Files {
		for _, line := range file.Lines {
			inFile[line.Payout] = inFile[line.Payout] || file.ID == in.File
		}
	}
	if in.File != "" && !slices.ContainsFunc(detail.Files, func(f portal.PaymentFile) bool { return f.ID == in.File }) {
		return detail.Batch, portal.Problems{"file": "Choose one of the files that went to the bank."}.Err()
	}
	for _, line := range detail.Batch.Lines {
		if _, answered := detail.Results[line.Payout]; answered || in.File != "" && !inFile[line.Payout] {
			continue
		}
		result := portal.ResultInput{State: portal.ResultPaid, On: in.On, Reference: in.Reference}
		if _, err := p.RecordAnswer(ctx, actor, Answer{Payout: line.Payout, ResultInput: result}); err != nil {
			return detail.Batch, err
		}
	}
	if err := p.settleBatch(ctx, in.Batch, actor); err != nil {
		return detail.Batch, err
	}
	return p.store.Batches.Get(ctx, in.Batch)
}

const (
	payoutPaid   = "payout.paid"
	payoutFailed = "payout.failed"
)

// resultEvent tells a partner what became of a payout; it is made from the fact alone.
func resultEvent(r portal.Result) portal.Event {
	kind := payoutPaid
	if r.State == portal.ResultFailed {
		kind = payoutFailed
	}
	return portal.Event{
		ID: r.ID, Subject: "payout:" + string(r.Payout), Partner: r.Partner,
		Change: portal.Change{Kind: kind, By: r.By, ByName: r.ByName, At: r.At, Reason: r.Reason, Data: map[string]string{
			"amount": r.Amount.String(), "on": string(r.On), "reference": r.Reference, "batch": string(r.Batch), "payout": string(r.Payout),
		}},
	}
}
