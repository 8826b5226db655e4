package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Scorecards are the parameters of each partner and quarter.
type Scorecards struct {
	table[string, portal.Scorecard, scorecardDoc]
}

type scorecardDoc struct {
	portal.Scorecard
	Updated portal.Instant `json:"updated"`
}

var scorecardsSchema = docs.Collection{Name: "scorecards", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "quarter"}},
	{Name: "by_quarter", Fields: []string{"quarter", "partner"}},
	{Name: "by_update", Fields: []string{"updated"}},
}}

func newScorecards(engine docs.Engine) Scorecards {
	return Scorecards{table[string, portal.Scorecard, scorecardDoc]{
		engine: engine, name: scorecardsSchema.Name,
		id:      portal.Scorecard.ID,
		version: func(s portal.Scorecard) int64 { return s.Version },
		doc: func(s portal.Scorecard) scorecardDoc {
			return scorecardDoc{Scorecard: s, Updated: lastChange(s.History)}
		},
		value: func(d scorecardDoc, _ string, version int64) portal.Scorecard {
			d.Version = version
			return d.Scorecard
		},
	}}
}

// Of returns a partner's newest scorecards up to a quarter, newest first.
func (s Scorecards) Of(ctx context.Context, partner portal.PartnerID, until portal.Quarter, limit int) ([]portal.Scorecard, error) {
	page, err := s.scan(ctx, docs.Query{
		Index: "by_partner", Equal: []any{string(partner)}, To: string(until) + "~", Descending: true, Limit: limit,
	})
	return page.Rows, err
}

// Recent returns a partner's scorecards of the last two years up to a quarter, newest
// first, by their ids. Where it has none in that time, its newest ones come back.
func (s Scorecards) Recent(ctx context.Context, partner portal.PartnerID, until portal.Quarter) ([]portal.Scorecard, error) {
	ids := make([]string, recentQuarters)
	for i := range ids {
		ids[i] = portal.ScorecardID(partner, until.Add(-i))
	}
	cards, err := s.GetMany(ctx, ids)
	if err == nil && len(cards) == 0 {
		return s.Of(ctx, partner, until, recentQuarters)
	}
	return cards, err
}

const recentQuarters = 8

// InQuarter returns every scorecard of a quarter, by partner.
func (s Scorecards) InQuarter(ctx context.Context, quarter portal.Quarter) ([]portal.Scorecard, error) {
	return s.all(ctx, docs.Query{Index: "by_quarter", Equal: []any{string(quarter)}})
}

// Put stores a scorecard: a new one when its Version is 0, otherwise against the
// version it was read with; portal.Conflict when it changed meanwhile.
func (s Scorecards) Put(ctx context.Context, card portal.Scorecard) (portal.Scorecard, error) {
	if card.Version > 0 {
		return s.Save(ctx, card)
	}
	err := s.Insert(ctx, card)
	card.Version = 1
	return card, err
}

// ChangedSince returns a page of scorecards by the moment of their last change.
func (s Scorecards) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.Scorecard], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 200, After: after})
}

// Review is a quarter's review of all tiers: what it assigned to whom. It is
// stored before it is applied, so that a crash in between changes nothing of it.
type Review struct {
	Version     int64               `json:"-"`
	Quarter     portal.Quarter      `json:"quarter"`
	On          portal.Date         `json:"on"`
	By          portal.UserID       `json:"by"`
	ByName      string              `json:"by_name"`
	At          portal.Instant      `json:"at"`
	Assignments []portal.Assignment `json:"assignments"`
	Scorecards  []portal.Scorecard  `json:"scorecards"` // as they counted, with the computed values
	Applied     bool                `json:"applied"`
}

// Reviews are the reviews of quarters that are closed.
type Reviews struct {
	table[portal.Quarter, Review, Review]
}

var reviewsSchema = docs.Collection{Name: "reviews"}

func newReviews(engine docs.Engine) Reviews {
	return Reviews{documents(engine, reviewsSchema, func(r *Review) (*portal.Quarter, *int64) { return &r.Quarter, &r.Version })}
}

// Last returns the review of the newest closed quarter, or portal.NotFound.
func (s Reviews) Last(ctx context.Context) (Review, error) {
	page, err := s.scan(ctx, docs.Query{Index: docs.ByID, Descending: true, Limit: 1})
	if err == nil && len(page.Rows) == 0 {
		err = portal.Errorf(portal.NotFound, "No quarter is reviewed yet.")
	}
	if err != nil {
		return Review{}, err
	}
	return page.Rows[0], nil
}
