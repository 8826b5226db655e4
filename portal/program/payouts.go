package program

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/portal/store"
)

// PrepareBatch is finance asking for a run of payouts.
type PrepareBatch struct {
	Key      string // of the form: the same key again is the same batch; "" makes a new one
	Currency portal.Currency
	Cutoff   portal.Date // today when empty
}

// Selection is whom a batch would pay, whom not, and why.
type Selection struct {
	Key        string // for the form that prepares it, so that a repeat makes one batch
	Currency   portal.Currency
	Cutoff     portal.Date
	Candidates []portal.Candidate
	LeftOut    []portal.LeftOut
	Total      portal.Money
}

// PreviewBatch says whom a batch would pay and whom it would leave out. It
// changes nothing. Needs finance.
func (p *Program) PreviewBatch(ctx context.Context, actor portal.Actor, in PrepareBatch) (Selection, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return Selection{}, err
	}
	batch, err := p.newBatch("preview", in, actor)
	if err != nil {
		return Selection{}, err
	}
	selection, err := p.selection(ctx, batch)
	selection.Key = cmp.Or(in.Key, p.newID())
	return selection, err
}

func (p *Program) newBatch(id portal.BatchID, in PrepareBatch, actor portal.Actor) (portal.Batch, error) {
	if in.Cutoff == "" {
		in.Cutoff = p.Today()
	}
	return portal.NewBatch(id, in.Currency, in.Cutoff, actor, p.Now(), p.Today())
}

func (p *Program) selection(ctx context.Context, batch portal.Batch) (Selection, error) {
	s := Selection{Currency: batch.Currency, Cutoff: batch.Cutoff, Total: portal.Amount(0, batch.Currency)}
	payees, err := p.payees(ctx)
	if err != nil {
		return s, err
	}
	for id, payee := range payees {
		ledger, err := p.ledgerOf(ctx, id)
		if err != nil {
			return s, err
		}
		candidates, left := portal.Select(batch, ledger.Positions(batch.Cutoff), map[portal.PartnerID]portal.Payee{id: payee})
		s.Candidates = append(s.Candidates, candidates...)
		s.LeftOut = append(s.LeftOut, left...)
	}
	portal.SortSelection(s.Candidates, s.LeftOut)
	for _, c := range s.Candidates {
		s.Total = s.Total.Add(c.Total)
	}
	return s, nil
}

// ledgerOf reads what decides where a partner's entries stand.
func (p *Program) ledgerOf(ctx context.Context, id portal.PartnerID) (portal.Ledger, error) {
	var l portal.Ledger
	var err error
	if l.Entries, err = p.store.Entries.Of(ctx, id); err != nil || len(l.Entries) == 0 {
		return l, err
	}
	// Releases before claims: a release that is read has its claim read too.
	if l.Releases, err = p.store.Releases.Of(ctx, id); err != nil {
		return l, err
	}
	if l.Claims, err = p.store.Claims.Of(ctx, id); err != nil || len(l.Claims) == 0 {
		return l, err
	}
	l.Results, err = p.store.Results.Of(ctx, id)
	return l, err
}

// payees are all partners that were ever let in, and what decides whether they can be paid.
func (p *Program) payees(ctx context.Context) (map[portal.PartnerID]portal.Payee, error) {
	payees := map[portal.PartnerID]portal.Payee{}
	for _, state := range portal.PartnerStates {
		if !state.Member() {
			continue
		}
		partners, err := p.store.Partners.InState(ctx, state)
		if err != nil {
			return nil, err
		}
		for _, partner := range partners {
			payees[partner.ID] = p.payee(partner)
		}
	}
	return payees, nil
}

func (p *Program) payee(partner portal.Partner) portal.Payee {
	payee := portal.Payee{
		Partner: partner.ID, Name: partner.Company,
		AcceptedTerms: len(partner.TermsOn) > 0, PayoutDetails: !partner.PayTo.IsZero(), VerifiedAddress: partner.EmailVerifiedAt != "",
	}
	if terms, ok := portal.TermsOn(p.Terms, partner.AcceptedTerms(), p.Today()); ok {
		payee.Minimum = terms.Minimum
	}
	return payee
}

// PrepareBatch puts together the payouts of everybody who can be paid, for a
// second person to approve. Interrupted, it is finished by the same call with the
// same key, or by [Program.ResumeMoney]. Needs finance.
func (p *Program) PrepareBatch(ctx context.Context, actor portal.Actor, in PrepareBatch) (portal.Batch, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Batch{}, err
	}
	id := portal.BatchID(in.Key)
	if in.Key == "" {
		id = portal.BatchID(p.newID())
	}
	if len(id) > 40 || strings.ContainsFunc(string(id), func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') }) {
		return portal.Batch{}, portal.Errorf(portal.Invalid, "The form is damaged. Open the page again.")
	}
	batch, err := p.store.Batches.Get(ctx, id)
	switch {
	case err == nil:
		if batch.PreparedBy != actor.User || batch.Currency != in.Currency {
			return portal.Batch{}, portal.Errorf(portal.Conflict, "This form has been used for another batch. Open the page again.")
		}
	case portal.KindOf(err) == portal.NotFound:
		if batch, err = p.startBatch(ctx, id, in, actor); err != nil {
			return portal.Batch{}, err
		}
	default:
		return portal.Batch{}, err
	}
	return p.prepare(ctx, batch, actor)
}

func (p *Program) startBatch(ctx context.Context, id portal.BatchID, in PrepareBatch, actor portal.Actor) (portal.Batch, error) {
	batch, err := p.newBatch(id, in, actor)
	if err != nil {
		return batch, err
	}
	selection, err := p.selection(ctx, batch)
	if err != nil {
		return batch, err
	}
	if len(selection.Candidates) == 0 {
		return batch, portal.Errorf(portal.Conflict, "Nobody can be paid in %s for what is payable by %s.", batch.Currency, batch.Cutoff.Long())
	}
	if err := p.store.Batches.Insert(ctx, batch); err != nil && portal.KindOf(err) != portal.Conflict {
		return batch, err
	}
	return p.store.Batches.Get(ctx, id)
}

// prepare claims the entries of a batch, freezes its payouts and closes the
// preparation. Each step can be run again: what is frozen stays, what was
// claimed and not frozen is taken up or released.
func (p *Program) prepare(ctx context.Context, batch portal.Batch, actor portal.Actor) (portal.Batch, error) {
	if batch.State != portal.BatchDraft || batch.PreparedAt != "" {
		return batch, nil
	}
	selection, err := p.selection(ctx, batch)
	if err != nil {
		return batch, err
	}
	left := selection.LeftOut
	for _, candidate := range selection.Candidates {
		reason, total, err := p.freeze(ctx, batch, candidate)
		if err != nil {
			return batch, fmt.Errorf("prepare %s: %w", batch.ID, err)
		}
		if reason != "" {
			left = append(left, portal.LeftOut{Partner: candidate.Payee.Partner, Name: candidate.Payee.Name, Total: total, Reason: reason})
		}
	}
	payouts, err := p.store.Payouts.OfBatch(ctx, batch.ID)
	if err != nil {
		return batch, err
	}
	if err := p.releaseUnfrozen(ctx, batch, payouts); err != nil {
		return batch, err
	}
	frozen := map[portal.PartnerID]bool{} // by an earlier run, whatever became payable since
	for _, payout := range payouts {
		frozen[payout.Partner] = true
	}
	left = slices.DeleteFunc(left, func(l portal.LeftOut) bool { return frozen[l.Partner] })
	portal.SortSelection(nil, left)
	next, err := batch.Prepare(payouts, left, actor, p.Now())
	if err != nil {
		return batch, err
	}
	if next, err = p.store.Batches.Save(ctx, next); err != nil {
		return batch, err
	}
	return next, p.recordAll(ctx, next.Subject(), "", next.History)
}

// saveBatch saves a batch with its newest change, and publishes that.
func (p *Program) saveBatch(ctx context.Context, next portal.Batch) (portal.Batch, error) {
	saved, err := p.store.Batches.Save(ctx, next)
	if err != nil {
		return next, err
	}
	return saved, p.recordLast(ctx, saved.Subject(), "", saved.History)
}

// freeze claims a candidate's entries and freezes its payout, or says why it is
// left out after all: another batch may have claimed some of them first.
func (p *Program) freeze(ctx context.Context, batch portal.Batch, c portal.Candidate) (reason string, total portal.Money, err error) {
	id := portal.PayoutIDOf(batch.ID, c.Payee.Partner, batch.Currency)
	_, err = p.store.Payouts.Get(ctx, id)
	if portal.KindOf(err) != portal.NotFound {
		return "", c.Total, err // frozen before
	}
	var claimed []portal.Entry
	total = portal.Amount(0, batch.Currency)
	for _, position := range c.Positions {
		_, err := p.store.Claims.Put(ctx, position.ClaimFor(id, batch.ID, p.Now()))
		if portal.KindOf(err) == portal.Conflict { // in another payout by now
			continue
		}
		if err != nil {
			return "", total, err
		}
		claimed = append(claimed, position.Entry)
		total = total.Add(position.Entry.Amount)
	}
	if len(claimed) == 0 {
		return "Another batch took it up meanwhile.", total, nil
	}
	if reason := c.Payee.Blocked(total); reason != "" {
		return reason, total, nil // its claims are released with those of nobody's payout
	}
	_, err = p.store.Payouts.Put(ctx, portal.Freeze(batch, c.Payee, claimed, p.Now()))
	if portal.KindOf(err) == portal.Conflict { // another run of this preparation froze it first
		err = nil
	}
	return "", total, err
}

// releaseUnfrozen gives back what a batch claimed and no payout of it lists.
func (p *Program) releaseUnfrozen(ctx context.Context, batch portal.Batch, payouts []portal.Payout) error {
	listed := map[portal.PayoutID]map[portal.EntryID]bool{}
	for _, payout := range payouts {
		listed[payout.ID] = map[portal.EntryID]bool{}
		for _, entry := range payout.Entries {
			listed[payout.ID][entry] = true
		}
	}
	claims, err := p.store.Claims.OfBatch(ctx, batch.ID)
	if err != nil {
		return err
	}
	claims = slices.DeleteFunc(claims, func(c portal.Claim) bool { return listed[c.Payout][c.Entry] })
	if err := p.release(ctx, claims, "Not taken up by the batch."); err != nil {
		return err
	}
	touched := map[portal.PartnerID]bool{}
	for _, claim := range claims {
		touched[claim.Partner] = true
	}
	return p.foldPartners(ctx, touched)
}

// release gives back everything in claims.
func (p *Program) release(ctx context.Context, claims []portal.Claim, reason string) error {
	for _, claim := range claims {
		if err := p.store.Releases.PutOnce(ctx, claim.Release(reason, p.Now())); err != nil {
			return fmt.Errorf("release %s: %w", claim.Entry, err)
		}
	}
	return nil
}

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

// releaseBatch gives back every entry of a cancelled batch, and then publishes that it was.
func (p *Program) releaseBatch(ctx context.Context, batch portal.Batch) error {
	claims, err := p.store.Claims.OfBatch(ctx, batch.ID)
	if err != nil {
		return err
	}
	if err := p.release(ctx, claims, "The batch was cancelled."); err != nil {
		return err
	}
	return p.recordLast(ctx, batch.Subject(), "", batch.History)
}

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

// MarkPaid records that every payout of a batch without an answer was paid, on
// one day under one reference. Needs finance.
func (p *Program) MarkPaid(ctx context.Context, actor portal.Actor, id portal.BatchID, on portal.Date, reference string) (portal.Batch, error) {
	detail, err := p.Batch(ctx, actor, id)
	if err != nil {
		return portal.Batch{}, err
	}
	for _, line := range detail.Batch.Lines {
		if _, answered := detail.Results[line.Payout]; answered {
			continue
		}
		in := portal.ResultInput{State: portal.ResultPaid, On: on, Reference: reference}
		if _, err := p.RecordAnswer(ctx, actor, Answer{Payout: line.Payout, ResultInput: in}); err != nil {
			return detail.Batch, err
		}
	}
	if err := p.settleBatch(ctx, id, actor); err != nil {
		return detail.Batch, err
	}
	return p.store.Batches.Get(ctx, id)
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
