package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// SharedLeads are leads of ours that are offered to partners.
type SharedLeads struct {
	table[portal.SharedLeadID, portal.SharedLead, sharedLeadDoc]
}

type sharedLeadDoc struct {
	portal.SharedLead
	Updated portal.Instant `json:"updated"`
}

var sharedLeadsSchema = docs.Collection{Name: "shared_leads", Indexes: []docs.Index{
	{Name: "by_time", Fields: []string{"created_at"}},
	{Name: "by_state", Fields: []string{"state", "created_at"}},
	{Name: "by_clock", Fields: []string{"state", "due"}},
	{Name: "by_partner", Fields: []string{"partner", "state_at"}},
	{Name: "by_update", Fields: []string{"updated"}},
}}

func newSharedLeads(engine docs.Engine) SharedLeads {
	return SharedLeads{table[portal.SharedLeadID, portal.SharedLead, sharedLeadDoc]{
		engine: engine, name: sharedLeadsSchema.Name,
		id:      func(s portal.SharedLead) portal.SharedLeadID { return s.ID },
		version: func(s portal.SharedLead) int64 { return s.Version },
		doc: func(s portal.SharedLead) sharedLeadDoc {
			return sharedLeadDoc{SharedLead: s, Updated: lastChange(s.History)}
		},
		value: func(d sharedLeadDoc, id portal.SharedLeadID, version int64) portal.SharedLead {
			d.ID, d.Version = id, version
			return d.SharedLead
		},
	}}
}

// List returns a page of leads, newest first: all, or of one state.
func (s SharedLeads) List(ctx context.Context, state portal.SharedLeadState, limit int, after string) (Page[portal.SharedLead], error) {
	q := docs.Query{Index: "by_time", Descending: true, Limit: limit, After: after}
	if state != "" {
		q.Index, q.Equal = "by_state", []any{string(state)}
	}
	return s.scan(ctx, q)
}

// With returns a page of the leads that a partner has before it or took, newest first.
func (s SharedLeads) With(ctx context.Context, partner portal.PartnerID, limit int, after string) (Page[portal.SharedLead], error) {
	return s.scan(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}, Descending: true, Limit: limit, After: after})
}

// Due returns leads of a state whose moment came before another, the earliest first.
func (s SharedLeads) Due(ctx context.Context, state portal.SharedLeadState, before portal.Instant, limit int) ([]portal.SharedLead, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_clock", Equal: []any{string(state)}, From: "0", To: string(before), Limit: limit})
	return page.Rows, err
}

// ChangedSince returns a page of the leads whose newest change is from a moment on.
func (s SharedLeads) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.SharedLead], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 200, After: after})
}
