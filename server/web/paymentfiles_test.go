package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
)

// sepaPayer is an account of the program's own.
var sepaPayer = portal.SEPAPayer{Name: "Northwind Stays Lda", IBAN: "PT50000201231234567890154", City: "Lisboa", Country: "PT"}

// approved is a batch of Alpha by SEPA transfer and Beta by PayPal, ready to go out, and two people of finance.
func approved(t *testing.T) (s *site, fay, abe *client, batch string) {
	t.Helper()
	s = books(t)
	s.program.Rules.Payouts.Payer.SEPA = sepaPayer
	account := portal.PayoutAccount{Method: portal.PayPal, Holder: "Beta", PayPal: "pay@beta.example"}
	if _, err := s.program.SetPayTo(t.Context(), portal.Actor{User: "u", Partner: partnerB, Roles: []portal.Role{portal.PartnerAdmin}}, account); err != nil {
		t.Fatal(err)
	}
	first := s.as(t, financeRole)
	expect(t, first.post(t, deskCollections+"/new", cash("ra", "INV-1", "10000", "2026-03-02")), 303)
	expect(t, first.post(t, deskCollections+"/new", cash("rb", "INV-2", "8000", "2026-03-02")), 303)
	s.wait(61 * days)
	fay, abe = s.newcomer(t, "fay", "", portal.Finance), s.newcomer(t, "abe", "", portal.Finance)
	page := fay.get(t, deskPayouts+"/new").text()
	made := fay.post(t, deskPayouts+"/new", url.Values{"key": {hidden(t, page, "key")}, "currency": {"EUR"}, "cutoff": {hidden(t, page, "cutoff")}})
	expect(t, made, 303)
	batch = made.location
	expect(t, fay.get(t, batch), 200, "SEPA transfer to PT •••• 0154", "PayPal to p•••@beta.example")
	expect(t, abe.post(t, batch+"/approve", nil), 303)
	return s, fay, abe, batch
}

func TestABatchGoesOutInFiles(t *testing.T) {
	t.Parallel()
	s, fay, abe, batch := approved(t)
	today := string(s.program.Today())
	page := fay.get(t, batch)
	expect(t, page, 200, "1 payout by SEPA transfer, €300.00", "1 payout by PayPal, €240.00", "SEPA file (pain.001)", "Make the files", "write currencies under paypal in program/payouts.md")
	if strings.Contains(page.text(), `value="paypal"`) {
		t.Error("a file that cannot be made can be chosen")
	}
	choice := url.Values{"format_bank": {"sepa"}, "format_paypal": {"csv"}, "pay_on": {today}}
	wrong := url.Values{"format_bank": {"sepa"}, "format_paypal": {"paypal"}, "pay_on": {"2020-01-01"}}
	expect(t, fay.post(t, batch+"/export", wrong), 422, "write currencies under paypal", "Choose a day from today", `value="2020-01-01"`)
	expect(t, fay.post(t, batch+"/export", url.Values{"pay_on": {today}}), 422, "Choose the file for payouts by SEPA transfer.")
	s.program.Rules.Payouts.Payer.SEPA.Name = strings.Repeat("x", 71)
	expect(t, fay.post(t, batch+"/export", choice), 409, "Your own account, name: it has 71 characters and 70 fit.")
	s.program.Rules.Payouts.Payer.SEPA = sepaPayer
	expect(t, fay.get(t, batch), 200, "Make the files")
	expect(t, fay.post(t, batch+"/export", choice), 303)
	expect(t, fay.post(t, batch+"/export", choice), 303) // pressed twice
	page = fay.get(t, batch)
	expect(t, page, 200, "-sepa.xml", "-table.csv", "Not yet", "SHA-256", "Of which file", "Made by Person fay")

	sepa := fay.get(t, batch+"/files/sepa-1-1")
	if sepa.status != 200 || !strings.Contains(sepa.body, "<IBAN>PT50000201231234567890154</IBAN>") || strings.Contains(sepa.body, "240.00") ||
		!strings.Contains(sepa.header.Get("Content-Disposition"), "-sepa.xml") || sepa.header.Get("Content-Type") != "application/xml" || sepa.header.Get("Cache-Control") != noStore {
		t.Errorf("the SEPA file: %d %v\n%s", sepa.status, sepa.header, sepa.body)
	}
	if again := abe.get(t, batch+"/files/sepa-1-1"); again.body != sepa.body {
		t.Errorf("had again it is another file:\n%s", again.body)
	}
	expect(t, fay.get(t, batch+"/files/csv-1-1"), 200, "pay@beta.example", "240.00")
	for _, none := range []string{"paypal-1-1", "sepa-2-1", "sepa", "sepa-x-1", "..%2fsepa-1-1"} {
		expect(t, fay.get(t, batch+"/files/"+none), 404)
	}
	expect(t, fay.get(t, batch), 200, "Person fay, 2 May", "Person abe, 2 May")
	if page := fay.get(t, batch).text(); strings.Contains(page, "PT5000") || strings.Contains(page, "pay@beta.example") {
		t.Error("the batch's page shows an account in the clear")
	}
	expect(t, s.newcomer(t, "max", "", portal.Manager).get(t, batch+"/files/sepa-1-1"), 403)

	expect(t, fay.post(t, batch+"/paid", url.Values{"paid_file": {"nonsense"}, "paid_on": {today}}), 422, "Choose one of the files")
	expect(t, fay.post(t, batch+"/paid", url.Values{"paid_file": {"sepa-1-1"}, "paid_on": {today}, "paid_reference": {"SEPA-7"}}), 303)
	expect(t, fay.get(t, batch), 200, "reference SEPA-7", "With the bank", "Marks 1 payout without an answer as paid")
}

func TestAFileOfABatchIsMadeAgain(t *testing.T) {
	t.Parallel()
	s, fay, _, batch := approved(t)
	today := string(s.program.Today())
	expect(t, fay.post(t, batch+"/export", url.Values{"format_bank": {"sepa"}, "format_paypal": {"csv"}, "pay_on": {today}}), 303)
	expect(t, fay.get(t, batch+"?again=sepa-1-1"), 200, "Why the bank did not take it")
	again := batch + "/files/sepa-1-1/again"
	expect(t, fay.post(t, again, url.Values{"again_reason": {""}, "again_on": {"2020-01-01"}}), 422, "Say in a line why", "Choose a day from today", `value="2020-01-01"`)
	expect(t, fay.post(t, batch+"/files/sepa-7-1/again", url.Values{"again_reason": {"x"}, "again_on": {today}}), 404)
	expect(t, fay.post(t, again, url.Values{"again_reason": {"Our BIC was missing"}, "again_on": {today}}), 303)
	expect(t, fay.get(t, batch), 200, "-sepa-again1.xml", "again because: Our BIC was missing", "it can no longer be had")
	expect(t, fay.get(t, batch+"/files/sepa-1-1"), 409, "pay twice")
	expect(t, fay.get(t, batch+"/files/sepa-2-1"), 200, "-S2</MsgId>")
	expect(t, fay.post(t, again, url.Values{"again_reason": {"x"}, "again_on": {today}}), 409, "made again already")
}
