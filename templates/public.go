package templates

import (
	"html/template"

	"tandem/content"
	"tandem/portal"
)

// ProgramPage is the public page of the program: what it is, what it pays, how it
// starts, who can join.
type ProgramPage struct {
	Page
	Tagline   string
	Example   Worked
	Best      portal.Rate // of the best tier
	Least     portal.Rate // of the last
	Terms     portal.Terms
	Answer    int // working days until an answer
	Days      int // of onboarding
	About     template.HTML
	Tiers     []TierOffer
	Criteria  []portal.Criterion
	Markets   []portal.Choice
	Verticals []portal.Choice
	Languages []portal.Choice
}

// Name is the page's file.
func (ProgramPage) Name() string { return "program" }

// Worked is what one collection earns at each tier, computed from the terms.
type Worked struct {
	Collected portal.Money
	On        portal.Date
	Lines     []portal.WorkedShare // best tier first
	HoldDays  int
}

// Bar is the length of a line of the example, of 100 for the best tier.
func (w Worked) Bar(line portal.WorkedShare) int {
	if len(w.Lines) == 0 || w.Lines[0].Share.Minor == 0 {
		return 0
	}
	return int(line.Share.Minor * 100 / w.Lines[0].Share.Minor)
}

// PayableOn is the day the example's share becomes payable.
func (w Worked) PayableOn() portal.Date {
	if len(w.Lines) == 0 {
		return ""
	}
	return w.Lines[0].PayableOn
}

// PayBy is the day by which it is paid.
func (w Worked) PayBy() portal.Date {
	if len(w.Lines) == 0 {
		return ""
	}
	return w.Lines[0].PayBy
}

// TierOffer is one tier as the public reads about it.
type TierOffer struct {
	Tier portal.Tier
	Rate portal.Rate
	Gets string // besides the share
	Who  string // who is in it
}

// TiersPage says how tiers are reached and what they give.
type TiersPage struct {
	Page
	Tiers      []TierOffer
	Parameters []portal.Parameter
	About      template.HTML
}

// Name is the page's file.
func (TiersPage) Name() string { return "tiers" }

// TermsPage is one version of the contract with its numbers.
type TermsPage struct {
	Page
	Terms    portal.Terms
	InForce  bool
	Until    portal.Date // the last day of a version that another has followed or will follow
	Body     template.HTML
	Example  Worked
	Versions []portal.Terms // newest first
	Packages []TermsPackage
}

// Name is the page's file.
func (TermsPage) Name() string { return "terms" }

// TermsPackage is what a line of business has in the place of the standard numbers.
type TermsPackage struct {
	Name    string
	Numbers []portal.TermsNumber
}

// GlossaryPage explains the words used on screen.
type GlossaryPage struct {
	Page
	About   template.HTML
	Entries []content.Entry
}

// Name is the page's file.
func (GlossaryPage) Name() string { return "glossary" }
