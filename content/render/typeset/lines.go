package typeset

import (
	"strconv"

	"tandem/content/render/pdf"
)

func itoa(n int) string { return strconv.Itoa(n) }

// line is a part of words that stands on one line: clusters from start to end,
// without the spaces behind.
type line struct {
	start, end int
	width      pdf.Unit
}

// piece is what no line parts: a word and the space behind it.
type piece struct {
	start, end  int // clusters
	width, tail pdf.Unit
	must        bool
}

// pieces are the words that fit a width; a longer one is parted where it has to be.
func (w *words) pieces(width pdf.Unit) []piece {
	var out []piece
	p := piece{}
	for i, c := range w.clusters {
		if c.space {
			p.tail += c.width
		} else {
			if p.width+p.tail+c.width > width && p.end > p.start { // a word wider than the line
				out = append(out, p)
				p = piece{start: i}
			}
			p.width += p.tail + c.width
			p.tail = 0
		}
		p.end = i + 1
		if c.breaks != 0 || i == len(w.clusters)-1 {
			p.must = c.breaks == mustBreak
			out = append(out, p)
			p = piece{start: i + 1}
		}
	}
	return out
}

// natural is the width of the longest line when nothing makes it end; least, that of the longest word.
func (w *words) natural() (natural, least pdf.Unit) {
	at := pdf.Unit(0)
	for _, p := range w.pieces(1 << 40) {
		natural, least = max(natural, at+p.width), max(least, p.width)
		if at += p.width + p.tail; p.must {
			at = 0
		}
	}
	return natural, least
}

// lines breaks the words into lines of at most a width so that their ends are as
// even as they can be, and the last is not a lone short word.
func (w *words) lines(width pdf.Unit) []line {
	pieces := w.pieces(width)
	if len(pieces) == 0 {
		return nil
	}
	const never = 1 << 60
	best := make([]int, len(pieces)+1) // the cost of everything from a piece on
	next := make([]int, len(pieces))
	for i := len(pieces) - 1; i >= 0; i-- {
		best[i], next[i] = never, i+1
		at := pdf.Unit(0)
		for j := i; j < len(pieces); j++ {
			p := pieces[j]
			if at += p.width; at > width && j > i {
				break
			}
			slack := max(0, int(width-at)*100/int(max(1, width)))
			cost := 400 + slack*slack
			if last := j == len(pieces)-1; last || p.must {
				cost = 400
				if slack > 88 && i > 0 { // a short last line
					cost += (slack - 88) * 200
				}
			}
			if cost += best[j+1]; cost < best[i] {
				best[i], next[i] = cost, j+1
			}
			if p.must {
				break
			}
			at += p.tail
		}
	}
	var out []line
	for i := 0; i < len(pieces); i = next[i] {
		l := line{start: pieces[i].start, end: pieces[next[i]-1].end}
		for l.end > l.start && w.clusters[l.end-1].space {
			l.end--
		}
		for l.start < l.end && w.clusters[l.start].space && i > 0 {
			l.start++
		}
		for _, c := range w.clusters[l.start:l.end] {
			l.width += c.width
		}
		out = append(out, l)
	}
	return out
}

// balanced breaks the words into as few lines as [words.lines] does, and as even ones as
// that many allow: no title ends with one word alone.
func (w *words) balanced(width pdf.Unit) []line {
	wide := w.lines(width)
	_, least := w.natural()
	if len(wide) < 2 || least > width {
		return wide
	}
	low, high := least, width // the least width that needs no line more is above low, and at the most high
	for high-low > pdf.Point/4 {
		if middle := (low + high) / 2; len(w.lines(middle)) == len(wide) {
			high = middle
		} else {
			low = middle
		}
	}
	return w.lines(high)
}

// set breaks the words into lines as their look asks.
func (w *words) set(width pdf.Unit) []line {
	if w.look.title {
		return w.balanced(width)
	}
	return w.lines(width)
}
