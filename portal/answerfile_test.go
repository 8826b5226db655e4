package portal

import (
	"fmt"
	"strings"
	"testing"
)

// answered is an exported batch of three payouts; the first was paid.
func answered() (Batch, []Result) {
	b := Batch{ID: "01JQ5B8F3KQ2W6V9ZT4M7XC0DE", State: BatchExported, Currency: "EUR", Cutoff: "2026-05-11"}
	for i, name := range []string{"Alpha", "Beta", "Gamma"} {
		id := PartnerID(fmt.Sprint("p", i+1))
		b.Lines = append(b.Lines, BatchLine{Payout: PayoutIDOf(b.ID, id, "EUR"), Partner: id, Name: name, Total: Amount(int64(10000*(i+1)), "EUR")})
	}
	paid := Result{ID: ResultID(b.Lines[0].Payout, 1), Payout: b.Lines[0].Payout, Batch: b.ID, Seq: 1, State: ResultPaid, On: "2026-05-12", Reference: "X1", Amount: b.Lines[0].Total}
	return b, []Result{paid}
}

// fates reads a file and says of each row "<line> <fate> <name>: <column> <reason>".
func fates(t *testing.T, text string) []string {
	t.Helper()
	file, err := ReadAnswers([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	b, results := answered()
	var said []string
	for _, row := range file.Match(b, results, Actor{User: "fay"}, "2026-05-14T10:00:00.000Z", "2026-05-14") {
		said = append(said, fmt.Sprintf("%d %s %s: %s %s", row.Line, row.Fate, row.Name, row.Column, row.Reason))
	}
	return said
}

func TestAFileOfAnswersSaysWhatEachRowWouldDo(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []string
	}{
		{"paid and failed", "reference,state,on,bank_reference,reason\nB-7XC0DE-002,paid,2026-05-13,X2,\nB-7XC0DE-003,failed,2026-05-13,,Account closed\n", []string{"2 paid Beta", "3 failed Gamma"}},
		{"recorded already", "reference,state,on,bank_reference\nB-7XC0DE-001,paid,2026-05-12,X1\n", []string{"2 recorded Alpha"}},
		{"came back", "reference,state,on,reason\nB-7XC0DE-001,returned,2026-05-14,Account closed\n", []string{"2 failed Alpha"}},
		{"paid twice", "reference,state,on\nB-7XC0DE-001,paid,2026-05-13\n", []string{"2 problem Alpha:  The payout to Alpha was paid on 12 May 2026 already. It is never paid twice."}},
		{"other words and names", "End-to-end ID;Status;Value date;Error\nb-7xc0de-002;RJCT;2026-05-13T09:00;AC04\n", []string{"2 failed Beta"}},
		{"by the reference of the payee", "reference,state,on\n" + CreditorReference("B-7XC0DE-002") + ",completed,2026-05-13\n", []string{"2 paid Beta"}},
		{"nothing said yet", "reference,state,on\nB-7XC0DE-002,,\n", []string{"2 open Beta"}},
		{"the amount", "reference,state,on,amount\nB-7XC0DE-002,paid,2026-05-13,200.00\nB-7XC0DE-003,paid,2026-05-13,299.00\n", []string{"2 paid Beta", "3 problem Gamma: amount The payout is €300.00."}},
		{"a comma before the cents, as banks write it beside semicolons", "reference;state;on;amount\nB-7XC0DE-002;paid;2026-05-13;200,00\nB-7XC0DE-003;paid;2026-05-13;300,01\n", []string{"2 paid Beta", "3 problem Gamma: amount The payout is €300.00."}},
		{"a sign", "reference,state,on,amount\nB-7XC0DE-002,paid,2026-05-13,-200\n", []string{"2 paid Beta"}},
		{"unknown", "reference,state,on\nB-000000-001,paid,2026-05-13\n", []string{"2 problem : reference No payout of this batch has the reference B-000000-001."}},
		{"no reference", "reference,state,on\n,paid,2026-05-13\n", []string{"2 problem : reference The row names no payout."}},
		{"pending", "reference,Status,on\nB-7XC0DE-002,pending,2026-05-13\n", []string{`2 problem Beta: Status "pending" is neither paid nor failed.`}},
		{"no day", "reference,state\nB-7XC0DE-002,paid\n", []string{"2 problem Beta: on Enter the day the bank says"}},
		{"in the future", "reference,state,on\nB-7XC0DE-002,paid,2026-06-13\n", []string{"2 problem Beta: on Enter the day"}},
		{"no reason", "reference,state,on\nB-7XC0DE-002,failed,2026-05-13\n", []string{"2 problem Beta: reason Say why it failed"}},
		{"a repeat", "reference,state,on\nB-7XC0DE-002,paid,2026-05-13\nB-7XC0DE-002,paid,2026-05-13\nB-7XC0DE-002,paid,2026-05-14\n", []string{"2 paid Beta", "3 recorded Beta", "4 problem Beta: state Line 2 says something else"}},
		{"cells missing", "reference,state,on\nB-7XC0DE-002,paid\n", []string{"2 problem Beta:  The row has 2 cells and the header 3."}},
	} {
		got := fates(t, c.file)
		if len(got) != len(c.want) {
			t.Errorf("%s: got %q", c.name, got)
			continue
		}
		for i := range got {
			if !strings.HasPrefix(got[i], c.want[i]) {
				t.Errorf("%s: got %q, want %q", c.name, got[i], c.want[i])
			}
		}
	}
}

func TestAFileOfAnswersNeedsItsColumns(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "The file is empty.",
		"reference,state\n":                  "a header and no rows",
		"reference,on\nB-1-001,2026-05-13\n": "no column state",
		"state,on\npaid,2026-05-13\n":        "no column reference",
		"reference,status,result\nx,y,z\n":   `could both be state`,
		"reference,state\n\"x,y\n":           "quotation mark",
	} {
		if _, err := ReadAnswers([]byte(text)); KindOf(err) != Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
	file, err := ReadAnswers([]byte("reference,state,Fee\nB-1-001,paid,1\n"))
	if err != nil || len(file.Ignored) != 1 || file.Ignored[0] != "Fee" {
		t.Errorf("ignored %q, %v", file.Ignored, err)
	}
}
