package templates

import "tandem/portal"

// Referrals is a list of referrals: a partner's own, or everybody's for staff.
type Referrals struct {
	Page
	Staff    bool
	Base     string // "/referrals" or "/desk/referrals"
	Filter   Form
	Partner  string // whose, when it is one partner's list among the staff's
	Of       string // the name of that partner
	All      bool   // the first page, and no filter is set
	Filtered bool
	More     bool // there are more to look through
	CSV      string
	Sort     string // the order asked for, for the filter's form; "" for newest first
	Sorts    ReferralSorts
	Products []Option
	Board    string // where the same referrals are by state, for staff
	Imports  bool   // who looks may take in a file
	Rows     []ReferralLine
	Pager    Pager
}

// Name is the page's file.
func (Referrals) Name() string { return "referrals" }

// States are the entries of the filter.
func (Referrals) States() []Option {
	options := make([]Option, len(portal.ReferralStates))
	for i, s := range portal.ReferralStates {
		options[i] = Option{Value: string(s), Label: s.Label()}
	}
	return options
}

// Owners are the entries of the filter by whose work it is.
func (Referrals) Owners() []Option { return ownerOptions() }

func ownerOptions() []Option {
	var options []Option
	for _, o := range portal.QueueOwners {
		if o != portal.QueueOfAll {
			options = append(options, Option{Value: string(o), Label: o.Label()})
		}
	}
	return options
}

// ReferralLine is one referral of a list.
type ReferralLine struct {
	Href      string
	Number    string
	Company   string
	Partner   string
	State     Pill
	Value     string // "" when nobody estimated it
	Submitted string
	Until     string // the last protected day, "" when the lead is not protected
	Owner     string
	Clock     *Pill  // time left to answer, nil once answered
	Conflict  string // for staff: where a duplicate is held against the holder of its lead
}

// ReferralForm takes a new referral.
type ReferralForm struct {
	Page
	Form       Form
	Countries  []Option
	Products   []Option
	Currencies []Option
	Protect    int // days
	Answer     int // working days
}

// Name is the page's file.
func (ReferralForm) Name() string { return "referralform" }

// Referral is one referral: what the partner sees, and what staff decide with.
type Referral struct {
	Page
	Staff     bool
	Base      string
	ID        string
	Number    string
	Company   string
	State     Pill
	Partner   string // for staff
	PartnerAt string // the partner's page
	Lead      []Fact
	Contract  []Fact // of a won referral
	Clock     *Pill
	Waits     *Waits // who acts next, nil when nobody has to
	Until     portal.Date
	DaysLeft  int    // of the protection, today included
	Open      bool   // it may still be won
	Rests     bool   // the protection, while the partner changes something
	Duplicate bool   // the partner reads that the lead is known
	Of        string // for staff: the number of the referral that holds the lead
	OfHref    string
	Like      []Fact       // for staff: referrals of customers much like this one
	Conflict  string       // for staff: where it is held against the other referral of the lead, "" for none
	Rivals    int          // for staff: how many came too late
	Divided   string       // how what is collected is divided, in a sentence; "" when it is not
	Divide    string       // where a manager divides it, "" when nobody can
	Steps     []Step       // everything that happened, first to last
	More      bool         // the ledger has more of its money than Steps tell
	Ledger    string       // where that is, "" for who may not read it
	Decide    *Decide      // nil when nothing can be decided here
	Returned  *Returned    // for the partner, while changes are asked for
	Withdraw  *Withdraw    // for the partner, while it may be taken back
	Extension *Extension   // nil when nothing can be done about a longer protection
	Files     *Attachments // nil when there are none and none can be added
	Problem   Form         // a step that is not possible any more
	Messages  *Thread      // with the partner
	Notes     *Thread      // among staff, nil for a partner
}

// Name is the page's file.
func (Referral) Name() string { return "referral" }

// Waits says who acts next on a referral and until when.
type Waits struct {
	Text string
	Kind string // of the banner: "warn", "bad", or "" while there is time
}

// Fact is a label with its value.
type Fact struct {
	Label string
	Text  string
	Href  string // mailto or a page of ours, "" for plain text
	Was   string // what stood here before a correction, "" for none
	Long  bool   // a sentence: it has a row of its own
}

// Returned is what a partner changes before it hands a referral in again.
type Returned struct {
	Why        string
	By         string // who asks
	Until      portal.Date
	Form       Form
	Asks       map[string]bool // the fields to change
	Countries  []Option
	Products   []Option
	Currencies []Option
}

// Withdraw is the form with which a partner takes a referral back.
type Withdraw struct {
	Form Form
	Open bool // the form was sent and did not pass
}

// Decide is what a manager may do with a referral now.
type Decide struct {
	Accept     bool
	Reject     bool
	Qualify    bool
	Win        bool
	Lose       bool
	Reinstate  bool
	Return     bool
	Ask        Form // of Return
	Fields     []Option
	Note       Form // of Qualify
	Deal       Form // of Win
	Reason     Form // of Reject, Lose or Reinstate
	Currencies []Option
	Products   []Option
}
