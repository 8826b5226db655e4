package program

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

func TestAFileOnAReferralIsReadByBothSidesAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	emil := h.staff(t, "emil@northwindstays.example", portal.Editor)
	_, rita := h.company(t, "Bluewater Ferries")
	_, other := h.company(t, "Casa Lumen")
	r := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	if _, err := h.AcceptReferral(t.Context(), lena, r.ID); err != nil {
		t.Fatal(err)
	}
	h.wait(time.Minute)
	h.mail(t)
	offer := []byte("%PDF-1.7 an offer of Hotel Aurora")
	kept, err := h.AddAttachment(t.Context(), rita, Attach{Referral: r.ID, Name: "offer.pdf", Bytes: offer})
	if err != nil {
		t.Fatal(err)
	}
	id := kept.Attachments[0].ID
	if l := only(t, h.mail(t), "A file about Hotel Aurora"); l.To != "lena@northwindstays.example" || !strings.HasSuffix(l.Link, "/desk/referrals/"+string(r.ID)+"#files") {
		t.Errorf("to the owner: %+v", l)
	}
	for name, by := range map[string]portal.Actor{"its partner": rita, "a manager": lena} {
		if f, err := h.Attachment(t.Context(), by, r.ID, id); err != nil || !bytes.Equal(f.Data, offer) || f.Name != "offer.pdf" || f.Type != "application/pdf" {
			t.Errorf("%s reads %q %s, %v", name, f.Data, f.Type, err)
		}
	}
	own := h.submit(t, other, h.lead("Casa Azul", "rui@casa-azul.pt"))
	for name, c := range map[string]struct {
		by   portal.Actor
		on   portal.ReferralID
		want portal.Kind
	}{"another partner": {other, r.ID, portal.NotFound}, "by way of a referral of its own": {other, own.ID, portal.NotFound}, "an editor": {emil, r.ID, portal.Forbidden}} {
		if _, err := h.Attachment(t.Context(), c.by, c.on, id); portal.KindOf(err) != c.want {
			t.Errorf("%s reads it: %v", name, err)
		}
		if _, err := h.RemoveAttachment(t.Context(), c.by, c.on, id); portal.KindOf(err) != c.want {
			t.Errorf("%s removes it: %v", name, err)
		}
	}
	if _, err := h.AddAttachment(t.Context(), other, Attach{Referral: r.ID, Name: "offer.pdf", Bytes: offer}); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another partner adds one: %v", err)
	}
	sealed, err := h.store.SealedFiles.All(t.Context())
	if err != nil || len(sealed) != 1 || strings.Contains(sealed[0].Sealed, "Aurora") {
		t.Errorf("kept: %+v, %v", sealed, err)
	}
	if found, err := h.CheckSealed(t.Context()); err != nil || found.Closed != 0 {
		t.Errorf("the keys open %+v, %v", found, err)
	}
	ours, err := h.AddAttachment(t.Context(), lena, Attach{Referral: r.ID, Name: "plan.txt", Bytes: []byte("Rooms by the river")})
	if err != nil {
		t.Fatal(err)
	}
	only(t, h.mail(t), "A file about Hotel Aurora")
	if _, err := h.RemoveAttachment(t.Context(), rita, r.ID, ours.Attachments[1].ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("the partner removes ours: %v", err)
	}
	if _, err := h.RemoveAttachment(t.Context(), rita, r.ID, id); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Attachment(t.Context(), lena, r.ID, id); portal.KindOf(err) != portal.NotFound {
		t.Errorf("it is read after it was removed: %v", err)
	}
	if sealed, err := h.store.SealedFiles.All(t.Context()); err != nil || len(sealed) != 1 {
		t.Errorf("%d files are kept, %v", len(sealed), err)
	}
}

// TestTheBytesOfARemovedFileGoAlsoAfterACrash: removed from the referral, and the process ended.
func TestTheBytesOfARemovedFileGoAlsoAfterACrash(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, rita := h.company(t, "Bluewater Ferries")
	r := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	kept, err := h.AddAttachment(t.Context(), rita, Attach{Referral: r.ID, Name: "a.txt", Bytes: []byte("secret")})
	if err != nil {
		t.Fatal(err)
	}
	gone, err := kept.Detach(kept.Attachments[0].ID, rita, h.Now())
	if err == nil {
		_, err = h.store.Referrals.Save(t.Context(), gone)
	}
	for range 2 {
		if err == nil {
			err = h.RecoverEvents(t.Context())
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if sealed, err := h.store.SealedFiles.All(t.Context()); err != nil || len(sealed) != 0 {
		t.Errorf("%d files are kept, %v", len(sealed), err)
	}
}
