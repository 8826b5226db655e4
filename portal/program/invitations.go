package program

import (
	"context"
	"slices"

	"tandem/portal"
	"tandem/portal/store"
)

// Invite is what a person fills in to invite a colleague.
type Invite struct {
	Email string
	Name  string
	Roles []portal.Role
}

// invites checks that the actor may bring people into a company: a partner admin
// into their own, an admin into the staff.
func invites(actor portal.Actor) error {
	if actor.Partner != "" {
		return actor.Must(portal.PartnerAdmin)
	}
	return actor.Must(portal.Admin)
}

// InviteColleague invites somebody into the actor's own company: a partner admin
// invites for their partner, an admin for the staff.
func (p *Program) InviteColleague(ctx context.Context, actor portal.Actor, in Invite) (portal.Invitation, error) {
	if err := invites(actor); err != nil {
		return portal.Invitation{}, err
	}
	if err := p.try(ctx, "invite|"+string(actor.User), portal.TryPolicy{Free: 50, First: addressTries.First, Longest: addressTries.Longest, Forget: addressTries.Forget}); err != nil {
		return portal.Invitation{}, err
	}
	invitation, err := portal.NewInvitation(portal.InvitationID(p.newID()), "invitation.sent", in.Email, in.Name, actor.Partner, in.Roles, actor, p.Now())
	if err != nil {
		return invitation, err
	}
	open, err := p.store.Invitations.Open(ctx, actor.Partner)
	if err != nil {
		return invitation, err
	}
	if slices.ContainsFunc(open, func(i portal.Invitation) bool { return i.Email == invitation.Email }) {
		return invitation, portal.Problems{"email": "This address is invited already. Send that invitation again instead."}.Err()
	}
	people, err := p.store.Users.Of(ctx, actor.Partner)
	if err != nil {
		return invitation, err
	}
	if slices.ContainsFunc(people, func(u portal.User) bool { return u.Email == invitation.Email }) {
		return invitation, portal.Problems{"email": "This person has an account here already."}.Err()
	}
	return invitation, p.sendInvitation(ctx, invitation)
}

// inviteApplicant lets the person who filled in the join form make the account of
// the new partner's admin. The letter of the approval carries the link.
func (p *Program) inviteApplicant(ctx context.Context, partner portal.PartnerID, email, name string) error {
	invitation, err := portal.NewInvitation(portal.InvitationID(partner), "invitation.approved", email, name, partner,
		[]portal.Role{portal.PartnerAdmin}, portal.System("join"), p.Now())
	if err != nil {
		return err
	}
	err = p.sendInvitation(ctx, invitation)
	if portal.KindOf(err) == portal.Conflict { // made before
		return nil
	}
	return err
}

func (p *Program) sendInvitation(ctx context.Context, invitation portal.Invitation) error {
	if err := p.store.Invitations.Insert(ctx, invitation); err != nil {
		return err
	}
	return p.recordLast(ctx, invitation.Subject(), invitation.Partner, invitation.History)
}

// Invitations are the ones of the actor's company that nobody has accepted.
func (p *Program) Invitations(ctx context.Context, actor portal.Actor) ([]portal.Invitation, error) {
	if err := invites(actor); err != nil {
		return nil, err
	}
	return p.store.Invitations.Open(ctx, actor.Partner)
}

// ResendInvitation sends an invitation of the actor's company once more, good for its whole life again.
func (p *Program) ResendInvitation(ctx context.Context, actor portal.Actor, id portal.InvitationID) error {
	if err := p.try(ctx, "resend|"+string(id), mailTries); err != nil {
		return err
	}
	return p.changeInvitation(ctx, actor, id, func(i portal.Invitation) (portal.Invitation, error) { return i.Renew(actor, p.Now()) })
}

// WithdrawInvitation ends an invitation of the actor's company.
func (p *Program) WithdrawInvitation(ctx context.Context, actor portal.Actor, id portal.InvitationID) error {
	return p.changeInvitation(ctx, actor, id, func(i portal.Invitation) (portal.Invitation, error) { return i.Withdraw(actor, p.Now()) })
}

func (p *Program) changeInvitation(ctx context.Context, actor portal.Actor, id portal.InvitationID, step func(portal.Invitation) (portal.Invitation, error)) error {
	if err := invites(actor); err != nil {
		return err
	}
	invitation, err := p.store.Invitations.Get(ctx, id)
	if err != nil {
		return err
	}
	if invitation.Partner != actor.Partner {
		return portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	next, err := step(invitation)
	if err != nil {
		return err
	}
	if next, err = p.store.Invitations.Save(ctx, next); err != nil {
		return err
	}
	return p.recordLast(ctx, next.Subject(), next.Partner, next.History)
}

// CheckInvitation is the invitation behind a mailed link: NotFound for a link that is
// none, Gone for one that has ended.
func (p *Program) CheckInvitation(ctx context.Context, token string) (portal.Invitation, error) {
	subject, _, err := p.open(forInvitation, token)
	if err != nil {
		return portal.Invitation{}, err
	}
	invitation, err := p.store.Invitations.Get(ctx, portal.InvitationID(subject))
	if err != nil {
		return invitation, err
	}
	return invitation, invitation.Usable(p.Now())
}

// Accept is what an invited person fills in.
type Accept struct {
	Token    string
	Name     string
	Password string
	Client   Client
}

// AcceptInvitation makes the account an invitation is for, with its address proven,
// and signs the person in. Conflict when the address has an account elsewhere.
func (p *Program) AcceptInvitation(ctx context.Context, in Accept) (SignedIn, error) {
	invitation, err := p.CheckInvitation(ctx, in.Token)
	if err != nil {
		return SignedIn{}, err
	}
	now := p.Now()
	id := portal.UserID("u" + string(invitation.ID)) // from the invitation, so that a repeat after a crash is the same person
	user, err := portal.NewUser(id, invitation.Email, in.Name, invitation.Partner, invitation.Roles, portal.Actor{User: id, Name: in.Name, Partner: invitation.Partner}, now)
	problems := portal.Problems{}
	if wrong, ok := err.(*portal.Error); ok {
		for field, problem := range wrong.Fields {
			problems.Add(field, "%s", problem)
		}
	} else if err != nil {
		return SignedIn{}, err
	}
	checkPassword(in.Password, problems, invitation.Email, in.Name, p.Rules.Name, p.Rules.Company)
	if err := problems.Err(); err != nil {
		return SignedIn{}, err
	}
	hash, err := p.hashes.hash(ctx, in.Password)
	if err != nil {
		return SignedIn{}, err
	}
	user.VerifiedAt = now
	user.Password, user.PasswordAt = hash, now
	if user, err = p.createUser(ctx, user); err != nil {
		return SignedIn{}, err
	}
	accepted, err := invitation.Accept(id, user.Actor(in.Client.Address), now)
	if err != nil {
		return SignedIn{}, err
	}
	if accepted, err = p.store.Invitations.Save(ctx, accepted); err != nil {
		return SignedIn{}, err
	}
	if err := p.recordLast(ctx, accepted.Subject(), accepted.Partner, accepted.History); err != nil {
		return SignedIn{}, err
	}
	return p.startSession(ctx, id, passwordFact(user), in.Client, false)
}

// createUser takes the address for an account and stores it. An account that a
// crash left behind before the invitation was closed is taken over as it is now.
func (p *Program) createUser(ctx context.Context, user portal.User) (portal.User, error) {
	holder, err := p.store.Guards.Claim(ctx, store.EmailGuard(user.Email), string(user.ID), p.Now())
	if err != nil {
		return user, err
	}
	if holder != string(user.ID) {
		return user, portal.Errorf(portal.Conflict, "There is an account with this address already. Sign in with it.")
	}
	if user.Partner != "" {
		partner, err := p.store.Partners.Get(ctx, user.Partner)
		if ignoreMissing(err) != nil {
			return user, err
		}
		user.Company = partner.Company
	}
	err = p.store.Users.Insert(ctx, user)
	if portal.KindOf(err) == portal.Conflict {
		return p.changeUser(ctx, user.ID, func(there portal.User) (portal.User, error) {
			there.Name, there.Password, there.PasswordAt = user.Name, user.Password, user.PasswordAt
			return there, nil
		})
	}
	if err != nil {
		return user, err
	}
	user.Version = 1
	return user, p.recordAll(ctx, user.Subject(), user.Partner, user.History)
}
