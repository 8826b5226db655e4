package portal

import (
	"slices"
	"strings"
	"testing"
)

func bankAccount() PayoutAccount {
	return PayoutAccount{
		Method: BankTransfer, Holder: "Bluewater Ferries", IBAN: "pt50 0002 0123 1234 5678 9015 4", BIC: "cgdiptpl",
		Street: "Rua das Flores 1", City: "Lisboa", Post: "1200-001", Country: "PT",
	}
}

func TestIBANIsCheckedByItsDigits(t *testing.T) {
	for iban, want := range map[string]bool{
		"DE89370400440532013000": true, "GB82WEST12345698765432": true, "PT50000201231234567890154": true, "ES9121000418450200051332": true,
		"NL91ABNA0417164300": true, "FR1420041010050500013M02606": true, "NO9386011117947": true, "MT84MALT011000012345MTLCAST001S": true,
		"DE89370400440532013001": false, "DE8937040044053201300": false, "XX89370400440532013000": false, "": false, "DE": false, "DE8937040044053201300Ä": false,
	} {
		if got := validIBAN(iban); got != want {
			t.Errorf("%s: got %t, want %t", iban, got, want)
		}
	}
}

func TestPayoutAccountSaysWhatIsWrong(t *testing.T) {
	if got, err := bankAccount().Check(); err != nil || got.IBAN != "PT50000201231234567890154" || got.BIC != "CGDIPTPL" {
		t.Fatalf("got %+v, %v", got, err)
	}
	for field, spoil := range map[string]func(*PayoutAccount){
		"method":  func(a *PayoutAccount) { a.Method = "cash" },
		"holder":  func(a *PayoutAccount) { a.Holder = "" },
		"iban":    func(a *PayoutAccount) { a.IBAN = "PT50000201231234567890155" },
		"bic":     func(a *PayoutAccount) { a.BIC = "CGDI99PL" },
		"paypal":  func(a *PayoutAccount) { a.Method, a.PayPal = PayPal, "me" },
		"street":  func(a *PayoutAccount) { a.Street = "" },
		"city":    func(a *PayoutAccount) { a.City = "" },
		"country": func(a *PayoutAccount) { a.Country = "XX" },
	} {
		account := bankAccount()
		spoil(&account)
		if _, err := account.Check(); !slices.Equal(fields(err), []string{field}) {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestPayoutAccountKeepsTheFieldsOfItsMethod(t *testing.T) {
	a := bankAccount()
	a.Method, a.PayPal = PayPal, "pay@bluewater.pt"
	got, err := a.Check()
	if err != nil || got.IBAN != "" || got.BIC != "" || got.Label() != "p•••@bluewater.pt" {
		t.Errorf("got %+v, %v, label %s", got, err, got.Label())
	}
}

func TestPayToShowsNoAccount(t *testing.T) {
	account, err := bankAccount().Check()
	if err != nil {
		t.Fatal(err)
	}
	p, err := active(t).SetPayTo(account, "sealed", rita, moment("2026-03-20 15:00"))
	if err != nil || p.PayTo.Label != "PT •••• 0154" || p.PayTo.IsZero() {
		t.Fatalf("got %+v, %v", p.PayTo, err)
	}
	for _, c := range p.History {
		for _, v := range c.Data {
			if strings.Contains(v, account.IBAN) {
				t.Error("the history carries the account")
			}
		}
	}
	if (PayoutAccount{}).Label() != "••••" {
		t.Error("an empty account shows something")
	}
}
