package templates

import "tandem/portal"

// Payouts are the batches of payouts, newest first.
type Payouts struct {
	Page
	Tabs  []Tab
	State string // the chosen one in lower case, "" for all
	Rows  []BatchRow
	Pager Pager
}

// Name is the page's file.
func (Payouts) Name() string { return "payouts" }

// BatchRow is one batch in a list.
type BatchRow struct {
	Number string
	Href   string
	State  Pill
	Note   string // what it waits for
	Cutoff portal.Date
	By     string
	Count  int // payouts
	Total  string
}

// PayoutForm prepares a batch: who would be paid, and who not and why.
type PayoutForm struct {
	Page
	Choice     Form // currency and cut-off
	Currencies []Option
	Max        string // the last day a cut-off may be
	Form       Form   // what is wrong with preparing
	Shown      bool   // the choice could be read
	Key        string
	Currency   portal.Currency
	Cutoff     portal.Date
	Ready      []PayeeRow
	Total      string
	LeftOut    []PayeeRow
}

// Name is the page's file.
func (PayoutForm) Name() string { return "payoutform" }

// PayeeRow is a partner that a batch pays, or leaves out for a reason.
type PayeeRow struct {
	Name    string
	Href    string
	Entries int
	Reason  string
	Total   string
}

// Batch is one batch: what it pays, and how far it is.
type Batch struct {
	Page
	Action    string // where its forms lead
	Number    string
	State     Pill
	Next      string // what happens next and who does it, in a sentence
	Facts     []Fact
	Figures   []Figure
	Lines     []BatchLine
	Total     string
	LeftOut   []PayeeRow
	Steps     []Step
	Problem   Form // of a button
	Approve   bool
	Export    bool
	File      string // where the bank's file is had, "" before the export
	Answering bool   // the bank's answers are recorded now, so that lines have a state
	MarkPaid  int    // payouts without an answer
	Mark      Form
	Answer    *BatchAnswer // the line whose answer is being recorded, nil for none
	Cancels   bool
	Cancel    Form
	Max       string // today
}

// Name is the page's file.
func (Batch) Name() string { return "batch" }

// BatchLine is one payout of a batch.
type BatchLine struct {
	Reference string
	Name      string
	Statement string
	Entries   int
	State     Pill
	Note      string
	Answer    string // where the bank's answer is recorded, "" when there is none to record
	Answers   string // the words of that link
	Total     string
}

// BatchAnswer is the form of what the bank said about one payout.
type BatchAnswer struct {
	Payout string
	Name   string
	Total  string
	Form   Form
	States []Option
	// Returned: it was paid, so that all the bank can say is that the money came back.
	Returned bool
}
