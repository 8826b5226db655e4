package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Entries are the lines of the ledger: insert-only.
type Entries struct {
	table[portal.EntryID, portal.Entry, portal.Entry]
}

var entriesSchema = docs.Collection{Name: "entries", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "payable_on"}},
	{Name: "by_collection", Fields: []string{"collection"}},
	{Name: "by_referral", Fields: []string{"referral", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
}}

func newEntries(engine docs.Engine) Entries {
	return Entries{facts(engine, entriesSchema, func(e *portal.Entry) *portal.EntryID { return &e.ID })}
}

// Of returns every entry of a partner, first payable first.
func (s Entries) Of(ctx context.Context, partner portal.PartnerID) ([]portal.Entry, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// Page returns a page of a partner's entries, last payable first.
func (s Entries) Page(ctx context.Context, partner portal.PartnerID, limit int, after string) (Page[portal.Entry], error) {
	return s.scan(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}, Descending: true, Limit: limit, After: after})
}

// OfCollection returns what a collection and its refunds caused.
func (s Entries) OfCollection(ctx context.Context, cash portal.CollectionID) ([]portal.Entry, error) {
	return s.all(ctx, docs.Query{Index: "by_collection", Equal: []any{string(cash)}})
}

// OfReferral returns what a referral earned, in the order of the ledger.
func (s Entries) OfReferral(ctx context.Context, referral portal.ReferralID) ([]portal.Entry, error) {
	return s.all(ctx, docs.Query{Index: "by_referral", Equal: []any{string(referral)}})
}

// NewestOf returns the newest entries of a referral, the last one first.
func (s Entries) NewestOf(ctx context.Context, referral portal.ReferralID, limit int) (Page[portal.Entry], error) {
	return s.scan(ctx, docs.Query{Index: "by_referral", Equal: []any{string(referral)}, Descending: true, Limit: limit})
}

// List returns entries of everybody, newest first.
func (s Entries) List(ctx context.Context, limit int, after string) (Page[portal.Entry], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", Descending: true, Limit: limit, After: after})
}

// Since returns a page of entries from the moment they entered the ledger, oldest first.
func (s Entries) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.Entry], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}
