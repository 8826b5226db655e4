package templates

import (
	"slices"

	"tandem/portal"
)

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
	Run        []RunStep
}

// Name is the page's file.
func (PayoutForm) Name() string { return "payoutform" }

// PayeeRow is a partner that a batch pays, or leaves out for a reason.
type PayeeRow struct {
	Name    string
	Href    string
	Entries int
	Reason  string
	Mend    *Link // where the reason is seen to, nil for nowhere

	Remind   string // the partner to remind, "" when it cannot mend the reason, or was reminded today
	Reminded string // when and by whom it was, in a sentence; "" for never
	Total    string
}

// Batch is one batch: what it pays, and how far it is.
type Batch struct {
	Page
	Action    string // where its forms lead
	Number    string
	State     Pill
	Next      string // what happens next and who does it, in a sentence
	Run       []RunStep
	Check     *CheckCard // nil before the first
	Finish    bool       // its preparation stopped half way
	Facts     []Fact
	Figures   []Figure
	Lines     []BatchLine
	Total     string
	LeftOut   []PayeeRow
	Steps     []Step
	Problem   Form // of a button
	Approve   bool
	Ways      []BatchWay // of an approved batch: what its payouts can be made into
	Export    Form
	Files     []BatchFile // with those that were made again
	Missing   []string    // kinds of file that were chosen and are not there
	Again     *BatchAgain // the file that is being made again, nil for none
	Answering bool        // the bank's answers are recorded now, so that lines have a state
	MarkPaid  int         // payouts without an answer
	Answers   string      // where answers are recorded from a file, "" when none is awaited
	MarkFiles []Option    // to mark one file's payouts, empty with one file
	Mark      Form
	Answer    *BatchAnswer // the line whose answer is being recorded, nil for none
	Cancels   bool
	Cancel    Form
	Max       string // today
}

// Name is the page's file.
func (Batch) Name() string { return "batch" }

// Fetched reports that somebody has every file that can be had: before that, nothing went to the bank.
func (b Batch) Fetched() bool {
	return !slices.ContainsFunc(b.Files, func(f BatchFile) bool { return f.Href != "" && len(f.Downloads) == 0 })
}

// BatchWay is the payouts of a batch by one method, and the files to choose from.
type BatchWay struct {
	Field   string // of the form
	Label   string // "12 payouts by PayPal, €1,234.00"
	Formats []Option
	Missing string // why the method's own file cannot be made, "" when it can
}

// BatchFile is a file for the bank.
type BatchFile struct {
	Name      string
	Href      string // "" when it was made again since
	Format    string
	Count     int // payouts
	Total     string
	PayOn     portal.Date
	Message   string // the id it goes by at the bank
	SHA256    string
	Made      string // "by Fay, 12 Mar 2026, 10:00 UTC"
	Reason    string // why it was made again
	Downloads []string
	Again     string // where it is made again, "" when it is not
}

// BatchAgain asks why a file is made again.
type BatchAgain struct {
	Name   string
	Action string
	Form   Form
}

// BatchLine is one payout of a batch.
type BatchLine struct {
	Reference string
	Name      string
	Way       string // where it goes: "SEPA transfer to DE •••• 3000"
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

// BatchAnswers records what the bank said about a batch from a file: first what each
// row would do, then the recording.
type BatchAnswers struct {
	Page
	Action  string // where its forms lead
	Batch   string // where the batch is
	Number  string // of the batch
	Open    int    // payouts without an answer
	Empty   string // where a table to fill in is had
	Form    Form
	Columns []ImportColumn
	Example string         // a file with one row
	Preview *ImportPreview // nil before a file was read
}

// Name is the page's file.
func (BatchAnswers) Name() string { return "batchanswers" }
