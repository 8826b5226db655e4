package portal

import (
	"cmp"
	"io"
	"slices"
	"strconv"
)

// WhatIf is what past collections would have earned under other terms, beside
// what they earn under those that apply. The ledger has no part in it.
type WhatIf struct {
	Terms       string // the version tried
	From, To    Date   // days of collection, both included
	Collections int    // refunds included
	Totals      []Compared
	Rules       []Compared
	Tiers       []Compared
	Months      []Compared
	Partners    []Compared // of each currency the greatest change first
	Spread      []Spread   // of the partners by how much their total changes, for each currency
}

// Compared is one total of one currency under both terms.
type Compared struct {
	Key   string // "", a rule, a tier, "2026-03", a partner's id
	Label string
	Old   Money
	New   Money
}

// Delta is the new total less the old one.
func (c Compared) Delta() Money { return c.New.Sub(c.Old) }

// Spread is how many partners' totals in a currency change by about as much.
type Spread struct {
	Key      string // "less_10"
	Label    string
	Currency Currency
	Partners int
}

// NamedEarner is an earner with its name for people.
type NamedEarner struct {
	Earner
	Name string
}

// Under is the same earner as if one version had applied and been accepted all along.
func (e Earner) Under(terms Terms) Earner {
	terms.Effective = "0001-01-01"
	e.Terms, e.Accepted = []Terms{terms}, []AcceptedOn{{Version: terms.Version, On: "0001-01-01"}}
	return e
}

// Try runs other terms over the collections of some partners between two days. A
// boost belongs to the last day of its quarter, and only closed quarters count.
func Try(terms Terms, earners []NamedEarner, from, to, today Date) WhatIf {
	w := WhatIf{Terms: terms.Version, From: from, To: to}
	var totals, rules, tiers, months, partners comparison
	for _, e := range earners {
		e.Collections = slices.DeleteFunc(slices.Clone(e.Collections), func(c Collection) bool { return c.CollectedOn > to })
		for _, c := range e.Collections {
			if c.CollectedOn >= from {
				w.Collections++
			}
		}
		for i, entries := range [][]Entry{e.Computed(today, ""), e.Under(terms).Computed(today, "")} {
			for _, entry := range entries {
				if entry.CollectedOn < from || entry.CollectedOn > to {
					continue
				}
				totals.add(i, "", "", entry.Amount)
				rules.add(i, entry.Rule, RuleLabel(entry.Rule), entry.Amount)
				tiers.add(i, string(entry.Tier), entry.Tier.Label(), entry.Amount)
				months.add(i, entry.CollectedOn.Month(), entry.CollectedOn.Time().Format("January 2006"), entry.Amount)
				partners.add(i, string(e.Partner), e.Name, entry.Amount)
			}
		}
	}
	byKey := func(a, b Compared) int {
		return cmp.Or(cmp.Compare(a.Old.Currency, b.Old.Currency), cmp.Compare(a.Key, b.Key))
	}
	w.Totals, w.Months = totals.sorted(byKey), months.sorted(byKey)
	w.Rules = rules.sorted(func(a, b Compared) int {
		return cmp.Or(cmp.Compare(a.Old.Currency, b.Old.Currency), cmp.Compare(slices.Index(ruleOrder, a.Key), slices.Index(ruleOrder, b.Key)))
	})
	w.Tiers = tiers.sorted(func(a, b Compared) int {
		return cmp.Or(cmp.Compare(a.Old.Currency, b.Old.Currency), cmp.Compare(Tier(a.Key).Number(), Tier(b.Key).Number()))
	})
	w.Partners = partners.sorted(func(a, b Compared) int {
		return cmp.Or(
			cmp.Compare(a.Old.Currency, b.Old.Currency), cmp.Compare(magnitude(b.Delta().Minor), magnitude(a.Delta().Minor)),
			cmp.Compare(a.Label, b.Label), cmp.Compare(a.Key, b.Key),
		)
	})
	w.Spread = spread(w.Totals, w.Partners)
	return w
}

// comparison adds up totals by key and currency.
type comparison map[[2]string]*Compared

func (c *comparison) add(side int, key, label string, amount Money) {
	if *c == nil {
		*c = comparison{}
	}
	at := [2]string{key, string(amount.Currency)}
	row := (*c)[at]
	if row == nil {
		row = &Compared{Key: key, Label: label, Old: Amount(0, amount.Currency), New: Amount(0, amount.Currency)}
		(*c)[at] = row
	}
	if side == 0 {
		row.Old = row.Old.Add(amount)
	} else {
		row.New = row.New.Add(amount)
	}
}

func (c comparison) sorted(by func(a, b Compared) int) []Compared {
	rows := make([]Compared, 0, len(c))
	for _, row := range c {
		rows = append(rows, *row)
	}
	slices.SortFunc(rows, by)
	return rows
}

// spread counts partners by the change of their total, in tenths of the old one, for
// each currency by itself.
func spread(totals, partners []Compared) []Spread {
	var spreads []Spread
	for _, total := range totals {
		currency := total.Old.Currency
		buckets := []Spread{
			{"less_over_10", "Over 10% less", currency, 0},
			{"less_to_10", "Up to 10% less", currency, 0},
			{"same", "The same", currency, 0},
			{"more_to_10", "Up to 10% more", currency, 0},
			{"more_over_10", "Over 10% more", currency, 0},
		}
		for _, p := range partners {
			if p.Old.Currency != currency {
				continue
			}
			delta, tenth := p.Delta().Minor, p.Old.Minor/10
			switch {
			case delta == 0:
				buckets[2].Partners++
			case delta < -max(tenth, -tenth):
				buckets[0].Partners++
			case delta < 0:
				buckets[1].Partners++
			case delta > max(tenth, -tenth):
				buckets[4].Partners++
			default:
				buckets[3].Partners++
			}
		}
		spreads = append(spreads, buckets...)
	}
	return spreads
}

// ruleOrder is the order in which rules are listed.
var ruleOrder = []string{RuleBase, RuleBoost, RuleReferral, RuleSigning, RuleMilestone, RuleRenewal, RuleOnboarding, RuleDealCap, RuleYearCap}

// RuleLabel is a rule as people read it.
func RuleLabel(rule string) string {
	switch rule {
	case RuleBase:
		return "Base share"
	case RuleBoost:
		return "Quarterly boost"
	case RuleReferral:
		return "Referral bonus"
	case RuleSigning:
		return "Signing bonus"
	case RuleMilestone:
		return "Milestone"
	case RuleRenewal:
		return "Renewal incentive"
	case RuleOnboarding:
		return "Onboarding cost share"
	case RuleDealCap:
		return "Cap of a deal"
	case RuleYearCap:
		return "Cap of a year"
	}
	return rule
}

// WriteCSV writes every total as a row: what it is of, both amounts, the change; and
// how many partners' totals change by how much.
func (w WhatIf) WriteCSV(out io.Writer) error {
	rows := [][]string{{"by", "key", "name", "currency", "now", "under_" + w.Terms, "change", "partners"}}
	for _, part := range []struct {
		by   string
		rows []Compared
	}{{"total", w.Totals}, {"rule", w.Rules}, {"tier", w.Tiers}, {"month", w.Months}, {"partner", w.Partners}} {
		for _, c := range part.rows {
			rows = append(rows, []string{part.by, CSVText(c.Key), CSVText(c.Label), string(c.Old.Currency), c.Old.Plain(), c.New.Plain(), c.Delta().Plain(), ""})
		}
	}
	for _, s := range w.Spread {
		rows = append(rows, []string{"distribution", s.Key, s.Label, string(s.Currency), "", "", "", strconv.Itoa(s.Partners)})
	}
	return WriteCSV(out, rows)
}
