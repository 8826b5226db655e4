package web

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// linked makes the company of partnerA with a name in links.
func (s *site) linked(t testing.TB) portal.Partner {
	t.Helper()
	s.company(t, partnerA, "Alpha")
	return s.code(t, "alpha")
}

// code gives partnerA a name in links.
func (s *site) code(t testing.TB, code string) portal.Partner {
	t.Helper()
	partner, err := s.store.Partners.Get(t.Context(), partnerA)
	if err == nil {
		partner.Code = code
		partner, err = s.store.Partners.Save(t.Context(), partner)
	}
	if err != nil {
		t.Fatal(err)
	}
	return partner
}

var stamped = regexp.MustCompile(`name="stamp" value="([^"]+)"`)

// left is the public form as it was shown, filled in.
func left(t testing.TB, page answer, pairs ...string) url.Values {
	t.Helper()
	stamp := stamped.FindStringSubmatch(page.body)
	if stamp == nil {
		t.Fatalf("no form: %d\n%s", page.status, excerpt(page.body))
	}
	return with(url.Values{
		"company": {"Quinta do Vale"}, "site": {""}, "contact": {"Nuno Vale"}, "email": {"nuno@vale.pt"}, "phone": {""}, "country": {"PT"},
		"product": {"group_stays"}, "need": {"A harvest dinner for forty"}, "consent": {"yes"}, "asset": {""}, "medium": {"qr"}, "stamp": {stamp[1]}, "company_fax": {""},
	}, pairs...)
}

func TestALinkLeadsToTheFormAndTheFormToAReferral(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.linked(t)
	guest := s.browser()
	to := guest.get(t, "/r/alpha?to=form&utm_medium=qr")
	if to.status != 303 || to.location != "/refer/alpha?medium=qr" || !strings.Contains(to.header.Get("Set-Cookie"), "HttpOnly") {
		t.Fatalf("%d to %s, %v", to.status, to.location, to.header)
	}
	form := guest.get(t, to.location)
	for _, words := range []string{"Alpha introduces you", "Northwind Stays may contact me about this.", "noindex"} {
		if !strings.Contains(form.body, words) {
			t.Errorf("the form lacks %q", words)
		}
	}
	if quick := guest.post(t, "/refer/alpha", left(t, form)); quick.status != 409 || !strings.Contains(quick.body, `value="Quinta do Vale"`) {
		t.Errorf("sent at once: %d\n%s", quick.status, excerpt(quick.body))
	}
	s.wait(time.Minute)
	wrong := guest.post(t, "/refer/alpha", left(t, form, "email", "nonsense", "consent", ""))
	if wrong.status != 422 || !strings.Contains(wrong.body, "We write to you only if you agree to it.") || !strings.Contains(wrong.body, `value="nonsense"`) {
		t.Errorf("filled in wrong: %d\n%s", wrong.status, excerpt(wrong.body))
	}
	if machine := guest.post(t, "/refer/alpha", left(t, form, "company_fax", "1")); machine.status != 303 || len(s.letters(t)) != 0 {
		t.Errorf("a machine: %d", machine.status)
	}
	if sent := guest.post(t, "/refer/alpha", left(t, form)); sent.status != 303 || sent.location != "/introduction/sent" {
		t.Fatalf("sent: %d to %s\n%s", sent.status, sent.location, excerpt(sent.body))
	}
	letter := s.letter(t, "Shall Northwind Stays contact you?")
	confirm := path(t, letter)
	stranger := s.browser() // the mail is read on another device
	page := stranger.get(t, confirm)
	if page.status != 200 || !strings.Contains(page.body, "A harvest dinner for forty") || !strings.Contains(page.body, "This was not me") {
		t.Fatalf("%d\n%s", page.status, excerpt(page.body))
	}
	if list, err := s.store.Referrals.AllOf(t.Context(), partnerA); err != nil || len(list) != 0 {
		t.Fatalf("looking at the link made %d referrals, %v", len(list), err)
	}
	for range 2 {
		if done := stranger.post(t, confirm, nil); done.status != 303 || done.location != confirm {
			t.Fatalf("confirmed: %d to %s", done.status, done.location)
		}
	}
	if thanks := stranger.get(t, confirm); thanks.status != 200 || !strings.Contains(thanks.body, "Thank you") || strings.Contains(thanks.body, "harvest") {
		t.Errorf("afterwards: %d\n%s", thanks.status, excerpt(thanks.body))
	}
	if late := stranger.post(t, confirm+"/delete", nil); late.status != 409 {
		t.Errorf("deleted afterwards: %d", late.status)
	}
	list, err := s.store.Referrals.AllOf(t.Context(), partnerA)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d referrals, %v", len(list), err)
	}
	for who, base := range map[string]string{partnerMember: ownReferrals, manager: deskReferrals} {
		page := s.as(t, who).get(t, base+"/"+string(list[0].ID))
		for _, words := range []string{"Tracked link", "First touch", "Alpha, by QR code, 2 March 2026", "Came through a tracked link"} {
			if !strings.Contains(page.body, words) {
				t.Errorf("%s does not read %q\n%s", who, words, excerpt(page.body))
			}
		}
	}
}

func TestWhoAsksNotToBeRememberedIsNot(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.linked(t)
	for header, value := range map[string]string{"Sec-GPC": "1", "DNT": "1"} {
		c := s.browser()
		c.header = map[string]string{header: value}
		if a := c.get(t, "/r/alpha"); a.status != 303 || len(a.header.Values("Set-Cookie")) != 0 {
			t.Errorf("%s: %d with %v", header, a.status, a.header.Values("Set-Cookie"))
		}
	}
	c := s.browser()
	c.header = map[string]string{"Purpose": "prefetch"}
	if a := c.get(t, "/r/alpha"); len(a.header.Values("Set-Cookie")) != 0 {
		t.Errorf("a look ahead is remembered: %v", a.header)
	}
	touches, err := s.store.Touches.All(t.Context())
	if err != nil || len(touches) != 1 || touches[0].Count != 2 {
		t.Errorf("counted without a name: %+v, %v", touches, err)
	}
}

func TestAFormOfNobodyAndOfAPartnerThatPauses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	partner := s.linked(t)
	paused, err := partner.Pause("A holiday.", portal.System("test"), s.program.Now())
	if err == nil {
		_, err = s.store.Partners.Save(t.Context(), paused)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{path: "/refer/nobody", status: 404},
		{path: "/refer/alpha", status: 410, contains: []string{"This link is not in use now", "partners@northwindstays.example"}, absent: []string{"Alpha", "<form"}},
		{path: "/r/alpha?to=form", status: 303, location: "/refer/alpha"},
		{path: "/r/nobody?to=form", status: 303, location: "/"},
		{path: "/introduction/nonsense", status: 404},
	})
}
