package templates

import "testing"

func searchExamples(page Page) []View {
	page.Query = "mira"
	return []View{
		Search{Page: page, Staff: true, Least: 2},
		Search{Page: page, Least: 2},
		Search{Page: page, Typed: "m", Least: 2},
		Search{Page: page, Text: "mira", Typed: "mira"},
		Search{Page: page, Text: "mira", Staff: true},
		Search{Page: page, Text: "mira", Typed: "mira", Groups: []SearchGroup{
			{Label: "Partners", Icon: "building-2", More: "/desk/partners?q=mira", Rows: []SearchRow{{Title: "Miramar", Note: "miramar.pt", Href: "/desk/partners/1", State: &Pill{Kind: "ok", Text: "Active"}}}},
			{Label: "Assets", Icon: "folder-open", Rows: []SearchRow{{Title: "Mirador", Note: "One-pager", Href: "/desk/assets/mirador", Lang: "es"}}},
		}},
	}
}

func TestASearchCountsWhatItFound(t *testing.T) {
	s := Search{Groups: []SearchGroup{{Rows: make([]SearchRow, 2)}, {Rows: make([]SearchRow, 3)}}}
	if got := s.Count(); got != 5 {
		t.Errorf("%d results", got)
	}
}
