package portal

// Terms is one version of the contract's numbers: the front matter of a terms
// file. The commission engine computes with nothing else.
type Terms struct {
	Version         string        `json:"version"` // "standard-2026-01"
	Title           string        `json:"title"`
	Effective       Date          `json:"effective"`                  // the first day it applies to
	Currency        Currency      `json:"currency"`                   // of the minimum and of every fixed amount
	BaseShare       map[Tier]Rate `json:"base_share"`                 // of collected revenue
	BaseMonths      int           `json:"base_months"`                // collections count for this long after the contract's start
	HoldDays        int           `json:"hold_days"`                  // from collection to payable
	PayByDays       int           `json:"pay_by_days"`                // from collection to paid, at the latest
	Minimum         Money         `json:"minimum"`                    // the least a payout pays; less rolls over
	ProtectDays     int           `json:"protect_days"`               // a lead's protection from submission
	ExtendDays      int           `json:"extend_days"`                // more of it, once for each stage
	NoticeDays      int           `json:"notice_days,omitempty"`      // partners are asked so long before it is due; 0 asks for no day
	TerminationDays int           `json:"termination_days,omitempty"` // of notice to end it; 0 is a calendar month
	Example         Money         `json:"example"`                    // what the worked example on the terms page collects
	SHA256          string        `json:"sha256"`                     // of the file people read, hex

	Levers
	AddendumLevers                    // of an addendum, never of the file
	Packages       map[string]Package `json:"packages,omitempty"` // by vertical
}

// Acceptance is the fact that a partner accepted one version of the terms.
type Acceptance struct {
	Partner PartnerID `json:"partner"`
	Version string    `json:"version"`
	SHA256  string    `json:"sha256"`
	By      UserID    `json:"by"`
	ByName  string    `json:"by_name"`
	From    string    `json:"from"` // network address
	At      Instant   `json:"at"`
}

// WorkedShare is one line of the worked example on the terms page: what one
// collection earns at one tier, and when.
type WorkedShare struct {
	Tier      Tier
	Rate      Rate
	Share     Money
	PayableOn Date
	PayBy     Date
}

// Worked computes what an amount collected on a day earns at each tier, best
// tier first, by the same product and days as [Accrue].
func (t Terms) Worked(collected Money, on Date) []WorkedShare {
	lines := make([]WorkedShare, 0, len(Tiers))
	for _, tier := range Tiers {
		rate := t.BaseShare[tier]
		lines = append(lines, WorkedShare{
			Tier: tier, Rate: rate, Share: collected.Times(rate),
			PayableOn: on.AddDays(t.HoldDays), PayBy: on.AddDays(t.PayByDays),
		})
	}
	return lines
}
