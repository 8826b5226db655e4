package program

import (
	"context"
	"errors"
	"strings"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// confirmLife is how long an applicant can confirm the address, and so how long an
// application that nobody confirmed keeps its company from applying.
const confirmLife = 3 * 24 * time.Hour

// statusLife is how long the secret link to an application works.
const statusLife = 2 * 365 * 24 * time.Hour

// claimGrace is longer than any request: a domain whose application is not there, or
// has another domain, after it was left behind by a crash.
const claimGrace = time.Minute

// joinTries bounds the applications from one network address.
var joinTries = portal.TryPolicy{Free: 20, First: time.Minute, Longest: time.Hour, Forget: 24 * time.Hour}

// Join is what a company fills in to take part.
type Join struct {
	Application portal.Application
	Invitation  string // the token of the link it came by, "" for who came unasked
	Trap        string // a field that people do not see: whoever fills it in is a machine
	Client      Client
}

// Join takes an application. It is seen by staff once its address is confirmed by
// the mail this sends. The answer does not tell whether the address is known; it
// is Invalid at the site when the company is, and then the address known for that
// company gets a mail that says where things stand. An invitation that has ended
// meanwhile is Gone.
func (p *Program) Join(ctx context.Context, in Join) error {
	clean, err := p.Rules.CheckApplication(in.Application)
	if err != nil {
		return err
	}
	if in.Trap != "" {
		return nil
	}
	if err := p.try(ctx, addressKey("join", in.Client.Address), joinTries); err != nil {
		return err
	}
	if err := p.try(ctx, "join|"+p.keyed("account", portal.Mailbox(clean.Email)), mailTries); err != nil {
		return err
	}
	id := portal.PartnerID(p.newID())
	partner, err := p.Rules.Apply(id, clean, portal.Actor{Partner: id, Name: clean.Contact, Address: in.Client.Address}, p.Now())
	if err != nil {
		return err
	}
	if in.Invitation != "" {
		invitation, err := p.joinInvitation(ctx, in.Invitation)
		if err != nil {
			return err
		}
		partner = partner.CameBy(invitation)
	}
	before, err := p.claimDomain(ctx, partner)
	if err != nil {
		return err
	}
	partner.Before = before
	if err := p.store.Partners.Insert(ctx, partner); err != nil {
		return err
	}
	if err := p.recordLast(ctx, partner.Subject(), id, partner.History); err != nil {
		return err
	}
	return p.supersede(ctx, before, id)
}

// claimDomain takes the company's domain for an application: of two at the same
// moment one gets it. before is the earlier application that it may follow.
func (p *Program) claimDomain(ctx context.Context, partner portal.Partner) (before portal.PartnerID, err error) {
	guard := store.DomainGuard(partner.Domain)
	holder, err := p.store.Guards.Claim(ctx, guard, string(partner.ID), p.Now())
	if err != nil || holder == string(partner.ID) {
		return "", err
	}
	there, err := p.store.Partners.Get(ctx, portal.PartnerID(holder))
	missing := portal.KindOf(err) == portal.NotFound
	if err != nil && !missing {
		return "", err
	}
	claim, err := p.store.Guards.Get(ctx, guard)
	if err != nil {
		return "", err
	}
	switch {
	case (missing || there.Domain != partner.Domain) && p.Now() >= claim.At.Add(claimGrace):
	case missing || there.Domain != partner.Domain:
		return "", p.companyKnown(partner.Domain)
	case there.EmailVerifiedAt == "" && p.Now() >= claim.At.Add(confirmLife):
		before = there.ID
	case there.MayReapply(p.Rules, p.Today()) == nil:
		before = there.ID
	default:
		if portal.Mailbox(there.Email) == portal.Mailbox(partner.Email) {
			err := p.record(ctx, p.fact("asked-again:"+p.newID(), there.Subject(), there.ID, "join.asked_again", portal.System("join"), nil))
			if err != nil {
				return "", err
			}
		}
		return "", p.companyKnown(partner.Domain)
	}
	err = p.store.Guards.Pass(ctx, guard, holder, string(partner.ID), p.Now())
	if portal.KindOf(err) == portal.Conflict {
		return "", p.companyKnown(partner.Domain)
	}
	return before, err
}

// companyKnown is the same answer whatever became of the company, and whoever asks.
func (p *Program) companyKnown(domain string) error {
	return portal.Problems{"site": domain + " is with us already. If you applied, look into your mail: we have just written to the address we know. " +
		"Otherwise ask a colleague, or write to " + p.Rules.Support + "."}.Err()
}

// confirmLink is the link that proves an applicant's address.
func (p *Program) confirmLink(partner portal.Partner, asked portal.Instant) string {
	return p.url("/join/verify/" + p.token(forConfirm, string(partner.ID), emailFact(partner.Email), asked.Add(confirmLife)))
}

// statusToken is what the secret link to an application carries.
func (p *Program) statusToken(partner portal.Partner) string {
	return p.token(forStatus, string(partner.ID), emailFact(partner.Email), partner.AppliedAt.Add(statusLife))
}

func (p *Program) statusLink(partner portal.Partner) string {
	return p.url("/join/status/" + p.statusToken(partner))
}

// Confirmation is the application behind a confirmation link.
type Confirmation struct {
	Company string
	Email   string
	Status  string // the token of the status page once the address is confirmed, "" before
	Late    bool   // with Gone: the link is past its time, and a new one can be asked for
}

// CheckConfirmation says whose address a link confirms: NotFound for no link of ours,
// Gone for one that is past its time or that another application has replaced.
func (p *Program) CheckConfirmation(ctx context.Context, token string) (Confirmation, error) {
	_, _, gone := p.open(forConfirm, token)
	if gone != nil && portal.KindOf(gone) != portal.Gone {
		return Confirmation{}, gone
	}
	subject, fact, err := p.openLate(forConfirm, token)
	if err != nil {
		return Confirmation{}, err
	}
	partner, err := p.confirmable(ctx, subject, fact)
	if err != nil {
		return Confirmation{}, err
	}
	if gone != nil {
		return Confirmation{Late: true}, gone
	}
	c := Confirmation{Company: partner.Company, Email: partner.Email}
	if partner.EmailVerifiedAt != "" {
		c.Status = p.statusToken(partner)
	}
	return c, nil
}

// Confirm proves an applicant's address; from now on staff see the application. It
// returns the token of the status page. Doing it twice is doing it once.
func (p *Program) Confirm(ctx context.Context, token string, client Client) (status string, err error) {
	subject, fact, err := p.open(forConfirm, token)
	if err != nil {
		return "", err
	}
	partner, err := p.confirmable(ctx, subject, fact)
	if err != nil {
		return "", err
	}
	partner, err = p.changePartner(ctx, partner.ID, 0, func(there portal.Partner) (portal.Partner, error) {
		return there.VerifyEmail(applicant(there, client), p.Now()), nil
	})
	return p.statusToken(partner), err
}

// confirmable is the application of a confirmation link while it stands for its company.
func (p *Program) confirmable(ctx context.Context, subject, fact string) (portal.Partner, error) {
	partner, err := p.store.Partners.Get(ctx, portal.PartnerID(subject))
	if err != nil {
		return partner, err
	}
	replaced := portal.Errorf(portal.Gone, "This application was replaced by a later one. Use the link in the newest mail.")
	if emailFact(partner.Email) != fact {
		return partner, replaced
	}
	if partner.EmailVerifiedAt != "" {
		return partner, nil
	}
	guard, err := p.store.Guards.Get(ctx, store.DomainGuard(partner.Domain))
	if portal.KindOf(err) == portal.NotFound || err == nil && guard.Holder != string(partner.ID) {
		return partner, replaced
	}
	return partner, err
}

// AskConfirmation sends a new confirmation link in place of one that has expired.
func (p *Program) AskConfirmation(ctx context.Context, token string) error {
	subject, fact, err := p.openLate(forConfirm, token)
	if err != nil {
		return err
	}
	partner, err := p.confirmable(ctx, subject, fact)
	if err != nil {
		return err
	}
	if err := p.try(ctx, "confirm|"+subject, mailTries); err != nil {
		return err
	}
	if partner.EmailVerifiedAt == "" {
		err := p.store.Guards.Pass(ctx, store.DomainGuard(partner.Domain), subject, subject, p.Now()) // it holds for a new term
		if err != nil {
			return err
		}
	}
	return p.record(ctx, p.fact("asked-again:"+p.newID(), partner.Subject(), partner.ID, "join.asked_again", portal.System("join"), nil))
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

// supersede notes on an earlier application that a later one took its place.
func (p *Program) supersede(ctx context.Context, before, by portal.PartnerID) error {
	if before == "" {
		return nil
	}
	_, err := p.changePartner(ctx, before, 0, func(old portal.Partner) (portal.Partner, error) {
		return old.Supersede(by, portal.System("join"), p.Now()), nil
	})
	return err
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

// applicant is who acts by the links in an applicant's mails.
func applicant(partner portal.Partner, client Client) portal.Actor {
	return portal.Actor{Name: strings.TrimSpace(partner.Contact), Partner: partner.ID, Address: client.Address}
}
