package program

import (
	"context"
	"fmt"
	"slices"

	"tandem/portal"
)

// ReturnReferral sends a submission back to its partner for changes; both clocks rest.
func (p *Program) ReturnReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID, why string, fields []string) (portal.Referral, error) {
	return p.decideReferral(ctx, actor, id, func(r portal.Referral) (portal.Referral, error) {
		r, err := p.settleLead(ctx, r, 0) // a crash may have left the lead without its guards
		if err != nil {
			return r, err
		}
		return r.Return(p.Rules, why, fields, actor, p.Now(), p.Today())
	})
}

// HandInReferral takes a returned referral from its partner again. Its lead is claimed as
// it is described now: when somebody else holds that lead, the referral is a duplicate.
func (p *Program) HandInReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID, in portal.ReferralInput) (portal.Referral, error) {
	was, err := p.ownReferral(ctx, actor, id)
	if err != nil {
		return was, err
	}
	next, err := was.HandIn(p.Rules, in, actor, p.Now(), p.Today())
	if err != nil {
		return was, err
	}
	if err := p.refuseOwnRepeat(ctx, next); err != nil {
		return was, err
	}
	saved, err := p.store.Referrals.Save(ctx, next)
	if err != nil {
		return was, err
	}
	settled, err := p.settleLead(ctx, saved, 0)
	if err != nil {
		return settled, err
	}
	for _, key := range was.LeadKeys { // nobody is kept out by a key that the lead no longer has
		if slices.Contains(settled.LeadKeys, key) {
			continue
		}
		if err := p.store.Guards.Release(ctx, key, string(id)); err != nil {
			return settled, fmt.Errorf("release what the lead of %s was: %w", id, err)
		}
	}
	return settled, p.recordAll(ctx, settled.Subject(), settled.Partner, settled.History)
}

// WithdrawReferral takes an open referral back; somebody else may refer the lead again.
// Conflict once money was recorded for it.
func (p *Program) WithdrawReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID, why string) (portal.Referral, error) {
	r, err := p.ownReferral(ctx, actor, id)
	if err != nil {
		return r, err
	}
	next, err := r.Withdraw(why, actor, p.Now())
	if err != nil {
		return r, err
	}
	cash, err := p.store.Collections.OfReferral(ctx, id)
	if err != nil {
		return r, err
	}
	if len(cash) > 0 {
		return r, portal.Errorf(portal.Conflict, "Money was recorded for this customer, so the referral cannot be withdrawn. Write to us instead.")
	}
	return p.saveReferral(ctx, next)
}

// ownReferral is a referral of the actor's own company, with everything in it.
func (p *Program) ownReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID) (portal.Referral, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return portal.Referral{}, err
	}
	return p.store.Referrals.Of(ctx, actor.Partner, id)
}

// expireForgotten closes the returned referrals that were not handed in again in time, and
// reminds the partners of those that soon are not.
func (p *Program) expireForgotten(ctx context.Context) error {
	returned, err := p.store.Referrals.Waiting(ctx, portal.ReferralReturned, 500)
	if err != nil {
		return err
	}
	for _, r := range returned {
		if next, due := r.RemindOfReturn(portal.System("Lead protection"), p.Now(), p.Today()); due {
			if _, err := p.saveReferral(ctx, next); err != nil && portal.KindOf(err) != portal.Conflict { // changed meanwhile: the next round looks again
				return err
			}
		}
		if !r.Forgotten(p.Today()) {
			continue
		}
		if _, err := p.expireReferral(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// remindOfEnds writes to both sides about leads whose protection ends soon.
func (p *Program) remindOfEnds(ctx context.Context) error {
	by := portal.System("Lead protection")
	for _, state := range []portal.ReferralState{portal.ReferralSubmitted, portal.ReferralAccepted, portal.ReferralQualified} {
		var ending []portal.Referral // all of them first: saving one moves it in the index
		for r, err := range p.store.Referrals.EndingBy(ctx, state, p.Today(), portal.RemindUntil(p.Today())) {
			if err != nil {
				return err
			}
			if next, due := r.RemindOfEnd(by, p.Now(), p.Today()); due {
				ending = append(ending, next)
			}
		}
		for _, next := range ending {
			if _, err := p.saveReferral(ctx, next); err != nil && portal.KindOf(err) != portal.Conflict { // changed meanwhile: the next round looks again
				return err
			}
		}
	}
	return nil
}
