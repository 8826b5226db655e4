package templates

import "tandem/portal"

// Adjustments is the list of amounts added or taken off by hand.
type Adjustments struct {
	Page
	Tabs  []Tab
	State string // chosen, as a word; "" for all
	Rows  []AdjustmentRow
	Pager Pager
}

// Name is the page's file.
func (Adjustments) Name() string { return "adjustments" }

// AdjustmentRow is one adjustment in a list.
type AdjustmentRow struct {
	Name   string // the partner's
	Href   string
	Reason string
	State  Pill
	By     string
	At     portal.Instant
	Amount string
}

// AdjustmentForm proposes an adjustment.
type AdjustmentForm struct {
	Page
	Form       Form
	Partners   []Option
	Currencies []Option
}

// Name is the page's file.
func (AdjustmentForm) Name() string { return "adjustmentform" }

// Adjustment is one adjustment with what this person can decide.
type Adjustment struct {
	Page
	Action    string
	Amount    string
	Off       bool // it takes off
	State     Pill
	Partner   string
	Earnings  string // the partner's
	Reason    string
	Question  string // that it was made because of, "" for none
	By        string
	At        portal.Instant
	DecidedBy string
	DecidedAt portal.Instant
	Why       string // it was declined
	Decides   bool
	Withdraws bool
	Form      Form
}

// Name is the page's file.
func (Adjustment) Name() string { return "adjustment" }
