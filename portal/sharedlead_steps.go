package portal

import (
	"slices"
	"strings"
)

// Accept makes the lead a partner's; referral is the id that it gets there.
func (s SharedLead) Accept(partner PartnerID, referral ReferralID, by Actor, now Instant) (SharedLead, error) {
	if err := s.answered(partner, now); err != nil {
		return s, err
	}
	s, o := s.end(OfferAccepted, "", by, now)
	s.Referral, s.Due = referral, now
	return s.note(LeadAcceptedEvent, o, by, now, "").become(SharedAccepted, now), nil
}

// Made notes that the referral of an accepted lead is there.
func (s SharedLead) Made() SharedLead {
	s.Due = ""
	return s
}

// Decline passes the lead on, with a reason that staff read. away are partners that do not take part now.
func (s SharedLead) Decline(rules Program, partner PartnerID, why string, away []PartnerID, by Actor, now Instant) (SharedLead, error) {
	if err := s.answered(partner, now); err != nil {
		return s, err
	}
	why, err := reason("reason", why, "Say why, so that we know what to send you.")
	if err != nil {
		return s, err
	}
	s, o := s.end(OfferDeclined, why, by, now)
	return s.note(LeadDeclinedEvent, o, by, now, why).move(rules, away, System("Lead sharing"), now), nil
}

// Lapse passes on a lead that was not answered in time.
func (s SharedLead) Lapse(rules Program, away []PartnerID, by Actor, now Instant) (SharedLead, error) {
	if s.State != SharedOffered || now <= s.Due {
		return s, Errorf(Conflict, "The partner can still answer.")
	}
	s, o := s.end(OfferLapsed, "", by, now)
	return s.note(LeadLapsedEvent, o, by, now, "").move(rules, away, by, now), nil
}

// Remind notes that a partner was reminded, once for each offer and not before half of its
// time is over; false when there is nothing to remind of.
func (s SharedLead) Remind(rules Program, by Actor, now Instant) (SharedLead, bool) {
	i := s.open()
	if i < 0 || s.Offers[i].Reminded != "" || now > s.Offers[i].AnswerBy || 2*rules.Work(now, s.Offers[i].AnswerBy) > rules.Work(s.Offers[i].At, s.Offers[i].AnswerBy) {
		return s, false
	}
	s.Offers = slices.Clone(s.Offers)
	s.Offers[i].Reminded = now
	return s.note(LeadRemindedEvent, s.Offers[i], by, now, ""), true
}

// Withdraw ends the offering, with a reason that staff read. The partner that has it before it learns that it has ended.
func (s SharedLead) Withdraw(why string, by Actor, now Instant) (SharedLead, error) {
	if !s.Live() {
		return s, Errorf(Conflict, "This lead is %s, so there is no offer to withdraw.", strings.ToLower(s.State.Label()))
	}
	why, err := reason("reason", why, "Say why it is withdrawn.")
	if err != nil {
		return s, err
	}
	s, o := s.end(OfferStopped, "", by, now)
	s.Partner, s.Due = "", ""
	return s.note(LeadWithdrawnEvent, o, by, now, why).become(SharedWithdrawn, now), nil
}

// Referred ends the offering because somebody holds the customer by now: holder is that referral.
func (s SharedLead) Referred(holder ReferralID, by Actor, now Instant) SharedLead {
	s, o := s.end(OfferStopped, "", by, now)
	s.Partner, s.Due, s.Referral = "", "", holder
	return s.note(LeadReferredEvent, o, by, now, "").become(SharedReferred, now)
}

// Again offers a lead that nobody took to more partners.
func (s SharedLead) Again(rules Program, partners []Partner, by Actor, now Instant) (SharedLead, error) {
	if s.State != SharedReturned {
		return s, Errorf(Conflict, "This lead is %s, so it cannot be offered again.", strings.ToLower(s.State.Label()))
	}
	problems := Problems{}
	offers := queue(problems, partners)
	if err := problems.Err(); err != nil {
		return s, err
	}
	s.Offers = append(slices.Clone(s.Offers), offers...)
	return s.move(rules, nil, by, now), nil
}
