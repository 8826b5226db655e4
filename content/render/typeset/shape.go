package typeset

import (
	"slices"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"tandem/content/render/pdf"
)

// look is how words are set.
type look struct {
	size    pdf.Unit
	leading pdf.Unit // from one baseline to the next
	bold    bool
	italic  bool
	mono    bool
	colour  pdf.Colour
	link    pdf.Colour // of links in it
	plain   bool       // links are not marked
	title   bool       // its lines are even ones
}

// shaper makes glyphs of words. Faces belong to one goroutine, so each document has one.
type shaper struct {
	fonts   *Fonts
	lang    language.Language
	rtl     bool
	faces   map[*typeface]*font.Face
	origins map[*font.Face]*typeface
	harf    shaping.HarfbuzzShaper
	split   shaping.Segmenter
	breaks  segmenter.Segmenter
	order   bidi.Paragraph

	first []*typeface // tried for the words at hand, in this order
}

func newShaper(fonts *Fonts, lang string) *shaper {
	return &shaper{
		fonts: fonts, lang: language.NewLanguage(lang), rtl: rightToLeft(lang),
		faces: map[*typeface]*font.Face{}, origins: map[*font.Face]*typeface{},
	}
}

// rightToLeft reports whether a language is written that way.
func rightToLeft(lang string) bool {
	primary := language.NewLanguage(lang).Primary()
	return slices.Contains([]language.Language{"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"}, primary)
}

func (s *shaper) face(t *typeface) *font.Face {
	f, ok := s.faces[t]
	if !ok {
		f = font.NewFace(t.shaping)
		s.faces[t], s.origins[f] = f, t
	}
	return f
}

// choose lists the typefaces for a style: its own, then those for what it does not have.
func (s *shaper) choose(bold, italic, mono bool) {
	s.first = s.first[:0]
	if mono {
		s.first = append(s.first, s.fonts.mono)
	}
	at := 0
	if bold {
		at++
	}
	if italic {
		at += 2
	}
	s.first = append(s.first, s.fonts.sans[at])
	for _, right := range []bool{true, false} { // the right weight before the other
		for _, t := range s.fonts.other {
			if (t.bold == bold) == right {
				s.first = append(s.first, t)
			}
		}
	}
}

// has is the first typeface of the style that has a rune, nil when none does.
func (s *shaper) has(r rune) *font.Face {
	for _, t := range s.first {
		if _, ok := t.shaping.NominalGlyph(r); ok {
			return s.face(t)
		}
	}
	return nil
}

// ResolveFace is [shaping.Fontmap]: the typeface for one rune.
func (s *shaper) ResolveFace(r rune) *font.Face {
	if f := s.has(r); f != nil {
		return f
	}
	return s.face(s.first[0])
}

// cluster is some glyphs that are never parted, and the runes they stand for.
type cluster struct {
	start, end int // runes
	width      pdf.Unit
	glyphs     []pdf.Glyph
	run        int
	space      bool // leaves no mark
	breaks     int8 // after it a line may end (mayBreak) or does (mustBreak)
}

const (
	mayBreak  = 1
	mustBreak = 2
)

// run is a stretch of one typeface, look and direction.
type run struct {
	face  *typeface
	span  int
	level int
	size  pdf.Unit
	raise pdf.Unit
}

// words are shaped text, its clusters in the order of reading.
type words struct {
	text     []rune
	spans    []Span
	runs     []run
	clusters []cluster
	look     look
	rtl      bool
}

const (
	lineEnd     = '\u2028'
	replacement = '\ufffd'
)

// shape makes the glyphs of a paragraph.
func (s *shaper) shape(spans []Span, l look) *words {
	w := &words{spans: spans, look: l, rtl: s.rtl}
	var owner []int
	for i, span := range spans {
		text := span.Text
		switch {
		case span.Break:
			text = string(lineEnd)
		case span.Note > 0:
			text = itoa(span.Note)
		}
		for _, r := range text {
			w.text = append(w.text, r)
			owner = append(owner, i)
		}
	}
	if len(w.text) == 0 {
		return w
	}
	breaks := s.opportunities(w.text)

	// The direction of a paragraph is its document's, whatever word it begins with.
	mark, direction := '\u200e', bidi.LeftToRight
	if s.rtl {
		mark, direction = '\u200f', bidi.RightToLeft
	}
	ordered := s.order.Segment(append([]rune{mark}, w.text...), direction)
	type stretch struct{ start, end, level int }
	var stretches []stretch
	for i := range ordered.NumRuns() {
		r := ordered.Run(i)
		if start, end := max(0, r.Start-1), r.End-1; end > start {
			stretches = append(stretches, stretch{start, end, int(r.Level)})
		}
	}
	shown := slices.Clone(w.text)
	for _, st := range stretches {
		for start := st.start; start < st.end; {
			end := start
			for end < st.end && owner[end] == owner[start] {
				end++
			}
			s.shapeStretch(w, shown, start, end, st.level, owner[start], breaks)
			start = end
		}
	}
	return w
}

// opportunities says after which runes a line may or must end.
func (s *shaper) opportunities(text []rune) []int8 {
	out := make([]int8, len(text))
	s.breaks.Init(text)
	for it := s.breaks.LineIterator(); it.Next(); {
		line := it.Line()
		at := line.Offset + len(line.Text) - 1
		out[at] = mayBreak
		if text[at] == lineEnd {
			out[at] = mustBreak
		}
	}
	return out
}

func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || r == lineEnd || unicode.Is(unicode.Variation_Selector, r)
}

// shapeStretch shapes runes of one look and direction and adds them to w.
func (s *shaper) shapeStretch(w *words, shown []rune, start, end, level, span int, breaks []int8) {
	style := w.spans[span]
	s.choose(w.look.bold || style.Bold, w.look.italic || style.Italic, w.look.mono || style.Mono)
	size, raise := w.look.size, pdf.Unit(0)
	if style.Mono && !w.look.mono {
		size = size * 94 / 100
	}
	if style.Note > 0 {
		size, raise = size*66/100, size*36/100
	}
	for i := start; i < end; i++ {
		if !invisible(shown[i]) && !unicode.IsSpace(shown[i]) && s.has(shown[i]) == nil {
			shown[i] = replacement
		}
	}
	in := shaping.Input{Text: shown, RunStart: start, RunEnd: end, Direction: di.DirectionLTR, Language: s.lang, Size: fixed.I(1000)}
	if level%2 == 1 {
		in.Direction = di.DirectionRTL
	}
	for _, part := range s.split.Split(in, s) {
		face := s.origins[part.Face]
		em := face.file.Em
		part.Size = fixed.I(em) // font units, so that nothing is rounded
		part.Direction = in.Direction
		out := s.harf.Shape(part)
		w.runs = append(w.runs, run{face: face, span: span, level: level, size: size, raise: raise})
		w.addClusters(out, part.RunStart, part.RunEnd, breaks)
	}
}

// addClusters takes what the shaper made, from left to right, into the order of reading.
func (w *words) addClusters(out shaping.Output, start, end int, breaks []int8) {
	r := len(w.runs) - 1
	first := len(w.clusters)
	for i := 0; i < len(out.Glyphs); {
		at := out.Glyphs[i].TextIndex()
		c := cluster{start: at, end: end, run: r}
		advance := 0
		for ; i < len(out.Glyphs) && out.Glyphs[i].TextIndex() == at; i++ {
			g := out.Glyphs[i]
			glyph := pdf.Glyph{ID: uint16(g.GlyphID), Advance: g.Advance.Round(), X: g.XOffset.Round(), Y: g.YOffset.Round()}
			advance += glyph.Advance
			c.glyphs = append(c.glyphs, glyph)
		}
		c.width = scaled(advance, w.runs[r])
		w.clusters = append(w.clusters, c)
	}
	added := w.clusters[first:]
	if out.Direction == di.DirectionRTL {
		slices.Reverse(added)
	}
	for i := range added {
		c := &added[i]
		if i+1 < len(added) {
			c.end = added[i+1].start
		}
		c.breaks = breaks[c.end-1]
		c.space = true
		hidden := true
		for _, r := range w.text[c.start:c.end] {
			c.space = c.space && (unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' || invisible(r))
			hidden = hidden && invisible(r)
		}
		if hidden {
			c.width, c.glyphs = 0, nil
		}
	}
}

// scaled is font units as a length.
func scaled(units int, r run) pdf.Unit {
	return pdf.Unit((units*int(r.size) + r.face.file.Em/2) / r.face.file.Em)
}
