package templates

import "tandem/portal"

// Collections is the cash that came in and went back, the last recorded first.
type Collections struct {
	Page
	Filter   Form // partner
	Partners []Option
	Records  bool // may record and import
	CSV      string
	Rows     []CollectionRow
	Pager    Pager
}

// Name is the page's file.
func (Collections) Name() string { return "collections" }

// CollectionRow is cash received, or given back, in one line.
type CollectionRow struct {
	Number   string // the external id
	Source   string
	Href     string
	Customer string
	Partner  string
	On       portal.Date
	Refund   bool
	Amount   string
}

// CollectionForm records cash by hand.
type CollectionForm struct {
	Page
	Search     string // what the list of referrals was searched for
	More       bool   // there are more than the list shows
	Deals      []Option
	Currencies []Option
	Form       Form
}

// Name is the page's file.
func (CollectionForm) Name() string { return "collectionform" }

// CollectionImport records cash from a file: first what each row would do, then the recording.
type CollectionImport struct {
	Page
	Form    Form
	Columns []ImportColumn // what a file may have
	Example string         // a file with one row
	Preview *ImportPreview // nil before a file was read
	Before  []ImportLink   // the newest files that were recorded
}

// Name is the page's file.
func (CollectionImport) Name() string { return "collectionimport" }

// ImportColumn is a column that a file of collections may have.
type ImportColumn struct {
	Name     string
	Text     string
	Optional bool
}

// ImportPreview is a file that was read, row by row.
type ImportPreview struct {
	Content string // the file, to be sent back as it is
	Seal    string // over the file, so that what is recorded is what was shown
	Counts  []Figure
	Ignored string // columns that are not used, in a sentence
	Rows    []ImportLine
	Action  string // the button, "" with nothing to record
	Skips   string // what stays out, in a sentence; "" for nothing

	Problems int // rows with a problem, to be had as a file
}

// ImportLine is one row of a file and its fate.
type ImportLine struct {
	Line   int
	Number string
	What   string // whose money, or which collection is refunded; of a customer the address
	Whose  string // the partner, in a file of several
	Href   string // the partner's own referral that the reason names
	On     portal.Date
	State  Pill
	Column string // of a problem
	Reason string
	Amount string
}

// Collection is cash received, and what came of it.
type Collection struct {
	Page
	Facts     []Fact
	Amount    string
	Refunded  string // "" without refunds
	Kept      string // what is left of the amount
	Entries   []LedgerLine
	Earned    []string // the entries' sum
	Why       string   // why it earns nothing, "" when it does
	Refunds   []CollectionRow
	Refunding *Refunding // nil when nothing is left, or for who may not
}

// Name is the page's file.
func (Collection) Name() string { return "collection" }

// Refunding is the form of a refund.
type Refunding struct {
	Action string
	Left   string
	Hint   string // the currency
	Form   Form
}
