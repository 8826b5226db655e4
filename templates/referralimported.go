package templates

// ReferralImported is a file of referrals that was recorded, and the way to take it back.
type ReferralImported struct {
	Page
	Staff bool
	Base  string // of the list: "/referrals" or "/desk/referrals"
	Lead  string
	Rows  []ImportedReferralRow
	More  int // rows beyond those listed
	Facts []Fact
	Until string // until when it can be taken back, in words; "" when the time is over
	Undo  string // where it is taken back; "" when nothing can be
	Count int    // how many referrals that takes back
	Form  Form
}

// Name is the page's file.
func (ReferralImported) Name() string { return "referralimported" }

// ImportedReferralRow is a referral that a file recorded.
type ImportedReferralRow struct {
	Href    string
	Company string
	Number  string
	Partner string
	State   Pill
	Back    string // "Taken back", "Can be taken back", or why it stays
}
