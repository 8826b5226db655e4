package portal

import "testing"

func TestWorkedSharesAreWhatAccrueWouldPay(t *testing.T) {
	terms := Terms{
		BaseShare: map[Tier]Rate{Elite: MustRate("6%"), High: MustRate("5%"), Core: MustRate("4%"), Experimental: MustRate("3%")},
		HoldDays:  60, PayByDays: 90,
	}
	got := terms.Worked(Amount(1_234_567, "EUR"), "2026-07-01")
	want := []WorkedShare{
		{Elite, MustRate("6%"), Amount(74_074, "EUR"), "2026-08-30", "2026-09-29"},
		{High, MustRate("5%"), Amount(61_728, "EUR"), "2026-08-30", "2026-09-29"},
		{Core, MustRate("4%"), Amount(49_383, "EUR"), "2026-08-30", "2026-09-29"},
		{Experimental, MustRate("3%"), Amount(37_037, "EUR"), "2026-08-30", "2026-09-29"},
	}
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].Tier != want[i].Tier || got[i].Rate.Cmp(want[i].Rate.Decimal) != 0 || got[i].Share != want[i].Share ||
			got[i].PayableOn != want[i].PayableOn || got[i].PayBy != want[i].PayBy {
			t.Errorf("line %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}
