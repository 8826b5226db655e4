package program

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store/docs/docstest"
)

// linked gives a partner a name in links.
func (h *house) linked(t testing.TB, partner portal.Partner, code string) portal.Partner {
	t.Helper()
	partner, err := h.store.Partners.Get(t.Context(), partner.ID)
	if err == nil {
		partner.Code = code
		partner, err = h.store.Partners.Save(t.Context(), partner)
	}
	if err != nil {
		t.Fatal(err)
	}
	return partner
}

// asks is the form behind a code, filled in by a person who took a minute.
func (h *house) asks(t testing.TB, code, email string, change func(*Inquire)) error {
	t.Helper()
	form, err := h.InquiryForm(t.Context(), code)
	if err != nil {
		return err
	}
	h.wait(time.Minute)
	in := Inquire{Code: code, Medium: "email", Stamp: form.Stamp, Input: h.lead("Quinta do Vale", email), Client: Client{Address: "203.0.113.5"}}
	if change != nil {
		change(&in)
	}
	return h.Inquire(t.Context(), in)
}

// inquiry leaves one and returns it.
func (h *house) inquiry(t testing.TB, partner portal.Partner, email string) portal.Inquiry {
	t.Helper()
	if partner.Code == "" {
		partner = h.linked(t, partner, "code-"+strings.ToLower(string(partner.ID[len(partner.ID)-6:])))
	}
	if err := h.asks(t, partner.Code, email, nil); err != nil {
		t.Fatal(err)
	}
	all, err := h.store.Inquiries.All(t.Context())
	if err != nil || len(all) == 0 {
		t.Fatalf("%d inquiries, %v", len(all), err)
	}
	return all[len(all)-1]
}

func (h *house) inquiryToken(i portal.Inquiry) string {
	link := h.inquiryLink(i)
	return link[strings.LastIndex(link, "/")+1:]
}

func TestAnInquiryIsAReferralOnceTheContactConfirms(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	other, _ := h.company(t, "Atlas Travel")
	h.linked(t, other, "atlas")
	partner, _ := h.company(t, "Casa Lumen")
	partner = h.linked(t, partner, "casa-lumen")
	boss := h.person(t, "boss@casalumen.com", partner.ID, portal.PartnerAdmin)
	first, err := h.Follow(t.Context(), Follow{Code: "atlas", Medium: "social", Count: true})
	if err != nil {
		t.Fatal(err)
	}
	h.wait(48 * time.Hour)
	second, err := h.Follow(t.Context(), Follow{Code: "casa-lumen", Asset: "city-weekend", Medium: "qr", Form: true, Before: first.Touch, Count: true})
	if err != nil || second.Address != "/refer/casa-lumen?asset=city-weekend&medium=qr" {
		t.Fatalf("the link leads to %s, %v", second.Address, err)
	}
	err = h.asks(t, "casa-lumen", "nuno@vale.pt", func(in *Inquire) { in.Asset, in.Medium, in.Touch = "city-weekend", "qr", second.Touch })
	if err != nil {
		t.Fatal(err)
	}
	if page, err := h.store.Referrals.AllOf(t.Context(), partner.ID); err != nil || len(page) != 0 {
		t.Fatalf("before anybody confirmed: %d referrals, %v", len(page), err)
	}
	letters := h.mail(t)
	if len(letters) != 1 || letters[0].To != "nuno@vale.pt" || !strings.Contains(letters[0].Link, "/introduction/") {
		t.Fatalf("letters %+v", letters)
	}
	for _, typed := range []string{"Quinta do Vale", "40 rooms"} {
		if strings.Contains(fmt.Sprint(letters[0].Lines, letters[0].Subject), typed) {
			t.Errorf("a stranger's words %q stand in a mail of ours", typed)
		}
	}
	token := letters[0].Link[strings.LastIndex(letters[0].Link, "/")+1:]
	id, err := h.ConfirmInquiry(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.ConfirmInquiry(t.Context(), token)
	if err != nil || again != id {
		t.Errorf("confirmed twice: %s, %v", again, err)
	}
	r, err := h.store.Referrals.Get(t.Context(), id)
	if err != nil || r.State != portal.ReferralSubmitted || r.Partner != partner.ID || r.Source != portal.FromLink || !r.Consent {
		t.Fatalf("%+v, %v", r, err)
	}
	if r.UTM != (portal.UTM{Source: "casa-lumen", Medium: "qr", Campaign: "city-weekend"}) {
		t.Errorf("utm %+v", r.UTM)
	}
	if r.FirstTouch == nil || r.FirstTouch.Partner != other.ID || r.FirstTouch.Medium != "social" || r.FirstTouch.Day != "2026-03-02" {
		t.Errorf("first touch %+v", r.FirstTouch)
	}
	if r.LastTouch == nil || r.LastTouch.Partner != partner.ID || r.LastTouch.Asset != "city-weekend" || r.LastTouch.Day != "2026-03-04" {
		t.Errorf("last touch %+v", r.LastTouch)
	}
	seen, err := h.Referral(t.Context(), boss.Actor(""), id)
	if err != nil || seen.FirstTouch != nil {
		t.Errorf("the partner sees whose link came first: %+v, %v", seen.FirstTouch, err)
	}
	if letters = h.mail(t); len(letters) != 1 || letters[0].To != "boss@casalumen.com" || !strings.Contains(letters[0].Subject, "came through your link") {
		t.Errorf("the partner's admin gets %+v", letters)
	}
	if i, err := h.store.Inquiries.Get(t.Context(), h.only(t).ID); err != nil || i.Lead != (portal.Lead{}) {
		t.Errorf("the inquiry still holds %+v, %v", i.Lead, err)
	}
	if _, err := h.AcceptReferral(t.Context(), h.manager(t), id); err != nil {
		t.Fatal(err)
	}
	if letters = h.mail(t); len(letters) != 1 || letters[0].To != "boss@casalumen.com" {
		t.Errorf("the answer goes to %+v", letters)
	}
}

func (h *house) only(t testing.TB) portal.Inquiry {
	t.Helper()
	all, err := h.store.Inquiries.All(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("%d inquiries, %v", len(all), err)
	}
	return all[0]
}

func TestWrongTurnsOfAnInquiry(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, rita := h.company(t, "Casa Lumen")
	partner = h.linked(t, partner, "casa-lumen")
	none := func(what string) {
		t.Helper()
		if all, err := h.store.Inquiries.All(t.Context()); err != nil || len(all) != 0 {
			t.Errorf("%s: %d inquiries, %v", what, len(all), err)
		}
	}
	if err := h.asks(t, "nobody", "a@vale.pt", nil); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a code that does not exist: %v", err)
	}
	if err := h.asks(t, "casa-lumen", "a@vale.pt", func(in *Inquire) { in.Trap = "fax" }); err != nil {
		t.Errorf("a machine is told so: %v", err)
	}
	none("a machine")
	form, err := h.InquiryForm(t.Context(), "casa-lumen")
	if err != nil {
		t.Fatal(err)
	}
	for what, in := range map[string]Inquire{
		"too quick": {Stamp: form.Stamp}, "no stamp": {}, "a forged stamp": {Stamp: form.Stamp[:len(form.Stamp)-4] + "AAAA"},
		"a stamp of another form": {Stamp: h.token(forForm, "atlas", "", h.Now().Add(formAtMost-time.Minute))},
		"an old stamp":            {Stamp: h.token(forForm, "casa-lumen", "", h.Now().Add(-time.Second))},
	} {
		in.Code, in.Input, in.Client = "casa-lumen", h.lead("Quinta do Vale", "a@vale.pt"), Client{Address: "203.0.113.5"}
		if err := h.Inquire(t.Context(), in); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "once more") {
			t.Errorf("%s: %v", what, err)
		}
	}
	none("wrong stamps")

	i := h.inquiry(t, partner, "a@vale.pt")
	if err := h.DropInquiry(t.Context(), h.inquiryToken(i)); err != nil {
		t.Fatal(err)
	}
	none("deleted by the contact")
	if _, err := h.ConfirmInquiry(t.Context(), h.inquiryToken(i)); portal.KindOf(err) != portal.Gone {
		t.Errorf("confirmed after it was deleted: %v", err)
	}

	i = h.inquiry(t, partner, "b@vale.pt")
	h.wait(portal.InquiryLife + time.Minute)
	if _, err := h.ConfirmInquiry(t.Context(), h.inquiryToken(i)); portal.KindOf(err) != portal.Gone || !strings.Contains(err.Error(), "expired") {
		t.Errorf("an expired link: %v", err)
	}
	if err := h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	none("after its time")
	if letters := h.mail(t); len(letters) != 0 {
		t.Errorf("a mail about what is gone: %+v", letters)
	}

	h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	i = h.inquiry(t, partner, "rui@hotel-aurora.com")
	if _, err := h.ConfirmInquiry(t.Context(), h.inquiryToken(i)); err != nil {
		t.Errorf("a customer whom the partner referred before is told so: %v", err)
	}
	if all, err := h.store.Referrals.AllOf(t.Context(), partner.ID); err != nil || len(all) != 1 {
		t.Errorf("%d referrals of one customer, %v", len(all), err)
	}

	i = h.inquiry(t, partner, "c@serra.pt")
	partner, err = h.store.Partners.Get(t.Context(), partner.ID)
	if err == nil {
		partner, err = partner.Pause("They are on holiday.", portal.System("test"), h.Now())
	}
	if err == nil {
		_, err = h.store.Partners.Save(t.Context(), partner)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.InquiryForm(t.Context(), "casa-lumen"); portal.KindOf(err) != portal.Gone || !strings.Contains(err.Error(), h.Rules.Support) {
		t.Errorf("the form of a paused partner: %v", err)
	}
	if _, err := h.ConfirmInquiry(t.Context(), h.inquiryToken(i)); portal.KindOf(err) != portal.Gone {
		t.Errorf("confirmed for a paused partner: %v", err)
	}
}

// TestALeadThatIsKnownGetsTheSameAnswer: whoever asks learns nothing of it, before or after the mail.
func TestALeadThatIsKnownGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, _ := h.company(t, "Casa Lumen")
	partner = h.linked(t, partner, "casa-lumen")
	_, other := h.company(t, "Atlas Travel")
	h.submit(t, other, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	i := h.inquiry(t, partner, "rui@hotel-aurora.com")
	id, err := h.ConfirmInquiry(t.Context(), h.inquiryToken(i))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := h.store.Referrals.Get(t.Context(), id); err != nil || r.State != portal.ReferralDuplicate {
		t.Errorf("the second referral of a lead is %s, %v", r.State, err)
	}
	for n := range 10 { // written to often enough: no more mails, and no other answer
		if err := h.asks(t, "casa-lumen", "rui@hotel-aurora.com", func(in *Inquire) { in.Client.Address = fmt.Sprintf("203.0.113.%d", 20+n) }); err != nil {
			t.Errorf("the try %d is answered %v", n, err)
		}
	}
	if all, err := h.store.Inquiries.All(t.Context()); err != nil || len(all) > mailTries.Free {
		t.Errorf("%d mails to one address, %v", len(all), err)
	}
}

func TestInquiriesAreLimitedByAddressAndByPartner(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, _ := h.company(t, "Casa Lumen")
	h.linked(t, partner, "casa-lumen")
	for n := range inquiryTries.Free {
		if err := h.asks(t, "casa-lumen", fmt.Sprintf("a%d@vale.pt", n), nil); err != nil {
			t.Fatalf("the inquiry %d: %v", n, err)
		}
		h.wait(-time.Minute)
	}
	if err := h.asks(t, "casa-lumen", "z@vale.pt", nil); portal.KindOf(err) != portal.Limited {
		t.Errorf("one too many from an address: %v", err)
	}
	for n := range partnerTries.Free {
		err := h.asks(t, "casa-lumen", fmt.Sprintf("b%d@vale.pt", n), func(in *Inquire) { in.Client.Address = fmt.Sprintf("198.51.100.%d", n) })
		if n < partnerTries.Free-inquiryTries.Free && err != nil {
			t.Fatalf("the inquiry %d: %v", n, err)
		}
		if n == partnerTries.Free-1 && portal.KindOf(err) != portal.Limited {
			t.Errorf("one too many through a partner's links: %v", err)
		}
		h.wait(-time.Minute)
	}
}

func TestATouchThatIsForgedOrOldIsNone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, _ := h.company(t, "Casa Lumen")
	h.linked(t, partner, "casa-lumen")
	old, err := h.Follow(t.Context(), Follow{Code: "casa-lumen", Medium: "social", Count: true})
	if err != nil || old.Touch == "" {
		t.Fatal(old, err)
	}
	if _, _, ok := h.remembered(old.Touch); !ok {
		t.Error("a touch of ours is not known")
	}
	forged := "AAAA" + old.Touch[4:]
	for what, touch := range map[string]string{"forged": forged, "another purpose": h.token(forForm, "x,,email,2026-03-02", "x,,email,2026-03-02", h.Now().Add(time.Hour)), "nothing": "", "noise": "%00"} {
		if _, _, ok := h.remembered(touch); ok {
			t.Errorf("%s counts as a touch", what)
		}
	}
	looked, err := h.Follow(t.Context(), Follow{Code: "casa-lumen", Medium: "social"})
	if err != nil || looked.Touch != "" {
		t.Errorf("a look ahead leaves %q, %v", looked.Touch, err)
	}
	h.wait(time.Duration(h.Rules.Referral.TouchDays+1) * 24 * time.Hour)
	if _, _, ok := h.remembered(old.Touch); ok {
		t.Error("a touch counts after its days")
	}
	h.Rules.Referral.TouchDays = 0
	if got, err := h.Follow(t.Context(), Follow{Code: "casa-lumen", Count: true}); err != nil || got.Touch != "" {
		t.Errorf("a program that remembers nothing leaves %q, %v", got.Touch, err)
	}
}

func TestAnInquiryConfirmedByTwoPressesIsOneReferral(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, _ := h.company(t, "Casa Lumen")
	i := h.inquiry(t, partner, "nuno@vale.pt")
	token := h.inquiryToken(i)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := h.ConfirmInquiry(t.Context(), token); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if all, err := h.store.Referrals.AllOf(t.Context(), partner.ID); err != nil || len(all) != 1 || all[0].State != portal.ReferralSubmitted {
		t.Errorf("%d referrals, %v", len(all), err)
	}
	if err := h.DropInquiry(t.Context(), token); portal.KindOf(err) != portal.Conflict {
		t.Errorf("deleted after it was confirmed: %v", err)
	}
}

// TestConfirmingGoesOnWhereACrashLeftIt stops the confirmation at each of its writes.
func TestConfirmingGoesOnWhereACrashLeftIt(t *testing.T) {
	t.Parallel()
	engines := docstest.Engines(t)
	for k := 1; k < 40; k++ {
		h := openHouse(t, engines())
		partner, _ := h.company(t, "Casa Lumen")
		token := h.inquiryToken(h.inquiry(t, partner, "nuno@vale.pt"))
		_, died := h.dying(t, k).ConfirmInquiry(t.Context(), token)
		if _, err := h.ConfirmInquiry(t.Context(), token); err != nil {
			t.Fatalf("again after write %d: %v", k, err)
		}
		all, err := h.store.Referrals.AllOf(t.Context(), partner.ID)
		if err != nil || len(all) != 1 || all[0].State != portal.ReferralSubmitted {
			t.Errorf("after write %d: %d referrals, %v", k, len(all), err)
		}
		if events, err := h.Timeline(t.Context(), all[0].Subject()); err != nil || len(events) != 1 {
			t.Errorf("after write %d: %d events, %v", k, len(events), err)
		}
		if died == nil {
			return
		}
	}
	t.Error("the confirmation never came to its end")
}
