package templates

import "tandem/portal"

// Partners is the list of companies, as staff see them.
type Partners struct {
	Page
	Filter   Form
	States   []Option
	Tiers    []Option
	Filtered bool
	Rows     []PartnerRow
	CSV      string // the same list as a file
	InviteAt string // where a company is invited, "" for who may not
	Pager    Pager
	More     bool // a short page with more behind it
}

// Name is the page's file.
func (Partners) Name() string { return "partners" }

// PartnerRow is one company of the list.
type PartnerRow struct {
	Company    string
	Href       string
	Domain     string
	State      Pill
	Since      string
	Tier       string
	Specialist string
	Country    string
}

// PartnerPage is everything staff see of one partner.
type PartnerPage struct {
	Page
	Base        string
	Company     string
	Lead        string
	State       Pill
	Version     int64
	Figures     []Figure
	Facts       []Fact
	Said        string
	Onboarding  *OnboardingCard // nil before the sprint begins
	ReferralsAt string          // "" when the actor may not see them
	Referrals   []ReferralRow
	EarningsAt  string // "" when the actor may not see them
	Balances    []Balance
	Terms       []AcceptedRow
	Score       string // of the application, "" when it was not scored
	ReviewAt    string // the application's page, "" when the actor may not see it
	TierSteps   []Step
	EndingAt    string // where notice is given and seen, "" when nobody may
	EndsOn      string // its last day, when notice is given
	AddendaAt   string // its addenda, "" when the actor may not see them
	TierAt      string // the scorecard's page, "" when the actor may not see it
	People      []PersonLine
	Steps       []Step
	Earlier     []Step // what came before the steps

	Acts       bool // the actor may change something
	Specialist string
	Staff      []Option
	Assign     Form
	CanAssign  bool
	CanStart   bool // make it active before its sprint is complete
	Start      Form
	CanPause   bool
	Pause      Form
	CanResume  bool
	Resume     Form
	CanEnd     bool
	End        Form
}

// Name is the page's file.
func (PartnerPage) Name() string { return "partner" }

// OnboardingCard is how far a partner's sprint is.
type OnboardingCard struct {
	portal.Onboarding
	CanTick bool
}

// Balance is a partner's money in one currency; its lines add up to the total.
type Balance struct {
	Lines []Fact
	Total Fact
}

// PersonLine is somebody of a partner's company.
type PersonLine struct {
	Name  string
	Email string
	Roles string
	State Pill
	Seen  string
}
