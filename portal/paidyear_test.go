package portal

import (
	"fmt"
	"slices"
	"testing"
)

// TestWhatWasPaidInAYearIsWhatTheFormAsksFor sums payments by the bank's day, takes off
// what came back, and reaches the threshold of the year with the last cent.
func TestWhatWasPaidInAYearIsWhatTheFormAsksFor(t *testing.T) {
	t.Parallel()
	usd := func(minor int64) Money { return Amount(minor, "USD") }
	partner := Partner{ID: "p1", Application: Application{Country: "US"}}
	paid := func(on Date, amount Money, seq int, state ResultState) Result {
		return Result{Partner: "p1", On: on, Amount: amount, Seq: seq, State: state}
	}
	results := []Result{
		paid("2025-12-31", usd(60000), 1, ResultPaid),
		paid("2026-01-01", usd(150000), 1, ResultPaid),
		paid("2026-05-20", usd(49999), 1, ResultPaid),
		paid("2026-06-20", usd(70000), 1, ResultFailed), // never moved
		paid("2026-07-20", usd(30000), 1, ResultPaid),
		paid("2026-07-28", usd(30000), 2, ResultFailed), // came back
		paid("2026-08-20", eur(500), 1, ResultPaid),
		{Partner: "p2", On: "2026-08-20", Amount: usd(900000), Seq: 1, State: ResultPaid},
	}
	said := func(year int, results []Result) []string {
		var list []string
		for _, p := range PaidIn(year, partner, results, taxPolicy) {
			list = append(list, fmt.Sprintf("%s in %d payments, %s %v", p.Paid, p.Payments, p.Rule.Report, p.Reported()))
		}
		return list
	}
	if got, want := said(2025, results), []string{"$600.00 in 1 payments, 1099-NEC true"}; !slices.Equal(got, want) {
		t.Errorf("2025: %q", got)
	}
	if got, want := said(2026, results), []string{"€5.00 in 1 payments, 1099-NEC false", "$1,999.99 in 3 payments, 1099-NEC false"}; !slices.Equal(got, want) {
		t.Errorf("2026: %q", got)
	}
	if got := said(2026, append(results, paid("2026-12-31", usd(1), 1, ResultPaid))); got[1] != "$2,000.00 in 4 payments, 1099-NEC true" {
		t.Errorf("with the last cent: %q", got)
	}
	if got := said(2027, results); got != nil {
		t.Errorf("a year without payments: %q", got)
	}
}
