package portal

import "slices"

// Payer is the company's own side of payouts: the accounts its files name. A part
// that is zero was not set up, and the format that needs it cannot be made.
type Payer struct {
	SEPA   SEPAPayer
	ACH    ACHPayer
	PayPal PayPalPayer
	Wise   WisePayer
}

// IsZero reports that nothing was set up.
func (p Payer) IsZero() bool {
	return p.SEPA == SEPAPayer{} && p.ACH == ACHPayer{} && len(p.PayPal.Currencies) == 0 && p.Wise == WisePayer{}
}

// SEPAPayer is the account that SEPA transfers are paid from.
type SEPAPayer struct {
	Name    string // of the account's holder, at most 70 characters that banks take
	IBAN    string
	BIC     string // may be ""
	Street  string
	Post    string
	City    string
	Country string // ISO 3166 alpha-2
}

// ACHPayer is the company at its bank in the United States.
type ACHPayer struct {
	Routing   string // of the bank that takes the file
	Bank      string // its name, at most 23 characters
	Company   string // the company's name, at most 16 characters
	CompanyID string // 10 characters that the bank gave out, often 1 and the tax number
	Class     string // CCD to companies, PPD to persons
}

// ACHClasses are the entry classes of credits that the program makes.
var ACHClasses = []string{"CCD", "PPD"}

// PayPalPayer is the company's PayPal account.
type PayPalPayer struct {
	Currencies []Currency // that it pays in
}

// WisePayer is the company's Wise account.
type WisePayer struct {
	Currency Currency // of the balance that pays
}

// PayFormat is a form of file that a bank or a payment service takes.
type PayFormat string

const (
	FormatCSV    PayFormat = "csv"   // for people, and for banks with a form of their own
	FormatSEPA   PayFormat = "sepa"  // ISO 20022 pain.001.001.09
	FormatNACHA  PayFormat = "nacha" // ACH file of the United States
	FormatPayPal PayFormat = "paypal"
	FormatWise   PayFormat = "wise"
)

// PayFormats are all formats in the order people see them.
var PayFormats = []PayFormat{FormatSEPA, FormatNACHA, FormatPayPal, FormatWise, FormatCSV}

// Label is the format as people read it.
func (f PayFormat) Label() string {
	switch f {
	case FormatCSV:
		return "CSV table"
	case FormatSEPA:
		return "SEPA file (pain.001)"
	case FormatNACHA:
		return "ACH file (NACHA)"
	case FormatPayPal:
		return "PayPal payouts file"
	case FormatWise:
		return "Wise batch file"
	}
	return string(f)
}

// Format is the form of file made for a method; a table serves any.
func (m PayoutMethod) Format() PayFormat {
	switch m {
	case BankTransfer:
		return FormatSEPA
	case ACH:
		return FormatNACHA
	case PayPal:
		return FormatPayPal
	case Wise:
		return FormatWise
	}
	return FormatCSV
}

// paypalCurrencies are the currencies PayPal pays out in; it takes no decimals in those marked.
var paypalCurrencies = map[Currency]bool{
	"AUD": false, "BRL": false, "CAD": false, "CZK": false, "DKK": false, "EUR": false, "HKD": false, "HUF": true, "ILS": false, "JPY": true,
	"MYR": false, "MXN": false, "TWD": true, "NZD": false, "NOK": false, "PHP": false, "PLN": false, "GBP": false, "SGD": false, "SEK": false,
	"CHF": false, "THB": false, "USD": false,
}

// PayPalPays reports whether PayPal pays out in a currency, and whether it takes whole amounts alone.
func PayPalPays(c Currency) (pays, whole bool) {
	whole, pays = paypalCurrencies[c]
	return pays, whole
}

// Missing says in a sentence why the payer cannot have a file of a format made in a
// currency, "" when it can. The sentence names the setting.
func (p Payer) Missing(format PayFormat, currency Currency) string {
	const where = " in program/payouts.md."
	switch format {
	case FormatSEPA:
		switch {
		case p.SEPA.IBAN == "":
			return "A SEPA file needs the account that you pay from: write name and iban under sepa" + where
		case currency != "EUR":
			return "A SEPA file pays in EUR, and this batch is in " + string(currency) + "."
		}
	case FormatNACHA:
		switch {
		case p.ACH.Routing == "":
			return "An ACH file needs your bank and your company id: write routing and company_id under ach" + where
		case currency != "USD":
			return "An ACH file pays in USD, and this batch is in " + string(currency) + "."
		}
	case FormatPayPal:
		pays, _ := PayPalPays(currency)
		switch {
		case len(p.PayPal.Currencies) == 0:
			return "A PayPal file needs the currencies of your PayPal account: write currencies under paypal" + where
		case !pays:
			return "PayPal does not pay out in " + string(currency) + "."
		case !slices.Contains(p.PayPal.Currencies, currency):
			return "Your PayPal account does not pay in " + string(currency) + ": add it to currencies under paypal" + where
		}
	case FormatWise:
		if p.Wise.Currency == "" {
			return "A Wise file needs the currency of the balance that pays: write currency under wise" + where
		}
	case FormatCSV:
	}
	return ""
}
