package program

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tandem/portal"
)

// A lead belongs to the referral that holds all of its keys. Every referral is
// stored first and then claims its keys in one order; who finds a key taken helps
// the holder to finish before it decides. So of two that come at the same instant
// one wins and the other becomes a duplicate, whatever stops in between.

// maxHelp bounds how many unfinished referrals one may have to help, one behind the other.
const maxHelp = 20

// settleLead claims the keys of a submitted referral, or makes it a duplicate of the
// one that keeps the lead. It may be repeated at any time by anybody.
func (p *Program) settleLead(ctx context.Context, r portal.Referral, depth int) (portal.Referral, error) {
	if r.State != portal.ReferralSubmitted {
		return r, nil
	}
	for _, key := range r.LeadKeys {
		keeper, err := p.claimLead(ctx, key, r.ID, depth)
		if err != nil {
			return r, fmt.Errorf("claim the lead of %s: %w", r.ID, err)
		}
		if keeper.ID == r.ID {
			continue
		}
		next, err := r.MarkDuplicate(keeper.ID, portal.System("Lead check"), p.Now())
		if err != nil {
			return r, err
		}
		saved, err := p.store.Referrals.Save(ctx, next)
		if portal.KindOf(err) == portal.Conflict { // somebody helped, or decided meanwhile
			saved, err = p.store.Referrals.Get(ctx, r.ID)
		}
		if err != nil {
			return r, err
		}
		if !saved.State.HoldsLead() {
			err = p.releaseLead(ctx, saved)
		}
		return saved, err
	}
	return r, nil
}

// claimLead takes one key for a referral, or returns the referral that keeps it.
func (p *Program) claimLead(ctx context.Context, key string, id portal.ReferralID, depth int) (portal.Referral, error) {
	if depth > maxHelp {
		return portal.Referral{}, portal.Errorf(portal.Unavailable, "Too many people refer this customer at this moment. Try again.")
	}
	const tries = 20
	for range tries {
		holder, err := p.store.Guards.Claim(ctx, key, string(id), p.Now())
		if portal.KindOf(err) == portal.Conflict {
			continue
		}
		if err != nil {
			return portal.Referral{}, err
		}
		if holder == string(id) {
			return portal.Referral{ID: id}, nil
		}
		other, err := p.store.Referrals.Get(ctx, portal.ReferralID(holder))
		if err != nil && portal.KindOf(err) != portal.NotFound {
			return portal.Referral{}, err
		}
		if err == nil {
			if other, err = p.finish(ctx, other, depth); err != nil {
				return portal.Referral{}, err
			}
			if other.State.HoldsLead() && slices.Contains(other.LeadKeys, key) { // it may have been handed in again without it
				return other, nil
			}
		}
		// The holder has no claim any more: take the key over, unless somebody else was first.
		err = p.store.Guards.Pass(ctx, key, holder, string(id), p.Now())
		if err == nil {
			return portal.Referral{ID: id}, nil
		}
		if kind := portal.KindOf(err); kind != portal.Conflict && kind != portal.NotFound {
			return portal.Referral{}, err
		}
	}
	return portal.Referral{}, portal.Errorf(portal.Unavailable, "Too many people refer this customer at this moment. Try again.")
}

// finish brings the holder of a key to where it stands by now: expired, or
// settled when it was just submitted.
func (p *Program) finish(ctx context.Context, holder portal.Referral, depth int) (portal.Referral, error) {
	if holder.Lapsed(p.Today()) {
		return p.expireReferral(ctx, holder)
	}
	return p.settleLead(ctx, holder, depth+1)
}

// releaseLead gives up the keys that a referral holds.
func (p *Program) releaseLead(ctx context.Context, r portal.Referral) error {
	for _, key := range r.LeadKeys {
		if err := p.store.Guards.Release(ctx, key, string(r.ID)); err != nil {
			return fmt.Errorf("release the lead of %s: %w", r.ID, err)
		}
	}
	return nil
}

// joinRelease is why a step failed, and what failed while cleaning up after it.
func joinRelease(err, release error) error {
	if release == nil {
		return err
	}
	return errors.Join(err, release)
}
