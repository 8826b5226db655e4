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

func achAccount() PayoutAccount {
	return PayoutAccount{Method: ACH, Holder: "Bluewater Ferries Inc", Routing: "021000021", Account: "0123 456789", Kind: Checking}
}

func TestPayoutAccountSaysWhatIsWrong(t *testing.T) {
	if got, err := bankAccount().Check(); err != nil || got.IBAN != "PT50000201231234567890154" || got.BIC != "CGDIPTPL" {
		t.Fatalf("got %+v, %v", got, err)
	}
	for _, c := range []struct {
		field string
		spoil func(*PayoutAccount)
		says  string
	}{
		{"method", func(a *PayoutAccount) { a.Method = "cash" }, "Choose"},
		{"holder", func(a *PayoutAccount) { a.Holder = "" }, "name on the account"},
		{"holder", func(a *PayoutAccount) { a.Holder = strings.Repeat("ß", 36) }, "Banks take 70 characters"},
		{"holder", func(a *PayoutAccount) { a.Holder = "青木" }, "do not take the character '青'"},
		{"iban", func(a *PayoutAccount) { a.IBAN = "PT50000201231234567890155" }, "check digits"},
		{"iban", func(a *PayoutAccount) { a.IBAN = "AE070331234567890123456" }, "does not reach an account in United Arab Emirates"},
		{"bic", func(a *PayoutAccount) { a.BIC = "CGDI99PL" }, "8 or 11"},
		{"bic", func(a *PayoutAccount) { a.IBAN, a.BIC = "CH9300762011623852957", "" }, "outside the European Economic Area (Switzerland)"},
		{"street", func(a *PayoutAccount) { a.Street = "" }, "street"},
		{"post", func(a *PayoutAccount) { a.Post = "1200-001 LISBOA CENTRO" }, "16 characters"},
		{"city", func(a *PayoutAccount) { a.City = "" }, "city"},
		{"country", func(a *PayoutAccount) { a.Country = "XX" }, "country"},
		{"paypal", func(a *PayoutAccount) { a.Method, a.PayPal = PayPal, "me" }, "name@example.com"},
		{"paypal", func(a *PayoutAccount) { a.Method, a.PayPal = PayPal, "+me@bluewater.pt" }, "Begin with"},
		{"wise", func(a *PayoutAccount) { a.Method, a.Wise = Wise, "" }, "Wise account"},
		{"wise", func(a *PayoutAccount) { a.Method, a.Wise = Wise, "12" }, "name@example.com"},
		{"holder", func(a *PayoutAccount) { a.Method, a.Wise, a.Holder = Wise, "12345", "=SUM(A1)" }, "Begin with"},
		{"routing", func(a *PayoutAccount) { *a = achAccount(); a.Routing = "021000022" }, "check digit"},
		{"account", func(a *PayoutAccount) { *a = achAccount(); a.Account = "12-34" }, "4 to 17 digits"},
		{"account", func(a *PayoutAccount) { *a = achAccount(); a.Account = "123456789012345678" }, "4 to 17 digits"},
		{"kind", func(a *PayoutAccount) { *a = achAccount(); a.Kind = "" }, "checking"},
		{"holder", func(a *PayoutAccount) { *a = achAccount(); a.Holder = "Bluewater Ferries International" }, "22 characters"},
	} {
		account := bankAccount()
		c.spoil(&account)
		_, err := account.Check()
		if !slices.Equal(fields(err), []string{c.field}) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %q", c.field, err, c.says)
		}
	}
}

func TestPayoutAccountKeepsTheFieldsOfItsMethod(t *testing.T) {
	every := bankAccount()
	every.Routing, every.Account, every.Kind = "021000021", "0123 456789", Savings
	every.PayPal, every.Wise, every.Holder = "pay@bluewater.pt", "34567890", "Bluewater"
	for method, want := range map[PayoutMethod]struct {
		account PayoutAccount
		label   string
	}{
		BankTransfer: {PayoutAccount{
			Method: BankTransfer, Holder: "Bluewater", IBAN: "PT50000201231234567890154", BIC: "CGDIPTPL",
			Street: "Rua das Flores 1", City: "Lisboa", Post: "1200-001", Country: "PT",
		}, "PT •••• 0154"},
		ACH:    {PayoutAccount{Method: ACH, Holder: "Bluewater", Routing: "021000021", Account: "0123456789", Kind: Savings}, "US •••• 6789"},
		PayPal: {PayoutAccount{Method: PayPal, Holder: "Bluewater", PayPal: "pay@bluewater.pt"}, "p•••@bluewater.pt"},
		Wise:   {PayoutAccount{Method: Wise, Holder: "Bluewater", Wise: "34567890"}, "•••• 7890"},
	} {
		every.Method = method
		got, err := every.Check()
		if err != nil || got != want.account || got.Label() != want.label {
			t.Errorf("%s: got %+v, %v, label %s", method, got, err, got.Label())
		}
	}
	every.Method, every.Wise = Wise, "pay@bluewater.pt"
	if got, err := every.Check(); err != nil || got.Label() != "p•••@bluewater.pt" {
		t.Errorf("got %+v, %v", got, err)
	}
	if (PayoutAccount{}).Label() != "••••" || (PayoutAccount{Method: ACH, Account: "1234"}).Label() != "••••" {
		t.Error("an account that is too short is shown whole")
	}
}

// paying is a policy with the usual wait.
var paying = PayoutPolicy{WaitDays: 3, Methods: PayoutMethods}

// set is a partner with new payout details, as of a day.
func set(t *testing.T, p Partner, label string, today Date) Partner {
	t.Helper()
	account, err := bankAccount().Check()
	if err != nil {
		t.Fatal(err)
	}
	next, err := p.SetPayTo(paying, account, label, rita, moment(string(today)+" 15:00"), today)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestPayToShowsNoAccount(t *testing.T) {
	p := set(t, active(t), "sealed", "2026-03-20")
	if p.PayTo.Label != "PT •••• 0154" || p.PayTo.IsZero() || p.PayTo.UsedFrom != "2026-03-23" {
		t.Fatalf("got %+v", p.PayTo)
	}
	for _, c := range p.History {
		for _, v := range c.Data {
			if strings.Contains(v, "00002012") {
				t.Error("the history carries the account")
			}
		}
	}
}

func TestNewPayoutDetailsWait(t *testing.T) {
	check := func(p Partner, day Date, inUse, waiting string) {
		t.Helper()
		got, next := p.PayToOn(day)
		if got.Sealed != inUse || next.Sealed != waiting {
			t.Errorf("%s: uses %q and %q waits, want %q and %q", day, got.Sealed, next.Sealed, inUse, waiting)
		}
	}
	none := active(t)
	check(none, "2026-03-20", "", "")
	first := set(t, none, "first", "2026-03-20")
	check(first, "2026-03-20", "", "first")
	check(first, "2026-03-22", "", "first")
	check(first, "2026-03-23", "first", "")
	check(set(t, first, "corrected", "2026-03-22"), "2026-03-24", "", "corrected")

	second := set(t, first, "second", "2026-04-01")
	check(second, "2026-04-03", "first", "second")
	check(second, "2026-04-04", "second", "")
	check(set(t, second, "third", "2026-04-02"), "2026-04-04", "first", "third")
	check(set(t, second, "third", "2026-05-01"), "2026-05-02", "second", "third")
	if data := second.History[len(second.History)-1].Data; data["before"] != "PT •••• 0154" || data["used_from"] != "2026-04-04" {
		t.Errorf("the change says %v", data)
	}

	kept, err := second.WithdrawPayTo(rita, moment("2026-04-02 09:00"), "2026-04-02")
	if err != nil {
		t.Fatal(err)
	}
	check(kept, "2026-04-10", "first", "")
	if _, err := kept.WithdrawPayTo(rita, moment("2026-04-02 09:00"), "2026-04-02"); KindOf(err) != Conflict {
		t.Errorf("withdrawn twice: %v", err)
	}
	gone, err := first.WithdrawPayTo(rita, moment("2026-03-21 09:00"), "2026-03-21")
	if err != nil || !gone.PayTo.IsZero() {
		t.Errorf("got %+v, %v", gone.PayTo, err)
	}
	declined := first
	declined.State = PartnerDeclined
	if _, err := declined.WithdrawPayTo(rita, "", "2026-03-21"); KindOf(err) != Conflict {
		t.Errorf("of a company that was not let in: %v", err)
	}
	ended, err := first.End("Closed.", rita, moment("2026-03-21 09:00"))
	if err != nil {
		t.Fatal(err)
	}
	check(set(t, ended, "of one that left", "2026-04-01"), "2026-04-04", "of one that left", "")
	older := Partner{PayTo: PayTo{Sealed: "of before"}}
	check(older, "2026-01-01", "of before", "")
}

func TestProgramSaysHowItPays(t *testing.T) {
	account, err := achAccount().Check()
	if err != nil {
		t.Fatal(err)
	}
	_, err = active(t).SetPayTo(PayoutPolicy{Methods: []PayoutMethod{BankTransfer}}, account, "s", rita, moment("2026-03-20 15:00"), "2026-03-20")
	if !slices.Equal(fields(err), []string{"method"}) {
		t.Errorf("got %v", err)
	}
	at, err := active(t).SetPayTo(PayoutPolicy{Methods: PayoutMethods}, account, "s", rita, moment("2026-03-20 15:00"), "2026-03-20")
	if inUse, waiting := at.PayToOn("2026-03-20"); err != nil || inUse.Sealed != "s" || !waiting.IsZero() {
		t.Errorf("without a wait: %+v, %+v, %v", inUse, waiting, err)
	}
}

func TestPayerSaysWhatIsMissing(t *testing.T) {
	whole := Payer{
		SEPA: SEPAPayer{IBAN: "PT50000201231234567890154"}, ACH: ACHPayer{Routing: "021000021"},
		PayPal: PayPalPayer{Currencies: []Currency{"EUR", "JPY"}}, Wise: WisePayer{Currency: "EUR"},
	}
	for _, c := range []struct {
		payer    Payer
		format   PayFormat
		currency Currency
		want     string
	}{
		{whole, FormatSEPA, "EUR", ""},
		{whole, FormatNACHA, "USD", ""},
		{whole, FormatPayPal, "JPY", ""},
		{whole, FormatWise, "GBP", ""},
		{Payer{}, FormatCSV, "EUR", ""},
		{whole, FormatSEPA, "USD", "pays in EUR, and this batch is in USD"},
		{whole, FormatNACHA, "EUR", "pays in USD"},
		{whole, FormatPayPal, "USD", "does not pay in USD: add it to currencies"},
		{whole, FormatPayPal, "UAH", "does not pay out in UAH"},
		{Payer{}, FormatSEPA, "EUR", "iban under sepa in program/payouts.md"},
		{Payer{}, FormatNACHA, "USD", "company_id under ach in program/payouts.md"},
		{Payer{}, FormatPayPal, "EUR", "currencies under paypal in program/payouts.md"},
		{Payer{}, FormatWise, "EUR", "currency under wise in program/payouts.md"},
	} {
		if got := c.payer.Missing(c.format, c.currency); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s in %s: got %q, want %q", c.format, c.currency, got, c.want)
		}
	}
}
