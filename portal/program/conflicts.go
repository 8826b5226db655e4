package program

import (
	"context"
	"maps"
	"slices"

	"tandem/portal"
)

// Conflict is two referrals of one lead: the one that holds it, and one that came too late.
type Conflict struct {
	Holder   portal.Referral
	Rival    portal.Referral
	Matches  []portal.LeadMatch
	Trace    []string          // how it was decided, in sentences
	Others   []portal.Referral // that came too late as well
	CanPass  bool              // the lead can go to the rival
	CanSplit bool              // the deal was won, so its cash can be divided
}

// Conflict returns what a duplicate and the holder of its lead have in common, and
// how it was decided. Of the holder itself the newest duplicate is shown. NotFound when
// nobody else referred the lead. Needs who works with leads.
func (p *Program) Conflict(ctx context.Context, actor portal.Actor, id portal.ReferralID) (Conflict, error) {
	var c Conflict
	if err := actor.Must(referralReaders...); err != nil {
		return c, err
	}
	r, err := p.store.Referrals.Get(ctx, id)
	if err != nil {
		return c, err
	}
	holder := r.ID
	if r.DuplicateOf != "" {
		holder = r.DuplicateOf
	}
	rivals, err := p.store.Referrals.DuplicatesOf(ctx, holder)
	if err != nil {
		return c, err
	}
	if len(rivals) == 0 {
		return c, portal.Errorf(portal.NotFound, "Nobody else referred this customer.")
	}
	c.Rival = rivals[0]
	for _, rival := range rivals {
		if rival.ID == id {
			c.Rival = rival
		}
	}
	for _, rival := range rivals {
		if rival.ID != c.Rival.ID {
			c.Others = append(c.Others, rival)
		}
	}
	if c.Holder, err = p.store.Referrals.Get(ctx, holder); err != nil {
		return c, err
	}
	c.Matches, c.Trace = p.Rules.LeadMatches(c.Holder.Lead, c.Rival.Lead), p.Rules.ConflictTrace(c.Holder, c.Rival)
	waits := c.Rival.State == portal.ReferralDuplicate
	c.CanPass, c.CanSplit = waits && c.Holder.State != portal.ReferralWon, c.Holder.State == portal.ReferralWon
	return c, nil
}

// ConflictDecision is what a manager decides about a duplicate.
type ConflictDecision struct {
	Rival  portal.ReferralID
	Seen   int64 // the version of it that was looked at, 0 for whatever it is
	Reason string
}

// KeepConflict notes that a duplicate stays one, and why. Invalid at reason; Conflict
// when it is no duplicate, changed meanwhile, or was decided so already.
func (p *Program) KeepConflict(ctx context.Context, actor portal.Actor, in ConflictDecision) (portal.Referral, error) {
	return p.decideReferral(ctx, actor, in.Rival, func(r portal.Referral) (portal.Referral, error) {
		if err := in.seen(r); err != nil {
			return r, err
		}
		return r.Uphold(in.Reason, actor, p.Now())
	})
}

func (in ConflictDecision) seen(r portal.Referral) error {
	return unchanged(Decision{Seen: in.Seen}, r.Version, "The referral of "+r.Company)
}

// PassLead gives the lead of an open referral to its duplicate, which waits for an answer again,
// protected from today; the one that held it becomes the duplicate. Neither partner learns
// of the other. Invalid at reason; Conflict when the holder was won or has money, when the
// duplicate's partner takes no part now, or when something changed meanwhile.
func (p *Program) PassLead(ctx context.Context, actor portal.Actor, in ConflictDecision) (portal.Referral, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Referral{}, err
	}
	rival, err := p.store.Referrals.Get(ctx, in.Rival)
	if err != nil {
		return rival, err
	}
	if err := in.seen(rival); err != nil {
		return rival, err
	}
	if rival.State != portal.ReferralDuplicate || rival.DuplicateOf == "" {
		return rival, portal.Errorf(portal.Conflict, "The lead of %s is in no conflict now.", rival.Company)
	}
	partner, err := p.store.Partners.Get(ctx, rival.Partner)
	if err != nil {
		return rival, err
	}
	if !partner.State.Working() {
		return rival, portal.Errorf(portal.Conflict, "%s takes no part in the program now, so it cannot get the lead.", partner.Company)
	}
	holder, err := p.store.Referrals.Get(ctx, rival.DuplicateOf)
	if err != nil {
		return rival, err
	}
	if holder.State == portal.ReferralWon {
		return rival, portal.Errorf(portal.Conflict, "%s was won. Divide the deal instead, all of it if need be.", holder.Number())
	}
	cash, err := p.store.Collections.OfReferral(ctx, holder.ID)
	if err != nil {
		return rival, err
	}
	if len(cash) > 0 {
		return rival, portal.Errorf(portal.Conflict, "Money was recorded for %s. Record its contract, and divide the deal instead.", holder.Number())
	}
	if !holder.State.Open() {
		return p.ReinstateReferral(ctx, actor, rival.ID, in.Reason)
	}
	next, err := holder.Yield(rival.ID, in.Reason, actor, p.Now())
	if err != nil {
		return rival, err
	}
	if holder, err = p.saveReferral(ctx, next); err != nil {
		return rival, err
	}
	return rival, p.finishPassing(ctx, holder)
}

// finishPassing has the referral count that another one gave its lead to. It may run
// again at any time: a stop in between leaves two duplicates of each other.
func (p *Program) finishPassing(ctx context.Context, gave portal.Referral) error {
	step, ok := gave.Yielded()
	if !ok {
		return nil
	}
	rival, err := p.store.Referrals.Get(ctx, gave.DuplicateOf)
	if err != nil || rival.State != portal.ReferralDuplicate || rival.DuplicateOf != gave.ID {
		return err
	}
	by := portal.Actor{User: step.By, Name: step.ByName, Address: step.Address}
	next, err := rival.Reinstate(p.Rules, "We have looked at it again, and the lead is yours.", by, p.Now(), p.Today())
	if err != nil {
		return err
	}
	if err := p.reclaimLead(ctx, rival); err != nil {
		return err
	}
	_, err = p.saveReferral(ctx, next)
	return err
}

// SplitEffect is what a split would do to the ledger of one partner.
type SplitEffect struct {
	Partner portal.PartnerID
	Name    string
	Share   portal.Rate // zero for one whose share would end
	Entries []portal.Entry
	Sums    portal.Sums // of the entries
}

// LookAtSplit says what a split would add to the ledger of each partner, by the same
// arithmetic that would do it, and changes nothing. A reason that is yet to be written
// counts as given. Fails as [Program.SplitReferral] would.
func (p *Program) LookAtSplit(ctx context.Context, actor portal.Actor, in SplitReferral) ([]SplitEffect, error) {
	if in.Reason == "" {
		in.Reason = "…"
	}
	next, err := p.plannedSplit(ctx, actor, in)
	if err != nil {
		return nil, err
	}
	deal := next.Deal()
	cash, err := p.store.Collections.OfReferral(ctx, next.ID)
	if err != nil {
		return nil, err
	}
	partners, err := p.store.Partners.GetMany(ctx, deal.Parties())
	if err != nil {
		return nil, err
	}
	effects := make([]SplitEffect, len(partners))
	for i, partner := range partners {
		effects[i] = SplitEffect{Partner: partner.ID, Name: partner.Company, Share: deal.Split().Of(partner.ID)}
		if effects[i].Entries, err = p.splitEntries(ctx, partner, next, cash); err != nil {
			return nil, err
		}
		for _, entry := range effects[i].Entries {
			effects[i].Sums = effects[i].Sums.Plus(entry.Amount)
		}
	}
	slices.SortStableFunc(effects, func(a, b SplitEffect) int { return b.Share.Cmp(a.Share.Decimal) })
	return effects, nil
}

// splitEntries are the entries that a partner's ledger would need for a deal as it would be.
func (p *Program) splitEntries(ctx context.Context, partner portal.Partner, r portal.Referral, cash []portal.Collection) ([]portal.Entry, error) {
	of, err := p.factsOf(ctx, partner)
	if err != nil {
		return nil, err
	}
	deal := r.Deal()
	of.ledger.Split = append(slices.DeleteFunc(of.ledger.Split, func(d portal.Deal) bool { return d.Referral == deal.Referral }), deal)
	if deal.Partner != partner.ID {
		of.ledger.Shared = append(slices.DeleteFunc(of.ledger.Shared, func(c portal.Collection) bool { return c.Referral == deal.Referral }), cash...)
	}
	earner := p.earner(of.Partner, of.referrals, of.ledger)
	booked := slices.Clone(of.ledger.Entries)
	there := map[portal.EntryID]portal.Entry{}
	for _, e := range booked {
		there[e.ID] = e
	}
	added := map[portal.EntryID]portal.Entry{}
	add := func(e portal.Entry) {
		if _, known := there[e.ID]; !known {
			there[e.ID], added[e.ID] = e, e
			booked = append(booked, e)
		}
	}
	for _, c := range earner.Collections {
		if c.Referral != deal.Referral || c.IsRefund() {
			continue
		}
		shares := portal.Shares(portal.OfPartner(booked, partner.ID, c.ID))
		if next, missing, _ := portal.NextShare(c, earner.Facts(c), shares, p.Now()); missing {
			add(next)
			shares = append(shares, next)
		}
		for _, claw := range portal.ClawBackAll(shares, portal.RefundsOf(c, earner.Collections), p.Now()) {
			add(claw)
		}
	}
	if earner.HasLevers() {
		for _, e := range p.leverEntries(earner.Earned(), booked, p.Today()) {
			add(e)
		}
	}
	var entries []portal.Entry
	for _, id := range slices.Sorted(maps.Keys(added)) {
		entries = append(entries, added[id])
	}
	return entries, nil
}
