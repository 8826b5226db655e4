package program

import (
	"context"
	"fmt"
	"slices"

	"tandem/portal"
)

// settleLevers makes the ledger follow what a partner's bonuses, boosts and caps
// come to by the facts of now, and returns the entries it needed. asOf is the day
// of the fact that calls for it. Running it again adds nothing; of two that run at
// the same moment one finds the other's entry and counts again.
func (p *Program) settleLevers(ctx context.Context, id portal.PartnerID, asOf portal.Date) (settled []portal.Entry, err error) {
	for range maxTries {
		booked, err := p.store.Entries.Of(ctx, id) // before the facts: what comes in between is settled by who brought it
		if err != nil {
			return settled, err
		}
		earner, err := p.readEarner(ctx, id)
		if err != nil {
			return settled, err
		}
		if !earner.HasLevers() {
			return nil, nil
		}
		for _, entry := range p.leverEntries(earner.Earned(), booked, asOf) {
			if err = p.store.Entries.Insert(ctx, entry); err != nil {
				break
			}
			settled = append(settled, entry)
		}
		if portal.KindOf(err) != portal.Conflict {
			return settled, err
		}
	}
	return settled, portal.Errorf(portal.Conflict, "Other money of this partner is being recorded. Try again.")
}

// leverEntries are the entries that a partner's ledger lacks: of bonuses and
// boosts, and of the caps on everything that is in it with them.
func (p *Program) leverEntries(earner portal.Earned, booked []portal.Entry, asOf portal.Date) []portal.Entry {
	entries := portal.Settle(earner.Due(p.Today()), booked, asOf, p.Now())
	caps := slices.DeleteFunc(slices.Clone(booked), func(e portal.Entry) bool { return e.Kind != portal.Cap })
	return append(entries, portal.Settle(earner.Capped(slices.Concat(booked, entries)), caps, asOf, p.Now())...)
}

// readEarner gathers what decides a partner's bonuses, boosts and caps.
func (p *Program) readEarner(ctx context.Context, id portal.PartnerID) (portal.Earner, error) {
	partner, err := p.store.Partners.Get(ctx, id)
	if err != nil {
		return portal.Earner{}, err
	}
	ledger, err := p.sharedCash(ctx, id)
	if err != nil {
		return portal.Earner{}, err
	}
	if ledger.Collections, err = p.store.Collections.AllOf(ctx, id); err != nil {
		return portal.Earner{}, err
	}
	var deals []portal.ReferralID
	seen := map[portal.ReferralID]bool{}
	for _, c := range ledger.Collections {
		if !seen[c.Referral] {
			seen[c.Referral] = true
			deals = append(deals, c.Referral)
		}
	}
	referrals, err := p.store.Referrals.GetMany(ctx, deals)
	ledger.Split = append(ledger.Split, splitDeals(referrals)...)
	return p.earner(partner, referrals, ledger), err
}

// earner is what decides what a partner earns, by its own referrals and its cash.
func (p *Program) earner(partner portal.Partner, referrals []portal.Referral, ledger portal.Ledger) portal.Earner {
	zone := p.Rules.Zone
	e := portal.Earner{
		Partner: partner.ID, Vertical: partner.Vertical, Tiers: p.tiersOf(partner), Terms: p.Terms, Accepted: partner.AcceptedTerms(), Addenda: partner.Addenda,
		Stopped: func(day portal.Date) string { return partner.Stopped(day, zone) },
		Deals:   map[portal.ReferralID]portal.Deal{}, Collections: ledger.Cash(partner.ID), Zone: zone,
	}
	for _, r := range referrals {
		e.Deals[r.ID] = r.Deal()
	}
	for _, d := range ledger.Split {
		e.Deals[d.Referral] = d
	}
	if partner.OnboardedAt != "" {
		e.Onboarding = [2]portal.Date{partner.OnboardingStartedAt.Day(zone), partner.OnboardedAt.Day(zone)}
	}
	for _, accepted := range e.Accepted {
		if e.Since == "" || accepted.On < e.Since {
			e.Since = accepted.On
		}
	}
	if e.Since == "" && partner.ApprovedAt != "" {
		e.Since = partner.ApprovedAt.Day(zone)
	}
	return e
}

// earnedBy is what a partner's facts say about what it earns.
func (p *Program) earnedBy(of partnerFacts) portal.Earned {
	return p.earner(of.Partner, of.referrals, of.ledger).Earned()
}

// leversSettled names the setting that keeps up to which quarter the boosts are settled.
const leversSettled = "levers_settled"

// SettleQuarter is the duty that settles everybody's boosts once after a quarter
// has ended. Cash and refunds that come later settle their own partner.
func (p *Program) SettleQuarter(ctx context.Context) error {
	last := portal.QuarterOf(p.Today()).Add(-1)
	var settled portal.Quarter
	if err := p.store.Settings.Read(ctx, leversSettled, &settled); err != nil {
		return err
	}
	if settled >= last {
		return nil
	}
	for _, state := range portal.PartnerStates {
		partners, err := p.store.Partners.InState(ctx, state)
		if err != nil {
			return err
		}
		for _, partner := range partners {
			if err := p.settlePartner(ctx, partner.ID, p.Today()); err != nil {
				return fmt.Errorf("close %s for %s: %w", last, partner.ID, err)
			}
		}
	}
	return p.store.Settings.Write(ctx, leversSettled, last)
}

// settlePartner settles the levers of a partner and says what they earned or took off.
func (p *Program) settlePartner(ctx context.Context, id portal.PartnerID, asOf portal.Date) error {
	entries, err := p.settleLevers(ctx, id, asOf)
	if err != nil {
		return err
	}
	events := make([]portal.Event, len(entries))
	for i, entry := range entries {
		events[i] = entryEvent(entry)
	}
	return p.record(ctx, events...)
}

// openLevers is the first bonus, boost or cap of a partner that the ledger lacks.
func (p *Program) openLevers(of partnerFacts, earner portal.Earned) []step {
	var last portal.Date
	if !earner.HasLevers() {
		return nil
	}
	for _, c := range earner.Collections {
		last = max(last, c.CollectedOn)
		if c.Part != nil {
			last = max(last, c.Part.On)
		}
	}
	missing := p.leverEntries(earner, of.ledger.Entries, last)
	if len(missing) == 0 {
		return nil
	}
	return []step{{fmt.Sprintf("The entry %s is missing.", missing[0].ID), func(ctx context.Context) error {
		return p.settlePartner(ctx, of.ID, last)
	}}}
}

// BoostProgress is how far a partner is on the way to the boost of the running quarter.
type BoostProgress struct {
	Quarter portal.Quarter
	Kept    portal.Money // of the quarter's collections so far
	Target  portal.Money // zero when the terms have no boost for its tier
	Rate    portal.Rate  // of a collection of today
	Tier    portal.Tier
}

// boostProgress reads the running quarter off a partner's figures.
func (p *Program) boostProgress(partner portal.Partner, figures portal.Summary) BoostProgress {
	today := p.Today()
	progress := BoostProgress{Quarter: portal.QuarterOf(today)}
	terms, ok := partner.Agreed(p.Terms, today)
	tier, ranked := portal.TierOn(p.tiersOf(partner), today)
	if !ok || !ranked {
		return progress
	}
	progress.Tier, progress.Target, progress.Rate = tier, terms.Targets[tier], terms.Boost[tier]
	if progress.Kept = portal.Amount(0, progress.Target.Currency); figures.Quarter.Quarter == progress.Quarter {
		progress.Kept = figures.Quarter.Kept.In(progress.Target.Currency)
	}
	return progress
}
