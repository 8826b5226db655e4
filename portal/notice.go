package portal

import "strings"

// Notice is one side's word that the partnership ends on a day. It can be taken back
// before that day by the side that gave it; after it the partnership has ended.
type Notice struct {
	Side    NoticeSide `json:"side"`
	Why     string     `json:"why"`
	By      UserID     `json:"by"`
	ByName  string     `json:"by_name"`
	On      Date       `json:"on"`
	LastDay Date       `json:"last_day"` // it still earns
}

// NoticeSide is who gave notice.
type NoticeSide string

const (
	NoticeByPartner NoticeSide = "partner"
	NoticeByProgram NoticeSide = "program"
)

// Label is the side as people read it.
func (s NoticeSide) Label() string {
	switch s {
	case NoticeByPartner:
		return "The partner"
	case NoticeByProgram:
		return "The program"
	}
	return string(s)
}

// NoticeSideOf is the side for which somebody acts.
func NoticeSideOf(by Actor) NoticeSide {
	if by.Partner != "" {
		return NoticeByPartner
	}
	return NoticeByProgram
}

// Kinds of what happens to a notice, in its partner's history. The end itself is [PartnerEndedEvent].
const (
	PartnerNoticeEvent          = "partner.notice_given"
	PartnerNoticeWithdrawnEvent = "partner.notice_withdrawn"
)

// EndsAfter is the last day of what is ended with notice on a day: so many days later by
// the terms, a calendar month where they name no number.
func (t Terms) EndsAfter(day Date) Date {
	if t.TerminationDays > 0 {
		return day.AddDays(t.TerminationDays)
	}
	return day.AddMonths(1)
}

// LastDay is the last day of the partnership when somebody gives notice on a day: after the
// notice period of what is agreed on that day, and not before the end of an agreed term.
func (p Partner) LastDay(versions []Terms, day Date) Date {
	terms, _ := p.Agreed(versions, day)
	last := terms.EndsAfter(day)
	if a, there := AddendumOn(p.Addenda, day); there && a.TermMonths > 0 {
		last = max(last, a.Starts().AddMonths(a.TermMonths).AddDays(-1))
	}
	return last
}

// GiveNotice ends the partnership after the notice period, with a reason that the other side reads.
func (p Partner) GiveNotice(why string, versions []Terms, by Actor, now Instant, today Date) (Partner, error) {
	why, err := reason("reason", why, "Say why. The other side reads it.")
	if err != nil {
		return p, err
	}
	if !p.State.Member() || p.State == PartnerEnded {
		return p, Errorf(Conflict, "%s is %s, so there is nothing to end.", p.named(), strings.ToLower(p.State.Label()))
	}
	if p.Notice.LastDay != "" {
		return p, Errorf(Conflict, "Notice was given already: the partnership ends on %s.", p.Notice.LastDay.Long())
	}
	p.Notice = Notice{Side: NoticeSideOf(by), Why: why, By: by.User, ByName: by.Name, On: today, LastDay: p.LastDay(versions, today)}
	return p.happened(PartnerNoticeEvent, by, now, why, p.Notice.data()), nil
}

func (n Notice) data() map[string]string {
	return map[string]string{"side": string(n.Side), "last_day": string(n.LastDay)}
}

// WithdrawNotice takes a notice back, on its last day at the latest, by the side that gave it.
func (p Partner) WithdrawNotice(by Actor, now Instant, today Date) (Partner, error) {
	n := p.Notice
	switch {
	case n.LastDay == "" || p.State == PartnerEnded:
		return p, Errorf(Conflict, "There is no notice to take back.")
	case n.Side != NoticeSideOf(by):
		return p, Errorf(Conflict, "The other side gave notice, so only the other side can take it back.")
	case today > n.LastDay:
		return p, Errorf(Conflict, "The last day has passed; the partnership has ended.")
	}
	p.Notice = Notice{}
	return p.happened(PartnerNoticeWithdrawnEvent, by, now, "", n.data()), nil
}

// EndOnNotice ends the partnership once the last day of a notice has passed; a second time,
// or before, it changes nothing.
func (p Partner) EndOnNotice(by Actor, now Instant, today Date) (Partner, error) {
	if p.Notice.LastDay == "" || today <= p.Notice.LastDay || p.State == PartnerEnded {
		return p, nil
	}
	next, err := p.become(PartnerEnded, PartnerEndedEvent, by, now, p.Notice.Why, p.Notice.data(), PartnerApproved, PartnerOnboarding, PartnerActive, PartnerPaused)
	if err != nil {
		return p, err
	}
	next.EndedAt = now
	return next, nil
}

// WhatEnds says what the end of a partnership on a day means for its customers and its money.
func WhatEnds(last Date) []string {
	day := last.Long()
	return []string{
		"Until " + day + " everything goes on: customers are referred, and what they pay earns its share.",
		"Referrals that are open then stay with us and keep their protection to its end. What a customer pays after " + day + " earns nothing.",
		"What was earned stays the partner's. Each amount is paid when its hold is over, and the last payouts are made even below the least amount.",
		"Refunds of what was paid before still take back their part. A statement follows for each month in which something moves.",
	}
}
