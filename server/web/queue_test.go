package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// desk is a site with two referrals of one partner and an application that wait.
func desk(t *testing.T) (s *site, miramar, azul, applicant string) {
	t.Helper()
	s = newSite(t)
	s.company(t, partnerA, "Alpha")
	miramar = s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	s.wait(time.Minute)
	azul = s.refer(t, partnerMember, "Casa Azul", "rui@gmail.com")
	s.wait(time.Minute)
	_, partner := s.applied(t, bluewater())
	s.letters(t)
	return s, miramar, azul, string(partner.ID)
}

func (s *site) stateOf(t testing.TB, referral string) portal.ReferralState {
	t.Helper()
	r, err := s.store.Referrals.Get(t.Context(), portal.ReferralID(referral))
	if err != nil {
		t.Fatal(err)
	}
	return r.State
}

// undoOf is where the message on a page takes something back, "" when it does not.
func undoOf(a answer) string {
	_, rest, _ := strings.Cut(a.text(), `<form method="post" action="/desk/queue/undo?`)
	path, _, ok := strings.Cut(rest, `"`)
	if !ok {
		return ""
	}
	return "/desk/queue/undo?" + path
}

func TestTheQueueShowsAnItemBesideItsList(t *testing.T) {
	t.Parallel()
	s, miramar, azul, applicant := desk(t)
	s.run(t, []scenario{
		{as: manager, path: "/desk/queue", status: 200, contains: []string{
			"3 waiting, 0 past their time", `<div class="queue">`, "Referral of Hotel Miramar, about €12,000.00", "The contact writes from miramar.pt.", "Looked after by", `href="/desk/queue/referral/` + azul + `"`,
			`value="referral:` + miramar + `"`, "Applications<span class=\"count\">1</span>", "2 days left",
		}, absent: []string{"kind=payout"}},
		{as: manager, path: "/desk/queue/referral/" + azul, status: 200, contains: []string{`<div class="queue open">`, "Nothing ties the contact to the company", `href="/desk/referrals/` + azul + `"`}},
		{as: manager, path: "/desk/queue/application/" + applicant + "?kind=application&owner=unassigned", status: 200, contains: []string{
			"Nobody has scored it yet.", "Ask for more", `href="/desk/queue?kind=application&owner=unassigned"`,
		}, absent: []string{"Hotel Miramar"}},
		{as: manager, path: "/desk/queue?owner=mine", status: 200, contains: []string{"Nothing waits here", "Mine"}},
		{as: manager, path: "/desk/queue?kind=nothing&owner=nobody", status: 200, contains: []string{"3 waiting"}},
		{as: financeRole, path: "/desk/queue", status: 200, contains: []string{"0 waiting", "Nothing waits here"}, absent: []string{"Hotel Miramar", "queue-list"}},
		{as: financeRole, path: "/desk/queue/referral/" + miramar, status: 404},
		{as: manager, path: "/desk/queue/referral/nothing", status: 404},
		{as: manager, path: "/desk/queue/claim/" + miramar, status: 404},
		{as: manager, path: "/desk", status: 200, contains: []string{`href="/desk/queue/referral/` + miramar + `"`}},
	})
}

func TestAnItemIsDecidedInTheQueueAndTheNextOneOpens(t *testing.T) {
	t.Parallel()
	s, miramar, azul, applicant := desk(t)
	lena := string(s.actor(t, manager).User)
	page := "/desk/queue/referral/" + miramar
	s.run(t, []scenario{
		{name: "a rejection needs its reason", as: manager, path: page, form: url.Values{"do": {"decline"}, "version": {"1"}, "owner": {"u-lena"}, "note": {" "}}, status: 422, contains: []string{"Give the partner a reason.", `id="f-note-error"`, "Hotel Miramar"}},
		{name: "of another version", as: manager, path: page, form: url.Values{"do": {"accept"}, "version": {"7"}}, status: 409, contains: []string{"was changed meanwhile"}},
		{name: "without a version", as: manager, path: page, form: url.Values{"do": {"accept"}}, status: 409},
		{name: "no such verdict", as: manager, path: page, form: url.Values{"do": {"win"}, "version": {"1"}}, status: 409},
		{name: "a field of nobody's", as: manager, path: page, form: url.Values{"do": {"accept"}, "version": {"1"}, "state": {"won"}}, status: 400},
		{as: financeRole, path: page, form: url.Values{"do": {"accept"}, "version": {"1"}}, status: 403},
		{as: manager, path: page + "?kind=referral", form: url.Values{"do": {"accept"}, "version": {"1"}, "owner": {"u-lena"}, "note": {""}}, status: 303, location: "/desk/queue/referral/" + azul + "?kind=referral"},
		{as: manager, path: "/desk/queue/referral/" + azul + "?kind=referral", status: 200, contains: []string{"Accepted Hotel Miramar. You own it, and Alpha is told.", ">Undo</button>"}},
		{name: "given to somebody it stays open", as: manager, path: "/desk/queue/application/" + applicant, form: url.Values{"do": {"assign"}, "version": {"2"}, "owner": {lena}}, status: 303, location: "/desk/queue/application/" + applicant},
		{as: manager, path: "/desk/queue?owner=mine", status: 200, contains: []string{"Bluewater Ferries"}, absent: []string{"Casa Azul"}},
		{name: "the last one leads to the list", as: manager, path: "/desk/queue/application/" + applicant + "?owner=mine", form: url.Values{"do": {"ask"}, "version": {"3"}, "note": {"How many?"}}, status: 303, location: "/desk/queue?owner=mine"},
		{name: "what was answered says so", as: manager, path: page, status: 200, contains: []string{"Accepted"}, absent: []string{`id="decide"`}},
	})
}

func TestADecisionIsTakenBack(t *testing.T) {
	t.Parallel()
	s, miramar, _, _ := desk(t)
	page := "/desk/queue/referral/" + miramar
	reject := url.Values{"do": {"decline"}, "version": {"1"}, "note": {"No house there."}}
	c := s.as(t, manager)
	undo := undoOf(c.get(t, c.post(t, page, reject).location))
	if undo == "" || s.stateOf(t, miramar) != portal.ReferralRejected {
		t.Fatalf("no way back: %q, %s", undo, s.stateOf(t, miramar))
	}
	s.run(t, []scenario{
		{name: "by a colleague", as: admin, path: undo, form: url.Values{}, status: 303, location: "/desk/queue"},
		{as: admin, path: "/desk/queue", status: 200, contains: []string{"who decided this, can take it back."}},
		{name: "with a field", as: manager, path: undo, form: url.Values{"state": {"won"}}, status: 400},
		{as: manager, path: undo, form: url.Values{}, status: 303, location: page},
		{as: manager, path: page, status: 200, contains: []string{"Taken back. It waits again as before.", "Taken back at once: rejected.", `id="decide"`}},
		{name: "twice", as: manager, path: undo, form: url.Values{}, status: 303, location: "/desk/queue"},
		{as: manager, path: "/desk/queue", status: 200, contains: []string{"there is nothing to take back"}},
		{name: "of nothing", as: manager, path: "/desk/queue/undo", form: url.Values{}, status: 404},
		{as: partnerMember, path: "/referrals/" + miramar, status: 200, contains: []string{"Submitted"}, absent: []string{"Rejected", "No house there.", "Taken back"}},
		{name: "on its own page there is a way back too", as: manager, path: "/desk/referrals/" + miramar + "/accept", form: url.Values{}, status: 303},
		{as: manager, path: "/desk/referrals/" + miramar, status: 200, contains: []string{"/desk/queue/undo?item=referral%3A" + miramar}},
	})
	s.wait(portal.UndoWindow + time.Second)
	s.run(t, []scenario{
		{name: "too late", as: manager, path: undo, form: url.Values{}, status: 303, location: "/desk/queue"},
		{as: manager, path: "/desk/queue", status: 200, contains: []string{"the mail about it is on its way"}},
	})
	if got := s.stateOf(t, miramar); got != portal.ReferralAccepted {
		t.Errorf("it is %s", got)
	}
}

func TestSeveralItemsAreDecidedTogether(t *testing.T) {
	t.Parallel()
	s, miramar, azul, applicant := desk(t)
	gone := s.refer(t, partnerMember, "Quinta Rosa", "bea@quintarosa.pt")
	if _, err := s.program.AcceptReferral(t.Context(), s.actor(t, manager), portal.ReferralID(gone)); err != nil {
		t.Fatal(err)
	}
	list := url.Values{"item": {"referral:" + miramar, "referral:" + azul, "referral:" + gone, "application:" + applicant, "payout:x", "referral:nothing"}, "kind": {"referral"}}
	look := func(do string) string {
		list.Set("do", do)
		return "/desk/queue/bulk?" + list.Encode()
	}
	s.as(t, financeRole)
	before := s.dump(t)
	s.run(t, []scenario{
		{name: "first it says what would happen", as: manager, path: look("accept"), status: 200, contains: []string{
			"3 would go through, 2 would be refused. Nothing has happened yet.", "You own it, and Alpha is told.", "This referral is accepted, so this step is not possible now.", "Payout batches and adjustments are approved, and questions answered, one by one",
			"Specialist of the approved", `value="referral:` + miramar + `@1"`, "Accept 3 items", `href="/desk/queue?kind=referral"`,
		}},
		{as: manager, path: look("decline"), status: 200, contains: []string{"Why", "Each partner and applicant reads this."}},
		{as: manager, path: look("assign"), status: 200, contains: []string{"Who looks after them", "Assign 4 items"}},
		{as: manager, path: look("ask"), status: 404},
		{as: manager, path: "/desk/queue/bulk?do=accept", status: 200, contains: []string{"Nothing is selected"}},
		{as: financeRole, path: look("accept"), status: 403},
		{name: "too many", as: manager, path: "/desk/queue/bulk?do=accept" + strings.Repeat("&item=referral:x", 51), status: 422},
	})
	same(t, before, s.dump(t))
	decline := url.Values{"do": {"decline"}, "item": {"referral:" + miramar + "@1", "referral:" + azul + "@1", "application:" + applicant + "@9"}}
	s.run(t, []scenario{
		{name: "a reason is missing, and nothing is done", as: manager, path: "/desk/queue/bulk", form: decline, status: 422, contains: []string{"Give the partner a reason.", "Hotel Miramar"}, check: func(t *testing.T, s *site, _ answer) {
			if got := s.stateOf(t, miramar); got != portal.ReferralSubmitted {
				t.Errorf("it is %s", got)
			}
		}},
		{as: manager, path: "/desk/queue/bulk", form: with(decline, "note", "No house there."), status: 303, location: "/desk/queue"},
	})
	a := s.as(t, manager).get(t, "/desk/queue")
	if !strings.Contains(a.text(), "Rejected Hotel Miramar, Rejected Casa Azul. Refused: Bluewater Ferries: Bluewater Ferries was changed meanwhile.") || s.stateOf(t, azul) != portal.ReferralRejected {
		t.Errorf("it says\n%s", excerpt(a.body))
	}
	s.run(t, []scenario{
		{name: "and taken back together", as: manager, path: undoOf(a), form: url.Values{}, status: 303, location: "/desk/queue"},
		{as: manager, path: "/desk/queue", status: 200, contains: []string{"2 decisions taken back", "Hotel Miramar", "Casa Azul"}},
		{name: "a version somebody made up", as: manager, path: "/desk/queue/bulk", form: url.Values{"do": {"accept"}, "item": {"referral:" + miramar + "@x"}}, status: 303},
		{as: manager, path: "/desk/queue", status: 200, contains: []string{"Nothing was changed. Refused:"}},
		{name: "nothing at all", as: manager, path: "/desk/queue/bulk", form: url.Values{"do": {"accept"}}, status: 404},
	})
}

// TestABatchIsApprovedFromTheQueue: by another person of finance, and by the batch's own form.
func TestABatchIsApprovedFromTheQueue(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	batch := portal.Batch{
		ID: "01J00000000000000000BATCH1", State: portal.BatchDraft, Currency: "EUR", Cutoff: s.program.Today(), PreparedBy: s.actor(t, financeRole).User, PreparedAt: s.program.Now(),
		Lines: []portal.BatchLine{{Payout: "po", Partner: partnerA, Name: "Alpha", Entries: 2, Total: portal.Amount(20000, "EUR")}}, Total: portal.Amount(20000, "EUR"), At: s.program.Now(),
		History: []portal.Change{{N: 1, Kind: "batch.started", ByName: "Fay", At: s.program.Now()}},
	}
	if err := s.store.Batches.Insert(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	item := "/desk/queue/payout/" + string(batch.ID)
	s.run(t, []scenario{
		{as: financeRole, path: item, status: 200, contains: []string{"You prepared this batch.", "€200.00"}, absent: []string{"/approve"}},
		{as: admin, path: item, status: 200, contains: []string{"Its lines add up to €200.00.", "Fay prepared it, and you are another person.", `action="/desk/payouts/` + string(batch.ID) + `/approve"`, "Approve €200.00 to 1 partner?"}},
		{as: admin, path: item, form: url.Values{"do": {"accept"}, "version": {"1"}}, status: 409},
		{as: manager, path: item, status: 404},
		{as: staffNoFactor, path: "/desk/payouts/" + string(batch.ID) + "/approve", form: url.Values{}, status: 403},
	})
	approved := batch
	approved.ID, approved.State, approved.ApprovedBy = "01J00000000000000000BATCH2", portal.BatchApproved, s.actor(t, admin).User
	approved.History = append(approved.History[:1:1], portal.Change{N: 2, At: s.program.Now(), Kind: "batch.approved", ByName: "Ada"})
	if err := s.store.Batches.Insert(t.Context(), approved); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{as: financeRole, path: "/desk/queue/payout/" + string(approved.ID), status: 200, contains: []string{"€200.00 to 1 partner waits for the files for the bank", "Approved by Ada", "Open it"}, absent: []string{"/approve"}},
	})
	adjustment := portal.Adjustment{
		ID: "01J000000000000000000ADJ01", State: portal.AdjustmentProposed, Partner: partnerA, Name: "Alpha", Amount: portal.Amount(9000, "EUR"), Reason: "Brochures, as agreed.",
		By: s.actor(t, financeRole).User, ByName: "Fay", At: s.program.Now(), History: []portal.Change{{N: 1, Kind: "adjustment.proposed", ByName: "Fay", At: s.program.Now()}},
	}
	if err := s.store.Adjustments.Insert(t.Context(), adjustment); err != nil {
		t.Fatal(err)
	}
	item = "/desk/queue/adjustment/" + string(adjustment.ID)
	s.run(t, []scenario{
		{as: financeRole, path: "/desk/queue?kind=adjustment", status: 200, contains: []string{"Adjustment of €90.00", "You proposed this."}, absent: []string{"/approve", "Select Alpha"}},
		{as: admin, path: item, status: 200, contains: []string{"Brochures, as agreed.", "Fay proposed it, and you are another person.", `action="/desk/adjustments/` + string(adjustment.ID) + `/approve"`, "Book €90.00 for Alpha?"}},
		{as: admin, path: "/desk/queue/bulk?do=accept&item=adjustment:" + string(adjustment.ID), status: 200, contains: []string{"0 would go through, 1 would be refused"}},
		{as: admin, path: item, form: url.Values{"do": {"accept"}, "version": {"1"}}, status: 409},
		{as: manager, path: item, status: 404},
	})
	if q, err := s.program.Queue(t.Context(), s.actor(t, manager), program.QueueFilter{}); err != nil || q.Waiting != 0 {
		t.Errorf("a manager has %d waiting, %v", q.Waiting, err)
	}
}
