package program

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tandem/portal"
)

// PrepareBatch is finance asking for a run of payouts.
type PrepareBatch struct {
	Key      string // of the form: the same key again is the same batch; "" makes a new one
	Currency portal.Currency
	Cutoff   portal.Date // today when empty
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
	if len(id) > 30 || strings.ContainsFunc(string(id), func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') }) {
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
	if batch.State != portal.BatchDraft || batch.Check.At != "" {
		return batch, nil
	}
	if batch.PreparedAt != "" { // a stop came between the two
		return p.checkPrepared(ctx, batch, actor)
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
	if err := p.recordAll(ctx, next.Subject(), "", next.History); err != nil || next.State != portal.BatchDraft {
		return next, err
	}
	return p.checkPrepared(ctx, next, actor)
}

// FinishBatch completes a preparation that stopped half way, whoever began it. Needs finance.
func (p *Program) FinishBatch(ctx context.Context, actor portal.Actor, id portal.BatchID) (portal.Batch, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Batch{}, err
	}
	batch, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return batch, err
	}
	return p.prepare(ctx, batch, actor)
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
