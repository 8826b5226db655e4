package portal

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const importHeader = "external_id,referral,customer_domain,amount,currency,collected_on,source,refund_of\n"

func importFacts() ImportFacts {
	recorded := cash("INV-1", 400000, "2026-03-12")
	other := Deal{Referral: "r2", Partner: "p2", Customer: "Villa Sol", Domain: "sol.example", ContractStart: "2026-02-01"}
	twin := other
	twin.Referral = "r3"
	back := refund("R1", recorded, nil, 100000, "2026-04-01")
	return ImportFacts{
		Deals:    map[ReferralID]Deal{"r1": miramar(), "r2": other},
		ByDomain: map[string][]Deal{"miramar.example": {miramar()}, "sol.example": {other, twin}},
		Recorded: map[CollectionID]Collection{recorded.ID: recorded, back.ID: back},
		Refunds:  map[CollectionID][]Collection{recorded.ID: {back}},
	}
}

func match(t *testing.T, text string) []ImportRow {
	t.Helper()
	file, err := ReadCollections([]byte(text))
	if err != nil {
		t.Fatalf("cannot read %q: %v", text, err)
	}
	return file.Match(importFacts(), finance, testNow, testToday)
}

func TestImportSaysOfEachRowWhatItWouldDo(t *testing.T) {
	for name, c := range map[string]struct {
		row    string
		state  ImportState
		column string
		words  string
	}{
		"new by referral":          {"INV-2,r1,,1234.50,EUR,2026-03-12,,", ImportNew, "", ""},
		"new by domain":            {"INV-2,,Miramar.example,1234.50,eur,2026-03-12,,", ImportNew, "", ""},
		"with a moment":            {"INV-2,r1,,10,EUR,2026-03-12 20:38:34,,", ImportNew, "", ""},
		"recorded already":         {"INV-1,r1,,4000.00,EUR,2026-03-12,,", ImportKnown, "", "Recorded by Fay."},
		"recorded with another":    {"INV-1,r1,,4000.01,EUR,2026-03-12,,", ImportProblem, "external_id", "the amount was €4,000.00 and is now €4,000.01"},
		"the same of another":      {"INV-1,r1,,4000.00,EUR,2026-03-12,stripe,", ImportNew, "", ""},
		"refund":                   {"R2,,,50.00,EUR,2026-04-02,,INV-1", ImportRefund, "", ""},
		"refund, negative amount":  {"R2,,,-50.00,EUR,2026-04-02,,INV-1", ImportRefund, "", ""},
		"refund by the whole id":   {"R2,,,50.00,EUR,2026-04-02,stripe,cash:billing:INV-1", ImportRefund, "", ""},
		"refund recorded already":  {"R1,,,1000.00,EUR,2026-04-01,,INV-1", ImportKnown, "", "Recorded by Fay."},
		"refund recorded another":  {"R1,,,999.00,EUR,2026-04-01,,INV-1", ImportProblem, "external_id", "recorded already with something else"},
		"refund above what's left": {"R2,,,3000.01,EUR,2026-04-02,,INV-1", ImportProblem, "amount", "At most €3,000.00"},
		"refund of the unknown":    {"R2,,,50.00,EUR,2026-04-02,,INV-9", ImportProblem, "refund_of", "No collection INV-9 from billing"},
		"refund for another":       {"R2,r2,,50.00,EUR,2026-04-02,,INV-1", ImportProblem, "referral", "belongs to another referral"},
		"refund in dollars":        {"R2,,,50.00,USD,2026-04-02,,INV-1", ImportProblem, "currency", "in EUR"},
		"negative without refund":  {"INV-2,r1,,-5,EUR,2026-03-12,,", ImportProblem, "amount", "needs the collection it refunds"},
		"nothing":                  {"INV-2,r1,,0,EUR,2026-03-12,,", ImportProblem, "amount", "above zero"},
		"no such referral":         {"INV-2,r9,,5,EUR,2026-03-12,,", ImportProblem, "referral", "No open or won referral has the id r9"},
		"no such customer":         {"INV-2,,nobody.example,5,EUR,2026-03-12,,", ImportProblem, "customer_domain", "No won referral"},
		"two deals of a customer":  {"INV-2,,sol.example,5,EUR,2026-03-12,,", ImportProblem, "customer_domain", "2 won referrals"},
		"whose money":              {"INV-2,,,5,EUR,2026-03-12,,", ImportProblem, "referral", "neither a referral nor"},
		"no amount":                {"INV-2,r1,,,EUR,2026-03-12,,", ImportProblem, "amount", "not an amount in EUR"},
		"too many digits":          {"INV-2,r1,,5.001,EUR,2026-03-12,,", ImportProblem, "amount", "not an amount in EUR"},
		"no currency":              {"INV-2,r1,,5,,2026-03-12,,", ImportProblem, "currency", "not a currency"},
		"another kind of date":     {"INV-2,r1,,5,EUR,12/03/2026,,", ImportProblem, "collected_on", "write it as 2026-03-31"},
		"the future":               {"INV-2,r1,,5,EUR,2027-01-01,,", ImportProblem, "collected_on", "in the future"},
		"no id":                    {",r1,,5,EUR,2026-03-12,,", ImportProblem, "external_id", "number of the invoice"},
		"odd source":               {"INV-2,r1,,5,EUR,2026-03-12,my bank,", ImportProblem, "source", "letters, digits"},
		"a cell too few":           {"INV-2,r1,,5,EUR,2026-03-12,", ImportProblem, "", "7 cells and the header 8"},
	} {
		rows := match(t, importHeader+c.row+"\n")
		if len(rows) != 1 || rows[0].State != c.state || rows[0].Column != c.column || !strings.Contains(rows[0].Reason, c.words) || rows[0].Line != 2 {
			t.Errorf("%s: got %+v, want %s at %q with %q", name, rows, c.state, c.column, c.words)
		}
	}
}

func TestImportReadsWhatSpreadsheetsWrite(t *testing.T) {
	for name, text := range map[string]string{
		"comma":            "external_id,referral,amount,currency,collected_on\nINV-2,r1,\"1,234.50\",EUR,2026-03-12\n",
		"mark and CRLF":    "\ufeffexternal_id,referral,amount,currency,collected_on\r\nINV-2,r1,1234.50,EUR,2026-03-12\r\n",
		"semicolon":        "External ID;Referral;Amount;Currency;Collected on\nINV-2;r1;1.234,50;EUR;2026-03-12\n",
		"semicolon, plain": "External ID;Referral;Amount;Currency;Collected on\nINV-2;r1;1234.5;EUR;2026-03-12\n",
		"tab":              "Invoice\tReferral ID\tAmount\tCurrency\tDate\nINV-2\tr1\t1234.50\tEUR\t2026-03-12",
		"old line ends":    "external_id,referral,amount,currency,collected_on\rINV-2,r1,1234.50,EUR,2026-03-12\r",
		"empty lines":      "external_id,referral,amount,currency,collected_on\n\n,,,,\nINV-2,r1,1234.50,EUR,2026-03-12\n\n",
		"columns in any":   "currency,note,collected_on,amount,referral,external_id\nEUR,hello,2026-03-12,1234.50,r1,INV-2\n",
		"Stripe's names":   "id,Created date (UTC),Amount,Currency,referral\nINV-2,2026-03-12 20:38:34,1234.50,eur,r1\n",
	} {
		rows := match(t, text)
		if len(rows) != 1 || rows[0].State != ImportNew || rows[0].Collection.ID != "cash:billing:INV-2" || rows[0].Collection.Amount != eur(123450) || rows[0].Collection.CollectedOn != "2026-03-12" {
			t.Errorf("%s: got %+v", name, rows)
		}
	}
	file, err := ReadCollections([]byte("id,Amount,Amount Refunded,Currency,date,referral,Fee\nINV-2,5,0,EUR,2026-03-12,r1,1\n"))
	if err != nil || strings.Join(file.Ignored, ", ") != "Amount Refunded, Fee" {
		t.Errorf("says that it ignores %v, %v", file.Ignored, err)
	}
	for _, text := range []string{"1,234", "1,2345", "1,", "12,345.6.7"} {
		if rows := match(t, "external_id;referral;amount;currency;collected_on\nINV-2;r1;"+text+";EUR;2026-03-12\n"); rows[0].State != ImportProblem || rows[0].Column != "amount" {
			t.Errorf("%q between semicolons is read as %s", text, rows[0].Collection.Amount)
		}
	}
}

func TestImportRefusesAFileItCannotReadWhole(t *testing.T) {
	many := strings.Builder{}
	many.WriteString(importHeader)
	for i := range MaxImportRows + 1 {
		fmt.Fprintf(&many, "I%d,r1,,1,EUR,2026-03-12,,\n", i)
	}
	for name, c := range map[string]struct{ text, words string }{
		"nothing":             {"", "empty"},
		"a header alone":      {importHeader, "no rows"},
		"not text":            {"PK\x03\x04\x00", "not UTF-8"},
		"another encoding":    {importHeader + "R\xf6,r1,,1,EUR,2026-03-12,,\n", "not UTF-8"},
		"no amount":           {"external_id,referral,currency,collected_on\na,b,EUR,2026-01-01\n", "no column amount"},
		"nobody's":            {"external_id,amount,currency,collected_on\na,1,EUR,2026-01-01\n", "neither a column referral"},
		"two ids":             {"id,invoice,referral,amount,currency,date\na,b,r1,1,EUR,2026-01-01\n", `"id" and "invoice" could both be external_id`},
		"an open quotation":   {importHeader + "INV-2,r1,,1,EUR,2026-03-12,,\n\"INV-3,r1,,1,EUR,2026-03-12,,\n", "Line 3 cannot be read"},
		"too many rows":       {many.String(), "more than 5000 rows"},
		"too large":           {strings.Repeat("x", MaxImportBytes+1), "larger than 2 MB"},
		"the same name twice": {"external_id,external_id,referral,amount,currency,date\na,b,r1,1,EUR,2026-01-01\n", "could both be external_id"},
	} {
		if _, err := ReadCollections([]byte(c.text)); KindOf(err) != Invalid || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v, want %q", name, err, c.words)
		}
	}
}

func TestImportCountsTheRowsOfOneFileTogether(t *testing.T) {
	rows := match(t, importHeader+
		"RA,,,60.00,EUR,2026-03-20,,INV-2\n"+ // above the cash it refunds
		"INV-2,r1,,100.00,EUR,2026-03-12,,\n"+
		"RB,,,50.00,EUR,2026-03-21,,INV-2\n"+ // 110 of 100
		"RC,,,40.00,EUR,2026-03-22,,INV-2\n"+
		"INV-2,r1,,100.00,EUR,2026-03-12,,\n"+
		"INV-2,r1,,101.00,EUR,2026-03-12,,\n"+
		"RA,,,60.00,EUR,2026-03-20,,INV-2\n"+
		"INV-3,r2,,7,USD,2026-03-12,,\n")
	want := []string{"refund", "new", "problem", "refund", "recorded", "problem", "recorded", "new"}
	for i, row := range rows {
		if string(row.State) != want[i] {
			t.Errorf("line %d: %s (%s), want %s", row.Line, row.State, row.Reason, want[i])
		}
	}
	if rows[4].Reason != "The same as line 3." || rows[5].Reason != "Line 3 has the same id with something else." || !strings.Contains(rows[2].Reason, "At most €40.00") {
		t.Errorf("reasons: %q, %q, %q", rows[4].Reason, rows[5].Reason, rows[2].Reason)
	}
	if rows[3].Collection.RefundNo != 2 || rows[3].Collection.Refunded != eur(6000) {
		t.Errorf("the second refund of the file: %+v", rows[3].Collection)
	}
	s := SummarizeImport(rows)
	if s.New != 2 || s.Refunds != 2 || s.Known != 2 || s.Problems != 2 || len(s.Amounts) != 2 || s.Amounts[0] != eur(0) || s.Amounts[1] != Amount(700, "USD") {
		t.Errorf("summary %+v", s)
	}
}

func TestImportNamesWhatItNeedsToKnow(t *testing.T) {
	file, err := ReadCollections([]byte(importHeader + "INV-2,r1,,1,EUR,2026-03-12,,\nRA,,,1,EUR,2026-03-12,,INV-1\nRB,,,1,EUR,2026-03-12,,INV-1\n"))
	if got := fmt.Sprint(file.IDs()); err != nil || got != "[cash:billing:INV-2 rev:billing:RA cash:billing:INV-1 rev:billing:RB]" {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestImportNeverPanicsAndNeverRecordsAProblem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.SampledFrom([]string{"", "INV-1", "R1", "r1", "miramar.example", "-1", "1,2", "9999999999999999", "EUR", "2026-03-12", "=1", "\"", "\"a\nb\"", "cash:x:y", "é"})
		var text strings.Builder
		text.WriteString(importHeader)
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			text.WriteString(strings.Join(rapid.SliceOfN(cell, 1, 9).Draw(t, "cells"), ",") + "\n")
		}
		file, err := ReadCollections([]byte(text.String()))
		if err != nil {
			return
		}
		for _, row := range file.Match(importFacts(), finance, testNow, testToday) {
			if row.State == "" || row.State == ImportProblem && (row.Reason == "" || row.Collection.ID != "") || row.State != ImportProblem && row.Collection.ID == "" {
				t.Fatalf("undecided: %+v", row)
			}
		}
	})
}
