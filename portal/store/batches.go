package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Batches are the runs of payouts.
type Batches struct {
	table[portal.BatchID, portal.Batch, batchDoc]
}

type batchDoc struct {
	portal.Batch
	Updated portal.Instant `json:"updated"`
}

var batchesSchema = docs.Collection{Name: "batches", Indexes: []docs.Index{
	{Name: "by_state", Fields: []string{"state", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
	{Name: "by_update", Fields: []string{"updated"}},
}}

func newBatches(engine docs.Engine) Batches {
	return Batches{table[portal.BatchID, portal.Batch, batchDoc]{
		engine: engine, name: batchesSchema.Name,
		id:      func(b portal.Batch) portal.BatchID { return b.ID },
		version: func(b portal.Batch) int64 { return b.Version },
		doc:     func(b portal.Batch) batchDoc { return batchDoc{Batch: b, Updated: lastChange(b.History)} },
		value: func(d batchDoc, id portal.BatchID, version int64) portal.Batch {
			d.ID, d.Version = id, version
			return d.Batch
		},
	}}
}

// List returns batches, newest first: all, or those of one state.
func (s Batches) List(ctx context.Context, state portal.BatchState, limit int, after string) (Page[portal.Batch], error) {
	q := docs.Query{Index: "by_time", Descending: true, Limit: limit, After: after}
	if state != "" {
		q.Index, q.Equal = "by_state", []any{string(state)}
	}
	return s.scan(ctx, q)
}

// ChangedSince returns a page of batches by the moment of their last change.
func (s Batches) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.Batch], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 200, After: after})
}
