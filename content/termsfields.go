package content

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"tandem/portal"
)

func termsValues(v values, t portal.Terms, locale string) {
	v["terms.version"], v["terms.title"] = t.Version, t.Title
	v["terms.effective"] = localDate(t.Effective, locale)
	v["terms.base_months"] = strconv.Itoa(t.BaseMonths)
	v["terms.hold_days"], v["terms.pay_by_days"] = strconv.Itoa(t.HoldDays), strconv.Itoa(t.PayByDays)
	v["terms.notice_days"] = word("none", locale)
	v["terms.termination_days"] = word("none", locale)
	if t.TerminationDays > 0 {
		v["terms.termination_days"] = strconv.Itoa(t.TerminationDays)
	}
	if t.NoticeDays > 0 {
		v["terms.notice_days"] = strconv.Itoa(t.NoticeDays)
	}
	v["terms.minimum"] = localMoney(t.Minimum, locale)
	v["terms.protect_days"], v["terms.extend_days"] = strconv.Itoa(t.ProtectDays), strconv.Itoa(t.ExtendDays)
	on := ExampleDay(t)
	v["terms.example.collected"], v["terms.example.collected_on"] = localMoney(t.Example, locale), localDate(on, locale)
	leverValues(v, t, locale)
	for _, line := range t.Worked(t.Example, on) {
		v["terms.share."+string(line.Tier)] = localRate(line.Rate, locale)
		v["terms.example.share."+string(line.Tier)] = localMoney(line.Share, locale)
		v["terms.example.payable_on"] = localDate(line.PayableOn, locale)
		v["terms.example.pay_by"] = localDate(line.PayBy, locale)
		if line.Tier == portal.Core {
			v["terms.example.clawback.core"] = localMoney(line.Share.Times(portal.MustRate("50%")), locale)
		}
	}
}

// leverValues are the numbers beyond the base share; what the terms do not pay reads "none".
func leverValues(v values, t portal.Terms, locale string) {
	money := func(m portal.Money) string {
		if m.Minor == 0 {
			return word("none", locale)
		}
		return localMoney(m, locale)
	}
	count := func(n int) string {
		if n == 0 {
			return word("none", locale)
		}
		return strconv.Itoa(n)
	}
	v["terms.referral_days"], v["terms.signing_days"] = count(t.ReferralDays), count(t.SigningDays)
	v["terms.deal_cap"], v["terms.year_cap"] = money(t.DealCap), money(t.YearCap)
	for _, tier := range portal.Tiers {
		name := "." + string(tier)
		v["terms.boost"+name] = word("none", locale)
		if rate := t.Boost[tier]; rate.IsPos() {
			v["terms.boost"+name] = localRate(rate, locale)
		}
		v["terms.target"+name] = money(t.Targets[tier])
		v["terms.referral_bonus"+name], v["terms.signing_bonus"+name] = money(t.ReferralBonus[tier]), money(t.SigningBonus[tier])
		v["terms.milestone"+name], v["terms.milestone_deals"+name] = money(t.Milestones[tier].Amount), count(t.Milestones[tier].Deals)
	}
}

// writtenNumber is a share or an amount in the text of a contract.
var writtenNumber = regexp.MustCompile(`\d+([.,]\d+)*\s*%|[€$£]\s*\d+|\b[A-Z]{3}\s?\d+([.,]\d+)*\b|\d+([.,]\d+)*\s(days|months|deals)\b`)

// checkNumbers reports shares, amounts and spans that a contract writes out: its
// numbers are those of the front matter, so that what people read and what the
// engine computes with cannot differ.
func (f *file) checkNumbers() {
	for i, line := range strings.Split(string(f.body), "\n") {
		for _, at := range writtenNumber.FindAllStringIndex(line, -1) {
			f.problem(f.bodyLine+i, utf8.RuneCountInString(line[:at[0]])+1,
				"writes %q out; give it a key in the front matter and write its merge field, so that text and arithmetic cannot differ", line[at[0]:at[1]])
		}
	}
}
