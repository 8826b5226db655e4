package templates

// SetUp is the first page of a new portal: whose it is, and who its first admin is.
type SetUp struct {
	Page
	Form       Form
	Token      string
	Currencies []Option
}

// Name is the page's file.
func (SetUp) Name() string { return "setup" }

// Plain is a page of a portal that has no program yet: no menu and no footer.
type Plain struct {
	Page
	Heading string
	Message string
	Action  string // "" for none
	Href    string
}

// Name is the page's file.
func (Plain) Name() string { return "plain" }
