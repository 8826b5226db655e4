package templates

import (
	"testing"

	"tandem/portal"
)

// moneyDeskExamples are filled views of the staff's pages about cash and payouts.
func moneyDeskExamples(page Page) []View {
	at := portal.Instant("2026-03-11T10:00:00.000Z")
	failed := func(field string) Form {
		return Failed(map[string][]string{field: {"x"}}, &portal.Error{Kind: portal.Invalid, Message: "One field needs your attention.", Fields: map[string]string{field: "Something is wrong."}})
	}
	eur := []Option{{Value: "EUR", Label: "EUR"}}
	row := CollectionRow{Number: "INV-1", Source: "billing", Href: "/desk/collections/cash:billing:INV-1", Customer: "Hotel Miramar", Partner: "Casa Lumen", On: "2026-03-01", Amount: "€100.00"}
	back := row
	back.Number, back.Refund, back.Amount = "RF-1", true, "−€20.00"
	entry := LedgerLine{On: "2026-03-01", Kind: "Commission", Sentence: "5% of €100.00 = €5.00.", Amount: "€5.00"}
	payee := PayeeRow{Name: "Casa Lumen", Href: "/desk/partners/p/earnings", Entries: 2, Reason: "No payout details.", Total: "€60.00"}
	waiting := payee
	waiting.Mend = &Link{Label: "See whom to ask", Href: "/desk/partners/p"}
	asked := waiting
	asked.Remind, asked.Reminded = "p", "Reminded on 10 March 2026 by Fay Okafor."
	run := []RunStep{{Label: "Choose", Note: "Payable by 12 March", Done: true}, {Label: "Prepare", Now: true}, {Label: "Check"}}
	step := []Step{{Text: "Prepared by Fay", Quote: "Why", At: at, When: "11 Mar 2026, 10:00 UTC"}}
	line := BatchLine{Reference: "B-1-001", Name: "Casa Lumen", Way: "SEPA transfer to DE •••• 3000", Statement: "/desk/payouts/statements/x", Entries: 2, State: Pill{"info", "With the bank"}, Note: "Sent.", Answer: "/desk/payouts/b?payout=x#answer", Answers: "Record an answer", Total: "€60.00"}
	draft := Batch{
		Page: page, Action: "/desk/payouts/b", Number: "B-1", State: Pill{"warn", "Draft"}, Next: "It waits.", Facts: []Fact{{Label: "Currency", Text: "EUR"}}, Figures: []Figure{{Label: "Total", Value: "€60.00"}},
		Lines: []BatchLine{line}, Total: "€60.00", LeftOut: []PayeeRow{payee, waiting}, Steps: step, Approve: true, Cancels: true, Max: "2026-03-12",
		Run: run, Check: &CheckCard{Text: "Fay looked at 2 entries; nothing is wrong.", At: at, Again: true},
	}
	exported := draft
	exported.Approve, exported.Cancels, exported.Answering, exported.MarkPaid, exported.Mark = false, false, true, 1, failed("paid_on")
	file := BatchFile{
		Name: "payouts-sepa.xml", Href: "/desk/payouts/b/files/sepa-1-1", Format: "SEPA file", Count: 1, Total: "€60.00", PayOn: "2026-03-12", Message: "B-S1", SHA256: "abc",
		Made: "by Fay", Downloads: []string{"Fay, 12 Mar"}, Again: "/desk/payouts/b?again=sepa-1-1#again",
	}
	replaced, unread := file, file
	replaced.Href, replaced.Again, unread.Downloads, unread.Reason = "", "", nil, "No BIC"
	exported.Answers = "/desk/payouts/answers/b"
	exported.Files, exported.MarkFiles = []BatchFile{replaced, unread, file}, []Option{{Value: "sepa-1-1", Label: "SEPA"}}
	remaking := exported
	remaking.Mark, remaking.Answer, remaking.Missing = Form{}, nil, []string{"SEPA file", "CSV table"}
	remaking.Again = &BatchAgain{Name: "payouts-sepa.xml", Action: "/desk/payouts/b/files/sepa-1-1/again", Form: failed("again_reason")}
	exported.Answer = &BatchAnswer{Payout: "x", Name: "Casa Lumen", Total: "€60.00", Form: Filled(map[string]string{"on": "2026-03-12"}), States: []Option{{Value: "paid", Label: "Paid"}}}
	returned := exported
	returned.Answer = &BatchAnswer{Payout: "x", Name: "Casa Lumen", Total: "€60.00", Returned: true}
	refused := draft
	refused.Problem, refused.Approve, refused.Lines = Form{Message: "Another person has to approve it."}, false, nil
	refused.Check, refused.Finish = &CheckCard{Text: "Fay looked at 2 entries; 12 problems found.", At: at, Found: 12, Findings: []string{"I4 acc:x says too much."}}, true
	approved := draft
	approved.Approve, approved.Export = false, failed("format_bank")
	approved.Ways = []BatchWay{{Field: "format_bank", Label: "1 payout by SEPA transfer, €60.00", Formats: []Option{{Value: "csv", Label: "CSV table"}}, Missing: "A SEPA file needs the account."}}
	cancelling := draft
	cancelling.Cancel = failed("cancel_reason")
	preview := &ImportPreview{
		Problems: 1,
		Content:  "abc", Seal: "x", Counts: []Figure{{Label: "New", Value: "1"}}, Ignored: "Not used: note.", Action: "Record 1 row", Skips: "1 row stays out.",
		Rows: []ImportLine{{Line: 2, Number: "INV-1", What: "Hotel Miramar", On: "2026-03-01", State: Pill{"ok", "New"}, Amount: "€100.00"}, {Line: 3, State: Pill{"bad", "Problem"}, Column: "amount", Reason: "Not an amount."}},
	}
	nothing := *preview
	nothing.Action = ""
	columns := []ImportColumn{{"amount", "1234.50", false}, {"source", "The system.", true}}
	return []View{
		Collections{Page: page, Records: true, CSV: "/desk/collections/collections.csv"},
		Collections{Page: page, Filter: Filled(map[string]string{"partner": "p"}), Partners: []Option{{Value: "p", Label: "Casa Lumen"}}},
		Collections{Page: page, Records: true, CSV: "/desk/collections/collections.csv", Rows: []CollectionRow{row, back}, Pager: Pager{Next: "/desk/collections?after=x"}},
		CollectionForm{Page: page, Currencies: eur},
		CollectionForm{Page: page, Search: "miramar"},
		CollectionForm{Page: page, Search: "m", More: true, Deals: []Option{{Value: "r1", Label: "Hotel Miramar"}}, Currencies: eur, Form: failed("amount")},
		CollectionImport{Page: page, Columns: columns, Example: "external_id,amount\nINV-1,1.00"},
		CollectionImport{Page: page, Columns: columns, Form: failed("file")},
		CollectionImport{Page: page, Columns: columns, Before: []ImportLink{{Href: "/desk/collections/imports/x", At: at, By: "Fay", What: "2 collections"}, {Href: "/desk/collections/imports/y", At: at, By: "Fay", What: "1 refund", State: Pill{"warn", "Taken out"}}}},
		CollectionImport{Page: page, Preview: preview},
		CollectionImport{Page: page, Preview: &nothing, Form: Form{Message: "Some rows could not be recorded."}},
		Collection{Page: page, Facts: []Fact{{Label: "Customer", Text: "Hotel Miramar", Href: "/desk/referrals/r1"}, {Label: "Number", Text: "INV-1"}}, Amount: "€100.00", Kept: "€100.00", Why: "The contract had not begun."},
		Collection{
			Page: page, Amount: "€100.00", Kept: "€80.00", Refunded: "€20.00", Entries: []LedgerLine{entry}, Earned: []string{"€5.00"}, Refunds: []CollectionRow{back},
			Refunding: &Refunding{Action: "/desk/collections/x/refund", Left: "€80.00", Hint: "In EUR", Form: failed("amount")},
		},
		Payouts{Page: page, Tabs: []Tab{{Label: "All", Href: "/desk/payouts", Current: true}}},
		Payouts{Page: page, State: "paid"},
		Payouts{Page: page, Rows: []BatchRow{{Number: "B-1", Href: "/desk/payouts/b", State: Pill{"warn", "Draft"}, Note: "It waits.", Cutoff: "2026-03-12", By: "Fay", Count: 1, Total: "€60.00"}}, Pager: Pager{Next: "/desk/payouts?after=x"}},
		PayoutForm{Page: page, Choice: failed("cutoff"), Currencies: eur, Max: "2026-03-12"},
		PayoutForm{Page: page, Currencies: eur, Shown: true, Currency: "EUR", Cutoff: "2026-03-12"},
		PayoutForm{Page: page, Currencies: eur, Shown: true, Key: "k", Currency: "EUR", Cutoff: "2026-03-12", Ready: []PayeeRow{payee}, Total: "€60.00", LeftOut: []PayeeRow{payee, waiting, asked}, Run: run},
		BatchAnswers{Page: page, Action: "/desk/payouts/answers/b", Batch: "/desk/payouts/b", Number: "B-1", Open: 2, Empty: "/desk/payouts/b/answers.csv", Columns: columns},
		BatchAnswers{Page: page, Action: "/desk/payouts/answers/b", Batch: "/desk/payouts/b", Empty: "/desk/payouts/b/answers.csv", Form: failed("file")},
		BatchAnswers{Page: page, Action: "/desk/payouts/answers/b", Batch: "/desk/payouts/b", Preview: preview},
		BatchAnswers{Page: page, Action: "/desk/payouts/answers/b", Batch: "/desk/payouts/b", Preview: &nothing, Form: Form{Message: "Some rows could not be recorded."}},
		draft, approved, exported, remaking, returned, refused, cancelling,
	}
}

// TestABatchIsFetchedOnceEveryFileIs: a file that was made again cannot be had, and is not waited for.
func TestABatchIsFetchedOnceEveryFileIs(t *testing.T) {
	had, waits, gone := BatchFile{Href: "/a", Downloads: []string{"Fay, 12 Mar"}}, BatchFile{Href: "/b"}, BatchFile{}
	for _, c := range []struct {
		files []BatchFile
		want  bool
	}{{nil, true}, {[]BatchFile{had, gone}, true}, {[]BatchFile{had, waits}, false}} {
		if got := (Batch{Files: c.files}).Fetched(); got != c.want {
			t.Errorf("%+v: %v", c.files, got)
		}
	}
}
