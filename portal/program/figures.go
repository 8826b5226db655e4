package program

import (
	"context"
	"strings"

	"tandem/portal"
)

// project folds anew what an event changed in the read models, so that whoever
// caused it reads it at once.
func (p *Program) project(ctx context.Context, e portal.Event) error {
	noun, _, _ := strings.Cut(e.Kind, ".")
	switch {
	case p.later:
		return nil
	case noun == "batch":
		id, _ := strings.CutPrefix(e.Subject, "batch:")
		batch, err := p.store.Batches.Get(ctx, portal.BatchID(id))
		if err != nil {
			return ignoreMissing(err)
		}
		for _, line := range batch.Lines {
			if err := p.foldPartner(ctx, line.Partner); err != nil {
				return err
			}
		}
		return nil
	case e.Partner != "" && (noun == "referral" || noun == "collection" || noun == "entry" || noun == "payout"):
		return p.foldPartner(ctx, e.Partner)
	}
	return nil
}

func (p *Program) foldPartner(ctx context.Context, partner portal.PartnerID) error {
	return p.store.Summaries.Write(ctx, partner, func() (portal.Summary, error) { return p.summarise(ctx, partner) })
}

// summarise folds a partner's facts.
func (p *Program) summarise(ctx context.Context, partner portal.PartnerID) (portal.Summary, error) {
	referrals, err := p.store.Referrals.AllOf(ctx, partner)
	if err != nil {
		return portal.Summary{}, err
	}
	ledger, err := p.ledgerOf(ctx, partner)
	if err != nil {
		return portal.Summary{}, err
	}
	ledger.Collections, err = p.store.Collections.AllOf(ctx, partner)
	return portal.Summarise(partner, referrals, ledger, p.Rules.Zone), err
}

// FoldProgram joins the partners' figures into the program's own. It is a duty: the
// staff's pages read its result.
func (p *Program) FoldProgram(ctx context.Context) error {
	return p.store.Summaries.Write(ctx, "", func() (portal.Summary, error) {
		all, err := p.store.Summaries.Partners(ctx)
		total := portal.Summary{Referrals: map[portal.ReferralState]int{}}
		for _, s := range all {
			total = total.Join(s)
		}
		return total, err
	})
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
		}
	}
	return p.FoldProgram(ctx)
}
