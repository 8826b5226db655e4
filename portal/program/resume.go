package program

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"tandem/portal"
)

// A step is something about money that was begun and not finished, because a
// process stopped in between.
type step struct {
	what string
	do   func(context.Context) error
}

// ResumeMoney finishes every step that was interrupted, and returns what it did and
// what it had to leave, with the reason: a file for the bank whose accounts have changed
// or are sealed with a key that is not here. It may run at any time beside people at
// work: each step finds what is there.
func (p *Program) ResumeMoney(ctx context.Context) (done, left []string, err error) {
	_, steps, err := p.walkLedger(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, step := range steps {
		switch err := step.do(ctx); {
		case errors.Is(err, ErrClosed), portal.KindOf(err) == portal.Conflict:
			left = append(left, step.what+" "+err.Error())
		case err != nil:
			return done, left, fmt.Errorf("resume: %s: %w", step.what, err)
		default:
			done = append(done, step.what)
		}
	}
	return done, left, nil
}

// preparing is how long the preparation of a batch is left to who began it.
const preparing = time.Minute

// left reports that who began something at a moment has left it: by the time that has
// passed, or because that process has ended.
func (p *Program) left(began portal.Instant) bool {
	return began.Add(preparing) < p.Now() || began < p.since
}

// partnerFacts is one partner with everything that its money and its figures come from.
type partnerFacts struct {
	portal.Partner
	referrals []portal.Referral
	ledger    portal.Ledger
}

// openFigures are read models of a partner that are not the fold of its facts, and how
// many were compared.
func (p *Program) openFigures(ctx context.Context, of partnerFacts, earner portal.Earned) (behind []step, compared int, err error) {
	if p.later {
		return nil, 0, nil
	}
	if len(of.referrals)+len(of.ledger.Collections)+len(of.ledger.Shared)+len(of.ledger.Entries) > 0 {
		compared++
		now := p.figures(of, earner)
		same, err := p.agree(ctx,
			func() (any, error) { return p.store.Summaries.Read(ctx, of.ID) },
			func(first bool) (any, error) {
				if first {
					return now, nil
				}
				return p.summarise(ctx, of.ID)
			})
		if err != nil {
			return nil, compared, err
		}
		if !same {
			behind = append(behind, step{fmt.Sprintf("The figures of the partner %s are behind.", of.ID), func(ctx context.Context) error {
				return p.foldPartner(ctx, of.ID)
			}})
		}
	}
	compared++
	same, err := p.agree(ctx,
		func() (any, error) {
			kept, err := p.store.Holdings.Read(ctx, of.ID)
			return append([]portal.Holding{}, kept.Assets...), err
		},
		func(bool) (any, error) {
			downloads, err := p.store.Downloads.AllOf(ctx, of.ID)
			return append([]portal.Holding{}, portal.Hold(of.ID, downloads).Assets...), err
		})
	if err == nil && !same {
		behind = append(behind, step{fmt.Sprintf("What the partner %s has taken is behind.", of.ID), func(ctx context.Context) error {
			return p.foldHoldings(ctx, of.ID)
		}})
	}
	return behind, compared, err
}

// agree reports whether a read model is the fold of its facts. Somebody may be at work
// between a fact and its figures: only what is behind again and again is behind.
func (p *Program) agree(ctx context.Context, kept func() (any, error), fold func(first bool) (any, error)) (bool, error) {
	for try := range foldingTries {
		fresh, err := fold(try == 0)
		if err != nil {
			return false, err
		}
		there, err := kept()
		if err != nil || sameFigures(there, fresh) {
			return true, err
		}
		if try == 0 {
			continue // what was read a while ago proves nothing
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(foldingTime):
		}
	}
	return false, nil
}

// programFigures compares the program's own figures with those of its partners. They
// follow within a minute.
func (w *ledgerWalk) programFigures(ctx context.Context) error {
	if w.later {
		return nil
	}
	kept, err := w.store.Summaries.Read(ctx, "")
	if err != nil {
		return err
	}
	joined, err := w.joinPartners(ctx)
	if err != nil {
		return err
	}
	w.found.Checked[portal.RuleFolds]++
	if !sameFigures(kept, joined) {
		w.found.Pending = append(w.found.Pending, "The figures of the whole program are to be joined anew.")
	}
	return nil
}

// foldingTries times foldingTime is how long the figures of a change may be under
// way, on a busy machine, before they count as behind.
const (
	foldingTries = 6
	foldingTime  = 100 * time.Millisecond
)

// sameFigures compares figures as they are kept.
func sameFigures(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// openRefunds are refunds in the log of their collection without their fact.
func (p *Program) openRefunds(ctx context.Context) ([]step, error) {
	var steps []step
	for log, err := range p.store.RefundLogs.Each(ctx) {
		if err != nil {
			return nil, err
		}
		ids := []portal.CollectionID{log.Cash}
		for _, refund := range log.Refunds {
			ids = append(ids, refund.ID)
		}
		found, err := p.store.Collections.GetMany(ctx, ids)
		if err != nil {
			return nil, err
		}
		collections := map[portal.CollectionID]portal.Collection{}
		for _, c := range found {
			collections[c.ID] = c
		}
		cash, there := collections[log.Cash]
		for _, refund := range log.Refunds {
			if collections[refund.ID].RefundOf == log.Cash || !there {
				continue
			}
			steps = append(steps, step{
				what: fmt.Sprintf("The refund %s is in its log and not in the ledger.", refund.ID),
				do: func(ctx context.Context) error {
					if _, err := p.refundLog(ctx, cash); err != nil {
						return err
					}
					_, err := p.settleCash(ctx, cash, false)
					return err
				},
			})
		}
	}
	return steps, nil
}

// openCash are collections without the entries that they and their refunds cause.
func (p *Program) openCash(of partnerFacts, earner portal.Earner) []step {
	var steps []step
	booked, refunds := make(map[portal.CollectionID][]portal.Entry, len(of.ledger.Entries)), map[portal.CollectionID][]portal.Collection{}
	there := make(map[portal.EntryID]bool, len(of.ledger.Entries))
	for _, e := range of.ledger.Entries {
		there[e.ID] = true
		booked[e.Collection] = append(booked[e.Collection], e)
	}
	for _, c := range earner.Collections {
		if c.IsRefund() {
			refunds[c.RefundOf] = append(refunds[c.RefundOf], c)
		}
	}
	views := make(map[portal.CollectionID]portal.Collection, len(earner.Collections))
	for _, c := range earner.Collections {
		views[c.ID] = c
	}
	for _, cash := range slices.Concat(of.ledger.Collections, of.ledger.Shared) {
		if cash.IsRefund() {
			continue
		}
		if what := p.lacks(views[cash.ID], earner, portal.Shares(booked[cash.ID]), refunds[cash.ID], there); what != "" {
			steps = append(steps, step{what, func(ctx context.Context) error {
				_, err := p.settleCash(ctx, cash, false)
				return err
			}})
		}
	}
	return steps
}

// lacks says what a collection has not caused yet, "" when it has everything.
func (p *Program) lacks(cash portal.Collection, earner portal.Earner, shares []portal.Entry, refunds []portal.Collection, there map[portal.EntryID]bool) string {
	next, missing, _ := portal.NextShare(cash, earner.Facts(cash), shares, p.Now())
	switch {
	case missing && len(shares) == 0:
		return fmt.Sprintf("The collection %s has not accrued its share.", cash.ID)
	case missing:
		return fmt.Sprintf("The correction %s is missing.", next.ID)
	}
	for _, claw := range portal.ClawBackAll(shares, refunds, p.Now()) {
		if !there[claw.ID] {
			return fmt.Sprintf("The clawback %s is missing.", claw.ID)
		}
	}
	return ""
}

// openBatch are the steps of a batch whose preparation, cancelling or results stopped
// half way. holds says that entries are in it still.
func (p *Program) openBatch(batch portal.Batch, files []portal.PaymentFile, results []portal.Result, holds bool) []step {
	duty := portal.System("The program")
	var steps []step
	switch {
	case batch.State == portal.BatchDraft && (batch.PreparedAt == "" || batch.Check.At == "") && p.left(batch.At):
		steps = append(steps, step{fmt.Sprintf("The batch %s is not completely prepared.", batch.ID), func(ctx context.Context) error {
			_, err := p.prepare(ctx, batch, duty)
			return err
		}})
	case batch.State == portal.BatchExported && len(missingFiles(batch, files)) > 0 && p.left(batch.ExportedAt().At):
		steps = append(steps, step{fmt.Sprintf("The batch %s is exported and lacks a file.", batch.ID), func(ctx context.Context) error {
			return p.makeFiles(ctx, batch)
		}})
	case batch.State == portal.BatchCancelled && holds:
		steps = append(steps, step{fmt.Sprintf("The batch %s is cancelled and still holds entries.", batch.ID), func(ctx context.Context) error {
			return p.releaseBatch(ctx, batch)
		}})
	}
	if _, moves := batch.Settle(results, duty, p.Now()); moves {
		steps = append(steps, step{fmt.Sprintf("The batch %s has all its results and is still %s.", batch.ID, batch.State), func(ctx context.Context) error {
			return p.settleBatch(ctx, batch.ID, duty)
		}})
	}
	return steps
}

// openPayouts are failed payouts of a partner that still hold its entries. claimed are
// the payouts that entries are in.
func (p *Program) openPayouts(of partnerFacts, claimed map[portal.PayoutID]bool) []step {
	duty := portal.System("The program")
	payouts := map[portal.PayoutID]portal.Payout{}
	for _, payout := range of.ledger.Payouts {
		payouts[payout.ID] = payout
	}
	var steps []step
	for id, result := range portal.LatestResults(of.ledger.Results) {
		if result.State == portal.ResultFailed && claimed[id] {
			steps = append(steps, step{fmt.Sprintf("The payout %s failed and still holds entries.", id), func(ctx context.Context) error {
				return p.settleResult(ctx, result.Batch, payouts[id], result, duty)
			}})
		}
	}
	return steps
}
