package store_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"tandem/portal"
	"tandem/portal/store"
)

// TestWhatWaitsComesByItsClock: of the same state, the least time left first; a
// moment belongs to what begins with it.
func TestWhatWaitsComesByItsClock(t *testing.T) {
	s := open(t)
	for id, r := range map[portal.ReferralID]portal.Referral{
		"late":     {State: portal.ReferralSubmitted, AnswerBy: minute(1), ProtectedUntil: "2026-03-10"},
		"soon":     {State: portal.ReferralSubmitted, AnswerBy: minute(2), ProtectedUntil: "2026-03-11"},
		"later":    {State: portal.ReferralSubmitted, AnswerBy: minute(3), ProtectedUntil: "2026-03-12"},
		"answered": {State: portal.ReferralAccepted, AnswerBy: minute(0), ProtectedUntil: "2026-03-09"},
		"for ever": {State: portal.ReferralSubmitted, AnswerBy: minute(4)}, // without protection: a duplicate that came back
	} {
		r.ID, r.Partner, r.Domain = id, "p1", "miramar.pt"
		if err := s.Referrals.Insert(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	names := func(list []portal.Referral, err error) (ids []portal.ReferralID) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			ids = append(ids, r.ID)
		}
		return ids
	}
	if got := names(s.Referrals.Waiting(t.Context(), portal.ReferralSubmitted, 2)); !slices.Equal(got, []portal.ReferralID{"late", "soon"}) {
		t.Errorf("waiting: %v", got)
	}
	for before, want := range map[portal.Date][]portal.ReferralID{
		"2026-03-10": nil, "2026-03-11": {"late"}, "2026-03-12": {"late", "soon"}, "2099-01-01": {"late", "soon", "later"},
	} {
		if got := names(s.Referrals.Unprotected(t.Context(), portal.ReferralSubmitted, before, 10)); !slices.Equal(got, want) {
			t.Errorf("unprotected before %s: %v, want %v", before, got, want)
		}
	}
	for limit, want := range map[int]int{1: 1, 3: 3, 4: 4, 50: 4} {
		if n, err := s.Referrals.CountState(t.Context(), portal.ReferralSubmitted, limit); err != nil || n != want {
			t.Errorf("counted up to %d: %d, %v; want %d", limit, n, err, want)
		}
	}
	if got := names(s.Referrals.WithDomain(t.Context(), "miramar.pt")); len(got) != 5 {
		t.Errorf("of the domain: %v", got)
	}
	if got := names(s.Referrals.WithDomain(t.Context(), "mira")); got != nil {
		t.Errorf("of half a domain: %v", got)
	}
	if _, err := s.Referrals.Of(t.Context(), "p2", "late"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another partner's referral: %v, want NotFound", err)
	}
}

// TestNothingSinceAMomentIsLeftOut goes beyond one page of what recovery reads.
func TestNothingSinceAMomentIsLeftOut(t *testing.T) {
	s := open(t)
	const many = 430 // two full pages and a part, two changes at each moment
	for n := range many {
		at := portal.Instant(fmt.Sprintf("2026-03-01T10:%02d:%02d.000Z", n/120, n/2%60))
		p := portal.Partner{
			ID: portal.PartnerID(fmt.Sprintf("%03d", n)), State: portal.PartnerActive, StateAt: at, Code: fmt.Sprint("code-", n),
			History: []portal.Change{{N: 1, Kind: portal.PartnerAppliedEvent, At: "2026-01-01T00:00:00.000Z"}, {N: 2, Kind: portal.PartnerActivatedEvent, At: at}},
		}
		if err := s.Partners.Insert(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	for from, want := range map[portal.Instant]int{
		"": many, "2026-03-01T10:00:00.000Z": many, "2026-03-01T10:00:00.001Z": many - 2, "2026-03-01T10:03:34.000Z": 2, "2026-03-01T10:03:34.001Z": 0,
	} {
		seen := map[portal.PartnerID]bool{}
		for after, pages := "", 0; ; pages++ {
			page, err := s.Partners.ChangedSince(t.Context(), from, after)
			if err != nil || pages > 3 {
				t.Fatalf("page %d: %v", pages, err)
			}
			for _, p := range page.Rows {
				if seen[p.ID] {
					t.Errorf("%s comes twice", p.ID)
				}
				seen[p.ID] = true
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if len(seen) != want {
			t.Errorf("since %s: %d of %d", from, len(seen), want)
		}
	}
	if all, err := s.Partners.InState(t.Context(), portal.PartnerActive); err != nil || len(all) != many || all[0].ID != "000" || all[many-1].ID != "429" {
		t.Errorf("of the state: %d, %v", len(all), err)
	}
	if p, err := s.Partners.ByCode(t.Context(), "code-17"); err != nil || p.ID != "017" {
		t.Errorf("by code: %s, %v", p.ID, err)
	}
	for _, code := range []string{"", "code-1x", "CODE-17"} {
		if p, err := s.Partners.ByCode(t.Context(), code); portal.KindOf(err) != portal.NotFound {
			t.Errorf("by the code %q: %s, %v", code, p.ID, err)
		}
	}
}

func TestSeveralAreReadInTheOrderAsked(t *testing.T) {
	s := open(t)
	for _, id := range []portal.PartnerID{"a", "b", "c"} {
		if err := s.Partners.Insert(t.Context(), portal.Partner{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Partners.GetMany(t.Context(), []portal.PartnerID{"c", "nobody", "a", "c"})
	if err != nil || len(got) < 2 || got[0].ID != "c" || got[1].ID != "a" {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := s.Partners.GetMany(t.Context(), nil); err != nil || got != nil {
		t.Errorf("of nobody: %+v, %v", got, err)
	}
}

func TestScorecardsComeByQuarter(t *testing.T) {
	s := open(t)
	for _, quarter := range []portal.Quarter{"2025-Q4", "2026-Q1", "2026-Q3"} {
		card, err := s.Scorecards.Put(t.Context(), portal.Scorecard{Partner: "p1", Quarter: quarter})
		if err != nil || card.Version != 1 {
			t.Fatalf("%s: version %d, %v", quarter, card.Version, err)
		}
	}
	if _, err := s.Scorecards.Put(t.Context(), portal.Scorecard{Partner: "p2", Quarter: "2026-Q1"}); err != nil {
		t.Fatal(err)
	}
	for until, want := range map[portal.Quarter][]portal.Quarter{
		"2025-Q3": nil, "2025-Q4": {"2025-Q4"}, "2026-Q2": {"2026-Q1", "2025-Q4"}, "2026-Q3": {"2026-Q3", "2026-Q1"},
	} {
		cards, err := s.Scorecards.Of(t.Context(), "p1", until, 2)
		var got []portal.Quarter
		for _, card := range cards {
			got = append(got, card.Quarter)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("until %s: %v, %v; want %v", until, got, err, want)
		}
	}
	for until, want := range map[portal.Quarter][]portal.Quarter{
		"2025-Q3": nil, "2026-Q2": {"2026-Q1", "2025-Q4"}, "2026-Q4": {"2026-Q3", "2026-Q1", "2025-Q4"},
		"2028-Q1": {"2026-Q3"},                       // two years back and no further
		"2031-Q1": {"2026-Q3", "2026-Q1", "2025-Q4"}, // but rather old ones than none
	} {
		cards, err := s.Scorecards.Recent(t.Context(), "p1", until)
		var got []portal.Quarter
		for _, card := range cards {
			got = append(got, card.Quarter)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("recent until %s: %v, %v; want %v", until, got, err, want)
		}
	}
	if cards, err := s.Scorecards.InQuarter(t.Context(), "2026-Q1"); err != nil || len(cards) != 2 || cards[0].Partner != "p1" {
		t.Errorf("in the quarter: %+v, %v", cards, err)
	}
	first, err := s.Scorecards.Get(t.Context(), portal.Scorecard{Partner: "p1", Quarter: "2026-Q1"}.ID())
	if err != nil {
		t.Fatal(err)
	}
	if saved, err := s.Scorecards.Put(t.Context(), first); err != nil || saved.Version != 2 {
		t.Errorf("again: version %d, %v", saved.Version, err)
	}
	if _, err := s.Scorecards.Put(t.Context(), first); portal.KindOf(err) != portal.Conflict {
		t.Errorf("from an old version: %v, want Conflict", err)
	}
	if _, err := s.Scorecards.Put(t.Context(), portal.Scorecard{Partner: "p1", Quarter: "2026-Q1"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("as if there was none: %v, want Conflict", err)
	}
	if _, err := s.Reviews.Last(t.Context()); portal.KindOf(err) != portal.NotFound {
		t.Errorf("before any review: %v, want NotFound", err)
	}
	for _, quarter := range []portal.Quarter{"2026-Q1", "2025-Q4"} {
		if err := s.Reviews.Insert(t.Context(), store.Review{Quarter: quarter}); err != nil {
			t.Fatal(err)
		}
	}
	if last, err := s.Reviews.Last(t.Context()); err != nil || last.Quarter != "2026-Q1" || last.Version != 1 {
		t.Errorf("the last review is %+v, %v", last, err)
	}
}

// TestTheLaterFoldOfFiguresWins: two processes fold at once; whoever writes last has
// looked last, so nothing that either saw is missing.
func TestTheLaterFoldOfFiguresWins(t *testing.T) {
	s := open(t)
	var mu sync.Mutex
	facts := 0
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			mu.Lock()
			facts++
			mu.Unlock()
			err := s.Summaries.Write(t.Context(), "p1", func() (portal.Summary, error) {
				mu.Lock()
				defer mu.Unlock()
				return portal.Summary{Partner: "p1", Referrals: map[portal.ReferralState]int{portal.ReferralWon: facts}}, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	got, err := s.Summaries.Read(t.Context(), "p1")
	if err != nil || got.Referrals[portal.ReferralWon] != 20 {
		t.Errorf("the figures are %+v, %v", got.Referrals, err)
	}
	if err := s.Summaries.Write(t.Context(), "", func() (portal.Summary, error) { return portal.Summary{}, nil }); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Summaries.Partners(t.Context()); err != nil || len(all) != 1 || all[0].Partner != "p1" {
		t.Errorf("the partners' figures are %+v, %v", all, err)
	}
	if none, err := s.Summaries.Read(t.Context(), "p2"); err != nil || len(none.Referrals) != 0 {
		t.Errorf("of a partner without facts: %+v, %v", none, err)
	}
	failed := fmt.Errorf("the facts cannot be read")
	if err := s.Summaries.Write(t.Context(), "p1", func() (portal.Summary, error) { return portal.Summary{}, failed }); err != failed {
		t.Errorf("a fold that fails: %v", err)
	}
	if got, err := s.Summaries.Read(t.Context(), "p1"); err != nil || got.Referrals[portal.ReferralWon] != 20 {
		t.Errorf("after a fold that failed: %+v, %v", got.Referrals, err)
	}
}

func TestASettingIsReadAsItWasWritten(t *testing.T) {
	s := open(t)
	kept := "left alone"
	if err := s.Settings.Read(t.Context(), "mark", &kept); err != nil || kept != "left alone" {
		t.Errorf("without one: %q, %v", kept, err)
	}
	for _, value := range []string{"first", "", "ümläut & <b>"} {
		if err := s.Settings.Write(t.Context(), "mark", value); err != nil {
			t.Fatal(err)
		}
		if err := s.Settings.Read(t.Context(), "mark", &kept); err != nil || kept != value {
			t.Errorf("got %q, %v; want %q", kept, err, value)
		}
	}
	var number int
	if err := s.Settings.Read(t.Context(), "mark", &number); err == nil {
		t.Error("a word is read as a number")
	}
	if err := s.Settings.Write(t.Context(), "mark", func() {}); err == nil {
		t.Error("what has no JSON is written")
	}
}

// TestAnEndedContextEndsTheWork: a person who went away, a process that stops.
func TestAnEndedContextEndsTheWork(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, err := range map[string]error{
		"read":   second(s.Partners.Get(ctx, "p1")),
		"list":   second(s.Partners.List(ctx, store.ListPartners{Limit: 1})),
		"insert": s.Partners.Insert(ctx, portal.Partner{ID: "p1"}),
		"count":  second(s.Partners.CountState(ctx, portal.PartnerActive, 1)),
		"change": s.Limits.Change(ctx, "x", func(t portal.Tries) (portal.Tries, bool) { return t, true }),
	} {
		if err == nil || portal.KindOf(err) == portal.NotFound || portal.KindOf(err) == portal.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
