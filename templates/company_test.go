package templates

import "tandem/portal"

func companyExamples(page Page) []View {
	nav := CompanyNav{Tabs: []Link{{Label: "Profile", Href: "/company", Current: true}, {Label: "Brand kit", Href: "/company/brand"}}}
	wrong := Failed(map[string][]string{"name": {"x"}}, &portal.Error{Message: "One field needs your attention.", Fields: map[string]string{"name": "Write it."}})
	task := portal.TaskProgress{TaskPlan: portal.TaskPlan{Key: "call", Title: "Call", Help: "How."}, State: portal.TaskOpen, Due: "2026-03-12"}
	done, late, staff := task, task, task
	done.State, done.DoneAt, done.ByName = portal.TaskDone, "2026-03-12T10:00:00.000Z", "Marta"
	late.State, late.Link, late.Event = portal.TaskOverdue, "/company", "brand.saved"
	staff.Staff = true
	paidTo := portal.PayTo{Method: portal.BankTransfer, Label: "DE •••• 3000", Holder: "Casa Lumen", SetAt: "2026-03-12T10:00:00.000Z", ByName: "Marta", UsedFrom: "2026-03-15"}
	return []View{
		Onboarding{Page: page},
		Onboarding{
			Page: page, Specialist: "Lena", Kickoff: "2026-03-12T10:00:00.000Z", Fixed: true, Given: portal.Baseline{Audience: 5},
			Progress: portal.Onboarding{Started: true, Day: 2, Days: 14, Total: 4, Overdue: 1, Lanes: []portal.LaneProgress{{Lane: portal.Lane{Name: "Success"}, Tasks: []portal.TaskProgress{task, done, late, staff}}}},
		},
		Onboarding{Page: page, Progress: portal.Onboarding{Started: true, Complete: true, OnTime: true}},
		JoinInvitations{Page: page, CompanyNav: nav, Base: "/company/invitations", Days: 30},
		JoinInvitations{Page: page, Base: "/desk/invitations", Days: 30, Form: Failed(map[string][]string{"company": {""}}, &portal.Error{Message: "One field needs your attention.", Fields: map[string]string{"company": "Write it."}}), Pager: Pager{First: "/desk/invitations", Next: "/desk/invitations?after=x"}, Rows: []JoinInvitationRow{
			{ID: "i1", Company: "Casa Lumen", To: "Ana Prado, ana@casalumen.pt", By: "Lena Ortiz", State: Pill{Text: "Sent"}, On: "12 March 2026", Link: "https://example.com/join/invited/x", Until: "11 April 2026", Mailed: true, Open: true},
			{ID: "i2", Company: "Vale Verde", To: "By a link that you pass on", By: "Marta Silva, Bluewater", State: Pill{Kind: "warn", Text: "Expired"}, On: "1 January 2026", Open: true},
			{ID: "i3", Company: "Hotel Miramar", To: "info@miramar.pt", By: "Lena Ortiz", State: Pill{Kind: "ok", Text: "Approved"}, On: "1 March 2026", Href: "/desk/applications/p1"},
		}},
		JoinInvitations{Page: page, CompanyNav: nav, Base: "/company/invitations", Closed: "Only a partner that takes part can invite others."},
		CompanyProfile{Page: page, CompanyNav: nav},
		CompanyProfile{Page: page, CompanyNav: nav, Manages: true, Markets: []Option{{Value: "PT", Label: "Portugal"}}, Languages: []Option{{Value: "pt", Label: "Portuguese"}}},
		CompanyBrand{Page: page, CompanyNav: nav},
		CompanyBrand{Page: page, CompanyNav: nav, Manages: true, Form: wrong, Logo: "/company/brand/logo", Preview: "/assets", Check: []ContrastCheck{{Where: "On white", Ratio: "3.1 to 1", Note: "We darken it."}, {OK: true}}},
		CompanyTerms{Page: page, CompanyNav: nav, Lines: []ExampleLine{{Tier: "Core", Own: true}}, Outstanding: true, MayAccept: true, Package: "Transport", Due: "2026-07-01", ToCome: true, Pauses: true, Diff: exampleDiff(), Effect: &OwnEffect{Sentence: "You would have earned more.", Rows: []WhatIfRow{{Key: "base", Label: "Base share"}, {Label: "Total"}}}},
		CompanyTerms{Page: page, CompanyNav: nav, Outstanding: true, Due: "2026-07-01", Overdue: true, Paused: true, Accepted: []AcceptedRow{{Version: "v1"}}},
		CompanyTerms{Page: page, CompanyNav: nav, Accepted: []AcceptedRow{{Version: "v1"}}, Addenda: []AddendumRow{{Name: "A-1", Href: "/company/addenda/1"}}, Versions: []TermsVersionRow{{Version: "v1", Read: "/program/terms/v1", Until: "2026-06-30"}, {Version: "v2", Read: "/program/terms/v2", Compare: "/company/terms/compare"}}},
		CompanyPayout{Page: page, CompanyNav: nav},
		CompanyPayout{Page: page, CompanyNav: nav, Manages: true, Method: portal.BankTransfer, WaitDays: 3, Methods: []Link{{Label: "SEPA transfer", Href: "/company/payout?method=bank", Current: true}, {Label: "PayPal", Href: "/company/payout?method=paypal"}}},
		CompanyPayout{Page: page, CompanyNav: nav, Manages: true, Method: portal.ACH, InUse: paidTo, Waiting: paidTo, Kinds: []Option{{Value: "checking", Label: "Checking"}}},
		CompanyPayout{Page: page, CompanyNav: nav, Manages: true, Method: portal.PayPal, InUse: paidTo, Form: Failed(map[string][]string{"paypal": {"x"}}, &portal.Error{Message: "One field needs your attention.", Fields: map[string]string{"paypal": "Write it."}})},
		CompanyPayout{Page: page, CompanyNav: nav, Manages: true, Method: portal.Wise, Waiting: paidTo},
		CompanyPayout{
			Page: page, CompanyNav: nav, Manages: true, Method: portal.Wise, InUse: paidTo, Tax: portal.TaxDetails{Name: "Casa Lumen Lda", Kind: portal.TaxVAT, Label: "PT •••• 4843"},
			TaxKinds: []Option{{Value: "vat", Label: "VAT number"}}, TaxAsks: []string{"Send us the form W-9, signed."},
			TaxForm: Failed(map[string][]string{"tax_id": {"x"}}, &portal.Error{Message: "One field needs your attention.", Fields: map[string]string{"tax_id": "Write it."}}),
		},
	}
}
