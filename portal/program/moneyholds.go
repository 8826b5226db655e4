package program

import (
	"context"

	"tandem/portal"
)

// FreezeMoney holds a partner's payouts back on a suspicion: it is left out of
// every batch until released, and a batch that pays it can be neither approved nor
// exported. Needs finance.
func (p *Program) FreezeMoney(ctx context.Context, actor portal.Actor, id portal.PartnerID, reason string) error {
	if err := actor.Must(portal.Finance); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, id, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.FreezeMoney(reason, actor, p.Now())
	})
	return err
}

// ReleaseMoney lets a partner be paid again. Needs finance.
func (p *Program) ReleaseMoney(ctx context.Context, actor portal.Actor, id portal.PartnerID, found string) error {
	if err := actor.Must(portal.Finance); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, id, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.ReleaseMoney(found, actor, p.Now())
	})
	return err
}

// noneFrozen refuses to go on with a batch that pays somebody whose payouts are held back.
func (p *Program) noneFrozen(ctx context.Context, batch portal.Batch) error {
	ids := make([]portal.PartnerID, len(batch.Lines))
	for i, line := range batch.Lines {
		ids[i] = line.Partner
	}
	partners, err := p.store.Partners.GetMany(ctx, ids)
	for _, partner := range partners {
		if partner.Frozen() {
			return portal.Errorf(portal.Conflict, "The payouts of %s are held back since this batch was prepared. Release them, or cancel the batch and prepare another.", partner.Company)
		}
	}
	return err
}
