package templates

import (
	"html/template"

	"tandem/portal"
)

// linkExamples are filled views of the pages about links.
func linkExamples(page Page) []View {
	row := ReferralLine{Href: "/referrals/r1", Number: "R-8F3KQ2", Company: "Hotel Miramar", State: Pill{"info", "Submitted"}, Submitted: "11 Mar 2026"}
	own := Links{
		Page: page, Base: "/links", Company: "Casa Lumen", Code: "casa-lumen", Site: "Northwind Stays", Link: "https://partners.example.com/r/casa-lumen", QR: template.HTML("<svg></svg>"),
		SVG: "/links/qr.svg?asset=", PNG: "/links/qr.png?asset=", CSV: "/links/touches.csv", Weeks: 12, Touches: 9, Came: 1, Won: 1,
		Assets: []Option{{Value: "city", Label: "City weekend"}}, Media: []Option{{Value: "email", Label: "Email"}}, Pick: Filled(map[string]string{"medium": "email"}),
		Chart: CountChart("Links followed by week", []string{"2 Mar", "9 Mar"}, Series{Name: "Followed", Values: []int64{4, 5}}).StillOpen(),
		Uses:  []LinkRow{{Asset: "City weekend", Medium: "Email", Touches: 9, Referrals: 1, Won: 1, Rate: "11.1%"}}, Referrals: []ReferralLine{row},
	}
	staff := own
	staff.Staff, staff.Base, staff.PartnerAt = true, "/desk/links/p1", "/desk/partners/p1"
	staff.Rename = Failed(map[string][]string{"code": {"x"}}, portal.Problems{"code": "Another partner has this code."}.Err().(*portal.Error))
	quiet := own
	quiet.Chart, quiet.Uses, quiet.Referrals, quiet.Closed = CountChart("Links followed by week", []string{"2 Mar"}, Series{Name: "Followed", Values: []int64{0}}), nil, nil, true
	return []View{
		own, staff, quiet,
		Codes{Page: page},
		Codes{Page: page, Rows: []CodeRow{{Company: "Casa Lumen", Href: "/desk/links/p1", Code: "casa-lumen", State: Pill{"ok", "Active"}, Link: "https://partners.example.com/r/casa-lumen"}}},
	}
}
