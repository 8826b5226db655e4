package portal

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// StatementID is the number of an issued statement: "SB-2026-000123". Within a year
// the numbers have no gaps, because the number is the id: the next one is inserted
// only when the one before is there, and of two that try the same one is refused.
type StatementID string

var statementID = regexp.MustCompile(`^SB-(\d{4})-(\d{6})$`)

// StatementNumber is the n-th number of a year, from 1.
func StatementNumber(year, n int) StatementID {
	return StatementID(fmt.Sprintf("SB-%04d-%06d", year, n))
}

// Parts are the year and the running number; ok is false when it is no such number.
func (id StatementID) Parts() (year, n int, ok bool) {
	found := statementID.FindStringSubmatch(string(id))
	if found == nil {
		return 0, 0, false
	}
	year, errYear := strconv.Atoi(found[1])
	n, errN := strconv.Atoi(found[2])
	return year, n, errYear == nil && errN == nil && n > 0
}

// Supplier is who a statement is for, as it goes into the books: the partner by the
// details of the day on which the statement was issued.
type Supplier struct {
	Name    string   `json:"name"`
	Address []string `json:"address,omitempty"` // lines
	TaxName string   `json:"tax_name,omitempty"`
	Sealed  string   `json:"sealed,omitempty"` // the encrypted tax id
	Notes   []string `json:"notes,omitempty"`  // that the tax rules of the day ask for
}

// Issued is the statement of a partner for one month and currency, under a number of
// its own. It never changes: what is corrected later stands in a later one.
type Issued struct {
	ID        StatementID     `json:"-"`
	Partner   PartnerID       `json:"partner"`
	Currency  Currency        `json:"currency"`
	Month     string          `json:"month"` // "2026-03"
	Supplier  Supplier        `json:"supplier"`
	Recipient *Recipient      `json:"recipient,omitempty"` // nil where the program had not written it
	Opening   Money           `json:"opening"`
	Lines     []StatementLine `json:"lines"`
	Earned    Money           `json:"earned"` // the sum of the lines but payouts
	Closing   Money           `json:"closing"`
	SHA256    string          `json:"sha256"`
	At        Instant         `json:"at"`
}

// From and To are the first and the last day of the month.
func (s Issued) From() Date { return Date(s.Month + "-01") }

// To is the last day of the month.
func (s Issued) To() Date { return s.From().AddMonths(1).AddDays(-1) }

// Period names the month: "March 2026".
func (s Issued) Period() string { return s.From().Time().Format("January 2006") }

// Subject is the statement's name in events.
func (s Issued) Subject() string { return "statement:" + string(s.ID) }

// Event tells the partner of the statement.
func (s Issued) Event() Event {
	return Event{ID: s.Subject(), Subject: s.Subject(), Partner: s.Partner, Change: Change{
		Kind: StatementIssuedEvent, ByName: "The program", At: s.At,
		Data: map[string]string{"number": string(s.ID), "month": s.Month, "earned": s.Earned.String(), "closing": s.Closing.String(), "sha256": s.SHA256},
	}}
}

// StatementIssuedEvent is a statement that got its number.
const StatementIssuedEvent = "statement.issued"

// statementSlack is how many days a month is over before its statement is issued, so
// that what was recorded in its last minutes is there.
const statementSlack = 1

// Closed reports whether the statement of a month ("2026-03") can be issued on a day.
func Closed(month string, today Date) bool {
	return Date(month+"-01").AddMonths(1).AddDays(statementSlack) <= today
}

// NextStatements are the statements of a partner that are due on a day and not issued
// yet, oldest month first, without number, supplier and hash: one for each month and
// currency in which something moved. Each opens with what the one before closed with,
// and takes up every movement until its end that no earlier one lists, so that what was
// recorded late is in the next and nothing is in two.
func NextStatements(l Ledger, partner PartnerID, issued []Issued, today Date, zone *time.Location) []Issued {
	listed := map[string]bool{}
	last := map[Currency]Issued{}
	for _, s := range issued {
		for _, line := range s.Lines {
			listed[line.ID] = true
		}
		if s.Month > last[s.Currency].Month {
			last[s.Currency] = s
		}
	}
	months := map[Currency]map[string][]StatementLine{}
	for _, m := range movements(l, partner) {
		if listed[m.line.ID] {
			continue
		}
		line := m.line
		line.On = m.at.Day(zone)
		currency := line.Amount.Currency
		month := line.On.Month()
		if last[currency].Month >= month { // recorded late: into the month after the last that was issued
			month = Date(last[currency].Month + "-01").AddMonths(1).Month()
		}
		if months[currency] == nil {
			months[currency] = map[string][]StatementLine{}
		}
		months[currency][month] = append(months[currency][month], line)
	}
	var due []Issued
	for currency, of := range months {
		opening := Amount(0, currency)
		if before, there := last[currency]; there {
			opening = before.Closing
		}
		for _, month := range slices.Sorted(maps.Keys(of)) {
			if !Closed(month, today) {
				break
			}
			s := Statement{Currency: currency, Opening: opening, Lines: of[month]}.balanced()
			next := Issued{Partner: partner, Currency: currency, Month: month, Opening: opening, Lines: s.Lines, Earned: Amount(0, currency), Closing: s.Closing}
			for _, line := range s.Lines {
				if !line.paidOut() {
					next.Earned = next.Earned.Add(line.Amount)
				}
			}
			due = append(due, next)
			opening = s.Closing
		}
	}
	slices.SortFunc(due, func(a, b Issued) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Currency, b.Currency))
	})
	return due
}

// Issue gives a statement its number and closes it with its hash.
func (s Issued) Issue(id StatementID, supplier Supplier, recipient Recipient, now Instant) Issued {
	s.ID, s.Supplier, s.At = id, supplier, now
	if !recipient.IsZero() {
		s.Recipient = &recipient
	}
	s.SHA256 = s.hash()
	return s
}

// hash is the SHA-256 in hex of the statement as JSON under its number, without the hash itself.
func (s Issued) hash() string {
	s.SHA256 = ""
	body, err := json.Marshal(struct {
		ID StatementID `json:"id"`
		Issued
	}{s.ID, s})
	if err != nil { // there is nothing in it that JSON cannot carry
		return ""
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Statement is the issued statement as pages and files show statements.
func (s Issued) Statement() Statement {
	return Statement{
		Partner: s.Partner, Name: s.Supplier.Name, Currency: s.Currency, From: s.From(), To: s.To(), Opening: s.Opening, Lines: s.Lines, Closing: s.Closing, Number: s.ID,
	}
}

// VerifyStatements proves of one partner's issued statements that each is as it was
// issued, follows on the one before, adds up, and lists facts of the ledger by their
// amounts, no fact twice.
func VerifyStatements(l Ledger, partner PartnerID, issued []Issued) Proof {
	v := newVerification(Ledger{}, nil, time.UTC)
	amounts := map[string]Money{}
	for _, m := range movements(l, partner) {
		amounts[m.line.ID] = m.line.Amount
	}
	slices.SortFunc(issued, func(a, b Issued) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Month, b.Month), cmp.Compare(a.ID, b.ID))
	})
	listed := map[string]StatementID{}
	var before Issued
	for _, s := range issued {
		id := string(s.ID)
		v.must(s.hash() == s.SHA256, ruleStatements, id, "was changed after it was issued: the hash differs.")
		opening := Amount(0, s.Currency)
		if before.Currency == s.Currency {
			opening = before.Closing
			v.must(s.Month > before.Month, ruleStatements, id, "is of %s, as is %s.", s.Month, before.ID)
		}
		v.must(s.Opening == opening, ruleStatements, id, "opens with %s; the one before closed with %s.", s.Opening, opening)
		balance := s.Opening
		for _, line := range s.Lines {
			if line.Amount.Currency != s.Currency {
				v.broken(ruleStatements, id, "lists %s in %s.", line.ID, line.Amount.Currency)
				continue
			}
			balance = balance.Add(line.Amount)
			v.must(line.Balance == balance, ruleStatements, id, "stands at %s after %s, not at %s.", balance, line.ID, line.Balance)
			amount, there := amounts[line.ID]
			v.must(there && amount == line.Amount, ruleStatements, id, "lists %s with %s, which the ledger does not hold so.", line.ID, line.Amount)
			if first, twice := listed[line.ID]; twice {
				v.broken(ruleStatements, id, "lists %s, as does %s.", line.ID, first)
			}
			listed[line.ID] = s.ID
		}
		v.must(balance == s.Closing, ruleStatements, id, "closes with %s; opening and lines come to %s.", s.Closing, balance)
		before = s
	}
	return v.proof()
}

// Numbering proves that the numbers of statements have no gaps. They come in order.
type Numbering struct {
	year, n, looked int
	found           []Violation
}

// Next takes the next number there is.
func (c *Numbering) Next(id StatementID) {
	c.looked++
	year, n, ok := id.Parts()
	if !ok {
		c.found = append(c.found, Violation{Rule: ruleStatements, Subject: string(id), Sentence: string(id) + ": is no number of a statement."})
		return
	}
	if year != c.year {
		c.year, c.n = year, 0
	}
	if want := StatementNumber(year, c.n+1); n != c.n+1 {
		c.found = append(c.found, Violation{Rule: ruleStatements, Subject: string(want), Sentence: fmt.Sprintf("%s: is missing; %s comes after %d in %d.", want, id, c.n, year)})
	}
	c.n = n
}

// Proof is how many numbers were looked at, and the gaps that were found.
func (c *Numbering) Proof() Proof {
	return Proof{Checked: map[string]int{ruleStatements: c.looked}, Violations: c.found}
}
