package store

import (
	"context"
	"strings"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Partners are the companies of the program, from their applications on.
type Partners struct {
	table[portal.PartnerID, portal.Partner, partnerDoc]
}

type partnerDoc struct {
	portal.Partner
	NameKey string         `json:"name_key"`
	Updated portal.Instant `json:"updated"`
}

var partnersSchema = docs.Collection{Name: "partners", Indexes: []docs.Index{
	{Name: "by_name", Fields: []string{"name_key"}},
	{Name: "by_state", Fields: []string{"state", "name_key"}},
	{Name: "by_state_time", Fields: []string{"state", "state_at"}},
	{Name: "by_tier", Fields: []string{"tier", "name_key"}},
	{Name: "by_specialist", Fields: []string{"specialist", "name_key"}},
	{Name: "by_code", Fields: []string{"code"}},
	{Name: "by_update", Fields: []string{"updated"}},
}}

func newPartners(engine docs.Engine) Partners {
	return Partners{table[portal.PartnerID, portal.Partner, partnerDoc]{
		engine: engine, name: partnersSchema.Name,
		id:      func(p portal.Partner) portal.PartnerID { return p.ID },
		version: func(p portal.Partner) int64 { return p.Version },
		doc: func(p portal.Partner) partnerDoc {
			return partnerDoc{Partner: p, NameKey: nameKey(p), Updated: lastChange(p.History)}
		},
		value: func(d partnerDoc, id portal.PartnerID, version int64) portal.Partner {
			d.ID, d.Version = id, version
			return d.Partner
		},
	}}
}

// nameKey orders a list by name. An application that nobody confirmed is in no list.
func nameKey(p portal.Partner) string {
	if p.EmailVerifiedAt == "" {
		return ""
	}
	return strings.ToLower(p.Company)
}

// DomainGuard is the id that makes a company's domain one application's own.
func DomainGuard(domain string) string { return "domain|" + domain }

// CodeGuard is the id that makes a name in links one partner's own.
func CodeGuard(code string) string { return "code|" + code }

// lastChange is the moment of the newest change of a history.
func lastChange(history []portal.Change) portal.Instant {
	if len(history) == 0 {
		return ""
	}
	return history[len(history)-1].At
}

// ListPartners says which confirmed partners to list: all, or those of one state, tier or specialist.
type ListPartners struct {
	State      portal.PartnerState
	Tier       portal.Tier
	Specialist portal.UserID
	Limit      int
	After      string
}

func (l ListPartners) query() docs.Query {
	q := docs.Query{Index: "by_name", From: " ", Limit: l.Limit, After: l.After}
	switch {
	case l.State != "":
		q.Index, q.Equal = "by_state", []any{string(l.State)}
	case l.Tier != "":
		q.Index, q.Equal = "by_tier", []any{string(l.Tier)}
	case l.Specialist != "":
		q.Index, q.Equal = "by_specialist", []any{string(l.Specialist)}
	}
	return q
}

// List returns partners by name.
func (s Partners) List(ctx context.Context, l ListPartners) (Page[portal.Partner], error) {
	return s.scan(ctx, l.query())
}

// Find returns, by name, at most so many of the listed partners that fit. It looks at
// l.Limit of them, in one read: a page may be short, even empty, and still have a next one.
func (s Partners) Find(ctx context.Context, l ListPartners, most int, fits func(portal.Partner) bool) (Page[portal.Partner], error) {
	page, err := s.scan(ctx, l.query())
	if err != nil {
		return page, err
	}
	var found []portal.Partner
	for i, partner := range page.Rows {
		if !fits(partner) {
			continue
		}
		if found = append(found, partner); len(found) == most && i+1 < len(page.Rows) {
			page.Next, err = s.after(partnersSchema, l.query(), partner)
			break
		}
	}
	page.Rows = found
	return page, err
}

// InState returns every partner of a state, the longest in it first.
func (s Partners) InState(ctx context.Context, state portal.PartnerState) ([]portal.Partner, error) {
	return s.all(ctx, docs.Query{Index: "by_state_time", Equal: []any{string(state)}})
}

// Waiting returns those longest in a state.
func (s Partners) Waiting(ctx context.Context, state portal.PartnerState, limit int) ([]portal.Partner, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_state_time", Equal: []any{string(state)}, Limit: limit})
	return page.Rows, err
}

// CountState counts the partners of a state, up to a cap.
func (s Partners) CountState(ctx context.Context, state portal.PartnerState, limit int) (int, error) {
	return s.count(ctx, docs.Query{Index: "by_state", Equal: []any{string(state)}}, limit)
}

// ByCode returns the partner whose links carry a code, or portal.NotFound.
func (s Partners) ByCode(ctx context.Context, code string) (portal.Partner, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_code", Equal: []any{code}, Limit: 1})
	if err != nil || code == "" || len(page.Rows) == 0 {
		if err == nil {
			err = portal.Errorf(portal.NotFound, "There is nothing here.")
		}
		return portal.Partner{}, err
	}
	return page.Rows[0], nil
}

// ChangedSince returns a page of partners by the moment of their last change.
func (s Partners) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.Partner], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 200, After: after})
}
