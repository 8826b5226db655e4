package program

import (
	"context"
	"strings"

	"tandem/portal"
)

// joinInvitationLetters are the mails about companies that somebody asked to apply: to
// the company, and to whoever asked it.
func joinInvitationLetters() []letterKind {
	return []letterKind{
		{"join-invitation", portal.JoinInvitationSentEvent, toInvitedCompany, composeJoinInvitation},
		{"invited-applied", portal.JoinInvitationAppliedEvent, toInviter, composeInvitedApplied},
		{"invited-approved", portal.PartnerApprovedEvent, toInviterOf, composeInvitedApproved},
		{"invited-declined", portal.PartnerDeclinedEvent, toInviterOf, composeInvitedDeclined},
	}
}

func (p *Program) joinInvitationOf(ctx context.Context, e portal.Event) (portal.JoinInvitation, error) {
	return p.store.JoinInvitations.Get(ctx, portal.JoinInvitationID(strings.TrimPrefix(e.Subject, "join_invitation:")))
}

func toInvitedCompany(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	i, err := p.joinInvitationOf(ctx, e)
	if err != nil || i.Email == "" || i.Usable(p.Now()) != nil {
		return nil, ignoreMissing(err)
	}
	return []recipient{{to: i.Email}}, nil
}

// toInviter addresses who invited, while they may still look at their invitations.
func toInviter(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	i, err := p.joinInvitationOf(ctx, e)
	if err != nil {
		return nil, ignoreMissing(err)
	}
	return p.inviter(ctx, i)
}

// toInviterOf addresses who invited the company that an event is about.
func toInviterOf(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil || partner.Invitation == "" {
		return nil, ignoreMissing(err)
	}
	i, err := p.store.JoinInvitations.Get(ctx, partner.Invitation)
	if err != nil || i.Application != partner.ID || i.By == e.By {
		return nil, ignoreMissing(err)
	}
	return p.inviter(ctx, i)
}

func (p *Program) inviter(ctx context.Context, i portal.JoinInvitation) ([]recipient, error) {
	user, err := p.store.Users.Get(ctx, i.By)
	if err != nil || user.State != portal.UserActive || invitesCompanies(user.Actor("")) != nil {
		return nil, ignoreMissing(err)
	}
	return []recipient{{user: user.ID, to: user.Email}}, nil
}

func composeJoinInvitation(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	i, err := p.joinInvitationOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	lines := []string{i.Inviter() + " thinks that " + i.Company + " would do well as a partner of " + p.Rules.Company + ", and invites you to apply to " + p.Rules.Name + "."}
	if i.Note != "" {
		lines = append(lines, i.ByName+" writes:", i.Note)
	}
	lines = append(lines, "The form takes five minutes, and a person answers within "+counted(p.Rules.Referral.AnswerWorkdays, "working day", "working days")+
		". The link works until "+i.ExpiresAt.Day(p.Rules.Zone).Long()+".")
	return Letter{
		Name: i.Contact, Subject: i.Inviter() + " invites you to " + p.Rules.Name, Lines: lines, Action: "See the program and apply", Link: p.joinLink(i),
		Why: "You get this because " + i.Inviter() + " entered your address. We write to it again only if they do. If you do nothing, nothing happens.",
	}, nil
}

// inviterLetter tells an inviter the state of an invitation, and no more than that.
func (p *Program) inviterLetter(ctx context.Context, m portal.Message, i portal.JoinInvitation, subject, line string) Letter {
	path := "/desk/invitations"
	if i.Partner != "" {
		path = "/company/invitations"
	}
	return Letter{
		Name: p.nameOf(ctx, m), Subject: subject, Lines: []string{line}, Action: "See your invitations", Link: p.url(path),
		Why: "You get this because you invited " + i.Company + " to " + p.Rules.Name + ".",
	}
}

func composeInvitedApplied(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	i, err := p.joinInvitationOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	return p.inviterLetter(ctx, m, i, i.Company+" has applied", i.Company+", which you invited to "+p.Rules.Name+", has applied. You hear once more when it is decided."), nil
}

func composeInvitedApproved(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.invitedDecided(ctx, e, m, "is in", "has been approved and takes part from now on. Thank you for the introduction.")
}

func composeInvitedDeclined(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.invitedDecided(ctx, e, m, "was not taken in", "was not taken in this time. The company knows why.")
}

func (p *Program) invitedDecided(ctx context.Context, e portal.Event, m portal.Message, short, long string) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	i, err := p.store.JoinInvitations.Get(ctx, partner.Invitation)
	if err != nil {
		return Letter{}, err
	}
	return p.inviterLetter(ctx, m, i, i.Company+" "+short, i.Company+", which you invited to "+p.Rules.Name+", "+long), nil
}
