package program

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// extending is a referral in a manager's hands whose partner asks for a longer protection.
func (h *house) extending(t testing.TB) (lena, rita portal.Actor, asked portal.Referral) {
	t.Helper()
	lena = h.staff(t, "lena@northwindstays.example", portal.Manager)
	_, rita = h.company(t, "Bluewater Ferries")
	r := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	if _, err := h.AcceptReferral(t.Context(), lena, r.ID); err != nil {
		t.Fatal(err)
	}
	h.wait(time.Minute)
	h.mail(t)
	asked, err := h.AskExtension(t.Context(), rita, AskExtension{Referral: r.ID, Why: "They decide in June.", Evidence: "Their board meets on the 9th."})
	if err != nil {
		t.Fatal(err)
	}
	return lena, rita, asked
}

func TestAnExtensionWaitsInTheQueueAndItsAnswerIsMailed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena, rita, asked := h.extending(t)
	letters := h.mail(t)
	if l := only(t, letters, "asks for an extension"); l.To != "lena@northwindstays.example" || !slices.Contains(l.Lines, "Evidence: Their board meets on the 9th.") || !strings.HasSuffix(l.Link, "/desk/queue/extension/"+string(asked.ID)) {
		t.Errorf("to the owner: %+v", l)
	}
	queue, err := h.Queue(t.Context(), lena, QueueFilter{Kind: portal.QueueExtension, Owner: portal.QueueOfMine})
	if err != nil || len(queue.Items) != 1 || queue.Items[0].Due != asked.Extensions[0].Due || queue.Items[0].Detail != "Extension for Hotel Aurora" {
		t.Fatalf("the queue: %+v, %v", queue.Items, err)
	}
	c, err := h.Case(t.Context(), lena, portal.QueueExtension, string(asked.ID))
	if err != nil || !c.Waits || len(c.Checks) == 0 {
		t.Fatalf("the case: %+v, %v", c, err)
	}
	decision := Decision{Kind: portal.QueueExtension, ID: string(asked.ID), Do: portal.VerdictAccept, Seen: c.Version, Note: "Good luck."}
	if _, err := h.Decide(t.Context(), rita, decision); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("the partner grants it: %v", err)
	}
	if decided, err := h.Decide(t.Context(), lena, decision); err != nil || decided.Undo {
		t.Fatalf("granted: %+v, %v", decided, err)
	}
	r, err := h.store.Referrals.Get(t.Context(), asked.ID)
	if err != nil || r.ProtectedUntil != asked.ProtectedUntil.AddDays(asked.ExtendDays) {
		t.Errorf("protected until %s, %v", r.ProtectedUntil, err)
	}
	if l := only(t, h.mail(t), "is protected for longer"); l.To != "rita@bluewaterferries.com" || !slices.Contains(l.Lines, lena.Name+" writes: Good luck.") || !strings.Contains(l.Lines[0], r.ProtectedUntil.Long()) {
		t.Errorf("to the partner: %+v", l)
	}
	if queue, err := h.Queue(t.Context(), lena, QueueFilter{}); err != nil || len(queue.Items) != 0 {
		t.Errorf("the queue still holds %+v, %v", queue.Items, err)
	}
	if _, err := h.Decide(t.Context(), lena, decision); portal.KindOf(err) != portal.Conflict {
		t.Errorf("granted twice: %v", err)
	}
}

// TestALeadOutlivesItsProtectionWhileAnExtensionWaits, and ends with the refusal.
func TestALeadOutlivesItsProtectionWhileAnExtensionWaits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena, _, asked := h.extending(t)
	_, other := h.company(t, "Casa Lumen")
	for h.Today() <= asked.ProtectedUntil.AddDays(2) {
		h.wait(24 * time.Hour)
	}
	for range 2 {
		if err := h.ExpireReferrals(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if known := h.submit(t, other, h.lead("Hotel Aurora", "ana@hotel-aurora.com")); known.State != portal.ReferralDuplicate {
		t.Errorf("another partner's is %s", known.State)
	}
	h.mail(t)
	if _, err := h.DeclineExtension(t.Context(), lena, asked.ID, "Nothing was signed."); err != nil {
		t.Fatal(err)
	}
	if l := only(t, h.mail(t), "No extension for Hotel Aurora"); l.To != "rita@bluewaterferries.com" || !strings.Contains(l.Lines[0], "so the referral expires") {
		t.Errorf("the refusal: %+v", l)
	}
	if err := h.ExpireReferrals(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r, err := h.store.Referrals.Get(t.Context(), asked.ID); err != nil || r.State != portal.ReferralExpired {
		t.Errorf("it is %s, %v", r.State, err)
	}
}

func TestAnExtensionIsTakenBackByItsPartnerAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena, rita, asked := h.extending(t)
	_, other := h.company(t, "Casa Lumen")
	h.mail(t)
	for name, c := range map[string]struct {
		by   portal.Actor
		want portal.Kind
	}{"another partner": {other, portal.NotFound}, "staff": {lena, portal.Forbidden}} {
		if _, err := h.WithdrawExtension(t.Context(), c.by, asked.ID); portal.KindOf(err) != c.want {
			t.Errorf("%s takes it back: %v", name, err)
		}
		if _, err := h.AskExtension(t.Context(), c.by, AskExtension{Referral: asked.ID, Why: "x", Evidence: "y"}); portal.KindOf(err) != c.want {
			t.Errorf("%s asks: %v", name, err)
		}
	}
	for name, do := range map[string]func() error{
		"grants":   func() error { return only2(h.GrantExtension(t.Context(), rita, asked.ID, "")) },
		"declines": func() error { return only2(h.DeclineExtension(t.Context(), rita, asked.ID, "x")) },
		"gives":    func() error { return only2(h.GiveExtension(t.Context(), rita, asked.ID, "x")) },
	} {
		if err := do(); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("the partner %s it: %v", name, err)
		}
	}
	if _, err := h.WithdrawExtension(t.Context(), rita, asked.ID); err != nil {
		t.Fatal(err)
	}
	if l := only(t, h.mail(t), "No extension is needed"); l.To != "lena@northwindstays.example" {
		t.Errorf("the owner is told: %+v", l)
	}
	given, err := h.GiveExtension(t.Context(), lena, asked.ID, "We were slow.")
	if err != nil || given.ProtectedUntil != asked.ProtectedUntil.AddDays(asked.ExtendDays) {
		t.Fatalf("given: %s, %v", given.ProtectedUntil, err)
	}
	if l := only(t, h.mail(t), "is protected for longer"); !slices.Contains(l.Lines, lena.Name+" writes: We were slow.") {
		t.Errorf("to the partner: %+v", l)
	}
}

// TestAnExtensionThatACrashCutOffIsMailed: the request is kept, its event is not.
func TestAnExtensionThatACrashCutOffIsMailed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena, rita, asked := h.extending(t)
	h.mail(t)
	next, err := asked.WithdrawExtension(rita, h.Now())
	if err == nil {
		_, err = h.store.Referrals.Save(t.Context(), next)
	}
	if err == nil {
		err = h.RecoverEvents(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	only(t, h.mail(t), "No extension is needed")
	if queue, err := h.Queue(t.Context(), lena, QueueFilter{}); err != nil || len(queue.Items) != 0 {
		t.Errorf("the queue holds %+v, %v", queue.Items, err)
	}
}
