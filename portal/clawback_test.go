package portal

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestClawBackTakesTheRefundedPart(t *testing.T) {
	c := cash("INV-1", 400000, "2026-03-12")
	e := accrue(c)
	first := refund("R1", c, nil, 100000, "2026-04-02")
	second := refund("R2", c, []Collection{first}, 200000, "2026-06-20")
	got, why := ClawBack(e, first, testNow)
	if why != "" || got.ID != "claw:rev:billing:R1:acc:cash:billing:INV-1:base" || got.Amount != eur(-5000) || got.Of != e.ID {
		t.Errorf("a quarter of 200.00 is 50.00; got %+v (%s)", got, why)
	}
	want := "Of €4,000.00 collected on 12 March 2026 from Hotel Miramar, €1,000.00 was refunded on 2 April 2026; in proportion €50.00 of the €200.00 earned is taken back, from 11 May 2026."
	if got.Sentence() != want {
		t.Errorf("got  %s\nwant %s", got.Sentence(), want)
	}
	got, _ = ClawBack(e, second, testNow)
	want = "Of €4,000.00 collected on 12 March 2026 from Hotel Miramar, €2,000.00 was refunded on 20 June 2026, €3,000.00 in all; in proportion €100.00 of the €200.00 earned is taken back, from 20 June 2026."
	if got.Sentence() != want {
		t.Errorf("got  %s\nwant %s", got.Sentence(), want)
	}
}

func TestClawBackCountsWithItsEntryOrAtOnce(t *testing.T) {
	c := cash("INV-1", 400000, "2026-03-12") // payable on 2026-05-11
	for on, want := range map[Date]Date{"2026-03-12": "2026-05-11", "2026-05-11": "2026-05-11", "2026-05-12": "2026-05-12", "2026-11-01": "2026-11-01"} {
		got, _ := ClawBack(accrue(c), refund("R1", c, nil, 1000, on), testNow)
		if got.PayableOn != want || got.PayBy != "" {
			t.Errorf("refunded on %s it counts from %s (pay by %q), want %s", on, got.PayableOn, got.PayBy, want)
		}
	}
}

func TestThreePartsOfAnOddCentReturnToZero(t *testing.T) {
	c := cash("INV-1", 101, "2026-03-12") // 5% of 1.01 = 0.0505, earned 0.05
	first := refund("R1", c, nil, 34, "2026-04-01")
	second := refund("R2", c, []Collection{first}, 33, "2026-04-01")
	third := refund("R3", c, []Collection{first, second}, 34, "2026-04-01")
	// round(5 x 34/101) = round(1.68) = 2; round(5 x 67/101) = round(3.32) = 3; 5.
	var got []int64
	for _, claw := range ClawBackAll([]Entry{accrue(c)}, []Collection{third, first, second}, testNow) {
		got = append(got, claw.Amount.Minor)
	}
	if !slices.Equal(got, []int64{-2, -1, -2}) {
		t.Errorf("taken back %v, want [-2 -1 -2]", got)
	}
}

func TestClawBackOfNothingEarnedIsNothing(t *testing.T) {
	c, other := cash("INV-1", 400000, "2026-03-12"), cash("INV-2", 400000, "2026-03-12")
	r := refund("R1", c, nil, 100000, "2026-04-02")
	if got, why := ClawBack(accrue(other), r, testNow); why == "" {
		t.Errorf("a refund of another collection takes back %s", got.Amount)
	}
	claw, _ := ClawBack(accrue(c), r, testNow)
	if got, why := ClawBack(claw, r, testNow); why == "" {
		t.Errorf("a clawback is taken back by %s", got.Amount)
	}
	if got, why := ClawBack(accrue(c), refund("R2", c, nil, 1, "2026-04-02"), testNow); why == "" {
		t.Errorf("5%% of one cent takes back %s", got.Amount)
	}
}

// parts draws a way to give back all, or some, of an amount.
func parts(t *rapid.T, c Collection, all bool) []Collection {
	var refunds []Collection
	left := c.Amount.Minor
	for n := rapid.IntRange(1, 12).Draw(t, "parts"); n > 0 && left > 0; n-- {
		part := left
		if n > 1 || !all {
			part = rapid.Int64Range(1, left).Draw(t, "part")
		}
		id := string(rune('a' + len(refunds)))
		refunds = append(refunds, refund(id, c, refunds, part, c.CollectedOn.AddDays(rapid.IntRange(0, 200).Draw(t, "days"))))
		left -= part
	}
	return refunds
}

func TestRefundOfEverythingInAnyPartsReturnsToZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := cash("INV-1", rapid.Int64Range(1, 1_000_000_000_000).Draw(t, "amount"), "2026-03-12")
		entry, why := Accrue(c, highFacts(), testNow)
		if why != "" {
			return
		}
		refunds := rapid.Permutation(parts(t, c, true)).Draw(t, "order")
		if sum := sumOf(append(ClawBackAll([]Entry{entry}, refunds, testNow), entry)); sum != 0 {
			t.Fatalf("after everything was refunded %d minor units stay", sum)
		}
	})
}

func TestClawBackIsNeverMoreThanWasEarned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := cash("INV-1", rapid.Int64Range(1, 100_000).Draw(t, "amount"), "2026-03-12")
		entry, why := Accrue(c, highFacts(), testNow)
		if why != "" {
			return
		}
		left := entry.Amount.Minor
		for _, claw := range ClawBackAll([]Entry{entry}, parts(t, c, false), testNow) {
			if left += claw.Amount.Minor; claw.Amount.Minor >= 0 || left < 0 {
				t.Fatalf("%s gives %s and leaves %d of %s", claw.ID, claw.Amount, left, entry.Amount)
			}
		}
	})
}

func TestSplittingACollectionChangesTheTotalByNoMoreThanRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Int64Range(2, 1_000_000_000).Draw(t, "whole")
		part := rapid.Int64Range(1, whole-1).Draw(t, "part")
		amount := func(minor int64) int64 {
			entry, _ := Accrue(cash("INV", minor, "2026-03-12"), highFacts(), testNow)
			return entry.Amount.Minor
		}
		if diff := amount(part) + amount(whole-part) - amount(whole); diff < -1 || diff > 1 {
			t.Fatalf("%d in two parts of which one is %d differs by %d", whole, part, diff)
		}
	})
}
