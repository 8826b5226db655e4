package templates

import "tandem/portal"

// Statements are the issued statements, newest first: of a partner, or for staff of everybody.
type Statements struct {
	Page
	Staff bool
	Of    string // the partner, to staff who look at one; "" for everybody's
	Back  Button
	CSV   string
	Paid  []Button // files of what was paid in a year, to staff
	Rows  []StatementRow
	Pager Pager
}

// Name is the page's file.
func (Statements) Name() string { return "statements" }

// StatementRow is one issued statement in a list.
type StatementRow struct {
	Number  string
	Href    string
	Company string
	Period  string
	At      portal.Instant
	Earned  string
	Closing string
}

// StatementIssue is what makes a statement a document of the partner's books.
type StatementIssue struct {
	Number  string
	At      portal.Instant
	Address []string
	By      portal.Recipient // the company, zero where it was not written down
	TaxName string           // what the number below is called
	TaxID   string           // "" to whoever does not see it
	Notes   []string
	Earned  string
	SHA256  string
}

// Statement explains one amount line by line: a payout, or what is owed over a period.
type Statement struct {
	Page
	Company  string
	Lead     string
	Back     Button
	CSV      string
	State    *Pill // of a payout
	Note     string
	Opening  string
	Lines    []StatementLine
	Closing  string
	ClosesAs string // "Paid out", "Owed on 31 March 2026"
	OpensAs  string
	Issued   *StatementIssue // of one that was issued under a number, nil for a reading
}

// Name is the page's file.
func (Statement) Name() string { return "statement" }

// StatementLine is one movement.
type StatementLine struct {
	On      portal.Date
	Kind    string
	Text    string
	Amount  string
	Balance string
}
