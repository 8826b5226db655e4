package program

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store/docs/docstest"
)

// rivals are two partners that referred one customer, the first and the one that came too late.
func (h *house) rivals(t *testing.T) (lena, rita, omar portal.Actor, first, second portal.Referral) {
	t.Helper()
	lena = h.manager(t)
	_, rita = h.company(t, "Bluewater Ferries")
	_, omar = h.company(t, "Casa Lumen")
	first = h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	h.wait(time.Hour)
	second = h.submit(t, omar, h.lead("Hotel Aurora Lda", "rui@hotel-aurora.com"))
	if second.State != portal.ReferralDuplicate {
		t.Fatalf("the second is %s", second.State)
	}
	return lena, rita, omar, first, second
}

func TestAConflictShowsWhyItWasDecidedSo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena, rita, _, first, second := h.rivals(t)
	for _, id := range []portal.ReferralID{first.ID, second.ID} {
		c, err := h.Conflict(t.Context(), lena, id)
		if err != nil || c.Holder.ID != first.ID || c.Rival.ID != second.ID || !c.CanPass || c.CanSplit {
			t.Fatalf("%+v, %v", c, err)
		}
		text := strings.Join(c.Trace, " ")
		for _, want := range []string{"Same domain: both belong to hotel-aurora.com.", first.Number() + " of Bluewater Ferries was submitted first", "protects the lead until", "became a duplicate by rule"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is missing in %s", want, text)
			}
		}
	}
	if _, err := h.Conflict(t.Context(), rita, first.ID); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a partner looks: %v", err)
	}
	finance := h.staff(t, "fay@northwindstays.example", portal.Finance)
	if _, err := h.Conflict(t.Context(), finance, first.ID); err != nil {
		t.Errorf("finance looks: %v", err)
	}
	if _, err := h.PassLead(t.Context(), finance, ConflictDecision{Rival: second.ID, Reason: "x"}); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("finance decides: %v", err)
	}
	alone := h.submit(t, rita, h.lead("Vila Alba", "eva@vila-alba.com"))
	if _, err := h.Conflict(t.Context(), lena, alone.ID); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a conflict with nobody: %v", err)
	}
}

func TestALeadPassesToTheOtherPartner(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena, rita, omar, first, second := h.rivals(t)
	h.mail(t)
	if _, err := h.PassLead(t.Context(), lena, ConflictDecision{Rival: second.ID}); portal.KindOf(err) != portal.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := h.PassLead(t.Context(), lena, ConflictDecision{Rival: second.ID, Seen: 99, Reason: "x"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("on what was not looked at: %v", err)
	}
	if _, err := h.PassLead(t.Context(), lena, ConflictDecision{Rival: second.ID, Reason: "Casa Lumen has had the contact for years."}); err != nil {
		t.Fatal(err)
	}
	gave, err := h.Referral(t.Context(), rita, first.ID)
	if text := fmt.Sprint(gave.Story(false)); err != nil || gave.State != portal.ReferralDuplicate || strings.Contains(text, "Casa Lumen") || !strings.Contains(text, "brought to us by somebody else") {
		t.Errorf("the partner that gave it up reads %s, %v", text, err)
	}
	got, err := h.Referral(t.Context(), omar, second.ID)
	if text := fmt.Sprint(got.Story(false)); err != nil || got.State != portal.ReferralSubmitted || got.ProtectedUntil == "" || strings.Contains(text, "for years") {
		t.Errorf("the partner that has it now reads %s, %s, %v", got.State, text, err)
	}
	for _, letter := range h.mail(t) {
		if text := letter.Subject + strings.Join(letter.Lines, " "); strings.Contains(text, "for years") || strings.Contains(text, "Casa Lumen") || strings.Contains(text, "Bluewater") {
			t.Errorf("%s reads %s", letter.To, text)
		}
	}
	c, err := h.Conflict(t.Context(), lena, first.ID)
	if text := strings.Join(c.Trace, " "); err != nil || c.Holder.ID != second.ID || !strings.Contains(text, "A decision gave the lead to "+second.Number()) || !strings.Contains(text, "that "+first.Number()+" gives up the lead.") || strings.Contains(text, "by rule") {
		t.Errorf("the trace after it is %s, %v", text, err)
	}
	if _, err := h.AcceptReferral(t.Context(), lena, second.ID); err != nil {
		t.Errorf("the lead is not its own: %v", err)
	}
	if third := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com")); third.DuplicateOf != second.ID {
		t.Errorf("who comes now is a duplicate of %q", third.DuplicateOf)
	}
	if _, err := h.PassLead(t.Context(), lena, ConflictDecision{Rival: second.ID, Reason: "x"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("it holds the lead already: %v", err)
	}
	// And back.
	if _, err := h.PassLead(t.Context(), lena, ConflictDecision{Rival: first.ID, Reason: "The contact says otherwise."}); err != nil {
		t.Fatal(err)
	}
	if back, err := h.store.Referrals.Get(t.Context(), first.ID); err != nil || back.State != portal.ReferralSubmitted || back.DuplicateOf != "" {
		t.Errorf("passed back: %s, %v", back.State, err)
	}
}

func TestALeadThatCannotPass(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena, _, _, first, second := h.rivals(t)
	b := &till{house: h}
	in := ConflictDecision{Rival: second.ID, Reason: "They knew each other."}
	refused := func(when, says string) {
		t.Helper()
		if _, err := h.PassLead(t.Context(), lena, in); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", when, err)
		}
		if r, err := h.store.Referrals.Get(t.Context(), first.ID); err != nil || r.State == portal.ReferralDuplicate {
			t.Errorf("%s: the lead is gone: %s, %v", when, r.State, err)
		}
	}
	b.change(t, second.Partner, func(p *portal.Partner) { p.State = portal.PartnerEnded })
	refused("the partner left", "takes no part")
	b.change(t, second.Partner, func(p *portal.Partner) { p.State = portal.PartnerActive })
	cash := portal.Collection{ID: "cash:billing:1", Source: "billing", ExternalID: "1", Referral: first.ID, Partner: first.Partner, Amount: portal.Amount(100, "EUR"), CollectedOn: "2026-03-01", At: h.Now()}
	if _, err := h.store.Collections.Put(t.Context(), cash); err != nil {
		t.Fatal(err)
	}
	refused("money was recorded", "Money was recorded")
	b.amend(t, first.ID, func(r *portal.Referral) { r.State = portal.ReferralWon })
	refused("it was won", "was won")
	// Nobody holds it any more: the other one counts after all.
	b.amend(t, first.ID, func(r *portal.Referral) { r.State = portal.ReferralLost })
	h2 := newHouse(t)
	lena, _, _, first, second = h2.rivals(t)
	if _, err := h2.RejectReferral(t.Context(), lena, first.ID, "No house there."); err != nil {
		t.Fatal(err)
	}
	if r, err := h2.PassLead(t.Context(), lena, ConflictDecision{Rival: second.ID, Reason: "There is one now."}); err != nil || r.State != portal.ReferralSubmitted {
		t.Errorf("after the first was rejected: %s, %v", r.State, err)
	}
}

func TestADuplicateIsKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena, _, omar, first, second := h.rivals(t)
	if _, err := h.KeepConflict(t.Context(), lena, ConflictDecision{Rival: second.ID}); portal.KindOf(err) != portal.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := h.KeepConflict(t.Context(), lena, ConflictDecision{Rival: first.ID, Reason: "x"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("of one that holds the lead: %v", err)
	}
	kept, err := h.KeepConflict(t.Context(), lena, ConflictDecision{Rival: second.ID, Reason: "Bluewater came two days before."})
	if err != nil || !kept.Upheld() || kept.State != portal.ReferralDuplicate {
		t.Fatalf("%+v, %v", kept, err)
	}
	if _, err := h.KeepConflict(t.Context(), lena, ConflictDecision{Rival: second.ID, Reason: "x"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("twice: %v", err)
	}
	r, err := h.Referral(t.Context(), omar, second.ID)
	if text := fmt.Sprint(r.Story(false)); err != nil || strings.Contains(text, "Bluewater") || strings.Contains(text, "stays") {
		t.Errorf("the partner reads %s, %v", text, err)
	}
}

// TestALeadOnItsWayArrives kills the process at each write of a decision.
func TestALeadOnItsWayArrives(t *testing.T) {
	t.Parallel()
	engines := docstest.Engines(t)
	for k := 1; ; k++ {
		h := openHouse(t, engines())
		lena, _, _, first, second := h.rivals(t)
		dying := h.dying(t, k)
		_, err := dying.PassLead(t.Context(), lena, ConflictDecision{Rival: second.ID, Reason: "They knew each other."})
		if err == nil {
			if k < 5 {
				t.Fatalf("the decision takes only %d writes", k)
			}
			return
		}
		if err := h.RecoverEvents(t.Context()); err != nil {
			t.Fatal(err)
		}
		one, err := h.store.Referrals.Get(t.Context(), first.ID)
		if err != nil {
			t.Fatal(err)
		}
		two, err := h.store.Referrals.Get(t.Context(), second.ID)
		if err != nil || one.State == two.State || one.State != portal.ReferralDuplicate && two.State != portal.ReferralDuplicate {
			t.Errorf("killed before write %d: %s and %s, %v", k, one.State, two.State, err)
		}
	}
}

func TestALookAtASplitIsWhatItDoes(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).wonBefore(t).paying(levers())
	b.collect(t, "INV-1", "r-p1", 400001, "2026-03-12")
	b.refund(t, "R-1", "INV-1", 33333, "2026-03-18")
	b.at("2026-04-01")
	if err := b.SettleQuarter(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, shares := range [][]string{{"60%", "40%"}, {"33.3333%", "66.6667%"}, {"100%"}} {
		look, err := b.LookAtSplit(t.Context(), b.manager, SplitReferral{Referral: "r-p1", Shares: sixtyForty(shares...).Shares})
		if err != nil || len(look) != 2 {
			t.Fatalf("%v: %+v, %v", shares, look, err)
		}
		owed := func(id portal.PartnerID) int64 {
			entries, err := b.store.Entries.Of(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			sum := int64(0)
			for _, e := range entries {
				sum += e.Amount.Minor
			}
			return sum
		}
		before := map[portal.PartnerID]int64{"p1": owed("p1"), "p2": owed("p2")}
		b.split(t, shares...)
		for _, effect := range look {
			if did := owed(effect.Partner) - before[effect.Partner]; did != effect.Sums.In("EUR").Minor || did == 0 {
				t.Errorf("%v: %s was to change by %v, and changed by %d", shares, effect.Partner, effect.Sums, did)
			}
		}
		b.sound(t)
	}
	if _, err := b.LookAtSplit(t.Context(), b.finance, sixtyForty()); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("finance looks at what only managers decide: %v", err)
	}
}
