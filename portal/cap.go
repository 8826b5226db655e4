package portal

import (
	"cmp"
	"slices"
)

// Capped is what the caps take off a partner's entries: first what a deal earned
// beyond the most for one deal, then what a calendar year earned, the deals' caps
// counted, beyond the most for a year; zero where nothing does, a cap among the entries
// given that nothing calls for any more included. What caps took off is left out of account, and so are adjustments. The terms of a cap are those of the first cash of the deal or
// the year; it counts amounts in its own currency only.
func (e Earned) Capped(entries []Entry) []Entry {
	earned := slices.Concat(e.base, e.renewals)
	slices.SortStableFunc(earned, byDay)
	chains := map[EntryID][]Entry{}
	for _, entry := range entries {
		if entry.Kind == Cap {
			chains[entry.Chain()] = append(chains[entry.Chain()], entry)
		}
	}
	entries = slices.DeleteFunc(slices.Clone(entries), func(entry Entry) bool { return entry.Kind == Cap || entry.Kind == Adjusted })
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.CollectedOn, b.CollectedOn), cmp.Compare(a.ID, b.ID))
	})
	byDeal := map[ReferralID][]*Entry{}
	for i := range entries {
		if entry := &entries[i]; entry.Referral != "" && (entry.Rule == RuleBase || entry.Rule == RuleReferral || entry.Rule == RuleRenewal) {
			byDeal[entry.Referral] = append(byDeal[entry.Referral], entry)
		}
	}
	var due []Entry
	deals := map[ReferralID]bool{}
	for _, c := range earned {
		if !deals[c.Referral] {
			deals[c.Referral] = true
			if c.terms.DealCap.Minor > 0 {
				due = append(due, c.capOf(EntryID("cap:deal:"+string(e.Partner)+":"+string(c.Referral)), RuleDealCap, c.terms.DealCap, byDeal[c.Referral]))
			}
		}
	}
	byYear := map[string][]*Entry{} // by now each entry less what its deal's cap takes off it
	for i := range entries {
		year := string(entries[i].CollectedOn)[:4]
		byYear[year] = append(byYear[year], &entries[i])
	}
	years := map[string]bool{}
	for _, c := range earned {
		if year := string(c.CollectedOn)[:4]; !years[year] {
			years[year] = true
			if c.terms.YearCap.Minor > 0 {
				of := *c.Collection
				of.Referral, of.Customer = "", ""
				c.Collection = &of
				due = append(due, c.capOf(EntryID("cap:year:"+string(e.Partner)+":"+year), RuleYearCap, c.terms.YearCap, byYear[year]))
			}
		}
	}
	for id, chain := range chains {
		if !slices.ContainsFunc(due, func(entry Entry) bool { return entry.ID == id }) {
			due = append(due, lapsed(chain))
		}
	}
	return due
}

// capOf is what a cap takes off some entries, zero when they stay below it, and
// takes it off their amounts, each the part by which it goes beyond. It counts from
// the day on which the last of what goes beyond is payable.
func (c earning) capOf(id EntryID, rule string, most Money, entries []*Entry) Entry {
	basis := Basis{Target: most, Counted: Amount(0, most.Currency)}
	if rule == RuleYearCap {
		basis.From = c.CollectedOn[:4] + "-01-01"
	}
	entry := c.entry(id, Cap, rule, basis)
	var beyond int64
	for _, other := range entries {
		if other.Amount.Currency != most.Currency {
			continue
		}
		entry.Basis.Counted = entry.Basis.Counted.Add(other.Amount)
		if other.Amount.Minor > 0 && entry.Basis.Counted.Minor > most.Minor && other.PayableOn > entry.PayableOn {
			entry.CollectedOn, entry.HoldDays, entry.PayableOn, entry.Collection = other.CollectedOn, other.HoldDays, other.PayableOn, other.Collection
		}
		before := beyond
		beyond = max(0, entry.Basis.Counted.Minor-most.Minor)
		other.Amount.Minor -= beyond - before
	}
	entry.Base, entry.Part, entry.PayBy = entry.Basis.Counted, nil, entry.PayableOn.AddDays(c.terms.PayByDays-c.terms.HoldDays)
	return entry.come(most.Currency)
}
