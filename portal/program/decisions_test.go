package program

import (
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// desk is a house with two managers, a partner of Lena's, a referral and an application that wait.
func desk(t *testing.T) (h *house, lena, tom portal.Actor, r portal.Referral, applicant portal.Partner) {
	t.Helper()
	h = newHouse(t)
	lena = h.staff(t, "lena@northwindstays.example", portal.Manager)
	tom = h.staff(t, "tom@northwindstays.example", portal.Manager)
	partner, rita := h.company(t, "Alpha")
	if _, err := h.AssignSpecialist(t.Context(), tom, partner.ID, 0, lena.User); err != nil {
		t.Fatal(err)
	}
	h.wait(time.Hour)
	r = h.submit(t, rita, h.lead("Hotel Miramar", "ana@miramar.pt"))
	h.wait(time.Minute)
	applicant, _ = h.applied(t, bluewater())
	h.mail(t)
	return h, lena, tom, r, applicant
}

func refs(items []portal.QueueItem) string {
	var list []string
	for _, item := range items {
		list = append(list, string(item.Kind)+" "+item.Title)
	}
	return strings.Join(list, ", ")
}

func TestTheQueueShowsWhoseItemsAreWhose(t *testing.T) {
	t.Parallel()
	h, lena, tom, r, applicant := desk(t)
	fay := h.staff(t, "fay@northwindstays.example", portal.Finance)
	const both = "referral Alpha, application Bluewater Ferries"
	for _, c := range []struct {
		who    portal.Actor
		filter QueueFilter
		want   string
	}{
		{lena, QueueFilter{}, both},
		{lena, QueueFilter{Owner: portal.QueueOfMine}, "referral Alpha"},
		{lena, QueueFilter{Owner: portal.QueueOfNobody}, "application Bluewater Ferries"},
		{lena, QueueFilter{Owner: portal.QueueOfMine, Kind: portal.QueueApplication}, ""},
		{tom, QueueFilter{Owner: portal.QueueOfMine}, ""},
		{tom, QueueFilter{Kind: portal.QueueReferral}, "referral Alpha"},
		{fay, QueueFilter{}, ""},
	} {
		q, err := h.Queue(t.Context(), c.who, c.filter)
		if got := refs(q.Items); err != nil || got != c.want {
			t.Errorf("%s, %+v: %s, want %s, %v", c.who.Name, c.filter, got, c.want, err)
		}
	}
	q, err := h.Queue(t.Context(), lena, QueueFilter{Owner: portal.QueueOfMine, Kind: portal.QueueApplication})
	if err != nil || q.Waiting != 2 || q.Kinds[portal.QueueReferral] != 1 || q.Kinds[portal.QueueApplication] != 0 || q.Owners[portal.QueueOfNobody] != 1 || q.Owners[portal.QueueOfAll] != 1 {
		t.Errorf("the tabs count %+v, %v", q, err)
	}
	for _, d := range []Decision{{Kind: portal.QueueReferral, ID: string(r.ID)}, {Kind: portal.QueueApplication, ID: string(applicant.ID)}} {
		d.Do, d.Owner = portal.VerdictAssign, tom.User
		if _, err := h.Decide(t.Context(), lena, d); err != nil {
			t.Fatalf("assign the %s: %v", d.Kind, err)
		}
	}
	q, err = h.Queue(t.Context(), tom, QueueFilter{Owner: portal.QueueOfMine})
	if got := refs(q.Items); err != nil || got != both || q.Items[0].OwnerName != "Tom Ortiz" {
		t.Errorf("Tom has %s, %v", got, err)
	}
	if next := q.Next(portal.QueueReferral, string(r.ID)); next.Title != "Bluewater Ferries" {
		t.Errorf("after the first comes %+v", next)
	}
	if next := q.Next(portal.QueueApplication, string(applicant.ID)); next.Title != "Alpha" {
		t.Errorf("after the last comes %+v", next)
	}
	letters := h.mail(t)
	if a, b := only(t, letters, "Yours: the referral of Hotel Miramar"), only(t, letters, "Yours: the application of Bluewater"); a.To != "tom@northwindstays.example" || b.To != a.To || !strings.Contains(strings.Join(b.Lines, " "), "due by Wednesday 4 March") {
		t.Errorf("the letters are %+v, %+v", a, b)
	}
}

func TestWhatIsForeseenIsWhatIsDecided(t *testing.T) {
	t.Parallel()
	h, lena, tom, r, applicant := desk(t)
	referral := Decision{Kind: portal.QueueReferral, ID: string(r.ID), Seen: r.Version}
	application := Decision{Kind: portal.QueueApplication, ID: string(applicant.ID), Seen: applicant.Version}
	with := func(d Decision, do portal.Verdict, note string, owner portal.UserID) Decision {
		d.Do, d.Note, d.Owner = do, note, owner
		return d
	}
	for _, c := range []struct {
		d       Decision
		then    string
		missing string // the field that Decide asks for and Foresee takes as given
	}{
		{with(referral, portal.VerdictAccept, "", ""), "You own it, and Alpha is told.", ""},
		{with(referral, portal.VerdictDecline, "", ""), "Alpha reads your reason.", "note"},
		{with(application, portal.VerdictAsk, "", ""), "The clock rests until the applicant answers.", "note"},
		{with(application, portal.VerdictDecline, "", ""), "The applicant reads your reason.", "note"},
		{with(application, portal.VerdictAccept, "", "u-nobody"), "", "owner"},
		{with(application, portal.VerdictAssign, "", tom.User), "Tom Ortiz decides it.", ""},
	} {
		got, err := h.Foresee(t.Context(), lena, c.d)
		if c.then != "" && (err != nil || got.Then != c.then || got.Item.ID != c.d.ID) {
			t.Errorf("%s %s foresees %+v, %v", c.d.Do, c.d.Kind, got, err)
		}
		if c.missing == "" {
			continue
		}
		if _, err := h.Decide(t.Context(), lena, c.d); problemAt(err, c.missing) == "" {
			t.Errorf("%s %s without %s: %v", c.d.Do, c.d.Kind, c.missing, err)
		}
	}
	if there, err := h.store.Referrals.Get(t.Context(), r.ID); err != nil || there.Version != r.Version {
		t.Errorf("looking ahead changed the referral: %v", err)
	}
	if there, err := h.store.Partners.Get(t.Context(), applicant.ID); err != nil || there.Version != applicant.Version {
		t.Errorf("looking ahead changed the application: %v", err)
	}
	for name, d := range map[string]Decision{
		"seen before somebody changed it": {Kind: portal.QueueReferral, ID: string(r.ID), Do: portal.VerdictAccept, Seen: r.Version + 7},
		"money":                           {Kind: portal.QueuePayout, ID: "b", Do: portal.VerdictAccept},
		"no verdict at all":               with(application, "grant", "", ""),
	} {
		if _, err := h.Decide(t.Context(), lena, d); portal.KindOf(err) != portal.Conflict {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := h.Foresee(t.Context(), lena, d); portal.KindOf(err) != portal.Conflict {
			t.Errorf("%s is foreseen otherwise: %v", name, err)
		}
	}
	if _, err := h.Decide(t.Context(), h.staff(t, "fay@northwindstays.example", portal.Finance), referral); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("finance decides: %v", err)
	}
	if got, err := h.Decide(t.Context(), lena, with(application, portal.VerdictAccept, "Welcome.", tom.User)); err != nil || got.Undo || got.Did != "Approved Bluewater Ferries." {
		t.Errorf("approved: %+v, %v", got, err)
	}
	if got, err := h.Foresee(t.Context(), lena, with(referral, portal.VerdictAsk, "?", "")); err != nil || got.Undo || got.Did != "Sent Hotel Miramar back." {
		t.Errorf("sent back: %+v, %v", got, err)
	}
	if _, err := h.Decide(t.Context(), lena, with(referral, portal.VerdictAsk, " ", "")); portal.KindOf(err) != portal.Invalid {
		t.Errorf("sent back without a word: %v", err)
	}
	if got, err := h.Decide(t.Context(), lena, with(referral, portal.VerdictAccept, "", "")); err != nil || !got.Undo {
		t.Errorf("accepted: %+v, %v", got, err)
	}
	if _, err := h.Foresee(t.Context(), tom, with(Decision{Kind: portal.QueueReferral, ID: string(r.ID)}, portal.VerdictAccept, "", "")); portal.KindOf(err) != portal.Conflict {
		t.Errorf("accepting again: %v", err)
	}
}

func TestADecisionTakenBackIsNeverMailed(t *testing.T) {
	t.Parallel()
	h, lena, tom, r, applicant := desk(t)
	_, beta := h.company(t, "Beta")
	reject := Decision{Kind: portal.QueueReferral, ID: string(r.ID), Do: portal.VerdictDecline, Note: "No house there."}
	decline := Decision{Kind: portal.QueueApplication, ID: string(applicant.ID), Do: portal.VerdictDecline, Note: "No fit."}
	for _, d := range []Decision{reject, decline} {
		if _, err := h.Decide(t.Context(), lena, d); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Undo(t.Context(), tom, d.Kind, d.ID); portal.KindOf(err) != portal.Conflict {
			t.Errorf("a colleague takes back the %s: %v", d.Kind, err)
		}
		h.wait(10 * time.Second)
		if item, err := h.Undo(t.Context(), lena, d.Kind, d.ID); err != nil || item.ID != d.ID {
			t.Errorf("take back the %s: %+v, %v", d.Kind, item, err)
		}
	}
	if q, err := h.Queue(t.Context(), lena, QueueFilter{}); err != nil || len(q.Items) != 2 {
		t.Errorf("the queue holds %s again, %v", refs(q.Items), err)
	}
	if dup := h.submit(t, beta, h.lead("Hotel Miramar", "rui@miramar.pt")); dup.State != portal.ReferralDuplicate {
		t.Errorf("the lead is not held again: %s", dup.State)
	}
	for _, letter := range h.mail(t) {
		if strings.Contains(letter.Subject, "cannot take") || strings.Contains(letter.Subject, "About your application") {
			t.Errorf("a letter about what was taken back: %s", letter.Subject)
		}
	}
	if _, err := h.Decide(t.Context(), lena, reject); err != nil { // the second time it stays
		t.Fatal(err)
	}
	if err := h.DeriveMessages(t.Context()); err != nil {
		t.Fatal(err)
	}
	if due, err := h.store.Messages.Due(t.Context(), h.Now().Add(portal.UndoWindow), 10); err != nil || len(due) != 0 {
		t.Errorf("%d letters may go while the decision can be taken back, %v", len(due), err)
	}
	if letter := only(t, h.mail(t), "cannot take Hotel Miramar"); !strings.Contains(strings.Join(letter.Lines, " "), "No house there.") {
		t.Errorf("the letter is %+v", letter)
	}
	h.wait(time.Minute)
	if _, err := h.Undo(t.Context(), lena, portal.QueueReferral, string(r.ID)); portal.KindOf(err) != portal.Conflict {
		t.Errorf("after the mail: %v", err)
	}
}

func TestALeadTakenMeanwhileIsNotTakenBack(t *testing.T) {
	t.Parallel()
	h, lena, _, r, _ := desk(t)
	_, beta := h.company(t, "Beta")
	if _, err := h.RejectReferral(t.Context(), lena, r.ID, "No."); err != nil {
		t.Fatal(err)
	}
	other := h.submit(t, beta, h.lead("Hotel Miramar", "rui@miramar.pt"))
	if _, err := h.Undo(t.Context(), lena, portal.QueueReferral, string(r.ID)); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), other.Number()) {
		t.Errorf("got %v, want the one who holds it named", err)
	}
}

func TestACaseHoldsWhatDecidesIt(t *testing.T) {
	t.Parallel()
	h, lena, _, r, applicant := desk(t)
	fay := h.staff(t, "fay@northwindstays.example", portal.Finance)
	c, err := h.Case(t.Context(), lena, portal.QueueReferral, string(r.ID))
	if err != nil || !c.Waits || c.Referral.ID != r.ID || c.Record.Submitted() != 1 || len(c.Staff) != 2 || c.Item.OwnerName != "Lena Ortiz" || c.Checks[0].Text != "The contact writes from miramar.pt." {
		t.Errorf("the referral: %+v, %v", c, err)
	}
	if c, err = h.Case(t.Context(), lena, portal.QueueApplication, string(applicant.ID)); err != nil || !c.Waits || c.Checks[0].Text != "Nobody has scored it yet." || c.Review == nil {
		t.Errorf("the application: %+v, %v", c.Checks, err)
	}
	if _, err := h.AcceptReferral(t.Context(), lena, r.ID); err != nil {
		t.Fatal(err)
	}
	if c, err = h.Case(t.Context(), lena, portal.QueueReferral, string(r.ID)); err != nil || c.Waits {
		t.Errorf("an answered one still waits: %v", err)
	}
	for name, ask := range map[string]func() error{
		"finance asks for a referral":       func() error { return only2(h.Case(t.Context(), fay, portal.QueueReferral, string(r.ID))) },
		"a kind there is not":               func() error { return only2(h.Case(t.Context(), lena, "claim", string(r.ID))) },
		"nobody's":                          func() error { return only2(h.Case(t.Context(), lena, portal.QueueOnboarding, "01J")) },
		"one that has no sprint":            func() error { return only2(h.Case(t.Context(), lena, portal.QueueOnboarding, string(applicant.ID))) },
		"undoing what is undone by no rule": func() error { return only2(h.Undo(t.Context(), lena, portal.QueueOnboarding, "01J")) },
	} {
		if err := ask(); portal.KindOf(err) != portal.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}
