package program

import (
	"context"
	"fmt"

	"tandem/portal"
)

// taxPurpose binds a sealed tax id to its field and its partner.
const taxPurpose = "tax_id"

// SetTax keeps who the actor's company is to a tax office: they stand on its
// statements from the next one on. The number is sealed. Needs a partner admin.
func (p *Program) SetTax(ctx context.Context, actor portal.Actor, in portal.TaxInput) error {
	if err := actor.Must(portal.PartnerAdmin); err != nil {
		return err
	}
	checked, err := in.Check()
	if err != nil {
		return err
	}
	sealed := ""
	if checked.ID != "" {
		if sealed, err = p.seal(taxPurpose, string(actor.Partner), checked.ID); err != nil {
			return err
		}
	}
	_, err = p.changePartner(ctx, actor.Partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		kept, number := checked, sealed
		if kept.ID == "" && partner.Tax.Country == kept.Country { // left empty, the number that is there stays
			kept.Kind, number = partner.Tax.Kind, partner.Tax.Sealed
		}
		next, err := partner.SetTax(kept, number, actor, p.Now())
		if err == nil && kept.ID == "" && number != "" {
			next.Tax.Label = partner.Tax.Label
		}
		return next, err
	})
	return err
}

// supplier is a partner as the statements of today name it.
func (p *Program) supplier(partner portal.Partner) portal.Supplier {
	return partner.Supplier(p.Rules.Tax, p.Today())
}

// openTaxID decrypts the tax id of a partner.
func (p *Program) openTaxID(partner portal.PartnerID, sealed string) (string, error) {
	id, err := p.unseal(taxPurpose, string(partner), sealed)
	if err != nil {
		return "", fmt.Errorf("tax id of %s: %w", partner, err)
	}
	return id, nil
}
