package portal

import "fmt"

// TierFrom is a partner's tier from a day on.
type TierFrom struct {
	From Date `json:"from"`
	Tier Tier `json:"tier"`
}

// TierOn is the tier of a day in a history in any order; of two changes on one
// day the later in the list holds. False when the history starts later.
func TierOn(history []TierFrom, day Date) (Tier, bool) {
	found := -1
	for i, t := range history {
		if t.From <= day && (found < 0 || t.From >= history[found].From) {
			found = i
		}
	}
	if found < 0 {
		return "", false
	}
	return history[found].Tier, true
}

// AcceptedOn is the day on which a partner accepted a version of the terms.
type AcceptedOn struct {
	Version string
	On      Date
}

// TermsOn is the version whose numbers count for a partner on a day: the newest
// that was in force and accepted by then, or while none was accepted the newest in
// force (it is paid only after acceptance). False before the first version.
func TermsOn(versions []Terms, accepted []AcceptedOn, day Date) (Terms, bool) {
	var inForce, agreed *Terms
	for i := range versions {
		v := &versions[i]
		if v.Effective > day {
			continue
		}
		if inForce == nil || v.Effective >= inForce.Effective {
			inForce = v
		}
		for _, a := range accepted {
			if a.Version == v.Version && a.On <= day && (agreed == nil || v.Effective >= agreed.Effective) {
				agreed = v
			}
		}
	}
	switch {
	case agreed != nil:
		return *agreed, true
	case inForce != nil:
		return *inForce, true
	}
	return Terms{}, false
}

// AccrualFacts is what the base share needs to know beside the collection.
type AccrualFacts struct {
	Deal     Deal
	Tiers    []TierFrom
	Terms    []Terms // every version
	Accepted []AcceptedOn
	Vertical string // the partner's, for the package of its trade
	Addenda  []Addendum
	// Stopped says why the partner does not earn on the day of collection ("it
	// left the program on 1 March 2026"); "" when it does.
	Stopped string
}

// Accrue computes the base share of a collection by the partner's tier and terms
// on the day of collection, or says in a sentence why nothing accrues. The amount
// is base x rate, rounded half-even once.
func Accrue(c Collection, facts AccrualFacts, now Instant) (entry Entry, why string) {
	terms, tier, why := facts.earning(c)
	if why != "" {
		return Entry{}, why
	}
	rate := terms.BaseShare[tier]
	amount := c.Amount.Times(rate)
	if amount.IsZero() {
		return Entry{}, fmt.Sprintf("%s of %s is less than the smallest amount in %s.", rate.Percent(), c.Amount, c.Amount.Currency)
	}
	e := Entry{
		ID: c.shareID(), Partner: c.Partner, Referral: c.Referral, Collection: c.ID, Customer: c.Customer,
		Kind: Accrual, Rule: RuleBase, Rate: rate, Base: c.Amount, Part: c.part(), Amount: amount, Terms: terms.Version, Tier: tier,
		CollectedOn: c.CollectedOn, HoldDays: terms.HoldDays,
		PayableOn: c.CollectedOn.AddDays(terms.HoldDays), PayBy: c.CollectedOn.AddDays(terms.PayByDays),
		Causes: []string{string(c.ID)}, At: now,
	}
	if c.Part != nil && c.Part.Guest { // nobody could pay it before it was decided
		e.PayBy = max(e.PayBy, c.Part.On.AddDays(terms.PayByDays-terms.HoldDays))
	}
	return e, ""
}

// shareID is the id of the base share of a collection: of the deal's own partner that
// of the cash, of others with their own id at its end.
func (c Collection) shareID() EntryID {
	id := AccrualID(c.ID, RuleBase)
	if c.Part != nil && c.Part.Guest {
		id += EntryID(":" + string(c.Partner))
	}
	return id
}

// earning is the terms and the tier by which a collection earns, or in a sentence why it earns nothing.
func (facts AccrualFacts) earning(c Collection) (terms Terms, tier Tier, why string) {
	deal := facts.Deal
	nothing := func(format string, args ...any) (Terms, Tier, string) {
		return Terms{}, "", fmt.Sprintf(format, args...)
	}
	if c.IsRefund() || c.Amount.Minor <= 0 {
		return nothing("Only money that came in earns a share.")
	}
	if _, known := currencies[c.Amount.Currency]; !known {
		return nothing("The currency %q is not one the program knows.", c.Amount.Currency)
	}
	if deal.ContractStart == "" {
		return nothing("The referral has no contract yet; the share accrues when it is won.")
	}
	if facts.Stopped != "" {
		return nothing("The partner does not earn on this day: %s.", facts.Stopped)
	}
	terms, ok := AgreedTerms(facts.Terms, facts.Accepted, facts.Vertical, facts.Addenda, c.CollectedOn)
	if !ok {
		return nothing("No terms were in force on %s.", c.CollectedOn.Long())
	}
	if c.CollectedOn < deal.ContractStart {
		return nothing("Collected on %s, before the contract starts on %s.", c.CollectedOn.Long(), deal.ContractStart.Long())
	}
	if last := lastShareDay(deal.ContractStart, terms.BaseMonths); c.CollectedOn > last {
		if _, _, renewed := facts.renewal(c); renewed {
			return nothing("Collected after the first %d months of the contract, which ended on %s; the renewal incentive of %s is paid for it.", terms.BaseMonths, last.Long(), terms.RenewalShare.Percent())
		}
		return nothing("Collected on %s, after the first %d months of the contract, which ended on %s.", c.CollectedOn.Long(), terms.BaseMonths, last.Long())
	}
	if tier, ok = TierOn(facts.Tiers, c.CollectedOn); !ok {
		return nothing("The partner had no tier on %s.", c.CollectedOn.Long())
	}
	if rate, ok := terms.BaseShare[tier]; !ok || !rate.IsPos() {
		return nothing("Terms %s give %s no share of what is collected.", terms.Version, tier.Label())
	}
	return terms, tier, ""
}

// AccrualID is the id of what a collection earns by a rule.
func AccrualID(cash CollectionID, rule string) EntryID {
	return EntryID("acc:" + string(cash) + ":" + rule)
}

// lastShareDay is the last day of the first n months of a contract: 11 March of
// next year for a start on 12 March. A start on 29 February ends on 28 February.
func lastShareDay(start Date, months int) Date {
	end := start.AddMonths(months)
	if end.Time().Day() < start.Time().Day() { // the month is too short to have the day after the last
		return end
	}
	return end.AddDays(-1)
}
