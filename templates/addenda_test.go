package templates

import "tandem/portal"

func addendumExamples(page Page) []View {
	lines := []portal.AddendumLine{{Label: "When it counts", Text: "From 1 July 2026."}, {Label: "Base share", Text: "7% at Tier 3 Core."}}
	wrong := Failed(map[string][]string{"why": {""}}, &portal.Error{Message: "One field needs your attention.", Fields: map[string]string{"why": "Say why."}})
	tiers := []Option{{Value: "share_elite", Label: "Tier 1 Elite"}, {Value: "share_core", Label: "Tier 3 Core"}}
	one := AddendumPage{
		Page: page, Back: "/desk/partners/p1/addenda", BackTo: "Addenda", Base: "/desk/partners/p1/addenda/1", Partner: "Casa Lumen", State: Pill{Kind: "warn", Text: "Waits for approval"},
		Lines: lines, SHA256: "00ff", Facts: []Fact{{Label: "Proposed", Text: "Lena Ortiz, 1 July 2026"}},
	}
	approves, accepts, withdraws := one, one, one
	approves.Approves, approves.Form = true, wrong
	accepts.Accepts, accepts.CompanyNav = true, CompanyNav{Tabs: []Link{{Label: "Terms", Href: "/company/terms", Current: true}}}
	withdraws.Withdraws, withdraws.Note = true, "You proposed it, so another person approves it."
	ends, ending := one, one
	ends.Ends, ends.EndsAfter = true, "1 August 2026"
	ending.EndWaits, ending.EndsAfter, ending.EndYes, ending.EndDrops = "Lena Ortiz proposed to end it: the fair is over.", "1 August 2026", true, true
	return []View{
		ends, ending,
		Addenda{Page: page, Base: "/desk/partners/p1/addenda", Back: "/desk/partners/p1", Partner: "Casa Lumen", Add: true, Rows: []AddendumRow{{Name: "A-1", Href: "/desk/partners/p1/addenda/1", State: Pill{Kind: "ok", Text: "In force"}, Says: "Base share", Counts: "from 1 July 2026"}}},
		Addenda{Page: page, Base: "/desk/partners/p1/addenda", Back: "/desk/partners/p1", Partner: "Casa Lumen"},
		AddendumForm{Page: page, Base: "/desk/partners/p1/addenda", Partner: "Casa Lumen", Tiers: tiers, Currency: "EUR", Form: Failed(map[string][]string{"from": {"x"}}, &portal.Error{Message: "One field needs your attention.", Fields: map[string]string{"from": "Write the first day."}})},
		AddendumForm{Page: page, Base: "/desk/partners/p1/addenda", Partner: "Casa Lumen", Tiers: tiers, Currency: "EUR", Preview: lines},
		approves, accepts, withdraws, one,
	}
}
