package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// PastOffers are the facts of offers of shared leads that have ended without the partner taking it.
type PastOffers struct {
	table[string, portal.PastOffer, portal.PastOffer]
}

var pastOffersSchema = docs.Collection{Name: "past_offers", Indexes: []docs.Index{{Name: "by_partner", Fields: []string{"partner", "state", "at"}}}}

func newPastOffers(engine docs.Engine) PastOffers {
	return PastOffers{facts(engine, pastOffersSchema, func(o *portal.PastOffer) *string { return &o.ID })}
}

// Of returns a page of a partner's offers that ended in a state, newest first.
func (s PastOffers) Of(ctx context.Context, partner portal.PartnerID, state portal.OfferState, limit int, after string) (Page[portal.PastOffer], error) {
	return s.scan(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner), string(state)}, Descending: true, Limit: limit, After: after})
}
