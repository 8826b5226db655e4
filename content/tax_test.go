package content

import (
	"strings"
	"testing"

	"tandem/portal"
)

// oneRule is tax.md with one rule of each kind.
const oneRule = `---
company:
  name: Acme Stays Lda
  address: [Rua do Cais 12, 1200-001 Lisboa, Portugal]
  tax_id: VAT PT501964843
rules:
  - from: 2026-01-01
    countries: [PT, ES]
    id: vat
    note: "Reverse charge."
  - from: 2026-01-01
    countries: [US]
    id: ein
    required: true
    form: W-9
    report: 1099-NEC
    threshold: "2000.00"
    currency: USD
---

Tax.
`

func TestTaxRulesAreDatedContent(t *testing.T) {
	own, err := Load(Files())
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[portal.Date]int64{"2025-06-01": 60000, "2026-06-01": 200000} {
		if rule, ok := own.Program.Tax.On("US", day); !ok || !rule.Required || rule.Form != "W-9" || rule.Threshold != portal.Amount(want, "USD") {
			t.Errorf("what comes with the server asks on %s: %+v", day, rule)
		}
	}
	if rule, ok := own.Program.Tax.On("ES", "2026-06-01"); !ok || rule.Required || rule.ID != portal.TaxVAT || !strings.HasPrefix(rule.Note, "Reverse charge") {
		t.Errorf("of Spain: %+v", rule)
	}
	if !own.Program.Tax.Recipient.IsZero() {
		t.Errorf("what comes with the server names a company: %+v", own.Program.Tax.Recipient)
	}
	named, err := Load(with(t, map[string]string{"program/tax.md": oneRule}))
	if err != nil || named.Program.Tax.Recipient.Name != "Acme Stays Lda" || len(named.Program.Tax.Recipient.Address) != 3 || named.Program.Tax.Recipient.TaxID != "VAT PT501964843" {
		t.Errorf("the company: %+v, %v", named.Program.Tax.Recipient, err)
	}
	none, err := Load(with(t, map[string]string{"program/tax.md": "---\nrules: []\n---\n\nNothing is asked.\n"}))
	if err != nil || len(none.Program.Tax.Rules) != 0 {
		t.Errorf("no rules: %+v, %v", none, err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"[PT, ES]", "[PT, XX]", `8: "XX" is not a country's code`},
		{"[PT, ES]", "[PT, US]", `8: the VAT numbers of "US" are not known here`},
		{"[PT, ES]", "[]", `8: "countries" is empty`},
		{"[US]", "[PT]", `12: an EIN is of US, not of "PT"`},
		{"[US]", "[PT]", `12: PT has a rule from 2026-01-01 on line 7 already`},
		{"    id: ein\n", "", `13: nothing is required without an "id"`},
		{"id: vat", "id: vta", `9: "id" is "vta"; write vat, ein or other`},
		{`"2000.00"`, `"two"`, `17: "threshold" is "two"; write an amount in USD`},
		{"    report: 1099-NEC\n", "", `16: a "threshold" needs the form`},
		{"W-9", `"<b>"`, `15: "form" is "<b>"`},
		{"from: 2026-01-01\n    countries: [US]", "from: soon\n    countries: [US]", `11: "from" is "soon"; write a date`},
		{"  name: Acme Stays Lda\n", "", `3: "name" is missing`},
		{"[Rua do Cais 12, 1200-001 Lisboa, Portugal]", "[]", `4: "address" is empty`},
		{"tax_id", "vat_id", `"vat_id" is not a key here`},
		{"note:", "notes:", `"notes" is not a key here; did you mean "note"?`},
	} {
		if !strings.Contains(oneRule, c.old) {
			t.Fatalf("nothing to replace: %q", c.old)
		}
		got := problemsOf(t, map[string]string{"program/tax.md": strings.Replace(oneRule, c.old, c.new, 1)})
		if !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%q for %q: got %q, want %q", c.new, c.old, got, c.want)
		}
	}
}
