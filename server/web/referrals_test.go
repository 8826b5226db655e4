package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// company puts an active partner of long standing in place.
func (s *site) company(t testing.TB, id portal.PartnerID, name string) portal.Partner {
	t.Helper()
	rules, now := s.program.Rules, s.program.Now()
	domain := strings.ToLower(strings.ReplaceAll(name, " ", "")) + ".com"
	by := portal.System("test")
	partner, err := rules.Apply(id, portal.Application{
		Company: name, Site: "https://" + domain, Country: "PT", Vertical: rules.Verticals[0].Code, Markets: []string{"PT"},
		Languages: []string{"en"}, Contact: "Ines Park", Email: "ines@" + domain,
	}, portal.Actor{}, now)
	if err != nil {
		t.Fatal(err)
	}
	partner, err = partner.VerifyEmail(by, now).Approve("u-lena", "Lena Ortiz", "", by, now)
	if err == nil {
		partner, err = partner.BeginOnboarding(by, now, s.program.Today())
	}
	if err == nil {
		partner, err = partner.Activate("", by, now)
	}
	if err == nil {
		err = s.store.Partners.Insert(t.Context(), partner)
	}
	if err != nil {
		t.Fatal(err)
	}
	return partner
}

func leadValues(company, email string) url.Values {
	return url.Values{
		"company": {company}, "contact": {"Ana Reis"}, "email": {email}, "country": {"PT"}, "product": {"group_stays"},
		"value": {"12,000"}, "currency": {"EUR"}, "need": {"40 rooms in May"}, "consent": {"yes"},
	}
}

// refer submits a referral and returns its id.
func (s *site) refer(t *testing.T, who, company, email string) string {
	t.Helper()
	a := s.as(t, who).post(t, "/referrals/new", leadValues(company, email))
	if a.status != 303 {
		t.Fatalf("refer %s: %d\n%s", company, a.status, excerpt(a.body))
	}
	return strings.TrimPrefix(a.location, "/referrals/")
}

func TestReferralFromFormToContract(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	id := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	desk := "/desk/referrals/" + id
	s.run(t, []scenario{
		{as: partnerMember, path: "/referrals/" + id, status: 200, contains: []string{"Hotel Miramar", "protected until 31 May 2026", "Answer: 2 days left", "€12,000.00", "40 rooms in May"}, absent: []string{"Decide", "/desk/"}},
		{as: partnerAdmin, path: "/referrals", status: 200, contains: []string{"Hotel Miramar", "2 Mar 2026", "31 May 2026"}},
		{as: manager, path: "/desk/referrals", status: 200, contains: []string{"Hotel Miramar", "Alpha"}},
		{as: manager, path: desk, status: 200, contains: []string{"Accept", "Why we cannot take it", "/desk/partners/pa"}, absent: []string{"Contract value"}},
		{as: financeRole, path: desk, status: 200, contains: []string{"Hotel Miramar"}, absent: []string{"Why we cannot take it"}},
		{name: "a rejection needs its reason", as: manager, path: desk + "/reject", form: url.Values{"reason": {" "}}, status: 422, contains: []string{"Give the partner a reason."}},
		{as: manager, path: desk + "/accept", form: url.Values{}, status: 303, location: desk},
		{name: "accepting twice", as: manager, path: desk + "/accept", form: url.Values{}, status: 409, contains: []string{"This referral is accepted", "What you learned"}},
		{as: manager, path: desk + "/qualify", form: url.Values{"note": {"Met them."}}, status: 303, location: desk},
		{as: partnerMember, path: "/referrals/" + id, status: 200, contains: []string{"Qualified", "Met them.", "10 July 2026"}},
		{
			name: "a contract before the referral", as: manager, path: desk + "/win", status: 422,
			form: url.Values{"value": {"24,000"}, "currency": {"EUR"}, "start": {"2026-03-01"}, "term_months": {"12"}, "product": {"group_stays"}}, contains: []string{"cannot start before the referral", `value="24,000"`},
		},
		{as: manager, path: desk + "/win", form: url.Values{"value": {"24,000"}, "currency": {"EUR"}, "start": {"2026-04-01"}, "term_months": {"12"}, "product": {"group_stays"}}, status: 303, location: desk},
		{as: partnerMember, path: "/referrals/" + id, status: 200, contains: []string{"Won: a contract of €24,000.00 from 1 April 2026.", "12 months"}},
		{as: manager, path: desk, status: 200, contains: []string{"€24,000.00"}, absent: []string{"<h2>Decide</h2>"}},
		{as: manager, path: "/desk/referrals?state=won", status: 200, contains: []string{"Hotel Miramar"}},
		{as: manager, path: "/desk/referrals?state=lost", status: 200, contains: []string{"None fits"}},
		{as: manager, path: "/desk/referrals?state=stolen", status: 404},
	})
}

func TestReferralFormComesBackAsItWasSent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	form := leadValues("Hotel Miramar", "ana@")
	form.Del("consent")
	form.Set("value", "a lot")
	s.run(t, []scenario{
		{as: partnerMember, path: "/referrals/new", status: 200, contains: []string{"keeps the lead for 90 days", "within 2 working days"}},
		{
			as: partnerMember, path: "/referrals/new", form: form, status: 422,
			contains: []string{"3 fields need your attention.", "has to agree", "Write the address as name@example.com.", `value="Hotel Miramar"`, `value="a lot"`, "40 rooms in May"},
			check: func(t *testing.T, s *site, _ answer) {
				if page, err := s.program.Referrals(t.Context(), s.actor(t, manager), program.ListReferrals{}); err != nil || len(page.Rows) != 0 {
					t.Errorf("something was stored: %v, %v", page.Rows, err)
				}
			},
		},
		{name: "a field of the stored thing", as: partnerMember, path: "/referrals/new", form: url.Values{"state": {"won"}, "protected_until": {"2099-01-01"}}, status: 400},
	})
}

func TestDuplicateLearnsOnlyThatTheLeadIsKnown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	first := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	second := s.refer(t, otherPartner, "HOTEL MIRAMAR", "rui@miramar.pt")
	number := portal.Referral{ID: portal.ReferralID(first)}.Number()
	s.run(t, []scenario{
		{as: otherPartner, path: "/referrals/" + second, status: 200, contains: []string{"already known to us"}, absent: []string{first, number, "Alpha", "Rita"}},
		{as: otherPartner, path: "/referrals", status: 200, contains: []string{"Duplicate"}, absent: []string{first, "Alpha"}},
		{as: manager, path: "/desk/referrals/" + second, status: 200, contains: []string{number, "/desk/referrals/" + first, "Let it count"}},
		{name: "while the other holds it", as: manager, path: "/desk/referrals/" + second + "/reinstate", form: url.Values{"reason": {"They met first."}}, status: 409, contains: []string{"belongs to " + number}},
		{as: manager, path: "/desk/referrals/" + first + "/reject", form: url.Values{"reason": {"Theirs."}}, status: 303},
		{as: manager, path: "/desk/referrals/" + second + "/reinstate", form: url.Values{"reason": {"They met first."}}, status: 303},
		{as: otherPartner, path: "/referrals/" + second, status: 200, contains: []string{"Counts after all.", "They met first."}},
		{name: "their own again", as: otherPartner, path: "/referrals/new", form: leadValues("Hotel Miramar", "x@miramar.pt"), status: 422, contains: []string{"Your company referred this customer"}},
	})
}

func TestReferralsOfOthersAnswerLikeNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	id := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	before := s.dump(t)
	others, random := s.as(t, otherPartner).get(t, "/referrals/"+id), s.as(t, otherPartner).get(t, "/referrals/01J00000000000000000000000")
	if others.status != 404 || random.status != 404 || strings.Contains(others.body, "Miramar") {
		t.Errorf("another's %d, random %d", others.status, random.status)
	}
	var list []scenario
	for _, who := range everybody {
		for _, step := range []string{"accept", "qualify", "win", "lose", "reject", "reinstate"} {
			if who == manager || who == admin || who == staffNoFactor {
				continue
			}
			status := 403
			if who == visitor {
				status = 401
			}
			list = append(list, scenario{as: who, path: "/desk/referrals/" + id + "/" + step, form: url.Values{"reason": {"x"}}, status: status})
		}
	}
	for _, who := range []string{manager, financeRole, editor, admin} {
		list = append(list, scenario{as: who, path: "/referrals/new", form: leadValues("X", "x@x.pt"), status: 403})
	}
	list = append(list, scenario{as: editor, path: "/desk/referrals", status: 403}, scenario{path: "/referrals", status: 401})
	s.run(t, list)
	after := s.dump(t)
	for name := range before {
		if strings.HasPrefix(name, "referrals ") && before[name] != after[name] {
			t.Errorf("%s changed", name)
		}
	}
}

func TestReferralListLeadsOn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	for i := range 27 {
		s.wait(time.Minute)
		s.refer(t, partnerMember, "Hotel "+string(rune('A'+i)), "ana@hotel"+string(rune('a'+i%26))+strings.Repeat("x", i/26)+".pt")
	}
	first := s.as(t, partnerMember).get(t, "/referrals?state=submitted")
	_, rest, ok := strings.Cut(first.text(), `href="/referrals?after=`)
	if !ok {
		t.Fatalf("no next page\n%s", excerpt(first.body))
	}
	next := "/referrals?after=" + rest[:strings.IndexByte(rest, '"')]
	if !strings.Contains(next, "state=submitted") {
		t.Errorf("the next page forgets the filter: %s", next)
	}
	second := s.as(t, partnerMember).get(t, next)
	if second.status != 200 || !strings.Contains(second.body, "Hotel A") || !strings.Contains(second.body, "First page") || strings.Contains(second.body, "Next page") {
		t.Errorf("second page: %d\n%s", second.status, excerpt(second.body))
	}
}

// TestAListOfReferralsIsNarrowedAndTaken: by words, state and partner, on the page and as a file.
func TestAListOfReferralsIsNarrowedAndTaken(t *testing.T) {
	t.Parallel()
	s, miramar, _, _ := desk(t)
	s.company(t, partnerB, "Beta")
	s.refer(t, otherPartner, "=Quinta Rosa", "bea@quintarosa.pt")
	if _, err := s.program.RejectReferral(t.Context(), s.actor(t, manager), portal.ReferralID(miramar), "No house there."); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{as: manager, path: "/desk/referrals?q=AZUL", status: 200, contains: []string{"Casa Azul", `value="AZUL"`, `href="/desk/referrals.csv?q=AZUL"`, "Show all"}, absent: []string{"Hotel Miramar"}},
		{as: manager, path: "/desk/referrals?partner=pb", status: 200, contains: []string{"The customers that Beta has introduced", "=Quinta Rosa", `name="partner" value="pb"`}, absent: []string{"Casa Azul"}},
		{name: "a partner's own alone, whatever is asked", as: partnerMember, path: "/referrals?partner=pb", status: 200, contains: []string{"Casa Azul"}, absent: []string{"Quinta Rosa"}},
		{as: partnerMember, path: "/referrals?q=quinta", status: 200, contains: []string{"None fits"}},
		{as: partnerMember, path: "/referrals.csv", status: 200, contains: []string{"Number,Customer,Website", "Hotel Miramar,miramar.pt", "Rejected"}, absent: []string{"Quinta Rosa", "Answer by", "Duplicate of"}},
		{as: partnerMember, path: "/referrals.csv?partner=pb&state=submitted", status: 200, contains: []string{"Casa Azul"}, absent: []string{"Quinta", "Miramar"}},
		{as: manager, path: "/desk/referrals.csv?partner=pb", status: 200, contains: []string{"'=Quinta Rosa", "Beta", "Partner,Answer by,Duplicate of"}, absent: []string{"Azul"}, check: func(t *testing.T, _ *site, a answer) {
			if got := a.header.Get("Content-Disposition"); got != `attachment; filename="referrals-2026-03-02.csv"` {
				t.Errorf("it comes as %q", got)
			}
		}},
		{as: manager, path: "/desk/referrals.csv?state=stolen", status: 404},
		{as: editor, path: "/desk/referrals.csv", status: 403},
		{as: partnerMember, path: "/desk/referrals.csv", status: 403},
		{as: manager, path: "/desk/partners/pa", status: 200, contains: []string{`href="/desk/referrals?partner=pa"`}},
	})
}

func TestTheListOfReferralsIsSortedByItsHeads(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	for _, company := range []string{"Miramar Inn", "Azul Lodge", "Zoe House"} {
		s.refer(t, partnerMember, company, "ana@"+strings.ToLower(strings.Fields(company)[0])+"-stay.pt")
		s.wait(time.Hour)
	}
	inOrder := func(as, path string, want ...string) {
		t.Helper()
		text, from := s.as(t, as).get(t, path).text(), 0
		for _, company := range want {
			at := strings.Index(text[from:], company)
			if at < 0 {
				t.Fatalf("%s as %s: %s does not follow in\n%s", path, as, company, text)
			}
			from += at
		}
	}
	inOrder(manager, "/desk/referrals", "Zoe House", "Azul Lodge", "Miramar Inn")
	inOrder(manager, "/desk/referrals?sort=oldest", "Miramar Inn", "Azul Lodge", "Zoe House")
	inOrder(manager, "/desk/referrals?sort=customer", "Azul Lodge", "Miramar Inn", "Zoe House")
	inOrder(manager, "/desk/referrals?sort=customer_z", "Zoe House", "Miramar Inn", "Azul Lodge")
	inOrder(manager, "/desk/referrals.csv?sort=customer", "Azul Lodge", "Miramar Inn", "Zoe House")
	inOrder(partnerMember, "/referrals?sort=oldest", "Miramar Inn", "Azul Lodge", "Zoe House")
	inOrder(partnerMember, "/referrals?sort=customer", "Zoe House", "Azul Lodge", "Miramar Inn") // no index: newest first
	s.run(t, []scenario{
		{as: manager, path: "/desk/referrals", status: 200, contains: []string{`aria-sort="descending"><a href="/desk/referrals?sort=oldest">Submitted`, `<a href="/desk/referrals?sort=customer">Customer`}, absent: []string{"sort=ends"}},
		{as: manager, path: "/desk/referrals?state=submitted&sort=ends", status: 200, contains: []string{`aria-sort="ascending"><a href="/desk/referrals?sort=ends_last&state=submitted">Protected until`, "/desk/referrals.csv?sort=ends&state=submitted", `name="sort" value="ends"`}, absent: []string{"sort=customer"}},
		{as: manager, path: "/desk/referrals?sort=oldest", status: 200, contains: []string{`aria-sort="ascending"><a href="/desk/referrals">Submitted`}},
		{as: partnerMember, path: "/referrals", status: 200, absent: []string{"sort=customer", "sort=ends"}},
		{as: manager, path: "/desk/referrals?sort=price", status: 404},
	})
}
