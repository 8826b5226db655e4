package portal

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// A file of collections holds at most this much; a larger one is refused whole.
const (
	MaxImportBytes = 2 << 20
	MaxImportRows  = 5000
)

// importColumns are the columns of a file of collections, each with the other
// spellings it is known by. Names are compared in lower case, with _ for all else.
var importColumns = []struct {
	name  string
	known []string
}{
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
	Line     int // in the file, from 1; the header is line 1 in most
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

// ReadCollections reads a file of collections: comma, semicolon or tab between
// cells, UTF-8 with or without a mark, any line ends, columns by name in any
// order. A file that cannot be read to its end is Invalid as a whole; a row with
// something wrong in it is kept, with its line, column and reason.
func ReadCollections(data []byte) (ImportFile, error) {
	if len(data) > MaxImportBytes {
		return ImportFile{}, fileProblem("The file is larger than %d MB. Split it.", MaxImportBytes>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return ImportFile{}, fileProblem("The file is not UTF-8 text. In your spreadsheet, save it as CSV UTF-8.")
	}
	data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comma, reader.FieldsPerRecord = delimiter(data), -1
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return ImportFile{}, fileProblem("The file is empty.")
	}
	if err != nil {
		return ImportFile{}, unreadable(err)
	}
	columns, ignored, err := columnsOf(header)
	if err != nil {
		return ImportFile{}, err
	}
	file := ImportFile{Ignored: ignored}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return ImportFile{}, unreadable(err)
		}
		if !slices.ContainsFunc(record, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			continue
		}
		if len(file.Rows) == MaxImportRows {
			return ImportFile{}, fileProblem("The file has more than %d rows. Split it.", MaxImportRows)
		}
		line, _ := reader.FieldPos(0)
		file.Rows = append(file.Rows, readRow(line, record, header, columns, reader.Comma))
	}
	if len(file.Rows) == 0 {
		return ImportFile{}, fileProblem("The file has a header and no rows.")
	}
	return file, nil
}

func fileProblem(format string, args ...any) error {
	problems := Problems{}
	problems.Add("file", format, args...)
	return problems.Err()
}

func unreadable(err error) error {
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return fileProblem("Line %d cannot be read: a quotation mark is missing or too many. Nothing was recorded.", parse.StartLine)
	}
	return fileProblem("The file cannot be read. Nothing was recorded.")
}

// delimiter is the sign of comma, semicolon and tab that the first line has most of.
func delimiter(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', bytes.Count(first, []byte(","))
	for _, sign := range []rune{';', '\t'} {
		if n := bytes.Count(first, []byte(string(sign))); n > most {
			best, most = sign, n
		}
	}
	return best
}

// columnsOf finds each column in the header. A spelling of our own wins; two
// other spellings of one column are a problem, because either could be meant.
func columnsOf(header []string) (columns map[string]int, ignored []string, err error) {
	columns = map[string]int{}
	used := map[int]bool{}
	for _, column := range importColumns {
		var exact, other []int
		for i, title := range header {
			switch name := columnName(title); {
			case name == column.name:
				exact = append(exact, i)
			case slices.Contains(column.known, name):
				other = append(other, i)
			}
		}
		found := exact
		if len(found) == 0 {
			found = other
		}
		switch {
		case len(found) == 1:
			columns[column.name] = found[0]
			used[found[0]] = true
		case len(found) > 1:
			return nil, nil, fileProblem("The columns %q and %q could both be %s. Name the right one %s.", header[found[0]], header[found[1]], column.name, column.name)
		}
	}
	for _, name := range []string{"external_id", "amount", "currency", "collected_on"} {
		if _, there := columns[name]; !there {
			return nil, nil, fileProblem("The file has no column %s. The first line names the columns: external_id, referral or customer_domain, amount, currency, collected_on; if you like also source and refund_of.", name)
		}
	}
	if _, byID := columns["referral"]; !byID {
		if _, byDomain := columns["customer_domain"]; !byDomain {
			return nil, nil, fileProblem("The file has neither a column referral nor a column customer_domain, so no row says whose money it is.")
		}
	}
	for i, title := range header {
		if !used[i] && strings.TrimSpace(title) != "" {
			ignored = append(ignored, strings.TrimSpace(title))
		}
	}
	return columns, ignored, nil
}

// columnName is a title as names are compared: "Created date (UTC)" is created_date_utc.
func columnName(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "_")
}

func readRow(line int, record, header []string, columns map[string]int, comma rune) ImportRow {
	row := ImportRow{Line: line}
	cell := func(name string) string {
		if i, there := columns[name]; there && i < len(record) {
			return csvCell(record[i])
		}
		return ""
	}
	wrong := func(column string, reason string) {
		if row.State == "" {
			row.State, row.Reason, row.Column = ImportProblem, reason, column
			if i, there := columns[column]; there {
				row.Column = strings.TrimSpace(header[i])
			}
		}
	}
	row.Input.Source, row.Input.ExternalID = cell("source"), cell("external_id")
	row.Referral, row.Domain, row.RefundOf = ReferralID(cell("referral")), strings.ToLower(cell("customer_domain")), cell("refund_of")
	if len(record) != len(header) {
		wrong("", fmt.Sprintf("The row has %d cells and the header %d.", len(record), len(header)))
	}
	currency, err := ParseCurrency(cell("currency"))
	if err != nil {
		wrong("currency", err.Error())
	} else if amount, err := importAmount(cell("amount"), currency, comma); err != nil {
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
	day := cell("collected_on")
	if len(day) > 10 && (day[10] == ' ' || day[10] == 'T') { // a moment: its day counts
		day = day[:10]
	}
	if row.Input.CollectedOn, err = ParseDate(day); err != nil {
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
