package content

import (
	"regexp"

	"gopkg.in/yaml.v3"

	"tandem/portal"
)

var versionName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// readTerms reads one terms file: the numbers the commission engine computes
// with. The version is the file's name.
func readTerms(f *file, version string) portal.Terms {
	k := f.keys()
	t := portal.Terms{Version: version, SHA256: f.sha256}
	if !versionName.MatchString(version) {
		f.problem(0, 0, "the file's name is the version; write it in small letters, digits and hyphens, such as standard-2026-07.md")
	}
	t.Title = k.text("title", "Standard partner terms")
	t.Effective = k.day("effective", true)
	t.Currency = readCurrency(k)
	t.BaseShare = map[portal.Tier]portal.Rate{}
	k.pairs("base_share", "core: 4%", func(name, value *yaml.Node) {
		tier := portal.Tier(name.Value)
		if !tier.Valid() {
			k.problem(name, "%q is not a tier; write %s", name.Value, either(tierNames()))
			return
		}
		rate, err := portal.ParseRate(value.Value)
		if err != nil {
			k.problem(value, "the share of %s is %q; write a share from 0%% to 100%%, such as 5%%", tier, value.Value)
		}
		t.BaseShare[tier] = rate
	})
	if v := k.find("base_share"); v != nil && v.Kind == yaml.MappingNode {
		for _, tier := range portal.Tiers {
			if _, ok := t.BaseShare[tier]; !ok {
				k.problem(v, "the share of %s is missing; write `%s: 4%%`", tier, tier)
			}
		}
	}
	t.BaseMonths = k.number("base_months", 1, 120)
	t.HoldDays = k.number("hold_days", 0, 365)
	t.PayByDays = k.number("pay_by_days", 0, 730)
	if v := k.find("pay_by_days"); v != nil && t.PayByDays < t.HoldDays {
		k.problem(v, "payment is due %d days after collection, before the hold of %d days ends; write at least %d", t.PayByDays, t.HoldDays, t.HoldDays)
	}
	t.Minimum = k.money("minimum", t.Currency)
	t.ProtectDays = k.number("protect_days", 1, 730)
	t.ExtendDays = k.number("extend_days", 0, 365)
	t.Example = k.money("example", t.Currency)
	k.done()
	return t
}

func tierNames() []string {
	names := make([]string, len(portal.Tiers))
	for i, tier := range portal.Tiers {
		names[i] = string(tier)
	}
	return names
}
