package templates

import "tandem/portal"

// JoinPage is the form a company applies with.
type JoinPage struct {
	Page
	Post        string // where the form leads
	Inviter     string // who invited, "" for who comes unasked
	InviterNote string
	Form        Form
	Countries   []Option
	Verticals   []Option
	Markets     []Option
	Languages   []Option
	Answer      int // working days until an answer
}

// Name is the page's file.
func (JoinPage) Name() string { return "join" }

// JoinExpired is a confirmation link that no longer works.
type JoinExpired struct {
	Page
	Message string
	Again   string // the form that sends a new link, "" when a new application is the way
}

// Name is the page's file.
func (JoinExpired) Name() string { return "joinexpired" }

// JoinStatus is what an applicant reads behind the secret link.
type JoinStatus struct {
	Page
	Company    string
	Contact    string
	Email      string
	State      Pill
	Way        []PathStep
	Kind       string // what the page is about: "confirm", "waiting", "asked", "declined", "approved", "joined", "ended"
	AnswerBy   portal.Instant
	Question   string
	Reason     string
	ReapplyOn  portal.Date
	MayApply   bool
	Welcome    string // where the password is chosen
	Expired    bool
	Specialist string
	Post       string // the start of this page's forms
	Form       Form   // the answer, and what the applicant told us
	Countries  []Option
	Verticals  []Option
	Markets    []Option
	Languages  []Option
	Steps      []Step
}

// Correcting reports a problem with what the applicant told us, so that it is in sight.
func (j JoinStatus) Correcting() bool {
	for field := range j.Form.Problems {
		if field != "answer" {
			return true
		}
	}
	return false
}

// Name is the page's file.
func (JoinStatus) Name() string { return "joinstatus" }

// PathStep is one step of an application's way.
type PathStep struct {
	Label string
	Done  bool
	Now   bool
	Bad   bool // the way ended here
}

// Icon is the symbol of the step.
func (p PathStep) Icon() string {
	switch {
	case p.Bad:
		return "circle-x"
	case p.Done:
		return "circle-check"
	case p.Now:
		return "circle-dashed"
	}
	return "circle"
}
