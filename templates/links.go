package templates

import "html/template"

// Links is what a partner shares, and what came of it: the partner's own page, or for staff one partner's.
type Links struct {
	Page
	Staff     bool
	Base      string
	Company   string // the partner's
	PartnerAt string // for staff: the partner's page
	Code      string
	Site      string // whose site a link leads to
	Pick      Form
	Assets    []Option
	Media     []Option
	Link      string // the one that was picked
	QR        template.HTML
	SVG       string
	PNG       string
	CSV       string
	Closed    bool // the form behind the links takes nobody now
	Weeks     int
	Touches   int64 // in those weeks
	Came      int   // referrals through links
	Won       int   // of them
	Chart     Chart
	Uses      []LinkRow
	Referrals []ReferralLine
	Rename    Form
}

// Name is the page's file.
func (Links) Name() string { return "links" }

// Ways are where a link can lead.
func (l Links) Ways() []Option {
	return []Option{{Value: "form", Label: "A form here"}}
}

// LinkRow is what came of the links to one asset by one medium.
type LinkRow struct {
	Asset     string
	Medium    string
	Touches   int64
	Referrals int
	Won       int
	Rate      string // referrals in percent of touches, "" without touches
}

// Codes are the names of all partners in links.
type Codes struct {
	Page
	Rows []CodeRow
}

// Name is the page's file.
func (Codes) Name() string { return "codes" }

// CodeRow is one partner's.
type CodeRow struct {
	Company string
	Href    string
	Code    string
	State   Pill
	Link    string
}
