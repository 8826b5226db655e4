package portal

import (
	"slices"
	"strconv"
)

// TermsAsk is what a partner was last asked to accept, and by when.
type TermsAsk struct {
	Version  string `json:"version"`
	On       Date   `json:"on"`
	Due      Date   `json:"due"`
	Reminded []Date `json:"reminded,omitempty"`
	PausedOn Date   `json:"paused_on,omitempty"` // it was not accepted in time, and the program pauses then
}

// Kinds of what happens on the way to an acceptance.
const (
	TermsAskedEvent    = "terms.asked"
	TermsRemindedEvent = "terms.reminded"
)

// AskFrom is the day from which partners are asked to accept a version: its notice
// period before it applies. False when it has none.
func (t Terms) AskFrom() (Date, bool) { return t.Effective.AddDays(-t.NoticeDays), t.NoticeDays > 0 }

// DueWhenAskedOn is the day by which a version is to be accepted by who is asked on a
// day: never before it applies, and never sooner than its notice period.
func (t Terms) DueWhenAskedOn(day Date) Date { return max(t.Effective, day.AddDays(t.NoticeDays)) }

// HasAccepted reports whether the partner has accepted a version.
func (p Partner) HasAccepted(version string) bool {
	return p.TermsVersion == version || slices.ContainsFunc(p.TermsOn, func(a Accepted) bool { return a.Version == version })
}

// Asked is what the partner is still to accept; false when there is nothing.
func (p Partner) Asked() (TermsAsk, bool) {
	return p.TermsAsk, p.TermsAsk.Version != "" && !p.HasAccepted(p.TermsAsk.Version)
}

// FollowTerms does what a new version asks for on a day: who accepted an earlier one
// is asked to accept it, is reminded twice before the due date, and, where the program
// says so, pauses when that has passed. Each happens once however often this runs, and
// what a day without it left out is caught up in one step.
func (p Partner) FollowTerms(rules Program, terms Terms, by Actor, now Instant, today Date) Partner {
	from, notice := terms.AskFrom()
	if !notice || today < from || p.TermsVersion == "" || p.HasAccepted(terms.Version) || p.State == PartnerEnded || !p.State.Member() {
		return p
	}
	if p.TermsAsk.Version != terms.Version {
		p.TermsAsk = TermsAsk{Version: terms.Version, On: today, Due: terms.DueWhenAskedOn(today)}
		return p.happened(TermsAskedEvent, by, now, "", p.askData(terms))
	}
	ask := p.TermsAsk
	for _, days := range reminders {
		day := ask.Due.AddDays(-days)
		if day > ask.On && day <= today && today <= ask.Due && !slices.ContainsFunc(ask.Reminded, func(d Date) bool { return d >= day }) {
			return p.reminded(terms, by, now, today)
		}
	}
	if today > ask.Due && rules.PauseUnaccepted && ask.PausedOn == "" && p.State.Working() {
		next, err := p.become(PartnerPaused, PartnerPausedEvent, by, now, "The terms "+terms.Version+" were not accepted by "+ask.Due.Long()+".",
			map[string]string{"was": string(p.State), "terms": terms.Version}, PartnerActive, PartnerOnboarding)
		if err == nil {
			next.TermsAsk.PausedOn = today
			return next
		}
	}
	return p
}

// RemindOfTerms reminds of what is still to be accepted; Conflict when nothing is, or
// when the partner was reminded or asked on the same day.
func (p Partner) RemindOfTerms(terms Terms, by Actor, now Instant, today Date) (Partner, error) {
	ask, open := p.Asked()
	switch {
	case !open || ask.Version != terms.Version:
		return p, Errorf(Conflict, "%s has nothing to accept.", p.named())
	case ask.On == today || slices.Contains(ask.Reminded, today):
		return p, Errorf(Conflict, "%s has had a mail about these terms today.", p.named())
	}
	return p.reminded(terms, by, now, today), nil
}

func (p Partner) reminded(terms Terms, by Actor, now Instant, today Date) Partner {
	p.TermsAsk.Reminded = append(slices.Clone(p.TermsAsk.Reminded), today)
	return p.happened(TermsRemindedEvent, by, now, "", p.askData(terms))
}

func (p Partner) askData(terms Terms) map[string]string {
	return map[string]string{
		"version": terms.Version, "title": terms.Title, "effective": string(terms.Effective), "due": string(p.TermsAsk.Due), "n": strconv.Itoa(len(p.TermsAsk.Reminded)),
	}
}

// resumedByTerms is the partner back at work when all that it was paused for is that
// it had not accepted terms.
func (p Partner) resumedByTerms(by Actor, now Instant) Partner {
	if p.State != PartnerPaused {
		return p
	}
	for _, c := range slices.Backward(p.History) {
		if c.Kind != PartnerPausedEvent {
			continue
		}
		if c.Data["terms"] == "" {
			return p
		}
		if next, err := p.Resume("The terms are accepted.", by, now); err == nil {
			return next
		}
		return p
	}
	return p
}
