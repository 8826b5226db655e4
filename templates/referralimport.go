package templates

// ReferralImport takes in a file of customers: the form, what each row would do, and how
// far the recording has come.
type ReferralImport struct {
	Page
	Staff    bool
	Base     string // of the list: "/referrals" or "/desk/referrals"
	Form     Form
	Partners []Option // staff choose whose customers they are
	Columns  []ImportColumn
	Example  string
	Preview  *ImportPreview
	Partner  string // of the file that is shown, to be sent back
	Whose    string // the name of that partner
	More     string // rows that are not listed, in a sentence; "" when all are
	Progress *ImportProgress
	Before   []ImportLink // files recorded before
}

// Name is the page's file.
func (ReferralImport) Name() string { return "referralimport" }

// ImportProgress is how much of a long file is recorded.
type ImportProgress struct {
	Done int
	Of   int
}
