package portal

import "slices"

// ReferralRemindedEvent says that the protection of a lead ends soon.
const ReferralRemindedEvent = "referral.reminded"

// ReturnRemindedEvent says that a referral which was sent back has to be handed in soon.
const ReturnRemindedEvent = "referral.return_reminded"

// reminders are how many days before a day that counts people are reminded of it.
var reminders = []int{14, 3}

// RemindUntil is the last end of a protection that a reminder on a day may be about.
func RemindUntil(today Date) Date { return today.AddDays(reminders[0]) }

// RemindOfEnd notes that people are reminded of the end of the protection: once in the
// last 14 days and once in the last three, and anew when it was extended meanwhile. False
// when nobody is to be reminded on a day.
func (r Referral) RemindOfEnd(by Actor, now Instant, today Date) (Referral, bool) {
	if !r.State.Open() || r.State == ReferralReturned || r.Lapsed(today) {
		return r, false
	}
	for _, days := range reminders {
		from := r.ProtectedUntil.AddDays(-days)
		if from <= r.SubmittedOn || today < from || r.remindedSince(from) {
			continue
		}
		r.History = changed(r.History, ReferralRemindedEvent, "", "", by, now, "", map[string]string{
			"until": string(r.ProtectedUntil), "on": string(today),
		})
		return r, true
	}
	return r, false
}

// remindedSince reports a reminder of the protection as it is now on a day or after it.
func (r Referral) remindedSince(day Date) bool {
	return slices.ContainsFunc(r.History, func(c Change) bool {
		return c.Kind == ReferralRemindedEvent && c.Data["until"] == string(r.ProtectedUntil) && Date(c.Data["on"]) >= day
	})
}

// RemindOfReturn notes that its partner is reminded of a referral that was sent back: once
// each time, in the last three days before it expires. False when it is not, on a day.
func (r Referral) RemindOfReturn(by Actor, now Instant, today Date) (Referral, bool) {
	if r.State != ReferralReturned || r.Returned == nil || r.Forgotten(today) {
		return r, false
	}
	from := r.Returned.Expire.AddDays(-reminders[len(reminders)-1])
	if today < from || from <= r.Returned.On {
		return r, false
	}
	for _, c := range slices.Backward(r.History) {
		switch c.Kind {
		case ReturnRemindedEvent:
			return r, false
		case ReferralReturnedEvent:
			r.History = changed(r.History, ReturnRemindedEvent, "", "", by, now, "", map[string]string{"by_day": string(r.Returned.Expire)})
			return r, true
		}
	}
	return r, false
}
