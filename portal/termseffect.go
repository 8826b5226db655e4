package portal

import (
	"cmp"
	"io"
	"slices"
)

// TermsEffect is what partners would have earned in past days had one version of
// the terms applied to each of them all along, beside the version it has accepted.
type TermsEffect struct {
	Terms    string
	From, To Date // days of collection, both included
	Partners []PartnerEffect
	Totals   []Compared // by currency
	Rules    []Compared
	More     int // partners that would have earned more, less, the same
	Less     int
	Same     int
}

// PartnerEffect is the part of one partner.
type PartnerEffect struct {
	Partner PartnerID
	Name    string
	Under   string     // the version it is compared with
	Totals  []Compared // by currency, none without commission on either side
	Rules   []Compared
}

// Delta is the change of its totals, as a sign: what many currencies come to is not added up.
func (p PartnerEffect) Delta() int {
	sign := 0
	for _, c := range p.Totals {
		if d := cmp.Compare(c.Delta().Minor, 0); d != 0 && sign != -d {
			sign = d
		} else if d != 0 {
			return 0 // more in one currency and less in another
		}
	}
	return sign
}

// EffectOf compares a version with the one that each partner has accepted by today,
// or with the one in force for who has accepted none. Both are taken as if they had
// applied in all of those days, so that only the numbers differ. The tiers are those of the days.
func EffectOf(terms Terms, earners []NamedEarner, from, to, today Date) TermsEffect {
	effect := TermsEffect{Terms: terms.Version, From: from, To: to}
	var totals, rules comparison
	for _, e := range earners {
		accepted, ok := TermsOn(e.Terms, e.Accepted, today)
		if !ok {
			continue
		}
		e.Earner = e.Under(accepted)
		w := Try(terms, []NamedEarner{e}, from, to, today)
		if len(w.Totals) == 0 {
			continue
		}
		part := PartnerEffect{Partner: e.Partner, Name: e.Name, Under: accepted.Version, Totals: w.Totals, Rules: w.Rules}
		effect.Partners = append(effect.Partners, part)
		switch part.Delta() {
		case 1:
			effect.More++
		case -1:
			effect.Less++
		default:
			effect.Same++
		}
		totals.both(w.Totals)
		rules.both(w.Rules)
	}
	slices.SortFunc(effect.Partners, func(a, b PartnerEffect) int {
		return cmp.Or(cmp.Compare(b.greatest(), a.greatest()), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Partner, b.Partner))
	})
	byRule := func(a, b Compared) int {
		return cmp.Or(cmp.Compare(a.Old.Currency, b.Old.Currency), cmp.Compare(slices.Index(ruleOrder, a.Key), slices.Index(ruleOrder, b.Key)))
	}
	effect.Totals, effect.Rules = totals.sorted(byRule), rules.sorted(byRule)
	return effect
}

// both adds rows that have both sides.
func (c *comparison) both(rows []Compared) {
	for _, row := range rows {
		c.add(0, row.Key, row.Label, row.Old)
		c.add(1, row.Key, row.Label, row.New)
	}
}

// greatest is the size of its greatest change.
func (p PartnerEffect) greatest() uint64 {
	var most uint64
	for _, c := range p.Totals {
		most = max(most, magnitude(c.Delta().Minor))
	}
	return most
}

// WriteCSV writes a row for each partner, currency and rule, and one for each total.
func (t TermsEffect) WriteCSV(out io.Writer) error {
	rows := [][]string{{"partner", "name", "accepted", "rule", "currency", "under_accepted", "under_" + t.Terms, "change"}}
	add := func(partner, name, under, rule string, c Compared) {
		rows = append(rows, []string{CSVText(partner), CSVText(name), CSVText(under), rule, string(c.Old.Currency), c.Old.Plain(), c.New.Plain(), c.Delta().Plain()})
	}
	for _, p := range t.Partners {
		for _, c := range p.Rules {
			add(string(p.Partner), p.Name, p.Under, c.Key, c)
		}
		for _, c := range p.Totals {
			add(string(p.Partner), p.Name, p.Under, "total", c)
		}
	}
	for _, c := range t.Totals {
		add("", "", "", "total", c)
	}
	return WriteCSV(out, rows)
}
