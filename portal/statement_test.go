package portal

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestPayoutStatementAddsUpToThePayout(t *testing.T) {
	l := yearOfMoney()
	s := PayoutStatement(l.Payouts[1], l.Entries)
	if s.Opening != eur(0) || s.Closing != eur(25000) || s.Closing != l.Payouts[1].Total || len(s.Lines) != 3 {
		t.Fatalf("from %s to %s in %d lines", s.Opening, s.Closing, len(s.Lines))
	}
	for i, want := range []struct {
		on      Date
		kind    string
		amount  int64
		balance int64
	}{{"2026-03-12", "Commission", 20000, 20000}, {"2026-03-13", "Commission", 10000, 30000}, {"2026-06-01", "Clawback", -5000, 25000}} {
		got := s.Lines[i]
		if got.On != want.on || got.Kind != want.kind || got.Amount != eur(want.amount) || got.Balance != eur(want.balance) || !strings.Contains(got.Text, "Hotel Miramar") {
			t.Errorf("line %d: %+v, want %+v", i+1, got, want)
		}
	}
}

// quarters is a ledger recorded over time: earned in March, paid in June, sent
// back in July, and a late collection of March recorded in July.
func quarters() Ledger {
	a, late := cash("INV-1", 400000, "2026-03-12"), cash("INV-2", 100000, "2026-03-30")
	e, lateEntry := accrue(a), accrue(late)
	e.At, lateEntry.At = "2026-03-31T23:30:00.000Z", "2026-07-02T08:00:00.000Z"
	return Ledger{
		Entries: []Entry{lateEntry, e, {ID: "usd", Partner: "p1", Amount: Amount(5, "USD"), At: e.At}, {ID: "other", Partner: "p2", Amount: eur(5), At: e.At}},
		Results: []Result{
			{ID: "pay:1", Partner: "p1", Seq: 1, State: ResultPaid, Amount: eur(20000), On: "2026-06-29", Reference: "SEPA-1", At: "2026-06-30T08:00:00.000Z"},
			{ID: "pay:2", Partner: "p1", Seq: 2, State: ResultFailed, Amount: eur(20000), On: "2026-07-01", Reason: "Account closed", At: "2026-07-01T08:00:00.000Z"},
			{ID: "pay:3", Partner: "p1", Seq: 1, State: ResultFailed, Amount: eur(777), On: "2026-07-01", At: "2026-07-01T08:00:00.000Z"},
		},
	}
}

func TestPeriodStatementsFollowOnEachOther(t *testing.T) {
	for _, c := range []struct {
		from, to         Date
		opening, closing int64
		kinds            string
	}{
		{"2026-01-01", "2026-03-31", 0, 20000, "Commission"},
		{"2026-04-01", "2026-06-30", 20000, 0, "Payout"},
		{"2026-07-01", "2026-09-30", 0, 25000, "Payout returned, Commission"},
		{"2026-10-01", "2026-12-31", 25000, 25000, ""},
		{"2026-01-01", "2026-12-31", 0, 25000, "Commission, Payout, Payout returned, Commission"},
	} {
		s := PeriodStatement(quarters(), "p1", "Costa Travel", "EUR", c.from, c.to, time.UTC)
		var kinds []string
		for _, line := range s.Lines {
			kinds = append(kinds, line.Kind)
		}
		if s.Opening != eur(c.opening) || s.Closing != eur(c.closing) || strings.Join(kinds, ", ") != c.kinds {
			t.Errorf("%s to %s: from %s to %s by %v, want %d to %d by %s", c.from, c.to, s.Opening, s.Closing, kinds, c.opening, c.closing, c.kinds)
		}
	}
	// Half past eleven in London is the next day, and the next quarter, in Madrid.
	if s := PeriodStatement(quarters(), "p1", "", "EUR", "2026-04-01", "2026-06-30", time.FixedZone("CEST", 7200)); s.Opening != eur(0) || len(s.Lines) != 2 {
		t.Errorf("in another zone: from %s in %d lines", s.Opening, len(s.Lines))
	}
}

func TestStatementAsCSV(t *testing.T) {
	l := quarters()
	l.Entries[0].Customer = "=cmd"
	var out bytes.Buffer
	if err := PeriodStatement(l, "p1", "Costa Travel", "EUR", "2026-04-01", "2026-07-01", time.UTC).WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`date,kind,description,amount,balance,currency,id
2026-04-01,Opening,Opening balance,,200.00,EUR,
2026-06-30,Payout,"€200.00 paid on 29 June 2026, reference SEPA-1.",-200.00,0.00,EUR,pay:1
2026-07-01,Payout returned,The bank returned €200.00 on 1 July 2026: Account closed. It is payable again.,200.00,200.00,EUR,pay:2
2026-07-01,Closing,Closing balance,,200.00,EUR,
`, "\n", "\r\n")
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
