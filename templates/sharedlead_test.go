package templates

import "tandem/portal"

// sharedExamples are filled views of the pages about leads that are shared.
func sharedExamples(page Page) []View {
	at := portal.Instant("2026-03-11T10:00:00.000Z")
	failed := func(field string) Form {
		return Failed(map[string][]string{field: {"x"}}, portal.Problems{field: "Something is wrong."}.Err().(*portal.Error))
	}
	partners, left := []Option{{Value: "p1", Label: "Casa Lumen"}}, &Pill{"warn", "3 h left"}
	row := SharedRow{Href: "/desk/leads/s1", Title: "Hotel Aurora", Product: "Groups", Value: "€12,000.00", State: Pill{"info", "Offered"}, With: "Casa Lumen", Place: "1 of 2", Round: "Hotel Um declined. Then Casa Nova.", Left: left, Owner: "Lena Ortiz"}
	steps, facts := []Step{{Text: "Offered to Casa Lumen.", At: at, When: "11 Mar 2026"}}, []Fact{{Label: "Size", Text: "40 rooms"}, {Label: "Email", Text: "ana@aurora.pt", Href: "mailto:ana@aurora.pt"}}
	own := page
	own.Primary = nil
	open := SharedLead{Page: own, Base: "/leads/s1", List: "/leads", Heading: "40 rooms, Portugal", State: Pill{"info", "Waits"}, Facts: facts[:1], Left: left, AnswerBy: at, Answers: true, Steps: steps}
	wrong := open
	wrong.Reason = failed("reason")
	desk := SharedLead{
		Page: own, Staff: true, Base: "/desk/leads/s1", List: "/desk/leads", Heading: "Hotel Aurora", State: Pill{"info", "Offered"}, Facts: facts, Left: left, Steps: steps, Withdraw: true, Reason: failed("reason"),
		Offers: []OfferRow{{Partner: "Casa Lumen", Href: "/desk/partners/p1", State: Pill{"warn", "Declined"}, When: "11 Mar", Reason: "No rooms."}},
	}
	back := desk
	back.Reason, back.Again, back.Partners = Form{}, failed("first"), partners
	form := SharedForm{Page: own, Partners: partners, Countries: partners, Products: partners, Currencies: partners, Days: 2}
	again := form
	again.Form = failed("size")
	return []View{
		SharedLeads{Page: own, Staff: true, Base: "/desk/leads", CSV: "/desk/leads.csv", Tabs: []Tab{{Label: "All", Href: "/desk/leads", Current: true}}, Rows: []SharedRow{row}, Pager: Pager{Next: "/desk/leads?after=x"}},
		SharedLeads{Page: own, Staff: true, Base: "/desk/leads", State: "offered"},
		SharedLeads{Page: own, Staff: true, Base: "/desk/leads"},
		SharedLeads{Page: page, Base: "/leads", CSV: "/leads.csv", Rows: []SharedRow{row}},
		SharedLeads{Page: page, Base: "/leads", State: "declined"},
		SharedLeads{Page: page, Base: "/leads"},
		form, again, open, wrong, desk, back,
		SharedLead{Page: page, Base: "/leads/s1", List: "/leads", Heading: "Hotel Aurora", Referral: "/referrals/r1", Facts: facts, Steps: steps},
		SharedLead{Page: page, Base: "/leads/s1", List: "/leads", Heading: "40 rooms, Portugal", Over: "This offer has ended.", Steps: steps, Reason: Form{Message: "This offer is closed."}},
		SharedLead{Page: own, Staff: true, Base: "/desk/leads/s1", List: "/desk/leads", Heading: "Hotel Aurora", Steps: steps, Again: Form{Message: "It is offered again already."}},
	}
}
