package program

import (
	"cmp"
	"context"

	"tandem/portal"
)

// Selection is whom a batch would pay, whom not, and why.
type Selection struct {
	Key        string // for the form that prepares it, so that a repeat makes one batch
	Currency   portal.Currency
	Cutoff     portal.Date
	Candidates []portal.Candidate
	LeftOut    []portal.LeftOut
	Reminded   map[portal.PartnerID]portal.Change // when those left out were last reminded of what they can mend
	Total      portal.Money
}

// PreviewBatch says whom a batch would pay and whom it would leave out. It
// changes nothing. Needs finance.
func (p *Program) PreviewBatch(ctx context.Context, actor portal.Actor, in PrepareBatch) (Selection, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return Selection{}, err
	}
	batch, err := p.newBatch("preview", in, actor)
	if err != nil {
		return Selection{}, err
	}
	selection, err := p.selection(ctx, batch)
	if err != nil {
		return selection, err
	}
	selection.Key = cmp.Or(in.Key, p.newID())
	selection.Reminded, err = p.reminded(ctx, selection.LeftOut)
	return selection, err
}

func (p *Program) newBatch(id portal.BatchID, in PrepareBatch, actor portal.Actor) (portal.Batch, error) {
	if in.Cutoff == "" {
		in.Cutoff = p.Today()
	}
	return portal.NewBatch(id, in.Currency, in.Cutoff, actor, p.Now(), p.Today())
}

func (p *Program) selection(ctx context.Context, batch portal.Batch) (Selection, error) {
	s := Selection{Currency: batch.Currency, Cutoff: batch.Cutoff, Total: portal.Amount(0, batch.Currency)}
	payees, err := p.payees(ctx)
	if err != nil {
		return s, err
	}
	for id, payee := range payees {
		ledger, err := p.ledgerOf(ctx, id)
		if err != nil {
			return s, err
		}
		candidates, left := portal.Select(batch, ledger.Positions(batch.Cutoff), map[portal.PartnerID]portal.Payee{id: payee})
		s.Candidates = append(s.Candidates, candidates...)
		s.LeftOut = append(s.LeftOut, left...)
	}
	portal.SortSelection(s.Candidates, s.LeftOut)
	for _, c := range s.Candidates {
		s.Total = s.Total.Add(c.Total)
	}
	return s, nil
}

// ledgerOf reads what decides where a partner's entries stand.
func (p *Program) ledgerOf(ctx context.Context, id portal.PartnerID) (portal.Ledger, error) {
	var l portal.Ledger
	var err error
	if l.Entries, err = p.store.Entries.Of(ctx, id); err != nil || len(l.Entries) == 0 {
		return l, err
	}
	// Releases before claims: a release that is read has its claim read too.
	if l.Releases, err = p.store.Releases.Of(ctx, id); err != nil {
		return l, err
	}
	if l.Claims, err = p.store.Claims.Of(ctx, id); err != nil || len(l.Claims) == 0 {
		return l, err
	}
	l.Results, err = p.store.Results.Of(ctx, id)
	return l, err
}

// payees are all members, and what decides whether they can be paid.
func (p *Program) payees(ctx context.Context) (map[portal.PartnerID]portal.Payee, error) {
	members, err := p.members(ctx)
	payees := map[portal.PartnerID]portal.Payee{}
	for _, partner := range members {
		payees[partner.ID] = p.payee(partner)
	}
	return payees, err
}

func (p *Program) payee(partner portal.Partner) portal.Payee {
	inUse, waiting := partner.PayToOn(p.Today())
	payee := portal.Payee{
		Partner: partner.ID, Name: partner.Company,
		AcceptedTerms: len(partner.TermsOn) > 0, PayoutDetails: !inUse.IsZero(), DetailsFrom: waiting.UsedFrom, VerifiedAddress: partner.EmailVerifiedAt != "", Frozen: partner.Frozen(),
		TaxMissing: partner.TaxMissing(p.Rules.Tax, p.Today()),
	}
	if terms, ok := partner.Agreed(p.Terms, p.Today()); ok && partner.State != portal.PartnerEnded { // the last payouts of who has left are made whatever their amount
		payee.Minimum = terms.Minimum
	}
	return payee
}
