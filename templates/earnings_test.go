package templates

import "tandem/portal"

// earningsExamples are filled views of the pages about what a partner earns.
func earningsExamples(page Page) []View {
	at := portal.Instant("2026-03-11T10:00:00.000Z")
	line := LedgerLine{On: "2026-03-01", Customer: "Hotel Miramar", Kind: "Commission", Sentence: "5% of €1,000.00 = €50.00.", Why: "Held until 30 April 2026.", Standing: Pill{"", "Held"}, Amount: "€50.00"}
	staffLine := line
	staffLine.Href, staffLine.Payout, staffLine.Overdue = "/desk/collections/x", "/desk/payouts/statements/x", true
	asked := line
	asked.Question, asked.Asked = "/earnings/questions/x", &Pill{"warn", "Open"}
	askable := line
	askable.Question = "/earnings/questions/y"
	clock := &Pill{"ok", "Answer: 6 working hours left"}
	question := Question{
		Page: page, Back: Button{Label: "Earnings", Href: "/earnings"}, Action: "/earnings/questions/x", Partner: "Casa Lumen", On: "2026-03-01", Kind: "Commission", Sentence: "5% of €1,000.00 = €50.00.", Amount: "€50.00",
	}
	answered := question
	answered.State, answered.Clock, answered.Closes = &Pill{"info", "Answered"}, clock, true
	answered.Said = []Step{{Text: "Ana of Casa Lumen", Quote: "Why 5%?", At: at, When: "11 Mar 2026, 10:00 UTC"}}
	deskQuestion := answered
	deskQuestion.Staff, deskQuestion.Earnings, deskQuestion.Adjust = true, "/desk/partners/p/earnings", "/desk/adjustments/new?partner=p&question=x"
	deskQuestion.Form = Failed(map[string][]string{"text": {""}}, &portal.Error{Message: "One field needs your attention.", Fields: map[string]string{"text": "Write something first."}})
	closed := answered
	closed.Closes, closed.Closed, closed.Problem = false, true, Form{Message: "This question is closed already."}
	silent := question
	silent.Staff = true
	card := BalanceCard{Currency: "EUR", Figure: "€50.00", Note: "Next on 30 April 2026.", Split: Split{Title: "Earned in all", Total: "€50.00", Parts: []Part{{Name: "Held", Value: 5000, Text: "€50.00"}}}}
	blocked := card
	blocked.Currency, blocked.Blocked = "CHF", true
	payout := PayoutRow{Number: "Payout B-1", Href: "/earnings/payouts/x", Made: at, State: Pill{"ok", "Paid"}, Note: "Paid.", Amount: "€50.00"}
	eur := []Option{{Value: "EUR", Label: "EUR"}}
	statement := Statement{
		Page: page, Company: "Casa Lumen", Lead: "Put together.", Back: Button{Label: "Earnings", Href: "/earnings"}, CSV: "/earnings/payouts/x/statement.csv", State: &Pill{"ok", "Paid"}, Note: "Paid.",
		OpensAs: "Start", ClosesAs: "Total", Opening: "€0.00", Closing: "€50.00", Lines: []StatementLine{{On: "2026-03-01", Kind: "Commission", Text: "5%.", Amount: "€50.00", Balance: "€50.00"}},
	}
	empty := statement
	empty.Lines, empty.State, empty.Note = nil, nil, ""
	issued := statement
	issued.State, issued.Issued = nil, &StatementIssue{
		Number: "SB-2026-000001", At: at, Address: []string{"Rua 1", "4000 Porto", "Portugal"}, TaxName: "VAT number", TaxID: "PT501964843", Notes: []string{"Reverse charge."}, By: portal.Recipient{Name: "Northwind Stays Lda", Address: []string{"Rua do Cais 12"}, TaxID: "VAT PT510000002"}, Earned: "€50.00", SHA256: "abc",
	}
	unseen := issued
	unseen.Issued = &StatementIssue{Number: "SB-2026-000001", At: at, Earned: "€50.00", SHA256: "abc"}
	row := StatementRow{Number: "SB-2026-000001", Href: "/earnings/statements/SB-2026-000001", Company: "Casa Lumen", Period: "March 2026", At: at, Earned: "€50.00", Closing: "€50.00"}
	boost := &BoostCard{Quarter: "Q1 2026", Kept: "€31,204.00", Target: "€40,000.00", Left: "€8,796.00", Value: 3120400, Max: 4000000, Tier: "Tier 2 High", Rate: "3%", Until: "2026-03-31", Days: 1}
	met := *boost
	met.Left, met.Kept = "", "€41,000.00"
	return []View{
		Earnings{Page: page, Base: "/earnings"},
		Earnings{Page: page, Base: "/earnings", Boost: boost},
		Earnings{Page: page, Staff: true, Company: "Casa Lumen", Base: "/desk/partners/p/earnings", Freezes: true, Adjust: "/desk/adjustments/new?partner=p"},
		Earnings{
			Page: page, Staff: true, Company: "Casa Lumen", Base: "/desk/partners/p/earnings", Freezes: true, Adjust: "/desk/adjustments/new?partner=p",
			Frozen: &FreezeCard{Reason: "Three referrals share one bank account.", By: "Fay", At: at},
		},
		Earnings{Page: page, Staff: true, Company: "Casa Lumen", Base: "/desk/partners/p/earnings", Back: "/desk/partners/p", Boost: &met},
		Earnings{Page: page, Staff: true, Company: "Casa Lumen", Base: "/desk/partners/p/earnings", Back: "/desk/partners/p"},
		Earnings{Page: page, Base: "/earnings", Statements: "/earnings/statements", Balances: []BalanceCard{card}, Lines: []LedgerLine{line}, Choices: eur, Max: "2026-03-12"},
		Earnings{Page: page, Base: "/earnings", Statements: "/earnings/statements", Balances: []BalanceCard{card}, Choices: eur, Max: "2026-03-12"},
		Earnings{Page: page, Base: "/earnings", Statements: "/earnings/statements", Balances: []BalanceCard{card}, Choices: eur, Max: "2026-03-12", Period: Form{Message: "One field needs your attention.", Problems: map[string]string{"to": "Choose a last day."}}},
		Earnings{
			Page: page, Staff: true, Company: "Casa Lumen", Base: "/desk/partners/p/earnings", Back: "/desk/partners/p", Statements: "/desk/statements?partner=p", Balances: []BalanceCard{card, blocked},
			Lines: []LedgerLine{staffLine}, Pager: Pager{Next: "/desk/partners/p/earnings?after=x"}, Payouts: []PayoutRow{payout}, Choices: append(eur, Option{Value: "CHF", Label: "CHF"}),
		},
		Earnings{Page: page, Base: "/earnings", Statements: "/earnings/statements", Balances: []BalanceCard{card}, Lines: []LedgerLine{asked, askable}, Choices: eur, Max: "2026-03-12"},
		question, answered, deskQuestion, closed, silent,
		Questions{Page: page, Tabs: []Tab{{Label: "All", Href: "/desk/questions", Current: true}}},
		Questions{Page: page, State: "open"},
		Questions{
			Page: page, Rows: []QuestionRow{
				{Line: "Hotel Miramar, commission", Href: "/desk/questions/x", Partner: "Casa Lumen", State: Pill{"warn", "Open"}, Clock: clock, At: at, Amount: "€50.00"},
				{Line: "Hotel Miramar, bonus", Href: "/desk/questions/y", Partner: "Casa Lumen", State: Pill{"", "Closed"}, At: at, Amount: "€50.00"},
			}, Pager: Pager{Next: "/desk/questions?after=x"},
		},
		statement, empty, issued, unseen,
		Statements{Page: page, Back: Button{Label: "Earnings", Href: "/earnings"}, CSV: "/earnings/statements.csv"},
		Statements{Page: page, Back: Button{Label: "Earnings", Href: "/earnings"}, CSV: "/earnings/statements.csv", Rows: []StatementRow{row}},
		Statements{Page: page, Staff: true, Back: Button{Label: "Payouts", Href: "/desk/payouts"}, CSV: "/desk/statements.csv"},
		Statements{Page: page, Staff: true, Back: Button{Label: "Payouts", Href: "/desk/payouts"}, CSV: "/desk/statements.csv", Rows: []StatementRow{row}, Pager: Pager{Next: "/desk/statements?after=x"}},
	}
}
