package web

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

const leadHead = "company,site,contact,email,phone,country,product,need,value,currency,close_by,consent\n"

func leadLine(company, email, consent string) string {
	return company + ",,Ana Reis," + email + ",,PT,group_stays,40 rooms in May,1200.00,EUR,," + consent + "\n"
}

// carried are the hidden fields by which a page carries a file to its next step.
func carried(t *testing.T, page string) url.Values {
	t.Helper()
	form := url.Values{}
	for _, name := range []string{"content", "seal", "partner", "done"} {
		if found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page); found != nil {
			form.Set(name, found[1])
		}
	}
	if form.Get("content") == "" || form.Get("seal") == "" {
		t.Fatalf("no file to send on\n%s", excerpt(page))
	}
	return form
}

func TestAPartnerSendsAFileOfCustomers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	theirs := s.refer(t, otherPartner, "Casa Azul", "rui@casaazul.pt")
	s.wait(26 * time.Hour)
	mine := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	file := leadHead + leadLine("Hotel Fresh", "a@fresh.pt", "yes") + leadLine("CASA AZUL", "x@elsewhere.pt", "yes") + leadLine("Hotel Miramar Lda", "b@other.pt", "yes") +
		leadLine("Casa Azull", "y@azull.pt", "yes") + leadLine("Hotel No", "n@no.pt", "no")
	before := s.dump(t)
	shown := s.as(t, partnerMember).post(t, "/referrals/import", url.Values{"text": {file}})
	text := shown.text()
	for _, want := range []string{"Hotel Fresh", "New, needs a look", "Known to us", "Already yours", "/referrals/" + mine, "Problem", "The contact has to agree", "Send 3 referrals", "1 row to correct", "€1,200.00"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing\n%s", want, excerpt(shown.body))
		}
	}
	for _, secret := range []string{theirs, portal.Referral{ID: portal.ReferralID(theirs)}.Number(), "Beta", "2 March"} {
		if strings.Contains(text, secret) {
			t.Errorf("the page carries %q of another partner", secret)
		}
	}
	same(t, before, s.dump(t))
	form := carried(t, shown.body)

	bad := s.as(t, partnerMember).post(t, "/referrals/import/problems", form)
	if bad.status != 200 || !strings.Contains(bad.body, "Hotel No") || strings.Contains(bad.body, "Hotel Fresh") || !strings.Contains(bad.header.Get("Content-Disposition"), "referrals-to-correct.csv") {
		t.Errorf("the rows to correct: %d\n%s", bad.status, bad.body)
	}
	s.run(t, []scenario{
		{name: "another's file", as: partnerAdmin, path: "/referrals/import", form: form, status: 409, contains: []string{"not the file that was shown to you"}},
		{name: "another's file of problems", as: partnerAdmin, path: "/referrals/import/problems", form: form, status: 409},
		{name: "another count", as: partnerMember, path: "/referrals/import", form: url.Values{"content": form["content"], "seal": form["seal"], "done": {"900"}}, status: 409},
		{as: partnerMember, path: "/referrals/import", form: form, status: 303, location: "/referrals"},
		{as: partnerMember, path: "/referrals", status: 200, contains: []string{"3 referrals recorded. 1 row with a problem stayed out.", "Hotel Fresh", "Casa Azull", "Duplicate"}, absent: []string{"Hotel No"}},
		{name: "the same again", as: partnerMember, path: "/referrals/import", form: form, status: 303, location: "/referrals"},
		{as: partnerMember, path: "/referrals", status: 200, contains: []string{"Nothing new was recorded."}},
		{as: partnerMember, path: "/referrals/import", status: 200, contains: []string{"/referrals/import/template.csv", "group_stays", "external_id"}, absent: []string{"Whose customers"}},
		{as: partnerMember, path: "/referrals/import/template.csv", status: 200, contains: []string{"company,site,contact", "consent"}, absent: []string{"partner"}},
		{name: "no file", as: partnerMember, path: "/referrals/import", form: url.Values{}, status: 422, contains: []string{"Choose a file"}},
		{name: "a column missing", as: partnerMember, path: "/referrals/import", form: url.Values{"text": {"company,email\nA,b@c.pt\n"}}, status: 422, contains: []string{"The file has no column contact, country, product, need, consent.", "A,b@c.pt"}},
		{name: "a partner of their choice", as: partnerMember, path: "/referrals/import", form: url.Values{"text": {leadHead + leadLine("Hotel Mine", "a@mine.pt", "yes")}, "partner": {"pb"}}, status: 200, contains: []string{"Send 1 referral"}},
	})
	page, err := s.store.Referrals.AllOf(t.Context(), partnerA)
	if err != nil || len(page) != 4 {
		t.Errorf("%d referrals, %v; want the one of the form and three of the file", len(page), err)
	}
}

func TestStaffSendAFileForAPartner(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	alpha := s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	file := leadHead + leadLine("Hotel Fresh", "a@fresh.pt", "yes")
	s.run(t, []scenario{
		{as: manager, path: "/desk/referrals/import", status: 200, contains: []string{"Whose customers", "Alpha", "Beta", "Each row says, by the partner’s code"}},
		{as: steward, path: "/desk/referrals/import", status: 200},
		{as: financeRole, path: "/desk/referrals/import", status: 403},
		{as: financeRole, path: "/desk/referrals", status: 200, absent: []string{"/desk/referrals/import"}},
		{as: manager, path: "/desk/referrals", status: 200, contains: []string{"/desk/referrals/import"}},
		{name: "nobody chosen", as: manager, path: "/desk/referrals/import", form: url.Values{"text": {file}}, status: 422, contains: []string{"The file has no column partner."}},
		{name: "a partner that is not there", as: manager, path: "/desk/referrals/import", form: url.Values{"text": {file}, "partner": {"px"}}, status: 422, contains: []string{"Choose a partner."}},
	})
	shown := s.as(t, manager).post(t, "/desk/referrals/import", url.Values{"text": {file}, "partner": {"pa"}})
	if shown.status != 200 || !strings.Contains(shown.text(), "This is what each row would do for "+alpha.Company) {
		t.Fatalf("%d\n%s", shown.status, excerpt(shown.body))
	}
	form := carried(t, shown.body)
	form.Set("partner", "pb")
	s.run(t, []scenario{{name: "for another than was shown", as: manager, path: "/desk/referrals/import", form: form, status: 409}})
	form.Set("partner", "pa")
	s.run(t, []scenario{
		{as: manager, path: "/desk/referrals/import", form: form, status: 303, location: "/desk/referrals"},
		{as: partnerMember, path: "/referrals", status: 200, contains: []string{"Hotel Fresh"}},
		{as: otherPartner, path: "/referrals", status: 200, absent: []string{"Hotel Fresh"}},
	})
}

func TestALongFileShowsItsProgress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	var file strings.Builder
	file.WriteString(leadHead)
	for i := range importStep + 150 {
		file.WriteString(leadLine(fmt.Sprintf("Lodge %c%c %d", 'a'+i%26, 'a'+i/26, i), fmt.Sprintf("a@lodge%d.pt", i), "yes"))
	}
	file.WriteString(leadLine("Hotel No", "n@no.pt", "no"))
	shown := s.as(t, partnerMember).post(t, "/referrals/import", url.Values{"text": {file.String()}})
	if !strings.Contains(shown.text(), "350 more rows not listed here") || !strings.Contains(shown.text(), "Hotel No") {
		t.Errorf("%d\n%s", shown.status, excerpt(shown.body))
	}
	first := s.as(t, partnerMember).post(t, "/referrals/import", carried(t, shown.body))
	if first.status != 200 || !strings.Contains(first.text(), "200 of 350") || !strings.Contains(first.body, `<progress value="200" max="350"`) {
		t.Fatalf("%d\n%s", first.status, excerpt(first.body))
	}
	last := s.as(t, partnerMember).post(t, "/referrals/import", carried(t, first.body))
	if last.status != 303 {
		t.Fatalf("%d\n%s", last.status, excerpt(last.body))
	}
	s.run(t, []scenario{{as: partnerMember, path: "/referrals", status: 200, contains: []string{"350 referrals recorded. 1 row with a problem stayed out."}}})
}
