package program

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
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

// ResumeMoney finishes every step that was interrupted, and returns what it did.
// It may run at any time beside people at work: each step finds what is there.
func (p *Program) ResumeMoney(ctx context.Context) ([]string, error) {
	ledger, err := p.wholeLedger(ctx)
	if err != nil {
		return nil, err
	}
	steps, err := p.openSteps(ctx, ledger)
	if err != nil {
		return nil, err
	}
	var done []string
	for _, step := range steps {
		if err := step.do(ctx); err != nil {
			return done, fmt.Errorf("resume: %s: %w", step.what, err)
		}
		done = append(done, step.what)
	}
	return done, nil
}

// preparing is how long the preparation of a batch is left to who began it.
const preparing = time.Minute

// openSteps finds what a ledger lacks of its own consequences.
func (p *Program) openSteps(ctx context.Context, ledger portal.Ledger) ([]step, error) {
	steps, err := p.openRefunds(ctx, ledger)
	if err != nil {
		return nil, err
	}
	partners, err := p.factsByPartner(ctx, ledger)
	if err != nil {
		return nil, err
	}
	steps = append(append(append(append(steps, p.openCash(partners)...), p.openBatches(ledger)...), p.openLevers(partners)...), p.openAdjustments(ledger)...)
	figures, err := p.openFigures(ctx, partners)
	return append(steps, figures...), err
}

// partnerFacts is one partner with everything that its money and its figures come from.
type partnerFacts struct {
	portal.Partner
	referrals []portal.Referral
	ledger    portal.Ledger
}

// factsByPartner gathers the partners that have referrals or money, by their ids.
func (p *Program) factsByPartner(ctx context.Context, ledger portal.Ledger) ([]partnerFacts, error) {
	referrals, err := p.store.Referrals.All(ctx)
	if err != nil {
		return nil, err
	}
	theirs := map[portal.PartnerID][]portal.Referral{}
	ledgers := ledger.ByPartner()
	for _, r := range referrals {
		theirs[r.Partner] = append(theirs[r.Partner], r)
		if _, ok := ledgers[r.Partner]; !ok { // a partner with referrals and no money has figures too
			ledgers[r.Partner] = &portal.Ledger{}
		}
	}
	partners, err := p.store.Partners.GetMany(ctx, slices.Sorted(maps.Keys(ledgers)))
	facts := make([]partnerFacts, len(partners))
	for i, partner := range partners {
		facts[i] = partnerFacts{partner, theirs[partner.ID], *ledgers[partner.ID]}
	}
	return facts, err
}

// openFigures are figures of partners that are not the fold of the facts.
func (p *Program) openFigures(ctx context.Context, partners []partnerFacts) ([]step, error) {
	if p.later {
		return nil, nil
	}
	kept, err := p.store.Summaries.Partners(ctx)
	if err != nil {
		return nil, err
	}
	said := map[portal.PartnerID]portal.Summary{}
	for _, summary := range kept {
		said[summary.Partner] = summary
	}
	var steps []step
	for _, of := range partners {
		want, err := json.Marshal(p.figures(of))
		if err != nil {
			return nil, err
		}
		if got, err := json.Marshal(said[of.ID]); err != nil || !bytes.Equal(want, got) {
			steps = append(steps, step{fmt.Sprintf("The figures of the partner %s are behind.", of.ID), func(ctx context.Context) error {
				return p.foldPartner(ctx, of.ID)
			}})
		}
	}
	return steps, nil
}

// openRefunds are refunds in the log of their collection without their fact.
func (p *Program) openRefunds(ctx context.Context, ledger portal.Ledger) ([]step, error) {
	collections := map[portal.CollectionID]portal.Collection{}
	for _, c := range ledger.Collections {
		collections[c.ID] = c
	}
	logs, err := p.store.RefundLogs.All(ctx)
	var steps []step
	for _, log := range logs {
		for _, refund := range log.Refunds {
			cash, there := collections[log.Cash]
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
	return steps, err
}

// openCash are collections without the entries that they and their refunds cause.
func (p *Program) openCash(partners []partnerFacts) []step {
	var steps []step
	for _, of := range partners {
		earner := p.earner(of.Partner, of.referrals, of.ledger.Collections)
		booked, refunds := map[portal.CollectionID][]portal.Entry{}, map[portal.CollectionID][]portal.Collection{}
		there := map[portal.EntryID]bool{}
		for _, e := range of.ledger.Entries {
			there[e.ID] = true
			booked[e.Collection] = append(booked[e.Collection], e)
		}
		for _, c := range of.ledger.Collections {
			if c.IsRefund() {
				refunds[c.RefundOf] = append(refunds[c.RefundOf], c)
			}
		}
		for _, cash := range of.ledger.Collections {
			if cash.IsRefund() {
				continue
			}
			if what := p.lacks(cash, earner, portal.Shares(booked[cash.ID]), refunds[cash.ID], there); what != "" {
				steps = append(steps, step{what, func(ctx context.Context) error {
					_, err := p.settleCash(ctx, cash, false)
					return err
				}})
			}
		}
	}
	return steps
}

// lacks says what a collection has not caused yet, "" when it has everything.
func (p *Program) lacks(cash portal.Collection, earner portal.Earner, shares []portal.Entry, refunds []portal.Collection, there map[portal.EntryID]bool) string {
	due, why := portal.Accrue(cash, earner.Facts(cash), p.Now())
	switch {
	case why != "" && len(shares) == 0:
		return ""
	case len(shares) == 0:
		return fmt.Sprintf("The collection %s has not accrued its share.", cash.ID)
	case why == "":
		if correction, differs := portal.Reprice(due, shares, p.Now()); differs {
			return fmt.Sprintf("The correction %s is missing.", correction.ID)
		}
	}
	for _, claw := range portal.ClawBackAll(shares, refunds, p.Now()) {
		if !there[claw.ID] {
			return fmt.Sprintf("The clawback %s is missing.", claw.ID)
		}
	}
	return ""
}

// openBatches are batches whose preparation, cancelling or results stopped half way.
func (p *Program) openBatches(ledger portal.Ledger) []step {
	claimed := map[portal.PayoutID]bool{}
	cancelled := map[portal.BatchID]bool{}
	for _, position := range ledger.Positions(p.Today()) {
		if position.Claim.ID != "" {
			claimed[position.Claim.Payout] = true
			cancelled[position.Claim.Batch] = true
		}
	}
	duty := portal.System("The program")
	var steps []step
	batches := map[portal.BatchID]portal.Batch{}
	files := map[portal.BatchID][]portal.PaymentFile{}
	for _, file := range ledger.Files {
		files[file.Batch] = append(files[file.Batch], file)
	}
	for _, batch := range ledger.Batches {
		batches[batch.ID] = batch
		switch {
		case batch.State == portal.BatchDraft && batch.PreparedAt == "" && batch.At.Add(preparing) < p.Now():
			steps = append(steps, step{fmt.Sprintf("The batch %s is not completely prepared.", batch.ID), func(ctx context.Context) error {
				_, err := p.prepare(ctx, batch, duty)
				return err
			}})
		case batch.State == portal.BatchExported && len(missingFiles(batch, files[batch.ID])) > 0 && batch.ExportedAt().At.Add(preparing) < p.Now():
			steps = append(steps, step{fmt.Sprintf("The batch %s is exported and lacks a file.", batch.ID), func(ctx context.Context) error {
				err := p.makeFiles(ctx, batch)
				if portal.KindOf(err) == portal.Conflict { // an account changed since: the batch's page tells finance
					p.log.Warn("a file for the bank cannot be made", "batch", batch.ID)
					return nil
				}
				return err
			}})
		case batch.State == portal.BatchCancelled && cancelled[batch.ID]:
			steps = append(steps, step{fmt.Sprintf("The batch %s is cancelled and still holds entries.", batch.ID), func(ctx context.Context) error {
				return p.releaseBatch(ctx, batch)
			}})
		}
	}
	payouts := map[portal.PayoutID]portal.Payout{}
	for _, payout := range ledger.Payouts {
		payouts[payout.ID] = payout
	}
	for id, result := range portal.LatestResults(ledger.Results) {
		if result.State == portal.ResultFailed && claimed[id] {
			steps = append(steps, step{fmt.Sprintf("The payout %s failed and still holds entries.", id), func(ctx context.Context) error {
				return p.settleResult(ctx, result.Batch, payouts[id], result, duty)
			}})
		}
	}
	for _, batch := range batches {
		if _, moves := batch.Settle(ledger.Results, duty, p.Now()); moves {
			steps = append(steps, step{fmt.Sprintf("The batch %s has all its results and is still %s.", batch.ID, batch.State), func(ctx context.Context) error {
				return p.settleBatch(ctx, batch.ID, duty)
			}})
		}
	}
	return steps
}
