package templates

import "tandem/portal"

// AuditLog is who did what, when, to what, in the whole program.
type AuditLog struct {
	Page
	Filter   Form
	Filtered bool
	Unknown  bool // the words for the partner mean nobody
	People   []Option
	Areas    []Option
	Latest   string // the last day there can be
	CSV      string
	Rows     []AuditRow
	More     bool // there are more to look through
	Pager    Pager
}

// Name is the page's file.
func (AuditLog) Name() string { return "auditlog" }

// AuditRow is one thing that happened.
type AuditRow struct {
	ID      string
	At      portal.Instant
	When    string
	Who     string
	WhoseAt string // everything that person did
	Text    string
	Reason  string
	What    string // what it happened to, "" for nothing that has a name
	Href    string
	Whom    string // the partner it concerns, when that is not What
	WhomAt  string // everything about that partner
	Address string
}
