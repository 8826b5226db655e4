package pdf

import (
	"fmt"
	"strings"
)

// annotation is a rectangle that leads somewhere.
type annotation struct {
	page       *Page
	x, y, w, h Unit
	to, says   string
	element    *Element
	object     int
}

// Link makes a rectangle lead to an address, or with # before it to a [Page.Target].
// element is the link for those who hear the page; says what it is in words.
func (p *Page) Link(x, y, width, height Unit, to, says string, element *Element) {
	a := &annotation{page: p, x: x, y: y, w: width, h: height, to: to, says: says, element: element}
	p.links = append(p.links, a)
	element.kids = append(element.kids, kid{page: p, link: a})
}

// writeLink writes one annotation; key is its number in the structure's parent tree.
func (w *Writer) writeLink(a *annotation, key int) {
	bottom := a.page.Height - a.y - a.h
	action := ""
	if name, inside := strings.CutPrefix(a.to, "#"); inside {
		if to, ok := w.targets[name]; ok {
			action = " /Dest " + destination(to)
		}
	} else {
		action = " /A << /S /URI /URI " + text(asciiAddress(a.to)) + " >>"
	}
	w.set(a.object, "<< /Type /Annot /Subtype /Link /Rect [%s %s %s %s] /Border [0 0 0] /F 4 /StructParent %d /Contents %s%s >>",
		a.x.append(nil), bottom.append(nil), (a.x + a.w).append(nil), (bottom + a.h).append(nil), key, text(a.says), action)
}

func destination(to target) string {
	return fmt.Sprintf("[%d 0 R /XYZ 0 %s null]", to.page.object, max(0, to.page.Height-to.y).append(nil))
}

// asciiAddress escapes what an address may not hold as it is.
func asciiAddress(address string) string {
	var b strings.Builder
	for i := range len(address) {
		if c := address[i]; c <= 0x20 || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// writeOutline writes the bookmarks and returns the catalogue's entries for them.
func (w *Writer) writeOutline() string {
	if len(w.bookmarks) == 0 {
		return ""
	}
	type entry struct {
		object, level, parent, first, last, prev, next, count int
	}
	root := &entry{object: w.reserve()}
	entries := make([]*entry, len(w.bookmarks))
	stack := []*entry{root}
	byObject := map[int]*entry{root.object: root}
	for i, b := range w.bookmarks {
		e := &entry{object: w.reserve(), level: max(1, b.level)}
		for len(stack) > 1 && stack[len(stack)-1].level >= e.level {
			stack = stack[:len(stack)-1]
		}
		parent := stack[len(stack)-1]
		e.parent, e.prev = parent.object, parent.last
		if e.prev != 0 {
			byObject[e.prev].next = e.object
		} else {
			parent.first = e.object
		}
		parent.last = e.object
		for _, above := range stack {
			above.count++
		}
		byObject[e.object], entries[i] = e, e
		stack = append(stack, e)
	}
	for i, e := range entries {
		links := ""
		for _, part := range []struct {
			name   string
			object int
		}{{"Prev", e.prev}, {"Next", e.next}, {"First", e.first}, {"Last", e.last}} {
			if part.object != 0 {
				links += fmt.Sprintf(" /%s %d 0 R", part.name, part.object)
			}
		}
		if e.count > 0 {
			links += fmt.Sprintf(" /Count %d", e.count)
		}
		w.set(e.object, "<< /Title %s /Parent %d 0 R /Dest %s%s >>", text(w.bookmarks[i].title), e.parent, destination(w.bookmarks[i].to), links)
	}
	w.set(root.object, "<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>", root.first, root.last, root.count)
	return fmt.Sprintf(" /Outlines %d 0 R /PageMode /UseOutlines", root.object)
}
