package program

import (
	"context"
	"fmt"

	"tandem/portal"
)

// settleCash makes sure that a collection has every entry it causes, the bonuses,
// boosts and caps of its partner included, and that what was recorded is known as
// events. It can be run again at any time.
func (p *Program) settleCash(ctx context.Context, cash portal.Collection, fresh bool) (Recorded, error) {
	done, err := p.settleShare(ctx, cash, fresh)
	if err != nil {
		return done, err
	}
	entries, err := p.settleLevers(ctx, cash.Partner, done.LastOn)
	if err != nil {
		return done, err
	}
	events := make([]portal.Event, len(entries))
	for i, entry := range entries {
		events[i] = entryEvent(entry)
	}
	done.Entries = append(done.Entries, entries...)
	return done, p.record(ctx, events...)
}

// settleShare makes sure that a collection has its base share and what its refunds
// take back of it: an accrual that is there stays as it was computed, and clawbacks follow from it.
func (p *Program) settleShare(ctx context.Context, cash portal.Collection, fresh bool) (Recorded, error) {
	done := Recorded{Collection: cash, Fresh: fresh, LastOn: cash.CollectedOn}
	refunds, err := p.store.Collections.RefundsOf(ctx, cash.ID)
	if err != nil {
		return done, err
	}
	shares, why, err := p.accrue(ctx, cash)
	if err != nil {
		return done, err
	}
	done.Why, done.Entries = why, shares
	for _, entry := range portal.ClawBackAll(shares, refunds, p.Now()) {
		if _, err := p.store.Entries.Put(ctx, entry); err != nil {
			return done, fmt.Errorf("claw back %s: %w", entry.ID, err)
		}
		done.Entries = append(done.Entries, entry)
	}
	events := []portal.Event{collectionEvent(cash)}
	for _, refund := range refunds {
		events = append(events, collectionEvent(refund))
		done.LastOn = max(done.LastOn, refund.CollectedOn)
	}
	for _, entry := range done.Entries {
		events = append(events, entryEvent(entry))
	}
	return done, p.record(ctx, events...)
}

// accrue returns the base share of a collection: the accrual by the terms and the
// tier of the day of collection, and a correction each time the tier or the terms
// of that day turned out to be others. What is missing it puts into the ledger.
func (p *Program) accrue(ctx context.Context, cash portal.Collection) (shares []portal.Entry, why string, err error) {
	for range maxTries {
		if shares, err = p.sharesOf(ctx, cash); err != nil {
			return nil, "", err
		}
		entry, why, err := p.wouldAccrue(ctx, cash)
		if err != nil || why != "" && len(shares) == 0 {
			return nil, why, err
		}
		if why != "" { // what was earned stays
			return shares, "", nil
		}
		if len(shares) > 0 {
			differs := false
			if entry, differs = portal.Reprice(entry, shares, p.Now()); !differs {
				return shares, "", nil
			}
		}
		if err := p.store.Entries.Insert(ctx, entry); err == nil {
			return append(shares, entry), "", nil
		} else if portal.KindOf(err) != portal.Conflict { // otherwise another process came first: look again
			return nil, "", err
		}
	}
	return nil, "", portal.Errorf(portal.Conflict, "Other money of this partner is being recorded. Try again.")
}

// sharesOf is the base share of a collection as it is booked: the accrual and its corrections.
func (p *Program) sharesOf(ctx context.Context, cash portal.Collection) ([]portal.Entry, error) {
	entries, err := p.store.Entries.OfCollection(ctx, cash.ID)
	return portal.Shares(entries), err
}

// wouldAccrue computes what a collection earns and puts nothing anywhere.
func (p *Program) wouldAccrue(ctx context.Context, cash portal.Collection) (entry portal.Entry, why string, err error) {
	referral, err := p.store.Referrals.Get(ctx, cash.Referral)
	if err != nil {
		return entry, "", fmt.Errorf("accrue %s: %w", cash.ID, err)
	}
	partner, err := p.store.Partners.Get(ctx, cash.Partner)
	if err != nil {
		return entry, "", fmt.Errorf("accrue %s: %w", cash.ID, err)
	}
	entry, why = portal.Accrue(cash, p.accrualFacts(referral, partner, cash.CollectedOn), p.Now())
	return entry, why, nil
}

func (p *Program) accrualFacts(referral portal.Referral, partner portal.Partner, day portal.Date) portal.AccrualFacts {
	return portal.AccrualFacts{
		Deal: referral.Deal(), Tiers: p.tiersOf(partner), Terms: p.Terms, Accepted: partner.AcceptedTerms(), Vertical: partner.Vertical,
		Stopped: partner.Stopped(day, p.Rules.Zone),
	}
}

// tiersOf is a partner's tier by day: from approval until its first tier it is Experimental.
func (p *Program) tiersOf(partner portal.Partner) []portal.TierFrom {
	tiers := partner.TierHistory()
	if partner.ApprovedAt != "" {
		tiers = append([]portal.TierFrom{{From: partner.ApprovedAt.Day(p.Rules.Zone), Tier: portal.Experimental}}, tiers...)
	}
	return tiers
}

// reprice settles the cash from the day of a change of tier or terms on: what was
// recorded on that day before the change has the rate of the day too.
func (p *Program) reprice(ctx context.Context, e portal.Event) error {
	collections, err := p.store.Collections.OfSince(ctx, e.Partner, e.At.Day(p.Rules.Zone))
	if err != nil {
		return err
	}
	return p.settleAll(ctx, collections)
}

// settleAll settles some collections of one partner, its bonuses, boosts and caps once.
func (p *Program) settleAll(ctx context.Context, collections []portal.Collection) error {
	var last portal.Date
	for _, cash := range collections {
		last = max(last, cash.CollectedOn)
		if cash.IsRefund() {
			continue
		}
		if _, err := p.settleShare(ctx, cash, false); err != nil {
			return err
		}
	}
	if len(collections) == 0 {
		return nil
	}
	return p.settlePartner(ctx, collections[0].Partner, last)
}

// SettleReferral accrues what the collections of a referral earn by now. It runs
// when a referral is won, because cash may have been recorded before its contract.
func (p *Program) SettleReferral(ctx context.Context, id portal.ReferralID) error {
	collections, err := p.store.Collections.OfReferral(ctx, id)
	if err != nil {
		return err
	}
	return p.settleAll(ctx, collections)
}

// entryEvent says what the partner earned or lost: on the referral's timeline, or
// on the partner's when it comes from no one deal.
func entryEvent(e portal.Entry) portal.Event {
	kind := entryAccrued
	if e.Amount.Minor < 0 {
		kind = entryClawedBack
	}
	subject := "referral:" + string(e.Referral)
	if e.Referral == "" {
		subject = "partner:" + string(e.Partner)
	}
	return portal.Event{
		ID: string(e.ID), Subject: subject, Partner: e.Partner,
		Change: portal.Change{Kind: kind, ByName: "The program", At: e.At, Data: map[string]string{
			"amount": e.Amount.String(), "customer": e.Customer, "sentence": e.Sentence(), "payable_on": string(e.PayableOn),
		}},
	}
}
