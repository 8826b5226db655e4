package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Collections are the facts of cash received and given back.
type Collections struct {
	table[portal.CollectionID, portal.Collection, portal.Collection]
}

var collectionsSchema = docs.Collection{Name: "collections", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "collected_on"}},
	{Name: "by_referral", Fields: []string{"referral", "collected_on"}},
	{Name: "by_refunded", Fields: []string{"refund_of", "refund_no"}},
	{Name: "by_time", Fields: []string{"at"}},
}}

func newCollections(engine docs.Engine) Collections {
	return Collections{facts(engine, collectionsSchema, func(c *portal.Collection) *portal.CollectionID { return &c.ID })}
}

// List returns collections, the last recorded first: all, or one partner's by day.
func (s Collections) List(ctx context.Context, partner portal.PartnerID, limit int, after string) (Page[portal.Collection], error) {
	q := docs.Query{Index: "by_time", Descending: true, Limit: limit, After: after}
	if partner != "" {
		q.Index, q.Equal = "by_partner", []any{string(partner)}
	}
	return s.scan(ctx, q)
}

// AllOf returns every collection and refund of a partner, oldest first.
func (s Collections) AllOf(ctx context.Context, partner portal.PartnerID) ([]portal.Collection, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// OfSince returns a partner's collections and refunds from a day on, oldest first.
func (s Collections) OfSince(ctx context.Context, partner portal.PartnerID, from portal.Date) ([]portal.Collection, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}, From: string(from)})
}

// OfReferral returns the collections and refunds of a referral, oldest first.
func (s Collections) OfReferral(ctx context.Context, referral portal.ReferralID) ([]portal.Collection, error) {
	return s.all(ctx, docs.Query{Index: "by_referral", Equal: []any{string(referral)}})
}

// NewestOf returns the collections and refunds of a referral of the newest days, the last one first.
func (s Collections) NewestOf(ctx context.Context, referral portal.ReferralID, limit int) (Page[portal.Collection], error) {
	return s.scan(ctx, docs.Query{Index: "by_referral", Equal: []any{string(referral)}, Descending: true, Limit: limit})
}

// RefundsOf returns the refunds of a collection, first to last.
func (s Collections) RefundsOf(ctx context.Context, cash portal.CollectionID) ([]portal.Collection, error) {
	return s.all(ctx, docs.Query{Index: "by_refunded", Equal: []any{string(cash)}})
}

// Since returns a page of collections from the moment of recording on, oldest first.
func (s Collections) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.Collection], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}

// RefundLog orders the refunds of one collection: a refund is written here,
// against the version read, before its fact is stored. So two refunds at the same
// moment get two numbers and never give back more than was collected, and a fact
// that a crash left out is made from here.
type RefundLog struct {
	Cash    portal.CollectionID `json:"-"`
	Version int64               `json:"-"`
	Refunds []portal.Collection `json:"refunds"`
}

// RefundLogs are the refund logs of collections that had a refund.
type RefundLogs struct {
	table[portal.CollectionID, RefundLog, RefundLog]
}

var refundLogsSchema = docs.Collection{Name: "refund_logs"}

func newRefundLogs(engine docs.Engine) RefundLogs {
	return RefundLogs{table[portal.CollectionID, RefundLog, RefundLog]{
		engine: engine, name: refundLogsSchema.Name,
		id:      func(l RefundLog) portal.CollectionID { return l.Cash },
		version: func(l RefundLog) int64 { return l.Version },
		doc:     func(l RefundLog) RefundLog { return l },
		value: func(l RefundLog, id portal.CollectionID, version int64) RefundLog {
			l.Cash, l.Version = id, version
			for i, r := range l.Refunds {
				l.Refunds[i].ID = portal.RefundID(r.Source, r.ExternalID)
			}
			return l
		},
	}}
}

// Of returns a collection's log, empty with version 0 when it had no refund.
func (s RefundLogs) Of(ctx context.Context, cash portal.CollectionID) (RefundLog, error) {
	log, err := s.Get(ctx, cash)
	if portal.KindOf(err) == portal.NotFound {
		return RefundLog{Cash: cash}, nil
	}
	return log, err
}

// Write stores a log against the version it was read with; portal.Conflict when it changed meanwhile.
func (s RefundLogs) Write(ctx context.Context, log RefundLog) error {
	if log.Version == 0 {
		return s.Insert(ctx, log)
	}
	_, err := s.Save(ctx, log)
	return err
}
