package payfile

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"tandem/portal"
)

// readRows reads a file of rows with the standard library alone.
func readRows(t *testing.T, f File) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(f.Data, []byte("\r\n")) || f.Type != "text/csv; charset=utf-8" {
		t.Errorf("%s is %s with other line ends", f.Name, f.Type)
	}
	return rows
}

func TestPayPalFileHasNoHeader(t *testing.T) {
	files := write(t, portal.FormatPayPal, order(portal.PayPal, "EUR", 5, 123456))
	rows := readRows(t, files[0])
	want := [][]string{
		{"alex@pier9.example", "0.05", "EUR", "B-7XC0DE-001", "Northwind Partners, B-7XC0DE", "PAYPAL"},
		{"alex@pier9.example", "1234.56", "EUR", "B-7XC0DE-002", "Northwind Partners, B-7XC0DE", "PAYPAL"},
	}
	if len(files) != 1 || !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("got %d files, %q", len(files), rows)
	}
	whole := readRows(t, write(t, portal.FormatPayPal, order(portal.PayPal, "HUF", 1200000))[0])
	if whole[0][1] != "12000" {
		t.Errorf("12,000 HUF are written as %s", whole[0][1])
	}
}

func TestFilesOfRowsAreSplitAtTheirLimit(t *testing.T) {
	for _, c := range []struct {
		method portal.PayoutMethod
		format portal.PayFormat
		header int
		rows   int
		want   []int
	}{
		{portal.PayPal, portal.FormatPayPal, 0, 5000, []int{5000}},
		{portal.PayPal, portal.FormatPayPal, 0, 5001, []int{5000, 1}},
		{portal.Wise, portal.FormatWise, 1, 1000, []int{1000}},
		{portal.Wise, portal.FormatWise, 1, 2001, []int{1000, 1000, 1}},
	} {
		amounts, sum := make([]int64, c.rows), int64(0)
		for i := range amounts {
			amounts[i] = int64(i + 1)
			sum += amounts[i]
		}
		var got []int
		names := map[string]bool{}
		for _, f := range write(t, c.format, order(c.method, "EUR", amounts...)) {
			rows := readRows(t, f)[c.header:]
			got = append(got, len(rows))
			names[f.Name] = true
			for _, row := range rows {
				amount := row[1]
				if c.method == portal.Wise {
					amount = row[3]
				}
				sum -= cents(t, amount)
			}
		}
		if !slices.Equal(got, c.want) || sum != 0 || len(names) != len(c.want) {
			t.Errorf("%s of %d rows: %v, %d left, names %v", c.method, c.rows, got, sum, names)
		}
	}
}

func TestWiseFilesKeepSavedRecipientsApart(t *testing.T) {
	o := order(portal.Wise, "GBP", 100, 200, 300)
	o.Lines[1].Account.Wise = "pay@windmill.example"
	files := write(t, portal.FormatWise, o)
	if len(files) != 2 {
		t.Fatalf("%d files", len(files))
	}
	saved, mailed := readRows(t, files[0]), readRows(t, files[1])
	header := strings.Join(saved[0], ",")
	if header != "name,sourceCurrency,targetCurrency,amount,amountCurrency,recipientId,recipientDetail,recipientType,recipientEmail" {
		t.Errorf("the header of saved recipients is %s", header)
	}
	if got := strings.Join(mailed[0], ","); got != header {
		t.Errorf("the header of addresses is %s", got)
	}
	if len(saved) != 3 || !slices.Equal(saved[2], []string{"Windmill, Cycling", "EUR", "GBP", "3.00", "target", "34567890", "", "INSTITUTION", ""}) {
		t.Errorf("saved recipients: %q", saved)
	}
	if len(mailed) != 2 || !slices.Equal(mailed[1], []string{"Windmill, Cycling", "EUR", "GBP", "2.00", "target", "", "", "INSTITUTION", "pay@windmill.example"}) {
		t.Errorf("addresses: %q", mailed)
	}
}

func TestTableCarriesEveryMethodAndNoFormula(t *testing.T) {
	o := order(portal.BankTransfer, "USD", 100, 200, 300, 400)
	for i, method := range portal.PayoutMethods {
		o.Lines[i].Account = accounts[method]
	}
	o.Lines[3].Payee, o.Payer = "=HYPERLINK(1)", portal.Payer{}
	rows := readRows(t, write(t, portal.FormatCSV, o)[0])
	cell := func(row int, column string) string { return rows[row][slices.Index(rows[0], column)] }
	for row, columns := range []map[string]string{
		1: {"method": "bank", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX", "city": "Köln", "amount": "1.00", "currency": "USD", "pay_on": "2026-03-12", "reference": "B-7XC0DE-001"},
		2: {"method": "ach", "routing_number": "011401533", "account_number": "0123456789", "account_kind": "checking", "iban": ""},
		3: {"method": "paypal", "paypal": "alex@pier9.example", "account_holder": "Álex Ortega"},
		4: {"method": "wise", "wise": "34567890", "partner": "'=HYPERLINK(1)", "payout": "freeze:b:p3:USD"},
	} {
		for column, want := range columns {
			if got := cell(row, column); got != want {
				t.Errorf("row %d, %s: %q, want %q", row, column, got, want)
			}
		}
	}
}
