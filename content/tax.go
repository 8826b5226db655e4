package content

import (
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"tandem/portal"
)

var taxForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 -]{0,29}$`)

// readTax reads tax.md: what is asked of partners for tax, by country and day.
func readTax(f *file, p *portal.Program) {
	k := f.keys()
	k.part("company", func(k *keys) {
		p.Tax.Recipient = portal.Recipient{Name: k.text("name", "Acme Stays Lda"), Address: k.items("address", nil), TaxID: k.optional("tax_id")}
		if v := k.must("address", "[Rua do Cais 12, 1200-001 Lisboa, Portugal]"); v != nil && len(p.Tax.Recipient.Address) == 0 {
			k.problem(v, "%q is empty; write [Rua do Cais 12, 1200-001 Lisboa, Portugal]", "address")
		}
	})
	if v := k.find("rules"); v != nil && v.Kind == yaml.SequenceNode && len(v.Content) == 0 { // nothing is asked of anybody
		k.done()
		return
	}
	first := map[string]int{} // line of the rule of a country and day
	k.each("rules", func(k *keys) {
		rule := portal.TaxRule{
			From: k.day("from", true), Countries: k.items("countries", nil), Required: k.flag("required"),
			Form: k.optional("form"), Report: k.optional("report"), Note: k.optional("note"),
		}
		if v := k.find("id"); v != nil {
			rule.ID = portal.TaxKind(k.oneOf("id", string(portal.TaxVAT), string(portal.TaxEIN), string(portal.TaxOther)))
		}
		if v := k.find("required"); v != nil && rule.Required && rule.ID == "" {
			k.problem(v, "nothing is required without an %q; write id: vat", "id")
		}
		v := k.must("countries", "[PT, ES]")
		if v != nil && len(rule.Countries) == 0 {
			k.problem(v, "%q is empty, so the rule holds nowhere; write [PT, ES]", "countries")
		}
		for _, country := range rule.Countries {
			switch {
			case !portal.ValidCountry(country):
				k.problem(v, "%q is not a country's code; write one such as PT", country)
			case rule.ID == portal.TaxVAT && !portal.HasVAT(country):
				k.problem(v, "the VAT numbers of %q are not known here; write id: other", country)
			case rule.ID == portal.TaxEIN && country != "US":
				k.problem(v, "an EIN is of US, not of %q; write id: other", country)
			}
			key := country + " " + string(rule.From)
			if line, twice := first[key]; twice {
				k.problem(v, "%s has a rule from %s on line %d already; write a later day", country, rule.From, line)
			}
			first[key] = k.line
		}
		for _, form := range []string{"form", "report"} {
			if v := k.find(form); v != nil && !taxForm.MatchString(v.Value) {
				k.problem(v, "%q is %q; write the name of a form such as W-9", form, v.Value)
			}
		}
		if v := k.find("threshold"); v != nil {
			rule.Threshold = k.money("threshold", readCurrency(k))
			if strings.TrimSpace(rule.Report) == "" {
				k.problem(v, "a %q needs the form on which payments are reported; write report: 1099-NEC", "threshold")
			}
		}
		p.Tax.Rules = append(p.Tax.Rules, rule)
	})
	k.done()
}
