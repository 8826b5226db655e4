package portal

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSummaryFoldsReferralsByStateAndMonth(t *testing.T) {
	won := &Contract{Value: Amount(900000, "EUR"), Start: "2026-03-01"}
	s := Summarise("p", []Referral{
		{ID: "a", State: ReferralSubmitted, Lead: Lead{Company: "A", Value: Amount(100000, "EUR")}, SubmittedAt: "2026-03-31T23:30:00.000Z"},
		{ID: "b", State: ReferralWon, Contract: won, WonAt: "2026-04-02T10:00:00.000Z", SubmittedAt: "2026-03-02T10:00:00.000Z", Lead: Lead{Company: "B", Value: Amount(5, "EUR")}},
		{ID: "c", State: ReferralLost, SubmittedAt: "2026-02-02T10:00:00.000Z", Lead: Lead{Company: "C", Value: Amount(7, "USD")}},
		{ID: "d", State: ReferralQualified, SubmittedAt: "2026-02-03T10:00:00.000Z", Lead: Lead{Company: "D", Value: Amount(30000, "USD")}},
	}, Ledger{}, time.FixedZone("Lisbon", 3600))
	if s.Submitted() != 4 || s.Open() != 2 || s.Pipeline.String() != "€1,000.00 and $300.00" || s.Signed.In("EUR") != won.Value {
		t.Errorf("got %+v", s)
	}
	if rate, ok := s.WinRate(); rate != 50 || !ok {
		t.Errorf("win rate %d, %v", rate, ok)
	}
	want := []MonthFigures{{Month: "2026-02", Submitted: 2}, {Month: "2026-03", Submitted: 1}, {Month: "2026-04", Submitted: 1, Won: 1}}
	if diff := cmp.Diff(want, s.Months); diff != "" {
		t.Error(diff)
	}
	if s.Newest[0].Company != "A" || len(s.Newest) != 4 {
		t.Errorf("newest: %+v", s.Newest)
	}
}

func TestSummaryBalancesAreTheFoldOfThePositions(t *testing.T) {
	entry := func(id EntryID, minor int64, currency Currency, payable Date) Entry {
		return Entry{ID: id, Kind: Accrual, Amount: Amount(minor, currency), CollectedOn: payable.AddDays(-60), PayableOn: payable}
	}
	ledger := Ledger{
		Entries: []Entry{
			entry("1", 1000, "EUR", "2026-03-01"), entry("2", 2000, "EUR", "2026-03-10"), entry("3", 4000, "EUR", "2026-03-10"),
			entry("4", 8000, "EUR", "2026-01-01"), entry("5", 16000, "EUR", "2026-01-01"), entry("6", 500, "USD", "2026-04-01"),
		},
		Claims: []Claim{
			{ID: "claim:4:0", Entry: "4", Batch: "b", Payout: "x"}, {ID: "claim:5:0", Entry: "5", Batch: "c", Payout: "y"},
		},
		Results: []Result{{Payout: "y", Seq: 1, State: ResultPaid, On: "2026-02-01"}},
	}
	s := Summarise("p", nil, ledger, time.UTC)
	for _, today := range []Date{"2026-02-28", "2026-03-01", "2026-03-09", "2026-03-10", "2026-05-01"} {
		if diff := cmp.Diff(Balances(ledger.Positions(today)), s.Balances(today)); diff != "" {
			t.Errorf("on %s: %s", today, diff)
		}
	}
	if got := s.Month("2026-01").Earned.In("EUR"); got != Amount(1000+2000+4000, "EUR").Sub(Amount(1000, "EUR")) {
		// collected 60 days before: 2025-12-31, 2026-01-09 twice, 2025-11-02 twice
		t.Errorf("earned in January: %s", got)
	}
}

func TestJoinedSummariesAddUp(t *testing.T) {
	a := Summary{
		Referrals: map[ReferralState]int{ReferralWon: 1}, Pipeline: Sums{Amount(1, "EUR")},
		Months:  []MonthFigures{{Month: "2026-01", Submitted: 1}, {Month: "2026-03", Won: 1}},
		Waiting: []Dated{{On: "2026-01-05", Amount: Sums{Amount(5, "EUR")}}},
	}
	b := Summary{
		Referrals: map[ReferralState]int{ReferralWon: 2, ReferralLost: 1}, Pipeline: Sums{Amount(2, "EUR"), Amount(3, "USD")},
		Months:  []MonthFigures{{Month: "2026-02", Submitted: 4}, {Month: "2026-03", Won: 5}},
		Waiting: []Dated{{On: "2026-01-05", Amount: Sums{Amount(6, "EUR")}}, {On: "2026-02-05", Amount: Sums{Amount(7, "USD")}}},
	}
	got := a.Join(b)
	want := Summary{
		Referrals: map[ReferralState]int{ReferralWon: 3, ReferralLost: 1}, Pipeline: Sums{Amount(3, "EUR"), Amount(3, "USD")},
		Months:  []MonthFigures{{Month: "2026-01", Submitted: 1}, {Month: "2026-02", Submitted: 4}, {Month: "2026-03", Won: 6}},
		Waiting: []Dated{{On: "2026-01-05", Amount: Sums{Amount(11, "EUR")}}, {On: "2026-02-05", Amount: Sums{Amount(7, "USD")}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestQueueIsOrderedByTimeLeft(t *testing.T) {
	items := []QueueItem{{ID: "none", Since: "2026-01-01"}, {ID: "late", Due: "2026-03-05"}, {ID: "soon", Due: "2026-03-01"}, {ID: "older", Since: "2025-01-01"}}
	SortQueue(items)
	got := ""
	for _, item := range items {
		got += item.ID + " "
	}
	if got != "soon late older none " {
		t.Errorf("got %s", got)
	}
	if !items[0].Breached("2026-03-02") || items[1].Breached("2026-03-02") || items[3].Breached("2030-01-01") {
		t.Error("breached is wrong")
	}
}
