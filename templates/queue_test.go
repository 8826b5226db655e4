package templates

import "tandem/portal"

func queueExamples(page Page) []View {
	facts := []Fact{{Label: "Email", Text: "ana@miramar.pt", Href: "mailto:ana@miramar.pt"}, {Label: "Country", Text: "Portugal"}}
	failed := Failed(map[string][]string{"note": {""}}, portal.Problems{"note": "Give the partner a reason."}.Err().(*portal.Error))
	staff := []Option{{Value: "u1", Label: "Lena Ortiz"}}
	kinds := []Tab{{Label: "All", Href: "/desk/queue", Count: 2, Current: true}}
	list := QueuePage{
		Page: page, Lead: "2 waiting", Kinds: kinds, Owners: []Tab{{Label: "Mine", Href: "/desk/queue?owner=mine", Count: 1}}, Kind: "referral", Owner: "mine", Bulk: true, More: 3, Back: "/desk/queue",
		Rows: []QueueRow{
			{Ref: "referral:1", Title: "Bluewater", Detail: "Referral", Hint: "Rooms", Href: "/desk/queue/referral/1", Left: Pill{Kind: "bad", Text: "late"}, Current: true},
			{Title: "Payout batch", Detail: "€10.00", Href: "/desk/queue/payout/2", Left: Pill{Kind: "ok", Text: "2 days left"}},
		},
	}
	with := func(open bool, panel QueuePanel) QueuePage {
		next := list
		next.Open, next.Panel = open, &panel
		return next
	}
	alone := with(true, QueuePanel{Title: "Hotel Miramar", Href: "/desk/referrals/1", State: &Pill{Kind: "ok", Text: "Accepted"}, Why: "Decided."})
	alone.Rows = nil
	return []View{
		QueueBulk{Page: page, Back: "/desk/queue"},
		QueueBulk{
			Page: page, Back: "/desk/queue", Action: "/desk/queue/bulk", Do: "decline", Verb: "Reject", Danger: true, Will: 1, Form: failed, Staff: staff, OwnerIs: "Who", NoteIs: "Why", NoteDo: "They read it.", Writes: true,
			Rows: []BulkRow{{Ref: "referral:1@2", Title: "Bluewater", Href: "/desk/queue/referral/1", Then: "They read it."}, {Title: "Casa", Href: "/desk/queue/referral/2", Refused: "It is accepted."}},
		},
		QueueBulk{Page: page, Back: "/desk/queue", Verb: "Accept", Rows: []BulkRow{{Title: "Casa", Href: "/desk/queue/referral/2", Refused: "It is accepted."}}},
		QueuePage{Page: page, Kinds: kinds},
		list, alone,
		with(false, QueuePanel{
			Title: "Hotel Miramar", Href: "/desk/referrals/1", Lead: "Referral", From: &Button{Label: "Bluewater", Href: "/desk/partners/1"}, Left: Pill{Kind: "bad", Text: "late"}, Facts: facts, Said: "Rooms",
			Checks: []portal.Check{{OK: true, Text: "Agreed."}, {Text: "Look."}}, Steps: []Step{{Text: "Submitted.", At: "2026-03-12T10:00:00.000Z", When: "12 Mar 2026"}},
			Action: "/desk/queue/referral/1", Version: 3, Form: failed, Staff: staff, OwnerIs: "Looked after by", OwnerDo: "Assign.", NoteIs: "Note", NoteDo: "Needed to reject.",
			Verdicts: []VerdictButton{{Value: "accept", Label: "Accept", Key: "A", Icon: "check", Primary: true}, {Value: "decline", Label: "Reject", Key: "D", Icon: "x", Danger: true, Writes: true}, {Value: "assign", Label: "Assign"}},
		}),
		with(true, QueuePanel{
			Title: "Batch B-1", Href: "/desk/payouts/1", Facts: facts, Lines: []Fact{{Label: "Bluewater", Text: "€10.00"}}, Total: "€10.00", Action: "/desk/payouts/1/approve",
			Verdicts: []VerdictButton{{Label: "Approve", Key: "A", Icon: "check", Primary: true, Confirm: "Approve €10.00 to 1 partner?"}},
		}),
	}
}
