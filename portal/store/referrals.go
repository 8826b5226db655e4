package store

import (
	"context"
	"iter"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Referrals are the leads that partners brought.
type Referrals struct {
	table[portal.ReferralID, portal.Referral, referralDoc]
}

type referralDoc struct {
	portal.Referral
	Updated    portal.Instant `json:"updated"`
	CompanyKey string         `json:"company_key"`
	Number     string         `json:"number_key"`
	AskedBy    portal.Instant `json:"extension_due,omitempty"` // by when an extension is to be answered
	LikeName   string         `json:"like_name"`               // of [portal.Likeness]
	LikeHead   string         `json:"like_head"`
	LikeTail   string         `json:"like_tail"`
	LikeLabel  string         `json:"like_label"`
}

var referralsSchema = docs.Collection{Name: "referrals", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "submitted_at"}},
	{Name: "by_partner_state", Fields: []string{"partner", "state", "submitted_at"}},
	{Name: "by_time", Fields: []string{"submitted_at"}},
	{Name: "by_state", Fields: []string{"state", "submitted_at"}},
	{Name: "by_clock", Fields: []string{"state", "answer_by"}},
	{Name: "by_protection", Fields: []string{"state", "protected_until"}},
	{Name: "by_domain", Fields: []string{"domain"}},
	{Name: "by_update", Fields: []string{"updated"}},
	{Name: "by_company", Fields: []string{"company_key"}},
	{Name: "by_number", Fields: []string{"number_key"}},
	{Name: "by_import", Fields: []string{"import", "submitted_at"}},
	{Name: "by_duplicate", Fields: []string{"duplicate_of", "submitted_at"}},
	{Name: "by_extension", Fields: []string{"extension_due"}},
	{Name: "by_like_name", Fields: []string{"like_name"}},
	{Name: "by_like_head", Fields: []string{"like_head"}},
	{Name: "by_like_tail", Fields: []string{"like_tail"}},
	{Name: "by_like_label", Fields: []string{"like_label"}},
}}

func newReferrals(engine docs.Engine) Referrals {
	return Referrals{table[portal.ReferralID, portal.Referral, referralDoc]{
		engine: engine, name: referralsSchema.Name,
		id:      func(r portal.Referral) portal.ReferralID { return r.ID },
		version: func(r portal.Referral) int64 { return r.Version },
		doc: func(r portal.Referral) referralDoc {
			like := portal.LikenessOf(r.Lead)
			asked, _ := r.AskedExtension()
			return referralDoc{
				Referral: r, Updated: lastChange(r.History), CompanyKey: portal.FindKey(r.Company), Number: portal.FindKey(r.Number()), AskedBy: asked.Due,
				LikeName: like.Name, LikeHead: like.Head, LikeTail: like.Tail, LikeLabel: like.Label,
			}
		},
		value: func(d referralDoc, id portal.ReferralID, version int64) portal.Referral {
			d.ID, d.Version = id, version
			return d.Referral
		},
	}}
}

// Of returns a partner's own referral; anybody else's is portal.NotFound, as one that is not there.
func (s Referrals) Of(ctx context.Context, partner portal.PartnerID, id portal.ReferralID) (portal.Referral, error) {
	r, err := s.Get(ctx, id)
	if err == nil && r.Partner != partner {
		return portal.Referral{}, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	return r, err
}

// ListReferrals says which referrals to list: all or one partner's, in all states or one,
// in an order that [portal.ReferralSort.Serves]; newest first where it does not.
type ListReferrals struct {
	Partner portal.PartnerID
	State   portal.ReferralState
	Sort    portal.ReferralSort
	Limit   int
	After   string
}

// List returns referrals in their order.
func (s Referrals) List(ctx context.Context, l ListReferrals) (Page[portal.Referral], error) {
	return s.scan(ctx, l.query())
}

// Find returns, in their order, at most so many of the listed referrals that fit. It looks
// at l.Limit of them, in one read: a page may be short, even empty, and still have a next one.
func (s Referrals) Find(ctx context.Context, l ListReferrals, most int, fits func(portal.Referral) bool) (Page[portal.Referral], error) {
	page, err := s.scan(ctx, l.query())
	if err != nil {
		return page, err
	}
	var found []portal.Referral
	for i, r := range page.Rows {
		if !fits(r) {
			continue
		}
		if found = append(found, r); len(found) == most && i+1 < len(page.Rows) {
			page.Next, err = s.after(referralsSchema, l.query(), r)
			break
		}
	}
	page.Rows = found
	return page, err
}

func (l ListReferrals) query() docs.Query {
	q := docs.Query{Index: "by_time", Descending: true, Limit: l.Limit, After: l.After}
	switch {
	case l.Partner != "" && l.State != "":
		q.Index, q.Equal = "by_partner_state", []any{string(l.Partner), string(l.State)}
	case l.Partner != "":
		q.Index, q.Equal = "by_partner", []any{string(l.Partner)}
	case l.State != "":
		q.Index, q.Equal = "by_state", []any{string(l.State)}
	}
	switch sort := l.Sort.Serves(l.Partner, l.State); sort {
	case portal.OldestReferrals:
		q.Descending = false
	case portal.EndingReferrals, portal.LastingReferrals:
		q.Index, q.Descending = "by_protection", sort == portal.LastingReferrals
	case portal.ByCustomer, portal.ByCustomerReverse:
		q.Index, q.Descending = "by_company", sort == portal.ByCustomerReverse
	case portal.NewestReferrals:
	}
	return q
}

// AllOf returns every referral of a partner, oldest first.
func (s Referrals) AllOf(ctx context.Context, partner portal.PartnerID) ([]portal.Referral, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}})
}

// Waiting returns referrals of a state by the time left to answer, the least first.
func (s Referrals) Waiting(ctx context.Context, state portal.ReferralState, limit int) ([]portal.Referral, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_clock", Equal: []any{string(state)}, Limit: limit})
	return page.Rows, err
}

// AskedExtensions returns the referrals whose partner asks for a longer protection, by the
// time left to answer, the least first.
func (s Referrals) AskedExtensions(ctx context.Context, limit int) ([]portal.Referral, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_extension", From: "0", Limit: limit})
	return page.Rows, err
}

// CountState counts the referrals of a state, up to a cap.
func (s Referrals) CountState(ctx context.Context, state portal.ReferralState, limit int) (int, error) {
	return s.count(ctx, docs.Query{Index: "by_state", Equal: []any{string(state)}}, limit)
}

// Unprotected returns referrals of a state whose protection ended before a day.
func (s Referrals) Unprotected(ctx context.Context, state portal.ReferralState, before portal.Date, limit int) ([]portal.Referral, error) {
	page, err := s.scan(ctx, docs.Query{
		Index: "by_protection", Equal: []any{string(state)}, From: "0", To: string(before), Limit: limit,
	})
	return page.Rows, err
}

// EndingBy are the referrals of a state whose protection ends from one day to another.
func (s Referrals) EndingBy(ctx context.Context, state portal.ReferralState, from, to portal.Date) iter.Seq2[portal.Referral, error] {
	return s.each(ctx, docs.Query{Index: "by_protection", Equal: []any{string(state)}, From: string(from), To: string(to.AddDays(1))})
}

// StartingWith returns referrals whose customer's name, domain or number begins with a
// text, at most limit of each.
func (s Referrals) StartingWith(ctx context.Context, text string, limit int) ([]portal.Referral, error) {
	var all []portal.Referral
	key := portal.FindKey(text)
	if key == "" {
		return nil, nil
	}
	for _, index := range []string{"by_company", "by_domain", "by_number"} {
		page, err := s.scan(ctx, docs.Query{Index: index, From: key, To: key + "\U0010FFFF", Limit: limit})
		if err != nil {
			return nil, err
		}
		for _, r := range page.Rows {
			if !slices.ContainsFunc(all, func(there portal.Referral) bool { return there.ID == r.ID }) {
				all = append(all, r)
			}
		}
	}
	return all, nil
}

// DuplicatesOf returns the referrals that are duplicates of one, the newest first.
func (s Referrals) DuplicatesOf(ctx context.Context, id portal.ReferralID) ([]portal.Referral, error) {
	return s.all(ctx, docs.Query{Index: "by_duplicate", Equal: []any{string(id)}, Descending: true})
}

// OfImport returns the referrals of a file that were made since a moment.
func (s Referrals) OfImport(ctx context.Context, id portal.ImportID, since portal.Instant) ([]portal.Referral, error) {
	return s.all(ctx, docs.Query{Index: "by_import", Equal: []any{string(id)}, From: string(since)})
}

// WithDomain returns referrals of a customer's domain, for a collection that names the customer.
func (s Referrals) WithDomain(ctx context.Context, domain string) ([]portal.Referral, error) {
	return s.all(ctx, docs.Query{Index: "by_domain", Equal: []any{domain}})
}

// ChangedSince returns a page of referrals by the moment of their last change.
func (s Referrals) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.Referral], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 200, After: after})
}

// likenessScan is how many referrals are looked at for each way of being alike.
const likenessScan = 100

// Like returns referrals whose customers may be like one: those that share its name, its
// domain but for the suffix, or half of its name. [portal.Program.Alike] says which are. It
// asks the same number of times whatever there is.
func (s Referrals) Like(ctx context.Context, lead portal.Lead) ([]portal.Referral, error) {
	like := portal.LikenessOf(lead)
	heads, tails := portal.LikenessesOf(lead)
	var all []portal.Referral
	for index, values := range map[string][]string{"by_like_name": {like.Name}, "by_like_label": {like.Label}, "by_like_head": heads, "by_like_tail": tails} {
		for _, value := range values {
			if value == "" {
				continue
			}
			page, err := s.scan(ctx, docs.Query{Index: index, Equal: []any{value}, Descending: true, Limit: likenessScan})
			if err != nil {
				return nil, err
			}
			all = append(all, page.Rows...)
		}
	}
	slices.SortFunc(all, func(a, b portal.Referral) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return slices.CompactFunc(all, func(a, b portal.Referral) bool { return a.ID == b.ID }), nil
}
