package program

import (
	"context"

	"tandem/portal"
)

// joinLink is where an invited company applies. The invitation says until when it
// works, so the same link works again once it is renewed.
func (p *Program) joinLink(i portal.JoinInvitation) string {
	return p.url("/join/invited/" + p.token(forJoin, string(i.ID), "", i.CreatedAt))
}

// Invited is the invitation behind a link, which somebody has followed now: NotFound
// for no link of ours, Gone for one that has ended.
func (p *Program) Invited(ctx context.Context, token string) (portal.JoinInvitation, error) {
	invitation, err := p.joinInvitation(ctx, token)
	if err != nil {
		return invitation, err
	}
	next := invitation.Follow(p.Now())
	if next.State == invitation.State {
		return invitation, nil
	}
	next, err = p.saveJoinInvitation(ctx, next)
	if portal.KindOf(err) == portal.Conflict { // somebody else follows it at the same moment
		return invitation, nil
	}
	return next, err
}

func (p *Program) joinInvitation(ctx context.Context, token string) (portal.JoinInvitation, error) {
	id, _, err := p.openLate(forJoin, token)
	if err != nil {
		return portal.JoinInvitation{}, err
	}
	invitation, err := p.store.JoinInvitations.Get(ctx, portal.JoinInvitationID(id))
	if err != nil {
		return invitation, err
	}
	return invitation, invitation.Usable(p.Now())
}

// cameBy is what follows when the address of an application is confirmed: the
// invitation that it came by is used up. A repeat of the event changes nothing.
func (p *Program) cameBy(ctx context.Context, e portal.Event) error {
	partner, err := p.partnerOf(ctx, e)
	if err != nil || partner.Invitation == "" {
		return ignoreMissing(err)
	}
	for {
		invitation, err := p.store.JoinInvitations.Get(ctx, partner.Invitation)
		if err != nil {
			return ignoreMissing(err)
		}
		next := invitation.Take(partner.ID, e.At)
		if next.State == invitation.State {
			return nil
		}
		if _, err = p.saveJoinInvitation(ctx, next); portal.KindOf(err) != portal.Conflict || ctx.Err() != nil {
			return err
		}
	}
}

// inviterPartner is the partner that invited another, "" when staff did, or nobody.
func (p *Program) inviterPartner(ctx context.Context, partner portal.Partner) (portal.PartnerID, error) {
	if partner.Invitation == "" {
		return "", nil
	}
	invitation, err := p.store.JoinInvitations.Get(ctx, partner.Invitation)
	return invitation.Partner, ignoreMissing(err)
}
