package templates

import "tandem/portal"

// tierExamples are filled views of the pages about tiers.
func tierExamples(page Page) []View {
	row := TierRow{Bar: Bar{Label: "Industry alignment", Text: "7.5", Value: 75, Max: 100}, Weight: "25%", Axis: "Strategic fit", Who: "Lena Ortiz, 12 March 2026", Why: "Ferry bundle."}
	lift := TierLift{Name: "Industry alignment", Text: "from 4.0 to 6.6", How: "Show us where your customers and ours overlap."}
	gap := &TierGap{Lead: "To reach Tier 2 High:", Steps: []TierLift{lift}, Others: []TierLift{lift}, Note: "And be among the best fifth."}
	figures := []Figure{{Label: "Composite", Value: "6.30", Note: "of 10"}}
	step := []Step{{Text: "Promoted", Quote: "Why", At: page.Now, When: "Lena Ortiz, 12 Mar 2026"}}
	failed := func(field string) Form {
		return Failed(map[string][]string{field: {"x"}}, &portal.Error{Kind: portal.Invalid, Message: "One field needs your attention.", Fields: map[string]string{field: "Something is wrong."}})
	}
	review := ReviewRow{Company: "Bluewater", Href: "/desk/tiers/p1?quarter=2026-Q1", Place: "1", Today: "Tier 2 High", Override: "30 June 2026", Composite: "6.30", Fit: "6.69", Revenue: "5.57", Earned: "Elite", Outcome: Pill{"ok", "Promoted"}}
	card := Scorecard{
		Page: page, Partner: "Bluewater", PartnerAt: "/desk/partners/p1", Base: "/desk/tiers/p1", Quarter: "2026-Q1", Label: "Q1 2026", Today: "Tier 2 High",
		Rows:     []ScoreField{{Key: "reach", Name: "Reach", Weight: "20%", Source: "Set by your manager", Who: "Lena Ortiz, 12 March 2026"}, {Key: "fit", Name: "Fit", Weight: "25%", Source: "Set"}},
		Computed: []TierRow{row}, Figures: figures, Result: "Kept.", Gap: gap, Tiers: []Option{{Value: "high", Label: "Tier 2 High"}}, Steps: step,
	}
	over, bad, badLift := card, card, card
	over.Override, over.Closed, over.Gap, over.Steps, over.Result = "Tier 1 Elite until 30 June 2026.", true, nil, nil, ""
	bad.Form, bad.Set = failed("reach"), Form{}
	badLift.Override, badLift.Lift = "Tier 1 Elite until 30 June 2026.", failed("reason")
	badSet := card
	badSet.Set = failed("until")
	return []View{
		Tier{Page: page, Label: "Tier 4 Experimental"},
		Tier{Page: page, Label: "Tier 3 Core", Banner: "Warned.", Quarter: "Q1 2026", Figures: figures, Rows: []TierRow{row}, Gap: gap, Ladder: []TierStep{{Label: "Tier 1 Elite", Needs: "The best.", Share: "6%", Current: true}}, Steps: step},
		TierReview{Page: page, Quarter: "2026-Q1", Label: "Q1 2026", Quarters: []Option{{Value: "2026-Q1", Label: "Q1 2026"}}, CanClose: true, Figures: figures, Rows: []ReviewRow{review}},
		TierReview{Page: page, Quarter: "2026-Q1", Label: "Q1 2026", Closed: "by Lena Ortiz", Rows: []ReviewRow{{Company: "Beta", Href: "/desk/tiers/p2", Outcome: Pill{"", "Not scored"}}}},
		TierReview{Page: page, Quarter: "2026-Q1", Label: "Q1 2026", Ends: "31 March 2026", Form: failed("quarter")},
		card, over, bad, badLift, badSet,
	}
}
