package web

import (
	"maps"
	"net/url"

	"tandem/portal"
	"tandem/templates"
)

// sortHead is the head of a column by which a list can be had in two orders; now is the
// order it is in. What is shown stays, and the list begins again.
func sortHead(base, label string, shown url.Values, now, up, down string) templates.SortHead {
	head := templates.SortHead{Label: label}
	to := up
	switch now {
	case up:
		head.Sort, to = "ascending", down
	case down:
		head.Sort = "descending"
	}
	address := maps.Clone(shown)
	address.Del("after")
	if address.Set("sort", to); to == "" {
		address.Del("sort")
	}
	head.Href = base
	if len(address) > 0 {
		head.Href += "?" + address.Encode()
	}
	return head
}

// referralSorts are the heads of the columns by which this list of referrals can be had in order.
func (r *request) referralSorts(in listQuery, shown url.Values) templates.ReferralSorts {
	partner := in.Partner
	if !r.actor.Staff() {
		partner = r.actor.Partner
	}
	now := in.Sort.Serves(partner, in.State)
	head := func(label string, up, down portal.ReferralSort) templates.SortHead {
		if up.Serves(partner, in.State) != up {
			return templates.SortHead{Label: label}
		}
		return sortHead(r.referralsBase(), label, shown, string(now), string(up), string(down))
	}
	return templates.ReferralSorts{
		Customer: head("Customer", portal.ByCustomer, portal.ByCustomerReverse), Submitted: head("Submitted", portal.OldestReferrals, portal.NewestReferrals),
		Until: head("Protected until", portal.EndingReferrals, portal.LastingReferrals),
	}
}
