package templates

// adjustmentExamples are filled views of the pages about adjustments.
func adjustmentExamples(page Page) []View {
	row := AdjustmentRow{Name: "Casa Lumen", Href: "/desk/adjustments/x", Reason: "Goodwill for the double booking.", State: Pill{"warn", "Waiting"}, By: "Fay", At: "2026-03-11T10:00:00.000Z", Amount: "€250.00"}
	one := Adjustment{
		Page: page, Action: "/desk/adjustments/x", Amount: "€250.00", State: Pill{"warn", "Waiting"}, Partner: "Casa Lumen", Earnings: "/desk/partners/p/earnings",
		Reason: row.Reason, By: "Fay", At: row.At, Decides: true,
	}
	own, declined := one, one
	own.Decides, own.Withdraws, own.Off, own.Amount = false, true, true, "−€250.00"
	declined.Decides, declined.State, declined.DecidedBy, declined.DecidedAt, declined.Why = false, Pill{"bad", "Declined"}, "Noor", row.At, "Not ours to pay."
	return []View{
		Adjustments{Page: page, Tabs: []Tab{{Label: "All", Href: "/desk/adjustments", Current: true}}},
		Adjustments{Page: page, State: "waiting"},
		Adjustments{Page: page, Rows: []AdjustmentRow{row}, Pager: Pager{Next: "/desk/adjustments?after=x"}},
		AdjustmentForm{Page: page, Partners: []Option{{Value: "p", Label: "Casa Lumen"}}, Currencies: []Option{{Value: "EUR", Label: "EUR"}}},
		one, own, declined,
	}
}
