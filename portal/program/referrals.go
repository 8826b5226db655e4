package program

import (
	"context"
	"fmt"
	"slices"

	"tandem/portal"
	"tandem/portal/store"
)

// SubmitReferral takes a lead from a partner's person. The answer is the referral as it
// stands: submitted and protected, or a duplicate when somebody referred the lead before. A
// lead that the same company referred before is Invalid: it is named, it is their own.
func (p *Program) SubmitReferral(ctx context.Context, actor portal.Actor, in portal.ReferralInput) (portal.Referral, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return portal.Referral{}, err
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return portal.Referral{}, err
	}
	return p.submitReferral(ctx, portal.ReferralID(p.newID()), partner, actor, in)
}

// submitReferral makes a partner's referral under an id.
func (p *Program) submitReferral(
	ctx context.Context, id portal.ReferralID, partner portal.Partner, actor portal.Actor, in portal.ReferralInput,
) (portal.Referral, error) {
	terms, ok := partner.Agreed(p.Terms, p.Today())
	if !ok {
		return portal.Referral{}, portal.Errorf(portal.Conflict, "The program has no terms in force yet, so no lead can be protected.")
	}
	r, err := p.Rules.Refer(id, partner, in, terms, actor, p.Now())
	if err != nil {
		return portal.Referral{}, err
	}
	if err := p.refuseOwnRepeat(ctx, r); err != nil {
		return portal.Referral{}, err
	}
	if err := p.store.Referrals.Insert(ctx, r); err != nil {
		return portal.Referral{}, err
	}
	r.Version = 1
	if r, err = p.settleLead(ctx, r, 0); err != nil {
		return portal.Referral{}, err
	}
	return r, p.recordAll(ctx, r.Subject(), r.Partner, r.History)
}

// refuseOwnRepeat is Invalid when the same company holds the lead already.
func (p *Program) refuseOwnRepeat(ctx context.Context, r portal.Referral) error {
	holders, err := p.leadHolders(ctx, r.LeadKeys)
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(holdersOf(holders, r.LeadKeys), func(there portal.Referral) bool { return there.ID == r.ID })
	standing, own := p.Rules.Stand(r.Lead, r.Partner, others, nil, p.Today())
	if standing == portal.LeadOwn {
		problem := fmt.Sprintf("Your company referred this customer on %s, as %s.", own.SubmittedOn.Long(), own.Number())
		return portal.Problems{"company": problem}.Err()
	}
	return nil
}

// referralReaders are the staff who work with leads and what they pay.
var referralReaders = []portal.Role{portal.Manager, portal.Finance, portal.Steward}

// Referral returns one referral: a partner's own, or any for staff who work with leads.
func (p *Program) Referral(ctx context.Context, actor portal.Actor, id portal.ReferralID) (portal.Referral, error) {
	if actor.Staff() {
		if err := actor.Must(referralReaders...); err != nil {
			return portal.Referral{}, err
		}
		return p.store.Referrals.Get(ctx, id)
	}
	if err := actor.Must(portal.PartnerMember); err != nil {
		return portal.Referral{}, err
	}
	r, err := p.store.Referrals.Of(ctx, actor.Partner, id)
	return r.ForPartner(), err
}

// ListReferrals says which referrals a page shows.
type ListReferrals struct {
	Partner portal.PartnerID     // staff only; a partner's person sees the own company's alone
	State   portal.ReferralState // "" for all
	Text    string               // in the customer's name, domain, contact or the number; for staff also in the partner's
	Owner   portal.QueueOwner    // staff only: whose work, "" for everybody's
	Product string               // code, "" for all
	Sort    portal.ReferralSort  // newest first where no index serves it
	After   string
}

// fits says which referrals a list shows beyond what its index finds.
func (l ListReferrals) fits(actor portal.Actor) func(portal.Referral) bool {
	words := portal.FindWords(l.Text)
	return func(r portal.Referral) bool {
		if l.Product != "" && r.Product != l.Product || actor.Staff() && !l.Owner.Has(portal.QueueItem{Owner: r.Owner}, actor.User) {
			return false
		}
		texts := []string{r.Company, r.Domain, r.Contact, r.Number()}
		if actor.Staff() {
			texts = append(texts, r.PartnerName)
		}
		return portal.Found(words, texts...)
	}
}

// narrow reports a list that looks at more referrals than it shows.
func (l ListReferrals) narrow() bool {
	return len(portal.FindWords(l.Text)) > 0 || l.Product != "" || l.Owner != ""
}

// referralsPerPage is how many referrals a list shows; referralsScan is how many are
// looked at for one page when a text is rare.
const (
	referralsPerPage = 25
	referralsScan    = 500
	referralsInFile  = 10000
)

// Referrals returns a page of referrals, in the order asked for. A page may be short, even empty,
// and still have a next one, when the text is rare.
func (p *Program) Referrals(ctx context.Context, actor portal.Actor, l ListReferrals) (store.Page[portal.Referral], error) {
	if l.State != "" && !l.State.Valid() || !slices.Contains(portal.QueueOwners, l.Owner) || !slices.Contains(portal.ReferralSorts, l.Sort) {
		return store.Page[portal.Referral]{}, portal.Errorf(portal.NotFound, "There is no such list.")
	}
	readers := referralReaders
	if !actor.Staff() {
		readers, l.Partner = portal.PartnerRoles, actor.Partner
	}
	if err := actor.Must(readers...); err != nil {
		return store.Page[portal.Referral]{}, err
	}
	of := store.ListReferrals{Partner: l.Partner, State: l.State, Sort: l.Sort, Limit: referralsPerPage, After: l.After}
	if l.narrow() {
		of.Limit = referralsScan
	}
	page, err := p.store.Referrals.Find(ctx, of, referralsPerPage, l.fits(actor))
	if !actor.Staff() {
		for i := range page.Rows {
			page.Rows[i] = page.Rows[i].ForPartner()
		}
	}
	return page, err
}

// AcceptReferral takes a submitted lead on; the manager becomes its owner.
func (p *Program) AcceptReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID) (portal.Referral, error) {
	return p.decideReferral(ctx, actor, id, func(r portal.Referral) (portal.Referral, error) {
		r, err := p.settleLead(ctx, r, 0) // a crash may have left the lead without its guards
		if err != nil {
			return r, err
		}
		return r.Accept(actor, p.Now(), p.Today())
	})
}

// QualifyReferral says that the need is real.
func (p *Program) QualifyReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID, note string) (portal.Referral, error) {
	return p.decideReferral(ctx, actor, id, func(r portal.Referral) (portal.Referral, error) {
		return r.Qualify(note, actor, p.Now(), p.Today())
	})
}

// WinReferral closes the deal with its contract.
func (p *Program) WinReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID, contract portal.Contract) (portal.Referral, error) {
	won, err := p.decideReferral(ctx, actor, id, func(r portal.Referral) (portal.Referral, error) {
		return r.Win(p.Rules, contract, actor, p.Now(), p.Today())
	})
	if err != nil {
		return won, err
	}
	return won, p.SettleReferral(ctx, id) // cash may have come before the contract
}

// LoseReferral closes a lead that did not buy; somebody else may refer it again.
func (p *Program) LoseReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID, reason string) (portal.Referral, error) {
	return p.decideReferral(ctx, actor, id, func(r portal.Referral) (portal.Referral, error) {
		return r.Lose(reason, actor, p.Now())
	})
}

// RejectReferral answers a submission that is no lead; somebody else may refer it again.
func (p *Program) RejectReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID, reason string) (portal.Referral, error) {
	return p.decideReferral(ctx, actor, id, func(r portal.Referral) (portal.Referral, error) {
		return r.Reject(reason, actor, p.Now())
	})
}

// ReinstateReferral lets a closed referral count after all, when nobody else
// holds the lead by now; Conflict otherwise.
func (p *Program) ReinstateReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID, reason string) (portal.Referral, error) {
	return p.decideReferral(ctx, actor, id, func(r portal.Referral) (portal.Referral, error) {
		next, err := r.Reinstate(p.Rules, reason, actor, p.Now(), p.Today())
		if err != nil {
			return r, err
		}
		return next, p.reclaimLead(ctx, r)
	})
}

// reclaimLead takes the keys of a referral that had given them up; Conflict when
// another one holds the lead by now.
func (p *Program) reclaimLead(ctx context.Context, r portal.Referral) error {
	for _, key := range r.LeadKeys {
		keeper, err := p.claimLead(ctx, key, r.ID, 0)
		if err == nil && keeper.ID != r.ID {
			err = portal.Errorf(portal.Conflict, "The lead belongs to %s now. Close that referral first.", keeper.Number())
		}
		if err != nil {
			return joinRelease(err, p.releaseLead(ctx, r))
		}
	}
	return nil
}

// decideReferral is a manager's step: load, take the step, save, give up the lead
// when the referral no longer holds it, publish.
func (p *Program) decideReferral(
	ctx context.Context, actor portal.Actor, id portal.ReferralID, step func(portal.Referral) (portal.Referral, error),
) (portal.Referral, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Referral{}, err
	}
	r, err := p.store.Referrals.Get(ctx, id)
	if err != nil {
		return portal.Referral{}, err
	}
	next, err := step(r)
	if err != nil {
		return r, err
	}
	return p.saveReferral(ctx, next)
}

func (p *Program) saveReferral(ctx context.Context, r portal.Referral) (portal.Referral, error) {
	saved, err := p.store.Referrals.Save(ctx, r)
	if err != nil {
		return r, err
	}
	if !saved.State.HoldsLead() {
		if err := p.releaseLead(ctx, saved); err != nil {
			return saved, err
		}
	}
	return saved, p.recordLast(ctx, saved.Subject(), saved.Partner, saved.History)
}

// ExpireReferrals closes every open referral whose protection is over, reminds both sides
// of those that end soon, and settles leads that a crash left without their guards. Running it again changes nothing.
func (p *Program) ExpireReferrals(ctx context.Context) error {
	for _, state := range []portal.ReferralState{portal.ReferralSubmitted, portal.ReferralAccepted, portal.ReferralQualified} {
		over, err := p.store.Referrals.Unprotected(ctx, state, p.Today(), 500)
		if err != nil {
			return err
		}
		for _, r := range over {
			if !r.Lapsed(p.Today()) { // an extension waits for an answer
				continue
			}
			if _, err := p.expireReferral(ctx, r); err != nil {
				return err
			}
		}
	}
	if err := p.remindOfEnds(ctx); err != nil {
		return err
	}
	if err := p.expireForgotten(ctx); err != nil {
		return err
	}
	waiting, err := p.store.Referrals.Waiting(ctx, portal.ReferralSubmitted, 500)
	if err != nil {
		return err
	}
	for _, r := range waiting {
		settled, err := p.settleLead(ctx, r, 0)
		if err != nil {
			return err
		}
		if err := p.recordAll(ctx, settled.Subject(), settled.Partner, settled.History); err != nil {
			return err
		}
	}
	return nil
}

// expireReferral closes a lapsed referral; somebody else may have done so meanwhile.
func (p *Program) expireReferral(ctx context.Context, r portal.Referral) (portal.Referral, error) {
	next, err := r.Expire(portal.System("Lead protection"), p.Now(), p.Today())
	if err != nil {
		return r, err
	}
	saved, err := p.saveReferral(ctx, next)
	if portal.KindOf(err) == portal.Conflict {
		return p.store.Referrals.Get(ctx, r.ID)
	}
	return saved, err
}
