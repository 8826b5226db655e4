package program

import (
	"context"
	"slices"
	"time"

	"tandem/portal"
)

// leadChecks is how many customers the people of one partner may look up within an hour
// while they fill in the form: more than anybody types, too few to go through a list with.
const leadChecks = 120

// LeadQuestion is what of a customer was typed so far.
type LeadQuestion struct {
	Company string
	Site    string
	Email   string
	Country string
}

// LeadCheck is how the customer stands. Own is the partner's own referral that the answer
// is about, zero for none: of anybody else's nothing is said.
type LeadCheck struct {
	Standing portal.LeadStanding // "" while nobody is meant yet
	Own      portal.Referral
}

// CheckLead says how a customer stands, before it is referred: what the referral itself
// would say, and whether somebody will have to compare it with another. It asks the store
// the same whatever the answer is. Limited when a partner's people ask too often.
func (p *Program) CheckLead(ctx context.Context, actor portal.Actor, in LeadQuestion) (LeadCheck, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return LeadCheck{}, err
	}
	lead, meant := p.Rules.Typed(in.Company, in.Site, in.Email, in.Country)
	if !meant {
		return LeadCheck{}, nil
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return LeadCheck{}, err
	}
	if !partner.State.Working() {
		return LeadCheck{}, nil // the form says so itself
	}
	if err := p.countLeads(ctx, actor.Partner, 1, leadChecks, "customers"); err != nil {
		return LeadCheck{}, err
	}
	holders, err := p.leadHolders(ctx, p.Rules.LeadKeys(lead))
	if err != nil {
		return LeadCheck{}, err
	}
	like, err := p.store.Referrals.Like(ctx, lead)
	if err != nil {
		return LeadCheck{}, err
	}
	standing, because := p.Rules.Stand(lead, partner.ID, holdersOf(holders, p.Rules.LeadKeys(lead)), like, p.Today())
	if because.Partner != partner.ID {
		because = portal.Referral{}
	}
	return LeadCheck{Standing: standing, Own: because}, nil
}

// MuchLike are the referrals whose customers people should compare with one that waits for
// its answer: held by now, of anybody, and not the same lead. At most ten. For staff who work
// with leads; nothing for a referral that is answered.
func (p *Program) MuchLike(ctx context.Context, actor portal.Actor, r portal.Referral) ([]portal.Referral, error) {
	if err := actor.Must(referralReaders...); err != nil || r.State != portal.ReferralSubmitted {
		return nil, err
	}
	found, err := p.store.Referrals.Like(ctx, r.Lead)
	alike := slices.DeleteFunc(found, func(other portal.Referral) bool {
		return other.ID == r.ID || !other.State.HoldsLead() || other.Lapsed(p.Today()) || !p.Rules.Alike(r.Lead, other.Lead)
	})
	return alike[:min(len(alike), 10)], err
}

// countLeads counts customers that a partner's people look up, within the hour of the
// clock; Limited beyond most, and then nothing is counted.
func (p *Program) countLeads(ctx context.Context, partner portal.PartnerID, n, most int, what string) error {
	hour := p.Now().Time().UTC().Truncate(time.Hour)
	over := false
	key := "look|" + what + "|" + string(partner) + "|" + hour.Format("2006-01-02T15")
	err := p.store.Limits.Change(ctx, key, func(t portal.Tries) (portal.Tries, bool) {
		if over = t.Count+n > most; over {
			return t, false
		}
		t.Count, t.At = t.Count+n, p.Now()
		return t, true
	})
	switch {
	case err != nil:
		return err
	case over:
		back := hour.Add(time.Hour).In(p.Rules.Zone)
		return portal.Errorf(portal.Limited, "Your company has looked up many customers in this hour. The check is back at %s; the form works as before.", back.Format("15:04 MST"))
	}
	return nil
}

// leadHolders are the referrals that hold any of the keys, by key.
func (p *Program) leadHolders(ctx context.Context, keys []string) (map[string]portal.Referral, error) {
	guards, err := p.store.Guards.GetMany(ctx, keys)
	if err != nil {
		return nil, err
	}
	ids := make([]portal.ReferralID, len(guards))
	for i, guard := range guards {
		ids[i] = portal.ReferralID(guard.Holder)
	}
	found, err := p.store.Referrals.GetMany(ctx, append(ids, "none")) // so that a free lead is asked for too
	if err != nil {
		return nil, err
	}
	byID := map[portal.ReferralID]portal.Referral{}
	for _, r := range found {
		byID[r.ID] = r
	}
	holders := map[string]portal.Referral{}
	for i, guard := range guards {
		if r, there := byID[ids[i]]; there {
			holders[guard.ID] = r
		}
	}
	return holders, nil
}

// holdersOf are the holders of a lead's keys, in the order of the keys.
func holdersOf(holders map[string]portal.Referral, keys []string) []portal.Referral {
	var list []portal.Referral
	for _, key := range keys {
		if r, held := holders[key]; held {
			list = append(list, r)
		}
	}
	return list
}
