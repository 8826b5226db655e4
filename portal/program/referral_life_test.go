package program

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

func TestAReturnedReferralKeepsItsLeadAndItsNewOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	_, rita := h.company(t, "Bluewater Ferries")
	_, other := h.company(t, "Casa Lumen")
	r := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	h.mail(t)
	back, err := h.ReturnReferral(t.Context(), lena, r.ID, "Which of the two houses?", []string{"company", "email"})
	if err != nil || back.State != portal.ReferralReturned {
		t.Fatalf("%+v, %v", back.State, err)
	}
	if letters := h.mail(t); len(letters) != 1 || letters[0].To != "rita@bluewaterferries.com" || !strings.Contains(strings.Join(letters[0].Lines, " "), "please change company and email") || !slices.Contains(letters[0].Lines, lena.Name+" writes: Which of the two houses?") {
		t.Errorf("to the partner: %+v", letters)
	}
	if known := h.submit(t, other, h.lead("Hotel Aurora", "ana@hotel-aurora.com")); known.State != portal.ReferralDuplicate {
		t.Errorf("while it is returned, another partner's is %s", known.State)
	}
	if queue, err := h.Queue(t.Context(), lena, QueueFilter{Kind: portal.QueueReferral}); err != nil || len(queue.Items) != 0 {
		t.Errorf("the queue holds %+v, %v", queue.Items, err)
	}
	if _, err := h.HandInReferral(t.Context(), other, r.ID, h.lead("Hotel Aurora Lisboa", "ana@aurora-lisboa.pt")); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another partner hands it in: %v", err)
	}
	in := h.lead("Hotel Aurora Lisboa", "ana@aurora-lisboa.pt")
	again, err := h.HandInReferral(t.Context(), rita, r.ID, in)
	if err != nil || again.State != portal.ReferralSubmitted || again.Company != "Hotel Aurora Lisboa" || again.Domain != "aurora-lisboa.pt" {
		t.Fatalf("handed in again: %+v, %v", again.Lead, err)
	}
	letters := slices.DeleteFunc(h.mail(t), func(l Letter) bool { return l.To != "lena@northwindstays.example" })
	if len(letters) != 1 || letters[0].Subject != "Hotel Aurora Lisboa was handed in again" {
		t.Errorf("to the owner: %+v", letters)
	}
	if known := h.submit(t, other, h.lead("Hotel Aurora Lisboa", "ana@aurora-lisboa.pt")); known.State != portal.ReferralDuplicate {
		t.Errorf("what it became: another partner's is %s", known.State)
	}
	if free := h.submit(t, other, h.lead("Hotel Aurora", "ana@hotel-aurora.com")); free.State != portal.ReferralSubmitted {
		t.Errorf("what it was: another partner's is %s", free.State)
	}
}

// TestAKeyThatACrashLeftBehindKeepsNobodyOut: handed in and saved, and the process ended
// before the old keys were given up.
func TestAKeyThatACrashLeftBehindKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	_, rita := h.company(t, "Bluewater Ferries")
	_, other := h.company(t, "Casa Lumen")
	r := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	back, err := h.ReturnReferral(t.Context(), lena, r.ID, "Which house?", nil)
	if err != nil {
		t.Fatal(err)
	}
	next, err := back.HandIn(h.Rules, h.lead("Hotel Brisa", "ana@brisa.pt"), rita, h.Now(), h.Today())
	if err == nil {
		_, err = h.store.Referrals.Save(t.Context(), next)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := h.ExpireReferrals(t.Context()); err != nil {
		t.Fatal(err)
	}
	if known := h.submit(t, other, h.lead("Hotel Brisa", "ana@brisa.pt")); known.State != portal.ReferralDuplicate {
		t.Errorf("its new lead is not its own: %s", known.State)
	}
	if free := h.submit(t, other, h.lead("Hotel Aurora", "ana@hotel-aurora.com")); free.State != portal.ReferralSubmitted {
		t.Errorf("its old lead is still held: %s", free.State)
	}
}

func TestAReturnedReferralThatNobodyHandsInExpires(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	_, rita := h.company(t, "Bluewater Ferries")
	r := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	back, err := h.ReturnReferral(t.Context(), lena, r.ID, "Which house?", nil)
	if err != nil {
		t.Fatal(err)
	}
	h.mail(t)
	for day := range h.Rules.Referral.ReturnDays + 1 {
		if err := h.ExpireReferrals(t.Context()); err != nil {
			t.Fatal(err)
		}
		if there, err := h.store.Referrals.Get(t.Context(), r.ID); err != nil || there.State != portal.ReferralReturned {
			t.Fatalf("on day %d it is %s, %v", day, there.State, err)
		}
		h.wait(24 * time.Hour)
	}
	for range 2 {
		if err := h.ExpireReferrals(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	letters := h.mail(t)
	if reminder := only(t, letters, "still waits for you"); reminder.To != "rita@bluewaterferries.com" || !strings.Contains(reminder.Lines[0], "by "+back.Returned.Expire.Long()) {
		t.Errorf("the reminder: %+v", reminder)
	}
	letters = slices.DeleteFunc(letters, func(l Letter) bool { return strings.HasSuffix(l.Subject, "still waits for you") })
	if len(letters) != 1 || letters[0].Subject != "Your referral of Hotel Aurora has expired" {
		t.Errorf("letters: %+v", letters)
	}
}

func TestWithdrawingFreesTheLead(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	_, rita := h.company(t, "Bluewater Ferries")
	_, other := h.company(t, "Casa Lumen")
	r := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	if _, err := h.AcceptReferral(t.Context(), lena, r.ID); err != nil {
		t.Fatal(err)
	}
	h.wait(time.Minute)
	h.mail(t)
	if _, err := h.WithdrawReferral(t.Context(), other, r.ID, ""); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another partner withdraws it: %v", err)
	}
	if _, err := h.WithdrawReferral(t.Context(), lena, r.ID, ""); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("staff withdraw it: %v", err)
	}
	if _, err := h.WithdrawReferral(t.Context(), rita, r.ID, "They chose a tent."); err != nil {
		t.Fatal(err)
	}
	if letters := h.mail(t); len(letters) != 1 || letters[0].To != "lena@northwindstays.example" || !strings.Contains(strings.Join(letters[0].Lines, " "), "They chose a tent.") {
		t.Errorf("to the owner: %+v", letters)
	}
	if free := h.submit(t, other, h.lead("Hotel Aurora", "ana@hotel-aurora.com")); free.State != portal.ReferralSubmitted {
		t.Errorf("the lead is not free: %s", free.State)
	}
}

func TestBothSidesAreRemindedOfTheEndOfAProtection(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	_, rita := h.company(t, "Bluewater Ferries")
	r := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	if _, err := h.AcceptReferral(t.Context(), lena, r.ID); err != nil {
		t.Fatal(err)
	}
	r, err := h.store.Referrals.Get(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	h.mail(t)
	told := map[portal.Date][]string{}
	for h.Today() <= r.ProtectedUntil {
		for range 2 {
			if err := h.ExpireReferrals(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, letter := range h.mail(t) {
			told[h.Today()] = append(told[h.Today()], letter.To)
			if letter.Subject != "The protection of Hotel Aurora ends soon" || !strings.Contains(letter.Lines[0], r.ProtectedUntil.Long()) {
				t.Errorf("%s reads %q, %q", letter.To, letter.Subject, letter.Lines)
			}
		}
		h.wait(24 * time.Hour)
	}
	for _, days := range []int{14, 3} {
		day := r.ProtectedUntil.AddDays(-days)
		slices.Sort(told[day])
		if want := []string{"lena@northwindstays.example", "rita@bluewaterferries.com"}; !slices.Equal(told[day], want) {
			t.Errorf("%d days before, mail goes to %v, want %v", days, told[day], want)
		}
		delete(told, day)
	}
	if len(told) != 0 {
		t.Errorf("there is mail on other days: %v", told)
	}
}
