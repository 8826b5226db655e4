package templates

func auditExamples(page Page) []View {
	options := []Option{{Value: "u1", Label: "Lena Ortiz"}}
	return []View{
		AuditLog{
			Page: page, CSV: "/desk/audit.csv", People: options, Areas: options, Latest: "2026-03-12", Filter: Filled(map[string]string{"person": "u1", "from": "2026-03-01"}), Filtered: true, Pager: Pager{Next: "/desk/audit?after=x"},
			Rows: []AuditRow{
				{Text: "Referral: accepted.", What: "Hotel Miramar", Href: "/desk/referrals/1", Whom: "Bluewater", WhomAt: "/desk/audit?partner=p", Who: "Lena Ortiz", WhoseAt: "/desk/audit?person=u1", At: "2026-03-12T10:00:00.000Z", When: "12 Mar 2026", Reason: "Good.", Address: "192.0.2.1"},
				{Text: "Downloaded.", Whom: "Bluewater", WhomAt: "/desk/audit?partner=p", Who: "By rule", At: "2026-03-12T10:00:00.000Z", When: "12 Mar 2026"},
				{Text: "Sent an invitation.", What: "ana@example.com", Who: "Ada", At: "2026-03-12T10:00:00.000Z", When: "12 Mar 2026"},
			},
		},
		AuditLog{Page: page, CSV: "/desk/audit.csv", Filtered: true, Unknown: true},
		AuditLog{Page: page, CSV: "/desk/audit.csv", Filtered: true, More: true},
		AuditLog{Page: page, CSV: "/desk/audit.csv", Filtered: true},
		AuditLog{Page: page, CSV: "/desk/audit.csv"},
	}
}
