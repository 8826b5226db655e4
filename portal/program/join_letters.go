package program

import (
	"context"
	"slices"
	"strings"

	"tandem/portal"
)

// joinLetters are the mails about applications and what becomes of a partner.
func joinLetters() []letterKind {
	return []letterKind{
		{"confirm-application", portal.PartnerAppliedEvent, toApplicant, composeConfirm},
		{"applied-again", "join.asked_again", toApplicant, composeAskedAgain},
		{"application-received", portal.PartnerVerifiedEvent, toApplicant, composeReceived},
		{"application-question", portal.PartnerAskedEvent, toApplicant, composeQuestion},
		{"application-answered", portal.PartnerRepliedEvent, toAsker, composeAnswered},
		{"application-approved", portal.PartnerApprovedEvent, toApplicant, composeApproved},
		{"application-declined", portal.PartnerDeclinedEvent, toApplicant, composeDeclined},
		{"specialist", portal.PartnerSpecialistEvent, toPartnerAdmins, composeSpecialist},
		{"paused", portal.PartnerPausedEvent, toPartnerAdmins, composePaused},
		{"resumed", portal.PartnerResumedEvent, toPartnerAdmins, composeResumed},
		{"ended", portal.PartnerEndedEvent, toPartnerAdmins, composeEnded},
	}
}

func (p *Program) partnerOf(ctx context.Context, e portal.Event) (portal.Partner, error) {
	return p.store.Partners.Get(ctx, portal.PartnerID(strings.TrimPrefix(e.Subject, "partner:")))
}

// toApplicant addresses who filled in the application.
func toApplicant(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return nil, ignoreMissing(err)
	}
	return []recipient{{to: partner.Email}}, nil
}

// toAsker addresses the member of staff whose question was answered.
func toAsker(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return nil, ignoreMissing(err)
	}
	for _, c := range slices.Backward(partner.History[:min(max(e.N-1, 0), len(partner.History))]) {
		if c.Kind != portal.PartnerAskedEvent {
			continue
		}
		return p.toPerson(ctx, c.By)
	}
	return nil, nil
}

func (p *Program) appliedWhy() string {
	return "You get this because somebody applied to " + p.Rules.Name + " with your address. If it was not you, do nothing: nobody here reads an application that was not confirmed."
}

func composeConfirm(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	return p.confirmLetter(ctx, partner, e, m)
}

// confirmLetter asks for the one step that an application needs, unless the address
// signs somebody in already: an account belongs to one company.
func (p *Program) confirmLetter(ctx context.Context, partner portal.Partner, e portal.Event, m portal.Message) (Letter, error) {
	email, err := portal.NormalEmail(m.To)
	if err != nil {
		return Letter{}, err
	}
	_, known, err := p.userByEmail(ctx, email)
	if err != nil {
		return Letter{}, err
	}
	if known {
		return Letter{
			Name: partner.Contact, Subject: "You have an account at " + p.Rules.Name + " already",
			Lines: []string{
				"Somebody, probably you, applied for " + partner.Company + " with this address. It belongs to an account already, and an account belongs to one company, so this application cannot use it.",
				"Sign in with your account, or apply with another address in three days.",
			},
			Action: "Sign in", Link: p.url("/signin"), Why: p.appliedWhy(),
		}, nil
	}
	return Letter{
		Name: partner.Contact, Subject: "Confirm your application to " + p.Rules.Name,
		Lines: []string{
			"Thank you for applying with " + partner.Company + ". Confirm that this is your address; then our team reads your application and answers within " +
				counted(p.Rules.Referral.AnswerWorkdays, "working day", "working days") + ".",
			"The link works for three days.",
		},
		Action: "Confirm this address", Link: p.confirmLink(partner, e.At), Why: p.appliedWhy(),
	}, nil
}

func composeAskedAgain(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	if partner.EmailVerifiedAt == "" {
		return p.confirmLetter(ctx, partner, e, m)
	}
	return p.applicantLetter(partner, "Your application to "+p.Rules.Name, "See where it stands",
		partner.Company+" is with us already. Here is the link to what became of the application."), nil
}

// applicantLetter is a letter to the applicant whose one action is the status page.
func (p *Program) applicantLetter(partner portal.Partner, subject, action string, lines ...string) Letter {
	return Letter{
		Name: partner.Contact, Subject: subject, Lines: lines, Action: action, Link: p.statusLink(partner),
		Why: "You get this because you applied to " + p.Rules.Name + " for " + partner.Company + ". Keep the link to yourself: it opens the application.",
	}
}

func composeReceived(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	return p.applicantLetter(partner, "We have your application", "See where it stands",
		"Your address is confirmed and the application of "+partner.Company+" is with our team. You hear from us by "+p.answerBy(partner).Day(p.Rules.Zone).Long()+".",
		"The link below always shows where it stands."), nil
}

func composeQuestion(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	return p.applicantLetter(partner, "A question about your application", "Answer",
		e.ByName+" has read the application of "+partner.Company+" and asks:", e.Reason,
		"Your answer goes straight back to the person who asked."), nil
}

func composeAnswered(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	lines := []string{e.ByName + " of " + partner.Company + " writes:", e.Reason}
	if names := e.CorrectionNames(); names != "" {
		lines = append(lines, "The application has changed with it: they corrected "+names+".")
	}
	return Letter{
		Name: p.nameOf(ctx, m), Subject: partner.Company + " answered your question",
		Lines:  lines,
		Action: "Open the application", Link: p.url("/desk/applications/" + string(partner.ID)),
		Why: "You get this because you asked the applicant for more.",
	}, nil
}

func composeApproved(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	if err := p.inviteApplicant(ctx, partner.ID, partner.Email, partner.Contact); err != nil { // a crash may have come before it
		return Letter{}, err
	}
	invitation, err := p.store.Invitations.Get(ctx, portal.InvitationID(partner.ID))
	if err != nil {
		return Letter{}, err
	}
	lines := []string{partner.Company + " is in. " + partner.SpecialistName + " looks after you from here and will be in touch."}
	if e.Reason != "" {
		lines = append(lines, e.ByName+" adds: "+e.Reason)
	}
	lines = append(lines, "Choose a password, and the portal takes you through the first steps. The link works for 14 days.")
	return Letter{
		Name: partner.Contact, Subject: "Welcome to " + p.Rules.Name, Lines: lines,
		Action: "Choose a password", Link: p.invitationLink(invitation),
		Why: "You get this because you applied to " + p.Rules.Name + " for " + partner.Company + ". Keep the link to yourself: it makes your account.",
	}, nil
}

func composeDeclined(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	return p.applicantLetter(partner, "About your application to "+p.Rules.Name, "See the decision",
		"Thank you for the time you gave to the application of "+partner.Company+". We have decided not to take it forward now, and this is why:", e.Reason,
		"You are welcome to apply again from "+e.At.Day(p.Rules.Zone).AddDays(p.Rules.ReapplyDays).Long()+"."), nil
}

// partnerLetter tells an admin of a partner what changed for the company.
func (p *Program) partnerLetter(ctx context.Context, m portal.Message, subject, action, path string, lines ...string) (Letter, error) {
	return Letter{
		Name: p.nameOf(ctx, m), Subject: subject, Lines: lines, Action: action, Link: p.url(path),
		Why: "You get this because you look after your company's account at " + p.Rules.Name + ".",
	}, nil
}

func composeSpecialist(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.partnerLetter(ctx, m, e.Data["specialist_name"]+" looks after you now", "Open the portal", "/home",
		e.Data["specialist_name"]+" is your specialist at "+p.Rules.Company+" from today: the person to ask about anything in the program.")
}

func composePaused(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.partnerLetter(ctx, m, "Your partnership is paused", "Open the portal", "/home",
		"We have paused your partnership. Until it resumes you can neither refer customers nor earn on new collections; what you earned before stays yours and is paid as agreed.",
		"The reason: "+e.Reason, "Write to "+p.Rules.Support+" if you have a question.")
}

func composeResumed(ctx context.Context, p *Program, _ portal.Event, m portal.Message) (Letter, error) {
	return p.partnerLetter(ctx, m, "Your partnership goes on", "Open the portal", "/home",
		"Your partnership is no longer paused: you can refer customers and earn again from today.")
}

func composeEnded(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	until := "today"
	if last := portal.Date(e.Data["last_day"]); last != "" {
		until = last.Long()
	}
	lines := []string{
		"Your partnership with " + p.Rules.Company + " has ended. What you earned until " + until + " stays yours and is paid as agreed; you can sign in to see it.",
		"The reason: " + e.Reason,
	}
	if partner.PayTo.IsZero() {
		lines = append(lines, "We do not know yet where to pay. If something is still owed to you, add your payout details in the portal.")
	}
	return p.partnerLetter(ctx, m, "Your partnership has ended", "See your earnings", "/earnings", append(lines, "Write to "+p.Rules.Support+" if you have a question.")...)
}
