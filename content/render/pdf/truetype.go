package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Typeface is a TrueType font as a file embeds it. It is read only and may be shared.
type Typeface struct {
	Name          string // PostScript name
	Em            int    // font units of an em
	Ascent        int    // font units
	Descent       int    // font units, below zero
	CapHeight     int
	italic        int // degrees
	bounds        [4]int
	tables        map[string][]byte
	offsets       []int // of the glyphs in glyf, one more than there are
	fullMetrics   int   // glyphs with a width of their own
	subsetVersion uint32
}

var errTrueType = errors.New("is not a TrueType font with outlines")

// ReadTypeface reads a TrueType file. Fonts with other outlines, and broken ones, are an error.
func ReadTypeface(name string, file []byte) (t *Typeface, err error) {
	defer func() { // an offset beyond the end
		if recover() != nil {
			t, err = nil, fmt.Errorf("%s %w", name, errTrueType)
		}
	}()
	t = &Typeface{Name: name, tables: map[string][]byte{}, subsetVersion: binary.BigEndian.Uint32(file)}
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		record := file[12+16*i:]
		start, length := binary.BigEndian.Uint32(record[8:]), binary.BigEndian.Uint32(record[12:])
		t.tables[string(record[:4])] = file[start : start+length : start+length]
	}
	head, hhea, maxp, loca := t.tables["head"], t.tables["hhea"], t.tables["maxp"], t.tables["loca"]
	glyphs := int(binary.BigEndian.Uint16(maxp[4:]))
	if len(t.tables["glyf"]) == 0 || glyphs == 0 {
		return nil, fmt.Errorf("%s %w", name, errTrueType)
	}
	t.offsets = make([]int, glyphs+1)
	long := binary.BigEndian.Uint16(head[50:]) == 1
	for i := range t.offsets {
		if long {
			t.offsets[i] = int(binary.BigEndian.Uint32(loca[4*i:]))
		} else {
			t.offsets[i] = 2 * int(binary.BigEndian.Uint16(loca[2*i:]))
		}
		if t.offsets[i] > len(t.tables["glyf"]) || i > 0 && t.offsets[i] < t.offsets[i-1] {
			return nil, fmt.Errorf("%s %w", name, errTrueType)
		}
	}
	signed := func(b []byte) int { return int(int16(binary.BigEndian.Uint16(b))) }
	t.Em = int(binary.BigEndian.Uint16(head[18:]))
	for i := range t.bounds {
		t.bounds[i] = signed(head[36+2*i:])
	}
	t.Ascent, t.Descent = signed(hhea[4:]), signed(hhea[6:])
	t.fullMetrics = int(binary.BigEndian.Uint16(hhea[34:]))
	t.CapHeight = t.Ascent * 2 / 3
	if os2 := t.tables["OS/2"]; len(os2) >= 90 && binary.BigEndian.Uint16(os2) >= 2 {
		t.CapHeight = signed(os2[88:])
	}
	if post := t.tables["post"]; len(post) >= 8 {
		t.italic = signed(post[4:])
	}
	if t.Em == 0 || t.fullMetrics == 0 || len(t.tables["hmtx"]) < 4*t.fullMetrics {
		return nil, fmt.Errorf("%s %w", name, errTrueType)
	}
	return t, nil
}

// Width is a glyph's advance in font units.
func (t *Typeface) Width(glyph uint16) int {
	return int(binary.BigEndian.Uint16(t.tables["hmtx"][4*min(int(glyph), t.fullMetrics-1):]))
}

func (t *Typeface) bearing(glyph uint16) uint16 {
	at := 4*int(glyph) + 2
	if int(glyph) >= t.fullMetrics {
		at = 4*t.fullMetrics + 2*(int(glyph)-t.fullMetrics)
	}
	if hmtx := t.tables["hmtx"]; at+2 <= len(hmtx) {
		return binary.BigEndian.Uint16(hmtx[at:])
	}
	return 0
}

func (t *Typeface) outline(glyph uint16) []byte {
	if int(glyph)+1 >= len(t.offsets) {
		return nil
	}
	return t.tables["glyf"][t.offsets[glyph]:t.offsets[int(glyph)+1]]
}

// Flags of a part of a composite glyph.
const (
	wordArguments = 1 << 0
	oneScale      = 1 << 3
	moreParts     = 1 << 5
	twoScales     = 1 << 6
	fourScales    = 1 << 7
)

// parts calls visit with each place in a composite outline that names another glyph.
func parts(outline []byte, visit func(name []byte)) error {
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil
	}
	for at := 10; ; {
		if at+4 > len(outline) {
			return errTrueType
		}
		flags := binary.BigEndian.Uint16(outline[at:])
		visit(outline[at+2 : at+4])
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&fourScales != 0:
			at += 8
		}
		if flags&moreParts == 0 {
			return nil
		}
	}
}

// subset is the font with the glyphs given alone, under new numbers in their order;
// what they are composed of comes behind. The typeface itself stays as it is.
func (t *Typeface) subset(glyphs []uint16) ([]byte, error) {
	glyphs = slices.Clone(glyphs)
	numbers := map[uint16]uint16{}
	for i, g := range glyphs {
		if _, twice := numbers[g]; !twice {
			numbers[g] = uint16(i)
		}
	}
	var glyf, loca, hmtx []byte
	for i := 0; i < len(glyphs); i++ {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(t.Width(glyphs[i])))
		hmtx = binary.BigEndian.AppendUint16(hmtx, t.bearing(glyphs[i]))
		outline := slices.Clone(t.outline(glyphs[i]))
		err := parts(outline, func(name []byte) {
			part := binary.BigEndian.Uint16(name)
			number, known := numbers[part]
			if !known {
				number = uint16(len(glyphs))
				numbers[part] = number
				glyphs = append(glyphs, part)
			}
			binary.BigEndian.PutUint16(name, number)
		})
		if err != nil {
			return nil, fmt.Errorf("glyph %d of %s: %w", glyphs[i], t.Name, err)
		}
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	head, hhea, maxp := slices.Clone(t.tables["head"]), slices.Clone(t.tables["hhea"]), slices.Clone(t.tables["maxp"])
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))
	type table struct {
		tag  string
		data []byte
	}
	tables := []table{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}}
	for _, tag := range []string{"cvt ", "fpgm", "prep"} {
		if data, ok := t.tables[tag]; ok {
			tables = append(tables, table{tag, data})
		}
	}
	slices.SortFunc(tables, func(a, b table) int { return strings.Compare(a.tag, b.tag) })

	var out []byte
	out = binary.BigEndian.AppendUint32(out, t.subsetVersion)
	power, exponent := 1, 0
	for power*2 <= len(tables) {
		power, exponent = power*2, exponent+1
	}
	for _, v := range []int{len(tables), power * 16, exponent, (len(tables) - power) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	offset := 12 + 16*len(tables)
	for _, tb := range tables {
		out = append(out, tb.tag...)
		for _, v := range []uint32{checksum(tb.data), uint32(offset), uint32(len(tb.data))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		offset += (len(tb.data) + 3) &^ 3
	}
	headAt := 0
	for _, tb := range tables {
		if tb.tag == "head" {
			headAt = len(out)
		}
		out = append(out, tb.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[headAt+8:], 0xb1b0afba-checksum(out))
	return out, nil
}

func checksum(data []byte) uint32 {
	var sum uint32
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var rest [4]byte
	copy(rest[:], data)
	return sum + binary.BigEndian.Uint32(rest[:])
}
