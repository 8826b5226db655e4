package program

import (
	"context"
	"fmt"
	"maps"
	"slices"

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
	var events []portal.Event
	for _, partner := range done.Parties {
		entries, err := p.settleLevers(ctx, partner, done.LastOn)
		if err != nil {
			return done, err
		}
		for _, entry := range entries {
			events = append(events, entryEvent(entry))
		}
		done.Entries = append(done.Entries, entries...)
	}
	return done, p.record(ctx, events...)
}

// settleShare makes sure that a collection has its base share, each partner's of a split
// deal, and what its refunds take back of it: an accrual that is there stays as it was computed, and clawbacks follow from it.
func (p *Program) settleShare(ctx context.Context, cash portal.Collection, fresh bool) (Recorded, error) {
	done := Recorded{Collection: cash, Fresh: fresh, LastOn: cash.CollectedOn}
	refunds, err := p.store.Collections.RefundsOf(ctx, cash.ID)
	if err != nil {
		return done, err
	}
	referral, err := p.store.Referrals.Get(ctx, cash.Referral)
	if err != nil {
		return done, fmt.Errorf("settle %s: %w", cash.ID, err)
	}
	done.Parties = referral.Deal().Parties()
	if split := referral.Deal().Split(); split != nil {
		done.LastOn = max(done.LastOn, split.On)
	}
	for _, partner := range done.Parties {
		shares, why, err := p.accrue(ctx, cash, partner)
		if err != nil {
			return done, err
		}
		if partner == cash.Partner {
			done.Why = why
		}
		done.Entries = append(done.Entries, shares...)
		for _, entry := range portal.ClawBackAll(shares, refunds, p.Now()) {
			if _, err := p.store.Entries.Put(ctx, entry); err != nil {
				return done, fmt.Errorf("claw back %s: %w", entry.ID, err)
			}
			done.Entries = append(done.Entries, entry)
		}
	}
	events := []portal.Event{collectionEvent(cash)}
	for _, refund := range refunds {
		events = append(events, collectionEvent(refund))
		done.LastOn = max(done.LastOn, refund.CollectedOn)
	}
	for _, entry := range done.Entries {
		events = append(events, entryEvent(entry))
	}
	if err := p.record(ctx, events...); err != nil {
		return done, err
	}
	guests := map[portal.PartnerID]bool{} // what is collected for them shows where no event of their own does
	for _, partner := range done.Parties[1:] {
		guests[partner] = true
	}
	return done, p.foldPartners(ctx, guests)
}

// accrue returns a partner's base share of a collection: the accrual by the terms and the
// tier of the day of collection, and a correction each time the tier, the terms or the
// partner's portion turned out to be others. What is missing it puts into the ledger.
func (p *Program) accrue(ctx context.Context, cash portal.Collection, id portal.PartnerID) (shares []portal.Entry, why string, err error) {
	for range maxTries {
		booked, err := p.store.Entries.OfCollection(ctx, cash.ID) // before the facts: what comes in between is settled by who brought it
		if err != nil {
			return nil, "", err
		}
		shares = portal.Shares(portal.OfPartner(booked, id, cash.ID))
		view, facts, err := p.shareFacts(ctx, cash, id)
		if err != nil {
			return nil, "", err
		}
		entry, missing, why := portal.NextShare(view, facts, shares, p.Now())
		if !missing {
			return shares, why, nil
		}
		if err := p.store.Entries.Insert(ctx, entry); err == nil {
			return append(shares, entry), "", nil
		} else if portal.KindOf(err) != portal.Conflict { // otherwise another process came first: look again
			return nil, "", err
		}
	}
	return nil, "", portal.Errorf(portal.Conflict, "Other money of this partner is being recorded. Try again.")
}

// shareFacts is a partner's view of a collection, and what its base share of it asks.
func (p *Program) shareFacts(ctx context.Context, cash portal.Collection, id portal.PartnerID) (portal.Collection, portal.AccrualFacts, error) {
	referral, err := p.store.Referrals.Get(ctx, cash.Referral)
	if err != nil {
		return cash, portal.AccrualFacts{}, fmt.Errorf("accrue %s: %w", cash.ID, err)
	}
	partner, err := p.store.Partners.Get(ctx, id)
	if err != nil {
		return cash, portal.AccrualFacts{}, fmt.Errorf("accrue %s: %w", cash.ID, err)
	}
	return referral.Deal().Portion(cash, id), p.accrualFacts(referral, partner, cash.CollectedOn), nil
}

// whyNothing says why a collection earns its own partner nothing, "" when it does.
func (p *Program) whyNothing(ctx context.Context, cash portal.Collection) (string, error) {
	view, facts, err := p.shareFacts(ctx, cash, cash.Partner)
	if err != nil {
		return "", err
	}
	_, why := portal.Accrue(view, facts, p.Now())
	return why, nil
}

func (p *Program) accrualFacts(referral portal.Referral, partner portal.Partner, day portal.Date) portal.AccrualFacts {
	return portal.AccrualFacts{
		Deal: referral.Deal(), Tiers: p.tiersOf(partner), Terms: p.Terms, Accepted: partner.AcceptedTerms(), Vertical: partner.Vertical, Addenda: partner.Addenda,
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
	from := e.At.Day(p.Rules.Zone)
	collections, err := p.store.Collections.OfSince(ctx, e.Partner, from)
	if err != nil {
		return err
	}
	shared, err := p.sharedCash(ctx, e.Partner)
	if err != nil {
		return err
	}
	for _, c := range shared.Shared {
		if c.CollectedOn >= from {
			collections = append(collections, c)
		}
	}
	return p.settleAll(ctx, collections)
}

// settleAll settles some collections, the bonuses, boosts and caps of each partner once.
func (p *Program) settleAll(ctx context.Context, collections []portal.Collection) error {
	last := map[portal.PartnerID]portal.Date{}
	for _, cash := range collections {
		if cash.IsRefund() {
			continue
		}
		done, err := p.settleShare(ctx, cash, false)
		if err != nil {
			return err
		}
		for _, partner := range done.Parties {
			last[partner] = max(last[partner], done.LastOn)
		}
	}
	for _, partner := range slices.Sorted(maps.Keys(last)) {
		if err := p.settlePartner(ctx, partner, last[partner]); err != nil {
			return err
		}
	}
	return nil
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
