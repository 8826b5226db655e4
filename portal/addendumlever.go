package portal

import "strconv"

// AddendumLevers are what an addendum alone pays, beside the levers of the terms. What is zero is not agreed.
type AddendumLevers struct {
	RenewalShare    Rate  `json:"renewal_share,omitzero"`   // of what a customer pays after the months that earn a base share
	RenewalMonths   int   `json:"renewal_months,omitempty"` // for so many months after them
	OnboardingCost  Money `json:"onboarding_cost,omitzero"` // what the partner's onboarding costs it, as agreed
	OnboardingShare Rate  `json:"onboarding_share,omitzero"`
}

// pays reports whether anything of it is agreed.
func (l AddendumLevers) pays() bool { return l.RenewalShare.IsPos() || l.OnboardingShare.IsPos() }

// check adds to the problems at the fields renewal_share, renewal_months, onboarding_cost and onboarding_share.
func (l AddendumLevers) check(currency Currency, problems Problems) {
	switch {
	case l.RenewalShare.IsNeg() || l.RenewalShare.Cmp(MustRate("100%").Decimal) > 0:
		problems.Add("renewal_share", "Write a share from 0%% to 100%%.")
	case l.RenewalShare.IsPos() && (l.RenewalMonths < 1 || l.RenewalMonths > 60):
		problems.Add("renewal_months", "Say for how many months it is paid, from 1 to 60.")
	case !l.RenewalShare.IsPos() && l.RenewalMonths != 0:
		problems.Add("renewal_share", "Say which share is paid for these months.")
	}
	switch {
	case l.OnboardingShare.IsNeg() || l.OnboardingShare.Cmp(MustRate("100%").Decimal) > 0:
		problems.Add("onboarding_share", "Write a share from 0%% to 100%%.")
	case l.OnboardingCost.Minor < 0 || l.OnboardingCost.Minor > maxCollected:
		problems.Add("onboarding_cost", "Write an amount above zero.")
	case l.OnboardingShare.IsPos() && l.OnboardingCost.Minor == 0:
		problems.Add("onboarding_cost", "Say which cost we share.")
	case l.OnboardingShare.IsPos() && l.OnboardingCost.Currency != currency:
		problems.Add("onboarding_cost", "Write an amount in %s.", currency)
	case !l.OnboardingShare.IsPos() && l.OnboardingCost.Minor > 0:
		problems.Add("onboarding_share", "Say which share of this cost we carry.")
	}
}

// lines are the levers in sentences.
func (l AddendumLevers) lines() []AddendumLine {
	var lines []AddendumLine
	if l.RenewalShare.IsPos() {
		lines = append(lines, AddendumLine{"Renewal incentive", "When a customer that you referred goes on after the months that earn a base share, we pay " + l.RenewalShare.Percent() +
			" of what it pays in the next " + counted(l.RenewalMonths, "month") + ". Refunds take it back in proportion, and the caps of the terms count it."})
	}
	if l.OnboardingShare.IsPos() {
		lines = append(lines, AddendumLine{"Cost of the onboarding", "We carry " + l.OnboardingShare.Percent() + " of the agreed cost of " + l.OnboardingCost.String() + ": " +
			l.OnboardingCost.Times(l.OnboardingShare).String() + ", paid once, when your onboarding is complete, with the first collection that earns you a share while this addendum counts. Refunds of it take it back in proportion."})
	}
	return lines
}

// renewal is the terms and the tier by which cash that came after the months of the base
// share earns the renewal incentive; false when it does not.
func (facts AccrualFacts) renewal(c Collection) (Terms, Tier, bool) {
	start := facts.Deal.ContractStart
	if c.IsRefund() || c.Amount.Minor <= 0 || start == "" || facts.Stopped != "" {
		return Terms{}, "", false
	}
	if _, known := currencies[c.Amount.Currency]; !known {
		return Terms{}, "", false
	}
	terms, ok := AgreedTerms(facts.Terms, facts.Accepted, facts.Vertical, facts.Addenda, c.CollectedOn)
	tier, ranked := TierOn(facts.Tiers, c.CollectedOn)
	if !ok || !ranked || !terms.RenewalShare.IsPos() {
		return Terms{}, "", false
	}
	after, last := lastShareDay(start, terms.BaseMonths), lastShareDay(start, terms.BaseMonths+terms.RenewalMonths)
	return terms, tier, c.CollectedOn > after && c.CollectedOn <= last
}

// HasLevers reports whether anything is paid beyond the base share, or capped, by the terms or by an addendum.
func (e Earner) HasLevers() bool {
	for _, t := range e.Terms {
		if t.HasLevers() {
			return true
		}
	}
	for _, a := range e.Addenda {
		if a.Starts() != "" && a.pays() {
			return true
		}
	}
	return false
}

func (facts AccrualFacts) renewing(c Collection) (Terms, Tier, string) {
	terms, tier, ok := facts.renewal(c)
	if !ok {
		return Terms{}, "", "It earns no renewal incentive."
	}
	return terms, tier, ""
}

// renewalIncentives are paid with each collection of a customer that stayed.
func (e Earner) renewalIncentives(renewals []earning) []Entry {
	var due []Entry
	for _, c := range renewals {
		entry := c.draft(EntryID("bonus:renewal:"+string(e.Partner)+":"+string(c.ID)), Bonus, RuleRenewal,
			Basis{Kept: c.kept, From: lastShareDay(e.Deals[c.Referral].ContractStart, c.terms.BaseMonths).AddDays(1), Limit: c.terms.RenewalMonths})
		entry.Rate = c.terms.RenewalShare
		due = append(due, entry.come(c.Amount.Currency))
	}
	return due
}

// onboardingShare is paid once, with the first kept collection on whose day an addendum
// carries a part of the cost, when the onboarding is complete.
func (e Earner) onboardingShare(earned []earning) []Entry {
	from, to := e.Onboarding[0], e.Onboarding[1]
	if to == "" {
		return nil
	}
	for _, c := range earned {
		if c.kept.Minor > 0 && c.terms.OnboardingShare.IsPos() {
			entry := c.draft(EntryID("bonus:onboarding:"+string(e.Partner)), Bonus, RuleOnboarding, Basis{Target: c.terms.OnboardingCost, Kept: c.kept, From: from, To: to})
			entry.Rate = c.terms.OnboardingShare
			return []Entry{entry.come(c.terms.OnboardingCost.Currency)}
		}
	}
	return nil
}

// leverSentence explains what an addendum pays, up to what it comes to.
func (e Entry) leverSentence(by string) string {
	b := e.Basis
	if e.Rule == RuleRenewal {
		return "Renewal incentive of " + e.Rate.Percent() + " " + by + ": " + e.Customer + " paid " + e.cash() + " on " + e.CollectedOn.Long() +
			", within the " + strconv.Itoa(b.Limit) + " months from " + b.From.Long() + " that follow the base share"
	}
	return "Share of the onboarding's cost: " + e.Rate.Percent() + " of " + b.Target.String() + " " + by + "; onboarding was complete on " + b.To.Long() +
		", and it is paid with " + e.cash() + " of " + e.Customer + " on " + e.CollectedOn.Long()
}
