package program

import (
	"cmp"
	"context"
	"slices"

	"tandem/portal"
)

// cashOf reads a partner's cash, that of deals of others in which it has or had a share
// too, and which deals are split. Its referrals are read already.
func (p *Program) cashOf(ctx context.Context, of *partnerFacts) error {
	shared, err := p.sharedCash(ctx, of.ID)
	if err != nil {
		return err
	}
	of.ledger.Shared, of.ledger.Split = shared.Shared, append(shared.Split, splitDeals(of.referrals)...)
	of.ledger.Collections, err = p.store.Collections.AllOf(ctx, of.ID)
	return err
}

// sharedCash reads the deals of others in which a partner has, or had, a share, and
// what was collected for them.
func (p *Program) sharedCash(ctx context.Context, id portal.PartnerID) (l portal.Ledger, err error) {
	deals, err := p.store.DealShares.Of(ctx, id)
	if err != nil || len(deals) == 0 {
		return l, err
	}
	referrals, err := p.store.Referrals.GetMany(ctx, deals)
	if err != nil {
		return l, err
	}
	for _, deal := range splitDeals(referrals) {
		if !slices.Contains(deal.Parties(), id) { // the decision that the fact was written for never came
			continue
		}
		cash, err := p.store.Collections.OfReferral(ctx, deal.Referral)
		if err != nil {
			return l, err
		}
		l.Split, l.Shared = append(l.Split, deal), append(l.Shared, cash...)
	}
	return l, nil
}

// splitDeals are the deals that are, or were, split.
func splitDeals(referrals []portal.Referral) []portal.Deal {
	var deals []portal.Deal
	for _, r := range referrals {
		if len(r.Splits) > 0 {
			deals = append(deals, r.Deal())
		}
	}
	return deals
}

// splits proves over each split deal that its portions add up.
func (w *ledgerWalk) splits(ctx context.Context) error {
	seen := map[portal.ReferralID]bool{}
	for share, err := range w.store.DealShares.Each(ctx) {
		if err != nil {
			return err
		}
		if seen[share.Referral] {
			continue
		}
		seen[share.Referral] = true
		entries, err := w.store.Entries.OfReferral(ctx, share.Referral) // before the facts that they come from
		if err != nil {
			return err
		}
		cash, err := w.store.Collections.OfReferral(ctx, share.Referral)
		if err != nil {
			return err
		}
		referral, err := w.store.Referrals.Get(ctx, share.Referral)
		if portal.KindOf(err) == portal.NotFound {
			w.add(portal.Proof{Violations: []portal.Violation{portal.Stray("share:" + string(share.Referral) + ":" + string(share.Partner))}})
			continue
		}
		if err != nil {
			return err
		}
		w.add(portal.VerifySplit(referral.Deal(), cash, entries))
	}
	return nil
}

// SplitReferral is how a manager wants the cash of a deal divided.
type SplitReferral struct {
	Referral portal.ReferralID
	Seen     int64 // the version that was looked at, 0 for whatever it is
	Shares   []portal.Share
	Reason   string
}

// SplitReferral divides the cash of a won deal between partners, what was collected and
// what will be: the ledger follows by entries, and each partner is told its own share. The
// partner that submitted it alone at 100% ends a split. Invalid at partner_N, share_N, shares
// or reason; Conflict when the deal was not won, is divided so already or changed meanwhile.
func (p *Program) SplitReferral(ctx context.Context, actor portal.Actor, in SplitReferral) (portal.Referral, error) {
	next, err := p.plannedSplit(ctx, actor, in)
	if portal.KindOf(err) == portal.Conflict && len(next.Splits) > 0 { // perhaps what was decided is not finished
		return next, cmp.Or(p.followSplit(ctx, next), err)
	}
	if err != nil {
		return next, err
	}
	for _, partner := range next.Deal().Parties()[1:] { // first: who has a share is found by it, whatever stops in between
		if _, err := p.store.DealShares.PutOnce(ctx, portal.DealShare{Referral: next.ID, Partner: partner, At: p.Now()}); err != nil {
			return next, err
		}
	}
	saved, err := p.saveReferral(ctx, next)
	if err != nil {
		return saved, err
	}
	return saved, p.followSplit(ctx, saved)
}

// followSplit makes the ledger follow the splits of a deal, and says what they mean.
func (p *Program) followSplit(ctx context.Context, r portal.Referral) error {
	if err := p.SettleReferral(ctx, r.ID); err != nil {
		return err
	}
	return p.recordShares(ctx, r)
}

// plannedSplit is the referral as it would be with a split, not saved.
func (p *Program) plannedSplit(ctx context.Context, actor portal.Actor, in SplitReferral) (portal.Referral, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Referral{}, err
	}
	r, err := p.store.Referrals.Get(ctx, in.Referral)
	if err != nil {
		return r, err
	}
	if in.Seen != 0 && in.Seen != r.Version {
		return r, portal.Errorf(portal.Conflict, "The referral of %s was changed meanwhile. Look at it again and repeat what you did.", r.Company)
	}
	var ids []portal.PartnerID
	for _, share := range in.Shares {
		if share.Partner != "" && !slices.Contains(ids, share.Partner) {
			ids = append(ids, share.Partner)
		}
	}
	partners, err := p.store.Partners.GetMany(ctx, ids)
	if err != nil {
		return r, err
	}
	return r.Divide(slices.Clone(in.Shares), partners, in.Reason, actor, p.Now(), p.Today())
}

// recordShares publishes what the splits of a deal mean for the partners that did not
// submit it: each its own share, and nothing of the others.
func (p *Program) recordShares(ctx context.Context, r portal.Referral) error {
	return p.record(ctx, r.SharedEvents()...)
}
