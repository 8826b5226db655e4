package templates

// Ending is the page about the end of a partnership, for either side.
type Ending struct {
	Page
	CompanyNav
	Back      string
	BackTo    string
	Base      string // of the steps
	Lead      string
	State     Pill
	Facts     []Fact   // of the notice, none while there is none
	What      []string // happens when, in sentences
	Now       []Fact   // referrals and money of now
	Note      string   // why the reader cannot do anything, "" when nothing is to say
	Other     string   // the other side
	LastDay   string   // of a notice given today
	Reads     string   // who reads the reason
	Gives     bool
	Withdraws bool
	Form      Form
}

// Name is the page's file.
func (Ending) Name() string { return "ending" }
