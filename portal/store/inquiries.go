package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Inquiries are what customers left on partners' forms and have not confirmed, or just did.
type Inquiries struct {
	table[portal.InquiryID, portal.Inquiry, portal.Inquiry]
}

var inquiriesSchema = docs.Collection{Name: "inquiries", Indexes: []docs.Index{
	{Name: "by_expiry", Fields: []string{"expires_at"}},
}}

func newInquiries(engine docs.Engine) Inquiries {
	return Inquiries{documents(engine, inquiriesSchema, func(i *portal.Inquiry) (*portal.InquiryID, *int64) { return &i.ID, &i.Version })}
}

// Remove deletes an inquiry that nobody wants to be kept; one that is gone is no error.
func (s Inquiries) Remove(ctx context.Context, i portal.Inquiry) error {
	err := s.remove(ctx, i)
	if portal.KindOf(err) == portal.NotFound {
		return nil
	}
	return err
}

// Sweep removes the inquiries that expired before a moment, at most limit of them, and returns how many.
func (s Inquiries) Sweep(ctx context.Context, before portal.Instant, limit int) (int, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_expiry", To: string(before), Limit: limit})
	if err != nil {
		return 0, err
	}
	for n, i := range page.Rows {
		if err := s.Remove(ctx, i); err != nil && portal.KindOf(err) != portal.Conflict {
			return n, err
		}
	}
	return len(page.Rows), nil
}
