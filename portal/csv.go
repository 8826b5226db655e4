package portal

import (
	"encoding/csv"
	"io"
	"strings"
)

// CSVText is a text cell that no spreadsheet takes for a formula: an apostrophe
// goes before a leading = + - @, tab or line break. Amounts are written with
// [Money.Plain] and need none.
func CSVText(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}

// csvCell takes back what [CSVText] did, so that our own files can be read again.
func csvCell(cell string) string {
	cell = strings.TrimSpace(cell)
	if rest, ok := strings.CutPrefix(cell, "'"); ok && rest != CSVText(rest) {
		return rest
	}
	return cell
}

// WriteCSV writes rows with CRLF line ends, as RFC 4180 has them. Text cells must
// have gone through [CSVText].
func WriteCSV(w io.Writer, rows [][]string) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return out.WriteAll(rows)
}
