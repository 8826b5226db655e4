package content

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
)

// everyPart is payouts.md with each part set up.
const everyPart = `---
wait_days: 5
methods: [wise, bank]
sepa:
  name: Northwind Stays Lda
  iban: PT50 0002 0123 1234 5678 9015 4
  bic: cgdiptpl
  street: Rua do Cais 12
  post: 1200-001
  city: Lisboa
  country: PT
ach:
  routing: "021000021"
  bank: First Harbor Bank
  company: Northwind Stays
  company_id: "1123456789"
  class: CCD
paypal:
  currencies: [EUR, usd]
wise:
  currency: EUR
---

How we pay.
`

func TestPayoutsSayHowThePayerPays(t *testing.T) {
	own, err := Load(Files())
	if err != nil {
		t.Fatal(err)
	}
	if p := own.Program.Payouts; p.WaitDays != 3 || !cmp.Equal(p.Methods, portal.PayoutMethods) || !cmp.Equal(p.Payer, portal.Payer{}) {
		t.Errorf("what comes with the server pays from an account: %+v", p)
	}
	library, err := Load(with(t, map[string]string{"program/payouts.md": everyPart}))
	if err != nil {
		t.Fatal(err)
	}
	want := portal.PayoutPolicy{
		WaitDays: 5, Methods: []portal.PayoutMethod{portal.BankTransfer, portal.Wise},
		Payer: portal.Payer{
			SEPA: portal.SEPAPayer{
				Name: "Northwind Stays Lda", IBAN: "PT50000201231234567890154", BIC: "CGDIPTPL", Street: "Rua do Cais 12", Post: "1200-001", City: "Lisboa", Country: "PT",
			},
			ACH:    portal.ACHPayer{Routing: "021000021", Bank: "First Harbor Bank", Company: "Northwind Stays", CompanyID: "1123456789", Class: "CCD"},
			PayPal: portal.PayPalPayer{Currencies: []portal.Currency{"EUR", "USD"}}, Wise: portal.WisePayer{Currency: "EUR"},
		},
	}
	if diff := cmp.Diff(want, library.Program.Payouts); diff != "" {
		t.Error(diff)
	}
}

func TestAWrongAccountOfThePayerIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"wait_days: 5", "wait_days: 90", `2: "wait_days" is "90"; write a whole number from 0 to 30`},
		{"[wise, bank]", "[]", `3: "methods" is empty`},
		{"[wise, bank]", "[cash]", `3: "methods" holds "cash"; write bank, ach, paypal or wise`},
		{"9015 4", "9015 5", `6: "iban" is wrong: This IBAN has a slip in it`},
		{"PT50 0002 0123 1234 5678 9015 4", "AE070331234567890123456", `6: "iban" is of a country that SEPA does not reach`},
		{"cgdiptpl", "CGDI", `7: "bic" is "CGDI"; a BIC has 8 or 11`},
		{"Northwind Stays Lda", "北風", `5: "name" has the character '北', which banks do not take`},
		{"Northwind Stays Lda", strings.Repeat("x", 71), `5: "name" has 71 characters; banks take 70`},
		{"  city: Lisboa\n", "", `5: "city" is missing`},
		{"country: PT", "country: XX", `11: "country" is "XX"; write a country's code`},
		{`"021000021"`, `"021000022"`, `13: "routing" is wrong: This routing number has a slip`},
		{"company: Northwind Stays", "company: Northwind Stays Lda", `15: "company" has 19 characters; banks take 16`},
		{`"1123456789"`, `"12-345"`, `16: "company_id" is "12-345"`},
		{"class: CCD", "class: WEB", `17: "class" is "WEB"; write CCD or PPD`},
		{"[EUR, usd]", "[UAH]", `19: PayPal does not pay out in "UAH"`},
		{"wise:\n  currency: EUR", "wise:\n  currency: EURO", `21: "currency" is "EURO"`},
		{"wise:\n  currency: EUR", "wise: EUR", `20: "wise" must have keys of its own`},
		{"  bank: First", "  banc: First", `"banc" is not a key here; did you mean "bank"?`},
	} {
		if !strings.Contains(everyPart, c.old) {
			t.Fatalf("nothing to replace: %q", c.old)
		}
		got := problemsOf(t, map[string]string{"program/payouts.md": strings.Replace(everyPart, c.old, c.new, 1)})
		if !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%q for %q: got %q, want %q", c.new, c.old, got, c.want)
		}
	}
}
