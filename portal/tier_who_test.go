package portal

import "testing"

func TestWhoIsInATierFollowsTheProgramsNumbers(t *testing.T) {
	policy := ScorecardPolicy{EliteShare: MustRate("20%"), EliteAxis: 6, HighAxis: 5, CoreScore: 4, NewDays: 90}
	for tier, want := range map[Tier]string{
		Elite:        "The top 20% of active partners, with at least 6 on both axes of the scorecard.",
		High:         "Partners with at least 5 on both axes of the scorecard.",
		Core:         "Partners whose weighted score is at least 4 of 10.",
		Experimental: "Partners in their first 90 days, and those below Core.",
		"gold":       "",
	} {
		if got := policy.Who(tier); got != want {
			t.Errorf("%s: got %q, want %q", tier, got, want)
		}
	}
}
