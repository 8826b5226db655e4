package program

import (
	"context"
	"errors"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// statusLife is how long the secret link to an application works.
const statusLife = 2 * 365 * 24 * time.Hour

// statusToken is what the secret link to an application carries.
func (p *Program) statusToken(partner portal.Partner) string {
	return p.token(forStatus, string(partner.ID), emailFact(partner.Email), partner.AppliedAt.Add(statusLife))
}

func (p *Program) statusLink(partner portal.Partner) string {
	return p.url("/join/status/" + p.statusToken(partner))
}

// JoinStatus is what an applicant reads about an application.
type JoinStatus struct {
	Company    string
	Contact    string
	Email      string
	State      portal.PartnerState
	Since      portal.Instant
	Confirmed  bool
	AnswerBy   portal.Instant // our promise while it waits for us, "" otherwise
	Question   string         // what was asked, while it waits for the applicant
	Reason     string         // of a decline, or the words that came with the approval
	ReapplyOn  portal.Date    // of a decline
	MayApply   bool           // that day has come
	Welcome    string         // the link to choose a password, "" when it is not open
	Expired    bool           // that link is past its time and can be sent again
	Specialist string
	Told       portal.Application // what the applicant may set right while something is asked
	Story      []portal.Line
}

// Status is where an application stands, by its secret link.
func (p *Program) Status(ctx context.Context, token string) (JoinStatus, error) {
	partner, err := p.byStatus(ctx, token)
	if err != nil {
		return JoinStatus{}, err
	}
	s := JoinStatus{
		Company: partner.Company, Contact: partner.Contact, Email: partner.Email, State: partner.State, Since: partner.StateAt,
		Confirmed: partner.EmailVerifiedAt != "", Story: partner.ApplicationStory(),
	}
	if partner.State.Member() {
		s.Specialist = partner.SpecialistName
	}
	switch {
	case partner.State == portal.PartnerChangesAsked:
		s.Question, s.Told = partner.ReasonOf(portal.PartnerAskedEvent), partner.Application
	case partner.State.Open() && s.Confirmed:
		s.AnswerBy = p.answerBy(partner)
	case partner.State == portal.PartnerDeclined:
		s.Reason, s.ReapplyOn = partner.ReasonOf(portal.PartnerDeclinedEvent), partner.ReapplyOn(p.Rules)
		s.MayApply = partner.MayReapply(p.Rules, p.Today()) == nil
	case partner.State.Member():
		s.Reason = partner.ReasonOf(portal.PartnerApprovedEvent)
		invitation, err := p.store.Invitations.Get(ctx, portal.InvitationID(partner.ID))
		if portal.KindOf(err) == portal.NotFound {
			break
		}
		if err != nil {
			return s, err
		}
		if invitation.Usable(p.Now()) == nil {
			s.Welcome = p.invitationLink(invitation)
		}
		s.Expired = s.Welcome == "" && invitation.State == portal.InvitationOpen
	}
	return s, nil
}

// answerBy is by when an application is answered: the clock of every answer we
// owe, from the confirmation or the applicant's last answer on.
func (p *Program) answerBy(partner portal.Partner) portal.Instant {
	from := partner.EmailVerifiedAt
	for _, c := range partner.History {
		if c.Kind == portal.PartnerRepliedEvent {
			from = c.At
		}
	}
	return p.Rules.AddWorkdays(from, p.Rules.Referral.AnswerWorkdays)
}

func (p *Program) byStatus(ctx context.Context, token string) (portal.Partner, error) {
	subject, fact, err := p.open(forStatus, token)
	if err != nil {
		return portal.Partner{}, err
	}
	partner, err := p.store.Partners.Get(ctx, portal.PartnerID(subject))
	if err == nil && emailFact(partner.Email) != fact {
		err = portal.Errorf(portal.Gone, "This link is out of date: the application has another address now.")
	}
	return partner, err
}

// Reply is the applicant's answer to what was asked, with the application as the
// applicant has set it right. A company that moves to another domain takes it like one
// that applies, and gives up the one before.
func (p *Program) Reply(ctx context.Context, token, answer string, in portal.Application, client Client) error {
	partner, err := p.byStatus(ctx, token)
	if err != nil {
		return err
	}
	step := func(there portal.Partner) (portal.Partner, error) {
		return there.Reply(p.Rules, in, answer, applicant(there, client), p.Now())
	}
	next, err := step(partner)
	if err != nil {
		return err
	}
	if next.Domain == partner.Domain {
		_, err := p.changePartner(ctx, partner.ID, 0, step)
		return err
	}
	if err := p.try(ctx, "domain|"+string(partner.ID), joinTries); err != nil {
		return err
	}
	before, err := p.claimDomain(ctx, next)
	if err != nil {
		return err
	}
	_, err = p.changePartner(ctx, partner.ID, 0, func(there portal.Partner) (portal.Partner, error) {
		there, err := step(there)
		if err == nil && before != "" {
			there.Before = before
		}
		return there, err
	})
	if err != nil {
		return errors.Join(err, p.store.Guards.Release(ctx, store.DomainGuard(next.Domain), string(partner.ID)))
	}
	if err := p.supersede(ctx, before, partner.ID); err != nil {
		return err
	}
	return p.store.Guards.Release(ctx, store.DomainGuard(partner.Domain), string(partner.ID))
}

// AskWelcome sends the link to choose a password once more, good for its whole life again.
func (p *Program) AskWelcome(ctx context.Context, token string) error {
	partner, err := p.byStatus(ctx, token)
	if err != nil {
		return err
	}
	if err := p.try(ctx, "resend|"+string(partner.ID), mailTries); err != nil {
		return err
	}
	invitation, err := p.store.Invitations.Get(ctx, portal.InvitationID(partner.ID))
	if err != nil {
		return err
	}
	next, err := invitation.Renew(portal.Actor{Name: p.Rules.Company, System: true}, p.Now())
	if err != nil {
		return err
	}
	if next, err = p.store.Invitations.Save(ctx, next); err != nil {
		return err
	}
	return p.recordLast(ctx, next.Subject(), next.Partner, next.History)
}
