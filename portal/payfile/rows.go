package payfile

import (
	"bytes"
	"strings"
	"unicode"

	"tandem/portal"
)

const (
	csvType = "text/csv; charset=utf-8"

	paypalRows = 5000
	wiseRows   = 1000
)

// written is a file of rows. Writing into memory does not fail.
func written(name string, rows [][]string, lines []Line) File {
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows); err != nil {
		panic(err)
	}
	return File{Name: name, Type: csvType, Data: out.Bytes(), Lines: lines}
}

// table is a CSV for people, and for banks with a form of their own: every method,
// a column for every field.
func table(o Order) []File {
	rows := [][]string{{
		"reference", "partner", "method", "account_holder", "iban", "bic", "routing_number", "account_number", "account_kind", "paypal", "wise",
		"street", "post_code", "city", "country", "amount", "currency", "pay_on", "payout",
	}}
	for _, line := range o.Lines {
		a := line.Account
		row := []string{
			line.Reference, line.Payee, string(a.Method), a.Holder, a.IBAN, a.BIC, a.Routing, a.Account, a.Kind, a.PayPal, a.Wise,
			a.Street, a.Post, a.City, a.Country,
		}
		for i := range row {
			row[i] = portal.CSVText(row[i])
		}
		rows = append(rows, append(row, line.Amount.Plain(), string(line.Amount.Currency), string(o.PayOn), portal.CSVText(string(line.Payout))))
	}
	return []File{written(o.named(0, 1, "table", ".csv"), rows, o.Lines)}
}

// paypal is PayPal's payouts file: no header; recipient, amount, currency,
// reference, note, wallet; at most 5,000 rows.
func paypal(o Order, refused *refusals) []File {
	_, whole := portal.PayPalPays(o.Currency)
	var files []File
	parts := chunks(o.Lines, paypalRows)
	for i, lines := range parts {
		var rows [][]string
		for _, line := range lines {
			amount := line.Amount.Plain()
			if whole {
				plain, cents, _ := strings.Cut(amount, ".")
				if strings.Trim(cents, "0") != "" {
					refused.add(line.Payee, "amount", "PayPal takes whole amounts alone in "+string(o.Currency)+", and this is "+line.Amount.String())
				}
				amount = plain
			}
			refused.asIs(line.Payee, "PayPal address", line.Account.PayPal)
			if len(line.Reference) > 30 {
				refused.add(line.Payee, "reference", "it is longer than the 30 characters that PayPal takes")
			}
			rows = append(rows, []string{line.Account.PayPal, amount, string(o.Currency), line.Reference, o.Note, "PAYPAL"})
		}
		files = append(files, written(o.named(i, len(parts), "paypal", ".csv"), rows, lines))
	}
	return files
}

// wiseHeader is the header as given; saved recipients have four columns more.
var (
	wiseHeader = []string{"name", "sourceCurrency", "targetCurrency", "amount", "amountCurrency"}
	wiseSaved  = []string{"recipientId", "recipientDetail", "recipientType", "recipientEmail"}
)

// wise are Wise's batch files: at most 1,000 rows each, saved recipients apart from
// those known by address alone, because Wise takes them by different templates. The
// payee gets the amount exactly; the fee is the payer's.
func wise(o Order, refused *refusals) []File {
	var saved, mailed []Line
	for _, line := range o.Lines {
		if strings.Contains(line.Account.Wise, "@") {
			mailed = append(mailed, line)
		} else {
			saved = append(saved, line)
		}
	}
	var parts [][]Line
	for _, kind := range [][]Line{saved, mailed} {
		if len(kind) > 0 {
			parts = append(parts, chunks(kind, wiseRows)...)
		}
	}
	var files []File
	header := append(append([]string{}, wiseHeader...), wiseSaved...)
	for i, lines := range parts {
		rows := [][]string{header}
		for _, line := range lines {
			refused.asIs(line.Payee, "name on the account", line.Account.Holder)
			refused.asIs(line.Payee, "Wise account", line.Account.Wise)
			row := []string{line.Account.Holder, string(o.Payer.Wise.Currency), string(o.Currency), line.Amount.Plain(), "target"}
			if strings.Contains(line.Account.Wise, "@") {
				row = append(row, "", "", "INSTITUTION", line.Account.Wise)
			} else {
				row = append(row, line.Account.Wise, "", "INSTITUTION", "")
			}
			rows = append(rows, row)
		}
		files = append(files, written(o.named(i, len(parts), "wise", ".csv"), rows, lines))
	}
	return files
}

// asIs refuses a text that cannot stand in a cell unchanged: it is missing, holds
// control characters, or begins with a sign that makes a spreadsheet compute.
func (r *refusals) asIs(payee, field, text string) {
	switch {
	case strings.TrimSpace(text) == "":
		r.add(payee, field, "it is missing")
	case portal.CSVText(text) != text || strings.ContainsFunc(text, unicode.IsControl):
		r.add(payee, field, "it begins with a sign that a spreadsheet would compute")
	}
}
