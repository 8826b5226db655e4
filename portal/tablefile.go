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

// A file of rows holds at most this much; a larger one is refused whole.
const (
	MaxImportBytes = 2 << 20
	MaxImportRows  = 5000
)

// tableColumn is a column that a file may have, with the other spellings it is known
// by. Names are compared in lower case, with _ for all else.
type tableColumn struct {
	name  string
	known []string
}

// tableFile is a file of rows as it was read, columns by name.
type tableFile struct {
	header  []string
	columns map[string]int
	ignored []string // columns that mean nothing here, so that nobody believes they were used
	comma   rune
	rows    []tableRow
}

type tableRow struct {
	line  int // in the file, from 1
	cells []string
}

// readTable reads a file of rows: comma, semicolon or tab between cells, UTF-8 with
// or without a mark, any line ends, columns by name in any order. A file that cannot
// be read to its end is Invalid as a whole.
func readTable(data []byte, known []tableColumn) (tableFile, error) {
	if len(data) > MaxImportBytes {
		return tableFile{}, fileProblem("The file is larger than %d MB. Split it.", MaxImportBytes>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return tableFile{}, fileProblem("The file is not UTF-8 text. In your spreadsheet, save it as CSV UTF-8.")
	}
	data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comma, reader.FieldsPerRecord = delimiter(data), -1
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return tableFile{}, fileProblem("The file is empty.")
	}
	if err != nil {
		return tableFile{}, unreadable(err)
	}
	file := tableFile{header: header, comma: reader.Comma}
	if file.columns, file.ignored, err = columnsOf(header, known); err != nil {
		return tableFile{}, err
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return tableFile{}, unreadable(err)
		}
		if !slices.ContainsFunc(record, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			continue
		}
		if len(file.rows) == MaxImportRows {
			return tableFile{}, fileProblem("The file has more than %d rows. Split it.", MaxImportRows)
		}
		line, _ := reader.FieldPos(0)
		file.rows = append(file.rows, tableRow{line, record})
	}
	if len(file.rows) == 0 {
		return tableFile{}, fileProblem("The file has a header and no rows.")
	}
	return file, nil
}

// head is the first line, for who writes such a file again.
func (f tableFile) head() TableHead { return TableHead{Names: f.header, Comma: f.comma} }

func (f tableFile) has(column string) bool {
	_, there := f.columns[column]
	return there
}

// cell is a row's text in a column, "" when it has none.
func (f tableFile) cell(row tableRow, column string) string {
	if i, there := f.columns[column]; there && i < len(row.cells) {
		return csvCell(row.cells[i])
	}
	return ""
}

// day is a row's text in a column of days; of a moment the day counts.
func (f tableFile) day(row tableRow, column string) string {
	day := f.cell(row, column)
	if len(day) > 10 && (day[10] == ' ' || day[10] == 'T') {
		day = day[:10]
	}
	return day
}

// title is a column as the file names it.
func (f tableFile) title(column string) string {
	if i, there := f.columns[column]; there {
		return strings.TrimSpace(f.header[i])
	}
	return column
}

// uneven says that a row has other cells than the header, "" when it has not.
func (f tableFile) uneven(row tableRow) string {
	if len(row.cells) == len(f.header) {
		return ""
	}
	return fmt.Sprintf("The row has %d cells and the header %d.", len(row.cells), len(f.header))
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
func columnsOf(header []string, known []tableColumn) (columns map[string]int, ignored []string, err error) {
	columns = map[string]int{}
	used := map[int]bool{}
	for _, column := range known {
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
