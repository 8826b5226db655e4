package portal

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"
)

// Statement shows how one amount becomes another, line by line: of a payout, from
// nothing to what was paid; of a period, from what was owed before to what is owed after.
type Statement struct {
	Partner  PartnerID
	Name     string
	Currency Currency
	Payout   PayoutID    // of a payout; "" for a period
	Number   StatementID // of an issued one; "" for a reading of any period
	From, To Date        // of a period, both included
	Opening  Money
	Lines    []StatementLine
	Closing  Money
}

// StatementLine is one movement, explained.
type StatementLine struct {
	On      Date   `json:"on"`
	Kind    string `json:"kind"` // "Commission", "Clawback", "Payout", "Payout returned"
	ID      string `json:"id"`   // of the fact
	Text    string `json:"text"` // a sentence with its numbers
	Amount  Money  `json:"amount"`
	Balance Money  `json:"balance"` // after this line
}

// Kinds of lines that move money and earn nothing.
const (
	linePaid     = "Payout"
	lineReturned = "Payout returned"
)

// paidOut reports a line that moves money out, or back.
func (l StatementLine) paidOut() bool { return l.Kind == linePaid || l.Kind == lineReturned }

// PayoutStatement explains a payout by its entries, in the order of their collections.
func PayoutStatement(p Payout, entries []Entry) Statement {
	s := Statement{Partner: p.Partner, Name: p.Name, Currency: p.Currency, Payout: p.ID, Opening: Amount(0, p.Currency)}
	for _, e := range entries {
		s.Lines = append(s.Lines, StatementLine{On: e.Day(), Kind: e.Kind.Label(), ID: string(e.ID), Text: e.Sentence(), Amount: e.Amount})
	}
	return s.balanced()
}

// PeriodStatement explains what a partner is owed in one currency over a period.
// Opening and closing are everything earned and not paid: held, payable and in
// payout. A fact belongs to the day on which it was recorded, so that a
// statement never changes once its period is over.
func PeriodStatement(l Ledger, partner PartnerID, name string, currency Currency, from, to Date, zone *time.Location) Statement {
	s := Statement{Partner: partner, Name: name, Currency: currency, From: from, To: to, Opening: Amount(0, currency)}
	for _, m := range movements(l, partner) {
		line := m.line
		if line.Amount.Currency != currency {
			continue
		}
		if line.On = m.at.Day(zone); line.On < from {
			s.Opening = s.Opening.Add(line.Amount)
		} else if line.On <= to {
			s.Lines = append(s.Lines, line)
		}
	}
	return s.balanced()
}

// movement is a line with the moment at which its fact was recorded.
type movement struct {
	at   Instant
	line StatementLine
}

// movements are everything that changed what a partner is owed.
func movements(l Ledger, partner PartnerID) []movement {
	var all []movement
	for _, e := range l.Entries {
		if e.Partner == partner {
			all = append(all, movement{e.At, StatementLine{Kind: e.Kind.Label(), ID: string(e.ID), Text: e.Sentence(), Amount: e.Amount}})
		}
	}
	for _, r := range l.Results {
		switch {
		case r.Partner != partner:
		case r.State == ResultPaid:
			all = append(all, movement{r.At, StatementLine{Kind: linePaid, ID: r.ID, Text: paidSentence(r), Amount: r.Amount.Neg()}})
		case r.Seq > 1: // it had been paid
			all = append(all, movement{r.At, StatementLine{
				Kind: lineReturned, ID: r.ID, Amount: r.Amount,
				Text: fmt.Sprintf("The bank returned %s on %s: %s. It is payable again.", r.Amount, r.On.Long(), r.Reason),
			}})
		}
	}
	return all
}

func paidSentence(r Result) string {
	if r.Reference == "" {
		return fmt.Sprintf("%s paid on %s.", r.Amount, r.On.Long())
	}
	return fmt.Sprintf("%s paid on %s, reference %s.", r.Amount, r.On.Long(), r.Reference)
}

// Day is the day an entry is listed under: of the cash, or of the refund.
func (e Entry) Day() Date {
	if e.RefundedOn != "" {
		return e.RefundedOn
	}
	return e.CollectedOn
}

// balanced puts the lines in order and runs the balance through them.
func (s Statement) balanced() Statement {
	slices.SortStableFunc(s.Lines, func(a, b StatementLine) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.ID, b.ID)) })
	s.Closing = s.Opening
	for i := range s.Lines {
		s.Closing = s.Closing.Add(s.Lines[i].Amount)
		s.Lines[i].Balance = s.Closing
	}
	return s
}

// WriteCSV writes the statement as a table: opening, each line, closing.
func (s Statement) WriteCSV(w io.Writer) error {
	row := func(on Date, kind, text string, amount string, balance Money, id string) []string {
		return []string{string(on), CSVText(kind), CSVText(text), amount, balance.Plain(), string(s.Currency), CSVText(id)}
	}
	rows := [][]string{{"date", "kind", "description", "amount", "balance", "currency", "id"}}
	rows = append(rows, row(s.From, "Opening", "Opening balance", "", s.Opening, ""))
	for _, line := range s.Lines {
		rows = append(rows, row(line.On, line.Kind, line.Text, line.Amount.Plain(), line.Balance, line.ID))
	}
	rows = append(rows, row(s.To, "Closing", "Closing balance", "", s.Closing, cmp.Or(string(s.Payout), string(s.Number))))
	return WriteCSV(w, rows)
}
