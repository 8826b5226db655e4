package program

import (
	"context"

	"tandem/portal"
)

// changePartner loads a partner, lets step make its next value, saves it and
// publishes what happened. seen is the version a person looked at: Conflict when it
// has changed since; 0 when the step is right whatever happened in between.
func (p *Program) changePartner(ctx context.Context, id portal.PartnerID, seen int64, step func(portal.Partner) (portal.Partner, error)) (portal.Partner, error) {
	var err error
	for range 10 {
		var partner, next portal.Partner
		if partner, err = p.store.Partners.Get(ctx, id); err != nil {
			return partner, err
		}
		if seen != 0 && partner.Version != seen {
			return partner, portal.Errorf(portal.Conflict, "%s was changed meanwhile. Look at it again and repeat what you did.", partner.Company)
		}
		if next, err = step(partner); err != nil {
			return partner, err
		}
		if len(next.History) == len(partner.History) {
			return partner, nil
		}
		known := len(partner.History)
		if next, err = p.store.Partners.Save(ctx, next); err == nil {
			return next, p.recordAll(ctx, next.Subject(), next.ID, next.History[known:])
		}
		if seen != 0 || portal.KindOf(err) != portal.Conflict {
			return partner, err
		}
	}
	return portal.Partner{}, err
}
