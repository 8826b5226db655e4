package payfile

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"tandem/portal"
)

// at reads positions of a record as the layout counts them: from 1, both included.
func at(record string, from, to int) string { return record[from-1 : to] }

func digits(t *testing.T, text string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// readNACHA takes a file apart by positions, and proves what the records say of each other.
func readNACHA(t *testing.T, data []byte) (head, batch string, entries []string) {
	t.Helper()
	records := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if len(records)%10 != 0 {
		t.Errorf("%d records are no whole blocks", len(records))
	}
	for i, record := range records {
		if len(record) != 94 || strings.ContainsFunc(record, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Fatalf("record %d has %d characters: %q", i+1, len(record), record)
		}
	}
	head, batch = records[0], records[1]
	var control, end string
	var hash, debits, credits int64
	i := 2
	for ; at(records[i], 1, 1) == "6"; i++ {
		entries = append(entries, records[i])
		hash += digits(t, at(records[i], 4, 11))
		if code := at(records[i], 2, 3); code == "22" || code == "32" {
			credits += digits(t, at(records[i], 30, 39))
		} else {
			debits += digits(t, at(records[i], 30, 39))
		}
	}
	control, end = records[i], records[i+1]
	for _, filler := range records[i+2:] {
		if filler != strings.Repeat("9", 94) {
			t.Errorf("after the end comes %q", filler)
		}
	}
	short := fmt.Sprintf("%010d", hash%10_000_000_000)
	for what, pair := range map[string][2]string{
		"types":           {at(head, 1, 1) + at(batch, 1, 1) + at(control, 1, 1) + at(end, 1, 1), "1589"},
		"entries":         {at(control, 5, 10), fmt.Sprintf("%06d", len(entries))},
		"hash":            {at(control, 11, 20), short},
		"debits":          {at(control, 21, 32), fmt.Sprintf("%012d", debits)},
		"credits":         {at(control, 33, 44), fmt.Sprintf("%012d", credits)},
		"company":         {at(control, 45, 54), at(batch, 41, 50)},
		"bank":            {at(control, 80, 87), at(batch, 80, 87)},
		"batch number":    {at(control, 88, 94), at(batch, 88, 94)},
		"class":           {at(control, 2, 4), at(batch, 2, 4)},
		"batches of file": {at(end, 2, 7), "000001"},
		"blocks of file":  {at(end, 8, 13), fmt.Sprintf("%06d", len(records)/10)},
		"entries of file": {at(end, 14, 21), fmt.Sprintf("%08d", len(entries))},
		"hash of file":    {at(end, 22, 31), short},
		"debits of file":  {at(end, 32, 43), fmt.Sprintf("%012d", debits)},
		"credits of file": {at(end, 44, 55), fmt.Sprintf("%012d", credits)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
	return head, batch, entries
}

func TestACHFileSaysWhatTheOrderSays(t *testing.T) {
	o := order(portal.ACH, "USD", 1, 9_999_999_999, 250_00)
	o.Attempt = 2
	o.Lines[1].Account = portal.PayoutAccount{Method: portal.ACH, Holder: "Ortega & Peña", Routing: "322271627", Account: "12345678901234567", Kind: portal.Savings}
	files := write(t, portal.FormatNACHA, o)
	if files[0].Name != "payouts-2026-03-11-B-7XC0DE-ach-again1.txt" {
		t.Errorf("the file is named %s", files[0].Name)
	}
	head, batch, entries := readNACHA(t, files[0].Data)
	for what, pair := range map[string][2]string{
		"destination":     {at(head, 4, 13), " 021000021"},
		"origin":          {at(head, 14, 23), "1123456789"},
		"made":            {at(head, 24, 33), "2603110930"},
		"modifier":        {at(head, 34, 34), "B"},
		"form":            {at(head, 35, 40), "094101"},
		"bank":            {at(head, 41, 63), "First Harbor Bank      "},
		"name":            {at(head, 64, 86), "Northwind Stays        "},
		"class":           {at(batch, 2, 4), "220"},
		"company":         {at(batch, 5, 20), "Northwind Stays "},
		"company id":      {at(batch, 41, 50), "1123456789"},
		"entry class":     {at(batch, 51, 53), "CCD"},
		"description":     {at(batch, 54, 63), "PAYOUT    "},
		"effective":       {at(batch, 70, 75), "260312"},
		"originator":      {at(batch, 79, 79), "1"},
		"originator bank": {at(batch, 80, 87), "02100002"},
		"number":          {at(batch, 88, 94), "0000001"},
		"first code":      {at(entries[0], 2, 3), "22"},
		"first bank":      {at(entries[0], 4, 12), "011401533"},
		"first account":   {at(entries[0], 13, 29), "0123456789       "},
		"first amount":    {at(entries[0], 30, 39), "0000000001"},
		"first id":        {at(entries[0], 40, 54), "B-7XC0DE-001   "},
		"first name":      {at(entries[0], 55, 76), "Harbor Kitchen LLC    "},
		"first addenda":   {at(entries[0], 79, 79), "0"},
		"first trace":     {at(entries[0], 80, 94), "021000020000001"},
		"second code":     {at(entries[1], 2, 3), "32"},
		"second account":  {at(entries[1], 13, 29), "12345678901234567"},
		"second amount":   {at(entries[1], 30, 39), "9999999999"},
		"second name":     {at(entries[1], 55, 76), "Ortega + Pena         "},
		"third trace":     {at(entries[2], 80, 94), "021000020000003"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
}

func TestACHFileFillsItsBlocksAndCutsItsHash(t *testing.T) {
	for _, entries := range []int{1, 5, 6, 7, 16, 17, 400} {
		amounts := make([]int64, entries)
		for i := range amounts {
			amounts[i] = int64(1000 + i)
		}
		o := order(portal.ACH, "USD", amounts...)
		for i := range o.Lines { // so that the sum of banks has more than ten digits
			o.Lines[i].Account.Routing = "322271627"
		}
		if _, _, got := readNACHA(t, write(t, portal.FormatNACHA, o)[0].Data); len(got) != entries {
			t.Errorf("%d entries, want %d", len(got), entries)
		}
	}
	if 400*32227162 < 10_000_000_000 {
		t.Error("the hash was never cut")
	}
}
