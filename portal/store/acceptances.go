package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Acceptances are the facts of who accepted which terms, when and from where.
type Acceptances struct {
	table[string, portal.Acceptance, portal.Acceptance]
}

var acceptancesSchema = docs.Collection{Name: "acceptances", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "at"}},
	{Name: "by_version", Fields: []string{"version", "at"}},
}}

func newAcceptances(engine docs.Engine) Acceptances {
	return Acceptances{table[string, portal.Acceptance, portal.Acceptance]{
		engine: engine, name: acceptancesSchema.Name,
		id:    func(a portal.Acceptance) string { return "accept:" + string(a.Partner) + ":" + a.Version },
		doc:   func(a portal.Acceptance) portal.Acceptance { return a },
		value: func(a portal.Acceptance, _ string, _ int64) portal.Acceptance { return a },
	}}
}

// Of returns a partner's acceptances, oldest first.
func (s Acceptances) Of(ctx context.Context, partner portal.PartnerID) ([]portal.Acceptance, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}
