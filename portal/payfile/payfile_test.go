package payfile

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// payer is a company with every account set up.
var payer = portal.Payer{
	SEPA:   portal.SEPAPayer{Name: "Northwind Stays Lda", IBAN: "PT50000201231234567890154", BIC: "CGDIPTPL", Street: "Rua do Cais 12", Post: "1200-001", City: "Lisboa", Country: "PT"},
	ACH:    portal.ACHPayer{Routing: "021000021", Bank: "First Harbor Bank", Company: "Northwind Stays", CompanyID: "1123456789", Class: "CCD"},
	PayPal: portal.PayPalPayer{Currencies: []portal.Currency{"EUR", "USD", "HUF"}},
	Wise:   portal.WisePayer{Currency: "EUR"},
}

// accounts are well-formed accounts, one for each method.
var accounts = map[portal.PayoutMethod]portal.PayoutAccount{
	portal.BankTransfer: {Method: portal.BankTransfer, Holder: "Straße & Söhne", IBAN: "DE89370400440532013000", BIC: "COBADEFFXXX", Street: "Kölner Straße 1", Post: "50667", City: "Köln", Country: "DE"},
	portal.ACH:          {Method: portal.ACH, Holder: "Harbor Kitchen LLC", Routing: "011401533", Account: "0123456789", Kind: portal.Checking},
	portal.PayPal:       {Method: portal.PayPal, Holder: "Álex Ortega", PayPal: "alex@pier9.example"},
	portal.Wise:         {Method: portal.Wise, Holder: "Windmill, Cycling", Wise: "34567890"},
}

// order pays amounts by one method, in minor units.
func order(method portal.PayoutMethod, currency portal.Currency, amounts ...int64) Order {
	o := Order{
		Message: "01JQ5B8F3KQ2W6V9ZT4M7XC0DE-S1", Name: "payouts-2026-03-11-B-7XC0DE", Attempt: 1, Note: "Northwind Partners, B-7XC0DE",
		At: time.Date(2026, 3, 11, 9, 30, 0, 0, time.UTC), PayOn: "2026-03-12", Currency: currency, Payer: payer,
	}
	for i, amount := range amounts {
		o.Lines = append(o.Lines, Line{
			Payout: portal.PayoutID(fmt.Sprintf("freeze:b:p%d:%s", i, currency)), Payee: fmt.Sprintf("Partner %d", i+1), Reference: fmt.Sprintf("B-7XC0DE-%03d", i+1),
			Amount: portal.Amount(amount, currency), Account: accounts[method],
		})
	}
	return o
}

// write makes the files of an order, twice: the bytes are the same.
func write(t *testing.T, format portal.PayFormat, o Order) []File {
	t.Helper()
	files, err := Write(format, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Write(format, o)
	if err != nil || len(again) != len(files) {
		t.Fatalf("again: %d files, %v", len(again), err)
	}
	lines := 0
	for i, f := range files {
		if !bytes.Equal(f.Data, again[i].Data) || f.Name != again[i].Name {
			t.Errorf("%s is not the same the second time", f.Name)
		}
		lines += len(f.Lines)
	}
	if lines != len(o.Lines) {
		t.Errorf("%d payments in the files, %d in the order", lines, len(o.Lines))
	}
	return files
}

func TestWhatAFormatCannotCarryIsRefusedByNameAndField(t *testing.T) {
	type spoil func(*Order)
	account := func(change func(*portal.PayoutAccount)) spoil {
		return func(o *Order) { change(&o.Lines[1].Account) }
	}
	long := strings.Repeat("x", 71)
	for _, c := range []struct {
		method   portal.PayoutMethod
		currency portal.Currency
		spoil    spoil
		want     string
	}{
		{portal.BankTransfer, "EUR", account(func(a *portal.PayoutAccount) { a.Holder = long }), "Partner 2, name on the account: it has 71 characters and 70 fit."},
		{portal.BankTransfer, "EUR", account(func(a *portal.PayoutAccount) { a.Holder = "青木" }), "Partner 2, name on the account: banks do not take the character '青'."},
		{portal.BankTransfer, "EUR", account(func(a *portal.PayoutAccount) { a.Holder = " " }), "Partner 2, name on the account: it is missing."},
		{portal.BankTransfer, "EUR", account(func(a *portal.PayoutAccount) { a.IBAN = "DE89370400440532013001" }), "Partner 2, IBAN: this IBAN has a slip in it"},
		{portal.BankTransfer, "EUR", account(func(a *portal.PayoutAccount) { a.IBAN = "AE070331234567890123456" }), "Partner 2, IBAN: a SEPA transfer does not reach its country."},
		{portal.BankTransfer, "EUR", account(func(a *portal.PayoutAccount) { a.BIC = "COBA" }), "Partner 2, BIC: it is none."},
		{portal.BankTransfer, "EUR", account(func(a *portal.PayoutAccount) { a.IBAN, a.BIC = "GB29NWBK60161331926819", "" }), "Partner 2, BIC: it is missing, and the bank is outside"},
		{portal.BankTransfer, "EUR", account(func(a *portal.PayoutAccount) { a.City = strings.Repeat("y", 36) }), "Partner 2, city: it has 36 characters and 35 fit."},
		{portal.BankTransfer, "EUR", account(func(a *portal.PayoutAccount) { a.Country = "" }), "Partner 2, country: it is missing."},
		{portal.BankTransfer, "EUR", func(o *Order) { o.Lines[1].Amount.Minor = 100_000_000_000 }, "Partner 2, amount: €1,000,000,000.00 is more"},
		{portal.BankTransfer, "EUR", func(o *Order) { o.Payer.SEPA.Name = long }, "Your own account, name: it has 71"},
		{portal.BankTransfer, "EUR", func(o *Order) { o.Payer.SEPA = portal.SEPAPayer{} }, "iban under sepa"},
		{portal.BankTransfer, "USD", func(*Order) {}, "A SEPA file pays in EUR"},
		{portal.ACH, "USD", account(func(a *portal.PayoutAccount) { a.Holder = "Harbor Kitchen International" }), "Partner 2, name on the account: it has 28 characters and 22 fit."},
		{portal.ACH, "USD", account(func(a *portal.PayoutAccount) { a.Routing = "011401534" }), "Partner 2, routing number: this routing number has a slip"},
		{portal.ACH, "USD", account(func(a *portal.PayoutAccount) { a.Account = "123456789012345678" }), "Partner 2, account number: it has 18 characters and 17 fit."},
		{portal.ACH, "USD", func(o *Order) { o.Lines[1].Amount.Minor = 10_000_000_000 }, "Partner 2, amount: $100,000,000.00 is more"},
		{portal.ACH, "USD", func(o *Order) { o.Payer.ACH.CompanyID = "123" }, "Your own account, company id: it has 3 characters"},
		{portal.ACH, "USD", func(o *Order) { o.Attempt = 27 }, "26 times"},
		{portal.ACH, "EUR", func(*Order) {}, "An ACH file pays in USD"},
		{portal.PayPal, "EUR", account(func(a *portal.PayoutAccount) { a.PayPal = "=cmd@x.example" }), "Partner 2, PayPal address: it begins with a sign"},
		{portal.PayPal, "EUR", account(func(a *portal.PayoutAccount) { a.PayPal = "" }), "Partner 2, PayPal address: it is missing."},
		{portal.PayPal, "HUF", func(*Order) {}, "Partner 1, amount: PayPal takes whole amounts alone in HUF"},
		{portal.PayPal, "GBP", func(*Order) {}, "does not pay in GBP"},
		{portal.Wise, "EUR", account(func(a *portal.PayoutAccount) { a.Holder = "+SUM(A1)" }), "Partner 2, name on the account: it begins with a sign"},
		{portal.Wise, "EUR", func(o *Order) { o.Payer.Wise.Currency = "" }, "currency under wise"},
	} {
		o := order(c.method, c.currency, 1234, 5678)
		o.Lines[1].Account = accounts[c.method]
		c.spoil(&o)
		files, err := Write(c.method.Format(), o)
		if portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), c.want) || files != nil {
			t.Errorf("%s: %d files, %v\nwant %q", c.method, len(files), err, c.want)
		}
	}
}

func TestRefusalsAreToldTogether(t *testing.T) {
	o := order(portal.PayPal, "EUR", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	for i := range o.Lines {
		o.Lines[i].Account.PayPal = ""
	}
	_, err := Write(portal.FormatPayPal, o)
	for _, want := range []string{"Partner 1,", "Partner 8,", "And 2 more."} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %q", err, want)
		}
	}
}

func TestAnOrderThatNobodyMayMakeIsNone(t *testing.T) {
	for name, spoil := range map[string]func(*Order){
		"nothing to pay":   func(o *Order) { o.Lines = nil },
		"no id":            func(o *Order) { o.Message = "" },
		"a long id":        func(o *Order) { o.Message = strings.Repeat("x", 36) },
		"no day":           func(o *Order) { o.PayOn = "" },
		"a payout twice":   func(o *Order) { o.Lines[1].Payout = o.Lines[0].Payout },
		"a reference once": func(o *Order) { o.Lines[1].Reference = o.Lines[0].Reference },
		"no amount":        func(o *Order) { o.Lines[1].Amount.Minor = 0 },
		"below zero":       func(o *Order) { o.Lines[1].Amount.Minor = -5 },
		"two currencies":   func(o *Order) { o.Lines[1].Amount.Currency = "USD" },
		"another method":   func(o *Order) { o.Lines[1].Account = accounts[portal.PayPal] },
	} {
		o := order(portal.BankTransfer, "EUR", 100, 200)
		spoil(&o)
		if files, err := Write(portal.FormatSEPA, o); err == nil {
			t.Errorf("%s: %d files", name, len(files))
		}
	}
}
