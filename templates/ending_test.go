package templates

import "tandem/portal"

func endingExamples(page Page) []View {
	wrong := Failed(map[string][]string{"reason": {""}}, &portal.Error{Message: "One field needs your attention.", Fields: map[string]string{"reason": "Say why."}})
	free := Ending{
		Page: page, Back: "/company/terms", BackTo: "Terms", Base: "/company/ending", Lead: "Nobody has given notice.", State: Pill{Kind: "ok", Text: "Active"}, CompanyNav: CompanyNav{Tabs: []Link{{Label: "Terms", Href: "/company/terms", Current: true}}},
		What: portal.WhatEnds("2026-06-30"), Now: []Fact{{Label: "Open referrals", Text: "3"}}, Other: "Northwind Stays", LastDay: "30 June 2026", Reads: "Northwind Stays reads this.", Gives: true,
	}
	failed, given, reader := free, free, free
	failed.Form = wrong
	given.Gives, given.Withdraws, given.Facts = false, true, []Fact{{Label: "Given by", Text: "Marta Silva"}}
	reader.Gives, reader.Note = false, "An admin of your company can give notice."
	return []View{free, failed, given, reader}
}
