package templates

import "tandem/portal"

// Questions are the partners' questions about lines of their ledgers, for finance.
type Questions struct {
	Page
	Tabs  []Tab
	State string // chosen, as a word; "" for all
	Rows  []QuestionRow
	Pager Pager
}

// Name is the page's file.
func (Questions) Name() string { return "questions" }

// QuestionRow is one question in a list.
type QuestionRow struct {
	Line    string
	Href    string
	Partner string
	State   Pill
	Clock   *Pill // of an open one
	At      portal.Instant
	Amount  string
}

// Question is one line of a ledger with what was asked and answered about it.
type Question struct {
	Page
	Staff    bool
	Back     Button
	Action   string // where its forms lead
	State    *Pill  // nil before anybody asked
	Clock    *Pill
	Partner  string
	Earnings string // to staff, the partner's
	On       portal.Date
	Kind     string
	Sentence string
	Amount   string
	Said     []Step
	Form     Form
	Problem  Form // of closing
	Closes   bool
	Closed   bool
	Adjust   string // to staff, where an adjustment is proposed because of it
}

// Name is the page's file.
func (Question) Name() string { return "question" }
