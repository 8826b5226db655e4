package portal

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// leverTerms are the rule book's default levers, with targets and caps of round numbers.
func leverTerms() Terms {
	t := standardTerms()
	t.Levers = Levers{
		Boost:         map[Tier]Rate{Experimental: MustRate("2%"), Core: MustRate("2%"), High: MustRate("3%"), Elite: MustRate("4%")},
		Targets:       map[Tier]Money{Experimental: eur(2_000_000), Core: eur(3_000_000), High: eur(4_000_000), Elite: eur(8_000_000)},
		ReferralBonus: map[Tier]Money{Experimental: eur(15_000), Core: eur(15_000), High: eur(20_000), Elite: eur(25_000)}, ReferralDays: 90,
		SigningBonus: map[Tier]Money{Core: eur(25_000), High: eur(25_000), Elite: eur(50_000)}, SigningDays: 14,
		Milestones: map[Tier]Milestone{Core: {5, eur(50_000)}, High: {10, eur(100_000)}, Elite: {25, eur(250_000)}},
	}
	return t
}

// earner is a partner that is Core from January and High from 1 March 2026, with deals d1 to d9.
func earner() Earner {
	e := Earner{
		Partner: "p1", Tiers: []TierFrom{{"2026-01-01", Core}, {"2026-03-01", High}}, Terms: []Terms{leverTerms()},
		Accepted: []AcceptedOn{{"2026-01", "2026-01-05"}}, Deals: map[ReferralID]Deal{}, Since: "2026-01-05", Zone: time.UTC,
	}
	for i := 1; i <= 9; i++ {
		id := ReferralID(fmt.Sprintf("d%d", i))
		e.Deals[id] = Deal{
			Referral: id, Partner: "p1", Customer: "Customer " + string(id), ContractStart: "2026-01-10",
			SubmittedOn: "2025-06-01", WonAt: "2026-01-10T12:00:00.000Z", // too long ago for the referral bonus
		}
	}
	return e
}

// paid is cash of a deal; gave is its refund.
func paid(id string, deal ReferralID, minor int64, on Date) Collection {
	return Collection{
		ID: CashID("", id), Source: DefaultSource, ExternalID: id, Referral: deal, Partner: "p1", Customer: "Customer " + string(deal),
		Amount: eur(minor), CollectedOn: on,
	}
}

func gave(id string, of Collection, no int, before, minor int64, on Date) Collection {
	return Collection{
		ID: RefundID("", id), Source: DefaultSource, ExternalID: id, Referral: of.Referral, Partner: "p1", Customer: of.Customer,
		Amount: eur(-minor), CollectedOn: on, RefundOf: of.ID, RefundNo: no, Refunded: eur(before),
	}
}

// byRule sums entries by their rules.
func byRule(entries []Entry) map[string]int64 {
	sums := map[string]int64{}
	for _, e := range entries {
		if sums[e.Rule] += e.Amount.Minor; sums[e.Rule] == 0 {
			delete(sums, e.Rule)
		}
	}
	return sums
}

func TestLeversByHand(t *testing.T) {
	january, march := paid("1", "d1", 1_000_000, "2026-01-20"), paid("2", "d1", 500_000, "2026-03-10")
	tests := []struct {
		name string
		with func(*Earner)
		want map[string]int64
	}{
		{"the base share alone: 4% of 10,000 + 5% of 5,000", func(*Earner) {}, map[string]int64{RuleBase: 40_000 + 25_000}},
		{"won on the 90th day: 150 at Core", func(e *Earner) {
			e.Deals["d1"] = deal(e.Deals["d1"], "2025-10-22", "2026-01-20T12:00:00.000Z")
		}, map[string]int64{RuleBase: 65_000, RuleReferral: 15_000}},
		{"won on the 91st day: no bonus", func(e *Earner) {
			e.Deals["d1"] = deal(e.Deals["d1"], "2025-10-21", "2026-01-20T12:00:00.000Z")
		}, map[string]int64{RuleBase: 65_000}},
		{"a quarter of the first collection refunded: 150 x 3/4", func(e *Earner) {
			e.Deals["d1"] = deal(e.Deals["d1"], "2026-01-01", "2026-01-20T12:00:00.000Z")
			e.Collections = append(e.Collections, gave("r1", january, 1, 0, 250_000, "2026-02-01"))
		}, map[string]int64{RuleBase: 30_000 + 25_000, RuleReferral: 11_250}},
		{"the first collection refunded whole: the second is the first, at High", func(e *Earner) {
			e.Deals["d1"] = deal(e.Deals["d1"], "2026-01-01", "2026-01-20T12:00:00.000Z")
			e.Collections = append(e.Collections, gave("r1", january, 1, 0, 1_000_000, "2026-02-01"))
		}, map[string]int64{RuleBase: 25_000, RuleReferral: 20_000}},
		{"onboarded on day 14: 250 at Core", func(e *Earner) { e.Onboarding = [2]Date{"2026-01-05", "2026-01-18"} }, map[string]int64{RuleBase: 65_000, RuleSigning: 25_000}},
		{"onboarded on day 15: none", func(e *Earner) { e.Onboarding = [2]Date{"2026-01-05", "2026-01-19"} }, map[string]int64{RuleBase: 65_000}},
		{"target of High missed by a cent", func(e *Earner) {
			e.Collections = append(e.Collections, paid("3", "d2", 2_499_999, "2026-03-31"))
		}, map[string]int64{RuleBase: 65_000 + 125_000}},
		{"target met: 2% of 10,000 in January + 3% of 30,000 in March", func(e *Earner) {
			e.Collections = append(e.Collections, paid("3", "d2", 2_500_000, "2026-03-31"))
		}, map[string]int64{RuleBase: 65_000 + 125_000, RuleBoost: 20_000 + 90_000}},
		{"a refund after the quarter unmeets it", func(e *Earner) {
			last := paid("3", "d2", 2_500_000, "2026-03-31")
			e.Collections = append(e.Collections, last, gave("r1", last, 1, 0, 1, "2026-06-01"))
		}, map[string]int64{RuleBase: 65_000 + 125_000}},
		{"cash in dollars earns its share and no boost", func(e *Earner) {
			dollars := paid("3", "d2", 2_500_000, "2026-03-31")
			dollars.Amount.Currency = "USD"
			e.Collections = append(e.Collections, dollars)
		}, map[string]int64{RuleBase: 65_000 + 125_000}},
		{"five deals, the fifth in Core's time: 500", func(e *Earner) {
			for i := 2; i <= 5; i++ {
				e.Collections = append(e.Collections, paid(fmt.Sprint("m", i), ReferralID(fmt.Sprint("d", i)), 10_000, "2026-02-01"))
			}
		}, map[string]int64{RuleBase: 65_000 + 4*400, RuleMilestone: 50_000}},
		{"one of the five refunded whole: none", func(e *Earner) {
			for i := 2; i <= 5; i++ {
				e.Collections = append(e.Collections, paid(fmt.Sprint("m", i), ReferralID(fmt.Sprint("d", i)), 10_000, "2026-02-01"))
			}
			e.Collections = append(e.Collections, gave("r1", e.Collections[3], 1, 0, 10_000, "2026-07-01"))
		}, map[string]int64{RuleBase: 65_000 + 3*400}},
		{"a cap of 500 a deal takes 150 off", func(e *Earner) { e.Terms[0].DealCap = eur(50_000) }, map[string]int64{RuleBase: 65_000, RuleDealCap: -15_000}},
		{"a cap of 500 a deal counts the referral bonus", func(e *Earner) {
			e.Terms[0].DealCap = eur(50_000)
			e.Deals["d1"] = deal(e.Deals["d1"], "2026-01-01", "2026-01-20T12:00:00.000Z")
		}, map[string]int64{RuleBase: 65_000, RuleReferral: 15_000, RuleDealCap: -30_000}},
		{"the cap of a year comes after that of the deal", func(e *Earner) {
			e.Terms[0].DealCap, e.Terms[0].YearCap = eur(50_000), eur(60_000)
			e.Collections = append(e.Collections, paid("3", "d2", 500_000, "2026-02-10"))
		}, map[string]int64{RuleBase: 65_000 + 20_000, RuleDealCap: -15_000, RuleYearCap: -10_000}},
		{"hotels have a package of their own: 10%, no boost", func(e *Earner) {
			e.Vertical = "hotels"
			tenth := map[Tier]Rate{Core: MustRate("10%"), High: MustRate("10%")}
			e.Terms[0].Packages = map[string]Package{"hotels": {BaseShare: tenth, Levers: Levers{Boost: map[Tier]Rate{}}}}
			e.Collections = append(e.Collections, paid("3", "d2", 2_500_000, "2026-03-31"))
		}, map[string]int64{RuleBase: 400_000}},
		{"nothing on a day it does not earn", func(e *Earner) {
			e.Onboarding = [2]Date{"2026-01-05", "2026-01-18"}
			e.Stopped = func(Date) string { return "it was paused" }
		}, map[string]int64{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := earner()
			e.Collections = []Collection{january, march}
			test.with(&e)
			entries := e.Computed("2026-12-31", testNow)
			got := byRule(entries)
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			for _, entry := range entries {
				if s := entry.Sentence(); !strings.HasSuffix(s, ".") || strings.Contains(s, "%!") || !strings.Contains(s, entry.Amount.Neg().String()) && !strings.Contains(s, entry.Amount.String()) {
					t.Errorf("%s is explained as %q", entry.ID, s)
				}
			}
			if found := Verify(Ledger{Collections: e.Collections, Entries: entries}, time.UTC); len(found) > 0 {
				t.Errorf("the ledger is broken: %v", found)
			}
		})
	}
}

func deal(d Deal, submitted Date, won Instant) Deal {
	d.SubmittedOn, d.WonAt = submitted, won
	return d
}

// TestABoostSaysItsNumbers holds the sentence that a partner reads.
func TestABoostSaysItsNumbers(t *testing.T) {
	e := earner()
	e.Collections = []Collection{paid("1", "d1", 1_000_000, "2026-01-20"), paid("2", "d1", 3_000_000, "2026-03-10")}
	var boost Entry
	for _, entry := range e.Computed("2026-04-01", testNow) {
		if entry.Kind == Boost {
			boost = entry
		}
	}
	want := "Boost for Q1 2026: €40,000.00 of what customers paid is kept, which meets the target of €40,000.00: 2% (Tier 3 Core, terms 2026-01) of €10,000.00" +
		" + 3% (Tier 2 High, terms 2026-01) of €30,000.00 = €1,100.00; payable from 30 May 2026."
	if got := boost.Sentence(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	e.Terms[0].Boost[Core] = Rate{} // as in terms of before: January's cash counts for the target and earns no boost
	want = "Boost for Q1 2026: €40,000.00 of what customers paid is kept, which meets the target of €40,000.00; €10,000.00 of it came in on days whose terms give no boost:" +
		" 3% (Tier 2 High, terms 2026-01) of €30,000.00 = €900.00; payable from 30 May 2026."
	if got := e.boosts(e.Earned().base, "2026-04-01")[0].Sentence(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if last := e.Earned().LastQuarter(); last.Quarter != "2026-Q1" || last.Kept.In("EUR") != eur(4_000_000) {
		t.Errorf("the last quarter is %+v", last)
	}
	if open := e.Computed("2026-03-31", testNow); byRule(open)[RuleBoost] != 0 {
		t.Error("a quarter that is not over has a boost")
	}
}

// TestACorrectionFollowsARefund walks one chain: booked, corrected, lapsed, back again.
func TestACorrectionFollowsARefund(t *testing.T) {
	e := earner()
	jan, mar := paid("1", "d1", 1_000_000, "2026-01-20"), paid("2", "d1", 3_000_000, "2026-03-10")
	e.Collections = []Collection{jan, mar}
	var ledger []Entry
	steps := []struct {
		fact Collection
		want int64 // of the new entry, 0 for none
		id   EntryID
		on   Date
	}{
		{Collection{}, 110_000, "boost:p1:2026-Q1:EUR", "2026-05-30"},
		{gave("r1", jan, 1, 0, 10_000, "2026-05-01"), -110_000, "fix:2:boost:p1:2026-Q1:EUR", "2026-05-30"},
		{gave("r2", jan, 2, 10_000, 10_000, "2026-06-20"), 0, "", ""},
		{paid("late", "d2", 120_000, "2026-02-02"), 20_000 - 400 + 90_000 + 2400, "fix:3:boost:p1:2026-Q1:EUR", "2026-06-25"},
	}
	asOf := []Date{"2026-04-01", "2026-05-01", "2026-06-20", "2026-06-25"}
	for i, step := range steps {
		if step.fact.ID != "" {
			e.Collections = append(e.Collections, step.fact)
		}
		for range 2 { // the second time there is nothing to do
			entries := Settle(e.Earned().Due("2026-07-01"), ledger, asOf[i], testNow)
			if step.want == 0 {
				if len(entries) > 0 {
					t.Fatalf("step %d: %v", i, entries)
				}
				continue
			}
			if len(entries) != 1 || entries[0].Amount.Minor != step.want || entries[0].ID != step.id || entries[0].PayableOn != step.on {
				t.Fatalf("step %d: got %+v", i, entries)
			}
			ledger, step.want = append(ledger, entries...), 0
		}
	}
	if found := Verify(Ledger{Collections: e.Collections, Entries: ledger}, time.UTC); len(found) > 0 {
		t.Error(found)
	}
	for i, spoil := range []func(*Entry){
		func(x *Entry) { x.Amount.Minor++ },
		func(x *Entry) { x.Basis.Was.Minor++ },
		func(x *Entry) { x.Basis.Counted.Minor = 1 },
		func(x *Entry) { x.Basis.N++ },
		func(x *Entry) { x.Partner = "p2" },
	} {
		spoilt := make([]Entry, len(ledger))
		for j, x := range ledger {
			basis := *x.Basis
			x.Basis = &basis
			spoilt[j] = x
		}
		spoil(&spoilt[2])
		if len(Verify(Ledger{Collections: e.Collections, Entries: spoilt}, time.UTC)) == 0 {
			t.Errorf("spoilt in way %d, and nothing was found", i)
		}
	}
}

// drawn makes random cash and refunds of a partner with every lever, caps included.
func drawn(t *rapid.T) Earner {
	e := earner()
	e.Onboarding = [2]Date{"2026-01-05", "2026-01-10"}
	e.Terms[0].DealCap, e.Terms[0].YearCap = eur(70_000), eur(200_000)
	for i := range rapid.IntRange(0, 9).Draw(t, "in time") {
		id := ReferralID(fmt.Sprint("d", i+1))
		e.Deals[id] = deal(e.Deals[id], "2026-01-01", "2026-01-10T12:00:00.000Z")
	}
	for i := range rapid.IntRange(1, 14).Draw(t, "cash") {
		of := ReferralID(fmt.Sprint("d", rapid.IntRange(1, 9).Draw(t, "deal")))
		on := Date("2026-01-10").AddDays(rapid.IntRange(0, 200).Draw(t, "day"))
		c := paid(fmt.Sprint("c", i), of, rapid.Int64Range(1, 3_000_000).Draw(t, "amount"), on)
		e.Collections = append(e.Collections, c)
		left := c.Amount.Minor
		for n := range rapid.IntRange(0, 2).Draw(t, "refunds") {
			if left == 0 {
				break
			}
			back := rapid.Int64Range(1, left).Draw(t, "back")
			e.Collections = append(e.Collections, gave(fmt.Sprintf("r%d-%d", i, n), c, n+1, c.Amount.Minor-left, back, on.AddDays(10*(n+1))))
			left -= back
		}
	}
	return e
}

// TestTheOrderOfArrivalDoesNotMatter tells a ledger the facts one by one in any
// order that has cash before its refunds, and compares it with being told at once.
func TestTheOrderOfArrivalDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawn(t)
		want := byRule(e.Computed("2026-12-31", testNow))
		order := rapid.Permutation(e.Collections).Draw(t, "order")
		told := e
		told.Collections = nil
		var ledger []Entry
		there := map[EntryID]bool{}
		for len(order) > 0 {
			for i, c := range order {
				if c.IsRefund() && !arrived(told.Collections, c) {
					continue
				}
				told.Collections = append(told.Collections, c)
				order = append(order[:i:i], order[i+1:]...)
				for _, entry := range told.Computed("2026-12-31", testNow) { // the base shares and clawbacks
					if entry.Basis == nil && !there[entry.ID] {
						there[entry.ID] = true
						ledger = append(ledger, entry)
					}
				}
				ledger = append(ledger, Settle(told.Earned().Due("2026-12-31"), notCaps(ledger), c.CollectedOn, testNow)...)
				ledger = append(ledger, Settle(told.Earned().Capped(ledger), caps(ledger), c.CollectedOn, testNow)...)
				break
			}
		}
		if got := byRule(ledger); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("one by one %v, at once %v", got, want)
		}
		if found := Verify(Ledger{Collections: e.Collections, Entries: ledger}, time.UTC); len(found) > 0 {
			t.Fatal(found)
		}
	})
}

// arrived reports whether a refund's cash and the refunds before it are there.
func arrived(there []Collection, refund Collection) bool {
	n := 0
	for _, c := range there {
		if c.ID == refund.RefundOf || c.RefundOf == refund.RefundOf && c.RefundNo < refund.RefundNo {
			n++
		}
	}
	return n == refund.RefundNo
}

func caps(ledger []Entry) []Entry { return only(ledger, func(e Entry) bool { return e.Kind == Cap }) }

func notCaps(ledger []Entry) []Entry {
	return only(ledger, func(e Entry) bool { return e.Kind != Cap })
}

func only(ledger []Entry, keep func(Entry) bool) []Entry {
	var kept []Entry
	for _, e := range ledger {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// TestARefundOfEverythingReturnsToZero gives back all that is left of all cash.
func TestARefundOfEverythingReturnsToZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawn(t)
		left, number, before := map[CollectionID]int64{}, map[CollectionID]int{}, map[CollectionID]int64{}
		for _, c := range e.Collections {
			if c.IsRefund() {
				left[c.RefundOf] += c.Amount.Minor
				before[c.RefundOf] -= c.Amount.Minor
				number[c.RefundOf]++
			} else {
				left[c.ID] += c.Amount.Minor
			}
		}
		for _, c := range e.Collections {
			if !c.IsRefund() && left[c.ID] > 0 {
				e.Collections = append(e.Collections, gave("rest-"+c.ExternalID, c, number[c.ID]+1, before[c.ID], left[c.ID], "2026-12-01"))
			}
		}
		if got := byRule(e.Computed("2026-12-31", testNow)); len(got) > 0 {
			t.Fatalf("after everything was given back: %v", got)
		}
	})
}

// TestSplittingACollectionChangesNoMoreThanRounding pays one collection in two parts.
func TestSplittingACollectionChangesNoMoreThanRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := earner()
		e.Collections = []Collection{paid("1", "d1", rapid.Int64Range(2, 9_000_000).Draw(t, "amount"), "2026-03-05")}
		whole := byRule(e.Computed("2026-12-31", testNow))
		part := rapid.Int64Range(1, e.Collections[0].Amount.Minor-1).Draw(t, "part")
		e.Collections = []Collection{paid("1a", "d1", part, "2026-03-05"), paid("1b", "d1", e.Collections[0].Amount.Minor-part, "2026-03-05")}
		split := byRule(e.Computed("2026-12-31", testNow))
		if d := whole[RuleBase] - split[RuleBase]; d < -1 || d > 1 || whole[RuleBoost] != split[RuleBoost] {
			t.Fatalf("whole %v, in two %v", whole, split)
		}
	})
}
