package portal

// ReferralSort is the order of a list of referrals.
type ReferralSort string

const (
	NewestReferrals   ReferralSort = ""
	OldestReferrals   ReferralSort = "oldest"
	EndingReferrals   ReferralSort = "ends"      // the protection that ends first
	LastingReferrals  ReferralSort = "ends_last" // the protection that ends last
	ByCustomer        ReferralSort = "customer"
	ByCustomerReverse ReferralSort = "customer_z"
)

// ReferralSorts are the orders there are.
var ReferralSorts = []ReferralSort{NewestReferrals, OldestReferrals, EndingReferrals, LastingReferrals, ByCustomer, ByCustomerReverse}

// Serves is the order in which a list can be had: protections are in order within one state
// of all partners, customers over all referrals, days in every list. What no index serves comes newest first.
func (s ReferralSort) Serves(partner PartnerID, state ReferralState) ReferralSort {
	switch s {
	case EndingReferrals, LastingReferrals:
		if partner == "" && state != "" {
			return s
		}
	case ByCustomer, ByCustomerReverse:
		if partner == "" && state == "" {
			return s
		}
	case OldestReferrals:
		return s
	case NewestReferrals:
	}
	return NewestReferrals
}
