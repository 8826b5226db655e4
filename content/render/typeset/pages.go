package typeset

import (
	"slices"

	"tandem/content/render/pdf"
)

// sheet is what one page holds.
type sheet struct {
	strips []*strip
	tops   []pdf.Unit
	notes  []int
	free   pdf.Unit // where the next strip may begin
	noted  pdf.Unit // height of the notes at the foot
	ended  bool     // by its author
}

const (
	noteSpace   = 16 * pdf.Point // above the first note
	noteBetween = 3 * pdf.Point
)

// paginate puts strips on pages and draws them.
func (s *setter) paginate(strips []*strip) {
	sheets := s.accompanied(strips, s.fitted(strips))
	first := s.out.Pages()
	for i, sh := range sheets {
		for _, st := range sh.strips {
			if st.id != "" {
				s.numbers[st.id] = first + i + 1
			}
		}
	}
	for _, sh := range sheets {
		if s.ctx.Err() != nil {
			return
		}
		page := s.out.NewPage(s.doc.Paper.Width, s.doc.Paper.Height)
		drawFrames(page, sh.strips, sh.tops)
		for i, st := range sh.strips {
			st.draw(page, sh.tops[i])
		}
		s.drawNotes(page, sh)
	}
}

// loose is how much of a page may stay empty before the next one: a fifth.
const loose = 5

// lonely is how little of a last page is too little: a sixth.
const lonely = 6

// fitted is the pages, with less room between things and smaller pictures where that
// saves a last page that would be nearly empty, or fills a page that something kept
// together would leave empty at its foot.
func (s *setter) fitted(strips []*strip) []*sheet {
	s.room = 100
	sheets := s.sheets(strips)
	page := s.bottom - s.top
	spare := len(sheets) > 1 && sheets[len(sheets)-1].free-s.top <= page*2/5
	hole := s.hole(sheets)
	if !spare && hole <= page/loose {
		return sheets
	}
	for _, s.room = range []pdf.Unit{92, 85, 70, 55} {
		closer := s.sheets(strips)
		if spare && len(closer) < len(sheets) || hole > page/loose && len(closer) <= len(sheets) && s.hole(closer) <= page/loose {
			return closer
		}
	}
	s.room = 100
	return s.sheets(strips)
}

// accompanied is the pages, where a last one with little on it has the last part of the
// text with it, from its heading on, if the page before stays fuller than that.
func (s *setter) accompanied(strips []*strip, sheets []*sheet) []*sheet {
	n, page := len(sheets), s.bottom-s.top
	if n < 2 || sheets[n-2].ended || sheets[n-1].free-s.top > page/lonely {
		return sheets
	}
	before := sheets[n-2]
	for i := len(before.strips) - 1; i > 0 && before.tops[i]-s.top >= page/2; i-- {
		if before.strips[i].id == "" || before.strips[i-1].stay {
			continue
		}
		s.turn = before.strips[i]
		if moved := s.sheets(strips); len(moved) == n {
			return moved
		}
	}
	s.turn = nil
	return sheets
}

// hole is the most that a page leaves empty at its foot, of those that do not end where
// the author ends them, and but for the last.
func (s *setter) hole(sheets []*sheet) pdf.Unit {
	most := pdf.Unit(0)
	for _, sh := range sheets[:len(sheets)-1] {
		if !sh.ended {
			most = max(most, s.bottom-sh.free-sh.noted)
		}
	}
	return most
}

// between is the room between two strips.
func (s *setter) between(below, above pdf.Unit) pdf.Unit { return max(below, above) * s.room / 100 }

// sheets shares strips among pages.
func (s *setter) sheets(strips []*strip) []*sheet {
	now := &sheet{free: s.top}
	all := []*sheet{now}
	below := pdf.Unit(0)
	for _, st := range strips {
		if st.picture > 0 && len(st.frames) == 0 {
			st.height = st.picture * (100 - (100-s.room)*4/5) / 100
		}
	}
	turn := func() {
		now = &sheet{free: s.top}
		all = append(all, now)
		below = 0
	}
	for i := 0; i < len(strips); {
		if strips[i].fresh {
			if len(now.strips) > 0 {
				now.ended = true
				turn()
			}
			i++
			continue
		}
		end := i
		for end+1 < len(strips) && strips[end].stay && !strips[end+1].fresh {
			end++
		}
		group := strips[i : end+1]
		if group[0] == s.turn && len(now.strips) > 0 {
			turn()
		}
		if !s.fits(now, group, below) {
			if len(now.strips) > 0 {
				turn()
				if head := group[0].head; head != nil {
					now.put(s, head, 0)
				}
			}
			if !s.fits(now, group, below) { // taller than any page: as it comes
				group = group[:1]
			}
		}
		for _, st := range group {
			now.put(s, st, below)
			below = st.below
		}
		i += len(group)
	}
	return all
}

// put adds a strip to a page.
func (sh *sheet) put(s *setter, st *strip, below pdf.Unit) {
	if len(sh.strips) > 0 {
		sh.free += s.between(below, st.above)
	}
	sh.strips, sh.tops = append(sh.strips, st), append(sh.tops, sh.free)
	sh.free += st.height
	sh.noted += s.noteRoom(sh, st.notes)
	for _, n := range st.notes {
		if !slices.Contains(sh.notes, n) {
			sh.notes = append(sh.notes, n)
		}
	}
}

// noteRoom is what notes take that are not on the page yet.
func (s *setter) noteRoom(sh *sheet, notes []int) pdf.Unit {
	room := pdf.Unit(0)
	for i, n := range notes {
		if slices.Contains(sh.notes, n) || slices.Contains(notes[:i], n) {
			continue
		}
		if room += s.notes[n-1].height + noteBetween; sh.noted == 0 && i == 0 {
			room += noteSpace
		}
	}
	return room
}

// fits reports whether a group has room on a page.
func (s *setter) fits(sh *sheet, group []*strip, below pdf.Unit) bool {
	need := pdf.Unit(0)
	for i, st := range group {
		if i > 0 || len(sh.strips) > 0 {
			need += s.between(below, st.above)
		}
		need, below = need+st.height, st.below
	}
	var notes []int
	for _, st := range group {
		notes = append(notes, st.notes...)
	}
	return sh.free+need+sh.noted+s.noteRoom(sh, notes) <= s.bottom
}

func (s *setter) drawNotes(page *pdf.Page, sh *sheet) {
	if len(sh.notes) == 0 {
		return
	}
	y := s.bottom - sh.noted + noteSpace
	page.Artifact()
	width := 80 * pdf.Point
	page.Rect(s.at(s.page, 0, width), y-6*pdf.Point, width, 500, muted)
	for _, n := range sh.notes {
		drawStack(page, s.notes[n-1].strips, y)
		y += s.notes[n-1].height + noteBetween
	}
}
