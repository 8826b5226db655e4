package program

import (
	"context"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/store"
)

// SetBrand keeps the brand kit of the actor's company. upload is a new logo as it
// came, nil to keep the one there is. What is wrong with the kit and with the logo is said at once.
func (p *Program) SetBrand(ctx context.Context, actor portal.Actor, kit portal.BrandKit, upload []byte) error {
	if err := actor.Must(portal.PartnerAdmin); err != nil {
		return err
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return err
	}
	kit.Logo = partner.Brand.Logo
	problems := portal.Problems{}
	if len(upload) > 0 {
		bytes, logo, err := content.ReadLogo(upload)
		problems.Join(err)
		if err == nil {
			if _, err := p.store.Logos.Put(ctx, store.Logo{Hash: logo.Hash, Type: logo.Type, Bytes: bytes, At: p.Now()}); err != nil {
				return err
			}
			kit.Logo = logo
		}
	}
	clean, err := kit.Check()
	problems.Join(err)
	if err := problems.Err(); err != nil {
		return err
	}
	_, err = p.changePartner(ctx, actor.Partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.SetBrand(clean, actor, p.Now())
	})
	return err
}

// Logo is the picture of a partner's logo, for that partner and for staff; NotFound without one.
func (p *Program) Logo(ctx context.Context, actor portal.Actor, partner portal.PartnerID) ([]byte, portal.Logo, error) {
	if actor.Partner != partner && !actor.Staff() {
		return nil, portal.Logo{}, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	there, err := p.store.Partners.Get(ctx, partner)
	if err != nil {
		return nil, portal.Logo{}, err
	}
	if there.Brand.Logo.IsZero() {
		return nil, portal.Logo{}, portal.Errorf(portal.NotFound, "There is no logo yet.")
	}
	logo, err := p.store.Logos.Get(ctx, there.Brand.Logo.Hash)
	return logo.Bytes, there.Brand.Logo, err
}
