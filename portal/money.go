package portal

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Money is an amount in minor units (cents) of one currency. Amounts of two
// currencies are never added; the zero Money belongs to none and adds to any.
type Money struct {
	Minor    int64    `json:"minor"`
	Currency Currency `json:"currency"`
}

// Amount makes Money from minor units.
func Amount(minor int64, currency Currency) Money { return Money{Minor: minor, Currency: currency} }

// ParseMoney reads what a person types: "1234.5", "1,234.50", "-20", and what
// [Money.String] writes of the currency: "−€20.00". More digits than the currency's
// minor unit, another currency, or anything else is Invalid.
func ParseMoney(text string, currency Currency) (Money, error) {
	wrong := func() (Money, error) {
		return Money{}, Errorf(Invalid, "%q is not an amount in %s; write it as %s.", text, currency, Amount(123450, currency).Plain())
	}
	digits := strings.TrimSpace(text)
	digits, negative := strings.CutPrefix(strings.Replace(digits, "−", "-", 1), "-")
	if bare, ok := strings.CutPrefix(digits, currency.mark()); ok {
		digits = bare
	}
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	if strings.Contains(whole, ",") {
		groups := strings.Split(whole, ",")
		for i, group := range groups {
			if i > 0 && len(group) != 3 || i == 0 && (group == "" || len(group) > 3) {
				return wrong()
			}
		}
		whole = strings.Join(groups, "")
	}
	if whole == "" || len(whole) > 15 || hasFraction && fraction == "" || len(fraction) > currency.Digits() {
		return wrong()
	}
	for _, r := range whole + fraction {
		if r < '0' || r > '9' {
			return wrong()
		}
	}
	fraction += strings.Repeat("0", currency.Digits()-len(fraction))
	minor, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		return wrong()
	}
	if negative {
		minor = -minor
	}
	return Amount(minor, currency), nil
}

// Add is m + n. Two currencies, or a sum beyond int64, panic: no rule may ask for either.
func (m Money) Add(n Money) Money {
	currency := m.Currency
	if currency == "" {
		currency = n.Currency
	}
	if n.Currency != "" && n.Currency != currency {
		panic(fmt.Sprintf("portal: %s added to %s", n.Currency, m.Currency))
	}
	sum := m.Minor + n.Minor
	if (sum > m.Minor) != (n.Minor > 0) && n.Minor != 0 {
		panic("portal: an amount beyond 64 bits")
	}
	return Amount(sum, currency)
}

// Sub is m - n, with the same limits as Add.
func (m Money) Sub(n Money) Money { return m.Add(n.Neg()) }

// Neg is -m.
func (m Money) Neg() Money { return Amount(-m.Minor, m.Currency) }

// IsZero reports an amount of nothing, in any currency.
func (m Money) IsZero() bool { return m.Minor == 0 }

// Times is m x rate rounded half-even to a minor unit: the one rounding an entry
// gets. It is exact before that, and panics on a result beyond int64.
func (m Money) Times(rate Rate) Money {
	whole := uint64(1)
	for range rate.Scale() {
		whole *= 10
	}
	product := proportion(magnitude(m.Minor), rate.Coef(), whole)
	if rate.IsNeg() {
		product = -product
	}
	if m.Minor < 0 {
		product = -product
	}
	return Amount(product, m.Currency)
}

// Share is m x part / whole rounded half-even once, as a proportional clawback
// needs it. It is exact before that. A whole of zero, or a result beyond int64, panics.
func (m Money) Share(part, whole int64) Money {
	minor := proportion(magnitude(m.Minor), magnitude(part), magnitude(whole))
	if (m.Minor < 0) != (part < 0) != (whole < 0) {
		minor = -minor
	}
	return Amount(minor, m.Currency)
}

// proportion is a x b / c rounded half-even, through 128 bits.
func proportion(a, b, c uint64) int64 {
	high, low := bits.Mul64(a, b)
	if high >= c {
		panic(fmt.Sprintf("portal: %d x %d / %d is beyond 64 bits", a, b, c))
	}
	quotient, rest := bits.Div64(high, low, c)
	if rest > c-rest || rest == c-rest && quotient%2 == 1 {
		quotient++
	}
	if quotient > math.MaxInt64 {
		panic(fmt.Sprintf("portal: %d x %d / %d is beyond 64 bits", a, b, c))
	}
	return int64(quotient)
}

// Plain is the amount without symbol or grouping, as CSV and forms carry it: "-1234.50".
func (m Money) Plain() string {
	digits := m.Currency.Digits()
	text := strconv.FormatUint(magnitude(m.Minor), 10)
	for len(text) <= digits {
		text = "0" + text
	}
	if digits > 0 {
		text = text[:len(text)-digits] + "." + text[len(text)-digits:]
	}
	if m.Minor < 0 {
		text = "-" + text
	}
	return text
}

// Grouped is the amount as people type it, without its sign and currency: "1,234.50".
func (m Money) Grouped() string {
	whole, fraction, ok := strings.Cut(strings.TrimPrefix(m.Plain(), "-"), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if ok {
		whole += "." + fraction
	}
	return whole
}

// String is the amount as people read it: "€1,234.50", "−€20.00", "CHF 5.00".
func (m Money) String() string {
	whole := m.Currency.mark() + m.Grouped()
	if m.Minor < 0 {
		return "−" + whole
	}
	return whole
}

func magnitude(n int64) uint64 {
	if n == math.MinInt64 {
		return 1 << 63
	}
	if n < 0 {
		n = -n
	}
	return uint64(n)
}
