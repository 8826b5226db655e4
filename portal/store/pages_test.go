package store_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tandem/portal"
	"tandem/portal/store"
)

// list is one of the lists that people page through, as ids.
type list struct {
	name string
	page func(ctx context.Context, limit int, after string) (ids []string, next string, err error)
	want []string // all of it, in order
}

func ids[T any](id func(T) string) func(store.Page[T], error) ([]string, string, error) {
	return func(page store.Page[T], err error) ([]string, string, error) {
		var list []string
		for _, row := range page.Rows {
			list = append(list, id(row))
		}
		return list, page.Next, err
	}
}

// crowd fills a store with thirteen of everything that is listed, several of them with
// the same time or name, and returns the lists.
func crowd(t *testing.T, s *store.Store) []list {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const many = 13
	var all, of1, of2, won, elite []string // ids in the order of making
	for n := range many {
		id := fmt.Sprintf("%02d", n)
		day := 1 + n/3 // three at each moment
		on := portal.Date(fmt.Sprintf("2026-03-%02d", day))
		at := portal.Instant(on + "T10:00:00.000Z")
		partner, state, tier := portal.PartnerID("p1"), portal.ReferralWon, portal.Elite
		if n%2 == 1 {
			partner, state, tier = "p2", portal.ReferralLost, portal.Core
			of2 = append(of2, id)
		} else {
			of1, won, elite = append(of1, id), append(won, id), append(elite, id)
		}
		all = append(all, id)
		_, err := s.Events.Put(t.Context(), portal.Event{ID: id, Subject: "referral:" + id, Partner: partner, Change: portal.Change{N: 1, Kind: "referral.won", At: at}})
		check(err)
		check(s.Collections.Insert(t.Context(), portal.Collection{ID: portal.CollectionID(id), Partner: partner, Referral: "r1", CollectedOn: on, At: at, Amount: portal.Amount(100, "EUR")}))
		check(s.Entries.Insert(t.Context(), portal.Entry{ID: portal.EntryID(id), Partner: partner, Kind: portal.Accrual, CollectedOn: on, PayableOn: on, At: at, Amount: portal.Amount(5, "EUR")}))
		check(s.Referrals.Insert(t.Context(), portal.Referral{ID: portal.ReferralID(id), Partner: partner, State: state, SubmittedAt: at}))
		check(s.Partners.Insert(t.Context(), portal.Partner{ID: portal.PartnerID(id), State: portal.PartnerActive, Tier: tier, EmailVerifiedAt: at, Application: portal.Application{Company: fmt.Sprint("Company ", day)}}))
		batch := portal.BatchDraft
		if n%2 == 1 {
			batch = portal.BatchPaid
		}
		check(s.Batches.Insert(t.Context(), portal.Batch{ID: portal.BatchID(id), State: batch, Currency: "EUR", At: at}))
	}
	check(s.Partners.Insert(t.Context(), portal.Partner{ID: "unconfirmed", State: portal.PartnerApplied, Tier: portal.Elite, Application: portal.Application{Company: "Company 1"}}))
	back := func(list []string) []string {
		list = slices.Clone(list)
		slices.Reverse(list)
		return list
	}
	event := ids(func(e portal.Event) string { return e.ID })
	cash := ids(func(c portal.Collection) string { return string(c.ID) })
	entry := ids(func(e portal.Entry) string { return string(e.ID) })
	referral := ids(func(r portal.Referral) string { return string(r.ID) })
	partner := ids(func(p portal.Partner) string { return string(p.ID) })
	batch := ids(func(b portal.Batch) string { return string(b.ID) })
	return []list{
		{"events", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return event(s.Events.Latest(ctx, "", limit, after))
		}, back(all)},
		{"events of a partner", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return event(s.Events.Latest(ctx, "p2", limit, after))
		}, back(of2)},
		{"events since", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return event(s.Events.Since(ctx, "2026-03-02T10:00:00.000Z", limit, after))
		}, all[3:]},
		{"collections", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return cash(s.Collections.List(ctx, "", limit, after))
		}, back(all)},
		{"collections of a partner", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return cash(s.Collections.List(ctx, "p1", limit, after))
		}, back(of1)},
		{"entries of a partner", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return entry(s.Entries.Page(ctx, "p1", limit, after))
		}, back(of1)},
		{"entries", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return entry(s.Entries.List(ctx, limit, after))
		}, back(all)},
		{"referrals", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return referral(s.Referrals.List(ctx, store.ListReferrals{Limit: limit, After: after}))
		}, back(all)},
		{"referrals of a partner", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return referral(s.Referrals.List(ctx, store.ListReferrals{Partner: "p2", Limit: limit, After: after}))
		}, back(of2)},
		{"referrals that are won", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return referral(s.Referrals.List(ctx, store.ListReferrals{State: portal.ReferralWon, Limit: limit, After: after}))
		}, back(won)},
		{"a partner's lost referrals", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return referral(s.Referrals.List(ctx, store.ListReferrals{Partner: "p2", State: portal.ReferralLost, Limit: limit, After: after}))
		}, back(of2)},
		{"partners by name", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return partner(s.Partners.List(ctx, store.ListPartners{Limit: limit, After: after}))
		}, all},
		{"partners of a tier", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return partner(s.Partners.List(ctx, store.ListPartners{Tier: portal.Elite, Limit: limit, After: after}))
		}, elite},
		{"batches", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return batch(s.Batches.List(ctx, "", limit, after))
		}, back(all)},
		{"paid batches", func(ctx context.Context, limit int, after string) ([]string, string, error) {
			return batch(s.Batches.List(ctx, portal.BatchPaid, limit, after))
		}, back(of2)},
	}
}

func TestEveryListGivesEachRowOnceHoweverItIsPaged(t *testing.T) {
	s := open(t)
	for _, l := range crowd(t, s) {
		t.Run(l.name, func(t *testing.T) {
			for _, limit := range []int{1, 2, 3, len(l.want) - 1, len(l.want), len(l.want) + 1, 100} {
				var got []string
				for after, pages := "", 1; ; pages++ {
					rows, next, err := l.page(t.Context(), limit, after)
					if err != nil || len(rows) > limit || len(rows) == 0 || pages > len(l.want) {
						t.Fatalf("page %d of %d: %v, %v", pages, limit, rows, err)
					}
					got = append(got, rows...)
					if after = next; next == "" {
						break
					}
				}
				if !slices.Equal(got, l.want) {
					t.Errorf("%d at a time: got %v, want %v", limit, got, l.want)
				}
			}
		})
	}
}

// TestACursorIsGoodForItsOwnListOnly: a page's address is typed, shared and kept, so
// a cursor may be anything. It is never another list's rows, and never a failure of ours.
func TestACursorIsGoodForItsOwnListOnly(t *testing.T) {
	s := open(t)
	lists := crowd(t, s)
	cursors := map[string]string{
		"a word": "yesterday", "base64 of nothing": base64.RawURLEncoding.EncodeToString([]byte("{}")), "a long one": strings.Repeat("A", 5000), "a NUL": "\x00",
	}
	for _, l := range lists {
		_, next, err := l.page(t.Context(), 3, "")
		if err != nil || next == "" {
			t.Fatalf("%s: %q, %v", l.name, next, err)
		}
		cursors["of "+l.name] = next
		cursors["cut, of "+l.name] = next[:len(next)-2]
	}
	for _, l := range lists {
		for name, cursor := range cursors {
			rows, _, err := l.page(t.Context(), 3, cursor)
			if name == "of "+l.name {
				if err != nil || !slices.Equal(rows, l.want[3:min(6, len(l.want))]) {
					t.Errorf("%s, its own second page: %v, %v", l.name, rows, err)
				}
				continue
			}
			if portal.KindOf(err) != portal.NotFound || len(rows) > 0 {
				t.Errorf("%s with the cursor %s: %v, %v; want NotFound", l.name, name, rows, err)
			}
		}
	}
}

// TestRowsThatComeAndGoBetweenPagesMoveNoOther is what a person sees who turns the
// page while others work.
func TestRowsThatComeAndGoBetweenPagesMoveNoOther(t *testing.T) {
	s := open(t)
	lists := crowd(t, s)
	l := lists[slices.IndexFunc(lists, func(l list) bool { return l.name == "referrals" })]
	first, next, err := l.page(t.Context(), 5, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []portal.Referral{
		{ID: "new", Partner: "p1", State: portal.ReferralSubmitted, SubmittedAt: "2026-03-30T10:00:00.000Z"},
		{ID: "old", Partner: "p1", State: portal.ReferralSubmitted, SubmittedAt: "2026-02-01T10:00:00.000Z"},
	} {
		if err := s.Referrals.Insert(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	last, err := s.Referrals.Get(t.Context(), portal.ReferralID(first[4])) // on which the cursor stands
	if err != nil {
		t.Fatal(err)
	}
	last.SubmittedAt = "2026-01-01T10:00:00.000Z"
	if _, err := s.Referrals.Save(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	rest, end, err := l.page(t.Context(), 100, next)
	if want := append(slices.Clone(l.want[5:]), "old", first[4]); err != nil || end != "" || !slices.Equal(rest, want) {
		t.Errorf("the second page is %v, %v; want %v", rest, err, want)
	}
}

// TestEveryPartnerThatFitsIsFoundOnce looks at a few at a time and shows fewer.
func TestEveryPartnerThatFitsIsFoundOnce(t *testing.T) {
	s := open(t)
	crowd(t, s)
	for _, c := range []struct{ looked, most, step int }{{1, 1, 1}, {3, 1, 1}, {3, 2, 2}, {5, 2, 3}, {13, 4, 1}, {100, 1, 1}, {100, 100, 1}, {4, 4, 5}} {
		fits := func(p portal.Partner) bool {
			var n int
			_, err := fmt.Sscan(strings.TrimLeft(string(p.ID), "0"), &n)
			return (err != nil || n%c.step == 0) && p.ID != "unconfirmed"
		}
		var got, want []string
		for n := 0; n < 13; n += c.step {
			want = append(want, fmt.Sprintf("%02d", n))
		}
		for after, pages := "", 0; ; pages++ {
			page, err := s.Partners.Find(t.Context(), store.ListPartners{Limit: c.looked, After: after}, c.most, fits)
			if err != nil || len(page.Rows) > c.most || pages > 20 {
				t.Fatalf("%+v, page %d: %d rows, %v", c, pages, len(page.Rows), err)
			}
			for _, p := range page.Rows {
				got = append(got, string(p.ID))
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v: found %v, want %v", c, got, want)
		}
	}
}
