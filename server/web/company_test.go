package web

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
)

// letIn puts a partner of the cast into the store, approved, with its sprint begun.
func (s *site) letIn(t testing.TB, id portal.PartnerID, company, domain string) portal.Partner {
	t.Helper()
	p, err := s.program.Rules.Apply(id, portal.Application{
		Company: company, Site: "https://" + domain, Country: "PT", Vertical: "transport", Markets: []string{"PT"}, Languages: []string{"en"},
		Audience: 5000, Contact: "Marta Silva", Email: "marta@" + domain,
	}, portal.System("test"), s.program.Now())
	if err != nil {
		t.Fatal(err)
	}
	p.Code = string(id)
	p = p.VerifyEmail(portal.System("test"), s.program.Now())
	p, err = p.Approve("u-lena", "Lena Ortiz", "", portal.System("test"), s.program.Now())
	if err == nil {
		p, err = p.BeginOnboarding(portal.System("test"), s.program.Now(), s.program.Today())
	}
	if err == nil {
		err = s.store.Partners.Insert(t.Context(), p)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (s *site) partner(t testing.TB, id portal.PartnerID) portal.Partner {
	t.Helper()
	p, err := s.store.Partners.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAPartnerSetsItselfUp(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.letIn(t, partnerA, "Bluewater Ferries", "bluewater-ferries.com")
	s.letIn(t, partnerB, "Casa Lumen", "casalumen.com")
	terms, err := s.program.TermsInForce()
	if err != nil {
		t.Fatal(err)
	}
	account := url.Values{
		"method": {"bank"}, "holder": {"Bluewater Lda"}, "iban": {"PT50 0002 0123 1234 5678 9015 4"}, "street": {"Rua 1"}, "city": {"Porto"}, "country": {"PT"},
	}
	wrong := url.Values{}
	for key, values := range account {
		wrong[key] = values
	}
	wrong["iban"] = []string{"PT50 0002 0123 1234 5678 9015 5"}
	s.run(t, []scenario{
		{as: partnerAdmin, path: "/home", status: 200, contains: []string{"Accept the partner terms", "Get started", "Bluewater Ferries"}, absent: []string{"Casa Lumen"}},
		{as: partnerAdmin, path: "/onboarding", status: 200, contains: []string{"Upload your brand kit", "Lena Ortiz"}},
		{as: partnerAdmin, path: "/company/terms", status: 200, contains: []string{terms.Version, "A worked example", "I have read these terms"}},
		{as: partnerMember, path: "/company/terms", status: 200, contains: []string{"An admin of your company can accept"}, absent: []string{"I have read these terms"}},
		{name: "the box is not ticked", as: partnerAdmin, path: "/company/terms", form: url.Values{"version": {terms.Version}, "sha256": {terms.SHA256}}, status: 422, contains: []string{"Tick the box"}},
		{name: "another text", as: partnerAdmin, path: "/company/terms", form: url.Values{"version": {terms.Version}, "sha256": {"00"}, "agree": {"yes"}}, status: 409, contains: []string{"changed while you read it"}},
		{name: "unknown version", as: partnerAdmin, path: "/company/terms", form: url.Values{"version": {"none"}, "sha256": {"00"}, "agree": {"yes"}}, status: 404},
		{name: "a member cannot accept", as: partnerMember, path: "/company/terms", form: url.Values{"version": {terms.Version}, "sha256": {terms.SHA256}, "agree": {"yes"}}, status: 403},
		{
			name: "accepted", as: partnerAdmin, path: "/company/terms", form: url.Values{"version": {terms.Version}, "sha256": {terms.SHA256}, "agree": {"yes"}}, status: 303, location: "/company/terms",
			check: func(t *testing.T, s *site, _ answer) {
				facts, err := s.store.Acceptances.Of(t.Context(), partnerA)
				if err != nil || len(facts) != 1 || facts[0].SHA256 != terms.SHA256 || facts[0].From == "" || facts[0].ByName == "" {
					t.Errorf("acceptances %+v, %v", facts, err)
				}
				if p := s.partner(t, partnerA); p.TermsVersion != terms.Version || !p.Did("terms") {
					t.Errorf("the partner has terms %q, done %+v", p.TermsVersion, p.Done)
				}
				if p := s.partner(t, partnerB); p.TermsVersion != "" {
					t.Errorf("the other partner has terms %q", p.TermsVersion)
				}
			},
		},
		{name: "a slip in the IBAN", as: partnerAdmin, path: "/company/payout", form: wrong, status: 422, contains: []string{"This IBAN has a slip in it", "PT50 0002 0123 1234 5678 9015 5", "Rua 1"}},
		{
			name: "payout details", as: partnerAdmin, path: "/company/payout", form: account, status: 303,
			check: func(t *testing.T, s *site, _ answer) {
				p := s.partner(t, partnerA)
				if p.PayTo.Label != "PT •••• 0154" || strings.Contains(p.PayTo.Sealed, "0002") || p.PayTo.Sealed == "" {
					t.Errorf("kept as %+v", p.PayTo)
				}
			},
		},
		{as: partnerAdmin, path: "/company/payout", status: 200, contains: []string{"PT •••• 0154", "Used from 5 March 2026", "Until then nothing is paid out", "Withdraw them"}, absent: []string{"PT50", "s1."}},
		{name: "a member sees no payout details", as: partnerMember, path: "/company/payout", status: 200, absent: []string{"0154", "Bluewater Lda"}},
		{as: partnerAdmin, path: "/home", status: 200, contains: []string{"Goes to PT •••• 0154 from 5 March 2026"}},
		{name: "nor on the home page", as: partnerMember, path: "/home", status: 200, absent: []string{"0154"}},
		{name: "a call in the past", as: partnerAdmin, path: "/onboarding/kickoff", form: url.Values{"day": {"2026-02-01"}, "time": {"10:00"}}, status: 422, contains: []string{"Choose a time in the future."}},
		{name: "no call", as: partnerAdmin, path: "/onboarding/kickoff", form: url.Values{"day": {""}, "time": {""}}, status: 422, contains: []string{"Choose a day and a time."}},
		{name: "the call", as: partnerAdmin, path: "/onboarding/kickoff", form: url.Values{"day": {"2026-03-06"}, "time": {"10:00"}}, status: 303},
		{name: "negative figures", as: partnerAdmin, path: "/onboarding/baseline", form: url.Values{"audience": {"-1"}, "monthly_reach": {"5"}, "bookings": {"1"}}, status: 422, contains: []string{"Write a whole number, 0 when there is none."}},
		{name: "figures", as: partnerMember, path: "/onboarding/baseline", form: url.Values{"audience": {"5000"}, "monthly_reach": {"900"}, "bookings": {"12"}}, status: 303},
		{as: partnerAdmin, path: "/onboarding", status: 200, contains: []string{"Done 2 March 2026", "Move the call"}},
		{name: "a task that ticks itself", as: partnerAdmin, path: "/onboarding/tasks/brand_kit", form: url.Values{}, status: 409},
		{name: "no such task", as: partnerAdmin, path: "/onboarding/tasks/none", form: url.Values{}, status: 404},
		{name: "the profile of an older page", as: partnerAdmin, path: "/company", form: url.Values{"version": {"1"}, "company": {"Bluewater"}}, status: 409},
		{as: manager, path: "/company", status: 403},
	})
	letters := map[string]bool{}
	if err := s.program.DeriveMessages(t.Context()); err != nil {
		t.Fatal(err)
	}
	due, err := s.store.Messages.Due(t.Context(), s.program.Now(), 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range due {
		letters[m.Kind] = true
	}
	if !letters["payout-details"] {
		t.Errorf("nobody is told that the payout details changed: %v", letters)
	}
}

func TestABrandKitTakesALogo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.letIn(t, partnerA, "Bluewater Ferries", "bluewater-ferries.com")
	s.letIn(t, partnerB, "Casa Lumen", "casalumen.com")
	picture := image.NewNRGBA(image.Rect(0, 0, 300, 100))
	for x := range 300 {
		picture.Set(x, 50, color.NRGBA{10, 60, 120, 255})
	}
	var logo bytes.Buffer
	if err := png.Encode(&logo, picture); err != nil {
		t.Fatal(err)
	}
	c := s.as(t, partnerAdmin)
	send := func(file []byte, primary string) answer {
		return c.send(t, "/company/brand", map[string]string{"name": "Bluewater", "primary": primary, "email": "hello@bluewater-ferries.com"}, sent{"logo", "../../logo.png", file})
	}
	for name, file := range map[string][]byte{
		"text": []byte("hello"), "script": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "cut": logo.Bytes()[:60],
	} {
		if a := send(file, "#0b4f6c"); a.status != 422 || !strings.Contains(a.body, "hello@bluewater-ferries.com") {
			t.Errorf("%s: %d; want 422 with the input kept", name, a.status)
		}
	}
	if a := send(logo.Bytes(), "blue"); a.status != 422 || !strings.Contains(a.body, "Write the colour as #1d5fa8.") {
		t.Errorf("a colour in words: %d", a.status)
	}
	if a := send(logo.Bytes(), "#ffd400"); a.status != 303 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if p := s.partner(t, partnerA); p.Brand.Logo.Width != 300 || !p.Did("brand_kit") {
		t.Errorf("kept as %+v, done %+v", p.Brand, p.Done)
	}
	s.run(t, []scenario{
		{as: partnerAdmin, path: "/company/brand", status: 200, contains: []string{"Too light to read", "Logo of Bluewater"}},
		{as: partnerMember, path: "/company/brand/logo", status: 200, contains: []string{"PNG"}},
		{name: "the other partner has no logo", as: otherPartner, path: "/company/brand/logo", status: 404},
	})
}

func TestPeopleOfAPartnerThatLeftSeeToTheirMoney(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	partner := s.company(t, partnerA, "Alpha")
	if _, err := s.program.EndPartner(t.Context(), s.actor(t, manager), partner.ID, 0, "Closed down."); err != nil {
		t.Fatal(err)
	}
	guest := s.browser()
	if a := guest.post(t, "/signin", url.Values{"email": {s.person(t, "late@alpha.com", partnerA, portal.PartnerAdmin).Email}, "password": {sitePassword}, "next": {""}}); a.status != 303 || a.location != "/home" {
		t.Errorf("signing in: %d to %s", a.status, a.location)
	}
	payout := url.Values{"method": {"paypal"}, "holder": {"Alpha"}, "paypal": {"pay@alpha.com"}}
	s.run(t, []scenario{
		{as: partnerAdmin, path: "/home", status: 200, contains: []string{"Your company has left the program"}},
		{as: partnerAdmin, path: "/earnings", status: 200},
		{as: partnerAdmin, path: "/company/payout", status: 200, contains: []string{"Save the payout details"}},
		{as: partnerAdmin, path: "/company/payout", form: payout, status: 303, location: "/company/payout"},
		{as: partnerAdmin, path: "/company/payout", status: 200, contains: []string{"p•••@alpha.com"}},
	})
}
