package program

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

func TestAThreadIsReadByItsTwoSidesAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	editor := h.staff(t, "edit@northwindstays.example", portal.Editor)
	_, rita := h.company(t, "Bluewater Ferries")
	_, other := h.company(t, "Casa Lumen")
	r := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	if _, err := h.AcceptReferral(t.Context(), lena, r.ID); err != nil {
		t.Fatal(err)
	}
	h.wait(time.Minute)
	h.mail(t)
	first, err := h.Say(t.Context(), rita, Say{Subject: r.Subject(), Text: "Ana is away until Monday."})
	if err != nil {
		t.Fatal(err)
	}
	if again, err := h.Say(t.Context(), rita, Say{Subject: r.Subject(), Text: "Ana is away until Monday."}); err != nil || again.ID != first.ID {
		t.Errorf("the form sent twice: %+v, %v", again, err)
	}
	letters := h.mail(t)
	if len(letters) != 1 || letters[0].To != "lena@northwindstays.example" || !slices.Contains(letters[0].Lines, "Ana is away until Monday.") || !strings.HasSuffix(letters[0].Link, "/desk/referrals/"+string(r.ID)+"#messages") {
		t.Fatalf("to the owner: %+v", letters)
	}
	if _, err := h.Say(t.Context(), lena, Say{Subject: r.Subject(), Text: "Then I call on Tuesday.", After: first.ID}); err != nil {
		t.Fatal(err)
	}
	letters = h.mail(t)
	if len(letters) != 1 || letters[0].To != "rita@bluewaterferries.com" || !strings.HasSuffix(letters[0].Link, "/referrals/"+string(r.ID)+"#messages") || strings.Contains(letters[0].Link, "/desk/") {
		t.Fatalf("to the partner: %+v", letters)
	}
	if _, err := h.Say(t.Context(), lena, Say{Subject: portal.NotesOn(r.Subject()), Text: "Rita knows the owner well."}); err != nil {
		t.Fatal(err)
	}
	if letters := h.mail(t); len(letters) != 0 {
		t.Errorf("a note among staff was mailed to %s", letters[0].To)
	}
	said, err := h.Thread(t.Context(), rita, r.Subject())
	if err != nil || len(said) != 2 || said[0].Side != portal.PartnerSide || said[1].ByName != lena.Name {
		t.Errorf("the partner reads %+v, %v", said, err)
	}
	if notes, err := h.Thread(t.Context(), lena, portal.NotesOn(r.Subject())); err != nil || len(notes) != 1 || notes[0].Partner != "" {
		t.Errorf("staff read the notes %+v, %v", notes, err)
	}
	for what, c := range map[string]struct {
		actor   portal.Actor
		subject string
		want    portal.Kind
	}{
		"another partner":         {other, r.Subject(), portal.NotFound},
		"the notes, as a partner": {rita, portal.NotesOn(r.Subject()), portal.NotFound},
		"no such referral":        {rita, "referral:none", portal.NotFound},
		"nothing to talk about":   {lena, "weather:today", portal.NotFound},
		"an editor":               {editor, r.Subject(), portal.Forbidden},
	} {
		if _, err := h.Thread(t.Context(), c.actor, c.subject); portal.KindOf(err) != c.want {
			t.Errorf("%s reads: %v, want %s", what, err, c.want)
		}
		if _, err := h.Say(t.Context(), c.actor, Say{Subject: c.subject, Text: "Hello"}); portal.KindOf(err) != c.want {
			t.Errorf("%s writes: %v, want %s", what, err, c.want)
		}
	}
}

// TestARemarkThatACrashCutOffIsMailed: the remark is there, its event is not.
func TestARemarkThatACrashCutOffIsMailed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	_, rita := h.company(t, "Bluewater Ferries")
	r := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	h.mail(t)
	remark, err := portal.Say(r.Subject(), r.Partner, "We are on it.", "", lena, h.Now())
	if err == nil {
		_, err = h.store.Remarks.Put(t.Context(), remark)
	}
	if err == nil {
		err = h.RecoverEvents(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	letters := slices.DeleteFunc(h.mail(t), func(l Letter) bool { return l.Subject != "Message about Hotel Aurora" })
	if len(letters) != 1 || letters[0].To != "rita@bluewaterferries.com" {
		t.Errorf("letters after the recovery: %+v", letters)
	}
}
