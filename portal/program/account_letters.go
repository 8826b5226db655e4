package program

import (
	"context"
	"strings"

	"tandem/portal"
)

// accountLetters are the mails about accounts.
func accountLetters() []letterKind {
	return []letterKind{
		{"invitation", "invitation.sent", toInvited, composeInvitation},
		{"reset", "user.reset_asked", toUser, composeReset},
		{"confirm-email", "user.email_asked", toNewEmail, composeNewEmail},
		{"email-asked", "user.email_asked", toUser, composeEmailAsked},
		{"password-set", "user.password_set", toUser, composePasswordSet},
		{"factor-removed", "user.factor_removed", toUser, composeFactorRemoved},
		{"new-device", portal.UserSignedInEvent, toFreshDevice, composeFreshDevice},
		{"session-stolen", "user.session_stolen", toUser, composeStolen},
	}
}

// toUser addresses the account an event is about.
func toUser(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	user, err := p.userOf(ctx, e)
	if portal.KindOf(err) == portal.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []recipient{{user: user.ID, to: user.Email}}, nil
}

// toFreshDevice addresses who signed in on a device that was not seen before.
func toFreshDevice(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	if e.Data[freshDevice] == "" {
		return nil, nil
	}
	return toUser(ctx, p, e)
}

func toNewEmail(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	user, err := p.userOf(ctx, e)
	if err != nil || user.NewEmail == "" {
		return nil, ignoreMissing(err)
	}
	return []recipient{{to: user.NewEmail}}, nil
}

func toInvited(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	invitation, err := p.invitationOf(ctx, e)
	if err != nil || invitation.State != portal.InvitationOpen {
		return nil, ignoreMissing(err)
	}
	return []recipient{{to: invitation.Email}}, nil
}

func ignoreMissing(err error) error {
	if portal.KindOf(err) == portal.NotFound {
		return nil
	}
	return err
}

func (p *Program) userOf(ctx context.Context, e portal.Event) (portal.User, error) {
	return p.store.Users.Get(ctx, portal.UserID(strings.TrimPrefix(e.Subject, "user:")))
}

func (p *Program) invitationOf(ctx context.Context, e portal.Event) (portal.Invitation, error) {
	return p.store.Invitations.Get(ctx, portal.InvitationID(strings.TrimPrefix(e.Subject, "invitation:")))
}

func (p *Program) invitationLink(i portal.Invitation) string {
	return p.url("/invitation/" + p.token(forInvitation, string(i.ID), "", i.ExpiresAt))
}

func composeInvitation(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	i, err := p.invitationOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	return Letter{
		Name: i.Name, Subject: e.ByName + " invites you to " + p.Rules.Name,
		Lines: []string{
			e.ByName + " would like you to join " + p.Rules.Name + ", the partner portal of " + p.Rules.Company + ".",
			"Choose a password and you are in. The link works for 14 days.",
		},
		Action: "Accept the invitation", Link: p.invitationLink(i),
		Why: "You get this because " + e.ByName + " entered your address. If you do not know them, do nothing: no account is made.",
	}, nil
}

func composeReset(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	user, err := p.userOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	token := p.token(forReset, string(user.ID), e.Data["fact"], e.At.Add(resetLife))
	return Letter{
		Name: user.Name, Subject: "Choose a new password",
		Lines:  []string{"Somebody, probably you, asked for a new password for " + p.Rules.Name + ". The link works for one hour, once."},
		Action: "Choose a new password", Link: p.url("/reset/" + token),
		Why: "If you did not ask for it, do nothing: your password stays as it is.",
	}, nil
}

func composeNewEmail(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	user, err := p.userOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	token := p.token(forEmail, string(user.ID), emailFact(m.To), e.At.Add(emailLife))
	return Letter{
		Name: user.Name, Subject: "Confirm your new address",
		Lines:  []string{"You asked to use this address for " + p.Rules.Name + ". It counts once you confirm it. The link works for one day."},
		Action: "Use this address", Link: p.url("/account/email/" + token),
		Why: "If you did not ask for it, do nothing.",
	}, nil
}

func composeEmailAsked(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	return p.notice(ctx, e, "Your address is about to change",
		"Somebody signed in as you asked to use another email address for your account. It changes once the new address is confirmed.")
}

func composePasswordSet(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	return p.notice(ctx, e, "Your password was changed", "The password of your account was changed, and your other devices were signed out.")
}

func composeFactorRemoved(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	return p.notice(ctx, e, "Your second step was removed", "Signing in to your account no longer asks for a code. You can set it up again on your account page.")
}

func composeFreshDevice(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	user, err := p.userOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	return Letter{
		Name: user.Name, Subject: "New sign-in with " + e.Data["device"],
		Lines: []string{
			"Somebody signed in to your account on a device that we have not seen before: " + e.Data["device"] + ", " +
				e.At.Time().In(p.Rules.Zone).Format("Monday 2 January 2006, 15:04 MST") + ", from the network address " + e.Data["address"] + ".",
			"If it was you, there is nothing to do. If it was not, sign that device out, choose a new password and tell " + p.Rules.Support + ".",
		},
		Action: "See your devices", Link: p.url("/account/sessions"),
		Why: "You get this because it concerns the safety of your account at " + p.Rules.Name + ".",
	}, nil
}

func composeStolen(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	return p.notice(ctx, e, "You were signed out on one device",
		"A sign-in of yours was used from two places at once, which happens when it was copied. We ended it. Sign in again, and change your password if you do not know why.")
}

// notice is a letter that tells a person what happened to their account.
func (p *Program) notice(ctx context.Context, e portal.Event, subject, line string) (Letter, error) {
	user, err := p.userOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	return Letter{
		Name: user.Name, Subject: subject,
		Lines:  []string{line, "If it was not you, choose a new password at once and tell " + p.Rules.Support + "."},
		Action: "Choose a new password", Link: p.url("/reset"),
		Why: "You get this because it concerns the safety of your account at " + p.Rules.Name + ".",
	}, nil
}
