package program

import (
	"context"
	"slices"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// How many companies may be invited to apply in a day: by one member of staff, by all
// of a partner together. It keeps the portal from being used to write to strangers.
const (
	staffInvitesADay   = 100
	partnerInvitesADay = 10
)

// joinInvitationsPage is how many invitations a page of the list shows.
const joinInvitationsPage = 25

// JoinInvitationRow is an invitation as its inviter sees it: the state, and no more of
// what came of it.
type JoinInvitationRow struct {
	portal.JoinInvitation
	Stands portal.JoinInvitationState
	Link   string // for the inviter to pass on, "" when it no longer works
}

// JoinInvitationList is a page of invitations, newest first.
type JoinInvitationList struct {
	Rows   []JoinInvitationRow
	Next   string
	Closed string // why the actor's company cannot invite now, "" when it can
}

// invitesCompanies checks that the actor may ask companies to apply: a manager for
// the program, a partner admin in the name of their own company.
func invitesCompanies(actor portal.Actor) error {
	if actor.Partner != "" {
		return actor.Must(portal.PartnerAdmin)
	}
	return actor.Must(portal.Manager)
}

// inviterOf is the company in whose name the actor invites. closed says why it cannot now.
func (p *Program) inviterOf(ctx context.Context, actor portal.Actor) (company, closed string, err error) {
	if actor.Partner == "" {
		return p.Rules.Company, "", nil
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err == nil && !partner.State.Working() {
		closed = "Only a partner that takes part can invite others."
	}
	return partner.Company, closed, err
}

// JoinInvitations are the companies that were asked to apply: for a manager all of
// them, for a partner admin those of their own company.
func (p *Program) JoinInvitations(ctx context.Context, actor portal.Actor, after string) (JoinInvitationList, error) {
	if err := invitesCompanies(actor); err != nil {
		return JoinInvitationList{}, err
	}
	_, closed, err := p.inviterOf(ctx, actor)
	if err != nil {
		return JoinInvitationList{}, err
	}
	var page store.Page[portal.JoinInvitation]
	if actor.Partner == "" {
		page, err = p.store.JoinInvitations.Latest(ctx, joinInvitationsPage, after)
	} else {
		page, err = p.store.JoinInvitations.Of(ctx, actor.Partner, joinInvitationsPage, after)
	}
	if err != nil {
		return JoinInvitationList{}, err
	}
	var ids []portal.PartnerID
	for _, i := range page.Rows {
		if i.Application != "" {
			ids = append(ids, i.Application)
		}
	}
	applications, err := p.store.Partners.GetMany(ctx, ids)
	if err != nil {
		return JoinInvitationList{}, err
	}
	states := map[portal.PartnerID]portal.PartnerState{}
	for _, application := range applications {
		states[application.ID] = application.State
	}
	list := JoinInvitationList{Next: page.Next, Closed: closed}
	for _, i := range page.Rows {
		row := JoinInvitationRow{JoinInvitation: i, Stands: i.Stands(states[i.Application], p.Now())}
		if i.Usable(p.Now()) == nil {
			row.Link = p.joinLink(i)
		}
		list.Rows = append(list.Rows, row)
	}
	return list, nil
}

// InviteCompany asks a company to apply, by a mail when there is an address. It is
// Limited beyond the day's number, Conflict while the actor's company takes no part.
func (p *Program) InviteCompany(ctx context.Context, actor portal.Actor, in portal.JoinInvite) (JoinInvitationRow, error) {
	if err := invitesCompanies(actor); err != nil {
		return JoinInvitationRow{}, err
	}
	company, closed, err := p.inviterOf(ctx, actor)
	if err != nil {
		return JoinInvitationRow{}, err
	}
	if closed != "" {
		return JoinInvitationRow{}, portal.Errorf(portal.Conflict, "%s", closed)
	}
	invitation, err := portal.NewJoinInvitation(portal.JoinInvitationID(p.newID()), in, actor, company, p.Now())
	if err != nil {
		return JoinInvitationRow{}, err
	}
	if invitation.Email != "" {
		if err := p.mayInvite(ctx, actor, invitation); err != nil {
			return JoinInvitationRow{}, err
		}
	}
	if err := p.tryToday(ctx, actor); err != nil {
		return JoinInvitationRow{}, err
	}
	if err := p.store.JoinInvitations.Insert(ctx, invitation); err != nil {
		return JoinInvitationRow{}, err
	}
	row := JoinInvitationRow{JoinInvitation: invitation, Stands: invitation.State, Link: p.joinLink(invitation)}
	return row, p.recordLast(ctx, invitation.Subject(), invitation.Partner, invitation.History)
}

// mayInvite is Invalid at the address when the same company has written to it already.
// Staff, who see all partners, also hear that somebody there is with us; a peer learns nothing.
func (p *Program) mayInvite(ctx context.Context, actor portal.Actor, invitation portal.JoinInvitation) error {
	there, err := p.store.JoinInvitations.To(ctx, actor.Partner, invitation.Email)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(there, func(i portal.JoinInvitation) bool { return i.Usable(p.Now()) == nil }) {
		return portal.Problems{"email": "This address is invited already. Send that invitation again instead."}.Err()
	}
	if actor.Partner == "" {
		email, err := portal.NormalEmail(invitation.Email)
		if err != nil {
			return err
		}
		_, known, err := p.userByEmail(ctx, email)
		if err != nil {
			return err
		}
		if known {
			return portal.Problems{"email": "This person has an account here already."}.Err()
		}
		if domain, ok := portal.RegistrableDomain(afterAt(email)); ok {
			if err := p.companyUnknown(ctx, domain); err != nil {
				return err
			}
		}
	}
	return p.try(ctx, "join-invite-to|"+string(actor.Partner)+"|"+p.keyed("account", portal.Mailbox(invitation.Email)), mailTries)
}

// companyUnknown is Invalid at the address when its domain is of a company that staff know.
func (p *Program) companyUnknown(ctx context.Context, domain string) error {
	guard, err := p.store.Guards.Get(ctx, store.DomainGuard(domain))
	if portal.KindOf(err) == portal.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	partner, err := p.confirmedPartner(ctx, portal.PartnerID(guard.Holder))
	if portal.KindOf(err) == portal.NotFound || err == nil && (partner.Domain != domain || partner.MayReapply(p.Rules, p.Today()) == nil) {
		return nil
	}
	if err != nil {
		return err
	}
	return portal.Problems{"email": partner.Company + " is with us already: " + partner.State.Label() + "."}.Err()
}

// tryToday counts one invitation of the day.
func (p *Program) tryToday(ctx context.Context, actor portal.Actor) error {
	who, free := string(actor.User), staffInvitesADay
	if actor.Partner != "" {
		who, free = string(actor.Partner), partnerInvitesADay
	}
	day := 24 * time.Hour
	err := p.try(ctx, "join-invite|"+who+"|"+string(p.Today()), portal.TryPolicy{Free: free, First: day, Longest: day, Forget: 2 * day})
	if portal.KindOf(err) == portal.Limited {
		return portal.Errorf(portal.Limited, "%s were invited today. More can be invited tomorrow.", counted(free, "company", "companies")).Because(err)
	}
	return err
}

// ResendJoinInvitation sends an invitation once more, good for its whole life again.
// One without an address is renewed, and its link works again.
func (p *Program) ResendJoinInvitation(ctx context.Context, actor portal.Actor, id portal.JoinInvitationID) (portal.JoinInvitation, error) {
	_, closed, err := p.inviterOf(ctx, actor)
	if err != nil {
		return portal.JoinInvitation{}, err
	}
	return p.changeJoinInvitation(ctx, actor, id, func(i portal.JoinInvitation) (portal.JoinInvitation, error) {
		if closed != "" {
			return i, portal.Errorf(portal.Conflict, "%s", closed)
		}
		next, err := i.Renew(actor, p.Now())
		if err != nil {
			return i, err
		}
		return next, p.try(ctx, "resend-join|"+string(id), mailTries)
	})
}

// WithdrawJoinInvitation ends an invitation: its link no longer works.
func (p *Program) WithdrawJoinInvitation(ctx context.Context, actor portal.Actor, id portal.JoinInvitationID) (portal.JoinInvitation, error) {
	return p.changeJoinInvitation(ctx, actor, id, func(i portal.JoinInvitation) (portal.JoinInvitation, error) { return i.Withdraw(actor, p.Now()) })
}

func (p *Program) changeJoinInvitation(
	ctx context.Context, actor portal.Actor, id portal.JoinInvitationID, step func(portal.JoinInvitation) (portal.JoinInvitation, error),
) (portal.JoinInvitation, error) {
	if err := invitesCompanies(actor); err != nil {
		return portal.JoinInvitation{}, err
	}
	invitation, err := p.store.JoinInvitations.Get(ctx, id)
	if err != nil {
		return invitation, err
	}
	if actor.Partner != "" && invitation.Partner != actor.Partner {
		return invitation, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	next, err := step(invitation)
	if err != nil {
		return invitation, err
	}
	return p.saveJoinInvitation(ctx, next)
}

func (p *Program) saveJoinInvitation(ctx context.Context, next portal.JoinInvitation) (portal.JoinInvitation, error) {
	next, err := p.store.JoinInvitations.Save(ctx, next)
	if err != nil {
		return next, err
	}
	return next, p.recordLast(ctx, next.Subject(), next.Partner, next.History)
}
