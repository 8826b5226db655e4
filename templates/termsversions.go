package templates

import "tandem/portal"

// TermsBook is every version of the terms, and who has accepted what.
type TermsBook struct {
	Page
	Rows     []TermsVersionRow // newest first
	Version  string            // whose acceptances are listed
	Versions []Option
	Pick     Form
	Members  []AcceptorRow
	Addenda  []AddendumRow // that wait for somebody
	Accepted int           // of the members, the version that is listed
	Open     int           // of the members, who are asked for it and have not
	Remind   bool          // the reader may remind them
	Pauses   bool          // who has not accepted when it is due
	CSV      string
	TryAt    string
}

// Name is the page's file.
func (TermsBook) Name() string { return "termsbook" }

// TermsVersionRow is one version in the list of staff.
type TermsVersionRow struct {
	Version  string
	Title    string
	State    Pill
	From     portal.Date
	Until    portal.Date // "" for the last
	Accepted string
	SHA256   string
	Read     string // the addresses
	Compare  string // "" for the first version
	Effect   string
}

// AcceptorRow is a partner in the list of who accepted a version.
type AcceptorRow struct {
	Company  string
	Href     string
	State    Pill
	By       string // "" when it did not accept
	When     string
	SHA256   string
	Due      string // the day by which it is asked to, "" when it is not
	Reminded string // the last day, "" for never
	Holds    string // the version that counts for it instead, "" when it accepted none
}

// TermsCompare is what changed from one version to another.
type TermsCompare struct {
	Page
	CompanyNav
	Base     string // "/desk/terms" or "/company/terms"
	Back     string // words of the link there
	Pick     Form
	Versions []Option
	Diff     *TermsDiff // nil when there is only one version
}

// Name is the page's file.
func (TermsCompare) Name() string { return "termscompare" }

// TermsDiff is what changed, in numbers and in words.
type TermsDiff struct {
	Before, After string // the versions
	Numbers       []NumberRow
	Sections      []DiffSection
	Same          []string // headings of what is as it was
}

// NumberRow is a number that changed.
type NumberRow struct {
	Lever, Tier, Package, Before, After string
}

// DiffSection is a part of the contract in which something changed.
type DiffSection struct {
	Heading  portal.PassageChange // without words before the first heading
	Passages []portal.PassageChange
	Kept     int // passages that are as they were
}

// TermsEffect is what partners would have earned under a version.
type TermsEffect struct {
	Page
	Form     Form
	Versions []Option
	Max      string
	CSV      string
	Result   *EffectResult
}

// Name is the page's file.
func (TermsEffect) Name() string { return "termseffect" }

// EffectResult is the effect in figures.
type EffectResult struct {
	Version          string
	From, To         portal.Date
	Totals           []WhatIfRow
	Rules            []WhatIfRow
	More, Less, Same int
	Partners         []EffectRow
}

// EffectRow is a partner's part, with the rules that change.
type EffectRow struct {
	WhatIfRow
	Under string
	Rules []WhatIfRow
}

// OwnEffect is what a partner reads of new terms before it accepts them.
type OwnEffect struct {
	From, To portal.Date
	Sentence string
	Rows     []WhatIfRow // by rule, then the total; none without commission
}
