package templates

import "tandem/portal"

func homeExamples(page Page) []View {
	chart := Chart{Title: "Collected", Labels: []string{"Jan"}, Series: []Series{{Name: "Collected", Values: []int64{1000}, Texts: []string{"€10.00"}}}}
	figures := []Figure{{Label: "Payable now", Value: "€10.00", Note: "Goes to DE •••• 3000", Href: "/earnings", Help: "What it means."}}
	next := portal.NextStep{Title: "Accept the terms", Detail: "First.", Action: "Read", Link: "/company/terms"}
	task := portal.TaskProgress{TaskPlan: portal.TaskPlan{Title: "Upload", Link: "/company/brand"}, State: portal.TaskOpen}
	return []View{
		Home{Page: page, Greeting: "Good morning, Marta", Next: next, Revenue: Chart{Title: "Collected"}},
		Home{Page: page, Next: next, Revenue: Chart{Title: "Collected"}, Offers: []SharedRow{{Href: "/leads/s1", Title: "40 rooms, Portugal", Product: "Groups", Value: "€12,000.00", Left: &Pill{"warn", "3 h left"}}}},
		Home{Page: page, Next: next, Revenue: Chart{Title: "Collected"}, Offers: []SharedRow{{Href: "/leads/s1", Title: "40 rooms, Portugal", Left: &Pill{"warn", "3 h left"}}, {Href: "/leads/s2", Title: "A choir, Spain"}}},
		Home{Page: page, Next: next, Revenue: Chart{Title: "Collected"}, Retired: []HeldAsset{{Title: "Winter"}}},
		Home{
			Page: page, Greeting: "Good morning, Marta", Lead: "Casa Lumen", Next: next, Figures: figures, Revenue: chart,
			Onboarding: &portal.Onboarding{Day: 3, Days: 14, Done: 1, Total: 2, Lanes: []portal.LaneProgress{{
				Lane:  portal.Lane{Key: "success", Name: "Partner success"},
				Tasks: []portal.TaskProgress{task, {TaskPlan: task.TaskPlan, State: portal.TaskDone}},
			}}},
			Referrals: []ReferralRow{{Company: "Hotel Miramar", Href: "/referrals/1", State: Pill{Kind: "ok", Text: "Won"}, Value: "€5.00"}},
			Money:     []MoneyCard{{Held: "€1.00", HeldUntil: "1 May 2026"}},
			Tier:      &TierCard{Label: "Tier 3 Core", Score: "5.4", Gap: "Two points more.", Bars: []Bar{{Label: "Fit", Text: "5.0", Value: 5, Max: 10}}},
			Updates:   []AssetRow{{Title: "Winter stays", Note: "New", Href: "/assets/winter", Icon: "file-text"}},
		},
		Desk{Page: page, Greeting: "Good morning, Lena", Revenue: Chart{Title: "Collected"}},
		Desk{
			Page: page, Greeting: "Good morning, Lena", Figures: figures, Revenue: chart, Waiting: 3, Payable: []Button{{Label: "See who can be paid (€938.23)", Href: "/desk/payouts/new?currency=EUR"}},
			Queue:    []QueueRow{{Title: "Bluewater", Detail: "Application", Href: "/desk/applications/1", Left: Pill{Kind: "ok", Text: "5 h left"}}},
			Pipeline: []Bar{{Label: "Active", Text: "3", Value: 3, Max: 4}}, Latest: []Step{{Text: "Accepted.", Quote: "Good", At: "2026-03-12T10:00:00.000Z", When: "12 Mar 2026"}},
		},
	}
}
