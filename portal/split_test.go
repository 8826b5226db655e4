package portal

import (
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"
)

// shared divides a deal between p1, p2 and p3 by shares in percent, "" for none.
func shared(d Deal, on Date, shares ...string) Deal {
	split := Split{On: on}
	for i, text := range shares {
		if text != "" {
			id := PartnerID(fmt.Sprint("p", i+1))
			split.Shares = append(split.Shares, Share{Partner: id, Name: string(id), Rate: must(ParseShare(text))})
		}
	}
	d.Splits = append(slices.Clone(d.Splits), split)
	return d
}

func TestCashIsDividedByTheLargestRemainder(t *testing.T) {
	tests := []struct {
		name   string
		minor  int64
		shares []string
		want   []int64
	}{
		{"even", 1000, []string{"60", "40"}, []int64{600, 400}},
		{"a cent goes to the larger remainder", 101, []string{"60", "40"}, []int64{61, 40}}, // 60.6 and 40.4
		{"of equal remainders the first gets it", 101, []string{"50", "50"}, []int64{51, 50}},
		{"two cents to the first two of three thirds", 11, []string{"33.3334", "33.3333", "33.3333"}, []int64{4, 4, 3}},
		{"one cent cannot be divided", 1, []string{"40", "60"}, []int64{0, 1}},
		{"nothing", 0, []string{"40", "60"}, []int64{0, 0}},
		{"more than 64 bits on the way", maxCollected, []string{"12.345678", "87.654322"}, []int64{123456780000000, 876543220000000}},
	}
	for _, tt := range tests {
		deal := shared(Deal{Partner: "p1"}, "2026-03-01", tt.shares...)
		var got []int64
		for i := range tt.shares {
			got = append(got, deal.Split().Portion(eur(tt.minor), PartnerID(fmt.Sprint("p", i+1))).Minor)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
	yen := shared(Deal{Partner: "p1"}, "2026-03-01", "60", "40").Split().Portion(Amount(101, "JPY"), "p1")
	if yen != Amount(61, "JPY") {
		t.Errorf("yen have no cents: %s", yen)
	}
}

// drawnShares are two to four shares that add up to the whole, as they are typed.
func drawnShares(t *rapid.T) []string {
	left, n := 1_000_000, rapid.IntRange(2, 3).Draw(t, "partners")
	var shares []string
	for i := range n {
		part := left
		if i < n-1 {
			part = rapid.IntRange(1, left-(n-1-i)).Draw(t, "share")
		}
		shares = append(shares, fmt.Sprintf("%d.%04d", part/10_000, part%10_000))
		left -= part
	}
	return shares
}

func TestPortionsAddUpToTheCashAndGiveBackNoMoreThanTheyGot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		deal := shared(Deal{Referral: "d1", Partner: "p1"}, "2026-03-01", drawnShares(t)...)
		c := paid("1", "d1", rapid.Int64Range(1, maxCollected).Draw(t, "amount"), "2026-03-05")
		cash, left := []Collection{c}, c.Amount.Minor
		for n := 0; left > 0 && n < 4; n++ {
			back := rapid.Int64Range(1, left).Draw(t, "back")
			if n == 3 {
				back = left // everything
			}
			cash = append(cash, gave(fmt.Sprint("r", n), c, n+1, c.Amount.Minor-left, back, "2026-04-01"))
			left -= back
		}
		sums, kept := map[CollectionID]int64{}, map[PartnerID]int64{}
		for _, partner := range deal.Parties() {
			for _, view := range deal.Portions(cash, partner) {
				sums[view.ID] += view.Amount.Minor
				kept[partner] += view.Amount.Minor
				if view.IsRefund() == (view.Amount.Minor > 0) && view.Amount.Minor != 0 || kept[partner] < 0 {
					t.Fatalf("%s: %s of %s, %d kept", partner, view.Amount, view.ID, kept[partner])
				}
			}
		}
		for _, c := range cash {
			if sums[c.ID] != c.Amount.Minor {
				t.Fatalf("the portions of %s add up to %d, not %d", c.ID, sums[c.ID], c.Amount.Minor)
			}
		}
		if left == 0 {
			for partner, minor := range kept {
				if minor != 0 {
					t.Fatalf("everything was refunded and %s keeps %d", partner, minor)
				}
			}
		}
	})
}

func TestDividingIsNeverMoreThanRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var weights []*big.Int
		total := int64(0)
		for range rapid.IntRange(1, 6).Draw(t, "weights") {
			w := rapid.Int64Range(0, 1_000_000).Draw(t, "weight")
			weights, total = append(weights, big.NewInt(w)), total+w
		}
		if total == 0 {
			return
		}
		amount := rapid.Int64Range(0, maxCollected).Draw(t, "amount")
		for i, part := range divide(amount, weights) {
			low := new(big.Int).Div(new(big.Int).Mul(big.NewInt(amount), weights[i]), big.NewInt(total)).Int64()
			if part < low || part > low+1 {
				t.Fatalf("%d of %d with the weight %s of %d", part, amount, weights[i], total)
			}
		}
	})
}

// sharing are two earners of one cash: p1, whose deal d1 is, and p2 with another tier.
func sharing(cash []Collection, d Deal) (one, two Earner) {
	one, two = earner(), earner()
	two.Partner, two.Tiers = "p2", []TierFrom{{"2026-01-01", Elite}}
	one.Deals["d1"], two.Deals["d1"] = d, d
	l := Ledger{Collections: cash, Split: []Deal{d}}
	if len(d.Splits) == 0 {
		l.Split = nil
	}
	parts := l.ByPartner()
	one.Collections = parts["p1"].Cash("p1")
	two.Collections = nil
	if parts["p2"] != nil {
		two.Collections = parts["p2"].Cash("p2")
	}
	return one, two
}

func TestEachPartnerEarnsOnItsPortionByItsOwnTerms(t *testing.T) {
	d := deal(earner().Deals["d1"], "2025-12-01", "2026-01-20T12:00:00.000Z")
	cash := []Collection{paid("1", "d1", 1_000_000, "2026-03-10")}
	one, two := sharing(cash, shared(d, "2026-03-12", "60", "40"))
	// High: 5% of 6,000.00, and 60% of the bonus of 200.00. Elite: 6% of 4,000.00, and 40% of 250.00.
	for _, tt := range []struct {
		e    Earner
		want map[string]int64
		says string
	}{
		{one, map[string]int64{RuleBase: 30_000, RuleReferral: 12_000}, "5% (Tier 2 High, terms 2026-01) of 60% of €10,000.00 collected on 10 March 2026 from Customer d1 = €300.00; payable from 9 May 2026."},
		{two, map[string]int64{RuleBase: 24_000, RuleReferral: 10_000}, "6% (Tier 1 Elite, terms 2026-01) of 40% of €10,000.00 collected on 10 March 2026 from Customer d1 = €240.00; payable from 9 May 2026."},
	} {
		entries := tt.e.Computed("2026-03-20", testNow)
		if got := byRule(entries); fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s earns %v, want %v", tt.e.Partner, got, tt.want)
		}
		if got := entries[0].Sentence(); got != tt.says {
			t.Errorf("%s reads %q", tt.e.Partner, got)
		}
	}
	if id := two.Computed("2026-03-20", testNow)[0].ID; id != "acc:cash:billing:1:base:p2" {
		t.Errorf("the other partner's share has the id %s", id)
	}
	if id := one.Computed("2026-03-20", testNow)[0].ID; id != "acc:cash:billing:1:base" {
		t.Errorf("the partner's own share has the id %s", id)
	}
}

// followed makes the ledger of a partner follow what is due by its cash of now.
func followed(e Earner, ledger []Entry) []Entry {
	ledger = slices.Clone(ledger)
	there := map[EntryID]bool{}
	for _, entry := range ledger {
		there[entry.ID] = true
	}
	for _, c := range e.Collections {
		if c.IsRefund() {
			continue
		}
		shares := Shares(OfPartner(ledger, e.Partner, c.ID))
		if next, missing, _ := NextShare(c, e.Facts(c), shares, testNow); missing {
			ledger, shares = append(ledger, next), append(shares, next)
		}
		for _, claw := range ClawBackAll(shares, RefundsOf(c, e.Collections), testNow) {
			if !there[claw.ID] {
				ledger = append(ledger, claw)
			}
		}
	}
	ledger = append(ledger, Settle(e.Earned().Due("2026-12-31"), notCaps(ledger), "2026-06-01", testNow)...)
	return append(ledger, Settle(e.Earned().Capped(ledger), caps(ledger), "2026-06-01", testNow)...)
}

// TestTheLedgerFollowsSplits decides splits again and again, between cash and refunds of
// everything, and lets both ledgers follow.
func TestTheLedgerFollowsSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := deal(earner().Deals["d1"], "2025-12-01", "2026-01-20T12:00:00.000Z")
		var cash []Collection
		var left []int64
		for i := range rapid.IntRange(1, 3).Draw(t, "cash") {
			c := paid(fmt.Sprint("c", i), "d1", rapid.Int64Range(1, 5_000_000).Draw(t, "amount"), Date("2026-02-01").AddDays(20*i))
			cash, left = append(cash, c), append(left, c.Amount.Minor)
		}
		all := len(cash)
		var ledgers [2][]Entry
		follow := func() {
			one, two := sharing(cash, d)
			one.Terms[0].DealCap, one.Terms[0].YearCap = eur(70_000), eur(90_000)
			two.Terms = one.Terms
			for i, e := range []Earner{one, two} {
				ledgers[i] = followed(e, ledgers[i])
				if again := followed(e, ledgers[i]); len(again) != len(ledgers[i]) {
					t.Fatalf("%s: the ledger is settled and still lacks %v", e.Partner, again[len(ledgers[i]):])
				}
			}
			l := Ledger{Collections: cash, Entries: slices.Concat(ledgers[0], ledgers[1])}
			if len(d.Splits) > 0 {
				l.Split = []Deal{d}
			}
			if found := append(Verify(l, time.UTC), VerifySplit(d, cash, l.Entries).Violations...); len(found) > 0 {
				t.Fatal(found)
			}
		}
		follow()
		back := func(i int, minor int64) {
			cash = append(cash, gave(fmt.Sprintf("r%d-%d", i, left[i]), cash[i], len(RefundsOf(cash[i], cash))+1, cash[i].Amount.Minor-left[i], minor, "2026-06-01"))
			left[i] -= minor
		}
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			if i := rapid.IntRange(0, all-1).Draw(t, "of"); rapid.Bool().Draw(t, "refund") && left[i] > 0 {
				back(i, rapid.Int64Range(1, left[i]).Draw(t, "back"))
			} else {
				shares := drawnShares(t)[:2]
				share := must(ParseShare(shares[0]))
				d = shared(d, "2026-05-01", shares[0], Rate{must(decimal.One.Sub(share.Decimal))}.Percent())
			}
			follow()
		}
		// Ended: nothing is left to the one, and the other has what it would have had alone.
		d = shared(d, "2026-07-01", "100")
		follow()
		if got := byRule(ledgers[1]); len(got) > 1 || got[RuleBase] > int64(len(ledgers[1])) || got[RuleBase] < -int64(len(ledgers[1])) {
			t.Fatalf("without a share p2 has %v", got)
		}
		for i := range all {
			if left[i] > 0 {
				back(i, left[i])
			}
		}
		follow()
		for i := range ledgers {
			if got := byRule(ledgers[i]); len(got) > 0 {
				t.Fatalf("everything was given back, and the ledger of p%d says %v", i+1, got)
			}
		}
	})
}
