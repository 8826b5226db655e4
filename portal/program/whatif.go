package program

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"tandem/content"
	"tandem/portal"
)

// TryTerms runs a terms file over the collections between two days and says what
// they would have earned, beside what they earn. The ledger is not touched. A file
// with mistakes is Invalid at the field terms, with the lines. Needs finance or a manager.
func (p *Program) TryTerms(ctx context.Context, actor portal.Actor, name string, source []byte, from, to portal.Date) (portal.WhatIf, error) {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return portal.WhatIf{}, err
	}
	problems := portal.Problems{}
	problems.Join(checkPeriod(from, to))
	terms, err := p.library().ReadTerms(name, source)
	if mistakes, ok := errors.AsType[content.Problems](err); ok {
		problems.Add("terms", "%s", mistakes.Error())
	} else if err != nil {
		return portal.WhatIf{}, err
	}
	if err := problems.Err(); err != nil {
		return portal.WhatIf{}, err
	}
	earners, err := p.earners(ctx)
	if err != nil {
		return portal.WhatIf{}, fmt.Errorf("what if %s: %w", name, err)
	}
	return portal.Try(terms, earners, from, to, p.Today()), nil
}

// earners gathers everybody who has had a collection.
func (p *Program) earners(ctx context.Context) ([]portal.NamedEarner, error) {
	collections, err := p.store.Collections.All(ctx)
	if err != nil {
		return nil, err
	}
	facts, err := p.factsByPartner(ctx, portal.Ledger{Collections: collections})
	facts = slices.DeleteFunc(facts, func(of partnerFacts) bool { return len(of.ledger.Collections)+len(of.ledger.Shared) == 0 })
	earners := make([]portal.NamedEarner, len(facts))
	for i, of := range facts {
		earners[i] = portal.NamedEarner{Earner: p.earner(of.Partner, of.referrals, of.ledger), Name: of.Company}
	}
	return earners, err
}

// TermsSource is the text of a version's file, to start a trial from.
func (p *Program) TermsSource(version string) (string, error) {
	return p.library().TermsSource(version)
}

// factsByPartner gathers the partners that have referrals or money, by their ids.
func (p *Program) factsByPartner(ctx context.Context, ledger portal.Ledger) ([]partnerFacts, error) {
	referrals, err := p.store.Referrals.All(ctx)
	if err != nil {
		return nil, err
	}
	ledger.Split = splitDeals(referrals)
	theirs := map[portal.PartnerID][]portal.Referral{}
	ledgers := ledger.ByPartner()
	for _, r := range referrals {
		theirs[r.Partner] = append(theirs[r.Partner], r)
		if _, ok := ledgers[r.Partner]; !ok { // a partner with referrals and no money has figures too
			ledgers[r.Partner] = &portal.Ledger{}
		}
	}
	partners, err := p.store.Partners.GetMany(ctx, slices.Sorted(maps.Keys(ledgers)))
	facts := make([]partnerFacts, len(partners))
	for i, partner := range partners {
		facts[i] = partnerFacts{partner, theirs[partner.ID], *ledgers[partner.ID]}
	}
	return facts, err
}
