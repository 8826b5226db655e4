package portal

import (
	"cmp"
	"slices"
	"strings"
)

// Sums are amounts of several currencies side by side, one each, by currency:
// what a total is where currencies are never added together.
type Sums []Money

// Plus is the sums with one more amount; the sums themselves stay as they are.
func (s Sums) Plus(m Money) Sums {
	i, found := slices.BinarySearchFunc(s, m, func(a, b Money) int { return cmp.Compare(a.Currency, b.Currency) })
	next := slices.Clone(s)
	if !found {
		return slices.Insert(next, i, m)
	}
	next[i] = next[i].Add(m)
	return next
}

// Join is both sums together.
func (s Sums) Join(other Sums) Sums {
	for _, m := range other {
		s = s.Plus(m)
	}
	return s
}

// In is the amount of one currency, zero when there is none.
func (s Sums) In(currency Currency) Money {
	for _, m := range s {
		if m.Currency == currency {
			return m
		}
	}
	return Amount(0, currency)
}

// String lists the amounts: "€1,200.00 and $30.00".
func (s Sums) String() string {
	if len(s) == 0 {
		return "nothing"
	}
	parts := make([]string, len(s))
	for i, m := range s {
		parts[i] = m.String()
	}
	return strings.Join(parts, " and ")
}
