package portal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// issueAll issues what is due on a day under the next numbers.
func issueAll(l Ledger, partner PartnerID, issued []Issued, today Date) []Issued {
	for _, s := range NextStatements(l, partner, issued, today, time.UTC) {
		issued = append(issued, s.Issue(StatementNumber(today.Time().Year(), len(issued)+1), Supplier{Name: "Costa Travel"}, Recipient{}, today.instantAt("06:00:00")))
	}
	return issued
}

// instantAt is the moment as the tests write it.
func (d Date) instantAt(clock string) Instant { return Instant(string(d) + "T" + clock + ".000Z") }

func TestStatementsAreIssuedMonthByMonthAndFollowOnEachOther(t *testing.T) {
	l := quarters()
	issued := issueAll(l, "p1", nil, "2026-04-01")
	if len(issued) != 0 {
		t.Fatalf("issued on the day after the month: %+v", issued)
	}
	issued = issueAll(l, "p1", nil, "2026-04-02")
	if len(issued) != 2 || issued[0].Currency != "EUR" || issued[1].Currency != "USD" || issued[0].Closing != eur(20000) || issued[0].Period() != "March 2026" || issued[0].To() != "2026-03-31" {
		t.Fatalf("of March: %+v", issued)
	}
	march := issued[0]
	issued = issueAll(l, "p1", issued, "2026-09-15")
	var said []string
	for _, s := range issued {
		said = append(said, fmt.Sprintf("%s %s %s: %s + %s = %s", s.ID, s.Month, s.Currency, s.Opening, s.Earned, s.Closing))
	}
	want := []string{
		"SB-2026-000001 2026-03 EUR: €0.00 + €200.00 = €200.00", "SB-2026-000002 2026-03 USD: $0.00 + $0.05 = $0.05",
		"SB-2026-000003 2026-06 EUR: €200.00 + €0.00 = €0.00", "SB-2026-000004 2026-07 EUR: €0.00 + €50.00 = €250.00",
	}
	if !slices.Equal(said, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	if again := issueAll(l, "p1", slices.Clone(issued), "2026-09-16"); len(again) != len(issued) {
		t.Errorf("issued once more: %+v", again[len(issued):])
	}
	if found := VerifyStatements(l, "p1", issued).Violations; len(found) > 0 {
		t.Errorf("what was issued is wrong: %v", found)
	}
	// Recorded by a crash's end, under a day of March: it is in the next, and March stays.
	late := l.Entries[1]
	late.ID, late.Amount = "late", eur(777)
	l.Entries = append(l.Entries, late)
	issued = issueAll(l, "p1", issued, "2026-09-17")
	last := issued[len(issued)-1]
	if last.Month != "2026-08" || last.Opening != eur(25000) || last.Closing != eur(25777) || len(last.Lines) != 1 || last.Lines[0].On != "2026-03-31" {
		t.Errorf("the late one is in %+v", last)
	}
	if march.SHA256 != issued[0].SHA256 || issued[0].hash() != march.SHA256 {
		t.Error("the statement of March is another")
	}
	if found := VerifyStatements(l, "p1", issued).Violations; len(found) > 0 {
		t.Errorf("with the late one: %v", found)
	}
}

// TestOpeningAndLinesAreTheClosing issues statements of random movements at random
// moments, some of them recorded late, in two currencies.
func TestOpeningAndLinesAreTheClosing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l Ledger
		var issued []Issued
		today := Date("2026-01-05")
		for n := range rapid.IntRange(1, 40).Draw(t, "steps") {
			today = today.AddDays(rapid.IntRange(0, 25).Draw(t, "days"))
			on := today
			if rapid.IntRange(0, 9).Draw(t, "late") == 0 {
				on = today.AddDays(-rapid.IntRange(0, 90).Draw(t, "by"))
			}
			currency := rapid.SampledFrom([]Currency{"EUR", "USD"}).Draw(t, "currency")
			amount := Amount(rapid.Int64Range(-90000, 90000).Draw(t, "minor"), currency)
			if rapid.Bool().Draw(t, "paid") {
				l.Results = append(l.Results, Result{ID: fmt.Sprint("pay:", n), Partner: "p1", Seq: 1, State: ResultPaid, Amount: amount, On: on, At: on.instantAt("08:00:00")})
			} else {
				l.Entries = append(l.Entries, Entry{ID: EntryID(fmt.Sprint("acc:", n)), Partner: "p1", Kind: Accrual, Amount: amount, At: on.instantAt("09:00:00")})
			}
			issued = issueAll(l, "p1", issued, today)
			if found := VerifyStatements(l, "p1", slices.Clone(issued)).Violations; len(found) > 0 {
				t.Fatalf("on %s: %v", today, found)
			}
		}
		issued = issueAll(l, "p1", issued, today.AddMonths(6))
		closing, count := map[Currency]Money{}, 0
		for _, s := range issued {
			sum := s.Opening
			for _, line := range s.Lines {
				sum = sum.Add(line.Amount)
			}
			if sum != s.Closing {
				t.Fatalf("%s: %s, not %s", s.ID, sum, s.Closing)
			}
			closing[s.Currency] = s.Closing
			count += len(s.Lines)
		}
		if count != len(l.Entries)+len(l.Results) {
			t.Fatalf("%d of %d movements are listed", count, len(l.Entries)+len(l.Results))
		}
		for currency, got := range closing {
			want := PeriodStatement(l, "p1", "", currency, "2020-01-01", "2099-12-31", time.UTC).Closing
			if got != want {
				t.Fatalf("%s closes with %s, owed is %s", currency, got, want)
			}
		}
	})
}

func TestAStatementThatWasChangedIsFound(t *testing.T) {
	l := quarters()
	for name, c := range map[string]struct {
		change func([]Issued) []Issued
		want   string
	}{
		"a note":     {func(list []Issued) []Issued { list[0].Supplier.Notes = []string{"x"}; return list }, "SB-2026-000001: was changed after it was issued"},
		"a word":     {func(list []Issued) []Issued { list[0].Lines[0].Text += "."; return list }, "SB-2026-000001: was changed after it was issued"},
		"a number":   {func(list []Issued) []Issued { list[0].ID = "SB-2026-000009"; return list }, "SB-2026-000009: was changed after it was issued"},
		"an amount":  {func(list []Issued) []Issued { list[0].Lines[0].Amount = eur(1); return list }, "lists acc:cash:billing:INV-1:base with €0.01, which the ledger does not hold so."},
		"a currency": {func(list []Issued) []Issued { list[0].Lines[0].Amount = Amount(1, "USD"); return list }, "in USD"},
		"a closing":  {func(list []Issued) []Issued { list[0].Closing = eur(1); return list }, "closes with €0.01; opening and lines come to €200.00"},
		"an opening": {func(list []Issued) []Issued { list[2].Opening = eur(1); return list }, "opens with €0.01; the one before closed with €200.00"},
		"a balance":  {func(list []Issued) []Issued { list[0].Lines[0].Balance = eur(1); return list }, "stands at €200.00"},
		"a double":   {func(list []Issued) []Issued { return append(list, list[0]) }, "is of 2026-03, as is"},
		"a month": {func(list []Issued) []Issued {
			twice := list[0]
			twice.ID, twice.Month, twice.Opening = "SB-2026-000008", "2026-08", list[3].Closing
			return append(list, twice)
		}, "as does SB-2026-000001"},
	} {
		issued := issueAll(l, "p1", nil, "2026-09-15")
		found := VerifyStatements(l, "p1", c.change(issued)).Violations
		if !slices.ContainsFunc(found, func(v Violation) bool { return strings.Contains(v.Sentence, c.want) && v.Rule == "I14" }) {
			t.Errorf("%s: found %v, want %q", name, found, c.want)
		}
	}
}

func TestNumbersOfStatementsHaveNoGaps(t *testing.T) {
	for _, c := range []struct {
		ids  []StatementID
		want string
	}{
		{[]StatementID{"SB-2026-000001", "SB-2026-000002", "SB-2027-000001"}, ""},
		{[]StatementID{"SB-2026-000001", "SB-2026-000003", "SB-2026-000004"}, "SB-2026-000002: is missing; SB-2026-000003 comes after 1 in 2026."},
		{[]StatementID{"SB-2026-000002"}, "SB-2026-000001: is missing; SB-2026-000002 comes after 0 in 2026."},
		{[]StatementID{"SB-26-1"}, "SB-26-1: is no number of a statement."},
		{[]StatementID{"SB-2026-000000"}, "SB-2026-000000: is no number of a statement."},
	} {
		var n Numbering
		for _, id := range c.ids {
			n.Next(id)
		}
		var said []string
		for _, v := range n.Proof().Violations {
			said = append(said, v.Sentence)
		}
		if got := strings.Join(said, " "); got != c.want {
			t.Errorf("%v: %q, want %q", c.ids, got, c.want)
		}
	}
}
