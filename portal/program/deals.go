package program

import (
	"context"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/portal/store"
)

// How many won referrals a search shows, and how many it looks at.
const (
	dealsShown = 50
	dealsScan  = 5000
)

// DealList is won referrals to choose from.
type DealList struct {
	Rows []portal.Referral // the newest first
	More bool              // there are more that fit: say more of the name
}

// Deals finds won referrals by the customer's or the partner's name, the domain or
// the number, for whoever records what was collected. Needs finance.
func (p *Program) Deals(ctx context.Context, actor portal.Actor, text string) (DealList, error) {
	var list DealList
	if err := actor.Must(portal.Finance); err != nil {
		return list, err
	}
	text = strings.ToLower(strings.TrimSpace(text))
	for looked, after := 0, ""; looked < dealsScan; {
		page, err := p.store.Referrals.List(ctx, store.ListReferrals{State: portal.ReferralWon, Limit: 500, After: after})
		if err != nil {
			return list, err
		}
		for _, r := range page.Rows {
			if !slices.ContainsFunc([]string{r.Company, r.PartnerName, r.Domain, r.Number(), string(r.ID)}, func(s string) bool { return strings.Contains(strings.ToLower(s), text) }) {
				continue
			}
			if len(list.Rows) == dealsShown {
				list.More = true
				return list, nil
			}
			list.Rows = append(list.Rows, r)
		}
		if looked, after = looked+len(page.Rows), page.Next; after == "" {
			return list, nil
		}
	}
	list.More = true
	return list, nil
}

// CollectionList is a page of collections and refunds with the names of their partners.
type CollectionList struct {
	store.Page[portal.Collection]
	Names map[portal.PartnerID]string
}

// ListCollections is [Program.Collections] with the partners' names. Needs finance or a manager.
func (p *Program) ListCollections(ctx context.Context, actor portal.Actor, partner portal.PartnerID, after string) (CollectionList, error) {
	list := CollectionList{Names: map[portal.PartnerID]string{}}
	var err error
	if list.Page, err = p.Collections(ctx, actor, partner, after); err != nil {
		return list, err
	}
	var ids []portal.PartnerID
	for _, c := range list.Rows {
		if !slices.Contains(ids, c.Partner) {
			ids = append(ids, c.Partner)
		}
	}
	if partner != "" && len(ids) == 0 {
		ids = append(ids, partner)
	}
	found, err := p.store.Partners.GetMany(ctx, ids)
	for _, partner := range found {
		list.Names[partner.ID] = partner.Company
	}
	return list, err
}

// Members are the companies that earn or earned commission, by name, for a list to choose from. Needs finance or a manager.
func (p *Program) Members(ctx context.Context, actor portal.Actor) ([]portal.Partner, error) {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return nil, err
	}
	var list []portal.Partner
	for _, state := range portal.PartnerStates {
		if !state.Member() {
			continue
		}
		partners, err := p.store.Partners.InState(ctx, state)
		if err != nil {
			return nil, err
		}
		list = append(list, partners...)
	}
	slices.SortFunc(list, func(a, b portal.Partner) int {
		return strings.Compare(strings.ToLower(a.Company), strings.ToLower(b.Company))
	})
	return list, nil
}
