package portal

import (
	"fmt"
	"slices"
	"strings"
)

// TaxPolicy is what the program has written about tax: dated rules, newest last for a
// country. It is content: no rate, threshold or form of a tax office stands in code.
type TaxPolicy struct {
	Rules     []TaxRule
	Recipient Recipient // the company itself, on statements
}

// Recipient is the company that pays, as statements name it; zero where the program
// wrote nothing.
type Recipient struct {
	Name    string   `json:"name"` // legal
	Address []string `json:"address"`
	TaxID   string   `json:"tax_id,omitempty"` // as it is printed: "VAT PT501964843"
}

// IsZero reports that nothing was written.
func (r Recipient) IsZero() bool { return r.Name == "" }

// TaxRule is what holds for the partners of some countries from a day on.
type TaxRule struct {
	From      Date
	Countries []string
	ID        TaxKind // that is asked, "" for none
	Required  bool    // without it nothing is paid
	Form      string  // that finance asks for on paper: "W-9"
	Report    string  // in which payments are reported: "1099-NEC"
	Threshold Money   // paid in a calendar year from which on they are; zero for none
	Note      string  // that stands on statements
}

// On is the rule for a country on a day; false when the program wrote none.
func (p TaxPolicy) On(country string, day Date) (TaxRule, bool) {
	var found TaxRule
	for _, rule := range p.Rules {
		if rule.From <= day && rule.From >= found.From && slices.Contains(rule.Countries, country) {
			found = rule
		}
	}
	return found, found.From != ""
}

// Asks says in sentences what a rule asks of a partner, for the page on which it is given.
func (r TaxRule) Asks() []string {
	var list []string
	if r.ID != "" && r.Required {
		list = append(list, "Partners of your country give their "+r.ID.Label()+"; until then nothing is paid.")
	}
	if r.Form != "" {
		list = append(list, "Send us the form "+r.Form+", signed.")
	}
	if r.Report != "" && r.Threshold.Minor > 0 {
		list = append(list, fmt.Sprintf("From %s in a calendar year, payments are reported on the form %s.", r.Threshold, r.Report))
	}
	return list
}

// TaxDetails are who a partner is to a tax office. The number is sealed; people see the label.
type TaxDetails struct {
	Name    string  `json:"name"` // legal
	Street  string  `json:"street"`
	Post    string  `json:"post,omitempty"`
	City    string  `json:"city"`
	Country string  `json:"country"`
	Kind    TaxKind `json:"kind,omitempty"`   // of the number, "" without one
	Label   string  `json:"label,omitempty"`  // "PT •••• 4843"
	Sealed  string  `json:"sealed,omitempty"` // the encrypted number
	SetAt   Instant `json:"set_at"`
	ByName  string  `json:"by_name"`
}

// IsZero reports that nothing was given.
func (d TaxDetails) IsZero() bool { return d == TaxDetails{} }

// TaxInput is what a partner admin types; the number in the clear, "" for none.
type TaxInput struct {
	Name, Street, Post, City, Country string
	Kind                              TaxKind
	ID                                string
}

// Check returns the details as they are kept. The problems carry name, street, post,
// city, country, kind, id.
func (in TaxInput) Check() (TaxInput, error) {
	problems := Problems{}
	out := TaxInput{
		Name:   checkLine(problems, "name", in.Name, "Write the legal name, as it stands in the register."),
		Street: checkLine(problems, "street", in.Street, "Write the street and the number."),
		City:   checkLine(problems, "city", in.City, "Write the city."),
		Post:   strings.Join(strings.Fields(in.Post), " "), Country: strings.ToUpper(strings.TrimSpace(in.Country)),
	}
	if !ValidCountry(out.Country) {
		problems.Add("country", "Choose the country.")
	}
	if len([]rune(out.Post)) > maxPost {
		problems.Add("post", "Keep the postcode to 16 characters.")
	}
	if strings.TrimSpace(in.ID) != "" && ValidCountry(out.Country) {
		kept, problem := CheckTaxID(in.Kind, out.Country, in.ID)
		switch {
		case in.Kind == "":
			problems.Add("kind", "%s", problem)
		case problem != "":
			problems.Add("id", "%s", problem)
		}
		out.Kind, out.ID = in.Kind, kept
	}
	return out, problems.Err()
}

// label shows the ends of a number.
func (in TaxInput) label() string {
	if in.ID == "" {
		return ""
	}
	end := []rune(in.ID)
	return in.Country + " •••• " + string(end[max(0, len(end)-4):])
}

// PartnerTaxEvent is tax details that were saved.
const PartnerTaxEvent = "tax.saved"

// SetTax keeps tax details that were checked, with the number sealed.
func (p Partner) SetTax(in TaxInput, sealed string, by Actor, now Instant) (Partner, error) {
	if err := p.mayBePaid(); err != nil {
		return p, err
	}
	p.Tax = TaxDetails{
		Name: in.Name, Street: in.Street, Post: in.Post, City: in.City, Country: in.Country, Kind: in.Kind, Label: in.label(), Sealed: sealed, SetAt: now, ByName: by.Name,
	}
	return p.happened(PartnerTaxEvent, by, now, "", map[string]string{"name": in.Name, "country": in.Country, "label": p.Tax.Label}), nil
}

// TaxCountry is the country whose rules hold for the partner.
func (p Partner) TaxCountry() string {
	if p.Tax.Country != "" {
		return p.Tax.Country
	}
	return p.Country
}

// TaxMissing says in a sentence what the rules of a day ask of the partner and nobody
// gave, "" for nothing.
func (p Partner) TaxMissing(policy TaxPolicy, day Date) string {
	rule, ok := policy.On(p.TaxCountry(), day)
	if !ok || !rule.Required || rule.ID == "" || p.Tax.Kind == rule.ID {
		return ""
	}
	return "The " + rule.ID.Label() + " is missing; partners in " + CountryName(p.TaxCountry()) + " are paid once it is given."
}

// Supplier is the partner as statements name it on a day.
func (p Partner) Supplier(policy TaxPolicy, day Date) Supplier {
	s := Supplier{Name: p.Company}
	if d := p.Tax; !d.IsZero() {
		s.Name, s.Sealed = d.Name, d.Sealed
		s.Address = []string{d.Street, strings.TrimSpace(d.Post + " " + d.City), CountryName(d.Country)}
		if d.Kind != "" {
			s.TaxName = d.Kind.Label()
		}
	}
	if rule, ok := policy.On(p.TaxCountry(), day); ok && rule.Note != "" {
		s.Notes = []string{rule.Note}
	}
	return s
}
