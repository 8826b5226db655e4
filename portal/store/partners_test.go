package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
	"tandem/portal/store"
)

func partner(id portal.PartnerID, company string, state portal.PartnerState, at portal.Instant) portal.Partner {
	return portal.Partner{
		ID: id, State: state, StateAt: at, Code: "code-" + string(id), Tier: portal.Core, EmailVerifiedAt: at,
		Application: portal.Application{Company: company, Markets: []string{"PT"}, Audience: 12},
		History:     []portal.Change{{N: 1, Kind: portal.PartnerAppliedEvent, At: at, ByName: "Ana"}},
	}
}

func TestPartnersAreListedByNameAndWaitByTime(t *testing.T) {
	s := open(t)
	for _, p := range []portal.Partner{
		partner("1", "bravo", portal.PartnerInReview, "2026-03-02T10:00:00.000Z"),
		partner("2", "Alfa", portal.PartnerInReview, "2026-03-03T10:00:00.000Z"),
		partner("3", "Charlie", portal.PartnerActive, "2026-03-01T10:00:00.000Z"),
	} {
		if err := s.Partners.Insert(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	names := func(rows []portal.Partner) (names []string) {
		for _, p := range rows {
			names = append(names, p.Company)
		}
		return names
	}
	page, err := s.Partners.List(t.Context(), store.ListPartners{Limit: 10})
	if diff := cmp.Diff([]string{"Alfa", "bravo", "Charlie"}, names(page.Rows)); diff != "" || err != nil {
		t.Error(diff, err)
	}
	page, err = s.Partners.List(t.Context(), store.ListPartners{State: portal.PartnerInReview, Limit: 1})
	if diff := cmp.Diff([]string{"Alfa"}, names(page.Rows)); diff != "" || err != nil || page.Next == "" {
		t.Error(diff, err, page.Next)
	}
	waiting, err := s.Partners.Waiting(t.Context(), portal.PartnerInReview, 5)
	if diff := cmp.Diff([]string{"bravo", "Alfa"}, names(waiting)); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if n, err := s.Partners.CountState(t.Context(), portal.PartnerInReview, 100); n != 2 || err != nil {
		t.Errorf("in review: %d, %v", n, err)
	}
	if p, err := s.Partners.ByCode(t.Context(), "code-3"); err != nil || p.ID != "3" {
		t.Errorf("by code: %s, %v", p.ID, err)
	}
	for _, code := range []string{"", "nobody"} {
		if _, err := s.Partners.ByCode(t.Context(), code); portal.KindOf(err) != portal.NotFound {
			t.Errorf("by code %q: %v, want NotFound", code, err)
		}
	}
	changed, err := s.Partners.ChangedSince(t.Context(), "2026-03-02T10:00:00.000Z", "")
	if diff := cmp.Diff([]string{"bravo", "Alfa"}, names(changed.Rows)); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// TestPartnersAreFoundAPageAtATime goes through a list with a filter that no index
// knows: nobody is left out or shown twice, wherever a page ends.
func TestPartnersAreFoundAPageAtATime(t *testing.T) {
	s := open(t)
	var want []portal.PartnerID
	for i := range 23 {
		p := partner(portal.PartnerID(fmt.Sprintf("p%02d", i)), fmt.Sprintf("Company %02d", i), portal.PartnerActive, "2026-03-02T10:00:00.000Z")
		switch {
		case i%5 == 4:
			p.EmailVerifiedAt = "" // nobody confirmed it: it is in no list
		case i%2 == 0:
			p.Country = "PT"
			want = append(want, p.ID)
		}
		if err := s.Partners.Insert(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	portuguese := func(p portal.Partner) bool {
		if p.EmailVerifiedAt == "" {
			t.Errorf("%s is not confirmed and is listed", p.ID)
		}
		return p.Country == "PT"
	}
	for _, test := range []struct{ look, most int }{{1, 1}, {3, 2}, {6, 1}, {6, 3}, {23, 4}, {100, 100}} {
		var got []portal.PartnerID
		for after, pages := "", 0; ; pages++ {
			page, err := s.Partners.Find(t.Context(), store.ListPartners{State: portal.PartnerActive, Limit: test.look, After: after}, test.most, portuguese)
			if err != nil || len(page.Rows) > test.most || pages > 30 {
				t.Fatalf("%+v: page %d has %d rows, %v", test, pages, len(page.Rows), err)
			}
			for _, p := range page.Rows {
				got = append(got, p.ID)
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v: %s", test, diff)
		}
	}
}

func TestAPartnerSeesOnlyItsOwnReferrals(t *testing.T) {
	s := open(t)
	for i, owner := range []portal.PartnerID{"p1", "p1", "p2"} {
		r := portal.Referral{
			ID: portal.ReferralID(rune('a' + i)), Partner: owner, State: portal.ReferralSubmitted,
			SubmittedAt: portal.Instant("2026-03-0" + string(rune('1'+i)) + "T10:00:00.000Z"), ProtectedUntil: portal.Date("2026-06-0" + string(rune('1'+i))),
			AnswerBy: portal.Instant("2026-03-0" + string(rune('9'-i)) + "T10:00:00.000Z"), Lead: portal.Lead{Domain: "hotel.example"},
		}
		if err := s.Referrals.Insert(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	ids := func(rows []portal.Referral) (ids string) {
		for _, r := range rows {
			ids += string(r.ID)
		}
		return ids
	}
	if page, err := s.Referrals.List(t.Context(), store.ListReferrals{Partner: "p1", Limit: 10}); err != nil || ids(page.Rows) != "ba" {
		t.Errorf("p1 sees %q, %v", ids(page.Rows), err)
	}
	if page, err := s.Referrals.List(t.Context(), store.ListReferrals{Partner: "p1", State: portal.ReferralWon, Limit: 10}); err != nil || len(page.Rows) != 0 {
		t.Errorf("p1 won %q, %v", ids(page.Rows), err)
	}
	if r, err := s.Referrals.Of(t.Context(), "p2", "c"); err != nil || r.ID != "c" {
		t.Errorf("its own: %v, %v", r.ID, err)
	}
	if r, err := s.Referrals.Of(t.Context(), "p2", "a"); portal.KindOf(err) != portal.NotFound || r.ID != "" {
		t.Errorf("another's: %v, %v; want NotFound and nothing of it", r.ID, err)
	}
	if rows, err := s.Referrals.Waiting(t.Context(), portal.ReferralSubmitted, 2); err != nil || ids(rows) != "cb" {
		t.Errorf("waiting: %q, %v", ids(rows), err)
	}
	if rows, err := s.Referrals.Unprotected(t.Context(), portal.ReferralSubmitted, "2026-06-02", 5); err != nil || ids(rows) != "a" {
		t.Errorf("unprotected: %q, %v", ids(rows), err)
	}
}

func TestCursorThatNobodyGaveIsNoPage(t *testing.T) {
	s := open(t)
	if _, err := s.Partners.List(t.Context(), store.ListPartners{Limit: 5, After: "page2"}); portal.KindOf(err) != portal.NotFound {
		t.Errorf("got %v", err)
	}
}
