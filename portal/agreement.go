package portal

import (
	"maps"
	"slices"
	"strings"
)

// CheckAgreement names the fields from, until, share_<tier>, protect_days, minimum,
// vertical, country, exclusive_until, term_months, notice_days, words and those of [AddendumLevers].
func (p Program) CheckAgreement(a Agreement, terms Terms, today Date) error {
	problems := Problems{}
	if _, err := ParseDate(string(a.From)); err != nil {
		problems.Add("from", "Write the first day as 2026-03-31.")
	} else if a.From < today {
		problems.Add("from", "An addendum never counts backwards. Choose today or a later day.")
	} else if a.From > today.AddMonths(24) {
		problems.Add("from", "That is more than two years from now. Check the date.")
	}
	if a.Until != "" {
		if _, err := ParseDate(string(a.Until)); err != nil {
			problems.Add("until", "Write the last day as 2027-03-31, or leave it open.")
		} else if a.Until < a.From {
			problems.Add("until", "The last day is before the first.")
		}
	}
	for _, tier := range slices.Sorted(maps.Keys(a.BaseShare)) {
		rate := a.BaseShare[tier]
		sum, err := rate.Add(terms.Boost[tier].Decimal)
		if !rate.IsPos() {
			problems.Add("share_"+string(tier), "Write a share above 0%%, or leave it as in the terms.")
		} else if err != nil || sum.Cmp(MustRate("100%").Decimal) > 0 {
			problems.Add("share_"+string(tier), "With the boost of %s that is more than the collection.", terms.Boost[tier].Percent())
		}
	}
	between := func(field string, n, most int, unit string) {
		if n < 0 || n > most {
			problems.Add(field, "Write %s from 1 to %d, or leave it as in the terms.", unit, most)
		}
	}
	between("protect_days", a.ProtectDays, 730, "days")
	between("term_months", a.TermMonths, 120, "months")
	between("notice_days", a.NoticeDays, 365, "days")
	if a.Minimum.Minor < 0 || a.Minimum.Minor > 0 && a.Minimum.Currency != terms.Currency {
		problems.Add("minimum", "Write an amount in %s, or leave it as in the terms.", terms.Currency)
	}
	x := a.Exclusive
	if x.Vertical != "" && !hasCode(p.Verticals, x.Vertical) {
		problems.Add("vertical", "Choose from the list.")
	}
	if x.Country != "" && !hasCode(Countries(), x.Country) {
		problems.Add("country", "Choose from the list.")
	}
	switch what := x.Vertical != "" || x.Country != ""; {
	case x.Until == "" && what:
		problems.Add("exclusive_until", "Say until when nobody else is let in.")
	case x.Until != "" && !what:
		problems.Add("vertical", "Choose the line of business or the country that is exclusive.")
	case x.Until != "":
		if _, err := ParseDate(string(x.Until)); err != nil || x.Until < a.From {
			problems.Add("exclusive_until", "Write a day after the first one of the addendum.")
		}
	}
	if len([]rune(a.Words)) > maxNote {
		problems.Add("words", "Keep it under 2,000 characters.")
	}
	a.check(terms.Currency, problems)
	if err := problems.Err(); err != nil {
		return err
	}
	if len(a.Lines(p)) == 1 {
		return Problems{"words": "The addendum says nothing yet. Fill in at least one of its parts."}.Err()
	}
	return nil
}

// AddendumLine is one part of an addendum as people read it.
type AddendumLine struct {
	Label string
	Text  string
}

// Lines are the addendum in sentences: the text that is approved and accepted.
func (a Agreement) Lines(rules Program) []AddendumLine {
	period := "From " + a.From.Long() + ", for as long as the terms run."
	if a.Until != "" {
		period = "From " + a.From.Long() + " to " + a.Until.Long() + "."
	}
	lines := []AddendumLine{{"When it counts", period + " If it is accepted later, it counts from the day of the acceptance. A later addendum replaces it."}}
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, AddendumLine{label, text})
		}
	}
	var shares []string
	for _, tier := range Tiers {
		if rate, ok := a.BaseShare[tier]; ok {
			shares = append(shares, rate.Percent()+" at "+tier.Label())
		}
	}
	if len(shares) > 0 {
		add("Base share", strings.Join(shares, ", ")+" of collected revenue, in the place of what the terms say; other tiers are as in the terms.")
	}
	if a.ProtectDays > 0 {
		add("Protection", "A lead that you submit is protected for "+counted(a.ProtectDays, "day")+".")
	}
	if a.Minimum.Minor > 0 {
		add("Least payout", "We pay when your payable balance reaches "+a.Minimum.String()+".")
	}
	if x := a.Exclusive; x.Until != "" {
		where := []string{}
		if x.Vertical != "" {
			where = append(where, "for "+NameIn(rules.Verticals, x.Vertical))
		}
		if x.Country != "" {
			where = append(where, "in "+CountryName(x.Country))
		}
		add("Exclusivity", "Until "+x.Until.Long()+" we take on no other partner "+strings.Join(where, " ")+".")
	}
	if a.TermMonths > 0 {
		add("Term", "The partnership runs for at least "+counted(a.TermMonths, "month")+" from the first day of this addendum.")
	}
	if a.NoticeDays > 0 {
		add("Termination notice", "Either of us can end the partnership with "+counted(a.NoticeDays, "day")+" of notice.")
	}
	lines = append(lines, a.AddendumLevers.lines()...)
	add("Also agreed", a.Words)
	return lines
}
