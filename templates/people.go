package templates

import "tandem/portal"

// People are the accounts of one company: the staff, or a partner's team.
type People struct {
	Page
	CompanyNav // of a partner; empty for staff

	Lead    string // a sentence below the title
	Base    string // "/desk/staff" or "/company/team": where the page's links and forms lead
	Manages bool   // may invite and change
	Rows    []Person
	Invited []Invited
	Form    Form
	Roles   []Option
}

// Name is the page's file.
func (People) Name() string { return "people" }

// Person is one row.
type Person struct {
	ID     string
	Name   string
	Email  string
	Roles  string
	State  Pill
	Factor bool
	Seen   portal.Instant // "" when never signed in, or not now
	Self   bool
}

// Invited is one invitation nobody has accepted.
type Invited struct {
	ID      string
	Email   string
	Roles   string
	Expires portal.Instant
	Over    bool
}

// PersonPage is one colleague's account, to be managed.
type PersonPage struct {
	Page
	Base      string
	Person    Person
	Version   int64
	Suspended bool
	Form      Form // roles
	Roles     []Option
	Suspend   Form
	Steps     []Step
}

// Name is the page's file.
func (PersonPage) Name() string { return "person" }
