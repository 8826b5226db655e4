package portal

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNoCellIsAFormula(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+49 30": "'+49 30", "-5": "'-5", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "Hotel": "Hotel", "": "", "a=b": "a=b", "'=1": "'=1",
	} {
		if got := CSVText(text); got != want {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
	}
}

func TestAnyTextStaysTextAndComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[=+\-@\t\r\n']?[ -~]{0,12}`).Draw(t, "text")
		var out bytes.Buffer
		if err := WriteCSV(&out, [][]string{{CSVText(text), "x"}}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 1 || len(rows[0]) != 2 {
			t.Fatalf("%q became %v, %v", text, rows, err)
		}
		if cell := rows[0][0]; cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
			t.Fatalf("%q is a formula in %q", text, cell)
		}
		trimmed := strings.TrimSpace(text)
		if got := csvCell(CSVText(trimmed)); !strings.HasPrefix(trimmed, "'") && got != trimmed {
			t.Fatalf("%q came back as %q", trimmed, got)
		}
	})
}
