package portal

import (
	"fmt"
	"slices"
	"strings"
)

// PayoutMethod is how a partner is paid.
type PayoutMethod string

const (
	BankTransfer PayoutMethod = "bank" // a SEPA transfer, to an IBAN
	ACH          PayoutMethod = "ach"  // to a bank account in the United States
	PayPal       PayoutMethod = "paypal"
	Wise         PayoutMethod = "wise"
)

// PayoutMethods are all methods in the order forms show them.
var PayoutMethods = []PayoutMethod{BankTransfer, ACH, PayPal, Wise}

// Label is the method as people read it.
func (m PayoutMethod) Label() string {
	switch m {
	case BankTransfer:
		return "SEPA transfer"
	case ACH:
		return "US bank transfer"
	case PayPal:
		return "PayPal"
	case Wise:
		return "Wise"
	}
	return string(m)
}

// Kinds of a US bank account.
const (
	Checking = "checking"
	Savings  = "savings"
)

// Lengths that the files for banks have room for, in characters. What is longer is
// refused where it is typed, because a bank would refuse or cut it.
const (
	maxHolder    = 70 // pain.001, Max70Text
	maxHolderACH = 22 // NACHA, positions 55 to 76
	maxStreet    = 70
	maxPost      = 16
	maxCity      = 35
	maxAccount   = 17 // NACHA, positions 13 to 29
)

// PayTo is where a partner's money goes, as it is kept: the account itself is
// sealed, and people see the label.
type PayTo struct {
	Method   PayoutMethod `json:"method,omitempty"`
	Holder   string       `json:"holder,omitempty"` // name on the account
	Label    string       `json:"label,omitempty"`  // "DE •••• 3000"
	Sealed   string       `json:"sealed,omitempty"` // the encrypted [PayoutAccount]
	SetAt    Instant      `json:"set_at,omitempty"`
	ByName   string       `json:"by_name,omitempty"`
	UsedFrom Date         `json:"used_from,omitempty"` // payouts go there from this day on
}

// IsZero reports that no details were given.
func (p PayTo) IsZero() bool { return p == PayTo{} }

// PayoutAccount is the payout details in the clear: typed by a partner admin,
// sealed before they are kept, opened for the files of a batch alone.
type PayoutAccount struct {
	Method  PayoutMethod `json:"method"`
	Holder  string       `json:"holder"`
	IBAN    string       `json:"iban,omitempty"`
	BIC     string       `json:"bic,omitempty"`
	Routing string       `json:"routing,omitempty"` // ABA number, 9 digits
	Account string       `json:"account,omitempty"` // number of a US account
	Kind    string       `json:"kind,omitempty"`    // of a US account: checking or savings
	PayPal  string       `json:"paypal,omitempty"`  // the email address of the account
	Wise    string       `json:"wise,omitempty"`    // email address, or the number of a saved recipient
	Street  string       `json:"street,omitempty"`
	City    string       `json:"city,omitempty"`
	Post    string       `json:"post,omitempty"`
	Country string       `json:"country,omitempty"` // ISO 3166 alpha-2
}

// Check returns the account as it is kept: numbers without blanks, only the
// fields of its method. The problems carry method, holder, iban, bic, routing,
// account, kind, paypal, wise, street, city, post, country.
func (a PayoutAccount) Check() (PayoutAccount, error) {
	problems := Problems{}
	out := PayoutAccount{Method: a.Method, Holder: checkLine(problems, "holder", a.Holder, "Write the name on the account.")}
	switch a.Method {
	case BankTransfer:
		a.checkTransfer(&out, problems)
	case ACH:
		a.checkACH(&out, problems)
	case PayPal:
		checkRecipient(problems, "holder", out.Holder)
		out.PayPal = checkEmail(problems, "paypal", a.PayPal, "Write the email address of your PayPal account.")
		checkRecipient(problems, "paypal", out.PayPal)
	case Wise:
		checkRecipient(problems, "holder", out.Holder)
		out.Wise = strings.TrimSpace(a.Wise)
		if number := CompactCode(out.Wise); digitsOnly(number) && len(number) >= 5 && len(number) <= 12 {
			out.Wise = number
		} else {
			out.Wise = checkEmail(problems, "wise", a.Wise, "Write the email address of your Wise account, or the number under which you are our recipient there.")
			checkRecipient(problems, "wise", out.Wise)
		}
	default:
		problems.Add("method", "Choose how you want to be paid.")
	}
	return out, problems.Err()
}

// checkTransfer takes in what a SEPA transfer needs.
func (a PayoutAccount) checkTransfer(out *PayoutAccount, problems Problems) {
	out.IBAN, out.BIC, out.Country = CompactCode(a.IBAN), CompactCode(a.BIC), CompactCode(a.Country)
	if problem := IBANProblem(out.IBAN); problem != "" {
		problems.Add("iban", "%s", problem)
	} else if !InSEPA(out.IBAN) {
		problems.Add("iban", "A SEPA transfer does not reach an account in %s. Choose another way to be paid.", CountryName(out.IBAN[:2]))
	}
	switch {
	case out.BIC != "" && !ValidBIC(out.BIC):
		problems.Add("bic", "A BIC has 8 or 11 letters and digits, such as DEUTDEFF.")
	case out.BIC == "" && problems["iban"] == "" && NeedsBIC(out.IBAN):
		problems.Add("bic", "Write the BIC too: this bank is outside the European Economic Area (%s).", CountryName(out.IBAN[:2]))
	}
	out.Street = checkLine(problems, "street", a.Street, "Write street and number.")
	out.City = checkLine(problems, "city", a.City, "Write the city.")
	out.Post = checkLine(problems, "post", a.Post, "")
	if !ValidCountry(out.Country) {
		problems.Add("country", "Choose a country.")
	}
	for _, field := range []struct {
		name, text string
		most       int
	}{{"holder", out.Holder, maxHolder}, {"street", out.Street, maxStreet}, {"post", out.Post, maxPost}, {"city", out.City, maxCity}} {
		checkPlain(problems, field.name, field.text, field.most)
	}
}

// checkACH takes in what a transfer within the United States needs.
func (a PayoutAccount) checkACH(out *PayoutAccount, problems Problems) {
	out.Routing, out.Account, out.Kind = CompactCode(a.Routing), CompactCode(a.Account), a.Kind
	if problem := RoutingProblem(out.Routing); problem != "" {
		problems.Add("routing", "%s", problem)
	}
	if len(out.Account) < 4 || len(out.Account) > maxAccount || !digitsOnly(out.Account) {
		problems.Add("account", "An account number has 4 to %d digits.", maxAccount)
	}
	if out.Kind != Checking && out.Kind != Savings {
		problems.Add("kind", "Say whether it is a checking or a savings account.")
	}
	checkPlain(problems, "holder", out.Holder, maxHolderACH)
}

// checkPlain holds a text to the characters and the room of a file for a bank.
func checkPlain(problems Problems, field, text string, most int) {
	plain, missing := PlainLatin(text)
	switch {
	case missing != 0:
		problems.Add(field, "Banks do not take the character %q. Write it in Latin letters.", missing)
	case len(plain) > most:
		problems.Add(field, "Banks take %d characters here; shorten it as your bank does.", most)
	case text != "" && plain == "":
		problems.Add(field, "Write it in letters.")
	}
}

// checkRecipient holds a name or address to what a file of rows takes as it is: a
// leading sign would make it a formula, and the sign that keeps spreadsheets from
// it would make it another address.
func checkRecipient(problems Problems, field, text string) {
	if text != CSVText(text) {
		problems.Add(field, "Begin with a letter or a digit.")
	}
}

func digitsOnly(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// Label shows enough of an account to tell it from another, and no more: "DE •••• 3000".
func (a PayoutAccount) Label() string {
	switch a.Method {
	case BankTransfer:
		if len(a.IBAN) > 8 {
			return a.IBAN[:2] + " •••• " + a.IBAN[len(a.IBAN)-4:]
		}
	case ACH:
		if len(a.Account) > 4 {
			return "US •••• " + a.Account[len(a.Account)-4:]
		}
	case PayPal:
		return maskedAddress(a.PayPal)
	case Wise:
		if digitsOnly(a.Wise) && len(a.Wise) > 4 {
			return "•••• " + a.Wise[len(a.Wise)-4:]
		}
		return maskedAddress(a.Wise)
	}
	return "••••"
}

// maskedAddress is "p•••@bluewater.pt".
func maskedAddress(address string) string {
	name, host, ok := strings.Cut(address, "@")
	if !ok {
		return "••••"
	}
	first := []rune(name)
	return string(first[:min(1, len(first))]) + "•••@" + host
}

// PayoutPolicy is how the program pays: what content/program/payouts.md says.
type PayoutPolicy struct {
	WaitDays int            // new payout details are used after: 3
	Methods  []PayoutMethod // what partners may choose
	Payer    Payer
}

// PayToOn is where the partner's money goes on a day, and what waits to be used
// instead from a later day; each is zero when there is none.
func (p Partner) PayToOn(day Date) (inUse, waiting PayTo) {
	for _, details := range []PayTo{p.PayTo, p.PayToNext} {
		switch {
		case details.IsZero():
		case details.UsedFrom <= day:
			inUse = details
		default:
			waiting = details
		}
	}
	return inUse, waiting
}

// SetPayTo keeps payout details that were checked and sealed. They wait for the
// days of the policy; until then payouts go where they went, or wait too.
func (p Partner) SetPayTo(policy PayoutPolicy, a PayoutAccount, sealed string, by Actor, now Instant, today Date) (Partner, error) {
	if err := p.mayBePaid(); err != nil {
		return p, err
	}
	if !slices.Contains(policy.Methods, a.Method) {
		return p, Problems{"method": fmt.Sprintf("We do not pay by %s. Choose another way.", a.Method.Label())}.Err()
	}
	before, _ := p.PayToOn(today)
	next := PayTo{
		Method: a.Method, Holder: a.Holder, Label: a.Label(), Sealed: sealed, SetAt: now, ByName: by.Name, UsedFrom: today.AddDays(policy.WaitDays),
	}
	data := map[string]string{"label": next.Label, "method": string(next.Method), "used_from": string(next.UsedFrom)}
	if before.IsZero() || policy.WaitDays == 0 {
		p.PayTo, p.PayToNext = next, PayTo{}
	} else {
		p.PayTo, p.PayToNext = before, next
	}
	if !before.IsZero() {
		data["before"] = before.Label
	}
	return p.happened(PartnerPayToEvent, by, now, "", data), nil
}

// WithdrawPayTo takes back payout details that are not used yet.
func (p Partner) WithdrawPayTo(by Actor, now Instant, today Date) (Partner, error) {
	if err := p.mayBePaid(); err != nil {
		return p, err
	}
	inUse, waiting := p.PayToOn(today)
	if waiting.IsZero() {
		return p, Errorf(Conflict, "No new payout details wait to be used.")
	}
	p.PayTo, p.PayToNext = inUse, PayTo{}
	return p.happened(PartnerPayToKeptEvent, by, now, "", map[string]string{"label": waiting.Label, "before": inUse.Label}), nil
}

// mayBePaid is Conflict before a partner was let in. One that has left is paid what it
// earned before, so it says where to as any other.
func (p Partner) mayBePaid() error {
	if !p.State.Member() {
		return Errorf(Conflict, "%s is %s, so nothing is paid out.", p.named(), strings.ToLower(p.State.Label()))
	}
	return nil
}
