package portal

// PayoutMethod is how a partner is paid.
type PayoutMethod string

const (
	BankTransfer PayoutMethod = "bank"
	PayPal       PayoutMethod = "paypal"
)

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
