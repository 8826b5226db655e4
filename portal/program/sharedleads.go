package program

import (
	"context"
	"fmt"

	"tandem/portal"
	"tandem/portal/store"
)

// ShareLead is a lead of ours, and whom to ask, in this order.
type ShareLead struct {
	Input    portal.ReferralInput
	Size     string
	Partners []portal.PartnerID
}

// sharedPage is how many leads a page of the list shows; movedAtOnce is how many one
// turn of the duty looks at.
const (
	sharedPage  = 25
	movedAtOnce = 500
)

// ShareLead offers a lead to the first of some partners. It is Invalid at the company
// when a referral holds the customer already, or another offer is under way. Needs a manager.
func (p *Program) ShareLead(ctx context.Context, actor portal.Actor, in ShareLead) (portal.SharedLead, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.SharedLead{}, err
	}
	partners, err := p.inOrder(ctx, in.Partners)
	if err != nil {
		return portal.SharedLead{}, err
	}
	s, err := p.Rules.ShareLead(portal.SharedLeadID(p.newID()), in.Input, in.Size, partners, actor, p.Now())
	if err != nil {
		return s, err
	}
	if held, err := p.leadHolder(ctx, s.LeadKeys); err != nil {
		return s, err
	} else if held.ID != "" {
		return s, portal.Problems{"company": heldBy(held)}.Err()
	}
	if err := p.claimShared(ctx, s); err != nil {
		return s, err
	}
	if err := p.store.SharedLeads.Insert(ctx, s); err != nil {
		return s, err
	}
	s.Version = 1
	return s, p.recordAll(ctx, s.Subject(), "", s.History)
}

// heldBy says to staff who holds a customer.
func heldBy(r portal.Referral) string {
	return fmt.Sprintf("%s of %s holds this customer: %s, referred on %s.", r.Number(), r.PartnerName, r.State.Label(), r.SubmittedOn.Long())
}

// inOrder are partners by their ids, in the order of the ids; one that is not there is Invalid.
func (p *Program) inOrder(ctx context.Context, ids []portal.PartnerID) ([]portal.Partner, error) {
	found, err := p.companies(ctx, ids)
	if err != nil {
		return nil, err
	}
	var list []portal.Partner
	for _, id := range ids {
		partner, there := found[id]
		if !there {
			return nil, portal.Problems{"partners": "Choose from the list."}.Err()
		}
		list = append(list, partner)
	}
	return list, nil
}

// leadHolder is the referral that holds any of a lead's keys today; the zero one when it is free.
func (p *Program) leadHolder(ctx context.Context, keys []string) (portal.Referral, error) {
	for _, key := range keys {
		guard, err := p.store.Guards.Get(ctx, key)
		if portal.KindOf(err) == portal.NotFound {
			continue
		}
		if err != nil {
			return portal.Referral{}, err
		}
		r, err := p.store.Referrals.Get(ctx, portal.ReferralID(guard.Holder))
		if err == nil && r.State.HoldsLead() && !r.Lapsed(p.Today()) {
			return r, nil
		}
		if ignoreMissing(err) != nil {
			return portal.Referral{}, err
		}
	}
	return portal.Referral{}, nil
}

// claimShared keeps a customer from being offered twice at once. A claim of an offer that
// is over, or that a crash left without its lead, is taken over.
func (p *Program) claimShared(ctx context.Context, s portal.SharedLead) error {
	for _, key := range s.LeadKeys {
		key = "shared|" + key
		holder, err := p.store.Guards.Claim(ctx, key, string(s.ID), p.Now())
		if err != nil {
			return err
		}
		if holder == string(s.ID) {
			continue
		}
		other, err := p.store.SharedLeads.Get(ctx, portal.SharedLeadID(holder))
		missing := portal.KindOf(err) == portal.NotFound
		if err != nil && !missing {
			return err
		}
		if missing {
			claim, err := p.store.Guards.Get(ctx, key)
			if err != nil {
				return err
			}
			missing = p.Now() >= claim.At.Add(claimGrace)
		}
		if !missing && (other.ID == "" || other.Live()) {
			return portal.Problems{"company": "This customer is offered to partners already. Look at the list of leads."}.Err()
		}
		if err := p.store.Guards.Pass(ctx, key, holder, string(s.ID), p.Now()); err != nil {
			return err
		}
	}
	return nil
}

// SharedLeads is a page of leads that we share, newest first: for a manager all, or those
// of a state; for a partner's person those that the company has before it or took.
func (p *Program) SharedLeads(ctx context.Context, actor portal.Actor, state portal.SharedLeadState, after string) (store.Page[portal.SharedLead], error) {
	if actor.Staff() {
		if err := actor.Must(portal.Manager); err != nil {
			return store.Page[portal.SharedLead]{}, err
		}
		return p.store.SharedLeads.List(ctx, state, sharedPage, after)
	}
	if err := actor.Must(portal.PartnerMember); err != nil {
		return store.Page[portal.SharedLead]{}, err
	}
	page, err := p.store.SharedLeads.With(ctx, actor.Partner, sharedPage, after)
	for i := range page.Rows {
		page.Rows[i] = p.asPartner(page.Rows[i], actor.Partner)
	}
	return page, err
}

// SharedLead is one lead: any for a manager; for a partner's person one that the company
// was offered, without the customer's name until it has accepted. NotFound otherwise.
func (p *Program) SharedLead(ctx context.Context, actor portal.Actor, id portal.SharedLeadID) (portal.SharedLead, error) {
	if actor.Staff() {
		if err := actor.Must(portal.Manager); err != nil {
			return portal.SharedLead{}, err
		}
		return p.store.SharedLeads.Get(ctx, id)
	}
	s, err := p.offeredLead(ctx, actor, id)
	return p.asPartner(s, actor.Partner), err
}

// offeredLead is a lead that the actor's company was told of.
func (p *Program) offeredLead(ctx context.Context, actor portal.Actor, id portal.SharedLeadID) (portal.SharedLead, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return portal.SharedLead{}, err
	}
	s, err := p.store.SharedLeads.Get(ctx, id)
	if _, told := s.OfferTo(actor.Partner); err == nil && !told {
		return portal.SharedLead{}, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	return s, err
}

// asPartner is a lead as a partner sees it: without other partners, and without whatever
// names the customer unless the lead is the partner's.
func (p *Program) asPartner(s portal.SharedLead, partner portal.PartnerID) portal.SharedLead {
	own, _ := s.OfferTo(partner)
	s.Offers, s.LeadKeys = []portal.Offer{own}, nil
	if own.State != portal.OfferAccepted {
		s.Company, s.Domain, s.Contact, s.Email, s.Phone, s.Referral = "", "", "", "", "", ""
	}
	return s
}

// AcceptLead takes a lead that is offered to the actor's company: it becomes the
// company's accepted referral. Conflict when it went on, ended, or the customer was
// referred meanwhile; of two who accept at once one is told so.
func (p *Program) AcceptLead(ctx context.Context, actor portal.Actor, id portal.SharedLeadID) (portal.SharedLead, error) {
	s, err := p.offeredLead(ctx, actor, id)
	if err != nil {
		return s, err
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return s, err
	}
	if !partner.State.Working() {
		return s, portal.Errorf(portal.Conflict, "Your partnership is paused or has ended, so you cannot take a lead now.")
	}
	next, err := s.Accept(actor.Partner, portal.ReferralID(p.newID()), actor, p.Now())
	if err != nil {
		return s, err
	}
	if held, err := p.leadHolder(ctx, s.LeadKeys); err != nil {
		return s, err
	} else if held.ID != "" {
		if _, err := p.saveShared(ctx, s, s.Referred(held.ID, portal.System("Lead check"), p.Now())); err != nil {
			return s, err
		}
		return s, portal.Errorf(portal.Conflict, "The customer was referred to us before you answered, so the offer has ended. Thank you all the same.")
	}
	if next, err = p.saveShared(ctx, s, next); err != nil {
		return s, err
	}
	return p.makeShared(ctx, next)
}

// saveShared saves a lead's next state and publishes what is new in its history.
func (p *Program) saveShared(ctx context.Context, before, next portal.SharedLead) (portal.SharedLead, error) {
	saved, err := p.store.SharedLeads.Save(ctx, next)
	if err != nil {
		return before, err
	}
	for _, change := range saved.History[len(before.History):] {
		if err := p.recordChange(ctx, saved.Subject(), "", change); err != nil {
			return saved, err
		}
	}
	return saved, p.recordOffers(ctx, saved)
}

// makeShared makes sure that an accepted lead is its partner's accepted referral. It may
// be repeated at any time by anybody.
func (p *Program) makeShared(ctx context.Context, s portal.SharedLead) (portal.SharedLead, error) {
	if s.State != portal.SharedAccepted || s.Due == "" {
		return s, nil
	}
	r, err := p.store.Referrals.Get(ctx, s.Referral)
	if portal.KindOf(err) == portal.NotFound {
		r, err = p.newShared(ctx, s)
	}
	if err != nil {
		return s, err
	}
	if r, err = p.settleLead(ctx, r, 0); err != nil {
		return s, err
	}
	if r.State == portal.ReferralSubmitted {
		owner := portal.Actor{User: s.Owner, Name: s.OwnerName, Roles: []portal.Role{portal.Manager}}
		next, err := r.Accept(owner, p.Now(), p.Today())
		if err != nil {
			return s, err
		}
		if r, err = p.store.Referrals.Save(ctx, next); err != nil {
			return s, err
		}
	}
	if err := p.recordAll(ctx, r.Subject(), r.Partner, r.History); err != nil {
		return s, err
	}
	if r.State == portal.ReferralDuplicate { // somebody was first by a moment
		return p.saveShared(ctx, s, s.Referred(r.DuplicateOf, portal.System("Lead check"), p.Now()))
	}
	return p.saveShared(ctx, s, s.Made())
}

// newShared stores the referral of an accepted lead.
func (p *Program) newShared(ctx context.Context, s portal.SharedLead) (portal.Referral, error) {
	partner, err := p.store.Partners.Get(ctx, s.Partner)
	if err != nil {
		return portal.Referral{}, err
	}
	terms, ok := portal.TermsOn(p.Terms, partner.AcceptedTerms(), p.Today())
	if !ok {
		return portal.Referral{}, portal.Errorf(portal.Conflict, "The program has no terms in force yet, so no lead can be protected.")
	}
	offer, _ := s.OfferTo(s.Partner)
	in := s.Input()
	if in.CloseBy < p.Today() {
		in.CloseBy = "" // it passed while the lead went round
	}
	r, err := p.Rules.Refer(s.Referral, partner, in, terms, portal.Actor{User: offer.By, Name: offer.ByName, Partner: partner.ID}, p.Now())
	if err != nil {
		return r, err
	}
	err = p.store.Referrals.Insert(ctx, r)
	if portal.KindOf(err) == portal.Conflict { // somebody else finishes it at the same moment
		return p.store.Referrals.Get(ctx, r.ID)
	}
	r.Version = 1
	return r, err
}
