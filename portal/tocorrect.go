package portal

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
)

// TableHead is the first line of a file of rows, and what stands between its cells.
type TableHead struct {
	Names []string
	Comma rune // ',', ';' or a tab: with it an amount can be written in another way
}

// RowToCorrect is a row of a file that stays out until it is put right.
type RowToCorrect struct {
	Line   int      // in the file, from 1
	Cells  []string // as the file has them
	Column string   // of the problem, "" when it is the row's
	Reason string
}

// correctColumns stand behind the columns of the file itself; a file that is sent once more has them already.
var correctColumns = []string{"line", "column", "problem"}

// ToCorrect is a file of the rows that have a problem, as they were, with the line and the
// reason behind each: put right, it is sent again. Cells beyond the header stand behind the
// reason, so that the row is still one with too many.
func (h TableHead) ToCorrect(rows []RowToCorrect) ([]byte, error) {
	names := len(h.Names)
	if before := names - len(correctColumns); before > 0 && slices.Equal(h.Names[before:], correctColumns) {
		names = before
	}
	safe := func(cells []string) []string {
		out := make([]string, len(cells))
		for i, cell := range cells {
			out[i] = CSVText(csvCell(cell))
		}
		return out
	}
	var file bytes.Buffer
	out := csv.NewWriter(&file)
	out.Comma, out.UseCRLF = h.Comma, true
	table := [][]string{append(safe(h.Names[:names]), correctColumns...)}
	for _, row := range rows {
		cells := make([]string, max(len(row.Cells), len(h.Names)))
		copy(cells, safe(row.Cells))
		line := append(slices.Clone(cells[:names]), strconv.Itoa(row.Line), CSVText(strings.TrimSpace(row.Column)), CSVText(row.Reason))
		table = append(table, append(line, cells[len(h.Names):]...))
	}
	err := out.WriteAll(table)
	return file.Bytes(), err
}
