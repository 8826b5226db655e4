package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Remarks are the facts of who wrote what in which thread.
type Remarks struct {
	table[string, portal.Remark, portal.Remark]
}

var remarksSchema = docs.Collection{Name: "remarks", Indexes: []docs.Index{
	{Name: "by_subject", Fields: []string{"subject", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
}}

func newRemarks(engine docs.Engine) Remarks {
	return Remarks{facts(engine, remarksSchema, func(r *portal.Remark) *string { return &r.ID })}
}

// Of returns a thread, oldest first.
func (s Remarks) Of(ctx context.Context, subject string) ([]portal.Remark, error) {
	return s.all(ctx, docs.Query{Index: "by_subject", Equal: []any{subject}})
}

// Since returns a page of remarks of all threads from a moment on, oldest first.
func (s Remarks) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.Remark], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}
