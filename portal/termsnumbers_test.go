package portal

import (
	"maps"
	"strings"
	"testing"
)

func changedLines(before, after Terms) string {
	var lines []string
	for _, c := range ChangedNumbers(before, after) {
		lines = append(lines, strings.Join([]string{c.Package, c.Lever, c.Tier.Name(), c.Before, c.Value}, "|"))
	}
	return strings.Join(lines, "\n")
}

func TestChangedNumbersAreListedWithTheirUnits(t *testing.T) {
	before := leverTerms()
	if got := changedLines(before, before); got != "" {
		t.Errorf("a version differs from itself: %s", got)
	}
	after := leverTerms()
	after.Effective, after.ProtectDays, after.BaseMonths = "2026-07-01", 1, 24
	after.BaseShare = maps.Clone(before.BaseShare)
	after.BaseShare[Core] = MustRate("4.5%")
	after.Boost, after.Targets = nil, nil
	after.DealCap = eur(150_000)
	after.Milestones = maps.Clone(before.Milestones)
	after.Milestones[Core] = Milestone{6, eur(50_000)}
	after.Packages = map[string]Package{"hospitality": {Levers: Levers{ReferralBonus: map[Tier]Money{Core: eur(20_000)}, ReferralDays: 120}}}
	want := strings.Join([]string{
		"|Applies from||1 January 2026|1 July 2026",
		"|Base share of collected revenue|Core|4%|4.5%",
		"|A contract earns for||12 months|24 months",
		"|Quarterly boost|Elite|4%|none", "|Quarterly boost|High|3%|none", "|Quarterly boost|Core|2%|none", "|Quarterly boost|Experimental|2%|none",
		"|Quarterly target|Elite|€80,000.00|none", "|Quarterly target|High|€40,000.00|none", "|Quarterly target|Core|€30,000.00|none", "|Quarterly target|Experimental|€20,000.00|none",
		"|Milestone: deals in a year|Core|5 deals|6 deals",
		"|Most for one deal||none|€1,500.00",
		"|A lead is protected for||none|1 day",
		"hospitality|Referral bonus|Core|none|€200.00",
		"hospitality|Referral bonus: won within||none|120 days",
	}, "\n")
	if got := changedLines(before, after); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	back := changedLines(after, before)
	for _, line := range []string{"hospitality|Referral bonus|Core|€200.00|none", "|Most for one deal||€1,500.00|none", "|Base share of collected revenue|Core|4.5%|4%"} {
		if !strings.Contains(back, line) {
			t.Errorf("the other way round lacks %q:\n%s", line, back)
		}
	}
}
