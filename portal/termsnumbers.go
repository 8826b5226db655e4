package portal

import (
	"fmt"
	"maps"
	"slices"
)

// TermsNumber is one number of a version of the terms as people read it.
type TermsNumber struct {
	Package string // the vertical whose own number it is, "" for everybody
	Lever   string // "Base share of collected revenue"
	Tier    Tier   // "" for a number that is the same at every tier
	Value   string // with its unit: "5%", "€250.00", "90 days", "none"
}

const noNumber = "none"

// Numbers are all numbers of a version in the order of the contract, a package's
// own after them, by vertical.
func (t Terms) Numbers() []TermsNumber {
	list := []TermsNumber{{Lever: "Applies from", Value: t.Effective.Long()}}
	list = append(list, shares("", t.BaseShare)...)
	list = append(list, TermsNumber{Lever: "A contract earns for", Value: counted(t.BaseMonths, "month")})
	list = append(list, t.Levers.numbers("")...)
	list = append(list,
		TermsNumber{Lever: "Held before it is payable", Value: counted(t.HoldDays, "day")},
		TermsNumber{Lever: "Paid at the latest after", Value: counted(t.PayByDays, "day")},
		TermsNumber{Lever: "Least payout", Value: amountOrNone(t.Minimum)},
		TermsNumber{Lever: "A lead is protected for", Value: counted(t.ProtectDays, "day")},
		TermsNumber{Lever: "More protection for each stage", Value: counted(t.ExtendDays, "day")},
		TermsNumber{Lever: "Notice to end the partnership", Value: t.termination()},
	)
	for _, vertical := range slices.Sorted(maps.Keys(t.Packages)) {
		list = append(list, t.PackageNumbers(vertical)...)
	}
	return list
}

func (t Terms) termination() string {
	if t.TerminationDays == 0 {
		return counted(1, "month")
	}
	return counted(t.TerminationDays, "day")
}

// PackageNumbers are the numbers that a vertical has of its own, none without a package.
func (t Terms) PackageNumbers(vertical string) []TermsNumber {
	p, ok := t.Packages[vertical]
	if !ok {
		return nil
	}
	list := shares(vertical, p.BaseShare)
	for _, n := range p.Levers.numbers(vertical) {
		if p.names(n.Lever) {
			list = append(list, n)
		}
	}
	return list
}

// The levers by the names that people read.
const (
	leverBase          = "Base share of collected revenue"
	leverBoost         = "Quarterly boost"
	leverTarget        = "Quarterly target"
	leverReferral      = "Referral bonus"
	leverReferralDays  = "Referral bonus: won within"
	leverSigning       = "Signing bonus"
	leverSigningDays   = "Signing bonus: onboarded within"
	leverMilestone     = "Milestone"
	leverMilestoneFrom = "Milestone: deals in a year"
	leverDealCap       = "Most for one deal"
	leverYearCap       = "Most in a calendar year"
)

// names reports whether a package says anything of a lever.
func (p Package) names(lever string) bool {
	switch lever {
	case leverBoost:
		return p.Boost != nil
	case leverTarget:
		return p.Targets != nil
	case leverReferral, leverReferralDays:
		return p.ReferralBonus != nil
	case leverSigning, leverSigningDays:
		return p.SigningBonus != nil
	case leverMilestone, leverMilestoneFrom:
		return p.Milestones != nil
	case leverDealCap:
		return p.DealCap.Minor > 0
	case leverYearCap:
		return p.YearCap.Minor > 0
	}
	return false
}

func (l Levers) numbers(vertical string) []TermsNumber {
	var list []TermsNumber
	byTier := func(lever string, value func(Tier) string) {
		for _, tier := range Tiers {
			list = append(list, TermsNumber{Package: vertical, Lever: lever, Tier: tier, Value: value(tier)})
		}
	}
	one := func(lever, value string) {
		list = append(list, TermsNumber{Package: vertical, Lever: lever, Value: value})
	}
	byTier(leverBoost, func(t Tier) string { return rateOrNone(l.Boost[t]) })
	byTier(leverTarget, func(t Tier) string { return amountOrNone(l.Targets[t]) })
	byTier(leverReferral, func(t Tier) string { return amountOrNone(l.ReferralBonus[t]) })
	one(leverReferralDays, counted(l.ReferralDays, "day"))
	byTier(leverSigning, func(t Tier) string { return amountOrNone(l.SigningBonus[t]) })
	one(leverSigningDays, counted(l.SigningDays, "day"))
	byTier(leverMilestone, func(t Tier) string { return amountOrNone(l.Milestones[t].Amount) })
	byTier(leverMilestoneFrom, func(t Tier) string { return counted(l.Milestones[t].Deals, "deal") })
	one(leverDealCap, amountOrNone(l.DealCap))
	one(leverYearCap, amountOrNone(l.YearCap))
	return list
}

func shares(vertical string, rates map[Tier]Rate) []TermsNumber {
	if rates == nil {
		return nil
	}
	list := make([]TermsNumber, len(Tiers))
	for i, tier := range Tiers {
		list[i] = TermsNumber{Package: vertical, Lever: leverBase, Tier: tier, Value: rateOrNone(rates[tier])}
	}
	return list
}

func rateOrNone(r Rate) string {
	if !r.IsPos() {
		return noNumber
	}
	return r.Percent()
}

func amountOrNone(m Money) string {
	if m.Minor == 0 {
		return noNumber
	}
	return m.String()
}

// counted is a number of days, months or deals with its unit.
func counted(n int, unit string) string {
	switch n {
	case 0:
		return noNumber
	case 1:
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// NumberChange is a number that two versions have differently.
type NumberChange struct {
	TermsNumber        // of the newer version; Value is what it is there
	Before      string // "none" when the earlier version does not have it
}

// ChangedNumbers are the numbers that differ from an earlier version to a later
// one, in the order of the contract. What only one of them has is "none" in the other.
func ChangedNumbers(before, after Terms) []NumberChange {
	type key struct {
		vertical, lever string
		tier            Tier
	}
	of := func(n TermsNumber) key { return key{n.Package, n.Lever, n.Tier} }
	was, now := map[key]string{}, map[key]bool{}
	for _, n := range before.Numbers() {
		was[of(n)] = n.Value
	}
	var list []NumberChange
	for _, n := range after.Numbers() {
		now[of(n)] = true
		old, there := was[of(n)]
		if !there {
			old = noNumber
		}
		if old != n.Value {
			list = append(list, NumberChange{TermsNumber: n, Before: old})
		}
	}
	for _, n := range before.Numbers() {
		if !now[of(n)] && n.Value != noNumber {
			gone := NumberChange{TermsNumber: n, Before: n.Value}
			gone.Value = noNumber
			list = append(list, gone)
		}
	}
	return list
}

// Own is a version as a partner of one vertical reads it: its package's numbers in
// the place of the standard ones, and nobody else's.
func (t Terms) Own(vertical string) Terms {
	t = t.For(vertical)
	t.Packages = nil
	return t
}
