package portal

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Apply makes the partner that an application starts. The answer to a wrong
// input is Invalid with the fields of [Application.Check].
func (p Program) Apply(id PartnerID, in Application, by Actor, now Instant) (Partner, error) {
	clean, err := p.CheckApplication(in)
	if err != nil {
		return Partner{}, err
	}
	if by.Name == "" {
		by.Name = clean.Contact
	}
	partner := Partner{ID: id, State: PartnerApplied, StateAt: now, AppliedAt: now, Application: clean}
	partner.History = changed(nil, PartnerAppliedEvent, "", string(PartnerApplied), by, now, "", map[string]string{"company": clean.Company})
	return partner, nil
}

// CameBy returns an application that was just made with the invitation it came by.
func (p Partner) CameBy(i JoinInvitation) Partner {
	p.InvitedBy, p.Invitation = i.Inviter(), i.ID
	p.History = slices.Clone(p.History)
	data := maps.Clone(p.History[0].Data)
	data["invited_by"] = p.InvitedBy
	p.History[0].Data = data
	return p
}

// VerifyEmail notes that the applicant reads mail at the address given. A second time changes nothing.
func (p Partner) VerifyEmail(by Actor, now Instant) Partner {
	if p.EmailVerifiedAt != "" {
		return p
	}
	p.EmailVerifiedAt = now
	return p.happened(PartnerVerifiedEvent, by, now, "", nil)
}

// StartReview takes a verified application into review.
func (p Partner) StartReview(by Actor, now Instant) (Partner, error) {
	if p.EmailVerifiedAt == "" {
		return p, Errorf(Conflict, "The applicant has not confirmed the email address yet.")
	}
	return p.become(PartnerInReview, PartnerReviewEvent, by, now, "", nil, PartnerApplied)
}

// AskForMore puts a question to the applicant; the review waits for the reply.
func (p Partner) AskForMore(question string, by Actor, now Instant) (Partner, error) {
	question, err := reason("question", question, "Write what you need to know.")
	if err != nil {
		return p, err
	}
	if p.EmailVerifiedAt == "" {
		return p, Errorf(Conflict, "The applicant has not confirmed the email address yet.")
	}
	return p.become(PartnerChangesAsked, PartnerAskedEvent, by, now, question, nil, PartnerApplied, PartnerInReview)
}

// Reply is the applicant's answer, with the application as it stands now: what the
// applicant sets right is kept beside what it was. Whoever saves it sees to it that a
// new domain is nobody else's.
func (p Partner) Reply(rules Program, in Application, answer string, by Actor, now Instant) (Partner, error) {
	problems := Problems{}
	in.Email, in.HeardFrom = p.Email, p.HeardFrom // the address was confirmed
	clean, err := rules.CheckApplication(in)
	problems.Join(err)
	answer, err = reason("answer", answer, "Write your answer.")
	problems.Join(err)
	if err := problems.Err(); err != nil {
		return p, err
	}
	next, err := p.become(PartnerInReview, PartnerRepliedEvent, by, now, answer, corrections(p.Application, clean), PartnerChangesAsked)
	if err != nil {
		return p, err
	}
	next.Application = clean
	return next, nil
}

// Approve lets the company in and assigns the specialist who looks after it.
func (p Partner) Approve(specialist UserID, name, note string, by Actor, now Instant) (Partner, error) {
	if specialist == "" {
		return p, Problems{"specialist": "Choose who looks after this partner."}.Err()
	}
	if p.EmailVerifiedAt == "" {
		return p, Errorf(Conflict, "The applicant has not confirmed the email address yet.")
	}
	next, err := p.become(PartnerApproved, PartnerApprovedEvent, by, now, strings.TrimSpace(note),
		map[string]string{"specialist": string(specialist), "specialist_name": name}, PartnerApplied, PartnerInReview, PartnerChangesAsked)
	if err != nil {
		return p, err
	}
	next.Specialist, next.SpecialistName, next.ApprovedAt = specialist, name, now
	return next, nil
}

// Decline turns the application down with a reason that the applicant reads.
func (p Partner) Decline(why string, by Actor, now Instant) (Partner, error) {
	why, err := reason("reason", why, "Give the applicant a reason.")
	if err != nil {
		return p, err
	}
	return p.become(PartnerDeclined, PartnerDeclinedEvent, by, now, why, nil, PartnerApplied, PartnerInReview, PartnerChangesAsked)
}

// ReapplyOn is the first day on which a declined company may apply again.
func (p Partner) ReapplyOn(rules Program) Date {
	return p.StateAt.Day(rules.Zone).AddDays(rules.ReapplyDays)
}

// MayReapply is nil when a company with this earlier application may apply on a
// day, and otherwise a Conflict that says why not.
func (p Partner) MayReapply(rules Program, today Date) error {
	switch {
	case p.State == PartnerDeclined && today >= p.ReapplyOn(rules):
		return nil
	case p.State == PartnerDeclined:
		return Errorf(Conflict, "This company may apply again from %s.", p.ReapplyOn(rules).Long())
	case p.State.Open():
		return Errorf(Conflict, "An application of this company is already with us.")
	case p.State == PartnerEnded:
		return Errorf(Conflict, "This company was a partner before. Write to us to take part again.")
	}
	return Errorf(Conflict, "This company is already a partner. Ask a colleague for an invitation.")
}

// Supersede notes that a later application of the same company took this one's place.
func (p Partner) Supersede(next PartnerID, by Actor, now Instant) Partner {
	return p.happened(PartnerReapplicationEvent, by, now, "", map[string]string{"next": string(next)})
}

// BeginOnboarding starts the sprint: its first day is the day of now.
func (p Partner) BeginOnboarding(by Actor, now Instant, today Date) (Partner, error) {
	next, err := p.become(PartnerOnboarding, PartnerOnboardingEvent, by, now, "", nil, PartnerApproved)
	if err != nil {
		return p, err
	}
	next.OnboardingStartedAt = now
	if len(next.Tiers) == 0 {
		next = next.setTier(Experimental, today, "Every partner starts here.", by, now)
	}
	return next, nil
}

// Activate ends the onboarding; the reason says why when tasks are left open.
func (p Partner) Activate(why string, by Actor, now Instant) (Partner, error) {
	next, err := p.become(PartnerActive, PartnerActivatedEvent, by, now, strings.TrimSpace(why), nil, PartnerOnboarding)
	if err != nil {
		return p, err
	}
	next.ActiveAt = now
	return next, nil
}

// Pause stops a partner for a while: it neither refers nor earns until it is resumed.
func (p Partner) Pause(why string, by Actor, now Instant) (Partner, error) {
	why, err := reason("reason", why, "Say why.")
	if err != nil {
		return p, err
	}
	return p.become(PartnerPaused, PartnerPausedEvent, by, now, why, map[string]string{"was": string(p.State)}, PartnerActive, PartnerOnboarding)
}

// Resume returns a paused partner to where it was.
func (p Partner) Resume(why string, by Actor, now Instant) (Partner, error) {
	to := PartnerActive
	if p.ActiveAt == "" {
		to = PartnerOnboarding
	}
	return p.become(to, PartnerResumedEvent, by, now, strings.TrimSpace(why), nil, PartnerPaused)
}

// End takes a partner out of the program for good and at once, without a notice period. What it earned stays its own.
func (p Partner) End(why string, by Actor, now Instant) (Partner, error) {
	why, err := reason("reason", why, "Say why.")
	if err != nil {
		return p, err
	}
	next, err := p.become(PartnerEnded, PartnerEndedEvent, by, now, why, nil, PartnerApproved, PartnerOnboarding, PartnerActive, PartnerPaused)
	if err != nil {
		return p, err
	}
	next.EndedAt, next.Notice = now, Notice{}
	return next, nil
}

// Stopped says why the partner does not earn on a collection of a day: it was
// paused or had left. "" when it earns. The day of the pause or the end itself
// still earns, and so does the day it resumes.
func (p Partner) Stopped(day Date, zone *time.Location) string {
	if p.ApprovedAt == "" || day < p.ApprovedAt.Day(zone) {
		return "it was not a partner yet"
	}
	if last := p.Notice.LastDay; last != "" && last < day {
		return "it left the program on " + last.Long()
	}
	var paused Date
	for _, c := range p.History {
		on := c.At.Day(zone)
		switch c.Kind {
		case PartnerPausedEvent:
			if on < day {
				paused = on
			}
		case PartnerResumedEvent:
			if on <= day {
				paused = ""
			}
		case PartnerEndedEvent:
			if on < day {
				return "it left the program on " + on.Long()
			}
		}
	}
	if paused != "" {
		return "it was paused on " + paused.Long()
	}
	return ""
}

// Assign gives the partner another specialist.
func (p Partner) Assign(specialist UserID, name string, by Actor, now Instant) (Partner, error) {
	if specialist == "" {
		return p, Problems{"specialist": "Choose who looks after this partner."}.Err()
	}
	if !p.State.Member() || p.State == PartnerEnded {
		return p, Errorf(Conflict, "%s is %s, so nobody looks after it.", p.named(), strings.ToLower(p.State.Label()))
	}
	p.Specialist, p.SpecialistName = specialist, name
	return p.happened(PartnerSpecialistEvent, by, now, "", map[string]string{"specialist": string(specialist), "specialist_name": name}), nil
}

// AssignReview gives an application to somebody who decides it. The applicant does not hear of it.
func (p Partner) AssignReview(reviewer UserID, name string, by Actor, now Instant) (Partner, error) {
	if !p.State.Open() || p.EmailVerifiedAt == "" {
		return p, Errorf(Conflict, "%s is %s, so there is nothing to decide.", p.named(), strings.ToLower(p.State.Label()))
	}
	p.Specialist, p.SpecialistName = reviewer, name
	return p.happened(PartnerReviewerEvent, by, now, "", map[string]string{"specialist": string(reviewer), "specialist_name": name}), nil
}

// AcceptTerms notes the acceptance of a version. The same version again changes
// nothing. A partner that was paused for want of it goes on.
func (p Partner) AcceptTerms(terms Terms, by Actor, now Instant, today Date) (Partner, error) {
	if !p.State.Member() || p.State == PartnerEnded {
		return p, Errorf(Conflict, "%s is %s, so there are no terms to accept.", p.named(), strings.ToLower(p.State.Label()))
	}
	for _, a := range p.TermsOn {
		if a.Version == terms.Version {
			return p, nil
		}
	}
	p.TermsOn = append(slices.Clone(p.TermsOn), Accepted{Version: terms.Version, On: today})
	p.TermsVersion = terms.Version
	p = p.happened(PartnerTermsEvent, by, now, "", map[string]string{"version": terms.Version, "title": terms.Title, "sha256": terms.SHA256})
	return p.resumedByTerms(by, now), nil
}

// reason is a trimmed text that must not be empty.
func reason(field, text, missing string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", Problems{field: missing}.Err()
	}
	if len([]rune(text)) > maxNote {
		return "", Problems{field: "Keep it under 2,000 characters."}.Err()
	}
	return text, nil
}
