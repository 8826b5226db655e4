package templates

import (
	"testing"

	"tandem/portal"
)

// partnersExamples are filled views of the pages where staff decide applications and look after partners.
func partnersExamples(page Page) []View {
	failed := func(field string) Form {
		return Failed(map[string][]string{field: {"x"}}, portal.Problems{field: "Say why."}.Err().(*portal.Error))
	}
	at := portal.Instant("2026-03-11T10:00:00.000Z")
	steps := []Step{{Text: "Applied.", Quote: "why", At: at, When: "11 Mar 2026"}}
	facts := []Fact{{Label: "Website", Text: "casa.pt", Href: "https://casa.pt"}, {Label: "Contact", Text: "Marta"}}
	staff := []Option{{Value: "u1", Label: "Lena Ortiz"}}
	criteria := []CriterionField{{Key: "market_reach", Label: "Market reach", Weight: "25%", Measure: "Audience.", Scale: []int{0, 5, 10}, Value: "5", Problem: "Score it.", Levels: []LevelLine{{Range: "0–4", Width: 5, Text: "None."}, {Range: "5–10", Width: 6, Text: "Good.", Mine: true}}}}
	board := &ScoreBoard{
		Text: "6.62", Raters: 2, Place: 1, Of: 4, Percentile: 100, Top: true, Rows: []ScoreRow{{Bar: Bar{Label: "Market reach", Text: "6.5", Value: 65, Max: 100}, By: "Lena 5, Tom 8", Disagree: true}},
		Notes: []RaterNote{{By: "Tom", When: "11 Mar", Text: "Strong."}},
	}
	sprint := &OnboardingCard{CanTick: true, Onboarding: portal.Onboarding{
		Started: true, Day: 3, Days: 14, Done: 1, Total: 3, Overdue: 1, Lanes: []portal.LaneProgress{{
			Lane: portal.Lane{Name: "Partner success"}, Done: 1, Tasks: []portal.TaskProgress{
				{TaskPlan: portal.TaskPlan{Key: "a", Title: "Profile"}, State: portal.TaskDone, DoneAt: at, ByName: "Marta"},
				{TaskPlan: portal.TaskPlan{Key: "b", Title: "Brand kit"}, State: portal.TaskOverdue, Due: "2026-03-01"},
				{TaskPlan: portal.TaskPlan{Key: "c", Title: "Terms"}, State: portal.TaskOpen, Due: "2026-03-20"},
			},
		}},
	}}
	full := PartnerPage{
		Page: page, Base: "/desk/partners/p1", Company: "Casa Lumen", Lead: "Tier 3 Core", State: Pill{Kind: "ok", Text: "Active"}, Version: 4,
		Figures: []Figure{{Label: "Owed", Value: "€10.00", Note: "nothing held", Help: "Earned."}}, Facts: facts, Said: "Hello", Onboarding: sprint,
		ReferralsAt: "/desk/referrals", Referrals: []ReferralRow{{Company: "Hotel Miramar", Href: "/desk/referrals/r1", State: Pill{Kind: "ok", Text: "Won"}, Value: "€100.00", Owner: "Lena", Until: ""}},
		Balances: []Balance{{Lines: []Fact{{Label: "Held", Text: "€10.00"}}, Total: Fact{Label: "Earned", Text: "€10.00"}}}, EarningsAt: "/desk/partners/p1/earnings",
		Terms: []AcceptedRow{{Version: "standard-2026-07", By: "Marta", When: "11 Mar"}}, Score: "7.20", ReviewAt: "/desk/applications/p1", TierSteps: steps, TierAt: "/desk/tiers/p1",
		People: []PersonLine{{Name: "Marta", Email: "m@x.com", Roles: "Partner admin", State: Pill{Kind: "ok", Text: "Active"}, Seen: "today"}}, Steps: steps, Earlier: steps,
		Acts: true, Staff: staff, CanAssign: true, CanStart: true, CanPause: true, CanResume: true, CanEnd: true,
	}
	wrong := func(put func(*PartnerPage)) PartnerPage {
		page := full
		put(&page)
		return page
	}
	done := full
	done.Onboarding = &OnboardingCard{Onboarding: portal.Onboarding{Started: true, Complete: true, OnTime: true, Total: 1, Done: 1}}
	return []View{
		Application{Page: page, Base: "/desk/applications/p1", Company: "Casa Lumen", State: Pill{Kind: "info", Text: "In review"}, Clock: &Pill{Kind: "warn", Text: "Answer: 2 h"}, Version: 3, Facts: facts, Said: "Hi", Warnings: []string{"Look."}, Answer: "A third.", Scores: true, Criteria: criteria, Rated: true, Score: board, Decides: true, Staff: staff, Steps: steps},
		Application{Page: page, Company: "Casa Lumen", Facts: []Fact{{Label: "Website", Text: "lumen.pt", Href: "https://lumen.pt", Was: "casa.pt"}}, SaidBefore: "Hello", Asked: "How many?", Scores: true, Criteria: criteria, Rating: failed("market_reach"), Decides: true},
		Application{Page: page, Company: "Casa Lumen", Decides: true, Approve: failed("specialist")},
		Application{Page: page, Company: "Casa Lumen", Decides: true, Ask: failed("question")},
		Application{Page: page, Company: "Casa Lumen", Decides: true, Decline: failed("reason")},
		Application{Page: page, Company: "Casa Lumen", PartnerAt: "/desk/partners/p1", Score: &ScoreBoard{Text: "1.00", Raters: 1, Of: 1}},
		Partners{Page: page, CSV: "/desk/partners.csv", States: staff, Tiers: staff, Rows: []PartnerRow{{Company: "Casa Lumen", Href: "/desk/partners/p1", Domain: "casa.pt", State: Pill{Kind: "ok", Text: "Active"}, Since: "11 March 2026", Tier: "Core"}}, Pager: Pager{First: "/desk/partners", Next: "/desk/partners?after=x"}},
		Partners{Page: page, InviteAt: "/desk/invitations", Filtered: true, CSV: "/x"},
		Partners{Page: page, InviteAt: "/desk/invitations", Filtered: true, More: true, CSV: "/x"},
		Partners{Page: page, InviteAt: "/desk/invitations", CSV: "/x"},
		full, done, wrong(func(p *PartnerPage) { p.Assign = failed("specialist") }), wrong(func(p *PartnerPage) { p.Start = failed("activate_reason") }),
		wrong(func(p *PartnerPage) { p.Pause = failed("pause_reason") }), wrong(func(p *PartnerPage) { p.Resume = failed("resume_reason") }), wrong(func(p *PartnerPage) { p.End = failed("end_reason") }),
		PartnerPage{Page: page, Company: "Casa Lumen"},
	}
}

func TestScaleMarksTheScoreThatWasGiven(t *testing.T) {
	for value, want := range map[string]int{"0": 0, "7": 7, "10": 10} {
		for n := range 11 {
			if got := (CriterionField{Value: value}).Chosen(n); got != (n == want) {
				t.Errorf("%s: %d is chosen: %t", value, n, got)
			}
		}
	}
	if (CriterionField{}).Chosen(0) {
		t.Error("no score shows as 0")
	}
}
