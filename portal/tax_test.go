package portal

import (
	"errors"
	"strings"
	"testing"
)

var taxPolicy = TaxPolicy{Rules: []TaxRule{
	{From: "2026-01-01", Countries: []string{"US"}, ID: TaxEIN, Required: true, Form: "W-9", Report: "1099-NEC", Threshold: Amount(200000, "USD")},
	{From: "2025-01-01", Countries: []string{"US"}, ID: TaxEIN, Required: true, Form: "W-9", Report: "1099-NEC", Threshold: Amount(60000, "USD")},
	{From: "2025-01-01", Countries: []string{"ES", "DE"}, ID: TaxVAT, Note: "Reverse charge."},
}}

func TestTheTaxRuleOfADayHolds(t *testing.T) {
	for _, c := range []struct {
		country string
		day     Date
		want    string
	}{{"US", "2024-12-31", ""}, {"US", "2025-06-01", "$600.00"}, {"US", "2026-01-01", "$2,000.00"}, {"CH", "2026-01-01", ""}} {
		rule, ok := taxPolicy.On(c.country, c.day)
		if ok != (c.want != "") || ok && !strings.Contains(strings.Join(rule.Asks(), " "), "From "+c.want+" in a calendar year, payments are reported on the form 1099-NEC.") {
			t.Errorf("%s on %s: %v, %q", c.country, c.day, ok, rule.Asks())
		}
	}
	p := Partner{ApprovedAt: "2026-01-01T00:00:00.000Z", State: PartnerActive}
	p.Company, p.Country = "Lakeshore Travel", "US"
	if got := p.TaxMissing(taxPolicy, "2026-05-01"); got != "The Employer identification number (EIN) is missing; partners in United States are paid once it is given." {
		t.Errorf("asked of a partner without: %q", got)
	}
	if got := p.TaxMissing(taxPolicy, "2024-05-01"); got != "" {
		t.Errorf("asked before the rule: %q", got)
	}
	in := must(TaxInput{Name: " Lakeshore Travel LLC ", Street: "1 Pier Ave", Post: "60601", City: "Chicago", Country: "us", Kind: TaxEIN, ID: "12 3456789"}.Check())
	if in.ID != "12-3456789" || in.Country != "US" || in.Name != "Lakeshore Travel LLC" {
		t.Errorf("kept as %+v", in)
	}
	p = must(p.SetTax(in, "s1.x", finance, testNow))
	if p.Tax.Label != "US •••• 6789" || p.TaxMissing(taxPolicy, "2026-05-01") != "" || p.History[len(p.History)-1].Kind != PartnerTaxEvent {
		t.Errorf("kept as %+v", p.Tax)
	}
	if s := p.Supplier(taxPolicy, "2026-05-01"); s.Name != "Lakeshore Travel LLC" || strings.Join(s.Address, "; ") != "1 Pier Ave; 60601 Chicago; United States" || s.Sealed != "s1.x" || len(s.Notes) != 0 {
		t.Errorf("on statements: %+v", s)
	}
	spanish := Partner{}
	spanish.Company, spanish.Country = "Casa Lumen", "ES"
	if s := spanish.Supplier(taxPolicy, "2026-05-01"); s.Name != "Casa Lumen" || len(s.Notes) != 1 || s.Notes[0] != "Reverse charge." {
		t.Errorf("without details: %+v", s)
	}
	if _, err := spanish.SetTax(in, "", finance, testNow); KindOf(err) != Conflict {
		t.Errorf("given before the approval: %v", err)
	}
}

func TestTaxDetailsSayWhatIsWrongWhere(t *testing.T) {
	good := TaxInput{Name: "Casa Lumen SL", Street: "Calle 1", City: "Madrid", Country: "ES", Kind: TaxVAT, ID: "ESA13585625"}
	for field, change := range map[string]func(*TaxInput){
		"name": func(in *TaxInput) { in.Name = " " }, "street": func(in *TaxInput) { in.Street = "" }, "city": func(in *TaxInput) { in.City = "" },
		"country": func(in *TaxInput) { in.Country = "XX" }, "post": func(in *TaxInput) { in.Post = strings.Repeat("1", 17) },
		"kind": func(in *TaxInput) { in.Kind = "" }, "id": func(in *TaxInput) { in.ID = "ESA13585626" },
	} {
		in := good
		change(&in)
		_, err := in.Check()
		if wrong, ok := errors.AsType[*Error](err); !ok || wrong.Fields[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := good.Check(); err != nil {
		t.Error(err)
	}
	good.ID, good.Kind = "", TaxVAT
	if kept := must(good.Check()); kept.Kind != "" {
		t.Errorf("a kind without a number: %+v", kept)
	}
}
