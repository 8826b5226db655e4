package templates

import "tandem/portal"

// QueueRow is one item of the queue in a list.
type QueueRow struct {
	Ref     string // for the selection, "" for what is decided on its own
	Title   string
	Detail  string
	Hint    string
	Owner   string
	Href    string
	Left    Pill // time left
	Current bool
}

// QueuePage is the staff's review queue: what waits, least time left first, and
// beside it the item that is open.
type QueuePage struct {
	Page
	Lead   string
	Kinds  []Tab
	Owners []Tab
	Kind   string // the filter, for forms that come back to it
	Owner  string
	Rows   []QueueRow
	More   int         // waiting items that the list does not show
	Bulk   bool        // items can be decided together
	Back   string      // the list with its filter
	Open   bool        // an item was asked for: a phone shows it alone
	Panel  *QueuePanel // nil when nothing waits
}

// Name is the page's file.
func (QueuePage) Name() string { return "queue" }

// QueuePanel is one item with what decides it.
type QueuePanel struct {
	Title    string
	Href     string // everything about it
	Lead     string
	From     *Button // whose it is
	Left     Pill
	State    *Pill // when it does not wait for this person
	Why      string
	Facts    []Fact
	Said     string // in the words of who asks
	Lines    []Fact // payouts of a batch
	Total    string
	Checks   []portal.Check
	Steps    []Step
	Action   string // where a verdict goes
	Version  int64
	Form     Form
	Staff    []Option // who can look after it
	OwnerIs  string   // the label of that choice
	OwnerDo  string   // and what it does
	NoteIs   string   // the label of what is written, "" for nothing
	NoteDo   string
	Verdicts []VerdictButton
}

// VerdictButton is one thing that can be decided about an item.
type VerdictButton struct {
	Value   string
	Label   string
	Key     string // the letter that presses it, "" for none
	Icon    string
	Primary bool
	Danger  bool
	Writes  bool   // it needs the note
	Confirm string // asked first, "" for what can be taken back
}

// Tab is one of several views of a page.
type Tab struct {
	Label   string
	Href    string
	Count   int
	Current bool
}

// QueueBulk says what one verdict would do to several items, before it does.
type QueueBulk struct {
	Page
	Lead    string
	Back    string
	Action  string
	Do      string
	Verb    string // "Accept"
	Danger  bool
	Rows    []BulkRow
	Will    int // how many would go through
	Form    Form
	Staff   []Option
	OwnerIs string // the label of who gets them, "" when nobody is to be chosen
	NoteIs  string // the label of what is written, "" for nothing
	NoteDo  string
	Writes  bool // the note is needed
}

// Name is the page's file.
func (QueueBulk) Name() string { return "queuebulk" }

// Note is the field of what is written to all of them.
func (q QueueBulk) Note(label string) Field {
	field := q.Form.Area("note", label, 4).Hinted(q.NoteDo)
	field.Required = q.Writes
	return field
}

// BulkRow is one of several items.
type BulkRow struct {
	Ref     string // with the version that was looked at
	Title   string
	Detail  string
	Href    string
	Then    string // what follows
	Refused string // why not, "" when it goes through
}
