package program

import (
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store/docs/docstest"
)

// share offers a customer of ours to some partners, as a new manager.
func (h *house) share(t testing.TB, company, email string, to ...portal.Partner) (portal.SharedLead, portal.Actor) {
	t.Helper()
	mara := h.manager(t)
	in := ShareLead{Input: h.lead(company, email), Size: "A firm of 120 people"}
	for _, partner := range to {
		in.Partners = append(in.Partners, partner.ID)
	}
	s, err := h.ShareLead(t.Context(), mara, in)
	if err != nil {
		t.Fatalf("share %s: %v", company, err)
	}
	return s, mara
}

// workdays moves the clock by so many working days and a minute, with the duty at its end.
func (h *house) workdays(t testing.TB, n int) {
	t.Helper()
	h.wait(h.Rules.AddWorkdays(h.Now(), n).Time().Sub(h.Now().Time()) + time.Minute)
	if err := h.MoveSharedLeads(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (h *house) shared(t testing.TB, id portal.SharedLeadID) portal.SharedLead {
	t.Helper()
	s, err := h.store.SharedLeads.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func subjectsOf(letters []Letter) string {
	var list []string
	for _, l := range letters {
		list = append(list, l.To+": "+l.Subject)
	}
	return strings.Join(list, "; ")
}

func TestAnAcceptedLeadIsThePartnersReferral(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, rita := h.company(t, "Casa Lumen")
	h.person(t, "boss@casalumen.com", partner.ID, portal.PartnerAdmin)
	s, mara := h.share(t, "Hotel Aurora", "ana@hotel-aurora.com", partner)
	letters := h.mail(t)
	if len(letters) != 1 || letters[0].To != "boss@casalumen.com" || !strings.Contains(letters[0].Subject, "A firm of 120 people, Portugal") {
		t.Errorf("letters: %s", subjectsOf(letters))
	}
	for _, hidden := range []string{"Aurora", "Ana Reis", "hotel-aurora"} {
		if strings.Contains(strings.Join(letters[0].Lines, " ")+letters[0].Subject, hidden) {
			t.Errorf("the offer names %s", hidden)
		}
	}
	seen, err := h.SharedLead(t.Context(), rita, s.ID)
	if err != nil || seen.Company != "" || seen.Contact != "" || seen.Email != "" || seen.Phone != "" || seen.Domain != "" || seen.LeadKeys != nil || seen.Need == "" {
		t.Errorf("before it accepts the partner sees %+v, %v", seen.Lead, err)
	}
	if _, err := h.AcceptLead(t.Context(), rita, s.ID); err != nil {
		t.Fatal(err)
	}
	s = h.shared(t, s.ID)
	r, err := h.store.Referrals.Get(t.Context(), s.Referral)
	if err != nil || r.State != portal.ReferralAccepted || r.Partner != partner.ID || r.Source != portal.FromShare || r.Owner != mara.User || r.ProtectedUntil == "" || r.By != rita.User {
		t.Errorf("the referral is %+v, %v", r, err)
	}
	if s.State != portal.SharedAccepted || s.Due != "" || r.Source.Label() != "Shared by us" {
		t.Errorf("the lead is %s, due %q", s.State, s.Due)
	}
	if seen, err = h.SharedLead(t.Context(), rita, s.ID); err != nil || seen.Company != "Hotel Aurora" || seen.Email == "" {
		t.Errorf("afterwards the partner sees %+v, %v", seen.Lead, err)
	}
	if letters = h.mail(t); len(letters) != 1 || letters[0].Subject != "Hotel Aurora is taken" {
		t.Errorf("letters: %s", subjectsOf(letters))
	}
	if _, err := h.AcceptLead(t.Context(), rita, s.ID); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "already") {
		t.Errorf("accepted again: %v", err)
	}
	if _, err := h.WithdrawLead(t.Context(), mara, s.ID, "A mistake."); portal.KindOf(err) != portal.Conflict {
		t.Errorf("withdrawn when it is taken: %v", err)
	}
	if err := h.MoveSharedLeads(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestALeadGoesRoundAndComesBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	one, rita := h.company(t, "Casa Lumen")
	two, sam := h.company(t, "Atlas Travel")
	three, tom := h.company(t, "Rhine Rail")
	h.person(t, "boss@casalumen.com", one.ID, portal.PartnerAdmin)
	paused, _ := h.company(t, "Nomad Surf")
	s, mara := h.share(t, "Hotel Aurora", "ana@hotel-aurora.com", one, paused, two, three)
	h.mail(t)
	away, err := h.store.Partners.Get(t.Context(), paused.ID)
	if err == nil {
		away, err = away.Pause("A holiday.", portal.System("test"), h.Now())
	}
	if err == nil {
		_, err = h.store.Partners.Save(t.Context(), away)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.SharedLead(t.Context(), sam, s.ID); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a partner whose turn has not come finds it: %v", err)
	}
	h.workdays(t, 1)
	if letters := h.mail(t); len(letters) != 1 || !strings.HasPrefix(letters[0].Subject, "Still waiting for you") {
		t.Errorf("after half the time: %s", subjectsOf(letters))
	}
	if err := h.MoveSharedLeads(t.Context()); err != nil || len(h.mail(t)) != 0 {
		t.Errorf("reminded twice: %v", err)
	}
	h.workdays(t, 1)
	if letters := h.mail(t); !strings.Contains(subjectsOf(letters), "An offer has ended") {
		t.Errorf("when its time is over: %s", subjectsOf(letters))
	}
	if s = h.shared(t, s.ID); s.Partner != two.ID || s.Offers[0].State != portal.OfferLapsed || s.Offers[1].State != portal.OfferSkipped || s.Offers[2].State != portal.OfferOpen {
		t.Fatalf("the lead is with %s: %+v", s.Partner, s.Offers)
	}
	if _, err := h.AcceptLead(t.Context(), rita, s.ID); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "time to answer is over") {
		t.Errorf("accepted after it moved on: %v", err)
	}
	if _, err := h.AcceptLead(t.Context(), tom, s.ID); portal.KindOf(err) != portal.NotFound {
		t.Errorf("accepted before its turn: %v", err)
	}
	if _, err := h.DeclineLead(t.Context(), sam, s.ID, " "); portal.KindOf(err) != portal.Invalid {
		t.Errorf("declined without a reason: %v", err)
	}
	if _, err := h.DeclineLead(t.Context(), sam, s.ID, "We have nobody in Portugal."); err != nil {
		t.Fatal(err)
	}
	if _, err := h.DeclineLead(t.Context(), tom, s.ID, "No rooms."); err != nil {
		t.Fatal(err)
	}
	if s = h.shared(t, s.ID); s.State != portal.SharedReturned || s.Partner != "" {
		t.Fatalf("after everybody said no it is %s with %s", s.State, s.Partner)
	}
	if letters := h.mail(t); !strings.Contains(subjectsOf(letters), "Nobody took Hotel Aurora") {
		t.Errorf("the owner gets %s", subjectsOf(letters))
	}
	queue, err := h.Queue(t.Context(), mara, QueueFilter{Kind: portal.QueueLead})
	if err != nil || len(queue.Items) != 1 || queue.Items[0].Title != "Hotel Aurora" || queue.Items[0].Owner != mara.User {
		t.Errorf("the queue has %+v, %v", queue.Items, err)
	}
	if c, err := h.Case(t.Context(), mara, portal.QueueLead, string(s.ID)); err != nil || c.Shared == nil || c.Waits {
		t.Errorf("the item is %+v, %v", c.Item, err)
	}
	if _, err := h.OfferAgain(t.Context(), mara, s.ID, nil); portal.KindOf(err) != portal.Invalid {
		t.Errorf("offered again to nobody: %v", err)
	}
	if _, err := h.OfferAgain(t.Context(), mara, s.ID, []portal.PartnerID{one.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.AcceptLead(t.Context(), rita, s.ID); err != nil {
		t.Errorf("accepted the second time round: %v", err)
	}
	if events, err := h.Timeline(t.Context(), s.Subject()); err != nil || len(events) != len(h.shared(t, s.ID).History) {
		t.Errorf("%d events, %v", len(events), err)
	}
}

func TestALeadThatSomebodyHoldsIsNotOffered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	one, rita := h.company(t, "Casa Lumen")
	_, sam := h.company(t, "Atlas Travel")
	mara := h.manager(t)
	held := h.submit(t, sam, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	in := ShareLead{Input: h.lead("Hotel Aurora Lda.", "rui@hotel-aurora.com"), Size: "A hotel", Partners: []portal.PartnerID{one.ID}}
	if _, err := h.ShareLead(t.Context(), mara, in); portal.KindOf(err) != portal.Invalid || !strings.Contains(err.Error(), held.Number()+" of Atlas Travel") {
		t.Errorf("a lead that somebody holds: %v", err)
	}
	s, _ := h.share(t, "Quinta do Vale", "nuno@vale.pt", one)
	in.Input = h.lead("Quinta do Vale", "other@vale.pt")
	if _, err := h.ShareLead(t.Context(), mara, in); portal.KindOf(err) != portal.Invalid || !strings.Contains(err.Error(), "offered to partners already") {
		t.Errorf("a lead that is offered already: %v", err)
	}
	h.submit(t, sam, h.lead("Quinta do Vale", "nuno@vale.pt")) // somebody is faster
	if _, err := h.AcceptLead(t.Context(), rita, s.ID); portal.KindOf(err) != portal.Conflict || strings.Contains(err.Error(), "Atlas") {
		t.Errorf("accepted what somebody referred: %v", err)
	}
	if s = h.shared(t, s.ID); s.State != portal.SharedReferred || s.Partner != "" {
		t.Errorf("the offer is %s", s.State)
	}
	if all, err := h.store.Referrals.AllOf(t.Context(), one.ID); err != nil || len(all) != 0 {
		t.Errorf("%d referrals came of it, %v", len(all), err)
	}
	for what, change := range map[string]func(*ShareLead){
		"nobody to ask":        func(in *ShareLead) { in.Partners = nil },
		"a partner twice":      func(in *ShareLead) { in.Partners = []portal.PartnerID{one.ID, one.ID} },
		"nobody's partner":     func(in *ShareLead) { in.Partners = []portal.PartnerID{"nobody"} },
		"no size":              func(in *ShareLead) { in.Size = "" },
		"the name in the size": func(in *ShareLead) { in.Size = "Vila Serena, 40 rooms" },
		"an address":           func(in *ShareLead) { in.Input.Need = "Look at www.vilaserena.pt" },
		"no consent":           func(in *ShareLead) { in.Input.Consent = false },
	} {
		in := ShareLead{Input: h.lead("Vila Serena", "ana@vilaserena.pt"), Size: "A hotel", Partners: []portal.PartnerID{one.ID}}
		change(&in)
		if _, err := h.ShareLead(t.Context(), mara, in); portal.KindOf(err) != portal.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, do := range map[string]func() error{
		"shares":    func() error { _, err := h.ShareLead(t.Context(), rita, in); return err },
		"withdraws": func() error { _, err := h.WithdrawLead(t.Context(), rita, s.ID, "x"); return err },
		"offers":    func() error { _, err := h.OfferAgain(t.Context(), rita, s.ID, nil); return err },
	} {
		if err := do(); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("a partner %s: %v", what, err)
		}
	}
}

func TestAWithdrawnLeadIsOver(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	one, rita := h.company(t, "Casa Lumen")
	h.person(t, "boss@casalumen.com", one.ID, portal.PartnerAdmin)
	s, mara := h.share(t, "Hotel Aurora", "ana@hotel-aurora.com", one)
	h.mail(t)
	if _, err := h.WithdrawLead(t.Context(), mara, s.ID, "They called us themselves."); err != nil {
		t.Fatal(err)
	}
	letters := h.mail(t)
	if len(letters) != 1 || letters[0].To != "boss@casalumen.com" || strings.Contains(strings.Join(letters[0].Lines, " "), "called us") {
		t.Errorf("the partner gets %+v", letters)
	}
	if _, err := h.AcceptLead(t.Context(), rita, s.ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("accepted: %v", err)
	}
	if seen, err := h.SharedLead(t.Context(), rita, s.ID); err != nil || seen.Company != "" {
		t.Errorf("the partner sees %q, %v", seen.Company, err)
	}
	again, _ := h.share(t, "Hotel Aurora", "ana@hotel-aurora.com", one) // its customer is free again
	if again.State != portal.SharedOffered {
		t.Errorf("offered anew it is %s", again.State)
	}
}

// TestOneOfTwoWhoAcceptAtOnceGetsTheLead: colleagues of one partner, and the duty beside them.
func TestOneOfTwoWhoAcceptAtOnceGetsTheLead(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	one, rita := h.company(t, "Casa Lumen")
	s, _ := h.share(t, "Hotel Aurora", "ana@hotel-aurora.com", one)
	var wg sync.WaitGroup
	var mu sync.Mutex
	taken := 0
	for range 8 {
		wg.Go(func() {
			_, err := h.AcceptLead(t.Context(), rita, s.ID)
			mu.Lock()
			defer mu.Unlock()
			switch portal.KindOf(err) {
			case portal.Conflict:
			default:
				if err != nil {
					t.Error(err)
				}
				taken++
			}
		})
	}
	wg.Wait()
	if all, err := h.store.Referrals.AllOf(t.Context(), one.ID); err != nil || taken != 1 || len(all) != 1 {
		t.Errorf("%d took it, %d referrals, %v", taken, len(all), err)
	}
}

// TestAcceptingGoesOnWhereACrashLeftIt stops the acceptance at each of its writes; the duty finishes it.
func TestAcceptingGoesOnWhereACrashLeftIt(t *testing.T) {
	t.Parallel()
	engines := docstest.Engines(t)
	for k := 1; k < 60; k++ {
		h := openHouse(t, engines())
		one, rita := h.company(t, "Casa Lumen")
		s, mara := h.share(t, "Hotel Aurora", "ana@hotel-aurora.com", one)
		_, died := h.dying(t, k).AcceptLead(t.Context(), rita, s.ID)
		h.wait(5 * time.Minute)
		if err := h.MoveSharedLeads(t.Context()); err != nil {
			t.Fatalf("the duty after write %d: %v", k, err)
		}
		if err := h.RecoverEvents(t.Context()); err != nil {
			t.Fatal(err)
		}
		if h.shared(t, s.ID).State == portal.SharedOffered { // nothing was written: once more
			if _, err := h.AcceptLead(t.Context(), rita, s.ID); err != nil {
				t.Fatalf("again after write %d: %v", k, err)
			}
		}
		s = h.shared(t, s.ID)
		all, err := h.store.Referrals.AllOf(t.Context(), one.ID)
		if err != nil || len(all) != 1 || all[0].State != portal.ReferralAccepted || all[0].Owner != mara.User || s.Due != "" || all[0].ID != s.Referral {
			t.Fatalf("after write %d: %s due %q, %+v, %v", k, s.State, s.Due, all, err)
		}
		for subject, n := range map[string]int{s.Subject(): len(s.History), all[0].Subject(): len(all[0].History)} {
			if events, err := h.Timeline(t.Context(), subject); err != nil || len(events) != n {
				t.Errorf("after write %d: %d events of %s, want %d, %v", k, len(events), subject, n, err)
			}
		}
		if died == nil {
			return
		}
	}
	t.Error("accepting never came to its end")
}
