package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
)

// issue puts an issued statement of a partner in place.
func (s *site) issue(t *testing.T, partner portal.PartnerID, n int, month string) portal.StatementID {
	t.Helper()
	issued := portal.Issued{
		Partner: partner, Currency: "EUR", Month: month, Opening: portal.Amount(0, "EUR"), Earned: portal.Amount(1000, "EUR"), Closing: portal.Amount(1000, "EUR"),
		Lines: []portal.StatementLine{{On: portal.Date(month + "-05"), Kind: "Commission", ID: "acc:x", Text: "5% of €200.00 = €10.00.", Amount: portal.Amount(1000, "EUR"), Balance: portal.Amount(1000, "EUR")}},
	}.Issue(portal.StatementNumber(2026, n), portal.Supplier{Name: "Partner " + string(partner)}, portal.Recipient{}, s.program.Now())
	if _, err := s.store.Statements.Put(t.Context(), issued); err != nil {
		t.Fatal(err)
	}
	return issued.ID
}

func foreignStatement(t *testing.T, s *site) string {
	return string(s.issue(t, partnerB, 1, "2026-01"))
}

// TestAStatementFromTaxDetailsToPaper gives tax details by the form, has a month issued,
// and reads it as the partner, a member, another partner and finance.
func TestAStatementFromTaxDetailsToPaper(t *testing.T) {
	t.Parallel()
	s := books(t)
	fay, ana := s.as(t, financeRole), s.as(t, partnerAdmin)
	for ref, number := range map[string]string{"ra": "INV-1", "rb": "INV-2"} {
		expect(t, fay.post(t, deskCollections+"/new", cash(ref, number, "10000", "2026-03-02")), 303)
	}
	expect(t, ana.get(t, "/earnings/statements"), 200, "No statements yet")
	expect(t, ana.get(t, payToPath), 200, "For your statements", "Legal name")
	form := url.Values{
		"tax_name": {"Alpha Lda"}, "tax_street": {"Rua 1"}, "tax_city": {"Porto"}, "tax_post": {"4000"}, "tax_country": {"PT"}, "tax_kind": {"vat"}, "tax_id": {"PT501964844"},
	}
	expect(t, ana.post(t, "/company/tax", form), 422, "The check digits do not fit.", `value="Alpha Lda"`)
	form.Set("tax_name", "")
	expect(t, ana.post(t, "/company/tax", form), 422, "Write the legal name")
	form.Set("tax_name", "Alpha Lda")
	form.Set("tax_id", "PT 501 964 843")
	expect(t, ana.post(t, "/company/tax", form), 303)
	kept := ana.get(t, payToPath)
	expect(t, kept, 200, "PT •••• 4843")
	if strings.Contains(kept.body, "501964843") || strings.Contains(kept.body, "501 964") {
		t.Error("the number is shown again")
	}
	expect(t, s.as(t, partnerMember).post(t, "/company/tax", form), 403)

	s.wait(40 * days)
	if err := s.program.IssueStatements(t.Context()); err != nil {
		t.Fatal(err)
	}
	fay, ana = s.newcomer(t, "fay", "", portal.Finance), s.newcomer(t, "ana", partnerA, portal.PartnerAdmin)
	member, ben, max := s.newcomer(t, "mia", partnerA, portal.PartnerMember), s.newcomer(t, "ben", partnerB, portal.PartnerAdmin), s.newcomer(t, "max", "", portal.Manager)
	number := "/earnings/statements/SB-2026-000001"
	expect(t, ana.get(t, "/earnings"), 200, `href="/earnings/statements"`)
	expect(t, ana.get(t, "/earnings/statements"), 200, "March 2026", "SB-2026-000001", "€300.00", number)
	page := ana.get(t, number)
	expect(t, page, 200, "Statement SB-2026-000001", "Alpha Lda", "Rua 1", "4000 Porto", "VAT number PT501964843", "Owed before 1 March 2026", "Owed at the end of 31 March 2026", "self-billing", "3% (Tier 4 Experimental")
	if again := ana.get(t, number); strip(again.body) != strip(page.body) {
		t.Error("read twice it is another")
	}
	expect(t, ana.get(t, number+"/statement.csv"), 200, "Opening balance", "300.00", "SB-2026-000001")
	expect(t, ana.get(t, "/earnings/statements.csv"), 200, "SB-2026-000001,Alpha Lda,2026-03,EUR,0.00,300.00,300.00")
	if body := member.get(t, number); body.status != 200 || strings.Contains(body.body, "501964843") {
		t.Errorf("a member reads the tax id: %d", body.status)
	}
	expect(t, ben.get(t, number), 404)
	expect(t, ben.get(t, number+"/statement.csv"), 404)
	if list := ben.get(t, "/earnings/statements?partner=pa").text(); strings.Contains(list, "SB-2026-000001") || !strings.Contains(list, "SB-2026-000002") {
		t.Error("another partner's statements are listed")
	}
	expect(t, fay.get(t, "/desk/statements"), 200, "SB-2026-000001", "SB-2026-000002", "Alpha Lda")
	if one := fay.get(t, "/desk/statements?partner=pa"); one.status != 200 || strings.Contains(one.text(), "SB-2026-000002") || !strings.Contains(one.text(), "Statements of Alpha") {
		t.Errorf("one partner's: %d", one.status)
	}
	expect(t, fay.get(t, "/desk/statements?partner=nobody"), 404)
	expect(t, fay.get(t, "/desk/statements.csv"), 200, "SB-2026-000001", "SB-2026-000002")
	expect(t, fay.get(t, "/desk/statements"), 200, `href="/desk/paid-in-year.csv?year=2025"`, `href="/desk/paid-in-year.csv?year=2026"`)
	expect(t, fay.get(t, "/desk/paid-in-year.csv"), 200, "year,partner,legal_name")
	expect(t, fay.get(t, "/desk/paid-in-year.csv?year=2027"), 422, "Choose a year from 2000 to 2026.")
	expect(t, fay.get(t, "/desk/statements/SB-2026-000001"), 200, "PT501964843", `href="/desk/statements?partner=pa"`)
	expect(t, max.get(t, "/desk/statements/SB-2026-000002"), 200, "Beta")
	expect(t, s.newcomer(t, "eve", "", portal.Editor).get(t, "/desk/statements"), 403)
	expect(t, fay.get(t, "/desk/statements/SB-2026-000009"), 404)
}

// strip takes out what differs from one answer to the next.
func strip(body string) string {
	return shown.ReplaceAllString(body, "")
}
