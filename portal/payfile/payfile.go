// Package payfile writes the files that banks and payment services take: one
// function for each format, pure, the same bytes for the same order. Nothing is
// cut to fit: what a bank would refuse is refused here, with the payee and the
// field by name. Who is paid, and whether, is decided elsewhere.
//
// The layouts are those of the public documents: ISO 20022 pain.001.001.09 as the
// EPC's customer-to-bank guidelines for SEPA credit transfers narrow it, the record
// formats of the Nacha Operating Rules, and the help pages of PayPal (payouts by
// file) and Wise (batch payments). testdata has the schema that the tests hold to.
package payfile

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"tandem/portal"
)

// Order is what the files of one format are made of: payments in one currency on one day.
type Order struct {
	Message  string // the file's own id, unique for each batch and attempt: 1 to 35 letters, digits and hyphens
	Name     string // of the files, without an ending: "payouts-2026-03-11-B-8F3KQ2"
	Attempt  int    // 1 for the first file of a batch in this format
	Note     string // what payees read beside the amount, where the format has room
	At       time.Time
	PayOn    portal.Date
	Currency portal.Currency
	Payer    portal.Payer
	Lines    []Line
}

// Line is one payment.
type Line struct {
	Payout    portal.PayoutID
	Payee     string // the partner's name, for people
	Reference string // "B-8F3KQ2-001": the bank's answer names the payment by it
	Amount    portal.Money
	Account   portal.PayoutAccount
}

// File is a file that is ready to be sent, and the payments in it.
type File struct {
	Name  string
	Type  string // media type
	Data  []byte
	Lines []Line
}

// Write makes the files of an order: one, or several where a format takes a limited
// number of rows. Conflict with a sentence for every payee and field that the
// format cannot carry, or when the payer lacks what it needs.
func Write(format portal.PayFormat, o Order) ([]File, error) {
	if missing := o.Payer.Missing(format, o.Currency); missing != "" {
		return nil, portal.Errorf(portal.Conflict, "%s", missing)
	}
	if err := o.check(format); err != nil {
		return nil, err
	}
	var files []File
	var refused refusals
	switch format {
	case portal.FormatSEPA:
		files = sepa(o, &refused)
	case portal.FormatNACHA:
		files = nacha(o, &refused)
	case portal.FormatPayPal:
		files = paypal(o, &refused)
	case portal.FormatWise:
		files = wise(o, &refused)
	case portal.FormatCSV:
		files = table(o)
	}
	if err := refused.err(format); err != nil {
		return nil, err
	}
	return files, nil
}

// check refuses orders that no caller should make: nothing to pay, a payment
// twice, another currency or method, no amount.
func (o Order) check(format portal.PayFormat) error {
	if len(o.Lines) == 0 || o.Message == "" || len(o.Message) > 35 || o.PayOn == "" {
		return fmt.Errorf("payfile: order %q of %d payments on %q is incomplete", o.Message, len(o.Lines), o.PayOn)
	}
	seen := map[string]bool{}
	for _, line := range o.Lines {
		switch {
		case seen[string(line.Payout)] || seen[line.Reference] || line.Reference == "":
			return fmt.Errorf("payfile: %s is in the order %s twice", line.Reference, o.Message)
		case line.Amount.Currency != o.Currency || line.Amount.Minor <= 0:
			return fmt.Errorf("payfile: %s pays %s in an order of %s", line.Reference, line.Amount, o.Currency)
		case format != portal.FormatCSV && line.Account.Method.Format() != format:
			return fmt.Errorf("payfile: %s is paid by %s, not by %s", line.Reference, line.Account.Method, format)
		}
		seen[string(line.Payout)], seen[line.Reference] = true, true
	}
	return nil
}

// total is what the lines pay together.
func total(lines []Line, currency portal.Currency) portal.Money {
	sum := portal.Amount(0, currency)
	for _, line := range lines {
		sum = sum.Add(line.Amount)
	}
	return sum
}

// chunks are the lines in order, at most so many in each.
func chunks(lines []Line, most int) [][]Line {
	var list [][]Line
	for len(lines) > most {
		list, lines = append(list, lines[:most]), lines[most:]
	}
	return append(list, lines)
}

// names are the names of the files of an order in several parts.
func (o Order) named(part, parts int, kind, ending string) string {
	name := o.Name + "-" + kind
	if o.Attempt > 1 {
		name += fmt.Sprintf("-again%d", o.Attempt-1)
	}
	if parts > 1 {
		name += fmt.Sprintf("-part%d", part+1)
	}
	return name + ending
}

// maxRefusals is how many refusals a person is told at once.
const maxRefusals = 8

// refusals collects what a format cannot carry, payee by payee.
type refusals struct{ list []string }

func (r *refusals) add(payee, field, why string) {
	r.list = append(r.list, fmt.Sprintf("%s, %s: %s.", payee, field, why))
}

func (r *refusals) err(format portal.PayFormat) error {
	if len(r.list) == 0 {
		return nil
	}
	list, more := r.list, ""
	if len(list) > maxRefusals {
		list, more = list[:maxRefusals], fmt.Sprintf(" And %d more.", len(r.list)-maxRefusals)
	}
	return portal.Errorf(portal.Conflict, "The %s cannot carry this. %s%s", format.Label(), strings.Join(list, " "), more)
}

// latin is a text in the characters every bank takes, no longer than most; a
// refusal otherwise. Optional texts may be empty.
func (r *refusals) latin(payee, field, text string, most int, optional bool) string {
	plain, missing := portal.PlainLatin(text)
	switch {
	case missing != 0:
		r.add(payee, field, fmt.Sprintf("banks do not take the character %q", missing))
	case plain == "" && !optional:
		r.add(payee, field, "it is missing")
	case utf8.RuneCountInString(plain) > most:
		r.add(payee, field, fmt.Sprintf("it has %d characters and %d fit", len(plain), most))
	}
	return plain
}

// must refuses a field for what is wrong with it, "" for nothing.
func (r *refusals) must(payee, field, problem string) {
	if problem != "" {
		r.add(payee, field, strings.TrimSuffix(lower(problem), "."))
	}
}

// lower is a sentence without its capital, unless it begins with an abbreviation.
func lower(sentence string) string {
	if len(sentence) > 1 && sentence[1] >= 'A' && sentence[1] <= 'Z' {
		return sentence
	}
	return strings.ToLower(sentence[:1]) + sentence[1:]
}
