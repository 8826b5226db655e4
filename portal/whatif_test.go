package portal

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestOtherTermsAreTriedBesideThoseThatApply(t *testing.T) {
	one, two := earner(), earner()
	two.Partner = "p2"
	one.Collections = []Collection{paid("1", "d1", 1_000_000, "2026-01-20"), paid("2", "d1", 4_000_000, "2026-03-10"), paid("3", "d2", 100_000, "2026-05-01"), paid("4", "d2", 100_000, "2026-08-01")}
	two.Collections = []Collection{paid("5", "d3", 100_000, "2026-02-01"), gave("r", paid("5", "d3", 100_000, "2026-02-01"), 1, 0, 50_000, "2026-02-20")}
	flat := standardTerms() // 4% and 5%, no levers
	flat.Version = "flat"
	flat.BaseShare = map[Tier]Rate{Core: MustRate("10%"), High: MustRate("5%")}
	w := Try(flat, []NamedEarner{{one, "One"}, {two, "Two"}}, "2026-01-01", "2026-06-30", "2026-12-31")
	// One now: 4% of 10,000 + 5% of 40,000 + 5% of 1,000 = 2,450, boost 2% of 10,000 + 3% of 40,000 = 1,400.
	// One then: 10% of 10,000 + 5% of 41,000 = 3,050. Two now: 4% of 500 = 20; then 50.
	show := func(rows []Compared) string {
		var lines []string
		for _, r := range rows {
			lines = append(lines, fmt.Sprintf("%s %s %s %s", r.Label, r.Old.Plain(), r.New.Plain(), r.Delta().Plain()))
		}
		return strings.Join(lines, "; ")
	}
	for name, c := range map[string][2]string{
		"totals":   {show(w.Totals), " 3870.00 3100.00 -770.00"},
		"rules":    {show(w.Rules), "Base share 2470.00 3100.00 630.00; Quarterly boost 1400.00 0.00 -1400.00"},
		"tiers":    {show(w.Tiers), "Tier 2 High 3450.00 2050.00 -1400.00; Tier 3 Core 420.00 1050.00 630.00"},
		"partners": {show(w.Partners), "One 3850.00 3050.00 -800.00; Two 20.00 50.00 30.00"},
		"months":   {show(w.Months), "January 2026 400.00 1000.00 600.00; February 2026 20.00 50.00 30.00; March 2026 3400.00 2000.00 -1400.00; May 2026 50.00 50.00 0.00"},
		"spread":   {fmt.Sprint(w.Spread), "[{less_over_10 Over 10% less EUR 1} {less_to_10 Up to 10% less EUR 0} {same The same EUR 0} {more_to_10 Up to 10% more EUR 0} {more_over_10 Over 10% more EUR 1}]"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: got %q, want %q", name, c[0], c[1])
		}
	}
	if w.Collections != 5 {
		t.Errorf("%d collections", w.Collections)
	}
	same := Try(leverTerms(), []NamedEarner{{one, "One"}, {two, "Two"}}, "2026-01-01", "2026-12-31", "2026-12-31")
	for _, p := range same.Partners {
		if p.Delta().Minor != 0 {
			t.Errorf("under the same terms %s changes by %s", p.Label, p.Delta())
		}
	}
	var file bytes.Buffer
	if err := w.WriteCSV(&file); err != nil || !strings.Contains(file.String(), "partner,p1,One,EUR,3850.00,3050.00,-800.00,\r\n") || !strings.Contains(file.String(), "distribution,less_over_10,Over 10% less,EUR,,,,1\r\n") {
		t.Errorf("%v\n%s", err, file.String())
	}
	if rows := strings.Count(file.String(), "\n"); rows != 1+1+2+2+4+2+5 {
		t.Errorf("%d rows", rows)
	}
}

func TestAPartnerOfTwoCurrenciesCountsOnceInEach(t *testing.T) {
	e := earner()
	dollars := paid("2", "d2", 100_000, "2026-02-01")
	dollars.Amount.Currency = "USD"
	e.Collections = []Collection{paid("1", "d1", 5_000_000, "2026-01-20"), dollars}
	double := leverTerms()
	double.Version, double.BaseShare = "double", map[Tier]Rate{Core: MustRate("8%"), High: MustRate("10%")}
	w := Try(double, []NamedEarner{{e, "One"}}, "2026-01-01", "2026-12-31", "2026-12-31")
	for _, currency := range []Currency{"EUR", "USD"} {
		partners := 0
		for _, s := range w.Spread {
			if s.Currency == currency {
				partners += s.Partners
			}
		}
		if partners != 1 {
			t.Errorf("%d partners in %s: %+v", partners, currency, w.Spread)
		}
	}
	if len(w.Spread) != 10 || len(w.Partners) != 2 || w.Partners[0].Old.Currency != "EUR" {
		t.Errorf("%+v, %+v", w.Spread, w.Partners)
	}
}

// BenchmarkWhatIf tries terms on 100,000 collections of 100 partners; the goal is 3 s.
func BenchmarkWhatIf(b *testing.B) {
	var earners []NamedEarner
	for p := range 100 {
		e := earner()
		e.Partner = PartnerID(fmt.Sprint("p", p))
		for i := range 1000 {
			c := paid(fmt.Sprintf("%d-%d", p, i), ReferralID(fmt.Sprint("d", i%9+1)), int64(1000+i), Date("2026-01-10").AddDays(i%300))
			c.Partner = e.Partner
			e.Collections = append(e.Collections, c)
		}
		earners = append(earners, NamedEarner{e, string(e.Partner)})
	}
	for b.Loop() {
		if w := Try(leverTerms(), earners, "2026-01-01", "2026-12-31", "2026-12-31"); w.Collections != 100_000 {
			b.Fatal(w.Collections)
		}
	}
}
