package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Payouts are the frozen payouts: insert-only.
type Payouts struct {
	table[portal.PayoutID, portal.Payout, portal.Payout]
}

var payoutsSchema = docs.Collection{Name: "payouts", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "at"}},
	{Name: "by_batch", Fields: []string{"batch"}},
}}

func newPayouts(engine docs.Engine) Payouts {
	return Payouts{facts(engine, payoutsSchema, func(p *portal.Payout) *portal.PayoutID { return &p.ID })}
}

// Latest returns the newest payouts of a partner, newest first.
func (s Payouts) Latest(ctx context.Context, partner portal.PartnerID, limit int) ([]portal.Payout, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}, Descending: true, Limit: limit})
	return page.Rows, err
}

// Of returns every payout of a partner, oldest first.
func (s Payouts) Of(ctx context.Context, partner portal.PartnerID) ([]portal.Payout, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// OfBatch returns every payout of a batch.
func (s Payouts) OfBatch(ctx context.Context, batch portal.BatchID) ([]portal.Payout, error) {
	return s.all(ctx, docs.Query{Index: "by_batch", Equal: []any{string(batch)}})
}

// Results are the facts of what the bank said about payouts.
type Results struct {
	table[string, portal.Result, portal.Result]
}

var resultsSchema = docs.Collection{Name: "results", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "at"}},
	{Name: "by_batch", Fields: []string{"batch"}},
	{Name: "by_payout", Fields: []string{"payout", "seq"}},
	{Name: "by_time", Fields: []string{"at"}},
}}

func newResults(engine docs.Engine) Results {
	return Results{facts(engine, resultsSchema, func(r *portal.Result) *string { return &r.ID })}
}

// Of returns every result of a partner's payouts, oldest first.
func (s Results) Of(ctx context.Context, partner portal.PartnerID) ([]portal.Result, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// OfBatch returns every result of a batch's payouts.
func (s Results) OfBatch(ctx context.Context, batch portal.BatchID) ([]portal.Result, error) {
	return s.all(ctx, docs.Query{Index: "by_batch", Equal: []any{string(batch)}})
}

// OfPayout returns the results of a payout, first to last.
func (s Results) OfPayout(ctx context.Context, payout portal.PayoutID) ([]portal.Result, error) {
	return s.all(ctx, docs.Query{Index: "by_payout", Equal: []any{string(payout)}})
}

// Since returns a page of results from the moment of recording on, oldest first.
func (s Results) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.Result], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}
