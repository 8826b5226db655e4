package portal

import (
	"cmp"
	"slices"
	"strconv"
)

// PaidInYear is what a partner was paid in a calendar year and one currency, by the days
// that the bank named, less what came back in it: what tax offices ask about.
type PaidInYear struct {
	Partner  Partner
	Year     int
	Paid     Money
	Payments int     // that were paid in the year
	Rule     TaxRule // of its country on the last day of the year; zero without one
}

// Reported reports a sum that reaches the threshold of the rule: it goes onto the rule's form.
func (p PaidInYear) Reported() bool {
	most := p.Rule.Threshold
	return p.Rule.Report != "" && most.Minor > 0 && p.Paid.Currency == most.Currency && p.Paid.Minor >= most.Minor
}

// PaidIn sums the results of one partner that fall into a year, by currency.
func PaidIn(year int, partner Partner, results []Result, policy TaxPolicy) []PaidInYear {
	first, last := Date(strconv.Itoa(year)+"-01-01"), Date(strconv.Itoa(year)+"-12-31")
	rule, _ := policy.On(partner.TaxCountry(), last)
	sums := map[Currency]*PaidInYear{}
	for _, r := range results {
		if r.Partner != partner.ID || r.On < first || r.On > last || r.State != ResultPaid && r.Seq == 1 {
			continue // one that failed at once never moved
		}
		sum := sums[r.Amount.Currency]
		if sum == nil {
			sum = &PaidInYear{Partner: partner, Year: year, Paid: Amount(0, r.Amount.Currency), Rule: rule}
			sums[r.Amount.Currency] = sum
		}
		if r.State == ResultPaid {
			sum.Paid, sum.Payments = sum.Paid.Add(r.Amount), sum.Payments+1
		} else {
			sum.Paid = sum.Paid.Sub(r.Amount)
		}
	}
	var list []PaidInYear
	for _, sum := range sums {
		list = append(list, *sum)
	}
	slices.SortFunc(list, func(a, b PaidInYear) int { return cmp.Compare(a.Paid.Currency, b.Paid.Currency) })
	return list
}
