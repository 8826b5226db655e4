package program

import (
	"context"
	"slices"

	"tandem/portal"
)

// moneyLines is how much of a referral's money its page tells of, the newest first.
const moneyLines = 200

// ReferralDetail is a referral with everything that belongs to it.
type ReferralDetail struct {
	Referral portal.Referral
	Around   portal.Around
	More     bool              // it has more money than Around
	Like     []portal.Referral // for staff, while it waits for an answer: of customers much like its own
	Rivals   []portal.Referral // for staff: of the same customer, that came too late
	Share    *portal.Rate      // for a partner: what of the cash counts for it, nil when it is not divided
}

// ReferralDetail returns a referral as its page shows it, in a number of reads that does not
// grow: a partner's own without what is for staff, or any for staff who work with leads.
func (p *Program) ReferralDetail(ctx context.Context, actor portal.Actor, id portal.ReferralID) (ReferralDetail, error) {
	var d ReferralDetail
	var r portal.Referral
	var err error
	staff := actor.Staff()
	if staff {
		r, err = p.Referral(ctx, actor, id)
	} else {
		r, err = p.ownReferral(ctx, actor, id)
	}
	if err != nil {
		return d, err
	}
	if d.Referral = r; !staff {
		d.Referral = r.ForPartner()
	}
	if d.Around.Said, err = p.store.Remarks.Of(ctx, r.Subject()); err != nil {
		return d, err
	}
	if err := p.moneyAround(ctx, actor, r, &d); err != nil {
		return d, err
	}
	if !staff {
		d.Share, err = p.ownShare(ctx, actor.Partner, r)
		return d, err
	}
	if d.Around.Noted, err = p.store.Remarks.Of(ctx, portal.NotesOn(r.Subject())); err != nil {
		return d, err
	}
	if d.Like, err = p.MuchLike(ctx, actor, r); err != nil || r.DuplicateOf != "" {
		return d, err
	}
	d.Rivals, err = p.store.Referrals.DuplicatesOf(ctx, r.ID)
	return d, err
}

// moneyAround reads the newest of what was collected and earned, for those who may see it.
func (p *Program) moneyAround(ctx context.Context, actor portal.Actor, r portal.Referral, d *ReferralDetail) error {
	if actor.Staff() && !actor.Can(portal.Finance) && !actor.Can(portal.Manager) {
		return nil
	}
	entries, err := p.store.Entries.NewestOf(ctx, r.ID, moneyLines)
	if err != nil {
		return err
	}
	d.Around.Entries, d.More = entries.Rows, entries.Next != ""
	if !actor.Staff() {
		d.Around.Entries = slices.DeleteFunc(d.Around.Entries, func(e portal.Entry) bool { return e.Partner != actor.Partner })
		return nil
	}
	cash, err := p.store.Collections.NewestOf(ctx, r.ID, moneyLines)
	d.Around.Cash, d.More = cash.Rows, d.More || cash.Next != ""
	return err
}

// ownShare is what counts for a partner of the cash of a deal that is divided: of its own
// referral, or of the one whose lead it referred too. Nil when all, or nothing, does by rule.
func (p *Program) ownShare(ctx context.Context, partner portal.PartnerID, r portal.Referral) (*portal.Rate, error) {
	if r.State == portal.ReferralDuplicate && r.DuplicateOf != "" {
		var err error
		if r, err = p.store.Referrals.Get(ctx, r.DuplicateOf); err != nil {
			return nil, err
		}
	}
	split := r.Deal().Split()
	if split == nil || r.Partner != partner && split.Of(partner).IsZero() {
		return nil, nil
	}
	share := split.Of(partner)
	return &share, nil
}
