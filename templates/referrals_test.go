package templates

import (
	"fmt"

	"tandem/portal"
)

// referralExamples are filled views of the pages about referrals.
func referralExamples(page Page) []View {
	at := portal.Instant("2026-03-11T10:00:00.000Z")
	row := ReferralLine{Href: "/referrals/r1", Number: "R-8F3KQ2", Company: "Hotel Miramar", Partner: "Bluewater", State: Pill{"info", "Submitted"}, Value: "€12,000.00", Submitted: "11 Mar 2026", Until: "18 Jun 2026", Owner: "Lena Ortiz", Clock: &Pill{"bad", "2 h left"}}
	failed := func(field string) Form {
		return Failed(map[string][]string{field: {"x"}}, &portal.Error{Kind: portal.Invalid, Message: "One field needs your attention.", Fields: map[string]string{field: "Something is wrong."}})
	}
	options := []Option{{Value: "EUR", Label: "EUR"}}
	one := Referral{
		Page: page, Base: "/referrals", ID: "r1", Number: "R-8F3KQ2", Company: "Hotel Miramar", State: Pill{"info", "Submitted"}, Until: "2026-06-18", DaysLeft: 40, Open: true,
		Clock: &Pill{"ok", "1 day left"}, Waits: &Waits{Text: "Waits for us until Tuesday."}, Lead: []Fact{{Label: "Contact", Text: "Ana Reis"}, {Label: "Email", Text: "ana@miramar.pt", Href: "mailto:ana@miramar.pt"}}, Steps: []Step{{Text: "Submitted.", Quote: "Why", At: at, When: "11 Mar 2026"}},
	}
	one.Messages = &Thread{ID: "messages", Title: "Messages", Hint: "We get it by mail.", Empty: "Nobody has written yet.", Field: "text", Label: "Your message", Button: "Send", Action: "/referrals/r1/say"}
	back := one
	back.Rests = true
	back.Withdraw = &Withdraw{Open: true, Form: failed("why")}
	all := map[string]bool{}
	for _, f := range portal.LeadFields {
		all[f.Code] = true
	}
	back.Returned = &Returned{Why: "Which house?", By: "Lena Ortiz", Until: "2026-03-25", Asks: map[string]bool{"site": true}}
	askedAll := one
	askedAll.Withdraw, askedAll.Returned = &Withdraw{}, &Returned{Why: "Which house?", By: "Lena Ortiz", Until: "2026-03-25", Asks: all, Countries: options, Products: options, Currencies: options, Form: failed("company")}
	staff := one
	staff.Like = []Fact{{Label: "R-AAAAAA", Text: "Hotel Miramar, Spain, from Casa Lumen", Href: "/desk/referrals/r0"}}
	staff.Messages = &Thread{ID: "messages", Title: "Messages", Steps: []Step{{Text: "Rita Alves, Bluewater", Quote: "They opened a second house.", At: at, When: "11 Mar 2026"}}, Field: "text", Label: "Your message", Button: "Send", Action: "/desk/referrals/r1/say", After: "say:1"}
	staff.Notes = &Thread{ID: "notes", Title: "Notes among staff", Empty: "No notes yet.", Field: "internal", Label: "A note", Button: "Keep the note", Action: "/desk/referrals/r1/note"}
	staff.Staff, staff.Base, staff.Partner, staff.PartnerAt = true, "/desk/referrals", "Bluewater", "/desk/partners/p1"
	with := func(r Referral, d Decide) Referral {
		d.Currencies, d.Products = options, options
		r.Decide = &d
		return r
	}
	known, won, over := one, staff, one
	known.Duplicate, known.Until, known.Clock, known.Open = true, "", nil, false
	staffKnown := known
	asks, waits, answers, gives := one, one, staff, staff
	asks.Extension = &Extension{Base: "/referrals/r1", Days: 30, Until: "2026-07-18", Answer: 2, Asks: true, Form: failed("evidence"), Open: true}
	asked := Extension{Base: "/referrals/r1", Until: "2026-07-18", Waits: true, Lead: "Rita Alves asked.", Why: "They decide in June.", Proof: "Their board meets on the 9th.", Left: Pill{"ok", "2 days left"}}
	waits.Extension = &asked
	given := asked
	given.Staff, given.Answers, given.Base, given.Form = true, true, "/desk/referrals/r1", failed("answer")
	answers.Extension = &given
	gives.Waits = &Waits{Text: "Has waited for Lena Ortiz.", Kind: "bad"}
	gives.Extension, gives.Problem = &Extension{Staff: true, Base: "/desk/referrals/r1", Days: 30, Until: "2026-07-18", Gives: true}, Form{Message: "No extension waits for an answer here."}
	waits.Files = &Attachments{Base: "/referrals/r1", Adds: true, Accept: ".pdf", Hint: "PDF.", Form: failed("file"), Rows: []AttachmentRow{{Name: "offer.pdf", Href: "/referrals/r1/files/a1", Note: "120 KB, Rita", At: at, Remove: "/referrals/r1/files/a1/remove"}}}
	gives.Files = &Attachments{Base: "/desk/referrals/r1", Adds: true}
	won.More, won.Ledger, won.Waits = true, "/desk/partners/p1/earnings", nil
	won.Divided, won.Divide, won.Rivals, won.Conflict = "All of what is collected counts for Bluewater.", "/desk/referrals/r1/split", 2, "/desk/referrals/r1/conflict"
	staffKnown.Conflict = "/desk/referrals/r1/conflict"
	staffKnown.Staff, staffKnown.PartnerAt, staffKnown.Of, staffKnown.OfHref = true, "/desk/partners/p1", "R-AAAAAA", "/desk/referrals/r0"
	won.Open, won.Clock, won.Contract = false, nil, []Fact{{Label: "Value", Text: "€24,000.00"}}
	over.DaysLeft = 0
	columns := []ImportColumn{{"company", "The customer’s company.", false}, {"site", "Website.", true}}
	shown := ImportPreview{
		Problems: 1,
		Content:  "x", Seal: "y", Counts: []Figure{{Label: "New", Value: "1", Note: "Protected from today"}}, Ignored: "Columns not used: Owner.", Action: "Send 1 referral", Skips: "1 row with a problem will stay out.",
		Rows: []ImportLine{
			{Line: 2, Number: "Hotel Miramar", What: "ana@miramar.pt", Whose: "Bluewater", State: Pill{"ok", "New"}, Amount: "€12,000.00"},
			{Line: 3, State: Pill{"bad", "Problem"}, Column: "email", Reason: "Write the address as name@example.com."},
			{Line: 4, Number: "Casa Azul", State: Pill{"", "Already yours"}, Reason: "Referred on 1 February 2026, as R-8F3KQ2.", Href: "/referrals/r1"},
		},
	}
	card := BoardCard{
		ID: "r1", Href: "/desk/referrals/r1", Company: "Hotel Miramar", Partner: "Bluewater", Value: "€12,000.00", Age: "for 3 days", Owner: "Lena Ortiz", Clock: &Pill{"bad", "2 h left"}, Ends: &Pill{"warn", "Protection: 3 days left"},
		To: "/desk/referrals/r1/move", Moves: []BoardMove{{"accepted", "Accepted", ""}, {"rejected", "Rejected", "/desk/referrals/r1/move?to=rejected"}},
	}
	board := []BoardColumn{{State: "submitted", Title: "Submitted", Count: "300+", Totals: []string{"€12,000.00", "$400.00"}, Cards: []BoardCard{card, {ID: "r2", Href: "/desk/referrals/r2", Company: "Casa Azul", Partner: "Bluewater", Age: "since today"}}, All: "/desk/referrals?state=submitted"}, {State: "won", Title: "Won", Count: "0"}}
	move := ReferralMove{Page: page, Company: "Hotel Miramar", Number: "R-8F3KQ2", Partner: "Bluewater", Href: "/desk/referrals/r1", Back: "/desk/referrals/board", Action: "/desk/referrals/r1/move", To: "lost", ToLabel: "Lost", State: Pill{"brand", "Accepted"}, Why: "Why it was lost", Offered: true}
	signed, late := move, move
	signed.Deals, signed.To, signed.ToLabel, signed.Decide = true, "won", "Won", Decide{Deal: failed("value"), Currencies: options, Products: options}
	late.Offered, late.Reason = false, Form{Message: "This referral is lost, so this step is not possible now."}
	return []View{
		ReferralBoard{Page: page, List: "/desk/referrals", Moves: true, Columns: board},
		ReferralBoard{Page: page, List: "/desk/referrals?q=x", Filter: Filled(map[string]string{"q": "x"}), Filtered: true, Partner: "p1", Of: "Bluewater", Products: options, Columns: board},
		move, signed, late,
		Referrals{Page: page, Base: "/referrals", All: true, Imports: true},
		Referrals{Page: page, Base: "/referrals", Filter: Filled(map[string]string{"state": "won"}), Filtered: true},
		Referrals{Page: page, Base: "/referrals", Filtered: true, More: true, Pager: Pager{Next: "/referrals?after=x&q=casa"}},
		Referrals{Page: page, Base: "/referrals", All: true, CSV: "/referrals.csv", Rows: []ReferralLine{row, {Href: "/referrals/r2", Company: "Casa Azul", State: Pill{"warn", "Duplicate"}, Submitted: "11 Mar 2026"}}, Pager: Pager{First: "/referrals", Next: "/referrals?after=x"}},
		Referrals{Page: page, Staff: true, Board: "/desk/referrals/board", Base: "/desk/referrals", All: true},
		Referrals{
			Page: page, Staff: true, Board: "/desk/referrals/board", Base: "/desk/referrals", CSV: "/desk/referrals.csv?sort=ends", Sort: "ends", Rows: []ReferralLine{row},
			Sorts: ReferralSorts{SortHead{Label: "Customer"}, SortHead{"Submitted", "/desk/referrals?sort=oldest", "descending", false}, SortHead{"Protected until", "/desk/referrals?sort=ends_last", "ascending", false}},
		},
		Referrals{Page: page, Staff: true, Board: "/desk/referrals/board", Base: "/desk/referrals", Partner: "p1", Of: "Bluewater", CSV: "/desk/referrals.csv", Rows: []ReferralLine{row}},
		ReferralImport{Page: page, Base: "/referrals", Columns: columns, Example: "company\nExample Hotels", Before: []ImportLink{{Href: "/referrals/imports/x", At: page.Now, By: "Ana Reis", What: "Referrals", State: Pill{"warn", "Taken back"}}}},
		ReferralImport{Page: page, Staff: true, Base: "/desk/referrals", Columns: columns, Partners: []Option{{Value: "p1", Label: "Bluewater"}}, Form: failed("partner")},
		ReferralImport{Page: page, Base: "/referrals", Preview: &shown, More: "1,700 more rows are not listed here."},
		ReferralImport{Page: page, Staff: true, Base: "/desk/referrals", Partner: "p1", Whose: "Bluewater", Preview: &shown},
		ReferralImport{Page: page, Base: "/referrals", Preview: &ImportPreview{Content: "x", Seal: "y", Action: "Go on"}, Progress: &ImportProgress{Done: 400, Of: 2000}},
		ReferralImport{Page: page, Base: "/referrals", Preview: &ImportPreview{Counts: shown.Counts, Rows: shown.Rows[1:2], Problems: 1}, Form: Form{Message: "Some rows could not be recorded."}},
		ReferralForm{Page: page, Countries: options, Products: options, Currencies: options, Protect: 90, Answer: 2},
		ReferralForm{Page: page, Form: failed("company"), Protect: 90, Answer: 1},
		one, over, known, staffKnown, won, func() View { s := one; s.Divided = "60% of what we collect counts for you."; return s }(), with(staff, Decide{Accept: true, Reject: true, Reason: failed("reason")}), with(staff, Decide{Qualify: true, Lose: true, Note: failed("note")}),
		back, askedAll, asks, waits, answers, gives, with(staff, Decide{Accept: true, Return: true, Fields: options, Ask: failed("ask")}),
		with(staff, Decide{Win: true, Lose: true, Deal: failed("start")}), with(staff, Decide{Reinstate: true}), func() View {
			s, thread := staff, *staff.Messages
			thread.Form = failed("text")
			s.ID, s.Messages = fmt.Sprint("r", 2), &thread
			return s
		}(),
	}
}
