package templates

// Tier is a partner's page about its own tier.
type Tier struct {
	Page
	Label   string // "Tier 3 Core"
	Banner  string // what is special: an override, a warning, the first months; "" for nothing
	Quarter string // of the scorecard, "Q1 2026"
	Figures []Figure
	Rows    []TierRow
	Gap     *TierGap
	Ladder  []TierStep // all tiers, best first
	Steps   []Step     // how the tier came about, newest first
}

// Name is the page's file.
func (Tier) Name() string { return "tier" }

// TierRow is one parameter of a scorecard with who set it and when.
type TierRow struct {
	Bar
	Weight string
	Axis   string
	Who    string // "Lena Ortiz, 12 March 2026", "" without a value
	Why    string // the evidence
}

// TierGap is what lifts a partner one tier.
type TierGap struct {
	Lead   string // a sentence
	Steps  []TierLift
	Others []TierLift
	Note   string // what is needed beside, "" for nothing
}

// TierLift is one parameter raised.
type TierLift struct {
	Name string
	Text string // "from 4.0 to 6.6"
	How  string // what to do
}

// TierStep is one tier of the ladder.
type TierStep struct {
	Label   string
	Needs   string
	Share   string // of collected revenue, under the partner's terms
	Current bool
}

// TierReview is a quarter's review of all tiers.
type TierReview struct {
	Page
	Quarter  string // "2026-Q1"
	Label    string // "Q1 2026"
	Quarters []Option
	Pick     Form
	Closed   string // "by Lena Ortiz on 2 April 2026", "" while open
	Ends     string // the last day, while the quarter runs
	Form     Form   // the closing that failed
	CanClose bool
	Figures  []Figure
	Rows     []ReviewRow
}

// Name is the page's file.
func (TierReview) Name() string { return "tierreview" }

// ReviewRow is one partner of a review.
type ReviewRow struct {
	Company   string
	Href      string
	Place     string
	Today     string // the tier of today
	Override  string // until when a tier set by hand holds, "" for none
	Composite string
	Fit       string
	Revenue   string
	Earned    string
	Outcome   Pill
}

// Scorecard is one partner's scorecard as a manager fills it in.
type Scorecard struct {
	Page
	Partner   string
	PartnerAt string
	Base      string // "/desk/tiers/<partner>"
	Quarter   string
	Label     string
	Closed    bool
	Form      Form
	Rows      []ScoreField
	Computed  []TierRow
	Figures   []Figure
	Result    string // of the newest review, in a sentence
	Gap       *TierGap
	Today     string // the tier of today
	Override  string // in a sentence, "" when none holds
	Set       Form   // of the override
	Lift      Form
	Tiers     []Option
	Steps     []Step
}

// Name is the page's file.
func (Scorecard) Name() string { return "scorecard" }

// ScoreField is one parameter in the form.
type ScoreField struct {
	Key    string
	Name   string
	Weight string
	Source string
	Who    string
}
