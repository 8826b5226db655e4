package typeset

import (
	"fmt"
	"strings"
	"testing"
)

func rows(n int) [][][]Span {
	var out [][][]Span
	for i := range n {
		out = append(out, [][]Span{say(fmt.Sprintf("Row%d", i+1)), say("Accommodation")})
	}
	return out
}

// Trap 5: a column is never narrower than its longest word.
func TestATablesColumnsNeverSplitWords(t *testing.T) {
	words := []string{"Week", "Channel", "Message", "Responsibility", "Status"}
	head := make([][]Span, len(words))
	row := make([][]Span, len(words))
	for i, w := range words {
		head[i], row[i] = say(w), say("Partnership")
	}
	row[2] = say(strings.Repeat(lorem, 3))
	for _, width := range []Paper{A4, Letter} {
		d := doc(Table{Head: head, Rows: [][][]Span{row, row}})
		d.Paper = width
		heard := open(t, d).Heard()
		for _, w := range append(words, "Partnership") {
			if !strings.Contains(heard, " "+w+"\n") {
				t.Errorf("%s is parted, in\n%s", w, heard)
			}
		}
	}
}

func TestATableWithTooManyWordsForItsPageIsSetSmaller(t *testing.T) {
	head := make([][]Span, 7)
	for i := range head {
		head[i] = say("Responsibility")
	}
	f := open(t, doc(Table{Head: head, Rows: [][][]Span{head}}))
	if n := strings.Count(f.Words(), "Responsibility"); n != 14 {
		t.Errorf("%d of 14 words are whole", n)
	}
}

func TestAShortTableStaysOnOnePage(t *testing.T) {
	for lines := 20; lines < 34; lines++ {
		var blocks []Block
		for range lines {
			blocks = append(blocks, Paragraph{Text: say("x")})
		}
		f := open(t, doc(append(blocks, Table{Head: [][]Span{say("A"), say("B")}, Rows: rows(6)})...))
		holds := 0
		for i := range f.Pages {
			if strings.Contains(f.On(i), "Row") {
				holds++
			}
		}
		if holds != 1 {
			t.Errorf("after %d lines, six rows are on %d pages", lines, holds)
		}
	}
}

func TestALongTableRepeatsItsHeadAndLeavesNoRowAlone(t *testing.T) {
	for n := 24; n < 44; n++ {
		f := open(t, doc(Table{Head: [][]Span{say("House"), say("What")}, Rows: rows(n)}))
		for i := range f.Pages {
			words := f.On(i)
			if count := strings.Count(words, "Row"); count == 1 {
				t.Errorf("%d rows: one stands alone on page %d", n, i+1)
			} else if count > 0 && !strings.Contains(words, "House") {
				t.Errorf("%d rows: page %d has rows without their head", n, i+1)
			}
		}
		if heard := strings.Count(f.Words(), "House"); heard != 1 {
			t.Errorf("%d rows: the head is heard %d times, want once", n, heard)
		}
	}
}

func TestAHoleAtAPagesFootIsWhatItsAuthorDidNotWant(t *testing.T) {
	s := &setter{top: 0, bottom: 100, room: 100}
	sheets := []*sheet{{free: 40}, {free: 10, ended: true}, {free: 70, noted: 20}, {free: 5}}
	if got := s.hole(sheets); got != 60 {
		t.Errorf("the largest hole is %d, want 60: a page its author ended and the last do not count", got)
	}
	if got := s.hole(sheets[3:]); got != 0 {
		t.Errorf("a single page has a hole of %d", got)
	}
}
