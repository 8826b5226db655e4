package templates

import "tandem/portal"

// Conflict is two referrals of one customer side by side, for staff.
type Conflict struct {
	Page
	Company string
	Back    string // the referral that came too late
	Sides   [2]ConflictSide
	Rows    []ConflictRow
	Trace   []string
	NotBy   []string // the keys by which the two are not the same
	Others  []Fact   // referrals that came too late as well
	Kept    bool     // somebody decided that it stays a duplicate
	Waits   bool     // it is a duplicate
	Decides bool     // this person may decide
	Pass    string   // where the lead is given to the rival, "" when it cannot be
	Split   string   // where the deal is divided, "" when it was not won
	Keep    string
	Version int64
	Form    Form
}

// Name is the page's file.
func (Conflict) Name() string { return "conflict" }

// ConflictSide is one of two referrals.
type ConflictSide struct {
	Role    string // "Holds the lead"
	Number  string
	Href    string
	Partner string
	At      string // the partner's page
	State   Pill
}

// ConflictRow is one fact of both referrals.
type ConflictRow struct {
	Label string
	Texts [2]string
	Same  bool // it makes the two one lead
}

// DealSplit divides what a deal collects between partners.
type DealSplit struct {
	Page
	Back    string
	Action  string
	Company string
	Number  string
	Now     string // how it is divided now
	Version int64
	Rows    []int // numbers of the rows of the form
	Options []Option
	Form    Form        // the shares
	Effects []DealShare // what they would do; none before they were looked at
	Nothing bool        // it was looked at, and no ledger would change
	Reason  Form
}

// Name is the page's file.
func (DealSplit) Name() string { return "dealsplit" }

// DealShare is what a split would do for one partner.
type DealShare struct {
	Name    string
	Share   string
	Partner portal.PartnerID
	Percent string // as the form carries it, "" for one without a share
	N       int    // its number in the form
	Sums    string // "€120.00", "no change"
	Lines   []DealEntry
}

// DealEntry is an entry that a split would write.
type DealEntry struct{ Kind, Sentence, Amount string }

// Percents are the shares that the form confirms.
func (d DealSplit) Percents() []DealShare {
	var list []DealShare
	for _, effect := range d.Effects {
		if effect.Percent != "" {
			effect.N = len(list) + 1
			list = append(list, effect)
		}
	}
	return list
}
