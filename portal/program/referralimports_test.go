package program

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"tandem/portal"
	"tandem/portal/store/docs/docstest"
)

// customers is a file of so many customers, numbered from a number on.
func (h *house) customers(from, to int, id bool) []byte {
	var b strings.Builder
	b.WriteString("external_id,company,contact,email,country,product,need,consent\n")
	for i := from; i < to; i++ {
		number := ""
		if id {
			number = fmt.Sprintf("CRM-%d", i)
		}
		fmt.Fprintf(&b, "%s,Lodge %c%c Inn %d,Ana Reis,ana@lodge%d.pt,PT,%s,rooms,yes\n", number, 'a'+i%26, 'a'+i/26%26, i, i, h.Rules.Products[0].Code)
	}
	return []byte(b.String())
}

func (h *house) everyReferral(t testing.TB) []portal.Referral {
	t.Helper()
	all, err := h.store.Referrals.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAFileOfReferralsIsRecordedOnce(t *testing.T) {
	t.Parallel()
	for _, ids := range []bool{true, false} {
		h := newHouse(t)
		partner, a := h.company(t, "Alpha")
		in := ImportReferrals{File: h.customers(0, 7, ids)}
		preview, err := h.PreviewReferrals(t.Context(), a, in)
		if err != nil || preview.Count[portal.RowNew] != 7 || preview.Left != 7 || len(h.everyReferral(t)) != 0 {
			t.Fatalf("preview: %v, %+v, and %d referrals", err, preview.Count, len(h.everyReferral(t)))
		}
		made := 0
		for step, left := range []int{4, 1, 0, 0} { // three at a time, and once more for nothing
			done, err := h.RecordReferrals(t.Context(), a, in, 3)
			if made += done.Made; err != nil || done.Left != left {
				t.Fatalf("step %d: %v, %d left, want %d", step, err, done.Left, left)
			}
		}
		all := h.everyReferral(t)
		if made != 7 || len(all) != 7 {
			t.Fatalf("%d recorded, %d there", made, len(all))
		}
		for _, r := range all {
			if r.Source != portal.FromCSV || r.Partner != partner.ID || r.State != portal.ReferralSubmitted || r.By != a.User || (r.ExternalID != "") != ids || r.ProtectedUntil == "" {
				t.Errorf("got %+v", r)
			}
			events, err := h.store.Events.Of(t.Context(), r.Subject())
			if err != nil || len(events) != 1 || events[0].Kind != portal.ReferralSubmittedEvent {
				t.Errorf("%s: events %v, %v", r.Number(), events, err)
			}
		}
	}
}

func TestTwoRecordOneFileAtTheSameTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, a := h.company(t, "Alpha")
	in := ImportReferrals{File: h.customers(0, 12, true)}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if _, err := h.RecordReferrals(t.Context(), a, in, 100); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if all := h.everyReferral(t); len(all) != 12 {
		t.Errorf("%d referrals of 12 rows", len(all))
	}
}

// TestAFileOfReferralsSurvivesEveryStop stops the process at each write of an import in
// turn; the same file again leaves every row there, once.
func TestAFileOfReferralsSurvivesEveryStop(t *testing.T) {
	t.Parallel()
	engines := docstest.Engines(t)
	for k := 1; ; k++ {
		h := openHouse(t, engines())
		_, a := h.company(t, "Alpha")
		in := ImportReferrals{File: h.customers(0, 2, true)}
		_, first := h.dying(t, k).RecordReferrals(t.Context(), a, in, 100)
		if _, err := h.RecordReferrals(t.Context(), a, in, 100); err != nil {
			t.Fatalf("again after write %d: %v", k, err)
		}
		if err := h.ExpireReferrals(t.Context()); err != nil { // the daily round settles what a stop left
			t.Fatal(err)
		}
		all := h.everyReferral(t)
		if len(all) != 2 {
			t.Fatalf("stopped at write %d: %d referrals of 2 rows", k, len(all))
		}
		for _, r := range all {
			guards, err := h.store.Guards.HeldBy(t.Context(), string(r.ID))
			if err != nil || len(guards) != len(r.LeadKeys)+1 || r.State != portal.ReferralSubmitted {
				t.Errorf("stopped at write %d: %s is %s with %d guards, %v", k, r.Number(), r.State, len(guards), err)
			}
		}
		if first == nil {
			if k < 8 {
				t.Errorf("an import of 2 rows makes %d writes", k-1)
			}
			return
		}
	}
}

func TestStaffRecordAFileForPartners(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	alpha, a := h.company(t, "Alpha")
	alpha = h.linked(t, alpha, "alpha")
	_, b := h.company(t, "Beta")
	mara := h.manager(t)
	h.submit(t, b, h.lead("Hotel Miramar", "ana@miramar.pt"))
	file := []byte("partner,company,contact,email,country,product,need,consent\n" +
		alpha.Code + ",Casa Azul,Ana,ana@casaazul.pt,PT," + h.Rules.Products[0].Code + ",rooms,yes\n" +
		alpha.Code + ",Hotel Miramar,Ana,rui@miramar.pt,PT," + h.Rules.Products[0].Code + ",rooms,yes\n")
	for _, in := range []ImportReferrals{{File: file}, {File: file, Partner: alpha.ID}} {
		done, err := h.RecordReferrals(t.Context(), mara, in, 100)
		if err != nil {
			t.Fatal(err)
		}
		if done.Left != 0 || done.Count[portal.RowProblem] != 0 {
			t.Errorf("got %+v", done.Count)
		}
	}
	states := map[portal.ReferralState]int{}
	for _, r := range h.everyReferral(t) {
		if r.Partner == alpha.ID {
			states[r.State]++
			if r.By != mara.User {
				t.Errorf("by %s", r.ByName)
			}
		}
	}
	if states[portal.ReferralSubmitted] != 1 || states[portal.ReferralDuplicate] != 1 {
		t.Errorf("got %v, want one submitted and one duplicate", states)
	}
	// What a file says on its page is not mailed; what comes later goes to the partner's admins, not to who sent the file.
	for _, l := range h.mail(t) {
		if strings.Contains(l.Subject, "Miramar") || strings.Contains(l.Subject, "Casa Azul") {
			t.Errorf("mailed %q to %s", l.Subject, l.To)
		}
	}
	if _, err := h.PreviewReferrals(t.Context(), h.person(t, "fay@northwindstays.com", "", portal.Finance).Actor("203.0.113.9"), ImportReferrals{File: file}); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("finance: %v", err)
	}
	if _, err := h.PreviewReferrals(t.Context(), mara, ImportReferrals{File: file, Partner: "nobody"}); portal.KindOf(err) != portal.Invalid {
		t.Errorf("a partner that is not there: %v", err)
	}
	done, err := h.PreviewReferrals(t.Context(), a, ImportReferrals{File: file, Partner: "another"}) // a partner's own, whatever it asks
	if err != nil || done.Count[portal.RowSent] != 2 {
		t.Errorf("the partner itself: %v, %+v", err, done.Count)
	}
}

func TestRowsToCorrectComeBackAsAFile(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, a := h.company(t, "Alpha")
	file := []byte("company;contact;email;country;product;need;value;currency;consent;Owner\n" +
		"=HYPERLINK(1);Ana;ana@x.pt;PT;" + h.Rules.Products[0].Code + ";rooms;1.234,50;EUR;no;Tom\n" +
		"Casa Azul;Ana;ana@casaazul.pt;PT;" + h.Rules.Products[0].Code + ";rooms;;;yes;Tom\n")
	got, err := h.ReferralProblems(t.Context(), a, ImportReferrals{File: file})
	if err != nil {
		t.Fatal(err)
	}
	want := "company;contact;email;country;product;need;value;currency;consent;Owner;line;column;problem\r\n" + // the same marks: with commas 1.234,50 could not be read
		"'=HYPERLINK(1);Ana;ana@x.pt;PT;" + h.Rules.Products[0].Code + ";rooms;1.234,50;EUR;no;Tom;2;consent;The contact has to agree before you pass on the details: yes or no.\r\n"
	if string(got.Data) != want {
		t.Errorf("got\n%s\nwant\n%s", got.Data, want)
	}
	again, err := h.PreviewReferrals(t.Context(), a, ImportReferrals{File: []byte(strings.Replace(string(got.Data), ";no;", ";yes;", 1))})
	if err != nil || again.Count[portal.RowNew] != 1 || again.Rows[0].Lead.Company != "=HYPERLINK(1)" || again.Rows[0].Lead.Value != portal.Amount(123450, "EUR") {
		t.Errorf("put right: %v, %+v", err, again.Rows)
	}
}

func TestTheTemplateIsAFileThatCanBeSent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	alpha, a := h.company(t, "Alpha")
	h.linked(t, alpha, "alpha")
	for _, who := range []portal.Actor{a, h.manager(t)} {
		file, err := h.ReferralTemplate(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		if who.Staff() { // who fills in whose customers they are
			file.Data = []byte(strings.Replace(string(file.Data), "CRM-1042,,", "CRM-1042,alpha,", 1))
		}
		preview, err := h.PreviewReferrals(t.Context(), who, ImportReferrals{File: file.Data})
		if err != nil || preview.Count[portal.RowNew] != 1 {
			t.Errorf("staff %t: %v, %+v", who.Staff(), err, preview.Rows)
		}
	}
}

func TestLookingAtFilesHasItsMeasure(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, a := h.company(t, "Alpha")
	in := ImportReferrals{File: h.customers(0, portal.MaxReferralRows, false)}
	var err error
	looks := 0
	for ; err == nil && looks < 10; looks++ {
		_, err = h.PreviewReferrals(context.Background(), a, in)
	}
	if portal.KindOf(err) != portal.Limited || looks != 5 {
		t.Errorf("after %d looks: %v", looks, err)
	}
	if _, err := h.RecordReferrals(t.Context(), a, ImportReferrals{File: h.customers(0, 2, false)}, 10); err != nil {
		t.Errorf("what was looked at is recorded all the same: %v", err)
	}
}
