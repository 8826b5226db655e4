package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Summaries are read models, one for each partner and one for the program
// (under ""). They are folded from facts and may be rebuilt at any time.
type Summaries struct {
	table[portal.PartnerID, summaryDoc, summaryDoc]
}

type summaryDoc struct {
	portal.Summary
	ID      portal.PartnerID `json:"-"`
	Version int64            `json:"-"`
}

var summariesSchema = docs.Collection{Name: "summaries"}

func newSummaries(engine docs.Engine) Summaries {
	return Summaries{documents(engine, summariesSchema, func(d *summaryDoc) (*portal.PartnerID, *int64) { return &d.ID, &d.Version })}
}

// summaryID is the document's id: a partner's own, "program" for all together.
func summaryID(partner portal.PartnerID) portal.PartnerID {
	if partner == "" {
		return "program"
	}
	return partner
}

// Read returns a partner's summary, or the program's for ""; an empty one when nothing was folded yet.
func (s Summaries) Read(ctx context.Context, partner portal.PartnerID) (portal.Summary, error) {
	d, err := s.Get(ctx, summaryID(partner))
	if portal.KindOf(err) == portal.NotFound {
		return portal.Summary{Partner: partner, Referrals: map[portal.ReferralState]int{}}, nil
	}
	return d.Summary, err
}

// Write replaces a summary. Of two at the same moment the later fold wins: fold
// returns the newest, and is asked again when somebody else wrote meanwhile.
func (s Summaries) Write(ctx context.Context, partner portal.PartnerID, fold func() (portal.Summary, error)) error {
	id := summaryID(partner)
	return s.change(ctx, id, func(there summaryDoc, _ bool) (summaryDoc, bool, error) {
		summary, err := fold()
		return summaryDoc{Summary: summary, ID: id, Version: there.Version}, true, err
	})
}

// Partners returns the summaries of all partners.
func (s Summaries) Partners(ctx context.Context) ([]portal.Summary, error) {
	all, err := s.All(ctx)
	var rows []portal.Summary
	for _, d := range all {
		if d.ID != summaryID("") {
			rows = append(rows, d.Summary)
		}
	}
	return rows, err
}
