package store_test

import (
	"fmt"
	"slices"
	"testing"

	"tandem/portal"
	"tandem/portal/store"
)

// TestReferralsComeInTheOrderAskedFor pages through each order, and compares it with all rows sorted.
func TestReferralsComeInTheOrderAskedFor(t *testing.T) {
	s := open(t)
	var all []portal.Referral
	for i := range 9 {
		r := portal.Referral{
			ID: portal.ReferralID(fmt.Sprintf("r%d", i)), State: portal.ReferralAccepted, Partner: portal.PartnerID(fmt.Sprintf("p%d", i%2)),
			Lead: portal.Lead{Company: fmt.Sprintf("Hotel %c", 'A'+i*4%9)}, SubmittedAt: minute(i), ProtectedUntil: portal.Date("2026-04-01").AddDays(i * 5 % 9),
		}
		if i == 3 {
			r.State = portal.ReferralSubmitted
		}
		if err := s.Referrals.Insert(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	for _, c := range []struct {
		sort    portal.ReferralSort
		partner portal.PartnerID
		state   portal.ReferralState
		key     func(portal.Referral) string
		down    bool
	}{
		{portal.NewestReferrals, "", "", submitted, true},
		{portal.OldestReferrals, "", "", submitted, false},
		{portal.OldestReferrals, "p1", "", submitted, false},
		{portal.OldestReferrals, "p0", portal.ReferralAccepted, submitted, false},
		{portal.EndingReferrals, "", portal.ReferralAccepted, ends, false},
		{portal.LastingReferrals, "", portal.ReferralAccepted, ends, true},
		{portal.EndingReferrals, "", "", submitted, true},                        // no index: newest first
		{portal.EndingReferrals, "p0", portal.ReferralAccepted, submitted, true}, // nor here
		{portal.ByCustomer, "", "", customer, false},
		{portal.ByCustomerReverse, "", "", customer, true},
		{portal.ByCustomer, "p1", "", submitted, true},
	} {
		var want []portal.ReferralID
		rows := slices.DeleteFunc(slices.Clone(all), func(r portal.Referral) bool {
			return c.partner != "" && r.Partner != c.partner || c.state != "" && r.State != c.state
		})
		slices.SortFunc(rows, func(a, b portal.Referral) int {
			if c.down {
				a, b = b, a
			}
			if c.key(a) < c.key(b) {
				return -1
			}
			return 1
		})
		for _, r := range rows {
			want = append(want, r.ID)
		}
		for _, limit := range []int{1, 2, 100} {
			var got []portal.ReferralID
			for after := ""; ; {
				page, err := s.Referrals.Find(t.Context(), store.ListReferrals{Partner: c.partner, State: c.state, Sort: c.sort, Limit: 4, After: after}, limit, func(portal.Referral) bool { return true })
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range page.Rows {
					got = append(got, r.ID)
				}
				if after = page.Next; after == "" {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q of %q in %q by %d: %v, want %v", c.sort, c.partner, c.state, limit, got, want)
			}
		}
	}
}

func submitted(r portal.Referral) string { return string(r.SubmittedAt) }
func ends(r portal.Referral) string      { return string(r.ProtectedUntil) }
func customer(r portal.Referral) string  { return r.Company }
