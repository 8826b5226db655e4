package templates

// Search is what was found by name or number, by kind.
type Search struct {
	Page
	Text   string // what was looked for, "" when nothing was
	Typed  string // what stands in the box
	Least  int    // letters that a search needs
	Staff  bool
	Groups []SearchGroup
}

// Name is the page's file.
func (Search) Name() string { return "search" }

// Count is how many things were found.
func (s Search) Count() int {
	n := 0
	for _, g := range s.Groups {
		n += len(g.Rows)
	}
	return n
}

// SearchGroup is one kind of thing that was found.
type SearchGroup struct {
	Label string
	Icon  string
	Rows  []SearchRow
	More  string // a list with all of them, "" when these are all
}

// SearchRow is one thing that was found.
type SearchRow struct {
	Title string
	Note  string
	Href  string
	Lang  string // of the title, "" for any
	State *Pill
}
