package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Ratings are what raters think of applications: one for each partner and rater,
// which the rater may replace until the application is decided.
type Ratings struct {
	table[string, portal.Rating, portal.Rating]
}

var ratingsSchema = docs.Collection{Name: "ratings", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "at"}},
	{Name: "by_rater", Fields: []string{"rater", "at"}},
}}

func newRatings(engine docs.Engine) Ratings {
	return Ratings{table[string, portal.Rating, portal.Rating]{
		engine: engine, name: ratingsSchema.Name,
		id:      func(r portal.Rating) string { return r.ID() },
		version: func(r portal.Rating) int64 { return r.Version },
		doc:     func(r portal.Rating) portal.Rating { return r },
		value: func(r portal.Rating, _ string, version int64) portal.Rating {
			r.Version = version
			return r
		},
	}}
}

// Of returns the ratings of one partner, oldest first.
func (s Ratings) Of(ctx context.Context, partner portal.PartnerID) ([]portal.Rating, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// Write keeps a rater's rating, in place of the one before. fresh reports the rater's first.
func (s Ratings) Write(ctx context.Context, rating portal.Rating) (fresh bool, err error) {
	for range 10 {
		err = s.Insert(ctx, rating)
		if portal.KindOf(err) != portal.Conflict {
			return err == nil, err
		}
		var there portal.Rating
		if there, err = s.Get(ctx, rating.ID()); err != nil {
			return false, err
		}
		rating.Version = there.Version
		if _, err = s.Save(ctx, rating); portal.KindOf(err) != portal.Conflict {
			return false, err
		}
	}
	return false, err
}
