package program

import (
	"errors"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// dying is the same program in a process that is killed at its k-th write.
func (h *house) dying(t testing.TB, k int) *Program {
	t.Helper()
	kept, err := store.Open(t.Context(), &troubled{Engine: h.store.Engine(), k: k, dies: true})
	if err != nil {
		t.Fatal(err)
	}
	p := *h.Program
	p.store = kept
	return &p
}

// TestWhatIsRecoveredHoursLaterIsMailedOnce kills the process at each write of a step
// that somebody is mailed about, lets hours of other mail pass, and then kills the
// recovery at each of its writes too.
func TestWhatIsRecoveredHoursLaterIsMailedOnce(t *testing.T) {
	t.Parallel()
	lost := 0
	for k, survived := 1, false; !survived; k++ {
		h := newHouse(t)
		_, rita := h.company(t, "Casa Lumen")
		mara := h.manager(t)
		r := h.submit(t, rita, h.lead("Hotel Mar", "ana@hotelmar.com"))
		other := h.submit(t, rita, h.lead("Hotel Rio", "ana@hotelrio.com"))
		h.mail(t)
		_, err := h.dying(t, k).AcceptReferral(t.Context(), mara, r.ID)
		survived = err == nil
		if err != nil && !errors.Is(err, errCrash) {
			t.Fatalf("write %d: %v", k, err)
		}
		if r, err = h.store.Referrals.Get(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
		want := 0
		if r.State == portal.ReferralAccepted {
			want = 1
		}
		if events, err := h.Timeline(t.Context(), r.Subject()); err != nil || want == 1 && events[len(events)-1].Kind != portal.ReferralAcceptedEvent {
			lost++
		}
		got := 0
		count := func() {
			for _, letter := range h.mail(t) {
				if letter.Link == "https://partners.example.com/referrals/"+string(r.ID) {
					got++
				}
			}
		}
		h.wait(5 * time.Hour)
		if _, err := h.AcceptReferral(t.Context(), mara, other.ID); err != nil {
			t.Fatal(err)
		}
		count() // what is derived from now on is far beyond the crash
		for j, recovered := 1, false; !recovered; j++ {
			recovered = h.dying(t, j).RecoverEvents(t.Context()) == nil
			h.wait(20 * time.Minute) // a letter whose event was missing is tried again
			count()
		}
		if err := h.RecoverEvents(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.wait(time.Hour)
		count()
		if got != want {
			t.Errorf("killed at write %d: %d letters about a referral that is %s, want %d", k, got, r.State, want)
		}
	}
	if lost == 0 {
		t.Error("no kill fell between the change and its event: this proves nothing")
	}
}

func TestRecoveryMailsNothingFromBeforeARestore(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, rita := h.company(t, "Casa Lumen")
	mara := h.manager(t)
	r := h.submit(t, rita, h.lead("Hotel Mar", "ana@hotelmar.com"))
	h.mail(t)
	for k := 1; r.State != portal.ReferralAccepted; k++ { // stops right after the change was saved
		if _, err := h.dying(t, k+1).AcceptReferral(t.Context(), mara, r.ID); !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
		var err error
		if r, err = h.store.Referrals.Get(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
	}
	h.wait(time.Hour)
	if err := h.store.Settings.Write(t.Context(), store.MessagesNotBefore, h.Now()); err != nil {
		t.Fatal(err)
	}
	if err := h.RecoverEvents(t.Context()); err != nil {
		t.Fatal(err)
	}
	if letters := h.mail(t); len(letters) != 0 {
		t.Errorf("mailed %+v", letters)
	}
}
