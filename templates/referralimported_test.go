package templates

// referralImportedExamples are filled views of a file of referrals that was recorded.
func referralImportedExamples(page Page) []View {
	row := ImportedReferralRow{Href: "/referrals/r1", Company: "Hotel Miramar", Number: "R-8F3KQ2", Partner: "Bluewater", State: Pill{"info", "Submitted"}, Back: "Can be taken back"}
	stays := row
	stays.State, stays.Back = Pill{"brand", "Accepted"}, "Stays. Lena Ortiz has worked on it since. It is accepted."
	full := ReferralImported{
		Page: page, Base: "/referrals", Lead: "Recorded by Ana Reis.", Rows: []ImportedReferralRow{row, stays}, More: 12, Facts: []Fact{{Label: "Recorded", Text: "14 referrals"}},
		Until: "13 Mar 2026, 10:00 WET", Undo: "/referrals/imports/x/undo", Count: 13, Form: Form{Message: "It is too late to take this file back."},
	}
	desk := full
	desk.Staff, desk.Base, desk.Count, desk.More, desk.Form = true, "/desk/referrals", 1, 0, Form{}
	return []View{full, desk, ReferralImported{Page: page, Base: "/referrals", Lead: "Recorded by Ana Reis."}}
}
