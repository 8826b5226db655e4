package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Claims are the facts of which entry went into which payout.
type Claims struct {
	table[string, portal.Claim, portal.Claim]
}

var claimsSchema = docs.Collection{Name: "claims", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner"}},
	{Name: "by_batch", Fields: []string{"batch"}},
	{Name: "by_payout", Fields: []string{"payout"}},
}}

func newClaims(engine docs.Engine) Claims {
	return Claims{facts(engine, claimsSchema, func(c *portal.Claim) *string { return &c.ID })}
}

// Of returns every claim on a partner's entries.
func (s Claims) Of(ctx context.Context, partner portal.PartnerID) ([]portal.Claim, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// OfBatch returns every claim that a batch made.
func (s Claims) OfBatch(ctx context.Context, batch portal.BatchID) ([]portal.Claim, error) {
	return s.all(ctx, docs.Query{Index: "by_batch", Equal: []any{string(batch)}})
}

// OfPayout returns every claim that a payout made.
func (s Claims) OfPayout(ctx context.Context, payout portal.PayoutID) ([]portal.Claim, error) {
	return s.all(ctx, docs.Query{Index: "by_payout", Equal: []any{string(payout)}})
}

// Releases are the facts of claims that ended without payment.
type Releases struct {
	table[string, portal.Release, portal.Release]
}

var releasesSchema = docs.Collection{Name: "releases", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner"}},
}}

func newReleases(engine docs.Engine) Releases {
	return Releases{facts(engine, releasesSchema, func(r *portal.Release) *string { return &r.ID })}
}

// Of returns every release of a partner's entries.
func (s Releases) Of(ctx context.Context, partner portal.PartnerID) ([]portal.Release, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}
