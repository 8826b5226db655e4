package content

import (
	"regexp"

	"gopkg.in/yaml.v3"

	"tandem/portal"
)

var versionName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// readTerms reads one terms file: the numbers the commission engine computes
// with. The version is the file's name. A lever that is left out pays nothing.
func readTerms(f *file, version string) portal.Terms {
	k := f.keys()
	t := portal.Terms{Version: version, SHA256: f.sha256}
	if !versionName.MatchString(version) {
		f.problem(0, 0, "the file's name is the version; write it in small letters, digits and hyphens, such as standard-2026-07.md")
	}
	t.Title = k.text("title", "Standard partner terms")
	t.Effective = k.day("effective", true)
	t.Currency = readCurrency(k)
	k.must("base_share", "a line for each tier")
	t.BaseShare = k.rates("base_share")
	t.BaseMonths = k.number("base_months", 1, 120)
	t.HoldDays = k.number("hold_days", 0, 365)
	t.PayByDays = k.number("pay_by_days", 0, 730)
	if v := k.find("pay_by_days"); v != nil && t.PayByDays < t.HoldDays {
		k.problem(v, "payment is due %d days after collection, before the hold of %d days ends; write at least %d", t.PayByDays, t.HoldDays, t.HoldDays)
	}
	t.Minimum = k.money("minimum", t.Currency)
	t.ProtectDays = k.number("protect_days", 1, 730)
	t.ExtendDays = k.number("extend_days", 0, 365)
	if k.find("notice_days") != nil {
		t.NoticeDays = k.number("notice_days", 1, 365)
	}
	if k.find("termination_days") != nil {
		t.TerminationDays = k.number("termination_days", 1, 365)
	}
	t.Example = k.money("example", t.Currency)
	most := readRateCap(k)
	t.Levers = readLevers(k, t.Currency)
	checkRates(k, most, t.BaseShare, t.Boost)
	k.mappings("packages", func(name *yaml.Node, k *keys) {
		p := portal.Package{BaseShare: k.rates("base_share"), Levers: readLevers(k, t.Currency)}
		if t.Packages == nil {
			t.Packages = map[string]portal.Package{}
		}
		t.Packages[name.Value] = p
		own := t.For(name.Value)
		checkRates(k, most, own.BaseShare, own.Boost)
	})
	k.done()
	return t
}

// readRateCap is the most that base share and boost may pay together, 100% when nothing is said.
func readRateCap(k *keys) portal.Rate {
	if k.find("rate_cap") == nil {
		return portal.MustRate("100%")
	}
	return k.rate("rate_cap")
}

// checkRates reports a tier whose rates together are above the cap.
func checkRates(k *keys, most portal.Rate, base, boost map[portal.Tier]portal.Rate) {
	at := k.find("boost")
	if at == nil {
		at = k.find("base_share")
	}
	if at == nil {
		return
	}
	for _, tier := range portal.Tiers {
		sum, err := base[tier].Add(boost[tier].Decimal)
		if err == nil && sum.Cmp(most.Decimal) > 0 {
			k.problem(at, "%s gets %s and a boost of %s, more than the %s that \"rate_cap\" allows", tier, base[tier].Percent(), boost[tier].Percent(), most.Percent())
		}
	}
}

// readLevers reads what is paid beyond the base share. What a lever needs beside
// it (a boost its targets, a bonus its days) has to be there with it, and only with it.
func readLevers(k *keys, currency portal.Currency) portal.Levers {
	l := portal.Levers{Boost: k.rates("boost"), Targets: k.amounts("targets", currency)}
	together(k, "boost", "targets", "targets: each tier's collections of a quarter")
	for _, tier := range portal.Tiers {
		if v := k.find("targets"); v != nil && l.Boost[tier].IsPos() && l.Targets != nil && l.Targets[tier].Minor == 0 {
			k.problem(v, "%s has a boost and a target of nothing; write the collections of a quarter that earn it", tier)
		}
	}
	l.ReferralBonus = k.amounts("referral_bonus", currency)
	if together(k, "referral_bonus", "referral_days", "referral_days: 90") {
		l.ReferralDays = k.number("referral_days", 1, 730)
	}
	l.SigningBonus = k.amounts("signing_bonus", currency)
	if together(k, "signing_bonus", "signing_days", "signing_days: 14") {
		l.SigningDays = k.number("signing_days", 1, 365)
	}
	k.mappings("milestones", func(name *yaml.Node, k *keys) {
		tier := portal.Tier(name.Value)
		if !tier.Valid() {
			k.problem(name, "%q is not a tier; write %s", name.Value, either(tierNames()))
		}
		if l.Milestones == nil {
			l.Milestones = map[portal.Tier]portal.Milestone{}
		}
		l.Milestones[tier] = portal.Milestone{Deals: k.number("deals", 1, 10_000), Amount: k.money("amount", currency)}
	})
	if k.find("deal_cap") != nil {
		l.DealCap = k.money("deal_cap", currency)
	}
	if k.find("year_cap") != nil {
		l.YearCap = k.money("year_cap", currency)
	}
	if v := k.find("year_cap"); v != nil && l.DealCap.Minor > 0 && l.YearCap.Minor < l.DealCap.Minor {
		k.problem(v, "a year pays at most %s, less than the %s for one deal; write at least %s", l.YearCap, l.DealCap, l.DealCap.Plain())
	}
	return l
}

// together reports a lever without what it needs, or the other way round, and
// says whether both are there.
func together(k *keys, lever, needs, example string) bool {
	a, b := k.find(lever), k.find(needs)
	switch {
	case a != nil && b == nil:
		k.problem(a, "%q needs %q; write `%s`", lever, needs, example)
	case a == nil && b != nil:
		k.problem(b, "%q is there and %q is not; write both or neither", needs, lever)
	}
	return a != nil && b != nil
}

// rates reads a share for each tier, nil when the key is not there.
func (k *keys) rates(key string) map[portal.Tier]portal.Rate {
	return byTier(k, key, "4%", func(tier portal.Tier, value *yaml.Node) portal.Rate {
		rate, err := portal.ParseRate(value.Value)
		if err != nil {
			k.problem(value, "the %s of %s is %q; write a share from 0%% to 100%%, such as 5%%", leverName(key), tier, value.Value)
		}
		return rate
	})
}

// amounts reads an amount for each tier, nil when the key is not there.
func (k *keys) amounts(key string, currency portal.Currency) map[portal.Tier]portal.Money {
	return byTier(k, key, "150.00", func(tier portal.Tier, value *yaml.Node) portal.Money {
		if currency == "" {
			return portal.Money{}
		}
		amount, err := portal.ParseMoney(value.Value, currency)
		if err != nil || amount.Minor < 0 {
			k.problem(value, "the %s of %s is %q; write an amount in %s such as 150.00", leverName(key), tier, value.Value, currency)
			return portal.Amount(0, currency)
		}
		return amount
	})
}

// byTier reads one value for each of the tiers, without a gap.
func byTier[T any](k *keys, key, example string, read func(portal.Tier, *yaml.Node) T) map[portal.Tier]T {
	v := k.find(key)
	if v == nil {
		return nil
	}
	values := map[portal.Tier]T{}
	k.pairs(key, "core: "+example, func(name, value *yaml.Node) {
		if tier := portal.Tier(name.Value); tier.Valid() {
			values[tier] = read(tier, value)
			return
		}
		k.problem(name, "%q is not a tier; write %s", name.Value, either(tierNames()))
	})
	if v.Kind == yaml.MappingNode {
		for _, tier := range portal.Tiers {
			if _, ok := values[tier]; !ok {
				k.problem(v, "the %s of %s is missing; write `%s: %s`", leverName(key), tier, tier, example)
			}
		}
	}
	return values
}

// leverName is a key as the problems say it.
func leverName(key string) string {
	switch key {
	case "base_share":
		return "share"
	case "targets":
		return "target"
	case "referral_bonus":
		return "referral bonus"
	case "signing_bonus":
		return "signing bonus"
	}
	return key
}

func tierNames() []string {
	names := make([]string, len(portal.Tiers))
	for i, tier := range portal.Tiers {
		names[i] = string(tier)
	}
	return names
}
