package portal

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/govalues/decimal"
	"pgregory.net/rapid"
)

func TestGapNamesTheCheapestChanges(t *testing.T) {
	for _, c := range []struct {
		name   string
		scores Scores
		tier   Tier
		top    bool
		to     Tier
		keep   bool
		top2   bool
		steps  map[string]string
		others []string
	}{
		// composite 3.5: 0.5 missing, 2 points of a parameter that weighs 0.25; reach alone takes 2.5, the others 0.5/0.15 = 3.4
		{
			"to Core by the heaviest parameter", scores("3.5", "3.5", "3.5", "3.5", "3.5"), Experimental, false, Core, false, false,
			map[string]string{"industry": "from 3.5 to 5.5"},
			[]string{"fit", "reach", "readiness", "performance"},
		},
		// revenue axis 4: 0.35 missing, 1.75 points of reach, in tenths 1.8; performance alone takes 0.35/0.15 = 2.4
		{
			"to High on one axis", scores("6", "6", "4", "4", "6"), Core, false, High, false, false,
			map[string]string{"reach": "from 4.0 to 5.8"},
			[]string{"performance"},
		},
		// fit 4: 0.65 missing, 2.6 points of industry; revenue as above
		{
			"to High on both axes", scores("4", "4", "4", "4", "4"), Core, false, High, false, false,
			map[string]string{"industry": "from 4.0 to 6.6", "reach": "from 4.0 to 5.8"},
			nil,
		},
		// revenue: 6x0.35 - (9x0.2 + 0) = 0.3 missing; reach has one point of room (0.2), the rest 0.1/0.15 = 0.7
		{
			"one parameter is not enough", scores("8", "8", "9", "0", "8"), High, true, Elite, false, false,
			map[string]string{"reach": "from 9.0 to 10.0", "performance": "from 0.0 to 0.7"},
			[]string{"performance"},
		},
		{"only the place is missing", scores("8", "8", "8", "8", "8"), High, false, Elite, false, true, map[string]string{}, nil},
		{"below its tier", scores("4.9", "5", "5", "5", "5"), High, false, High, true, false, map[string]string{"industry": "from 4.9 to 5.0"}, []string{"fit", "readiness"}},
		{"nothing missing", scores("7", "7", "7", "7", "7"), Core, false, High, false, false, map[string]string{}, nil},
	} {
		got, ok := policy.Gap(c.scores, c.tier, c.top, "2024-01-01", "2026-04-01")
		steps, others := map[string]string{}, []string(nil)
		for _, s := range got.Steps {
			steps[s.Key] = s.Text()
		}
		for _, s := range got.Others {
			others = append(others, s.Key)
		}
		if !ok || got.To != c.to || got.Keep != c.keep || got.NeedsTop != c.top2 {
			t.Errorf("%s: got %t, to %s, keep %t, top %t", c.name, ok, got.To, got.Keep, got.NeedsTop)
		}
		if diff := cmp.Diff(c.steps, steps); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if diff := cmp.Diff(c.others, others); diff != "" {
			t.Errorf("%s, others: %s", c.name, diff)
		}
	}
}

func TestGapEndsAtElite(t *testing.T) {
	if _, ok := policy.Gap(scores("9", "9", "9", "9", "9"), Elite, true, "2024-01-01", "2026-04-01"); ok {
		t.Error("there is a tier above Elite")
	}
	got, ok := policy.Gap(scores("9", "9", "3", "3", "9"), Elite, true, "2024-01-01", "2026-04-01")
	if !ok || !got.Keep || got.To != Elite {
		t.Errorf("below Elite: got %+v", got)
	}
}

func TestGapOfANewPartnerHasADay(t *testing.T) {
	got, _ := policy.Gap(scores("9", "9", "9", "9", "9"), Experimental, true, "2026-03-01", "2026-04-01")
	if got.NewUntil != "2026-05-30" {
		t.Errorf("got %s, want 2026-05-30", got.NewUntil)
	}
	if got, _ := policy.Gap(scores("1", "1", "1", "1", "1"), Experimental, false, "2025-03-01", "2026-04-01"); got.NewUntil != "" {
		t.Errorf("an older partner: got %s", got.NewUntil)
	}
}

func TestTakingTheStepsOfAGapIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawReviewed(t, "a")
		top := rapid.Bool().Draw(t, "top")
		gap, ok := policy.Gap(r.Scores, r.Tier, top, "2020-01-01", "2026-04-01")
		if !ok {
			return
		}
		raised := Scores{}
		for k, v := range r.Scores {
			raised[k] = v
		}
		for _, step := range gap.Steps {
			if step.Need.Cmp(decimal.Ten) > 0 || !step.Points.IsPos() || !raised[step.Key].Equal(step.Now) {
				t.Fatalf("%s %s", step.Key, step.Text())
			}
			raised[step.Key] = step.Need
		}
		if got := policy.Earn(raised, top || gap.NeedsTop, false); got.Number() > gap.To.Number() {
			t.Fatalf("all steps end at %s, not %s: %+v", got, gap.To, gap.Steps)
		}
		for i := range gap.Steps { // and each of them is needed: a tenth less is not enough
			less := Scores{}
			for k, v := range raised {
				less[k] = v
			}
			less[gap.Steps[i].Key] = exact(gap.Steps[i].Need.Sub(decimal.MustParse("0.1")))
			if got := policy.Earn(less, top || gap.NeedsTop, false); got.Number() <= gap.To.Number() && i == len(gap.Steps)-1 {
				t.Fatalf("a tenth less of %s still reaches %s", gap.Steps[i].Key, got)
			}
		}
		for _, other := range gap.Others {
			alone := Scores{}
			for k, v := range r.Scores {
				alone[k] = v
			}
			alone[other.Key] = other.Need
			if got := policy.Earn(alone, top || gap.NeedsTop, false); got.Number() > gap.To.Number() {
				t.Fatalf("%s alone ends at %s, not %s", other.Key, got, gap.To)
			}
		}
	})
}
