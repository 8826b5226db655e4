package templates

// Thread is a conversation on a page, with the form that adds to it, for parts/thread.
type Thread struct {
	ID     string // the anchor on the page
	Title  string
	Hint   string // who reads what is written here
	Empty  string // when nothing was written yet
	Steps  []Step // what was written, oldest first
	Form   Form
	Field  string // the name of the form's field
	Label  string // of the field
	Button string
	Action string // where the form goes, "" when nobody may write
	After  string // the newest remark, "" for none
	CSRF   string
}
