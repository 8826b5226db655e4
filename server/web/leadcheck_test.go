package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

func asked(company, site, email, country string) url.Values {
	return url.Values{"company": {company}, "site": {site}, "email": {email}, "country": {country}}
}

// check asks how a customer stands.
func (s *site) check(t *testing.T, who string, form url.Values) leadAnswer {
	t.Helper()
	a := s.as(t, who).post(t, "/referrals/check", form)
	var answer leadAnswer
	if err := json.Unmarshal([]byte(a.body), &answer); err != nil || a.status != 200 {
		t.Fatalf("%d, %v\n%s", a.status, err, excerpt(a.body))
	}
	return answer
}

func TestTheFormSaysHowACustomerStands(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	form := leadValues("Hotel Miramar", "ana@miramar.pt")
	a := s.as(t, partnerMember).post(t, "/referrals/new", form)
	if a.status != 303 {
		t.Fatal(a.status)
	}
	id := strings.TrimPrefix(a.location, "/referrals/")
	s.as(t, otherPartner)
	s.as(t, partnerAdmin)
	before := s.dump(t)
	for _, c := range []struct {
		name       string
		form       url.Values
		other, own portal.LeadStanding
	}{
		{"nothing yet", asked("", "", "", ""), "", ""},
		{"a name without its country", asked("Hotel Miramar", "", "", ""), "", ""},
		{"half an address", asked("", "", "ana@", "PT"), "", ""},
		{"somebody else", asked("Casa Azul", "casaazul.pt", "rui@casaazul.pt", "PT"), portal.LeadFree, portal.LeadFree},
		{"name and country", asked("HOTEL MIRAMAR, Lda.", "", "", "PT"), portal.LeadKnown, portal.LeadOwn},
		{"the site alone", asked("", "https://www.miramar.pt/rooms", "", ""), portal.LeadKnown, portal.LeadOwn},
		{"the address with a tag", asked("", "", "Ana+x@Miramar.pt", ""), portal.LeadKnown, portal.LeadOwn},
		{"a letter away", asked("Hotel Miramare", "", "", "PT"), portal.LeadLook, portal.LeadLook},
		{"another country", asked("Hotel Miramar", "", "", "ES"), portal.LeadLook, portal.LeadLook},
		{"another suffix", asked("Atlantico", "miramar.es", "", "ES"), portal.LeadLook, portal.LeadLook},
		{"a mail service", asked("", "", "ana@gmail.com", "PT"), portal.LeadFree, portal.LeadFree},
	} {
		if got := s.check(t, otherPartner, c.form).Standing; got != c.other {
			t.Errorf("%s: another partner reads %q, want %q", c.name, got, c.other)
		}
		got := s.check(t, partnerAdmin, c.form)
		if got.Standing != c.own {
			t.Errorf("%s: the partner itself reads %q, want %q", c.name, got.Standing, c.own)
		}
		if mine := got.Standing == portal.LeadOwn || got.Standing == portal.LeadLook; mine != (got.Href == "/referrals/"+id) {
			t.Errorf("%s: the link is %q", c.name, got.Href)
		}
	}
	same(t, before, s.dump(t))
}

// TestAnAnswerAboutALeadTellsNothingOfAnotherPartner compares, letter by letter, what a
// partner reads about leads of two others: of different names, ids and days.
func TestAnAnswerAboutALeadTellsNothingOfAnotherPartner(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	first := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	s.wait(9 * 24 * time.Hour)
	s.company(t, "pc", "Gamma")
	carla := s.browser()
	carla.signIn(t, s.person(t, "carla@gamma.example", "pc", portal.PartnerMember), false)
	a := carla.post(t, "/referrals/new", leadValues("Casa Azul", "rui@casaazul.pt"))
	if a.status != 303 {
		t.Fatal(a.status)
	}
	second := strings.TrimPrefix(a.location, "/referrals/")
	for _, pair := range [][2]url.Values{
		{asked("Hotel Miramar", "", "", "PT"), asked("Casa Azul", "", "", "PT")},
		{asked("Hotel Miramar", "", "", "ES"), asked("Casa Azul", "", "", "ES")},
		{asked("Hotel Miramare", "", "", "PT"), asked("Casa Azull", "", "", "PT")},
	} {
		one, other := s.as(t, otherPartner).post(t, "/referrals/check", pair[0]), s.as(t, otherPartner).post(t, "/referrals/check", pair[1])
		if one.body != other.body {
			t.Errorf("the answers differ:\n%s\n%s", one.body, other.body)
		}
		for _, secret := range []string{first, second, "Alpha", "Gamma", "March", "2026", "Rita", "carla", "/referrals/", "Miramar", "Azul"} {
			if strings.Contains(one.body, secret) || strings.Contains(other.body, secret) {
				t.Errorf("an answer carries %q:\n%s\n%s", secret, one.body, other.body)
			}
		}
	}
	if got := carla.post(t, "/referrals/check", asked("Hotel Miramar", "", "", "ES")); strings.Contains(got.body, first) || strings.Contains(got.body, "Alpha") {
		t.Errorf("who has referrals of their own reads of others': %s", got.body)
	}
}

// TestAnAnswerAboutALeadAsksTheStoreTheSame holds what is read to one number, whatever
// the answer is: its time tells no more than it does.
func TestAnAnswerAboutALeadAsksTheStoreTheSame(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	reads := func(form url.Values) int {
		s.check(t, otherPartner, form)
		s.engine.Reads()
		s.check(t, otherPartner, form)
		return s.engine.Reads()
	}
	known, free := reads(asked("Hotel Miramar", "miramar.pt", "x@miramar.pt", "PT")), reads(asked("Hotel Atlanta", "atlanta.pt", "x@atlanta.pt", "PT"))
	if known != free || free == 0 {
		t.Errorf("known %d reads, free %d", known, free)
	}
}

func TestLookingUpCustomersHasItsMeasure(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	calm := ""
	asks := 0
	for i := range 200 {
		if got := s.check(t, []string{partnerMember, partnerAdmin}[i%2], asked(fmt.Sprintf("Customer %d", i), "", "", "PT")); got.Standing == "" {
			calm = got.Text
			break
		}
		asks++
	}
	if asks != 120 || calm != "Your company has looked up many customers in this hour. The check is back at 10:00 WET; the form works as before." {
		t.Errorf("after %d: %q", asks, calm)
	}
	if got := s.check(t, otherPartner, asked("Customer 1", "", "", "PT")); got.Standing != portal.LeadFree {
		t.Errorf("another partner reads %+v", got)
	}
	s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt") // the form works as before
	s.wait(time.Hour)
	if got := s.check(t, partnerMember, asked("Customer 1", "", "", "PT")); got.Standing != portal.LeadFree {
		t.Errorf("an hour later: %+v", got)
	}
}

func TestStaffCompareWhatIsMuchAlike(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	first := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	second := s.refer(t, otherPartner, "Hotel Miramare", "rui@miramare.it")
	one := portal.Referral{ID: portal.ReferralID(first)}.Number()
	s.run(t, []scenario{
		{as: manager, path: "/desk/referrals/" + second, status: 200, contains: []string{"Much like a customer we know", one, "Hotel Miramar, Portugal, from Alpha", "/desk/referrals/" + first}},
		{as: financeRole, path: "/desk/referrals/" + first, status: 200, contains: []string{"Hotel Miramare, Portugal, from Beta"}},
		{as: otherPartner, path: "/referrals/" + second, status: 200, absent: []string{"Much like", one, "Alpha"}},
		{as: manager, path: "/desk/referrals/" + second + "/accept", form: url.Values{}, status: 303},
		{as: manager, path: "/desk/referrals/" + second, status: 200, absent: []string{"Much like"}},
	})
}
