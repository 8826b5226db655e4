package templates

// importedExamples are filled views of a file of collections that was recorded.
func importedExamples(page Page) []View {
	row := ImportedRow{CollectionRow: CollectionRow{Number: "INV-1", Source: "stripe", Href: "/desk/collections/x", Customer: "Hotel Miramar", On: "2026-03-01", Amount: "€100.00"}, Kept: "€80.00"}
	plain := row
	plain.Source = ""
	full := CollectionImported{
		Page: page, Lead: "Recorded by Fay Okafor.", Rows: []ImportedRow{row, plain}, More: 3, Facts: []Fact{{Label: "Collected", Text: "€200.00"}},
		Left: "€160.00", Undo: "/desk/collections/imports/x/undo", Stays: "1 refund of the file stays.", Form: Form{Message: "Nothing of this file is in the books any more."},
	}
	cash := full
	cash.Stays, cash.More, cash.Form = "", 0, Form{}
	return []View{full, cash, CollectionImported{Page: page, Lead: "Recorded by Fay Okafor."}}
}
