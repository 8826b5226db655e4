package templates

import (
	"html/template"

	"tandem/portal"
)

// CompanyNav are the pages about the partner's own company.
type CompanyNav struct {
	Tabs []Link
}

// Link is an entry of a menu inside a page.
type Link struct {
	Label   string
	Href    string
	Current bool
}

// Onboarding is the partner's sprint, lane by lane.
type Onboarding struct {
	Page
	Lead       string
	Progress   portal.Onboarding
	Specialist string
	Kickoff    portal.Instant
	KickoffMin string // the earliest the form takes
	Kick       Form
	Baseline   Form
	Given      portal.Baseline // SetAt is "" while it is open
	Fixed      bool            // the baseline can no longer change
}

// Name is the page's file.
func (Onboarding) Name() string { return "onboarding" }

// CompanyProfile is what the company says about itself.
type CompanyProfile struct {
	Page
	CompanyNav
	Form      Form
	Manages   bool // the person may change it
	Partner   portal.Partner
	State     Pill
	Countries []Option
	Verticals []Option
	Markets   []Option
	Languages []Option
	Version   int64
}

// Name is the page's file.
func (CompanyProfile) Name() string { return "companyprofile" }

// CompanyBrand is the brand kit with its effect in sight.
type CompanyBrand struct {
	Page
	CompanyNav
	Form    Form
	Manages bool
	Kit     portal.BrandKit
	Logo    string // its address, "" without one
	Check   []ContrastCheck
	Preview string // address of the preview in the kit's colours, "" before a kit is saved
}

// Name is the page's file.
func (CompanyBrand) Name() string { return "companybrand" }

// ContrastCheck says whether words in a colour can be read.
type ContrastCheck struct {
	Where string
	Ratio string // "5.2 to 1"
	OK    bool
	Note  string // what we use instead when they cannot
}

// CompanyTerms is the contract with its worked example and what was accepted.
type CompanyTerms struct {
	Page
	CompanyNav
	Terms       portal.Terms
	Body        template.HTML
	Example     string // what the example collects
	Lines       []ExampleLine
	Tier        string
	Outstanding bool
	MayAccept   bool
	Package     string      // the line of business whose own numbers the text has, "" for the standard ones
	Due         portal.Date // by which to accept, "" for no day
	Overdue     bool
	Pauses      bool // the partner, when the day has passed
	Paused      bool // it is, until it accepts
	ToCome      bool // it applies later
	Accepted    []AcceptedRow
	Versions    []TermsVersionRow
	Addenda     []AddendumRow // newest first
	Diff        *TermsDiff    // from what it accepted to what is outstanding
	Effect      *OwnEffect    // of what is outstanding
	Form        Form
}

// Name is the page's file.
func (CompanyTerms) Name() string { return "companyterms" }

// ExampleLine is one tier of the worked example.
type ExampleLine struct {
	Tier, Rate, Share, PayableOn, PayBy string
	Own                                 bool
}

// AcceptedRow is one acceptance.
type AcceptedRow struct {
	Version, By, When, SHA256 string
}

// CompanyPayout is where the money goes.
type CompanyPayout struct {
	Page
	CompanyNav
	Form      Form
	Manages   bool
	InUse     portal.PayTo // zero when none is
	Waiting   portal.PayTo // used from a later day, zero when none is
	WaitDays  int          // that new details wait
	Methods   []Link       // each leads to its own form
	Method    portal.PayoutMethod
	Countries []Option
	Kinds     []Option // of a US account
	Tax       portal.TaxDetails
	TaxForm   Form
	TaxKinds  []Option
	TaxAsks   []string // what the rules of the country ask, in sentences
}

// Name is the page's file.
func (CompanyPayout) Name() string { return "companypayout" }
