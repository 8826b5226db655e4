package portal

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// answerColumns are the columns of a file of a bank's answers.
var answerColumns = []tableColumn{
	{"reference", []string{"end_to_end_id", "endtoendid", "payment_reference", "customer_reference", "customer_id", "our_reference", "individual_id"}},
	{"state", []string{"status", "result", "transaction_status", "payout_status"}},
	{"on", []string{"date", "paid_on", "value_date", "booking_date", "date_paid", "completed_on"}},
	{"bank_reference", []string{"transaction_id", "bank_id", "payout_item_id", "transfer_id"}},
	{"reason", []string{"failure_reason", "error", "return_reason", "message"}},
	{"amount", nil},
}

// answerWords are the words that banks and payment services use, in lower case.
var answerWords = map[string]ResultState{
	"paid": ResultPaid, "success": ResultPaid, "successful": ResultPaid, "succeeded": ResultPaid, "completed": ResultPaid, "complete": ResultPaid,
	"settled": ResultPaid, "executed": ResultPaid, "acsc": ResultPaid, "accc": ResultPaid,
	"failed": ResultFailed, "failure": ResultFailed, "rejected": ResultFailed, "returned": ResultFailed, "denied": ResultFailed, "refused": ResultFailed,
	"blocked": ResultFailed, "rjct": ResultFailed,
}

// AnswerFile is a file of a bank's answers as it was read, before anything is looked up.
type AnswerFile struct {
	Rows    []AnswerRow
	Ignored []string // columns that mean nothing here
}

// AnswerFate is what recording a row would do.
type AnswerFate string

const (
	AnswerPaid    AnswerFate = "paid"
	AnswerFailed  AnswerFate = "failed"
	AnswerKnown   AnswerFate = "recorded" // recorded already, or a repeat of a line above
	AnswerOpen    AnswerFate = "open"     // the row says nothing yet
	AnswerProblem AnswerFate = "problem"  // stays out until the file is corrected
)

// Label is the fate as people read it.
func (f AnswerFate) Label() string {
	switch f {
	case AnswerPaid:
		return "Paid"
	case AnswerFailed:
		return "Failed"
	case AnswerKnown:
		return "Recorded already"
	case AnswerOpen:
		return "No answer yet"
	case AnswerProblem:
		return "Problem"
	}
	return string(f)
}

// AnswerRow is one row of a file: what it says, and after [AnswerFile.Match] what it would do.
type AnswerRow struct {
	Line      int // in the file, from 1; the header is line 1 in most
	Reference string
	Amount    string // "" when the file has none
	Input     ResultInput
	comma     rune // between the cells of the file, by which a comma in the amount is read

	Payout PayoutID
	Name   string // of the partner
	Total  Money
	Fate   AnswerFate
	Column string // of the problem, as the file names it
	Reason string // the problem
}

// ReadAnswers reads a file of a bank's answers, as [readTable] does. A row with
// something wrong in it is kept, with its line, column and reason.
func ReadAnswers(data []byte) (AnswerFile, error) {
	read, err := readTable(data, answerColumns)
	if err != nil {
		return AnswerFile{}, err
	}
	for _, name := range []string{"reference", "state"} {
		if !read.has(name) {
			return AnswerFile{}, fileProblem("The file has no column %s. The first line names the columns: reference, state, on; if you like also bank_reference, reason, amount.", name)
		}
	}
	file := AnswerFile{Ignored: read.ignored}
	for _, from := range read.rows {
		row := AnswerRow{Line: from.line, Reference: read.cell(from, "reference"), Amount: read.cell(from, "amount"), comma: read.comma}
		row.Input.Reference, row.Input.Reason = read.cell(from, "bank_reference"), read.cell(from, "reason")
		word := strings.ToLower(read.cell(from, "state"))
		row.Input.State, row.Input.On = answerWords[word], Date(read.day(from, "on"))
		switch {
		case read.uneven(from) != "":
			row.wrong("", read.uneven(from))
		case row.Reference == "":
			row.wrong(read.title("reference"), "The row names no payout.")
		case word == "":
			row.Fate = AnswerOpen
		case row.Input.State == "":
			row.wrong(read.title("state"), fmt.Sprintf("%q is neither paid nor failed.", read.cell(from, "state")))
		}
		file.Rows = append(file.Rows, row)
	}
	return file, nil
}

func (r *AnswerRow) wrong(column, reason string) {
	r.Fate, r.Column, r.Reason = AnswerProblem, column, reason
}

// Match says what recording each row of the file would do to a batch with the
// results it has. It changes nothing.
func (f AnswerFile) Match(b Batch, results []Result, by Actor, now Instant, today Date) []AnswerRow {
	byReference := map[string]BatchLine{}
	for i, line := range b.Lines {
		byReference[strings.ToUpper(b.Reference(i))] = line
		byReference[CreditorReference(b.Reference(i))] = line
		byReference[strings.ToUpper(string(line.Payout))] = line
	}
	earlier := map[PayoutID][]Result{}
	for _, result := range results {
		earlier[result.Payout] = append(earlier[result.Payout], result)
	}
	said := map[PayoutID]AnswerRow{}
	rows := slices.Clone(f.Rows)
	for i := range rows {
		row := &rows[i]
		line, there := byReference[strings.ToUpper(row.Reference)]
		row.Payout, row.Name, row.Total = line.Payout, line.Name, line.Total
		if row.Fate == AnswerProblem {
			continue
		}
		before, twice := said[line.Payout]
		switch {
		case !there:
			row.wrong("reference", fmt.Sprintf("No payout of this batch has the reference %s.", row.Reference))
			continue
		case row.Fate == AnswerOpen:
			continue
		case row.Amount != "" && !row.sameAmount():
			row.wrong("amount", fmt.Sprintf("The payout is %s.", line.Total))
			continue
		case twice && before.Input == row.Input:
			row.Fate = AnswerKnown
			continue
		case twice:
			row.wrong("state", fmt.Sprintf("Line %d says something else of the same payout.", before.Line))
			continue
		}
		said[line.Payout] = *row
		payout := Payout{ID: line.Payout, Batch: b.ID, Partner: line.Partner, Name: line.Name, Currency: b.Currency, Total: line.Total}
		result, err := NewResult(payout, b, earlier[line.Payout], row.Input, by, now, today)
		switch {
		case err != nil:
			column, reason := problemOf(err)
			row.wrong(column, reason)
		case slices.ContainsFunc(earlier[line.Payout], func(r Result) bool { return r.ID == result.ID }):
			row.Fate = AnswerKnown
		case result.State == ResultPaid:
			row.Fate = AnswerPaid
		default:
			row.Fate = AnswerFailed
		}
	}
	return rows
}

// sameAmount reports that the amount of the row is the payout's; a sign does not count.
func (r AnswerRow) sameAmount() bool {
	amount, err := importAmount(strings.TrimPrefix(r.Amount, "-"), r.Total.Currency, r.comma)
	return err == nil && amount == r.Total
}

// problemOf is the first field of an error and its problem; without fields the whole sentence.
func problemOf(err error) (field, problem string) {
	if wrong, ok := errors.AsType[*Error](err); ok && len(wrong.Fields) > 0 {
		field = slices.Sorted(maps.Keys(wrong.Fields))[0]
		return field, wrong.Fields[field]
	}
	return "", err.Error()
}
