package templates

import "tandem/portal"

// SharedLeads are leads of ours that go to partners: for staff all of them, for a partner
// those that it has before it or took.
type SharedLeads struct {
	Page
	Staff bool
	Base  string
	Tabs  []Tab
	State string // chosen, as a word; "" for all
	CSV   string // where the list is as a file
	Rows  []SharedRow
	Pager Pager
}

// Name is the page's file.
func (SharedLeads) Name() string { return "sharedleads" }

// SharedRow is one lead of a list.
type SharedRow struct {
	Href    string
	Title   string // the customer for staff; for a partner what it may know
	Product string
	Value   string
	State   Pill
	With    string // for staff: who has it before it, or took it
	Place   string // for staff: "2 of 3"
	Round   string // for staff: "Casa Azul declined. Then Quinta Rosa."
	Left    *Pill  // time to answer
	Owner   string
}

// SharedForm hands a lead to partners.
type SharedForm struct {
	Page
	Form       Form
	Countries  []Option
	Products   []Option
	Currencies []Option
	Partners   []Option
	Days       int // working days that a partner has to answer
}

// Name is the page's file.
func (SharedForm) Name() string { return "sharedform" }

// SharedLead is one lead of ours: with everything for staff; for a partner without what
// names the customer until it has accepted.
type SharedLead struct {
	Page
	Staff    bool
	Base     string // where its forms go
	List     string
	Heading  string
	State    Pill
	Facts    []Fact
	Left     *Pill
	AnswerBy portal.Instant
	Answers  bool   // the partner can accept or decline
	Over     string // for a partner: why it cannot any more
	Referral string // where the referral is that it became, "" for none
	Offers   []OfferRow
	Steps    []Step
	Reason   Form // of declining, or of withdrawing
	Again    Form
	Partners []Option // to offer it to again, nil when it cannot be
	Withdraw bool
}

// Name is the page's file.
func (SharedLead) Name() string { return "sharedlead" }

// OfferRow is one partner's turn.
type OfferRow struct {
	Partner string
	Href    string
	State   Pill
	When    string
	Reason  string
}
