package portal

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOverrideHoldsUntilItsLastDay(t *testing.T) {
	p := active(t) // Experimental since 5 March 2026
	p, err := p.OverrideTier(High, "2026-06-30", "Launch partner of the ferry bundle.", manager, moment("2026-04-10 10:00"), "2026-04-10")
	if err != nil {
		t.Fatal(err)
	}
	p = p.ApplyTier(Assignment{Partner: "p-1", Quarter: "2026-Q1", Before: Experimental, Earned: Core, Tier: Core, Outcome: TierPromoted, Why: "Reached."}, System("Tier review"), moment("2026-05-02 10:00"), "2026-05-02")
	if p.Tier != High || p.ScorecardTier("2026-05-02") != Core {
		t.Errorf("a review beneath an override: tier %s, scorecard %s", p.Tier, p.ScorecardTier("2026-05-02"))
	}
	for day, want := range map[Date]Tier{
		"2026-03-04": Experimental, "2026-04-09": Experimental, "2026-04-10": High, "2026-05-02": High, "2026-06-30": High, "2026-07-01": Core,
	} {
		if got := p.TierOn(day); got != want {
			t.Errorf("%s: got %s, want %s", day, got, want)
		}
	}
	want := []TierFrom{{"2026-03-05", Experimental}, {"2026-04-10", High}, {"2026-07-01", Core}}
	if diff := cmp.Diff(want, p.TierHistory()); diff != "" {
		t.Error(diff)
	}
	if _, ok := p.RefreshTier(System("Tiers"), moment("2026-06-30 10:00"), "2026-06-30"); ok {
		t.Error("refreshed before the override ended")
	}
	next, ok := p.RefreshTier(System("Tiers"), moment("2026-07-01 00:10"), "2026-07-01")
	if !ok || next.Tier != Core {
		t.Errorf("after its end: got %t, %s", ok, next.Tier)
	}
	if _, again := next.RefreshTier(System("Tiers"), moment("2026-07-02 00:10"), "2026-07-02"); again {
		t.Error("refreshed twice")
	}
}

func TestOverrideCanBeLiftedAndReplaced(t *testing.T) {
	p, err := active(t).OverrideTier(High, "2026-06-30", "One.", manager, moment("2026-04-10 10:00"), "2026-04-10")
	if err != nil {
		t.Fatal(err)
	}
	replaced, err := p.OverrideTier(Elite, "2026-05-31", "Two.", manager, moment("2026-04-20 10:00"), "2026-04-20")
	if err != nil || replaced.TierOn("2026-04-19") != High || replaced.TierOn("2026-05-31") != Elite || replaced.TierOn("2026-06-01") != Experimental {
		t.Errorf("replaced: %v, %v", err, replaced.TierHistory())
	}
	lifted, err := p.LiftOverride("It was a mistake.", manager, moment("2026-04-20 10:00"), "2026-04-20")
	if err != nil || lifted.Tier != Experimental || lifted.TierOn("2026-04-19") != High || p.TierOn("2026-04-20") != High {
		t.Errorf("lifted: %v, %v", err, lifted.TierHistory())
	}
	if _, err := lifted.LiftOverride("Again.", manager, moment("2026-04-21 10:00"), "2026-04-21"); KindOf(err) != Conflict {
		t.Errorf("lifted twice: got %v, want a conflict", err)
	}
	sameDay, err := p.LiftOverride("At once.", manager, moment("2026-04-10 11:00"), "2026-04-10")
	if err != nil || sameDay.TierOn("2026-04-10") != Experimental {
		t.Errorf("lifted on its first day: %v, %s", err, sameDay.TierOn("2026-04-10"))
	}
}

func TestOverrideNeedsReasonAndEnd(t *testing.T) {
	for name, try := range map[string]func(Partner) (Partner, error){
		"no reason": func(p Partner) (Partner, error) {
			return p.OverrideTier(High, "2026-06-30", " ", manager, moment("2026-04-10 10:00"), "2026-04-10")
		},
		"no end": func(p Partner) (Partner, error) {
			return p.OverrideTier(High, "", "Why.", manager, moment("2026-04-10 10:00"), "2026-04-10")
		},
		"in the past": func(p Partner) (Partner, error) {
			return p.OverrideTier(High, "2026-04-09", "Why.", manager, moment("2026-04-10 10:00"), "2026-04-10")
		},
		"too long": func(p Partner) (Partner, error) {
			return p.OverrideTier(High, "2028-04-15", "Why.", manager, moment("2026-04-10 10:00"), "2026-04-10")
		},
		"no tier": func(p Partner) (Partner, error) {
			return p.OverrideTier("gold", "2026-06-30", "Why.", manager, moment("2026-04-10 10:00"), "2026-04-10")
		},
	} {
		if _, err := try(active(t)); KindOf(err) != Invalid {
			t.Errorf("%s: got %v, want Invalid", name, err)
		}
	}
}

func TestReviewIsAppliedOnce(t *testing.T) {
	a := Assignment{Partner: "p-1", Quarter: "2026-Q1", Before: Experimental, Earned: Core, Tier: Core, Outcome: TierPromoted, Why: "Reached."}
	p := active(t).ApplyTier(a, manager, moment("2026-04-02 10:00"), "2026-04-02")
	again := p.ApplyTier(a, manager, moment("2026-04-03 10:00"), "2026-04-03")
	if p.Tier != Core || len(p.Earned) != 1 || len(again.Tiers) != len(p.Tiers) || len(again.History) != len(p.History) {
		t.Errorf("got %s, %v; again %v", p.Tier, p.Earned, again.Tiers)
	}
	warned := p.ApplyTier(Assignment{Partner: "p-1", Quarter: "2026-Q2", Earned: Experimental, Tier: Core, Outcome: TierWarned, Why: "Below."}, manager, moment("2026-07-02 10:00"), "2026-07-02")
	if warned.Tier != Core || warned.ReasonOf(PartnerTierWarnedEvent) != "Below." {
		t.Errorf("got %s, %q", warned.Tier, warned.ReasonOf(PartnerTierWarnedEvent))
	}
	if other := p.ApplyTier(Assignment{Partner: "p-2", Quarter: "2026-Q3", Outcome: TierPromoted, Tier: Elite}, manager, moment("2026-07-02 10:00"), "2026-07-02"); other.Tier != Core {
		t.Error("another partner's assignment was applied")
	}
	if none := p.ApplyTier(Assignment{Partner: "p-1", Quarter: "2026-Q3", Outcome: TierNotScored}, manager, moment("2026-07-02 10:00"), "2026-07-02"); len(none.Earned) != 1 {
		t.Error("a quarter without a scorecard counts")
	}
}
