package program

import (
	"context"
	"fmt"

	"tandem/portal"
)

// Ending is what both sides see of the end of a partnership.
type Ending struct {
	Partner portal.Partner
	LastDay portal.Date // of the notice given, or of one given today
	Open    int         // referrals that are not decided
	Owed    []portal.Balance
	Today   portal.Date
}

// Ending is how a partner's membership ends, or would. Needs a manager.
func (p *Program) Ending(ctx context.Context, actor portal.Actor, id portal.PartnerID) (Ending, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return Ending{}, err
	}
	partner, err := p.memberOf(ctx, id)
	if err != nil {
		return Ending{}, err
	}
	return p.ending(ctx, partner)
}

// OwnEnding is the same for the actor's own company.
func (p *Program) OwnEnding(ctx context.Context, actor portal.Actor) (Ending, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return Ending{}, err
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return Ending{}, err
	}
	return p.ending(ctx, partner)
}

func (p *Program) ending(ctx context.Context, partner portal.Partner) (Ending, error) {
	e := Ending{Partner: partner, LastDay: partner.Notice.LastDay, Today: p.Today()}
	if e.LastDay == "" {
		e.LastDay = partner.LastDay(p.Terms, e.Today)
	}
	summary, err := p.store.Summaries.Read(ctx, partner.ID)
	e.Open, e.Owed = summary.Open(), summary.Balances(e.Today)
	return e, err
}

// GiveNotice ends a partnership after its notice period. Needs a manager.
func (p *Program) GiveNotice(ctx context.Context, actor portal.Actor, id portal.PartnerID, reason string) (portal.Partner, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Partner{}, err
	}
	if _, err := p.memberOf(ctx, id); err != nil {
		return portal.Partner{}, err
	}
	return p.giveNotice(ctx, actor, id, reason)
}

// GiveOwnNotice is the same by an admin of the partner.
func (p *Program) GiveOwnNotice(ctx context.Context, actor portal.Actor, reason string) (portal.Partner, error) {
	if err := actor.Must(portal.PartnerAdmin); err != nil {
		return portal.Partner{}, err
	}
	return p.giveNotice(ctx, actor, actor.Partner, reason)
}

func (p *Program) giveNotice(ctx context.Context, actor portal.Actor, id portal.PartnerID, reason string) (portal.Partner, error) {
	return p.changePartner(ctx, id, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.GiveNotice(reason, p.Terms, actor, p.Now(), p.Today())
	})
}

// WithdrawNotice takes a notice of the program back. Needs a manager.
func (p *Program) WithdrawNotice(ctx context.Context, actor portal.Actor, id portal.PartnerID) error {
	if err := actor.Must(portal.Manager); err != nil {
		return err
	}
	if _, err := p.memberOf(ctx, id); err != nil {
		return err
	}
	return p.withdrawNotice(ctx, actor, id)
}

// WithdrawOwnNotice takes a notice of the actor's company back. Needs its admin.
func (p *Program) WithdrawOwnNotice(ctx context.Context, actor portal.Actor) error {
	if err := actor.Must(portal.PartnerAdmin); err != nil {
		return err
	}
	return p.withdrawNotice(ctx, actor, actor.Partner)
}

func (p *Program) withdrawNotice(ctx context.Context, actor portal.Actor, id portal.PartnerID) error {
	_, err := p.changePartner(ctx, id, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.WithdrawNotice(actor, p.Now(), p.Today())
	})
	return err
}

// EndPartnerships is the duty that ends every partnership whose last day has passed. It can be run at any time.
func (p *Program) EndPartnerships(ctx context.Context) error {
	partners, err := p.agreeingPartners(ctx)
	if err != nil {
		return err
	}
	by := portal.System("The notice period")
	end := func(partner portal.Partner) (portal.Partner, error) {
		return partner.EndOnNotice(by, p.Now(), p.Today())
	}
	for _, partner := range partners {
		if next, _ := end(partner); next.State == partner.State {
			continue
		}
		if _, err := p.changePartner(ctx, partner.ID, 0, end); err != nil {
			return fmt.Errorf("end the partnership of %s: %w", partner.ID, err)
		}
	}
	return nil
}
