package portal

import (
	"fmt"
	"maps"
	"testing"
)

// capped is an earner at Core, 4%, of which one deal earns at most 100.00 and a year 250.00.
func capped(change func(*Terms)) Earner {
	e := earner()
	terms := standardTerms()
	terms.DealCap = eur(10_000)
	if change != nil {
		change(&terms)
	}
	e.Terms, e.Tiers = []Terms{terms}, []TierFrom{{"2026-01-01", Core}}
	return e
}

// booked is the ledger of an earner that is told its collections one after the other,
// each settled on its day.
func booked(e Earner, today Date) []Entry {
	var ledger []Entry
	all := e.Collections
	e.Collections = nil
	for _, c := range all {
		e.Collections = append(e.Collections, c)
		if c.IsRefund() {
			for _, of := range ledger {
				if claw, why := ClawBack(of, c, testNow); why == "" && of.Rule == RuleBase {
					ledger = append(ledger, claw)
				}
			}
		} else if share, why := Accrue(c, e.Facts(c), testNow); why == "" {
			ledger = append(ledger, share)
		}
		ledger = append(ledger, Settle(e.Earned().Due(today), ledger, c.CollectedOn, testNow)...)
		var caps []Entry
		for _, entry := range ledger {
			if entry.Kind == Cap {
				caps = append(caps, entry)
			}
		}
		ledger = append(ledger, Settle(e.Earned().Capped(ledger), caps, c.CollectedOn, testNow)...)
	}
	return ledger
}

func TestWhatACapGivesBackIsDueAsLateAsAnyShare(t *testing.T) {
	e := capped(nil)
	first, second := paid("1", "d1", 200_000, "2026-01-20"), paid("2", "d1", 100_000, "2026-02-10") // 80.00 and 40.00, 20.00 too much
	e.Collections = []Collection{first, second, gave("r", first, 1, 0, 100_000, "2026-03-01")}      // 40.00 back: nothing is too much
	ledger := booked(e, "2026-03-02")
	last := ledger[len(ledger)-1]
	if last.Kind != Cap || last.Amount != eur(2_000) || last.PayableOn != "2026-04-11" || last.PayBy != "2026-05-11" {
		t.Errorf("%s of %s payable on %s by %s: 60 and 90 days after the cash of 10 February are 11 April and 11 May", last.Kind, last.Amount, last.PayableOn, last.PayBy)
	}
}

func TestADealCapCountsInTheYearsOfItsCash(t *testing.T) {
	e := capped(func(terms *Terms) { terms.YearCap = eur(11_000) })
	e.Deals["d1"] = Deal{Referral: "d1", Partner: "p1", Customer: "Customer d1", ContractStart: "2026-06-01"}
	// 2026: 120.00, capped to 100.00. 2027: 40.00, capped to nothing. No year has earned 110.00.
	e.Collections = []Collection{paid("1", "d1", 300_000, "2026-07-01"), paid("2", "d1", 100_000, "2027-02-01")}
	if got := byRule(booked(e, "2027-03-01")); fmt.Sprint(got) != fmt.Sprint(map[string]int64{RuleBase: 16_000, RuleDealCap: -6_000}) {
		t.Errorf("got %v", got)
	}
}

func TestHeldEntriesSayWhyTheyWait(t *testing.T) {
	e := capped(nil)
	e.Collections = []Collection{paid("1", "d1", 300_000, "2026-01-20")}
	for _, p := range (Ledger{Entries: booked(e, "2026-01-21")}).Positions("2026-01-21") {
		want := "Held until 21 March 2026: a collection can be refunded for 60 days."
		if p.Entry.Kind == Cap {
			want = "Counts from 21 March 2026, together with the commission it is taken off."
		}
		if got := p.WhyNotYet(Reading{}); got != want {
			t.Errorf("%s: %s", p.Entry.ID, got)
		}
	}
}

func TestARefundOfCorrectedCashSaysWhatItGivesBack(t *testing.T) {
	c := cash("INV-1", 100_000, "2026-03-12")
	share := accrue(c) // 5% at High: 50.00
	facts := highFacts()
	facts.Tiers = []TierFrom{{From: "2026-01-01", Tier: Core}}
	due, _ := Accrue(c, facts, testNow) // 40.00
	correction, _ := Reprice(due, []Entry{share}, testNow)
	refund := must(NewRefund(CollectionInput{ExternalID: "R-1", Amount: eur(50_000), CollectedOn: "2026-03-15"}, c, nil, finance, testNow, testToday))
	got := ClawBackAll([]Entry{share, correction}, []Collection{refund}, testNow)
	if len(got) != 2 || got[0].Amount != eur(-2_500) || got[1].Amount != eur(500) {
		t.Fatalf("half of 50.00 and half of the 10.00 that was taken off it: %+v", got)
	}
	want := "Of €1,000.00 collected on 12 March 2026 from Hotel Miramar, €500.00 was refunded on 15 March 2026; in proportion €5.00 of the €10.00 that a correction took off is given back, from 11 May 2026."
	if got := got[1].Sentence(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestWorkedCases are amounts computed by hand from the rule book: what a ledger holds
// by rule once it was told the collections in this order, each settled as it came.
func TestWorkedCases(t *testing.T) {
	cash := func(e *Earner, c ...Collection) { e.Collections = append(e.Collections, c...) }
	in := func(c Collection, currency Currency) Collection {
		c.Amount.Currency, c.Refunded.Currency = currency, currency
		return c
	}
	bonus := func(e *Earner) { e.Deals["d1"] = deal(e.Deals["d1"], "2026-01-01", "2026-01-20T12:00:00.000Z") }
	for _, c := range []struct {
		name string
		with func(*Earner)
		want map[string]int64
	}{
		{"two refunds of half a cent's share each: 4% of 0.37 is 0.01, and nothing of it is left", func(e *Earner) {
			of := paid("1", "d1", 37, "2026-01-20")
			cash(e, of, gave("r1", of, 1, 0, 18, "2026-01-21"), gave("r2", of, 2, 18, 19, "2026-01-22"))
		}, nil},
		{"a third refunded of 4% of 100.00: 4.00 less 1.33", func(e *Earner) {
			of := paid("1", "d1", 10_000, "2026-01-20")
			cash(e, of, gave("r1", of, 1, 0, 3_333, "2026-01-21"))
		}, map[string]int64{RuleBase: 267}},
		{"yen: 4% of 1,012 is 40.48, half of it refunded takes 20 of 40", func(e *Earner) {
			of := in(paid("1", "d1", 1_012, "2026-01-20"), "JPY")
			cash(e, of, in(gave("r1", of, 1, 0, 506, "2026-01-21"), "JPY"))
		}, map[string]int64{RuleBase: 20}},
		{"dinars have three digits: 4% of 1.013 is 0.04052, so 0.041", func(e *Earner) {
			cash(e, in(paid("1", "d1", 1_013, "2026-01-20"), "KWD"))
		}, map[string]int64{RuleBase: 41}},
		{"cash in francs earns its bonus in euros, and no boost though it is more than the target", func(e *Earner) {
			bonus(e)
			cash(e, in(paid("1", "d1", 9_000_000, "2026-01-20"), "CHF"))
		}, map[string]int64{RuleBase: 360_000, RuleReferral: 15_000}},
		{"the day of the promotion has the new rate, the day before the old", func(e *Earner) {
			cash(e, paid("1", "d1", 10_000, "2026-02-28"), paid("2", "d1", 10_000, "2026-03-01"))
		}, map[string]int64{RuleBase: 400 + 500}},
		{"the first and the last day of a quarter are in it: 40,000.00 meet the target of High, 3% of March's and 2% of January's", func(e *Earner) {
			cash(e, paid("1", "d1", 2_000_000, "2026-03-31"), paid("2", "d2", 2_000_000, "2026-01-10"))
		}, map[string]int64{RuleBase: 100_000 + 80_000, RuleBoost: 60_000 + 40_000}},
		{"the target is that of the last day's tier: 30,000.00 were enough for Core alone", func(e *Earner) {
			cash(e, paid("1", "d1", 3_000_000, "2026-02-01"))
		}, map[string]int64{RuleBase: 120_000}},
		{"a cent below the target is no boost", func(e *Earner) {
			cash(e, paid("1", "d1", 3_999_999, "2026-03-31"))
		}, map[string]int64{RuleBase: 200_000}},
		{"a boost that was met is taken back whole when a refund leaves a cent too little", func(e *Earner) {
			of := paid("1", "d1", 4_000_000, "2026-03-31")
			cash(e, of, gave("r1", of, 1, 0, 1, "2026-08-01"))
		}, map[string]int64{RuleBase: 200_000}},
		{"late cash of a closed quarter meets its target after all", func(e *Earner) {
			cash(e, paid("1", "d1", 2_000_000, "2026-03-31"), paid("2", "d1", 100_000, "2026-07-02"), paid("3", "d1", 2_000_000, "2026-03-30"))
		}, map[string]int64{RuleBase: 205_000, RuleBoost: 120_000}},
		{"a bonus that a refund of everything took back comes again with the next cash", func(e *Earner) {
			bonus(e)
			of := paid("1", "d1", 10_000, "2026-01-20")
			cash(e, of, gave("r1", of, 1, 0, 10_000, "2026-01-25"), paid("2", "d1", 10_000, "2026-02-10"))
		}, map[string]int64{RuleBase: 400, RuleReferral: 15_000}},
		{"a refund of the second collection leaves the bonus of the first", func(e *Earner) {
			bonus(e)
			of := paid("2", "d1", 10_000, "2026-02-10")
			cash(e, paid("1", "d1", 10_000, "2026-01-20"), of, gave("r1", of, 1, 0, 10_000, "2026-02-20"))
		}, map[string]int64{RuleBase: 400, RuleReferral: 15_000}},
		{"the fifth deal is refunded whole: no milestone", func(e *Earner) {
			for i := 1; i <= 4; i++ {
				cash(e, paid(fmt.Sprint(i), ReferralID(fmt.Sprint("d", i)), 10_000, "2026-02-01"))
			}
			of := paid("5", "d5", 10_000, "2026-02-02")
			cash(e, of, gave("r1", of, 1, 0, 10_000, "2026-02-20"))
		}, map[string]int64{RuleBase: 1_600}},
		{"the fifth deal in the next contract year is its first", func(e *Earner) {
			e.Since = "2025-02-02"
			for i := 1; i <= 5; i++ {
				cash(e, paid(fmt.Sprint(i), ReferralID(fmt.Sprint("d", i)), 10_000, []Date{"2026-02-01", "2026-02-02"}[i/5]))
			}
		}, map[string]int64{RuleBase: 2_000}},
		{"the last day of the first year of a contract from 29 February is 28 February", func(e *Earner) {
			e.Deals["d1"] = Deal{Referral: "d1", Partner: "p1", ContractStart: "2024-02-29"}
			e.Tiers, e.Terms[0].Effective, e.Accepted[0].On = []TierFrom{{"2024-01-01", Core}}, "2024-01-01", "2024-01-01"
			cash(e, paid("1", "d1", 10_000, "2025-02-28"), paid("2", "d1", 10_000, "2025-03-01"))
		}, map[string]int64{RuleBase: 400}},
		{"a cap in the middle of an entry: 100.00 of 120.00, and all of the second is too much", func(e *Earner) {
			e.Terms[0].DealCap = eur(10_000)
			cash(e, paid("1", "d1", 300_000, "2026-01-20"), paid("2", "d1", 100_000, "2026-02-20"))
		}, map[string]int64{RuleBase: 16_000, RuleDealCap: -6_000}},
		{"a refund lifts the cap by what it gives back: 40.00 of 160.00 leaves 20.00 too much", func(e *Earner) {
			e.Terms[0].DealCap = eur(10_000)
			of := paid("2", "d1", 100_000, "2026-02-20")
			cash(e, paid("1", "d1", 300_000, "2026-01-20"), of, gave("r1", of, 1, 0, 100_000, "2026-03-01"))
		}, map[string]int64{RuleBase: 12_000, RuleDealCap: -2_000}},
		{"the year's cap begins anew on 1 January", func(e *Earner) {
			e.Terms[0].YearCap = eur(10_000)
			e.Tiers = []TierFrom{{"2026-01-01", Core}}
			for i := 1; i <= 2; i++ {
				id := ReferralID(fmt.Sprint("d", i))
				e.Deals[id] = Deal{Referral: id, Partner: "p1", ContractStart: "2026-06-01"}
				cash(e, paid(fmt.Sprint(i), id, 300_000, []Date{"2026-12-31", "2027-01-01"}[i-1]))
			}
		}, map[string]int64{RuleBase: 24_000, RuleYearCap: -4_000}},
		{"a package of its trade pays instead of the standard share", func(e *Earner) {
			e.Vertical = "hospitality"
			e.Terms[0].Packages = map[string]Package{"hospitality": {BaseShare: map[Tier]Rate{Core: MustRate("7.5%")}}}
			cash(e, paid("1", "d1", 10_000, "2026-01-20"))
		}, map[string]int64{RuleBase: 750}},
		{"what a partner collects while it is paused earns nothing, counts for no target and no milestone", func(e *Earner) {
			e.Stopped = func(day Date) string {
				if day >= "2026-03-10" && day < "2026-03-20" {
					return "it was paused on 9 March 2026"
				}
				return ""
			}
			cash(e, paid("1", "d1", 3_999_999, "2026-03-09"), paid("2", "d2", 4_000_000, "2026-03-10"))
		}, map[string]int64{RuleBase: 200_000}},
	} {
		e := earner()
		c.with(&e)
		got := byRule(booked(e, "2027-06-01"))
		if len(got)+len(c.want) > 0 && !maps.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		if told := byRule(e.Computed("2027-06-01", testNow)); !maps.Equal(told, got) {
			t.Errorf("%s: told at once it is %v, one by one %v", c.name, told, got)
		}
	}
}
