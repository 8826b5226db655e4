package templates

import "tandem/portal"

func exampleDiff() *TermsDiff {
	words := portal.PassageChange{Edit: portal.EditChanged, Words: []portal.Stretch{{Text: "Protected for"}, {Edit: portal.EditRemoved, Text: "20"}, {Edit: portal.EditAdded, Text: "30"}, {Text: "days."}}}
	return &TermsDiff{
		Before: "v1", After: "v2", Numbers: []NumberRow{{Lever: "Base share", Tier: "Core", Before: "4%", After: "5%"}, {Lever: "Least payout", Package: "Transport", Before: "none", After: "€50.00"}},
		Sections: []DiffSection{{Heading: portal.PassageChange{Heading: true, Words: []portal.Stretch{{Text: "2. Leads"}}}, Passages: []portal.PassageChange{words}, Kept: 2}, {Passages: []portal.PassageChange{words}, Kept: 1}},
		Same:     []string{"1. What you do"},
	}
}

func termsExamples(page Page) []View {
	versions := []Option{{Value: "v2", Label: "v2"}, {Value: "v1", Label: "v1"}}
	row := WhatIfRow{Key: "base", Label: "Base share", Old: "€1.00", New: "€2.00", Delta: Pill{Kind: "ok", Text: "+€1.00"}}
	return []View{
		TermsBook{Page: page, Version: "v2", Versions: versions, TryAt: "/desk/whatif", CSV: "/desk/terms/accepted.csv?version=v2", Remind: true, Open: 1, Accepted: 1, Addenda: []AddendumRow{{Name: "Casa Lumen, A-1", Href: "/desk/partners/p1/addenda/1", State: Pill{Kind: "warn", Text: "Waits for approval"}}}, Rows: []TermsVersionRow{
			{Version: "v2", Title: "Second", State: Pill{Kind: "ok", Text: "In force"}, From: "2026-07-01", Read: "/program/terms/v2", Compare: "/desk/terms/compare?from=v1&to=v2", Effect: "/desk/terms/effect?version=v2", SHA256: "00ff"},
			{Version: "v1", From: "2025-09-01", Until: "2026-06-30", Read: "/program/terms/v1", Effect: "/desk/terms/effect?version=v1"},
		}, Members: []AcceptorRow{{Company: "Casa Lumen", Href: "/desk/partners/p1", State: Pill{Kind: "ok", Text: "Accepted"}, By: "Marta", When: "1 July", SHA256: "00ff"}, {Company: "Bluewater", Href: "/desk/partners/p2", Holds: "v1", Due: "1 July 2026", Reminded: "28 June 2026"}, {Company: "New", Href: "/desk/partners/p3"}}},
		TermsBook{Page: page, Version: "v1", Open: 1, Pauses: true, CSV: "/desk/terms/accepted.csv?version=v1"},
		TermsCompare{Page: page, Base: "/desk/terms", Back: "Terms", Versions: versions, Diff: exampleDiff()},
		TermsCompare{Page: page, Base: "/company/terms", Back: "Terms", CompanyNav: CompanyNav{Tabs: []Link{{Label: "Terms", Href: "/company/terms", Current: true}}}, Versions: versions, Diff: &TermsDiff{Before: "v1", After: "v1"}},
		TermsCompare{Page: page, Base: "/company/terms", Back: "Terms"},
		TermsEffect{Page: page, Versions: versions, CSV: "/desk/terms/effect.csv?version=v2", Result: &EffectResult{
			Version: "v2", From: "2026-01-01", To: "2026-12-31", Totals: []WhatIfRow{row}, Rules: []WhatIfRow{row}, More: 1,
			Partners: []EffectRow{{WhatIfRow: WhatIfRow{Label: "Casa Lumen", Href: "/desk/partners/p1/earnings"}, Under: "v1", Rules: []WhatIfRow{row}}},
		}},
		TermsEffect{Page: page, CSV: "/desk/terms/effect.csv?version=v2", Result: &EffectResult{}},
		TermsEffect{Page: page, Form: Failed(map[string][]string{"from": {"x"}}, &portal.Error{Message: "One field needs your attention.", Fields: map[string]string{"from": "Choose the first day."}})},
	}
}
