package portal

import (
	"strings"

	"github.com/govalues/decimal"
)

// Rate is an exact share: 0.05 is five percent. Its text form is the fraction ("0.05").
type Rate struct{ decimal.Decimal }

// ParseRate reads "5%", "5 %", "2.5%" or "0.05"; a negative share or one above 100% is Invalid.
func ParseRate(text string) (Rate, error) {
	trimmed := strings.TrimSpace(text)
	number, percent := strings.CutSuffix(trimmed, "%")
	d, err := decimal.Parse(strings.TrimSpace(number))
	if err == nil && percent {
		d, err = d.Quo(decimal.Hundred)
	}
	if err != nil {
		return Rate{}, Errorf(Invalid, "%q is not a rate; write it as 5%%.", text)
	}
	if d.IsNeg() || d.Cmp(decimal.One) > 0 {
		return Rate{}, Errorf(Invalid, "%q is outside 0%% to 100%%.", text)
	}
	return Rate{d.Trim(0)}, nil
}

// MustRate is ParseRate for constants of tests and tables; it panics on bad text.
func MustRate(text string) Rate {
	rate, err := ParseRate(text)
	if err != nil {
		panic(err)
	}
	return rate
}

// Percent is the rate as people read it: "5%", "2.5%".
func (r Rate) Percent() string {
	d, err := r.Mul(decimal.Hundred)
	if err != nil {
		return r.String()
	}
	return d.Trim(0).String() + "%"
}
