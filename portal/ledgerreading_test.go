package portal

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestWhatPeopleReadIsTheLedger draws legal operations and holds each way of
// reading the ledger to the entries themselves, for every partner and currency.
func TestWhatPeopleReadIsTheLedger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &machine{today: "2026-03-01"}
		t.Repeat(map[string]func(*rapid.T){
			"collect": m.collect, "refund": m.refund, "prepare": m.prepare, "answer": m.answer, "wait": m.wait, "": m.read,
		})
	})
}

func (m *machine) read(t *rapid.T) {
	parts := m.l.ByPartner()
	entries, claims, results := 0, 0, 0
	for partner, part := range parts {
		entries, claims, results = entries+len(part.Entries), claims+len(part.Claims), results+len(part.Results)
		m.readPartner(t, partner, *part)
	}
	if entries != len(m.l.Entries) || claims != len(m.l.Claims) || results != len(m.l.Results) {
		t.Fatalf("apart there are %d entries, %d claims and %d results of %d, %d and %d", entries, claims, results, len(m.l.Entries), len(m.l.Claims), len(m.l.Results))
	}
	for _, payout := range m.l.Payouts {
		var listed []Entry
		for _, e := range m.l.Entries {
			for _, id := range payout.Entries {
				if e.ID == id {
					listed = append(listed, e)
				}
			}
		}
		if s := PayoutStatement(payout, listed); s.Closing != payout.Total || !s.Opening.IsZero() || len(s.Lines) != len(payout.Entries) {
			t.Fatalf("the statement of %s comes to %s in %d lines, not %s in %d", payout.ID, s.Closing, len(s.Lines), payout.Total, len(payout.Entries))
		}
		if payout.Total.Minor <= 0 {
			t.Fatalf("%s pays %s", payout.ID, payout.Total)
		}
	}
}

func (m *machine) readPartner(t *rapid.T, partner PartnerID, part Ledger) {
	summary := Summarise(partner, nil, part, time.UTC)
	for _, day := range []Date{"2026-01-01", m.today, m.today.AddDays(30), "2099-01-01"} {
		positions := part.Positions(day)
		if diff := cmp.Diff(Balances(positions), summary.Balances(day), cmp.Transformer("empty", func(list []Balance) []Balance { return append([]Balance{}, list...) })); diff != "" {
			t.Fatalf("the figures of %s on %s are not the fold of its entries: %s", partner, day, diff)
		}
		for _, p := range positions {
			why := p.WhyNotYet(Reading{Today: testToday})
			if !strings.HasSuffix(why, ".") || strings.Contains(why, "  ") {
				t.Fatalf("%s on %s: %q", p.Entry.ID, day, why)
			}
			if p.Overdue(day) && p.Standing == StandsHeld {
				t.Fatalf("%s is held and overdue on %s", p.Entry.ID, day)
			}
		}
	}
	for _, balance := range Balances(part.Positions(m.today)) {
		s := PeriodStatement(part, partner, "Costa Travel", balance.Currency, "2000-01-01", "2099-12-31", time.UTC)
		if s.Closing != balance.Owed() || !s.Opening.IsZero() {
			t.Fatalf("the statement of %s closes with %s, but %s is owed", partner, s.Closing, balance.Owed())
		}
		m.readFile(t, s)
	}
}

// readFile reads a statement's CSV back and adds it up as its reader would.
func (m *machine) readFile(t *rapid.T, s Statement) {
	var out bytes.Buffer
	if err := s.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != len(s.Lines)+3 {
		t.Fatalf("%d rows for %d lines, %v", len(rows), len(s.Lines), err)
	}
	sum := s.Opening
	for _, row := range rows[2 : len(rows)-1] {
		sum = sum.Add(must(ParseMoney(row[3], s.Currency)))
		if row[4] != sum.Plain() || row[5] != string(s.Currency) {
			t.Fatalf("row %v, where the lines so far come to %s", row, sum)
		}
	}
	if last := rows[len(rows)-1]; last[4] != s.Closing.Plain() || sum != s.Closing {
		t.Fatalf("the file closes with %s and adds up to %s", last[4], sum)
	}
}
