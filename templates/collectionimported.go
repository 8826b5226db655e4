package templates

import "tandem/portal"

// CollectionImported is a file of collections that was recorded, and the way to take it out again.
type CollectionImported struct {
	Page
	Lead  string
	Rows  []ImportedRow
	More  int // rows beyond those listed
	Facts []Fact
	Left  string // what is in the books of it
	Undo  string // where it is taken out; "" when nothing is left
	Stays string // what stays then, in a sentence; "" for nothing
	Form  Form
}

// Name is the page's file.
func (CollectionImported) Name() string { return "collectionimported" }

// ImportedRow is a collection that a file recorded.
type ImportedRow struct {
	CollectionRow
	Kept string // after refunds
}

// ImportLink is a file that was recorded, in a list.
type ImportLink struct {
	Href  string
	At    portal.Instant
	By    string
	What  string // "2 collections and 1 refund"
	State Pill   // "" while it counts
}
