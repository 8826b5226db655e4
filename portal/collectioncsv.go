package portal

import (
	"strings"
)

// importColumns are the columns of a file of collections.
var importColumns = []tableColumn{
	{"external_id", []string{"id", "invoice", "invoice_id", "invoice_no", "invoice_number", "payment_id", "charge_id", "transaction_id", "number"}},
	{"referral", []string{"referral_id", "deal", "deal_id"}},
	{"customer_domain", []string{"domain", "company_domain", "website", "site"}},
	{"amount", []string{"amount_collected", "collected", "gross", "paid", "total"}},
	{"currency", []string{"currency_code", "ccy"}},
	{"collected_on", []string{"date", "collected_date", "paid_on", "payment_date", "date_paid", "created_date_utc", "created_utc"}},
	{"source", []string{"system"}},
	{"refund_of", []string{"refunds", "original", "original_id", "refunded_id"}},
}

// ImportFile is a file of collections as it was read, before anything is looked up.
type ImportFile struct {
	ID      ImportID
	Head    TableHead
	Rows    []ImportRow
	Ignored []string // columns that mean nothing here, so that nobody believes they were used
}

// ImportState is what recording a row would do.
type ImportState string

const (
	ImportNew     ImportState = "new"
	ImportRefund  ImportState = "refund"
	ImportKnown   ImportState = "recorded" // recorded already, or a repeat of a line above: nothing to do
	ImportProblem ImportState = "problem"  // stays out until the file is corrected
)

// Label is the state as people read it.
func (s ImportState) Label() string {
	switch s {
	case ImportNew:
		return "New"
	case ImportRefund:
		return "Refund"
	case ImportKnown:
		return "Recorded already"
	case ImportProblem:
		return "Problem"
	}
	return string(s)
}

// ImportRow is one row of a file: what it says, and after [ImportFile.Match] what it would do.
type ImportRow struct {
	Line     int      // in the file, from 1; the header is line 1 in most
	Cells    []string // as the file has them
	Input    CollectionInput
	Referral ReferralID
	Domain   string
	RefundOf string // the external id of the collection refunded

	State      ImportState
	Collection Collection // what would be recorded, or is
	Column     string     // of the first problem, as the file names it
	Reason     string     // the problem, or a remark on a row recorded already
}

// ID is the id that the row's collection or refund has.
func (r ImportRow) ID() CollectionID {
	if r.RefundOf != "" {
		return RefundID(r.Input.Source, r.Input.ExternalID)
	}
	return CashID(r.Input.Source, r.Input.ExternalID)
}

// RefundedID is the id of the collection that a refund names, "" for other rows.
func (r ImportRow) RefundedID() CollectionID {
	switch {
	case r.RefundOf == "":
		return ""
	case strings.HasPrefix(r.RefundOf, "cash:"):
		return CollectionID(r.RefundOf)
	}
	return CashID(r.Input.Source, r.RefundOf)
}

// ReadCollections reads a file of collections, as [readTable] does. A row with
// something wrong in it is kept, with its line, column and reason.
func ReadCollections(data []byte) (ImportFile, error) {
	read, err := readTable(data, importColumns)
	if err != nil {
		return ImportFile{}, err
	}
	for _, name := range []string{"external_id", "amount", "currency", "collected_on"} {
		if !read.has(name) {
			return ImportFile{}, fileProblem("The file has no column %s. The first line names the columns: external_id, referral or customer_domain, amount, currency, collected_on; if you like also source and refund_of.", name)
		}
	}
	if !read.has("referral") && !read.has("customer_domain") {
		return ImportFile{}, fileProblem("The file has neither a column referral nor a column customer_domain, so no row says whose money it is.")
	}
	file := ImportFile{ID: ImportIDOf(data), Head: read.head(), Ignored: read.ignored}
	for _, from := range read.rows {
		row := readRow(read, from)
		row.Input.Import = file.ID
		file.Rows = append(file.Rows, row)
	}
	return file, nil
}

func readRow(read tableFile, from tableRow) ImportRow {
	row := ImportRow{Line: from.line, Cells: from.cells}
	cell := func(name string) string { return read.cell(from, name) }
	wrong := func(column string, reason string) {
		if row.State == "" {
			row.State, row.Reason, row.Column = ImportProblem, reason, read.title(column)
		}
	}
	row.Input.Source, row.Input.ExternalID = cell("source"), cell("external_id")
	row.Referral, row.Domain, row.RefundOf = ReferralID(cell("referral")), strings.ToLower(cell("customer_domain")), cell("refund_of")
	if problem := read.uneven(from); problem != "" {
		wrong("", problem)
	}
	currency, err := ParseCurrency(cell("currency"))
	if err != nil {
		wrong("currency", err.Error())
	} else if amount, err := importAmount(cell("amount"), currency, read.comma); err != nil {
		wrong("amount", err.Error())
	} else {
		if row.RefundOf != "" && amount.Minor < 0 {
			amount = amount.Neg()
		}
		if amount.Minor < 0 {
			wrong("amount", "A negative amount needs the collection it refunds, in the column refund_of.")
		}
		row.Input.Amount = amount
	}
	if row.Input.CollectedOn, err = ParseDate(read.day(from, "collected_on")); err != nil {
		wrong("collected_on", err.Error())
	}
	if row.RefundOf == "" && row.Referral == "" && row.Domain == "" {
		wrong("referral", "The row names neither a referral nor a customer's domain.")
	}
	return row
}

// importAmount reads an amount as [ParseMoney] does. With semicolons between
// cells a comma may stand before the minor unit ("1.234,50"); "1,234" is refused
// there, because it means one thing in Berlin and another in London.
func importAmount(text string, currency Currency, comma rune) (Money, error) {
	if comma == ';' && strings.Contains(text, ",") {
		whole, fraction, _ := strings.Cut(text, ",")
		switch {
		case strings.ContainsAny(fraction, ".,"):
		case len(fraction) == 0 || len(fraction) > 2 || len(fraction) > currency.Digits():
			return Money{}, Errorf(Invalid, "%q can be read in two ways; write it as %s.", text, Amount(123450, currency).Plain())
		default:
			text = strings.ReplaceAll(whole, ".", ",") + "." + fraction
		}
	}
	return ParseMoney(text, currency)
}
