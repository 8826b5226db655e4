package portal

// Contract is what a won referral signed. Revenue is what is collected, not this.
type Contract struct {
	Value      Money  `json:"value"`
	Start      Date   `json:"start"`
	TermMonths int    `json:"term_months"`
	Product    string `json:"product"`
}

// ContractInput is a contract as it is typed.
type ContractInput struct {
	Value      string
	Currency   Currency
	Start      Date
	TermMonths int
	Product    string
}

// Contract is the contract that was typed; what is no amount is zero, which [Referral.Win] refuses.
func (in ContractInput) Contract() Contract {
	value, err := ParseMoney(in.Value, in.Currency)
	if err != nil {
		value = Amount(0, in.Currency)
	}
	return Contract{Value: value, Start: in.Start, TermMonths: in.TermMonths, Product: in.Product}
}

// maxTermMonths is above any contract in earnest.
const maxTermMonths = 120

// checkContract names the fields value, currency, start, term_months and product.
// A contract cannot have started before the lead was referred.
func (p Program) checkContract(c Contract, referred, today Date) error {
	problems := Problems{}
	if c.Value.Minor <= 0 {
		problems.Add("value", "Write the value of the contract as 1,234.50, more than zero.")
	}
	if _, err := ParseCurrency(string(c.Value.Currency)); err != nil {
		problems.Add("currency", "Choose the currency of the contract.")
	}
	if _, err := ParseDate(string(c.Start)); err != nil {
		problems.Add("start", "Write the first day of the contract as 2026-03-31.")
	} else if c.Start < referred {
		problems.Add("start", "The contract cannot start before the referral of %s.", referred.Long())
	} else if c.Start > today.AddMonths(24) {
		problems.Add("start", "The contract starts more than two years from now. Check the date.")
	}
	if c.TermMonths < 1 || c.TermMonths > maxTermMonths {
		problems.Add("term_months", "Write the term in months, from 1 to %d.", maxTermMonths)
	}
	if !hasCode(p.Products, c.Product) {
		problems.Add("product", "Choose a product.")
	}
	return problems.Err()
}
