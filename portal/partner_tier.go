package portal

import (
	"slices"
	"strings"
)

// TierChange is a tier from a day on, with who set it and why.
type TierChange struct {
	Tier   Tier    `json:"tier"`
	From   Date    `json:"from"`
	Why    string  `json:"why"`
	By     UserID  `json:"by,omitempty"`
	ByName string  `json:"by_name"`
	At     Instant `json:"at"`
}

// TierOverride is a tier that a manager set against the scorecard, for a while.
// The scorecard's own tier goes on beneath it and counts again when it ends.
type TierOverride struct {
	Tier   Tier    `json:"tier"`
	From   Date    `json:"from"`
	Until  Date    `json:"until"` // the last day it holds
	Reason string  `json:"reason"`
	By     UserID  `json:"by"`
	ByName string  `json:"by_name"`
	At     Instant `json:"at"`
}

// EarnedTier is the tier that a quarter's scorecard gave by itself.
type EarnedTier struct {
	Quarter Quarter `json:"quarter"`
	Tier    Tier    `json:"tier"`
}

// TierOn is the partner's tier on a day, Experimental before the first.
func (p Partner) TierOn(day Date) Tier {
	if tier, ok := TierOn(p.TierHistory(), day); ok {
		return tier
	}
	return Experimental
}

// ScorecardTier is the tier without overrides on a day, Experimental before the first.
func (p Partner) ScorecardTier(day Date) Tier {
	if tier, ok := TierOn(p.scorecardHistory(), day); ok {
		return tier
	}
	return Experimental
}

// OverrideOn is the override that holds on a day: the newest of those that do; nil for none.
func (p Partner) OverrideOn(day Date) *TierOverride {
	for i := len(p.Overrides) - 1; i >= 0; i-- {
		if o := p.Overrides[i]; o.From <= day && day <= o.Until {
			return &o
		}
	}
	return nil
}

func (p Partner) scorecardHistory() []TierFrom {
	history := make([]TierFrom, len(p.Tiers))
	for i, t := range p.Tiers {
		history[i] = TierFrom{From: t.From, Tier: t.Tier}
	}
	return history
}

// TierHistory is the tier of every day, overrides included, as the commission
// rules read it: days in order, each with the tier from then on.
func (p Partner) TierHistory() []TierFrom {
	beneath := p.scorecardHistory()
	var days []Date
	for _, t := range beneath {
		days = append(days, t.From)
	}
	for _, o := range p.Overrides {
		if o.From <= o.Until {
			days = append(days, o.From, o.Until.AddDays(1))
		}
	}
	slices.Sort(days)
	var history []TierFrom
	for _, day := range slices.Compact(days) {
		tier, ok := TierOn(beneath, day)
		if o := p.OverrideOn(day); o != nil {
			tier, ok = o.Tier, true
		}
		if ok && (len(history) == 0 || history[len(history)-1].Tier != tier) {
			history = append(history, TierFrom{From: day, Tier: tier})
		}
	}
	return history
}

// setTier returns the partner in a tier of the scorecard from a day on.
func (p Partner) setTier(tier Tier, from Date, why string, by Actor, now Instant) Partner {
	was := p.ScorecardTier(from)
	if len(p.Tiers) == 0 {
		was = ""
	}
	p.Tiers = append(slices.Clone(p.Tiers), TierChange{Tier: tier, From: from, Why: why, By: by.User, ByName: by.Name, At: now})
	p.Tier = p.TierOn(from)
	p.History = changed(p.History, PartnerTierEvent, string(was), string(tier), by, now, why, map[string]string{"from": string(from)})
	return p
}

// maxOverrideDays is the longest an override may run: two years.
const maxOverrideDays = 731

// OverrideTier sets a tier against the scorecard until a day, with a reason that the partner reads.
func (p Partner) OverrideTier(tier Tier, until Date, why string, by Actor, now Instant, today Date) (Partner, error) {
	problems := Problems{}
	if !tier.Valid() {
		problems.Add("tier", "Choose a tier.")
	}
	if _, err := ParseDate(string(until)); err != nil {
		problems.Add("until", "Write the last day as 2026-03-31.")
	} else if until < today || until > today.AddDays(maxOverrideDays) {
		problems.Add("until", "Choose a last day from today to two years ahead.")
	}
	why = checkNote(problems, "reason", why, "Say why.")
	if err := problems.Err(); err != nil {
		return p, err
	}
	if !p.State.Working() {
		return p, Errorf(Conflict, "%s is %s, so its tier rests.", p.named(), strings.ToLower(p.State.Label()))
	}
	was := p.TierOn(today)
	p = p.endOverride(today)
	p.Overrides = append(p.Overrides, TierOverride{Tier: tier, From: today, Until: until, Reason: why, By: by.User, ByName: by.Name, At: now})
	p.Tier = tier
	p.History = changed(p.History, PartnerTierOverrideEvent, string(was), string(tier), by, now, why, map[string]string{"until": string(until)})
	return p, nil
}

// LiftOverride ends the override that holds today: from today on the scorecard's tier counts.
func (p Partner) LiftOverride(why string, by Actor, now Instant, today Date) (Partner, error) {
	why, err := reason("reason", why, "Say why.")
	if err != nil {
		return p, err
	}
	if p.OverrideOn(today) == nil {
		return p, Errorf(Conflict, "No override holds today.")
	}
	was := p.TierOn(today)
	p = p.endOverride(today)
	p.Tier = p.TierOn(today)
	p.History = changed(p.History, PartnerTierLiftedEvent, string(was), string(p.Tier), by, now, why, nil)
	return p, nil
}

// endOverride lets yesterday be the last day of whatever override holds today or later.
func (p Partner) endOverride(today Date) Partner {
	p.Overrides = slices.Clone(p.Overrides)
	for i := range p.Overrides {
		if p.Overrides[i].Until >= today {
			p.Overrides[i].Until = today.AddDays(-1)
		}
	}
	return p
}

// RefreshTier brings Tier up to today, when an override has ended by the calendar alone.
func (p Partner) RefreshTier(by Actor, now Instant, today Date) (Partner, bool) {
	tier := p.TierOn(today)
	if len(p.Tiers) == 0 || p.Tier == tier {
		return p, false
	}
	p.History = changed(p.History, PartnerTierLiftedEvent, string(p.Tier), string(tier), by, now, "The override has reached its last day.", nil)
	p.Tier = tier
	return p, true
}

// ApplyTier keeps what a quarter's review assigned; the same quarter again changes nothing.
func (p Partner) ApplyTier(a Assignment, by Actor, now Instant, today Date) Partner {
	if a.Partner != p.ID || a.Outcome == TierNotScored || slices.ContainsFunc(p.Earned, func(e EarnedTier) bool { return e.Quarter == a.Quarter }) {
		return p
	}
	p.Earned = append(slices.Clone(p.Earned), EarnedTier{Quarter: a.Quarter, Tier: a.Earned})
	switch a.Outcome {
	case TierPromoted, TierDemoted:
		return p.setTier(a.Tier, today, a.Why, by, now)
	case TierWarned:
		return p.happened(PartnerTierWarnedEvent, by, now, a.Why, map[string]string{"quarter": string(a.Quarter), "earned": string(a.Earned)})
	case TierKept, TierNotScored:
	}
	return p.happened(PartnerTierKeptEvent, by, now, a.Why, map[string]string{"quarter": string(a.Quarter)})
}
