package portal

// Levers are what terms pay beyond the base share, by tier; a lever that is left
// out pays nothing. Amounts are in the currency of the terms. They are listed with
// their defaults in the rule book's table "Default terms by tier".
type Levers struct {
	Boost         map[Tier]Rate      `json:"boost,omitempty"`          // more, of a quarter's kept collections, when the target is met
	Targets       map[Tier]Money     `json:"targets,omitempty"`        // the kept collections of a quarter that meet it
	ReferralBonus map[Tier]Money     `json:"referral_bonus,omitempty"` // once a deal, with its first collection
	ReferralDays  int                `json:"referral_days,omitempty"`  // from submission to won, at most
	SigningBonus  map[Tier]Money     `json:"signing_bonus,omitempty"`  // once a partner, with its first collection
	SigningDays   int                `json:"signing_days,omitempty"`   // of onboarding, at most
	Milestones    map[Tier]Milestone `json:"milestones,omitempty"`     // once a contract year each
	DealCap       Money              `json:"deal_cap,omitzero"`        // the most one deal earns, its referral bonus included
	YearCap       Money              `json:"year_cap,omitzero"`        // the most a partner earns in a calendar year
}

// Milestone pays an amount when so many deals have collected in a contract year.
type Milestone struct {
	Deals  int   `json:"deals"`
	Amount Money `json:"amount"`
}

// Package is what terms pay partners of one vertical instead: each lever that it
// names replaces the standard one as a whole.
type Package struct {
	BaseShare map[Tier]Rate `json:"base_share,omitempty"`
	Levers
}

// For is the terms as they hold for a vertical: themselves when it has no package.
func (t Terms) For(vertical string) Terms {
	p, ok := t.Packages[vertical]
	if !ok {
		return t
	}
	if p.BaseShare != nil {
		t.BaseShare = p.BaseShare
	}
	if p.Boost != nil {
		t.Boost = p.Boost
	}
	if p.Targets != nil {
		t.Targets = p.Targets
	}
	if p.ReferralBonus != nil {
		t.ReferralBonus, t.ReferralDays = p.ReferralBonus, p.ReferralDays
	}
	if p.SigningBonus != nil {
		t.SigningBonus, t.SigningDays = p.SigningBonus, p.SigningDays
	}
	if p.Milestones != nil {
		t.Milestones = p.Milestones
	}
	if p.DealCap.Minor > 0 {
		t.DealCap = p.DealCap
	}
	if p.YearCap.Minor > 0 {
		t.YearCap = p.YearCap
	}
	return t
}

// HasLevers reports whether the terms pay anything beyond the base share, or cap it.
func (t Terms) HasLevers() bool {
	has := func(l Levers) bool {
		return len(l.Boost)+len(l.ReferralBonus)+len(l.SigningBonus)+len(l.Milestones) > 0 || l.DealCap.Minor > 0 || l.YearCap.Minor > 0
	}
	for _, p := range t.Packages {
		if has(p.Levers) {
			return true
		}
	}
	return has(t.Levers)
}
