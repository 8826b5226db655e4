package portal

import "time"

// Program is what one company has decided about its partner program: names,
// lists, weights and deadlines. It is loaded from content/program and passed to the rules.
type Program struct {
	Name      string   // "Northwind Partners"
	Company   string   // "Northwind Stays"
	Tagline   string   // one sentence for the public page
	Site      string   // the company's own site, https
	Support   string   // the address people write to
	Colour    string   // the brand colour, "#4f46e5"
	Currency  Currency // of every fixed amount
	Zone      *time.Location
	Workdays  []time.Weekday // days on which clocks run
	OpensAt   int            // hour of the day at which a working day starts
	ClosesAt  int            // and ends
	Markets   []Choice       // ISO 3166 alpha-2 codes
	Verticals []Choice
	Products  []Choice
	Languages []Choice // BCP 47

	ReapplyDays int // after a decline

	PauseUnaccepted bool // a partner that has not accepted new terms when they are due; otherwise the accepted ones go on
	Audit           Rubric
	Scorecard       ScorecardPolicy
	Referral        ReferralPolicy
	Onboarding      OnboardingPlan
	Payouts         PayoutPolicy
	Tax             TaxPolicy
}

// Choice is one entry of a list that forms offer: what is stored and what is read.
type Choice struct {
	Code string `yaml:"code"`
	Name string `yaml:"name"`
}

// Rubric is how applications are scored.
type Rubric struct {
	Criteria    []Criterion
	Disagree    int  // two raters further apart than this on a criterion are flagged
	TopQuartile Rate // share of scored partners that gets an activation plan: 25%
}

// Criterion is one thing that raters score from 0 to 10.
type Criterion struct {
	Key     string // "market_reach"
	Name    string
	Measure string // what is measured, in a line
	Weight  Rate   // all weights of a rubric add up to 1
	Levels  []Level
}

// Level is what a score means: the rubric's words from this score on.
type Level struct {
	From int // 0 to 10
	Text string
}

// Axis is one of the scorecard's two.
type Axis string

const (
	StrategicFit     Axis = "strategic_fit"
	RevenuePotential Axis = "revenue_potential"
)

// ScorecardPolicy is how tiers are computed.
type ScorecardPolicy struct {
	Parameters  []Parameter
	EliteShare  Rate            // of active partners by composite: 20%
	EliteAxis   int             // both axes at least this: 6
	HighAxis    int             // 5
	CoreScore   int             // composite at least this: 4
	NewDays     int             // under this many days a partner is Experimental: 90
	DemoteAfter int             // quarters below before a demotion: 2
	Gets        map[Tier]string // what a tier gets besides its share, in a sentence
}

// Parameter is one row of the scorecard, 0 to 10.
type Parameter struct {
	Key      string // "industry_alignment"
	Name     string
	Weight   Rate
	Axis     Axis
	Computed bool   // from figures, not set by a manager
	Source   string // where the value comes from, in words
	Lift     string // what a partner can do to raise it, in a sentence
}

// ReferralPolicy is how referrals are answered; protection is part of the terms.
type ReferralPolicy struct {
	OfferWorkdays  int      // a partner's answer to a lead that we share within: 2
	TouchDays      int      // how long a browser remembers the links it followed: 30; 0 for not at all
	AnswerWorkdays int      // a manager's answer within: 2
	GenericDomains []string // of mail services and of sites where many companies have a page: they never identify one
	ReturnDays     int      // to hand a returned referral in again within: 14
	MaxProtectDays int      // a ceiling over all extensions, 0 for none
}

// AssetDownloadedEvent is a partner taking a co-branded asset home.
const AssetDownloadedEvent = "asset.downloaded"

// TaskEvents are the events that can complete an onboarding task by themselves:
// the one list that content/program/onboarding.md is checked against. A task
// without an event is ticked by a person.
var TaskEvents = []string{
	PartnerProfileEvent, PartnerBrandEvent, PartnerTermsEvent, PartnerKickoffEvent, PartnerPayToEvent, PartnerBaselineEvent,
	"invitation.sent", AssetDownloadedEvent, ReferralSubmittedEvent,
}

// OnboardingPlan is the sprint of a new partner.
type OnboardingPlan struct {
	Days  int // 14
	Lanes []Lane
	Tasks []TaskPlan
}

// Lane groups onboarding tasks by who helps.
type Lane struct {
	Key  string // "success", "marketing", "product"
	Name string
}

// TaskPlan is one onboarding task as the program writes it.
type TaskPlan struct {
	Key   string // "brand_kit"
	Title string
	Help  string // how to do it, in a sentence
	Lane  string
	Day   int    // due on this day of the sprint, 1 to Days
	Event string // the event kind that completes it by itself, "" when a person ticks it
	Link  string // the page where it is done, "/company/brand"
	Staff bool   // ticked by the specialist, not by the partner
}
