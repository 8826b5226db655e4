package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Adjustments are amounts added or taken off by hand, proposed and decided.
type Adjustments struct {
	table[portal.AdjustmentID, portal.Adjustment, adjustmentDoc]
}

type adjustmentDoc struct {
	portal.Adjustment
	Updated portal.Instant `json:"updated"`
}

var adjustmentsSchema = docs.Collection{Name: "adjustments", Indexes: []docs.Index{
	{Name: "by_state", Fields: []string{"state", "at"}},
	{Name: "by_partner", Fields: []string{"partner", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
	{Name: "by_update", Fields: []string{"updated"}},
}}

func newAdjustments(engine docs.Engine) Adjustments {
	return Adjustments{table[portal.AdjustmentID, portal.Adjustment, adjustmentDoc]{
		engine: engine, name: adjustmentsSchema.Name,
		id:      func(a portal.Adjustment) portal.AdjustmentID { return a.ID },
		version: func(a portal.Adjustment) int64 { return a.Version },
		doc: func(a portal.Adjustment) adjustmentDoc {
			return adjustmentDoc{Adjustment: a, Updated: lastChange(a.History)}
		},
		value: func(d adjustmentDoc, id portal.AdjustmentID, version int64) portal.Adjustment {
			d.ID, d.Version = id, version
			return d.Adjustment
		},
	}}
}

// List returns adjustments, newest first: all, or those of one state.
func (s Adjustments) List(ctx context.Context, state portal.AdjustmentState, limit int, after string) (Page[portal.Adjustment], error) {
	q := docs.Query{Index: "by_time", Descending: true, Limit: limit, After: after}
	if state != "" {
		q.Index, q.Equal = "by_state", []any{string(state)}
	}
	return s.scan(ctx, q)
}

// Of returns every adjustment of a partner, oldest first.
func (s Adjustments) Of(ctx context.Context, partner portal.PartnerID) ([]portal.Adjustment, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// ChangedSince returns a page of adjustments by the moment of their last change.
func (s Adjustments) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.Adjustment], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 200, After: after})
}
