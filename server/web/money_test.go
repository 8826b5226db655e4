package web

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// books is a site with two partners that can be paid, and a won referral of each:
// "ra" of Alpha with the customer Hotel Miramar, "rb" of Beta with Casa Azul.
func books(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	for id, name := range map[portal.PartnerID]string{partnerA: "Alpha", partnerB: "Beta"} {
		partner := s.company(t, id, name)
		partner.TermsOn = []portal.Accepted{{Version: s.program.Terms[len(s.program.Terms)-1].Version, On: "2026-01-05"}}
		for _, terms := range s.program.Terms {
			if terms.Effective <= s.program.Today() {
				partner.TermsOn[0].Version, partner.TermsVersion = terms.Version, terms.Version
			}
		}
		partner.Version = 1
		if _, err := s.store.Partners.Save(t.Context(), partner); err != nil {
			t.Fatal(err)
		}
		account := portal.PayoutAccount{Method: portal.BankTransfer, Holder: name, IBAN: "PT50 0002 0123 1234 5678 9015 4", Street: "Rua 1", City: "Porto", Post: "4000", Country: "PT"}
		if _, err := s.program.SetPayTo(t.Context(), portal.Actor{User: "u", Partner: id, Roles: []portal.Role{portal.PartnerAdmin}}, account); err != nil {
			t.Fatal(err)
		}
	}
	for id, deal := range map[portal.ReferralID]struct {
		partner  portal.PartnerID
		name     string
		customer string
		domain   string
	}{"ra": {partnerA, "Alpha", "Hotel Miramar", "miramar.pt"}, "rb": {partnerB, "Beta", "Casa Azul", "azul.pt"}} {
		err := s.store.Referrals.Insert(t.Context(), portal.Referral{
			ID: id, Partner: deal.partner, PartnerName: deal.name, State: portal.ReferralWon, Lead: portal.Lead{Company: deal.customer, Domain: deal.domain},
			Contract: &portal.Contract{Start: "2026-02-01", Value: portal.Amount(2400000, "EUR")}, SubmittedAt: "2026-01-10T09:00:00.000Z",
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// newcomer is somebody who was not there before, signed in: sessions end in the
// months that these tests wait.
func (s *site) newcomer(t *testing.T, name string, partner portal.PartnerID, role portal.Role) *client {
	t.Helper()
	c := s.browser()
	c.signIn(t, s.person(t, name+"@example.com", partner, role), partner == "")
	return c
}

func cash(referral, number, amount, on string) url.Values {
	return url.Values{"q": {""}, "referral": {referral}, "external_id": {number}, "amount": {amount}, "currency": {"EUR"}, "collected_on": {on}, "source": {""}}
}

const days = 24 * time.Hour

func TestCashInAnotherCurrencyThanItsBonusIsShown(t *testing.T) {
	t.Parallel()
	s := books(t)
	for i := range s.program.Terms {
		s.program.Terms[i].Levers = portal.Levers{ReferralBonus: map[portal.Tier]portal.Money{portal.Experimental: portal.Amount(15000, "EUR")}, ReferralDays: 90}
	}
	won, err := s.store.Referrals.Get(t.Context(), "ra")
	if err != nil {
		t.Fatal(err)
	}
	won.SubmittedOn, won.WonAt = "2026-01-10", "2026-02-01T09:00:00.000Z"
	if _, err := s.store.Referrals.Save(t.Context(), won); err != nil {
		t.Fatal(err)
	}
	dollars := cash("ra", "INV-1", "1,000.00", "2026-03-02")
	dollars.Set("currency", "USD")
	s.run(t, []scenario{
		{as: financeRole, path: deskCollections + "/new", form: dollars, status: 303},
		{name: "each currency by itself", as: financeRole, path: deskCollections + "/cash:billing:INV-1", status: 200, contains: []string{"€150.00, $30.00"}},
		{as: partnerMember, path: "/earnings", status: 200, contains: []string{"€150.00", "$30.00"}},
	})
}

func TestMoneyFromCashToStatement(t *testing.T) {
	t.Parallel()
	s := books(t)
	miramar := deskCollections + "/cash:billing:INV-1"
	s.run(t, []scenario{
		{as: partnerAdmin, path: "/earnings", status: 200, contains: []string{"Your first commission will show here", "/referrals/new"}},
		{as: financeRole, path: deskCollections, status: 200, contains: []string{"No cash recorded yet"}},
		{as: manager, path: deskCollections, status: 200, absent: []string{"Record a collection"}},
		{as: manager, path: deskCollections + "/new", status: 403},
		{as: financeRole, path: deskCollections + "/new?q=mira", status: 200, contains: []string{"Hotel Miramar, by Alpha"}, absent: []string{"Casa Azul"}},
		{name: "a wrong amount comes back with what was typed", as: financeRole, path: deskCollections + "/new", form: cash("ra", "INV-1", "12x", "2026-03-02"), status: 422, contains: []string{"Write the amount as 1,234.50.", `value="12x"`, `value="INV-1"`, `<option value="ra" selected>`}},
		{name: "everything that is wrong is said at once", as: financeRole, path: deskCollections + "/new", form: cash("", "A 1", "12x", "2030-01-01"), status: 422, contains: []string{"4 fields need your attention.", "Write the amount as 1,234.50.", "Choose the referral", "without colon or space", "in the future"}},
		{name: "no referral", as: financeRole, path: deskCollections + "/new", form: cash("", "INV-1", "5", "2026-03-02"), status: 422, contains: []string{"Choose the referral"}},
		{as: financeRole, path: deskCollections + "/new", form: cash("ra", "INV-1", "€10,000.00", "2026-03-02"), status: 303, location: miramar},
		{as: financeRole, path: deskCollections + "/new", form: cash("rb", "INV-2", "8,000.00", "2026-03-02"), status: 303},
		{name: "the same again changes nothing", as: financeRole, path: deskCollections + "/new", form: cash("ra", "INV-1", "10000", "2026-03-02"), status: 303, location: miramar},
		{as: financeRole, path: miramar, status: 200, contains: []string{"was recorded already", "3% (Tier 4 Experimental", "€300.00", "Record a refund"}},
		{name: "the same number with another amount", as: financeRole, path: deskCollections + "/new", form: cash("ra", "INV-1", "9000", "2026-03-02"), status: 409, contains: []string{"recorded already with something else"}},
		{as: manager, path: miramar, status: 200, contains: []string{"€300.00"}, absent: []string{"Record a refund"}},
		{as: financeRole, path: deskCollections + "/cash:billing:NONE", status: 404},
		{as: financeRole, path: deskCollections + "/%7B%22$gt%22%3A%22%22%7D%20x", status: 404},
		{as: partnerMember, path: "/earnings", status: 200, contains: []string{"€300.00", "Held until 1 May 2026", "Hotel Miramar"}, absent: []string{"Casa Azul", "/desk/", "PT50"}},
		{as: financeRole, path: "/desk/partners/pa/earnings", status: 200, contains: []string{"Earnings of Alpha", miramar}},
		{as: editor, path: "/desk/partners/pa/earnings", status: 403},
		{name: "more than was collected", as: financeRole, path: miramar + "/refund", form: url.Values{"amount": {"10000.01"}, "external_id": {"RF-1"}, "collected_on": {"2026-03-02"}}, status: 422, contains: []string{"At most €10,000.00", `value="10000.01"`}},
		{as: financeRole, path: miramar + "/refund", form: url.Values{"amount": {"1000"}, "external_id": {"RF-1"}, "collected_on": {"2026-03-02"}}, status: 303, location: miramar},
		{as: financeRole, path: miramar, status: 200, contains: []string{"€9,000.00", "−€30.00", "€270.00", "is taken back"}},
		{as: manager, path: deskPayouts, status: 403},
		{as: financeRole, path: deskPayouts + "/new", status: 200, contains: []string{"Nobody can be paid in EUR"}},
	})
	adds(t, s.as(t, partnerAdmin).get(t, "/earnings").text())

	s.wait(61 * days)
	fay, abe, max := s.newcomer(t, "fay", "", portal.Finance), s.newcomer(t, "abe", "", portal.Finance), s.newcomer(t, "max", "", portal.Manager)
	ana, ben := s.newcomer(t, "ana", partnerA, portal.PartnerMember), s.newcomer(t, "ben", partnerB, portal.PartnerAdmin)
	page := fay.get(t, deskPayouts+"/new").text()
	for _, want := range []string{"Alpha", "€270.00", "Beta", "€240.00", "Prepare the batch of €510.00"} {
		if !strings.Contains(page, want) {
			t.Fatalf("the preview lacks %q\n%s", want, excerpt(page))
		}
	}
	if a := fay.get(t, deskPayouts+"/new?cutoff=2030-01-01"); a.status != 422 || !strings.Contains(a.text(), "Choose today or a day before.") {
		t.Errorf("a cut-off in the future: %d", a.status)
	}
	if err := s.program.RebuildFigures(t.Context()); err != nil { // the books were written behind them
		t.Fatal(err)
	}
	expect(t, fay.get(t, "/desk"), 200, "See who can be paid (€510.00)", `href="/desk/payouts/new?currency=EUR&cutoff=`+hidden(t, page, "cutoff"))
	if strings.Contains(max.get(t, "/desk").body, "See who can be paid") {
		t.Error("a manager is led to a batch")
	}
	form := url.Values{"key": {hidden(t, page, "key")}, "currency": {"EUR"}, "cutoff": {hidden(t, page, "cutoff")}}
	made := fay.post(t, deskPayouts+"/new", form)
	if again := fay.post(t, deskPayouts+"/new", form); made.status != 303 || again.location != made.location {
		t.Fatalf("prepared: %d to %s, again to %s\n%s", made.status, made.location, again.location, excerpt(made.body))
	}
	batch := made.location
	expect(t, fay.get(t, batch), 200, "another person approves it", "€510.00", "Largest payout", "€270.00")
	expect(t, fay.post(t, batch+"/approve", nil), 409, "You prepared this batch, so another person has to approve it.")
	expect(t, abe.post(t, batch+"/export", nil), 409, "cannot be exported now")
	expect(t, fay.get(t, batch+"/files/csv-1-1"), 404)
	expect(t, abe.post(t, batch+"/cancel", url.Values{"cancel_reason": {""}}), 422, "Say why the batch is cancelled.")
	expect(t, abe.post(t, batch+"/approve", nil), 303)
	today := string(s.program.Today())
	expect(t, fay.post(t, batch+"/export", url.Values{"format_bank": {"csv"}, "pay_on": {today}}), 303)
	file := fay.get(t, batch+"/files/csv-1-1")
	if file.status != 200 || !strings.Contains(file.body, "PT50000201231234567890154") || !strings.Contains(file.header.Get("Content-Disposition"), "attachment") || file.header.Get("Cache-Control") != noStore {
		t.Errorf("the bank's file: %d %v\n%s", file.status, file.header, file.body)
	}
	alpha := "freeze:" + strings.TrimPrefix(batch, deskPayouts+"/") + ":pa:EUR"
	beta := strings.Replace(alpha, ":pa:", ":pb:", 1)
	expect(t, fay.get(t, batch+"?payout="+url.QueryEscape(beta)), 200, "What the bank said about Beta, €240.00")
	expect(t, fay.post(t, batch+"/answers", url.Values{"payout": {beta}, "state": {"failed"}, "on": {today}, "reason": {""}, "reference": {"X9"}}), 422, "Say why it failed", `value="X9"`)
	expect(t, fay.post(t, batch+"/answers", url.Values{"payout": {"freeze:other:pb:EUR"}, "state": {"paid"}, "on": {today}}), 404)
	expect(t, fay.post(t, batch+"/answers", url.Values{"payout": {beta}, "state": {"failed"}, "on": {today}, "reason": {"Account closed"}}), 303)
	expect(t, fay.post(t, batch+"/paid", url.Values{"paid_on": {"2020-01-01"}, "paid_reference": {"SEPA-7"}}), 422, "Enter the day the bank says", `value="SEPA-7"`)
	expect(t, fay.post(t, batch+"/paid", url.Values{"paid_on": {today}, "paid_reference": {"SEPA-7"}}), 303)
	expect(t, fay.get(t, batch), 200, "Account closed", "reference SEPA-7", "€270.00", "€240.00")

	own := "/earnings/payouts/" + alpha
	statement := ana.get(t, own)
	expect(t, statement, 200, "€300.00", "−€30.00", "€270.00", "Paid on", "SEPA-7")
	if strings.Contains(statement.body, "PT50") {
		t.Error("payout details are shown to a member")
	}
	expect(t, ana.get(t, own+"/statement.csv"), 200, "270.00", "-30.00")
	expect(t, ana.get(t, "/earnings/entries.csv"), 200, "300.00", "-30.00", "Paid")
	expect(t, max.get(t, deskStatements+"/"+alpha), 200, "€270.00")
	expect(t, ana.get(t, "/earnings/statement?from=2026-03-01&to="+today+"&currency=EUR"), 200, "Owed before", "€0.00", "−€270.00")
	expect(t, ana.get(t, "/earnings/statement?from=2026-02-30&to=&currency=EUR"), 422, "Choose the first day.", `value="2026-02-30"`, "Payouts", "Show the statement")
	expect(t, ana.get(t, "/earnings/statement?from="+today+"&to=2026-01-01&currency=EUR"), 422, "Choose a last day that is not before the first.", `value="2026-01-01"`)
	expect(t, ana.get(t, "/earnings/statement.csv?from=x&to=&currency=EUR"), 422)
	mine, nobody := ben.get(t, own), ben.get(t, "/earnings/payouts/freeze:x:pa:EUR")
	if strip := func(a answer) string { return shown.ReplaceAllString(a.body, "") }; mine.status != 404 || strip(mine) != strip(nobody) {
		t.Errorf("another's payout: %d and %d", mine.status, nobody.status)
	}
	for _, who := range []*client{ana, ben} {
		adds(t, who.get(t, "/earnings").text())
	}
}

func TestCancelledBatchIsPayableAgain(t *testing.T) {
	t.Parallel()
	s := books(t)
	fay := s.as(t, financeRole)
	expect(t, fay.post(t, deskCollections+"/new", cash("ra", "INV/7?x=1", "10000", "2026-03-02")), 303)
	expect(t, fay.get(t, collectionHref("cash:billing:INV/7?x=1")), 200, "INV/7?x=1", "€300.00")
	s.wait(61 * days)
	fay = s.newcomer(t, "fay", "", portal.Finance)
	ana := s.newcomer(t, "ana", partnerA, portal.PartnerMember)
	page := fay.get(t, deskPayouts+"/new").text()
	made := fay.post(t, deskPayouts+"/new", url.Values{"key": {hidden(t, page, "key")}, "currency": {"EUR"}, "cutoff": {hidden(t, page, "cutoff")}})
	expect(t, ana.get(t, "/earnings"), 200, "On its way")
	expect(t, fay.post(t, made.location+"/cancel", url.Values{"cancel_reason": {"Wrong day"}}), 303)
	expect(t, fay.get(t, made.location), 200, "Cancelled by", "Wrong day")
	own := ana.get(t, "/earnings")
	expect(t, own, 200, "€300.00 goes into the next payout.")
	if strings.Contains(own.text(), "On its way") {
		t.Error("a cancelled payout is on its way")
	}
	adds(t, own.text())
}

func TestImportRecordsTheFileThatWasShown(t *testing.T) {
	t.Parallel()
	s := books(t)
	fay := s.as(t, financeRole)
	expect(t, fay.post(t, deskCollections+"/new", cash("ra", "INV-1", "100", "2026-03-02")), 303)
	file := "external_id;customer_domain;amount;currency;collected_on;refund_of;note\r\nINV-1;miramar.pt;100,00;EUR;2026-03-02;;a\r\nINV-2;azul.pt;1.250,50;EUR;2026-03-01;;b\r\nRF-1;;20;EUR;2026-03-02;INV-1;c\r\nINV-3;nobody.pt;5;EUR;2026-03-01;;d\r\n"
	before := s.dump(t)
	shownPage := fay.upload(t, deskCollections+"/import", "file", file)
	expect(t, shownPage, 200, "Recorded already", "€1,250.50", "Refund", "No won referral has a customer with the domain nobody.pt.", "customer_domain", "Columns not used: note.", "Record 2 rows", "1 row with a problem", "€1,230.50")
	same(t, before, s.dump(t))
	content, seal := hidden(t, shownPage.text(), "content"), hidden(t, shownPage.text(), "seal")
	other := base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(file, "1.250,50", "9.250,50", 1)))
	expect(t, fay.post(t, deskCollections+"/import", url.Values{"content": {other}, "seal": {seal}}), 409, "not the file that was shown")
	expect(t, s.newcomer(t, "abe", "", portal.Finance).post(t, deskCollections+"/import", url.Values{"content": {content}, "seal": {seal}}), 409, "not the file that was shown")
	same(t, before, without(s.dump(t), before))
	expect(t, fay.post(t, deskCollections+"/import", url.Values{"content": {content}, "seal": {seal}}), 303)
	expect(t, fay.get(t, deskCollections), 200, "1 collection and 1 refund recorded.", "€1,250.50", "−€20.00", "Casa Azul", "Beta")
	expect(t, fay.get(t, deskCollections+"?partner=pb"), 200, "€1,250.50")
	if a := fay.get(t, deskCollections+"?partner=pb").text(); strings.Contains(a, "INV-1") {
		t.Error("the list of one partner holds another's")
	}
	expect(t, fay.get(t, deskCollections+"/collections.csv"), 200, "1250.50", "-20.00", "INV-1")
	expect(t, fay.post(t, deskCollections+"/import", url.Values{"content": {content}, "seal": {seal}}), 303)
	expect(t, fay.get(t, deskCollections), 200, "Nothing new was recorded. 1 row with a problem stayed out, as shown before.")
	expect(t, fay.post(t, deskCollections+"/import", url.Values{"text": {"nothing"}}), 422, ">nothing</textarea>")
	expect(t, fay.post(t, deskCollections+"/import", url.Values{"text": {" "}}), 422, "Choose a file")
}

// expect checks an answer's status and what a person reads in it.
func expect(t *testing.T, a answer, status int, contains ...string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d to %q, want %d\n%s", a.status, a.location, status, excerpt(a.body))
	}
	for _, want := range contains {
		if !strings.Contains(a.text(), want) {
			t.Errorf("%q is missing in\n%s", want, excerpt(a.body))
		}
	}
}

// hidden is the value of a page's hidden input.
func hidden(t *testing.T, page, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no hidden %s in\n%s", name, excerpt(page))
	}
	return found[1]
}

// upload sends a form with one file.
func (c *client) upload(t *testing.T, path, field, content string) answer {
	t.Helper()
	return c.send(t, path, nil, sent{field, "billing.csv", []byte(content)})
}

// without takes out what a second person's sign-in wrote.
func without(now, before map[string]string) map[string]string {
	for key := range now {
		if _, there := before[key]; !there && !strings.HasPrefix(key, "collections ") && !strings.HasPrefix(key, "entries ") {
			delete(now, key)
		}
	}
	return now
}

var (
	splitTotal = regexp.MustCompile(`(?s)<div class="total"><dt>[^<]*</dt><dd>([^<]*)</dd>`)
	splitPart  = regexp.MustCompile(`(?s)<dt class="k\d">.*?<dd>([^<]*)</dd>`)
	lineAmount = regexp.MustCompile(`data-label="Amount">([^<]*)</td>`)
)

// adds proves that what a page of earnings shows adds up: the parts of a balance
// to what was earned in all, and the lines to the same.
func adds(t *testing.T, page string) {
	t.Helper()
	ledger := page[strings.Index(page, "<h2>Ledger</h2>"):]
	ledger = ledger[:strings.Index(ledger, "</table>")]
	total := splitTotal.FindStringSubmatch(page)
	parts, lines := splitPart.FindAllStringSubmatch(page, -1), lineAmount.FindAllStringSubmatch(ledger, -1)
	if total == nil || len(parts) != 4 || len(lines) == 0 {
		t.Fatalf("no balance: %v %v %v", total, parts, lines)
	}
	for what, list := range map[string][][]string{"parts": parts, "lines": lines} {
		sum := int64(0)
		for _, found := range list {
			sum += euros(t, found[1])
		}
		if want := euros(t, total[1]); sum != want {
			t.Errorf("the %s add up to %d, the page says %d", what, sum, want)
		}
	}
}

func euros(t *testing.T, text string) int64 {
	t.Helper()
	m, err := portal.ParseMoney(strings.NewReplacer("−", "-", "€", "").Replace(text), "EUR")
	if err != nil {
		t.Fatal(err)
	}
	return m.Minor
}
