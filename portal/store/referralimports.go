package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// ReferralImports are the files of referrals that were recorded.
type ReferralImports struct {
	table[portal.ImportID, portal.ReferralImport, portal.ReferralImport]
}

var referralImportsSchema = docs.Collection{Name: "referral_imports", Indexes: []docs.Index{{Name: "by_side", Fields: []string{"side", "at"}}}}

func newReferralImports(engine docs.Engine) ReferralImports {
	return ReferralImports{documents(engine, referralImportsSchema, func(i *portal.ReferralImport) (*portal.ImportID, *int64) { return &i.ID, &i.Version })}
}

// LatestOf returns the newest files of a side: a partner's, or the staff's.
func (s ReferralImports) LatestOf(ctx context.Context, side string, limit int) ([]portal.ReferralImport, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_side", Equal: []any{side}, Descending: true, Limit: limit})
	return page.Rows, err
}
