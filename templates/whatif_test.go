package templates

// whatIfExamples are filled views of the page that tries terms.
func whatIfExamples(page Page) []View {
	row := WhatIfRow{Key: "p", Label: "Casa Lumen", Href: "/desk/partners/p/earnings", Old: "€30.00", New: "€100.00", Delta: Pill{"ok", "+€70.00"}}
	result := &WhatIfResult{
		From: "2026-01-01", To: "2026-03-31", Collections: 4, Totals: []WhatIfRow{row}, Spread: []WhatIfSpread{{"Over 10% more", 1, 1}},
		Parts: []WhatIfPart{{Title: "By partner", Of: "Partner", Rows: []WhatIfRow{row}}, {Title: "By rule", Of: "Rule", Rows: []WhatIfRow{{Label: "Base share", Old: "€30.00", New: "€30.00", Delta: Pill{Text: "No change"}}}}},
	}
	return []View{
		WhatIf{Page: page, Max: "2026-03-31"},
		WhatIf{Page: page, Max: "2026-03-31", Result: result},
		WhatIf{Page: page, Max: "2026-03-31", Result: &WhatIfResult{From: "2026-01-01", To: "2026-03-31"}},
	}
}
