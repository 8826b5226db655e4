package content

import (
	"regexp"

	"gopkg.in/yaml.v3"

	"tandem/portal"
)

var (
	anyText     = regexp.MustCompile(`\S`)
	countryCode = regexp.MustCompile(`^[A-Z]{2}$`)
	companyID   = regexp.MustCompile(`^[0-9A-Za-z ]{10}$`)
)

// readPayouts reads payouts.md: how partners may be paid, and from which accounts.
func readPayouts(f *file, p *portal.Program) {
	k := f.keys()
	policy := &p.Payouts
	policy.WaitDays = k.number("wait_days", 0, 30)
	known := make([]string, len(portal.PayoutMethods))
	for i, method := range portal.PayoutMethods {
		known[i] = string(method)
	}
	if v := k.must("methods", "[bank, paypal]"); v != nil && v.Kind == yaml.SequenceNode && len(v.Content) == 0 {
		k.problem(v, "%q is empty, so nobody could be paid; write %s", "methods", either(known))
	}
	chosen := k.items("methods", known)
	for _, method := range portal.PayoutMethods { // in the order forms show them
		for _, name := range chosen {
			if name == string(method) {
				policy.Methods = append(policy.Methods, method)
			}
		}
	}
	k.part("sepa", func(k *keys) { policy.Payer.SEPA = readSEPAPayer(k) })
	k.part("ach", func(k *keys) { policy.Payer.ACH = readACHPayer(k) })
	k.part("paypal", func(k *keys) { policy.Payer.PayPal.Currencies = readPayPalCurrencies(k) })
	k.part("wise", func(k *keys) { policy.Payer.Wise.Currency = readCurrency(k) })
	k.done()
}

// part reads a mapping that may be left out.
func (k *keys) part(key string, read func(*keys)) {
	v := k.find(key)
	if v == nil {
		return
	}
	if v.Kind != yaml.MappingNode {
		k.problem(v, "%q must have keys of its own, indented below it", key)
		return
	}
	inner := &keys{file: k.file, node: v, line: v.Line}
	read(inner)
	inner.done()
}

// plain is a text in the characters that banks take, at most so many; an optional one may be left out.
func (k *keys) plain(key, example string, most int, optional bool) string {
	text := k.optional(key)
	if !optional {
		text = k.matching(key, example, anyText)
	}
	latin, missing := portal.PlainLatin(text)
	switch {
	case missing != 0:
		k.problem(k.find(key), "%q has the character %q, which banks do not take; write it in Latin letters", key, missing)
	case len(latin) > most:
		k.problem(k.find(key), "%q has %d characters; banks take %d", key, len(latin), most)
	}
	return text
}

// code is a number of an account without its blanks; problem says what is wrong with it.
func (k *keys) code(key, example string, problem func(string) string) string {
	v := k.must(key, example)
	text, ok := k.scalar(v, key, example)
	code := portal.CompactCode(text)
	if !ok {
		return ""
	}
	if wrong := problem(code); wrong != "" {
		k.problem(v, "%q is wrong: %s", key, wrong)
	}
	return code
}

func readSEPAPayer(k *keys) portal.SEPAPayer {
	payer := portal.SEPAPayer{
		Name: k.plain("name", "Acme Stays Lda", 70, false), IBAN: k.code("iban", "PT50 0002 0123 1234 5678 9015 4", portal.IBANProblem),
		BIC: portal.CompactCode(k.optional("bic")), Street: k.plain("street", "", 70, true), Post: k.plain("post", "", 16, true),
		City: k.plain("city", "Lisboa", 35, false), Country: k.matching("country", "PT", countryCode),
	}
	if payer.BIC != "" && !portal.ValidBIC(payer.BIC) {
		k.problem(k.find("bic"), "%q is %q; a BIC has 8 or 11 letters and digits, such as CGDIPTPL", "bic", payer.BIC)
	}
	if payer.Country != "" && !portal.ValidCountry(payer.Country) {
		k.problem(k.find("country"), "%q is %q; write a country's code such as PT", "country", payer.Country)
	}
	if v := k.find("iban"); v != nil && portal.IBANProblem(payer.IBAN) == "" && !portal.InSEPA(payer.IBAN) {
		k.problem(v, "%q is of a country that SEPA does not reach", "iban")
	}
	return payer
}

func readACHPayer(k *keys) portal.ACHPayer {
	return portal.ACHPayer{
		Routing: k.code("routing", `"021000021"`, portal.RoutingProblem), Bank: k.plain("bank", "First Harbor Bank", 23, false),
		Company: k.plain("company", "Acme Stays", 16, false), CompanyID: k.matching("company_id", `"1123456789"`, companyID),
		Class: k.oneOf("class", portal.ACHClasses...),
	}
}

func readPayPalCurrencies(k *keys) []portal.Currency {
	v := k.must("currencies", "[EUR, USD]")
	var list []portal.Currency
	for _, text := range k.items("currencies", nil) {
		currency, err := portal.ParseCurrency(text)
		if pays, _ := portal.PayPalPays(currency); err != nil || !pays {
			k.problem(v, "PayPal does not pay out in %q; write currencies such as EUR", text)
			continue
		}
		list = append(list, currency)
	}
	return list
}
