package program

import (
	"context"
	"maps"
	"slices"
	"strings"

	"tandem/portal"
)

// project folds anew what events changed in the read models, so that whoever
// caused them reads it at once: each partner once, however many events.
func (p *Program) project(ctx context.Context, events []portal.Event) error {
	touched := map[portal.PartnerID]bool{}
	for _, e := range events {
		noun, _, _ := strings.Cut(e.Kind, ".")
		switch {
		case e.Kind == portal.PartnerProfileEvent:
			if err := p.nameCompany(ctx, e.Partner); err != nil {
				return err
			}
		case e.Kind == portal.AssetDownloadedEvent:
			if err := p.foldHoldings(ctx, e.Partner); err != nil {
				return err
			}
		case e.Kind == "batch.prepared" || e.Kind == "batch.cancelled": // its entries are in payouts now, or no more
			batch, err := p.store.Batches.Get(ctx, portal.BatchID(strings.TrimPrefix(e.Subject, "batch:")))
			if ignoreMissing(err) != nil {
				return err
			}
			for _, line := range batch.Lines {
				touched[line.Partner] = true
			}
		case e.Partner != "" && (noun == "referral" || noun == "collection" || noun == "entry" || noun == "payout"):
			touched[e.Partner] = true
		}
	}
	return p.foldPartners(ctx, touched)
}

// nameCompany gives a partner's people the name that their company has by now.
func (p *Program) nameCompany(ctx context.Context, id portal.PartnerID) error {
	partner, err := p.store.Partners.Get(ctx, id)
	if err != nil {
		return ignoreMissing(err)
	}
	people, err := p.store.Users.Of(ctx, id)
	if err != nil {
		return err
	}
	for _, user := range people {
		if user.Company == partner.Company {
			continue
		}
		if _, err := p.changeUser(ctx, user.ID, func(there portal.User) (portal.User, error) {
			there.Company = partner.Company
			return there, nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// foldPartners folds the figures of some partners, unless all are folded later.
func (p *Program) foldPartners(ctx context.Context, touched map[portal.PartnerID]bool) error {
	if p.later {
		return nil
	}
	for _, partner := range slices.Sorted(maps.Keys(touched)) {
		if err := p.foldPartner(ctx, partner); err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) foldPartner(ctx context.Context, partner portal.PartnerID) error {
	return p.store.Summaries.Write(ctx, partner, func() (portal.Summary, error) { return p.summarise(ctx, partner) })
}

// summarise folds a partner's facts.
func (p *Program) summarise(ctx context.Context, id portal.PartnerID) (portal.Summary, error) {
	var of partnerFacts
	var err error
	if of.Partner, err = p.store.Partners.Get(ctx, id); err != nil {
		return portal.Summary{}, err
	}
	if of.referrals, err = p.store.Referrals.AllOf(ctx, id); err != nil {
		return portal.Summary{}, err
	}
	if of.ledger, err = p.ledgerOf(ctx, id); err != nil {
		return portal.Summary{}, err
	}
	err = p.cashOf(ctx, &of)
	return p.figures(of, p.earnedBy(of)), err
}

// figures folds what is known of a partner.
func (p *Program) figures(of partnerFacts, earner portal.Earned) portal.Summary {
	s := portal.Summarise(of.ID, of.referrals, of.ledger, p.Rules.Zone)
	s.Quarter = earner.LastQuarter()
	return s
}

// FoldProgram joins the partners' figures into the program's own. It is a duty: the
// staff's pages read its result.
func (p *Program) FoldProgram(ctx context.Context) error {
	return p.store.Summaries.Write(ctx, "", func() (portal.Summary, error) { return p.joinPartners(ctx) })
}

// joinPartners joins the partners' figures.
func (p *Program) joinPartners(ctx context.Context) (portal.Summary, error) {
	all, err := p.store.Summaries.Partners(ctx)
	total := portal.Summary{Referrals: map[portal.ReferralState]int{}}
	for _, s := range all {
		total = total.Join(s)
	}
	return total, err
}

// RebuildFigures folds every read model anew from the facts.
func (p *Program) RebuildFigures(ctx context.Context) error {
	for _, state := range portal.PartnerStates {
		partners, err := p.store.Partners.InState(ctx, state)
		if err != nil {
			return err
		}
		for _, partner := range partners {
			if err := p.foldPartner(ctx, partner.ID); err != nil {
				return err
			}
			if err := p.foldHoldings(ctx, partner.ID); err != nil {
				return err
			}
		}
	}
	return p.FoldProgram(ctx)
}
