package program

import (
	"context"

	"tandem/portal"
)

// Company is the actor's own company.
func (p *Program) Company(ctx context.Context, actor portal.Actor) (portal.Partner, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return portal.Partner{}, err
	}
	return p.store.Partners.Get(ctx, actor.Partner)
}

// ChangeProfile corrects what the actor's company says about itself. seen is the
// version the person looked at.
func (p *Program) ChangeProfile(ctx context.Context, actor portal.Actor, seen int64, in portal.Application) error {
	if err := actor.Must(portal.PartnerAdmin); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, actor.Partner, seen, func(partner portal.Partner) (portal.Partner, error) {
		return partner.ChangeProfile(p.Rules, in, actor, p.Now())
	})
	return err
}
