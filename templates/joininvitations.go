package templates

// JoinInvitations are the companies that were asked to apply, and the form that asks
// one more: of all staff, or of one partner.
type JoinInvitations struct {
	Page
	CompanyNav // of a partner; empty for staff
	Lead       string
	Base       string // where the page's forms lead
	Closed     string // why nobody can be invited now, "" when somebody can
	Days       int    // how long a link works
	Form       Form
	Rows       []JoinInvitationRow
	Pager      Pager
}

// Name is the page's file.
func (JoinInvitations) Name() string { return "joininvitations" }

// JoinInvitationRow is one invited company.
type JoinInvitationRow struct {
	ID      string
	Company string
	Href    string // the application, for who may see it
	To      string
	By      string
	State   Pill
	On      string // the day on which it was asked
	Link    string // to copy, "" when it no longer works
	Until   string // the day until which it does
	Mailed  bool
	Open    bool // can be sent again and withdrawn
}

// Again is what the button says that makes the invitation good for its whole life.
func (r JoinInvitationRow) Again() string {
	if r.Mailed {
		return "Send again"
	}
	return "Renew the link"
}
