package portal

import (
	"strings"
	"testing"
)

func TestAccrueIsBaseTimesTheRateOfTheDay(t *testing.T) {
	e := accrue(cash("INV-1", 400000, "2026-03-12"))
	if e.ID != "acc:cash:billing:INV-1:base" || e.Amount != eur(20000) || e.Base != eur(400000) || e.Rate.Percent() != "5%" {
		t.Errorf("5%% of 4,000.00 = 200.00; got %+v", e)
	}
	if e.PayableOn != "2026-05-11" || e.PayBy != "2026-06-10" { // 60 and 90 days after 12 March
		t.Errorf("payable on %s by %s, want 2026-05-11 and 2026-06-10", e.PayableOn, e.PayBy)
	}
	want := "5% (Tier 2 High, terms 2026-01) of €4,000.00 collected on 12 March 2026 from Hotel Miramar = €200.00; payable from 11 May 2026."
	if got := e.Sentence(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAccrueWorkedCases(t *testing.T) {
	for name, c := range map[string]struct {
		minor    int64
		currency Currency
		tier     Tier
		want     int64
	}{
		"experimental 3% of 1,234.56 = 37.0368":  {123456, "EUR", Experimental, 3704},
		"core 4% of 1,234.56 = 49.3824":          {123456, "EUR", Core, 4938},
		"high 5% of 0.50 = 0.025, half to even":  {50, "EUR", High, 2},
		"high 5% of 1.50 = 0.075, half to even":  {150, "EUR", High, 8},
		"elite 6% of 99,999,999.99":              {9999999999, "EUR", Elite, 600000000},
		"yen have no cents: 5% of 1,010 = 50.5":  {1010, "JPY", High, 50},
		"dinars have three digits: 3% of 10.000": {10000, "KWD", Experimental, 300},
		"high 5% of 0.10 = 0.005 rounds to none": {10, "EUR", High, 0},
	} {
		facts := highFacts()
		facts.Tiers = []TierFrom{{From: "2026-01-01", Tier: c.tier}}
		in := CollectionInput{ExternalID: "INV-1", Amount: Amount(c.minor, c.currency), CollectedOn: "2026-03-12"}
		entry, why := Accrue(must(NewCollection(in, miramar(), finance, testNow, testToday)), facts, testNow)
		if entry.Amount.Minor != c.want || (why == "") != (c.want != 0) {
			t.Errorf("%s: got %s (%s), want %d", name, entry.Amount, why, c.want)
		}
	}
}

func TestAccrueSaysWhyNothingAccrues(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Collection, *AccrualFacts)
		words  string
	}{
		"no contract":     {func(_ *Collection, f *AccrualFacts) { f.Deal.ContractStart = "" }, "no contract yet"},
		"before contract": {func(_ *Collection, f *AccrualFacts) { f.Deal.ContractStart = "2026-03-13" }, "before the contract starts on 13 March 2026"},
		"after 12 months": {func(_ *Collection, f *AccrualFacts) { f.Deal.ContractStart = "2025-03-12" }, "after the first 12 months of the contract, which ended on 11 March 2026"},
		"no terms yet":    {func(_ *Collection, f *AccrualFacts) { f.Terms[0].Effective = "2026-03-13" }, "No terms were in force on 12 March 2026"},
		"no tier yet":     {func(_ *Collection, f *AccrualFacts) { f.Tiers[0].From = "2026-03-13" }, "no tier on 12 March 2026"},
		"zero rate":       {func(_ *Collection, f *AccrualFacts) { f.Terms[0].BaseShare[High] = MustRate("0%") }, "give Tier 2 High no share"},
		"tier not listed": {func(_ *Collection, f *AccrualFacts) { delete(f.Terms[0].BaseShare, High) }, "give Tier 2 High no share"},
		"partner left":    {func(_ *Collection, f *AccrualFacts) { f.Stopped = "it left the program on 1 March 2026" }, "does not earn on this day: it left"},
		"a refund":        {func(c *Collection, _ *AccrualFacts) { c.Amount, c.RefundOf = eur(-1), "cash:billing:X" }, "Only money that came in"},
		"odd currency":    {func(c *Collection, _ *AccrualFacts) { c.Amount.Currency = "ZZZ" }, `"ZZZ" is not one`},
		"too little":      {func(c *Collection, _ *AccrualFacts) { c.Amount = eur(10) }, "less than the smallest amount in EUR"},
	} {
		collection, facts := cash("INV-1", 400000, "2026-03-12"), highFacts()
		c.change(&collection, &facts)
		entry, why := Accrue(collection, facts, testNow)
		if entry.ID != "" || !strings.Contains(why, c.words) {
			t.Errorf("%s: got entry %q and %q, want %q", name, entry.ID, why, c.words)
		}
	}
}

func TestFirstYearIsTwelveMonthsToTheDay(t *testing.T) {
	for _, c := range []struct{ start, last Date }{
		{"2026-03-12", "2027-03-11"}, {"2026-01-01", "2026-12-31"}, {"2025-03-01", "2026-02-28"}, {"2024-02-29", "2025-02-28"}, {"2023-03-01", "2024-02-29"},
	} {
		if got := lastShareDay(c.start, 12); got != c.last {
			t.Errorf("12 months from %s end on %s, want %s", c.start, got, c.last)
		}
		facts := highFacts()
		facts.Deal.ContractStart, facts.Tiers[0].From, facts.Terms[0].Effective = c.start, "2020-01-01", "2020-01-01"
		for day, accrues := range map[Date]bool{c.start.AddDays(-1): false, c.start: true, c.last: true, c.last.AddDays(1): false} {
			collection := cash("INV-1", 1000, "2026-01-01")
			collection.CollectedOn = day
			if _, why := Accrue(collection, facts, testNow); (why == "") != accrues {
				t.Errorf("contract from %s, collected on %s: accrues is %t (%s)", c.start, day, !accrues, why)
			}
		}
	}
}

func TestRateChangedAfterTheSaleChangesNothing(t *testing.T) {
	facts := highFacts()
	facts.Tiers = []TierFrom{{From: "2026-06-01", Tier: Elite}, {From: "2026-01-10", Tier: Core}, {From: "2026-03-13", Tier: High}}
	for day, want := range map[Date]Tier{"2026-03-12": Core, "2026-03-13": High, "2026-05-31": High, "2026-06-01": Elite} {
		if e, _ := Accrue(cash("INV-1", 400000, day), facts, testNow); e.Tier != want {
			t.Errorf("collected on %s counts as %s, want %s", day, e.Tier, want)
		}
	}
	if got, _ := TierOn([]TierFrom{{"2026-01-01", Core}, {"2026-01-01", High}}, "2026-01-01"); got != High {
		t.Errorf("of two changes on one day the later holds; got %s", got)
	}
}

func TestTermsOfTheDayAreTheNewestAcceptedByThen(t *testing.T) {
	terms := func(version string, from Date) Terms { return Terms{Version: version, Effective: from} }
	versions := []Terms{terms("B", "2026-04-01"), terms("A", "2026-01-01"), terms("C", "2026-08-01")}
	for name, c := range map[string]struct {
		accepted []AcceptedOn
		want     map[Date]string
	}{
		"nothing accepted: in force":         {nil, map[Date]string{"2026-01-01": "A", "2026-03-31": "A", "2026-04-01": "B", "2026-12-01": "C"}},
		"the accepted one until the next is": {[]AcceptedOn{{"A", "2026-01-05"}, {"B", "2026-05-20"}}, map[Date]string{"2026-01-04": "A", "2026-05-19": "A", "2026-05-20": "B", "2026-12-01": "B"}},
		"accepted before its date":           {[]AcceptedOn{{"A", "2026-01-05"}, {"B", "2026-03-01"}}, map[Date]string{"2026-03-31": "A", "2026-04-01": "B"}},
		"an older one accepted late":         {[]AcceptedOn{{"B", "2026-05-01"}, {"A", "2026-06-01"}}, map[Date]string{"2026-04-15": "B", "2026-06-02": "B"}},
	} {
		for day, want := range c.want {
			if got, ok := TermsOn(versions, c.accepted, day); !ok || got.Version != want {
				t.Errorf("%s: on %s %q counts, want %s", name, day, got.Version, want)
			}
		}
	}
	if got, ok := TermsOn(versions, nil, "2025-12-31"); ok {
		t.Errorf("before the first version %s counts", got.Version)
	}
}
