package templates

// SignIn asks for address and password.
type SignIn struct {
	Page
	Form     Form
	Next     string        // where to go afterwards, a path of ours
	Accounts []DemoAccount // of a demo on one's own machine
}

// DemoAccount is one way into the demo program, by role.
type DemoAccount struct {
	Role, Email, Password string
}

// Name is the page's file.
func (SignIn) Name() string { return "signin" }

// SignInCode asks for the second step.
type SignInCode struct {
	Page
	Form     Form
	Next     string
	DemoCode string // the code of the moment, in a demo on one's own machine alone
}

// Name is the page's file.
func (SignInCode) Name() string { return "signincode" }

// ResetAsk asks which account needs a new password.
type ResetAsk struct {
	Page
	Form Form
}

// Name is the page's file.
func (ResetAsk) Name() string { return "resetask" }

// ResetChoose takes the new password.
type ResetChoose struct {
	Page
	Form  Form
	Email string
	Token string
}

// Name is the page's file.
func (ResetChoose) Name() string { return "resetchoose" }

// InvitationPage makes an account from an invitation.
type InvitationPage struct {
	Page
	Form    Form
	Email   string
	Company string // whose team it is
	Roles   string
	Token   string
}

// Name is the page's file.
func (InvitationPage) Name() string { return "invitation" }

// Notice says one thing and where to go next.
type Notice struct {
	Page
	Heading string
	Lines   []string
	Action  string // "" for none
	Href    string
}

// Name is the page's file.
func (Notice) Name() string { return "notice" }

// ConfirmPage asks before a link does what it is for: a mail program that looks
// at links must not act.
type ConfirmPage struct {
	Page
	Heading string
	Message string
	Post    string // where the button posts
	Action  string
}

// Name is the page's file.
func (ConfirmPage) Name() string { return "confirm" }
