package portal

import (
	"strconv"
	"strings"
)

// PayoutMethod is how a partner is paid.
type PayoutMethod string

const (
	BankTransfer PayoutMethod = "bank"
	PayPal       PayoutMethod = "paypal"
)

// PayoutMethods are all methods in the order forms show them.
var PayoutMethods = []PayoutMethod{BankTransfer, PayPal}

// Label is the method as people read it.
func (m PayoutMethod) Label() string {
	switch m {
	case BankTransfer:
		return "Bank transfer"
	case PayPal:
		return "PayPal"
	}
	return string(m)
}

// PayTo is where a partner's money goes, as it is kept: the account itself is
// sealed, and people see the label.
type PayTo struct {
	Method PayoutMethod `json:"method,omitempty"`
	Holder string       `json:"holder,omitempty"` // name on the account
	Label  string       `json:"label,omitempty"`  // "DE •••• 3000"
	Sealed string       `json:"sealed,omitempty"` // the encrypted [PayoutAccount]
	SetAt  Instant      `json:"set_at,omitempty"`
	ByName string       `json:"by_name,omitempty"`
}

// IsZero reports that no details were given.
func (p PayTo) IsZero() bool { return p == PayTo{} }

// PayoutAccount is the payout details in the clear: typed by a partner admin,
// sealed before they are kept, opened for an export alone.
type PayoutAccount struct {
	Method  PayoutMethod `json:"method"`
	Holder  string       `json:"holder"`
	IBAN    string       `json:"iban,omitempty"`
	BIC     string       `json:"bic,omitempty"`
	PayPal  string       `json:"paypal,omitempty"` // the email address of the account
	Street  string       `json:"street"`
	City    string       `json:"city"`
	Post    string       `json:"post"`
	Country string       `json:"country"` // ISO 3166 alpha-2
}

// Check returns the account as it is kept: the IBAN without blanks, only the
// fields of its method. The problems carry method, holder, iban, bic, paypal, street, city, post, country.
func (a PayoutAccount) Check() (PayoutAccount, error) {
	problems := Problems{}
	out := PayoutAccount{
		Method: a.Method,
		Holder: checkLine(problems, "holder", a.Holder, "Write the name on the account."),
		Street: checkLine(problems, "street", a.Street, "Write street and number."),
		City:   checkLine(problems, "city", a.City, "Write the city."),
		Post:   checkLine(problems, "post", a.Post, ""), Country: strings.ToUpper(strings.TrimSpace(a.Country)),
	}
	if !ValidCountry(out.Country) {
		problems.Add("country", "Choose a country.")
	}
	switch a.Method {
	case BankTransfer:
		out.IBAN = strings.ToUpper(strings.Join(strings.Fields(a.IBAN), ""))
		if !validIBAN(out.IBAN) {
			problems.Add("iban", "This IBAN is not complete or has a slip in it. Compare it with your bank statement.")
		}
		out.BIC = strings.ToUpper(strings.Join(strings.Fields(a.BIC), ""))
		if out.BIC != "" && !validBIC(out.BIC) {
			problems.Add("bic", "A BIC has 8 or 11 letters and digits, such as DEUTDEFF.")
		}
	case PayPal:
		out.PayPal = checkEmail(problems, "paypal", a.PayPal, "Write the email address of your PayPal account.")
	default:
		problems.Add("method", "Choose how you want to be paid.")
	}
	return out, problems.Err()
}

// Label shows enough of an account to tell it from another, and no more: "DE •••• 3000".
func (a PayoutAccount) Label() string {
	switch a.Method {
	case BankTransfer:
		if len(a.IBAN) > 8 {
			return a.IBAN[:2] + " •••• " + a.IBAN[len(a.IBAN)-4:]
		}
	case PayPal:
		if name, host, ok := strings.Cut(a.PayPal, "@"); ok {
			first := []rune(name)
			return string(first[:min(1, len(first))]) + "•••@" + host
		}
	}
	return "••••"
}

// SetPayTo keeps payout details that were checked and sealed.
func (p Partner) SetPayTo(a PayoutAccount, sealed string, by Actor, now Instant) (Partner, error) {
	if !p.State.Member() || p.State == PartnerEnded {
		return p, Errorf(Conflict, "%s is %s, so nothing is paid out.", p.named(), strings.ToLower(p.State.Label()))
	}
	p.PayTo = PayTo{Method: a.Method, Holder: a.Holder, Label: a.Label(), Sealed: sealed, SetAt: now, ByName: by.Name}
	return p.happened(PartnerPayToEvent, by, now, "", map[string]string{"label": p.PayTo.Label}), nil
}

// ibanLengths are the lengths of the IBAN registry.
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CR": 22,
	"CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22,
	"GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
	"KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31,
	"MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24,
	"SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}

// validIBAN checks the length and the check digits (ISO 13616: the number moved
// around, letters as 10 to 35, is 1 modulo 97).
func validIBAN(iban string) bool {
	if len(iban) < 5 || ibanLengths[iban[:2]] != len(iban) {
		return false
	}
	rest := 0
	for _, r := range iban[4:] + iban[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			n, _ := strconv.Atoi(strconv.Itoa(rest) + strconv.Itoa(int(r-'A')+10))
			rest = n % 97
		default:
			return false
		}
	}
	return rest == 1
}

func validBIC(bic string) bool {
	if len(bic) != 8 && len(bic) != 11 {
		return false
	}
	for i, r := range bic {
		letter, digit := r >= 'A' && r <= 'Z', r >= '0' && r <= '9'
		if !letter && (!digit || i < 6 && i >= 4) || i < 4 && !letter && !digit {
			return false
		}
	}
	return ValidCountry(bic[4:6])
}
