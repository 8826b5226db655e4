package templates

import "tandem/portal"

// Addenda are the addenda of one partner, for staff.
type Addenda struct {
	Page
	Base    string // "/desk/partners/<id>/addenda"
	Partner string
	Back    string // the partner's page
	Add     bool   // the reader may propose one
	Rows    []AddendumRow
}

// Name is the page's file.
func (Addenda) Name() string { return "addenda" }

// AddendumRow is one addendum in a list.
type AddendumRow struct {
	Name   string // "A-2"
	Href   string
	State  Pill
	Says   string // its parts in a line
	Counts string // its days
}

// AddendumForm proposes an addendum.
type AddendumForm struct {
	Page
	Base      string
	Partner   string
	Form      Form
	Tiers     []Option // by the names of their fields
	Currency  portal.Currency
	Min       string // the first day it can count
	Verticals []Option
	Countries []Option
	Preview   []portal.AddendumLine // nil before it was asked for
}

// Name is the page's file.
func (AddendumForm) Name() string { return "addendumform" }

// AddendumPage is one addendum to read and to decide.
type AddendumPage struct {
	Page
	CompanyNav
	Back      string
	BackTo    string
	Base      string // of the steps
	Partner   string
	State     Pill
	Lines     []portal.AddendumLine
	SHA256    string
	Facts     []Fact
	Note      string // why the reader cannot decide, "" when nothing is to say
	Approves  bool
	Withdraws bool
	Accepts   bool
	Ends      bool   // its early end can be proposed
	EndsAfter string // of an end approved today
	EndWaits  string // who proposed it and why, "" for nobody
	EndDrops  bool
	EndYes    bool // the reader can approve it
	Form      Form
}

// Name is the page's file.
func (AddendumPage) Name() string { return "addendum" }
