package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// DealShares say which deals of others a partner has, or had, a share in: insert-only.
// How large it is stands in the referral, which is saved after the fact.
type DealShares struct {
	table[string, portal.DealShare, portal.DealShare]
}

var dealSharesSchema = docs.Collection{Name: "deal_shares", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "at"}},
}}

func newDealShares(engine docs.Engine) DealShares {
	return DealShares{table[string, portal.DealShare, portal.DealShare]{
		engine: engine, name: dealSharesSchema.Name,
		id:    func(s portal.DealShare) string { return "share:" + string(s.Referral) + ":" + string(s.Partner) },
		doc:   func(s portal.DealShare) portal.DealShare { return s },
		value: func(s portal.DealShare, _ string, _ int64) portal.DealShare { return s },
	}}
}

// Of returns the deals in which a partner has, or had, a share, the first decided first.
func (s DealShares) Of(ctx context.Context, partner portal.PartnerID) ([]portal.ReferralID, error) {
	shares, err := s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
	deals := make([]portal.ReferralID, len(shares))
	for i, share := range shares {
		deals[i] = share.Referral
	}
	return deals, err
}
