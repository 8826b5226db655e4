package typeset

import (
	"slices"
	"unicode"

	"tandem/content/render/pdf"
)

// saying is words in a box of a card: as large as they fit, and never parted within a word.
type saying struct {
	text        string
	size, least int // pixels, at the most and where it stops shrinking
	lines       int // at the most
	leading     int // hundredths of the size
	bold        bool
	title       bool // its lines are even ones
	colour      pdf.Colour
	above       int  // pixels kept free above, unless it is the first
	chip        bool // on a sheet in the colour of the words, written in the ground's
}

// said is a saying set at one size.
type said struct {
	saying
	words *words
	set   []line
	at    int // the size it came to, pixels
}

func (s said) pitch() int { return s.at * s.leading / 100 }

func (s said) chipPad() int {
	if s.chip {
		return s.at * 45 / 100
	}
	return 0
}

func (s said) height() int { return s.pitch()*len(s.set) + s.chipPad() }

// try sets a text at a size; ok is false when a word is wider than the width, or there are more lines than allowed.
func (c *canvas) try(s saying, text string, size, width int) (said, bool) {
	l := look{size: pdf.Unit(size) * pdf.Point, leading: pdf.Unit(size*s.leading/100) * pdf.Point, bold: s.bold, colour: s.colour, plain: true, title: s.title}
	out := said{saying: s, at: size}
	room := pdf.Unit(width-2*out.chipPad()) * pdf.Point
	out.words = c.shape([]Span{{Text: text}}, l)
	_, least := out.words.natural()
	out.set = out.words.set(room)
	return out, least <= room && len(out.set) <= s.lines
}

// fit sets a saying at the largest of its sizes at which it fits. What does not fit the
// smallest ends in an ellipsis after a whole word; a word that is wider than the line
// is written smaller still, and only what no size would hold is cut.
func (c *canvas) fit(s saying, most, width int) said {
	size := max(min(s.size, most), s.least)
	for ; size >= s.least; size-- {
		if out, ok := c.try(s, s.text, size, width); ok {
			return out
		}
	}
	text := []rune(s.text)
	var ends []int // where the words end
	for at, b := range c.opportunities(text) {
		if b != 0 {
			ends = append(ends, at+1)
		}
	}
	for size = s.least; size >= 12; size-- {
		for most := len(ends); most > 0; {
			out, ok := c.try(s, shortened(text, ends[most-1]), size, width)
			if ok {
				return out
			}
			if most = most * 9 / 10; most == 0 && size > s.least/2 { // not even the first word
				break
			}
		}
	}
	for most := len(text); most > 1; most = most * 9 / 10 {
		if out, ok := c.try(s, shortened(text, most), s.least, width); ok {
			return out
		}
	}
	out, _ := c.try(s, "…", s.least, width)
	return out
}

// shortened is a text up to some rune, with an ellipsis where something is missing.
func shortened(text []rune, end int) string {
	if end >= len(text) {
		return string(text)
	}
	for end > 0 && (unicode.IsSpace(text[end-1]) || slices.Contains([]rune(",;:.–—·"), text[end-1])) {
		end--
	}
	return string(text[:end]) + "…"
}

// stacked sets sayings one below the other so that together they fit a box: all shrink
// alike, and what then is too much leaves from the end.
func (c *canvas) stacked(list []saying, width, height int) []said {
	for len(list) > 0 {
		for part := 100; part >= 50; part -= 5 {
			out, whole := make([]said, 0, len(list)), true
			total := 0
			for i, s := range list {
				set, ok := c.try(s, s.text, max(s.size*part/100, s.least), width)
				if !ok {
					if part > 50 {
						whole = false
						break
					}
					set = c.fit(s, s.least, width)
				}
				out = append(out, set)
				if total += set.height(); i > 0 {
					total += s.above
				}
			}
			if whole && total <= height {
				return out
			}
		}
		last := len(list) - 1
		if list[last].lines > 1 {
			list = slices.Clone(list)
			list[last].lines--
			continue
		}
		list = list[:last]
	}
	return nil
}
