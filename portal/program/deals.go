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
