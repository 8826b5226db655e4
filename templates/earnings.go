package templates

import "tandem/portal"

// Earnings is a partner's money: what it adds up to, line by line. Staff see the
// same page for any partner.
type Earnings struct {
	Page
	Staff      bool
	Company    string
	Base       string // "/earnings", or the staff's address of a partner's
	Back       string // of staff: where they came from
	Balances   []BalanceCard
	Boost      *BoostCard // nil where the terms have no boost
	Lines      []LedgerLine
	Pager      Pager
	Payouts    []PayoutRow
	Period     Form // of the statement of a period
	Frozen     *FreezeCard
	Statements string // where the issued statements are
	Adjust     string // where finance proposes an adjustment
	Freezes    bool   // this person may hold the payouts back, and release them
	Hold       Form   // of either
	Choices    []Option
	Max        string // the last day a period may have
}

// Name is the page's file.
func (Earnings) Name() string { return "earnings" }

// BalanceCard is the balance of one currency: the parts, and what they add up to.
type BalanceCard struct {
	Currency portal.Currency
	Figure   string // owed: earned and not paid
	Note     string // what happens next, in a sentence
	Blocked  bool   // the note says why nothing is paid
	Split    Split
}

// FreezeCard says why a partner's payouts are held back, to staff.
type FreezeCard struct {
	Reason string
	By     string
	At     portal.Instant
}

// BoostCard is how far the running quarter is from its boost.
type BoostCard struct {
	Quarter    string
	Kept       string // so far
	Target     string
	Left       string // to the target, "" when it is met
	Value, Max int64
	Tier       string
	Rate       string // at the tier of today
	Until      portal.Date
	Days       int // left in the quarter, today included
}

// LedgerLine is one entry of the ledger, explained.
type LedgerLine struct {
	On       portal.Date
	Customer string
	Kind     string
	Sentence string
	Why      string
	Standing Pill
	Overdue  bool
	Amount   string
	Href     string // the collection, for staff
	Payout   string // its payout's statement, "" while there is none
	Question string // where it is asked about, "" for who may not
	Asked    *Pill  // how far the question about it is, nil without one
}

// PayoutRow is one payout in a list.
type PayoutRow struct {
	Number string
	Href   string
	Made   portal.Instant
	State  Pill
	Note   string
	Amount string
}
