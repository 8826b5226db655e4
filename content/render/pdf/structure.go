package pdf

import "fmt"

// Element is a node of the structure tree: what a reader hears, in its order. Its
// children come in the order they were added or drawn.
type Element struct {
	Type   string // a standard structure type: "P", "H2", "Table"
	Alt    string // what a figure shows
	Lang   string // where it differs from the document's
	ID     string // of a note
	Scope  string // of a header cell: "Column" or "Row"
	List   string // numbering of a list: "Decimal", "Disc", "None"
	BBox   [4]Unit
	kids   []kid
	object int
}

// kid is a child: another element, a mark on a page, or a link on a page.
type kid struct {
	element *Element
	page    *Page
	mcid    int
	link    *annotation
}

// Add puts a new element at the end of e and returns it.
func (e *Element) Add(kind string) *Element {
	child := &Element{Type: kind}
	e.kids = append(e.kids, kid{element: child})
	return child
}

// Boxed says where a figure is on its page, from the top left.
func (e *Element) Boxed(p *Page, x, y, width, height Unit) {
	e.BBox = [4]Unit{x, p.Height - y - height, x + width, p.Height - y}
}

// writeStructure writes the tree and returns its root.
func (w *Writer) writeStructure() int {
	root := w.reserve()
	w.number(w.root)
	next := len(w.pages)
	parents := ""
	for i, p := range w.pages {
		list := ""
		for _, e := range p.byMCID {
			list += fmt.Sprintf("%d 0 R ", e.object)
		}
		parents += fmt.Sprintf("%d [ %s] ", i, list)
	}
	for _, p := range w.pages {
		for _, a := range p.links {
			w.writeLink(a, next)
			parents += fmt.Sprintf("%d %d 0 R ", next, a.element.object)
			next++
		}
	}
	tree := w.add("<< /Nums [ %s] >>", parents)
	ids := []*Element{}
	w.writeElement(w.root, root, &ids)
	names := ""
	for _, e := range ids { // notes are numbered in their order, which is that of their names
		names += fmt.Sprintf("%s %d 0 R ", text(e.ID), e.object)
	}
	if names != "" {
		names = fmt.Sprintf(" /IDTree << /Names [ %s] >>", names)
	}
	w.set(root, "<< /Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d%s >>", w.root.object, tree, next, names)
	return root
}

func (w *Writer) number(e *Element) {
	e.object = w.reserve()
	for _, k := range e.kids {
		if k.element != nil {
			w.number(k.element)
		}
	}
}

func (w *Writer) writeElement(e *Element, parent int, ids *[]*Element) {
	entries := ""
	for _, part := range []struct{ name, value string }{{"Alt", e.Alt}, {"Lang", e.Lang}, {"ID", e.ID}} {
		if part.value != "" {
			entries += " /" + part.name + " " + text(part.value)
		}
	}
	if e.ID != "" {
		*ids = append(*ids, e)
	}
	switch {
	case e.Scope != "":
		entries += " /A << /O /Table /Scope /" + e.Scope + " >>"
	case e.List != "":
		entries += " /A << /O /List /ListNumbering /" + e.List + " >>"
	case e.BBox != [4]Unit{}:
		entries += fmt.Sprintf(" /A << /O /Layout /Placement /Block /BBox [%s %s %s %s] >>", e.BBox[0].append(nil), e.BBox[1].append(nil), e.BBox[2].append(nil), e.BBox[3].append(nil))
	}
	kids := ""
	for _, k := range e.kids {
		switch {
		case k.element != nil:
			kids += fmt.Sprintf("%d 0 R ", k.element.object)
			w.writeElement(k.element, e.object, ids)
		case k.link != nil:
			kids += fmt.Sprintf("<< /Type /OBJR /Obj %d 0 R /Pg %d 0 R >> ", k.link.object, k.page.object)
		default:
			kids += fmt.Sprintf("<< /Type /MCR /Pg %d 0 R /MCID %d >> ", k.page.object, k.mcid)
		}
	}
	w.set(e.object, "<< /Type /StructElem /S /%s /P %d 0 R%s /K [ %s] >>", e.Type, parent, entries, kids)
}
