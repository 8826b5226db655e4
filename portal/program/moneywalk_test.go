package program

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"tandem/portal"
)

// walk is a year of money in an order that chance decides: cash, refunds, batches
// that are paid, sent back, cancelled or left lying, and days that pass.
type walk struct {
	*till
	chance *rand.Rand
	cash   []portal.Collection
	n      int
}

func (w *walk) step(t *testing.T) string {
	t.Helper()
	w.n++
	switch w.chance.IntN(10) {
	case 0, 1, 2, 3:
		partner := []string{"p1", "p2"}[w.chance.IntN(2)]
		minor := 1 + w.chance.Int64N(900_000)
		done := w.collect(t, fmt.Sprint("INV-", w.n), portal.ReferralID("r-"+partner), minor, w.Today().AddDays(-w.chance.IntN(20)))
		w.cash = append(w.cash, done.Collection)
		return fmt.Sprintf("%s collects %d", partner, minor)
	case 4:
		if len(w.cash) == 0 {
			return ""
		}
		of := w.cash[w.chance.IntN(len(w.cash))]
		detail, err := w.Collection(t.Context(), w.finance, of.ID)
		if err != nil {
			t.Fatal(err)
		}
		if detail.Left.Minor == 0 {
			return ""
		}
		minor := 1 + w.chance.Int64N(detail.Left.Minor)
		w.refund(t, fmt.Sprint("R-", w.n), of.ExternalID, minor, w.Today())
		return fmt.Sprintf("%s gives %d of %d back", of.ExternalID, minor, of.Amount.Minor)
	case 5, 6:
		w.at(w.Today().AddDays(1 + w.chance.IntN(35)))
		return "days pass"
	}
	return w.pay(t)
}

// pay prepares a batch and decides what becomes of it.
func (w *walk) pay(t *testing.T) string {
	t.Helper()
	batch, err := w.PrepareBatch(t.Context(), w.finance, PrepareBatch{Key: fmt.Sprint("K", w.n), Currency: "EUR"})
	if portal.KindOf(err) == portal.Conflict {
		return "nobody can be paid"
	}
	if err != nil {
		t.Fatal(err)
	}
	switch w.chance.IntN(5) {
	case 0:
		return "a batch lies there"
	case 1:
		if _, err := w.CancelBatch(t.Context(), w.second, batch.ID, "Not now."); err != nil {
			t.Fatal(err)
		}
		return "a batch is cancelled"
	}
	if batch, err = w.ApproveBatch(t.Context(), w.second, batch.ID); err == nil {
		batch, err = w.ExportBatch(t.Context(), w.finance, ExportBatch{Batch: batch.ID})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range batch.Lines {
		answers := [][]portal.ResultState{{portal.ResultPaid}, {portal.ResultFailed}, {portal.ResultPaid, portal.ResultFailed}, nil}[w.chance.IntN(4)]
		for _, state := range answers {
			if _, err := w.RecordAnswer(t.Context(), w.finance, Answer{Payout: line.Payout, ResultInput: portal.ResultInput{State: state, On: w.Today(), Reason: "Account closed"}}); err != nil {
				t.Fatalf("%s %s: %v", line.Payout, state, err)
			}
		}
	}
	return "a batch is answered"
}

// TestEveryPageOfMoneyAgreesWithTheLedger walks a year by chance, from two fixed
// seeds, and reads now and then what people read: each page, each file, each figure.
func TestEveryPageOfMoneyAgreesWithTheLedger(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		w := &walk{till: newTill(t).stock(t), chance: rand.New(rand.NewPCG(seed, 7))}
		var story []string
		for range 9 {
			for range 12 {
				if step := w.step(t); step != "" {
					story = append(story, step)
				}
			}
			w.sound(t)
			for _, partner := range []portal.PartnerID{"p1", "p2"} {
				w.reads(t, partner)
			}
			w.readsAll(t)
			if t.Failed() {
				t.Fatalf("seed %d, after %v", seed, story)
			}
		}
	}
}

// reads holds what is shown of one partner to the fold of its facts.
func (w *walk) reads(t *testing.T, partner portal.PartnerID) {
	t.Helper()
	ledger, err := w.ledgerOf(t.Context(), partner)
	if err != nil {
		t.Fatal(err)
	}
	want := portal.BalanceIn(portal.Balances(ledger.Positions(w.Today())), "EUR")
	standing := map[portal.Standing]int64{}
	lines := 0
	for after := ""; ; {
		page, err := w.Earnings(t.Context(), w.manager, partner, after)
		if err != nil {
			t.Fatal(err)
		}
		if got := portal.BalanceIn(page.Balances, "EUR"); got != want {
			t.Errorf("%s: the page says %+v, the ledger %+v", partner, got, want)
		}
		for _, line := range page.Lines {
			standing[line.Standing] += line.Entry.Amount.Minor
			lines++
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if lines != len(ledger.Entries) || standing[portal.StandsHeld] != want.Held.Minor || standing[portal.StandsPayable] != want.Payable.Minor ||
		standing[portal.StandsInPayout] != want.InPayout.Minor || standing[portal.StandsPaid] != want.Paid.Minor {
		t.Errorf("%s: the lines come to %v in %d, the ledger to %+v in %d", partner, standing, lines, want, len(ledger.Entries))
	}
	statement, err := w.PeriodStatement(t.Context(), w.finance, partner, "EUR", "2026-01-01", "2099-12-31")
	if err != nil || statement.Closing != want.Owed() {
		t.Errorf("%s: the statement closes with %s, owed is %s, %v", partner, statement.Closing, want.Owed(), err)
	}
	file, err := w.EntriesFile(t.Context(), portal.Actor{User: "u", Partner: partner, Roles: []portal.Role{portal.PartnerMember}}, "")
	if err != nil {
		t.Fatal(err)
	}
	if got, rows := w.sum(t, file, "amount"); got != want.Earned().Minor || rows != lines {
		t.Errorf("%s: its file comes to %d in %d rows, the ledger to %d in %d", partner, got, rows, want.Earned().Minor, lines)
	}
	kept, err := w.store.Summaries.Read(t.Context(), partner)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := w.summarise(t.Context(), partner)
	if a, b := asJSON(t, kept), asJSON(t, fresh); err != nil || a != b {
		t.Errorf("%s: the figures kept are %s, folded anew %s, %v", partner, a, b, err)
	}
}

// readsAll holds what is shown of the whole program to its parts.
func (w *walk) readsAll(t *testing.T) {
	t.Helper()
	collected := map[portal.PartnerID]int64{}
	var all int64
	for _, partner := range []portal.PartnerID{"", "p1", "p2"} {
		file, err := w.CollectionsFile(t.Context(), w.finance, partner)
		if err != nil {
			t.Fatal(err)
		}
		collected[partner], _ = w.sum(t, file, "amount")
	}
	for _, c := range w.cash {
		detail, err := w.Collection(t.Context(), w.finance, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		all += detail.Left.Minor
	}
	if collected[""] != all || collected["p1"]+collected["p2"] != all {
		t.Errorf("the files of collections come to %v; collected and kept is %d", collected, all)
	}
	if err := w.FoldProgram(t.Context()); err != nil {
		t.Fatal(err)
	}
	total, err := w.store.Summaries.Read(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var months int64
	for _, month := range total.Months {
		months += month.Collected.In("EUR").Minor
	}
	if months != all {
		t.Errorf("the program's months come to %d, collected and kept is %d", months, all)
	}
	before := asJSON(t, total)
	if err := w.RebuildFigures(t.Context()); err != nil {
		t.Fatal(err)
	}
	again, err := w.store.Summaries.Read(t.Context(), "")
	if err != nil || asJSON(t, again) != before {
		t.Errorf("rebuilt, the program's figures are %s, before %s, %v", asJSON(t, again), before, err)
	}
}

// sum adds up a column of a file, and counts its rows.
func (w *walk) sum(t *testing.T, file File, column string) (minor int64, rows int) {
	t.Helper()
	table, err := csv.NewReader(bytes.NewReader(file.Data)).ReadAll()
	if err != nil || len(table) == 0 {
		t.Fatalf("%s: %v", file.Name, err)
	}
	for i, name := range table[0] {
		if name != column {
			continue
		}
		for _, row := range table[1:] {
			amount, err := portal.ParseMoney(row[i], "EUR")
			if err != nil {
				t.Fatalf("%s: %v", file.Name, err)
			}
			minor += amount.Minor
		}
	}
	return minor, len(table) - 1
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
