package templates

import "tandem/portal"

// WhatIf tries a terms file on past collections.
type WhatIf struct {
	Page
	Form   Form
	Max    string // the last day that has collections
	Result *WhatIfResult
}

// Name is the page's file.
func (WhatIf) Name() string { return "whatif" }

// WhatIfResult is what the terms would have paid.
type WhatIfResult struct {
	From, To    portal.Date
	Collections int
	Totals      []WhatIfRow // one per currency
	Spread      []WhatIfSpread
	Parts       []WhatIfPart
}

// WhatIfPart is the totals of one kind.
type WhatIfPart struct {
	Title string
	Of    string // heading of the first column
	Rows  []WhatIfRow
}

// WhatIfRow is one total under both terms.
type WhatIfRow struct {
	Key   string
	Label string
	Href  string
	Old   string
	New   string
	Delta Pill
}

// WhatIfSpread is how many partners change by about as much, of the most in a row.
type WhatIfSpread struct {
	Label    string
	Partners int
	Most     int
}
