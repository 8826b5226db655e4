package program

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"tandem/portal"
	"tandem/portal/store"
)

// recordOffers writes down the offers of a lead that have ended. It may be repeated.
func (p *Program) recordOffers(ctx context.Context, s portal.SharedLead) error {
	for _, past := range s.Past() {
		if err := p.store.PastOffers.Insert(ctx, past); err != nil && portal.KindOf(err) != portal.Conflict {
			return fmt.Errorf("record the offer %s: %w", past.ID, err)
		}
	}
	return nil
}

// PastLeads is a page of the leads that the actor's company was offered and did not take,
// newest first: declined, not answered in time, or stopped. NotFound for another state.
func (p *Program) PastLeads(ctx context.Context, actor portal.Actor, state portal.OfferState, after string) (store.Page[portal.SharedLead], error) {
	var page store.Page[portal.SharedLead]
	if err := actor.Must(portal.PartnerMember); err != nil {
		return page, err
	}
	if !slices.Contains(portal.PastOfferStates, state) {
		return page, portal.Errorf(portal.NotFound, "There is no such list.")
	}
	past, err := p.store.PastOffers.Of(ctx, actor.Partner, state, sharedPage, after)
	if err != nil {
		return page, err
	}
	var ids []portal.SharedLeadID
	for _, row := range past.Rows {
		if !slices.Contains(ids, row.Lead) { // offered again, and not taken again
			ids = append(ids, row.Lead)
		}
	}
	found, err := p.store.SharedLeads.GetMany(ctx, ids)
	page.Next = past.Next
	for _, s := range found {
		page.Rows = append(page.Rows, p.asPartner(s, actor.Partner))
	}
	return page, err
}

// offersWaiting are the leads that wait for a partner's answer, the least time first.
func (p *Program) offersWaiting(ctx context.Context, partner portal.PartnerID) ([]portal.SharedLead, error) {
	page, err := p.store.SharedLeads.With(ctx, partner, sharedPage, "")
	var open []portal.SharedLead
	for _, s := range page.Rows {
		if s = p.asPartner(s, partner); s.State == portal.SharedOffered && s.Offers[0].State == portal.OfferOpen && p.Now() <= s.Offers[0].AnswerBy {
			open = append(open, s)
		}
	}
	slices.SortFunc(open, func(a, b portal.SharedLead) int { return a.Due.Time().Compare(b.Due.Time()) })
	return open, err
}

// SharedLeadsFile is the list of leads as a file, newest first, up to ten thousand of them:
// for a manager all, or those of a state, with where each is among its partners; for a
// partner's person those that the company has before it or took, or those of a past state.
func (p *Program) SharedLeadsFile(ctx context.Context, actor portal.Actor, state portal.SharedLeadState, past portal.OfferState) (File, error) {
	head := []string{"Customer", "Country", "Product", "Need", "Estimate", "Currency", "State", "Offered", "Answer by"}
	if actor.Staff() {
		head = append(head, "With", "Round", "Owner")
	}
	rows := [][]string{head}
	for after := ""; len(rows) <= referralsInFile; {
		var page store.Page[portal.SharedLead]
		var err error
		if actor.Staff() || past == "" {
			page, err = p.SharedLeads(ctx, actor, state, after)
		} else {
			page, err = p.PastLeads(ctx, actor, past, after)
		}
		if err != nil {
			return File{}, err
		}
		for _, s := range page.Rows {
			rows = append(rows, p.sharedLeadRow(s, actor.Staff()))
		}
		if after = page.Next; after == "" {
			break
		}
	}
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows); err != nil {
		return File{}, fmt.Errorf("write the leads: %w", err)
	}
	return File{Name: "leads-" + string(p.Today()) + ".csv", Type: csvType, Data: out.Bytes()}, nil
}

func (p *Program) sharedLeadRow(s portal.SharedLead, staff bool) []string {
	customer, state, offer := s.Company, s.State.Label(), portal.Offer{}
	if !staff {
		offer = s.Offers[0]
		state = offer.State.Label()
	} else if i := slices.IndexFunc(s.Offers, func(o portal.Offer) bool { return o.Partner == s.Partner && o.At != "" }); s.Partner != "" && i >= 0 {
		offer = s.Offers[i]
	}
	if customer == "" {
		customer = s.Asked()
	}
	value, currency, by := "", "", ""
	if !s.Value.IsZero() {
		value, currency = s.Value.Plain(), string(s.Value.Currency)
	}
	if offer.State == portal.OfferOpen {
		by = string(offer.AnswerBy)
	}
	row := []string{
		portal.CSVText(customer), portal.CountryName(s.Country), portal.CSVText(portal.NameIn(p.Rules.Products, s.Product)), portal.CSVText(s.Need),
		value, currency, state, string(s.CreatedAt.Day(p.Rules.Zone)), by,
	}
	if !staff {
		if offer.At != "" {
			row[7] = string(offer.At.Day(p.Rules.Zone))
		}
		return row
	}
	return append(row, portal.CSVText(offer.Name), portal.CSVText(s.Round()), portal.CSVText(s.OwnerName))
}
