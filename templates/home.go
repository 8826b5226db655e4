package templates

import "tandem/portal"

// Home is a partner's first page.
type Home struct {
	Page
	Greeting   string
	Lead       string // company, tier, since when
	Next       portal.NextStep
	Onboarding *portal.Onboarding // nil when the sprint is over
	Figures    []Figure
	Revenue    Chart
	Referrals  []ReferralRow
	Tier       *TierCard // nil before the first scorecard
	Money      []MoneyCard
	Updates    []AssetRow
	Retired    []HeldAsset // assets that are retired and wait for an answer
	Offers     []SharedRow // leads that wait for an answer
}

// Name is the page's file.
func (Home) Name() string { return "home" }

// ReferralRow is a referral in one line of a table.
type ReferralRow struct {
	Company string
	Href    string
	State   Pill
	Value   string
	Owner   string
	Until   string // protected until, in words
}

// TierCard is why a partner has its tier, in short.
type TierCard struct {
	Label string
	Score string
	Gap   string // the way to the next tier, in a sentence
	Bars  []Bar
}

// Bar is a value on a scale, as a labelled bar.
type Bar struct {
	Label string
	Note  string
	Text  string // the value as people read it
	Value int    // of Max
	Max   int
}

// MoneyCard is the balance of one currency.
type MoneyCard struct {
	Held, Payable, InPayout, Paid, Earned string
	HeldUntil                             string
}

// AssetRow is an asset in one line.
type AssetRow struct {
	Title string
	Note  string
	Href  string
	Icon  string
}
