package portal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// both are an addendum with a renewal incentive of 2.5% for 12 months and half of a cost of 1,200.
func both() Agreement {
	return Agreement{From: "2026-03-20", AddendumLevers: AddendumLevers{
		RenewalShare: MustRate("2.5%"), RenewalMonths: 12, OnboardingCost: eur(120_000), OnboardingShare: MustRate("50%"),
	}}
}

func renewer(t *testing.T) Earner {
	t.Helper()
	e := earner()
	flat := standardTerms()
	e.Terms = []Terms{flat} // no lever of the terms: the addendum alone brings them
	e.Tiers = []TierFrom{{"2026-01-01", Core}}
	e.Addenda = agreed(t, both(), "2026-03-20").Addenda
	e.Onboarding = [2]Date{"2026-01-05", "2026-02-20"}
	return e
}

// TestWhatAnAddendumPaysByHand: contracts start on 10 January 2026 and earn 4% to 9 January 2027.
func TestWhatAnAddendumPaysByHand(t *testing.T) {
	april, late := paid("1", "d1", 1_000_000, "2026-04-01"), paid("2", "d1", 400_001, "2027-01-10")
	tests := []struct {
		name string
		with func(*Earner)
		want map[string]int64
	}{
		{"4% of 10,000; 2.5% of 4,000.01; half of 1,200", func(*Earner) {}, map[string]int64{RuleBase: 40_000, RuleRenewal: 10_000, RuleOnboarding: 60_000}},
		{"a quarter of each refunded", func(e *Earner) {
			e.Collections = append(e.Collections, gave("r1", april, 1, 0, 250_000, "2026-05-01"), gave("r2", late, 1, 0, 100_000, "2027-02-01"))
		}, map[string]int64{RuleBase: 30_000, RuleRenewal: 7_500, RuleOnboarding: 45_000}},
		{"all of each refunded", func(e *Earner) {
			e.Collections = append(e.Collections, gave("r1", april, 1, 0, 1_000_000, "2026-05-01"), gave("r2", late, 1, 0, 400_001, "2027-02-01"))
		}, map[string]int64{}},
		{"the first refunded whole: the next one carries the cost", func(e *Earner) {
			e.Collections = append(e.Collections, gave("r1", april, 1, 0, 1_000_000, "2026-05-01"), paid("3", "d2", 100_000, "2026-06-01"))
		}, map[string]int64{RuleBase: 4_000, RuleRenewal: 10_000, RuleOnboarding: 60_000}},
		{"onboarding is not complete", func(e *Earner) { e.Onboarding[1] = "" }, map[string]int64{RuleBase: 40_000, RuleRenewal: 10_000}},
		{"the last day of the base share, and the day after the renewal's last", func(e *Earner) {
			e.Collections[1].CollectedOn = "2027-01-09"
			e.Collections = append(e.Collections, paid("3", "d1", 100_000, "2028-01-10"))
		}, map[string]int64{RuleBase: 56_000, RuleOnboarding: 60_000}},
		{"the renewal's last day", func(e *Earner) { e.Collections[1].CollectedOn = "2028-01-09" }, map[string]int64{RuleBase: 40_000, RuleRenewal: 10_000, RuleOnboarding: 60_000}},
		{"the addendum has run out", func(e *Earner) { e.Addenda[0].Until = "2026-03-31" }, map[string]int64{RuleBase: 40_000}},
		{"dollars renew in dollars", func(e *Earner) { e.Collections[1].Amount.Currency = "USD" }, map[string]int64{RuleBase: 40_000, RuleRenewal: 10_000, RuleOnboarding: 60_000}},
		{"a cap of 450 a deal counts the renewal, one of 500 in 2026 comes after it", func(e *Earner) {
			e.Terms[0].DealCap, e.Terms[0].YearCap = eur(45_000), eur(50_000)
		}, map[string]int64{RuleBase: 40_000, RuleRenewal: 10_000, RuleOnboarding: 60_000, RuleDealCap: -5_000, RuleYearCap: -50_000}},
		{"the cap of a year that has renewals alone", func(e *Earner) {
			e.Terms[0].YearCap = eur(100_000)
			e.Terms[0].YearCap.Minor = 4_000
			e.Collections = e.Collections[1:]
		}, map[string]int64{RuleRenewal: 10_000, RuleYearCap: -6_000}},
		{"left before", func(e *Earner) { e.Stopped = func(Date) string { return "it left" } }, map[string]int64{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := renewer(t)
			e.Collections = []Collection{april, late}
			test.with(&e)
			if got := byRule(e.Computed("2028-12-31", testNow)); fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestWhatAnAddendumPaysExplainsItself(t *testing.T) {
	e := renewer(t)
	late := paid("2", "d1", 400_000, "2027-01-10")
	e.Collections = []Collection{paid("1", "d1", 1_000_000, "2026-04-01"), late, gave("r", late, 1, 0, 100_000, "2027-02-01")}
	var said []string
	for _, entry := range e.Computed("2027-12-31", testNow) {
		if entry.Kind == Bonus {
			said = append(said, entry.Sentence())
		}
	}
	want := []string{
		"Share of the onboarding's cost: 50% of €1,200.00 (Tier 3 Core, terms 2026-01 with addendum A-1); onboarding was complete on 20 February 2026, and it is paid with €10,000.00 of Customer d1 on 1 April 2026 = €600.00; payable from 31 May 2026.",
		"Renewal incentive of 2.5% (Tier 3 Core, terms 2026-01 with addendum A-1): Customer d1 paid €4,000.00 on 10 January 2027, within the 12 months from 10 January 2027 that follow the base share; €3,000.00 of that is kept after refunds = €75.00; payable from 11 March 2027.",
	}
	if strings.Join(said, "\n") != strings.Join(want, "\n") {
		t.Errorf("said\n%s", strings.Join(said, "\n"))
	}
	if _, why := Accrue(late, e.Facts(late), testNow); !strings.Contains(why, "the renewal incentive of 2.5% is paid for it") {
		t.Error(why)
	}
	w := Try(standardTerms(), []NamedEarner{{e, "One"}}, "2027-01-01", "2027-12-31", "2027-12-31")
	if len(w.Rules) != 1 || w.Rules[0].Label != "Renewal incentive" || w.Rules[0].Old.Plain() != "75.00" || w.Rules[0].New.Plain() != "75.00" {
		t.Errorf("other terms leave the addendum as it is: %+v", w.Rules)
	}
}

// TestAddendumLeversInAnyOrder: a ledger that heard of each fact by itself, in any order, holds
// what one holds that was told everything at once, and every line of it is proven.
func TestAddendumLeversInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		whole := renewer(t)
		whole.Terms[0].DealCap = eur(30_000)
		days := []Date{"2026-03-01", "2026-04-02", "2026-12-30", "2027-01-10", "2027-05-05", "2028-01-09", "2028-01-10"}
		for i := range rapid.IntRange(1, 6).Draw(r, "cash") {
			c := paid(fmt.Sprint(i), ReferralID(fmt.Sprint("d", rapid.IntRange(1, 2).Draw(r, "deal"))), int64(rapid.IntRange(1, 2_000_000).Draw(r, "amount")), rapid.SampledFrom(days).Draw(r, "day"))
			whole.Collections = append(whole.Collections, c)
			if part := rapid.Int64Range(0, c.Amount.Minor).Draw(r, "back"); part > 0 {
				whole.Collections = append(whole.Collections, gave(fmt.Sprint("r", i), c, 1, 0, part, c.CollectedOn.AddDays(9)))
			}
		}
		done := whole.Onboarding
		order := rapid.Permutation(whole.Collections).Draw(r, "order")
		at := rapid.IntRange(0, len(order)).Draw(r, "onboarded")
		told, ledger := whole, []Entry{}
		told.Collections, told.Onboarding = nil, [2]Date{}
		settle := func() {
			ledger = append(ledger, Settle(told.Earned().Due("2028-12-31"), ledger, "2028-12-31", testNow)...)
		}
		for i, c := range order {
			if i == at {
				told.Onboarding = done
				settle()
			}
			told.Collections = append(told.Collections, c)
			if of := slices.IndexFunc(told.Collections, func(o Collection) bool { return o.ID == c.RefundOf }); c.IsRefund() && of < 0 {
				continue // a refund is recorded after its cash; the cash settles both
			}
			settle()
		}
		told.Onboarding = done
		settle()
		want := byRule(Settle(whole.Earned().Due("2028-12-31"), nil, "2028-12-31", testNow))
		if got := byRule(ledger); fmt.Sprint(got) != fmt.Sprint(want) {
			r.Fatalf("got %v, want %v", got, want)
		}
		proof := VerifyPartner(Ledger{Collections: whole.Collections, Entries: ledger}, nil, time.UTC)
		if len(proof.Violations) > 0 {
			r.Fatal(proof.Violations)
		}
	})
}

// TestAChangedAddendumEntryIsFound whatever number of it was changed.
func TestAChangedAddendumEntryIsFound(t *testing.T) {
	e := renewer(t)
	e.Collections = []Collection{paid("1", "d1", 1_000_000, "2026-04-01"), paid("2", "d1", 400_000, "2027-01-10")}
	entries := e.Computed("2027-12-31", testNow)
	for i, entry := range entries {
		if entry.Kind != Bonus {
			continue
		}
		for name, change := range map[string]func(*Entry){
			"amount": func(e *Entry) { e.Amount.Minor++ },
			"rate":   func(e *Entry) { e.Rate = MustRate("3%") },
			"kept":   func(e *Entry) { e.Basis.Kept.Minor /= 2 },
			"base":   func(e *Entry) { e.Base.Minor *= 2 },
			"due":    func(e *Entry) { e.Basis.Due.Minor++; e.Amount.Minor++ },
		} {
			forged := slices.Clone(entries)
			basis := *entry.Basis
			forged[i].Basis = &basis
			change(&forged[i])
			if proof := VerifyPartner(Ledger{Collections: e.Collections, Entries: forged}, nil, time.UTC); len(proof.Violations) == 0 {
				t.Errorf("%s: another %s is not found", entry.Rule, name)
			}
		}
	}
	if proof := VerifyPartner(Ledger{Collections: e.Collections, Entries: entries}, nil, time.UTC); len(proof.Violations) > 0 {
		t.Error(proof.Violations)
	}
}
