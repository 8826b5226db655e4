// Package pdf writes tagged PDF files. It knows pages, text in embedded TrueType
// subsets, pictures, paths, links, bookmarks and the structure tree; it knows
// nothing of paragraphs or of what a document is about.
//
// Lengths are [Unit], thousandths of a point, counted from the top left of the
// page: whole numbers, so that the same calls give the same bytes on every machine.
// There is no clock and no chance in here, and no map is ever walked.
package pdf

import "strconv"

// Unit is a length: a thousandth of a point, of which an inch has 72.
type Unit int

// Point is one point.
const Point Unit = 1000

// MM is a length in millimetres.
func MM(mm int) Unit { return Unit(mm) * 72 * Point * 10 / 254 }

// append writes the length as PDF writes numbers, in points.
func (u Unit) append(b []byte) []byte {
	if u < 0 {
		b, u = append(b, '-'), -u
	}
	b = strconv.AppendInt(b, int64(u/1000), 10)
	if rest := int(u % 1000); rest > 0 {
		digits := [4]byte{'.', byte('0' + rest/100), byte('0' + rest/10%10), byte('0' + rest%10)}
		end := 4
		for digits[end-1] == '0' {
			end--
		}
		b = append(b, digits[:end]...)
	}
	return b
}

// Colour is red, green and blue.
type Colour [3]uint8

func (c Colour) append(b []byte, operator string) []byte {
	for _, part := range c {
		b = append(Unit((int(part)*1000+127)/255).append(b), ' ')
	}
	return append(b, operator...)
}
