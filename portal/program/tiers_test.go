package program

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// scored gives a partner's scorecard of a quarter one value in everything a manager sets.
func (h *house) scored(t testing.TB, by portal.Actor, id portal.PartnerID, quarter portal.Quarter, value string) {
	t.Helper()
	in := portal.SetInput{Values: map[string]string{}}
	for _, parameter := range h.Rules.Scorecard.Parameters {
		if !parameter.Computed {
			in.Values[parameter.Key] = value
		}
	}
	if _, err := h.SetScorecard(t.Context(), by, id, quarter, in); err != nil {
		t.Fatalf("score %s: %v", id, err)
	}
}

// cash stores a collection of a partner as finance would have recorded it.
func (h *house) cash(t testing.TB, id portal.PartnerID, external string, minor int64, on portal.Date) {
	t.Helper()
	c, err := portal.NewCollection(portal.CollectionInput{ExternalID: external, Amount: portal.Amount(minor, "EUR"), CollectedOn: on},
		portal.Deal{Referral: "r-" + portal.ReferralID(id), Partner: id, Customer: "Hotel Miramar", ContractStart: "2026-01-01"}, portal.System("test"), h.Now(), h.Today())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Collections.Put(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

func (h *house) tierOf(t testing.TB, id portal.PartnerID) portal.Tier {
	t.Helper()
	partner, err := h.store.Partners.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return partner.TierOn(h.Today())
}

// goTo moves the clock to noon of a day.
func (h *house) goTo(day portal.Date) {
	next := day.In(h.Rules.Zone).Add(12 * time.Hour)
	h.now.Store(&next)
}

func TestQuartersMoveTiersUpAtOnceAndDownAfterAWarning(t *testing.T) {
	t.Parallel()
	h := newHouse(t) // 2 March 2026
	manager := h.manager(t)
	a, member := h.company(t, "Alpha")
	b, _ := h.company(t, "Beta")
	c, _ := h.company(t, "Gamma")
	h.goTo("2026-07-02")
	h.scored(t, manager, a.ID, "2026-Q2", "9")
	h.scored(t, manager, b.ID, "2026-Q2", "6")
	h.cash(t, a.ID, "INV-1", 900000, "2026-05-10")
	h.cash(t, b.ID, "INV-2", 400000, "2026-05-10")

	// a: 9 in all but performance, which is 10 of three partners; both axes above 6, and the best.
	// b: 6 and performance 5: revenue (6x0.20 + 5x0.15)/0.35 = 5.57, not among the best fifth.
	review, err := h.TierReview(t.Context(), manager, "2026-Q2")
	if err != nil || len(review.Rows) != 3 || review.Scored != 2 || !review.Open || !review.Ended || review.Rows[0].Company != "Alpha" || review.Rows[0].Earned != portal.Elite {
		t.Fatalf("draft: %+v, %v", review, err)
	}
	if h.tierOf(t, a.ID) != portal.Experimental {
		t.Error("looking at a review changed a tier")
	}
	if err := h.CloseQuarter(t.Context(), manager, "2026-Q2"); err != nil {
		t.Fatal(err)
	}
	if ta, tb, tc := h.tierOf(t, a.ID), h.tierOf(t, b.ID), h.tierOf(t, c.ID); ta != portal.Elite || tb != portal.High || tc != portal.Experimental {
		t.Errorf("after Q2: %s, %s, %s", ta, tb, tc)
	}
	page, err := h.Tier(t.Context(), member, "")
	if err != nil || page.Last == nil || page.Last.Place != 0 || page.Last.Of != 0 || page.Tier != portal.Elite {
		t.Errorf("the partner reads %+v, %v", page.Last, err)
	}
	var performance string
	for _, row := range page.Rows {
		if row.Computed {
			performance = row.Value.Text() + " " + row.Value.Why
		}
	}
	if performance != "10.0 €9,000.00 collected in four quarters, €0.00 in the four before" {
		t.Errorf("performance reads %q", performance)
	}

	h.goTo("2026-10-02")
	h.scored(t, manager, a.ID, "2026-Q3", "2")
	if err := h.CloseQuarter(t.Context(), manager, "2026-Q3"); err != nil {
		t.Fatal(err)
	}
	if h.tierOf(t, a.ID) != portal.Elite {
		t.Error("the first quarter below lowered the tier")
	}
	h.goTo("2027-01-04")
	if err := h.CloseQuarter(t.Context(), manager, "2026-Q4"); err != nil {
		t.Fatal(err)
	}
	if got := h.tierOf(t, a.ID); got == portal.Elite {
		t.Errorf("two quarters below left it %s", got)
	}
	partner, err := h.store.Partners.Get(t.Context(), a.ID)
	if err != nil || partner.TierOn("2026-07-01") != portal.Experimental || partner.TierOn("2026-12-31") != portal.Elite || len(partner.Earned) != 3 {
		t.Errorf("history %v, earned %v, %v", partner.TierHistory(), partner.Earned, err)
	}
	events, err := h.Timeline(t.Context(), partner.Subject())
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, e := range events {
		kinds[e.Kind]++
	}
	if kinds[portal.PartnerTierEvent] < 2 || kinds[portal.PartnerTierWarnedEvent] != 1 {
		t.Errorf("events %v", kinds)
	}
}

func TestReviewIsClosedOnceAndAppliedToTheEnd(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	managers := []portal.Actor{h.manager(t), h.manager(t), h.manager(t)}
	var ids []portal.PartnerID
	for i := range 4 {
		partner, _ := h.company(t, fmt.Sprint("Partner ", i))
		ids = append(ids, partner.ID)
	}
	h.goTo("2026-07-02")
	for i, id := range ids {
		h.scored(t, managers[0], id, "2026-Q2", fmt.Sprint(4+i))
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	closed := 0
	for _, m := range managers {
		wg.Go(func() {
			err := h.CloseQuarter(t.Context(), m, "2026-Q2")
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				closed++
			} else if portal.KindOf(err) != portal.Conflict {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if closed != 1 {
		t.Errorf("closed %d times", closed)
	}
	for _, id := range ids {
		partner, err := h.store.Partners.Get(t.Context(), id)
		if err != nil || len(partner.Earned) != 1 {
			t.Errorf("%s: earned %v, %v", id, partner.Earned, err)
		}
	}
	if _, err := h.SetScorecard(t.Context(), managers[0], ids[0], "2026-Q2", portal.SetInput{Note: "late"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a closed quarter took a value: %v", err)
	}
	if err := h.CloseQuarter(t.Context(), managers[0], "2026-Q3"); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a running quarter was closed: %v", err)
	}
	if next, err := h.ReviewQuarter(t.Context()); err != nil || next != "2026-Q3" {
		t.Errorf("the next review is of %s, %v", next, err)
	}
}

func TestACrashInAReviewIsFinishedByTheDuty(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	manager := h.manager(t)
	a, _ := h.company(t, "Alpha")
	b, _ := h.company(t, "Beta")
	h.goTo("2026-07-02")
	h.scored(t, manager, a.ID, "2026-Q2", "9")
	h.scored(t, manager, b.ID, "2026-Q2", "8")
	review, err := h.draftReview(t.Context(), manager, "2026-Q2")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.Reviews.Insert(t.Context(), review); err != nil { // and here the process stops
		t.Fatal(err)
	}
	// What happens afterwards does not change what was assigned.
	h.goTo("2026-07-03")
	h.cash(t, b.ID, "INV-9", 99_000_000, "2026-06-10")
	for range 2 {
		if err := h.RefreshTiers(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, assigned := range review.Assignments {
		partner, err := h.store.Partners.Get(t.Context(), assigned.Partner)
		if err != nil || partner.ScorecardTier(h.Today()) != assigned.Tier || len(partner.Earned) != 1 || partner.TierOn("2026-07-02") != assigned.Tier {
			t.Errorf("%s is %s, assigned %s (%v)", partner.Company, partner.ScorecardTier(h.Today()), assigned.Tier, err)
		}
		card, err := h.store.Scorecards.Get(t.Context(), portal.ScorecardID(assigned.Partner, "2026-Q2"))
		if err != nil || card.Result == nil || card.Result.Tier != assigned.Tier {
			t.Errorf("%s: scorecard %+v, %v", partner.Company, card.Result, err)
		}
	}
	if last, err := h.store.Reviews.Last(t.Context()); err != nil || !last.Applied {
		t.Errorf("applied %t, %v", last.Applied, err)
	}
}

func TestOverrideEndsByItself(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	manager := h.manager(t)
	a, member := h.company(t, "Alpha")
	admin := h.person(t, "boss@alpha.com", a.ID, portal.PartnerAdmin)
	h.mail(t)
	if err := h.OverrideTier(t.Context(), manager, a.ID, portal.High, h.Today().AddDays(30), "Launch partner."); err != nil {
		t.Fatal(err)
	}
	if letters := h.mail(t); len(letters) != 1 || letters[0].To != admin.Email || !strings.Contains(letters[0].Subject, "Tier 2 High") {
		t.Errorf("letters %+v", letters)
	}
	page, err := h.Tier(t.Context(), member, "")
	if err != nil || page.Tier != portal.High || page.Beneath != portal.Experimental || page.Override == nil {
		t.Errorf("got %s over %s, %v", page.Tier, page.Beneath, err)
	}
	h.wait(31 * 24 * time.Hour)
	for range 2 {
		if err := h.RefreshTiers(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	partner, err := h.store.Partners.Get(t.Context(), a.ID)
	if err != nil || partner.Tier != portal.Experimental {
		t.Errorf("after its end: %s, %v", partner.Tier, err)
	}
	list, err := h.store.Partners.List(t.Context(), store.ListPartners{Tier: portal.Experimental, Limit: 10})
	if err != nil || len(list.Rows) != 1 {
		t.Errorf("the list by tier has %d, %v", len(list.Rows), err)
	}
	if err := h.LiftTierOverride(t.Context(), manager, a.ID, "Again."); portal.KindOf(err) != portal.Conflict {
		t.Errorf("lifted though none holds: %v", err)
	}
}

func TestTiersAreManagersWork(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, member := h.company(t, "Alpha")
	b, _ := h.company(t, "Beta")
	finance := portal.Actor{User: "u-f", Roles: []portal.Role{portal.Finance}}
	for name, try := range map[string]func(portal.Actor) error{
		"scorecard": func(by portal.Actor) error {
			_, err := h.SetScorecard(t.Context(), by, a.ID, "2026-Q1", portal.SetInput{Values: map[string]string{"reach": "10"}})
			return err
		},
		"review": func(by portal.Actor) error { _, err := h.TierReview(t.Context(), by, "2026-Q1"); return err },
		"close":  func(by portal.Actor) error { return h.CloseQuarter(t.Context(), by, "2025-Q4") },
		"override": func(by portal.Actor) error {
			return h.OverrideTier(t.Context(), by, a.ID, portal.Elite, "2026-12-31", "Me.")
		},
		"lift": func(by portal.Actor) error { return h.LiftTierOverride(t.Context(), by, a.ID, "Me.") },
	} {
		for _, by := range []portal.Actor{member, finance} {
			if err := try(by); portal.KindOf(err) != portal.Forbidden {
				t.Errorf("%s by %v: got %v, want Forbidden", name, by.Roles, err)
			}
		}
	}
	if _, err := h.Tier(t.Context(), member, b.ID); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another partner's tier: %v", err)
	}
	manager := h.manager(t)
	for _, quarter := range []portal.Quarter{"2027-Q1", "2026", "", "2026-Q5"} {
		if _, err := h.TierReview(t.Context(), manager, quarter); portal.KindOf(err) != portal.NotFound {
			t.Errorf("a review of %q: %v", quarter, err)
		}
	}
}
