package portal

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/govalues/decimal"
	"pgregory.net/rapid"
)

// review is a partner of long standing with every score at one value.
func review(id string, tier Tier, score string, earned ...Tier) Reviewed {
	r := Reviewed{Partner: PartnerID(id), Since: "2024-01-01", Tier: tier, Scored: true, Scores: scores(score, score, score, score, score)}
	for i, t := range earned {
		r.Earned = append(r.Earned, EarnedTier{Quarter: Quarter("2025-Q1").Add(i), Tier: t})
	}
	return r
}

// among adds partners of low composite, so that the one tested is among the best fifth of five.
func among(r Reviewed) []Reviewed {
	all := []Reviewed{r}
	for i := range 4 {
		all = append(all, review(fmt.Sprintf("z%d", i), Experimental, "0"))
	}
	return all
}

func of(id PartnerID, all []Assignment) Assignment {
	return all[slices.IndexFunc(all, func(a Assignment) bool { return a.Partner == id })]
}

func TestTierFollowsTheRules(t *testing.T) {
	uneven := func(r Reviewed, texts ...string) Reviewed { r.Scores = scores(texts...); return r }
	for _, c := range []struct {
		name    string
		in      Reviewed
		earned  Tier
		tier    Tier
		outcome TierOutcome
	}{
		{"top and both axes at 6", review("a", High, "6"), Elite, Elite, TierPromoted},
		{"both axes just below 6", review("a", High, "5.9"), High, High, TierKept},
		{"both axes at 5", review("a", Core, "5"), High, High, TierPromoted},
		{"both axes just below 5", review("a", Core, "4.9"), Core, Core, TierKept},
		{"composite at 4", review("a", Experimental, "4"), Core, Core, TierPromoted},
		{"composite just below 4", review("a", Experimental, "3.9"), Experimental, Experimental, TierKept},
		{"two tiers up at once", review("a", Experimental, "9"), Elite, Elite, TierPromoted},
		{"fit high, revenue below 5", uneven(review("a", Core, "0"), "10", "10", "4", "4", "10"), Core, Core, TierKept},
		{"revenue high, fit below 5", uneven(review("a", Core, "0"), "4", "4", "10", "10", "4"), Core, Core, TierKept},
		{"revenue exactly 5 by its weights", uneven(review("a", Core, "0"), "6", "6", "5", "5", "6"), High, High, TierPromoted},
		{"first quarter below", review("a", High, "4"), Core, High, TierWarned},
		{"second quarter below", review("a", High, "4", Core), Core, Core, TierDemoted},
		{"second in a row, not ever", review("a", High, "4", Core, High), Core, High, TierWarned},
		{"down to the better of the two", review("a", Elite, "1", High), Experimental, High, TierDemoted},
		{"down to the better, which is now", review("a", Elite, "5", Experimental), High, High, TierDemoted},
		{"below after a demotion, counting the same quarters", review("a", High, "1", High, Core), Experimental, Core, TierDemoted},
		{"up after a warning", review("a", High, "7", Core), Elite, Elite, TierPromoted},
		{"new, whatever the score", Reviewed{Partner: "a", Since: "2026-01-15", Tier: Experimental, Scored: true, Scores: scores("9", "9", "9", "9", "9")}, Experimental, Experimental, TierKept},
		{"90 days old", Reviewed{Partner: "a", Since: "2026-01-01", Tier: Experimental, Scored: true, Scores: scores("9", "9", "9", "9", "9")}, Elite, Elite, TierPromoted},
		{"not scored", Reviewed{Partner: "a", Since: "2024-01-01", Tier: High}, High, High, TierNotScored},
	} {
		got := of("a", policy.AssignTiers("2026-Q1", "2026-04-01", among(c.in)))
		if got.Earned != c.earned || got.Tier != c.tier || got.Outcome != c.outcome || got.Before != c.in.Tier || got.Why == "" {
			t.Errorf("%s: earned %s, now %s, %s (%s); want %s, %s, %s", c.name, got.Earned, got.Tier, got.Outcome, got.Why, c.earned, c.tier, c.outcome)
		}
	}
}

func TestEliteIsTheBestFifth(t *testing.T) {
	elites := func(n int) int {
		var all []Reviewed
		for i := range n {
			all = append(all, review(fmt.Sprintf("p%03d", i), Core, "9"))
		}
		got := 0
		for _, a := range policy.AssignTiers("2026-Q1", "2026-04-01", all) {
			got += boolean(a.Tier == Elite)
		}
		return got
	}
	for n, want := range map[int]int{1: 1, 4: 1, 5: 1, 6: 2, 10: 2, 11: 3, 40: 8} {
		if got := elites(n); got != want {
			t.Errorf("of %d equals %d are Elite, want %d", n, got, want)
		}
	}
}

func TestTiesGoToRevenueThenAgeThenID(t *testing.T) {
	a, b, c, d := review("a", Core, "7"), review("b", Core, "7"), review("c", Core, "7"), review("d", Core, "7")
	c.Collected = 100
	b.Since = "2023-12-31"
	var got []string
	for _, x := range policy.AssignTiers("2026-Q1", "2026-04-01", []Reviewed{a, b, c, d}) {
		got = append(got, string(x.Partner))
	}
	if diff := cmp.Diff([]string{"c", "b", "a", "d"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestReviewSaysWhyInASentence(t *testing.T) {
	all := policy.AssignTiers("2026-Q1", "2026-04-01", among(review("a", High, "4", Core)))
	want := "Two quarters in a row were below High: composite 4.00, strategic fit 4.00, revenue potential 4.00 in Q1 2026."
	if got := of("a", all).Why; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	warned := of("a", policy.AssignTiers("2026-Q1", "2026-04-01", among(review("a", High, "4"))))
	if !strings.HasSuffix(warned.Why, "The tier stays for now; a further quarter below lowers it.") {
		t.Errorf("got %q", warned.Why)
	}
}

func drawReviewed(t *rapid.T, id string) Reviewed {
	r := review(id, rapid.SampledFrom(Tiers).Draw(t, "tier"), "0")
	for _, p := range policy.Parameters {
		r.Scores[p.Key] = decimal.MustNew(rapid.Int64Range(0, 100).Draw(t, p.Key), 1)
	}
	r.Collected = rapid.Int64Range(0, 3).Draw(t, "collected")
	r.Since = Date("2025-12-01").AddDays(rapid.IntRange(0, 60).Draw(t, "since"))
	r.Scored = rapid.IntRange(0, 9).Draw(t, "scored") > 0
	for i := range rapid.IntRange(0, 3).Draw(t, "quarters") {
		r.Earned = append(r.Earned, EarnedTier{Quarter: Quarter("2025-Q1").Add(i), Tier: rapid.SampledFrom(Tiers).Draw(t, "earned")})
	}
	return r
}

var sameDecimals = cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })

func TestTiersKnowNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := make([]Reviewed, rapid.IntRange(0, 15).Draw(t, "partners"))
		for i := range all {
			all[i] = drawReviewed(t, fmt.Sprintf("p%02d", i))
		}
		want := policy.AssignTiers("2026-Q1", "2026-02-28", all)
		got := policy.AssignTiers("2026-Q1", "2026-02-28", rapid.Permutation(all).Draw(t, "order"))
		if diff := cmp.Diff(want, got, sameDecimals); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestABetterScoreNeverGivesAWorseTier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := make([]Reviewed, rapid.IntRange(1, 12).Draw(t, "partners"))
		for i := range all {
			all[i] = drawReviewed(t, fmt.Sprintf("p%02d", i))
		}
		before := of("p00", policy.AssignTiers("2026-Q1", "2026-02-28", all))
		better := Scores{}
		for _, p := range policy.Parameters {
			up := exact(all[0].Scores[p.Key].Add(decimal.MustNew(rapid.Int64Range(0, 50).Draw(t, "more"), 1)))
			better[p.Key] = up.Min(decimal.Ten)
		}
		all[0].Scores = better
		after := of("p00", policy.AssignTiers("2026-Q1", "2026-02-28", all))
		if after.Earned.Number() > before.Earned.Number() || after.Tier.Number() > before.Tier.Number() || after.Place > before.Place {
			t.Fatalf("before %+v, after %+v", before, after)
		}
	})
}

func TestTierMovesDownOnlyWhenWarnedBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawReviewed(t, "a")
		r.Scored = true
		a := of("a", policy.AssignTiers("2026-Q1", "2026-12-31", among(r)))
		down := a.Tier.Number() > r.Tier.Number()
		warned := len(r.Earned) > 0 && r.Earned[len(r.Earned)-1].Tier.Number() > r.Tier.Number()
		if down != (a.Outcome == TierDemoted) || down && !warned {
			t.Fatalf("from %s with %v: %+v", r.Tier, r.Earned, a)
		}
		if a.Earned.Number() < r.Tier.Number() && a.Tier != a.Earned {
			t.Fatalf("a promotion to %s ended at %s", a.Earned, a.Tier)
		}
	})
}
