package templates

import "tandem/portal"

// ReferralBoard is every referral by its state, for staff.
type ReferralBoard struct {
	Page
	Filter   Form
	Products []Option
	Partner  string // whose, when it is one partner's board
	Of       string // the name of that partner, "" while it has no card
	List     string // the same referrals as a list
	Filtered bool
	Moves    bool // who looks may move cards
	Columns  []BoardColumn
}

// Name is the page's file.
func (ReferralBoard) Name() string { return "referralboard" }

// Owners are the entries of the filter by whose work it is.
func (ReferralBoard) Owners() []Option { return ownerOptions() }

// Shows are the entries of the filter by column: all, or one state.
func (ReferralBoard) Shows() []Option {
	options := []Option{{Value: "all", Label: "Closed ones too"}}
	for _, s := range portal.ReferralStates {
		options = append(options, Option{Value: string(s), Label: s.Label() + " alone"})
	}
	return options
}

// BoardColumn is one state.
type BoardColumn struct {
	State  string
	Title  string
	Count  string   // "12", or "300+" of which only the newest were looked at
	Totals []string // by currency
	Cards  []BoardCard
	All    string // the list of the state, when there are more than the cards
}

// BoardCard is one referral.
type BoardCard struct {
	ID      string
	Href    string
	Company string
	Partner string
	Value   string // "" when nobody estimated it
	Age     string // how long it has been in its state
	Owner   string
	Clock   *Pill  // time left to answer
	Ends    *Pill  // the protection is about to end
	To      string // where its moves are sent
	Moves   []BoardMove
}

// BoardMove is a step from a card's state.
type BoardMove struct {
	To    string
	Label string
	Form  string // the page where it says what it needs, "" when it needs nothing
}

// ReferralMove takes what a move needs: a contract, or a reason.
type ReferralMove struct {
	Page
	Company string
	Number  string
	Partner string
	Href    string // the referral
	Back    string // the board, as it was
	Action  string
	To      string
	ToLabel string
	State   Pill
	Deals   bool   // it needs a contract; otherwise a reason
	Why     string // the label of the reason
	Offered bool   // the step is possible now
	Decide
}

// Name is the page's file.
func (ReferralMove) Name() string { return "referralmove" }
