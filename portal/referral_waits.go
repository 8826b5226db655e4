package portal

import "strings"

// Waits says in one sentence who has to act next on a referral and until when. It is ""
// when nobody has.
type Waits struct {
	Text    string
	Urgency Urgency
}

// Waits reads who acts next from the state, the extension that was asked for and the
// newest message. Deadlines of ours count in the program's working hours; staff says for
// whom the sentence is.
func (p Program) Waits(r Referral, said []Remark, staff bool, now Instant, today Date) Waits {
	us, them := p.Company, "you"
	if staff {
		us, them = "a manager", r.PartnerName
		if r.OwnerName != "" {
			us = r.OwnerName
		}
	}
	ours := func(due Instant, what string) Waits {
		left := p.TimeLeft(now, due)
		text := "Waits for " + us + " until " + p.deadline(due) + ", " + left.String() + ": " + what + "."
		if left.Urgency() == Late {
			text = "Has waited for " + us + " since " + p.deadline(due) + ", " + left.String() + ": " + what + "."
		}
		return Waits{text, left.Urgency()}
	}
	if asked, ok := r.AskedExtension(); ok {
		return ours(asked.Due, "an answer to the request for an extension")
	}
	until := r.ProtectedUntil.Long()
	near := OnTime
	if today.DaysUntil(r.ProtectedUntil) <= reminders[len(reminders)-1] {
		near = Soon
	}
	switch r.State {
	case ReferralSubmitted:
		return ours(r.AnswerBy, "an answer to the referral")
	case ReferralReturned:
		if r.Returned == nil {
			return Waits{}
		}
		if today.DaysUntil(r.Returned.Expire) <= reminders[len(reminders)-1] {
			near = Soon
		} else {
			near = OnTime
		}
		return Waits{"Waits for " + them + " until " + r.Returned.Expire.Long() + ": the changes that were asked for.", near}
	case ReferralAccepted, ReferralQualified:
		if n := len(said); n > 0 && said[n-1].Side == PartnerSide {
			return ours(p.AddWorkdays(said[n-1].At, p.Referral.AnswerWorkdays), "an answer to the message of "+said[n-1].ByName)
		}
		if r.State == ReferralAccepted {
			return Waits{"Waits for " + us + " until " + until + ", when the protection ends: whether the need is real.", near}
		}
		return Waits{"Waits for " + r.Company + " until " + until + ", when the protection ends: the signature.", near}
	case ReferralWon, ReferralLost, ReferralRejected, ReferralDuplicate, ReferralExpired, ReferralWithdrawn:
	}
	return Waits{}
}

// deadline is a moment to come as people read it in the program's zone: "Tuesday 24 November, 18:00 WET".
func (p Program) deadline(at Instant) string {
	return strings.TrimSpace(at.Time().In(p.zone()).Format("Monday 2 January, 15:04 MST"))
}
