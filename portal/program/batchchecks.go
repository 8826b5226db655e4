package program

import (
	"context"
	"slices"

	"tandem/portal"
)

// CheckBatch proves the ledger of every partner that a prepared batch pays, and the
// batch itself, and keeps the outcome with the batch. Anything found stops its
// approval until a later check finds nothing. Needs finance.
func (p *Program) CheckBatch(ctx context.Context, actor portal.Actor, id portal.BatchID) (portal.Batch, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Batch{}, err
	}
	batch, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return batch, err
	}
	next, err := p.checkPaid(ctx, batch, actor)
	if err != nil {
		return batch, err
	}
	return p.store.Batches.Save(ctx, next)
}

// checkPrepared is the check that ends a preparation.
func (p *Program) checkPrepared(ctx context.Context, batch portal.Batch, actor portal.Actor) (portal.Batch, error) {
	next, err := p.checkPaid(ctx, batch, actor)
	if err != nil {
		return batch, err
	}
	next, err = p.store.Batches.Save(ctx, next)
	if portal.KindOf(err) == portal.Conflict { // a colleague checked it meanwhile
		return p.store.Batches.Get(ctx, batch.ID)
	}
	return next, err
}

// checkPaid looks at the partners that a batch pays, one at a time.
func (p *Program) checkPaid(ctx context.Context, batch portal.Batch, actor portal.Actor) (portal.Batch, error) {
	if _, err := batch.Checked(portal.BatchCheck{}); err != nil {
		return batch, err
	}
	w := p.newWalk()
	partners, err := p.partnersOf(ctx, batch)
	if err != nil {
		return batch, err
	}
	for _, line := range batch.Lines {
		partner, there := partners[line.Partner]
		if !there {
			w.found.Violations = append(w.found.Violations, portal.Stray(string(line.Payout)))
			continue
		}
		if _, err := w.prove(ctx, partner); err != nil {
			return batch, err
		}
	}
	if _, _, err := w.proveBatch(ctx, batch); err != nil {
		return batch, err
	}
	return batch.Checked(w.found.ofBatch(batch, false, actor, p.Now()))
}

// checkAll looks at the whole ledger: what goes to a bank has nothing wrong beside it.
func (p *Program) checkAll(ctx context.Context, batch portal.Batch, actor portal.Actor) (portal.Batch, error) {
	report, err := p.verify(ctx)
	if err != nil {
		return batch, err
	}
	return batch.Checked(report.ofBatch(batch, true, actor, p.Now()))
}

// ofBatch is what was looked at and found, as a batch keeps it.
func (v Verified) ofBatch(batch portal.Batch, whole bool, actor portal.Actor, now portal.Instant) portal.BatchCheck {
	// A mail that was lost is somebody's to look into; the money is right without it.
	money := slices.DeleteFunc(slices.Clone(v.Violations), func(v portal.Violation) bool { return v.Rule == portal.RuleLetters })
	check := portal.NewBatchCheck(money, actor, now)
	check.Whole, check.Partners, check.Entries, check.Claims, check.Payouts = whole, len(batch.Lines), v.Entries, v.Claims, v.Payouts
	return check
}

// prove proves the invariants over the facts of one partner, and counts them.
func (w *ledgerWalk) prove(ctx context.Context, partner portal.Partner) (partnerFacts, error) {
	of, err := w.factsOf(ctx, partner)
	if err != nil {
		return of, err
	}
	batches := w.batches
	if w.missing(of.ledger) {
		if batches, err = w.newest(ctx, of.ledger); err != nil {
			return of, err
		}
	}
	proof := portal.VerifyPartner(of.ledger, batches, w.Rules.Zone)
	if len(proof.Violations) > 0 { // facts written while others were read look wrong once; what is wrong stays wrong
		if of, err = w.factsOf(ctx, partner); err != nil {
			return of, err
		}
		if batches, err = w.newest(ctx, of.ledger); err != nil {
			return of, err
		}
		proof = again(proof, portal.VerifyPartner(of.ledger, batches, w.Rules.Zone))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.members[partner.ID] = true
	w.add(proof)
	w.add(historiesOf(of)...)
	w.count(of.ledger)
	return of, nil
}

// again is a second proof with what the first one found too.
func again(first, second portal.Proof) portal.Proof {
	second.Violations = slices.DeleteFunc(second.Violations, func(v portal.Violation) bool { return !slices.Contains(first.Violations, v) })
	return second
}

// missing reports whether a batch of some facts has not been read yet.
func (w *ledgerWalk) missing(l portal.Ledger) bool {
	return slices.ContainsFunc(l.Claims, func(c portal.Claim) bool {
		_, there := w.batches[c.Batch]
		return !there
	})
}

// proveBatch proves what concerns a batch as a whole, and returns it as it was read last.
func (w *ledgerWalk) proveBatch(ctx context.Context, batch portal.Batch) (portal.Batch, portal.Ledger, error) {
	l, err := w.factsOfBatch(ctx, batch)
	if err != nil {
		return batch, l, err
	}
	proof := portal.VerifyBatch(l)
	if len(proof.Violations) > 0 {
		if batch, err = w.store.Batches.Get(ctx, batch.ID); err != nil {
			return batch, l, err
		}
		if l, err = w.factsOfBatch(ctx, batch); err != nil {
			return batch, l, err
		}
		proof = again(proof, portal.VerifyBatch(l))
	}
	w.add(proof)
	return batch, l, nil
}
