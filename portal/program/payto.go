package program

import (
	"context"
	"encoding/json"
	"fmt"

	"tandem/portal"
)

// SetPayTo keeps the payout details of the actor's company, sealed. People see the
// label alone. They are used once the wait of the program is over; every admin of
// the company is mailed. Needs a partner admin.
func (p *Program) SetPayTo(ctx context.Context, actor portal.Actor, in portal.PayoutAccount) (portal.Partner, error) {
	if err := actor.Must(portal.PartnerAdmin); err != nil {
		return portal.Partner{}, err
	}
	account, err := in.Check()
	if err != nil {
		return portal.Partner{}, err
	}
	sealed, err := p.sealAccount(actor.Partner, account)
	if err != nil {
		return portal.Partner{}, err
	}
	return p.changePartner(ctx, actor.Partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.SetPayTo(p.Rules.Payouts, account, sealed, actor, p.Now(), p.Today())
	})
}

// WithdrawPayTo takes back payout details of the actor's company that are not used
// yet; payouts go where they went. Needs a partner admin.
func (p *Program) WithdrawPayTo(ctx context.Context, actor portal.Actor) error {
	if err := actor.Must(portal.PartnerAdmin); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, actor.Partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.WithdrawPayTo(actor, p.Now(), p.Today())
	})
	return err
}

// payToPurpose binds sealed payout details to their field and their partner.
const payToPurpose = "pay_to"

// sealAccount encrypts payout details for the partner they belong to.
func (p *Program) sealAccount(partner portal.PartnerID, account portal.PayoutAccount) (string, error) {
	plain, err := json.Marshal(account)
	if err != nil {
		return "", fmt.Errorf("seal payout details: %w", err)
	}
	return p.seal(payToPurpose, string(partner), string(plain))
}

// openAccount decrypts payout details of a partner, for the files of a batch alone.
func (p *Program) openAccount(partner portal.PartnerID, details portal.PayTo) (portal.PayoutAccount, error) {
	var account portal.PayoutAccount
	plain, err := p.unseal(payToPurpose, string(partner), details.Sealed)
	if err != nil {
		return account, fmt.Errorf("payout details of %s: %w", partner, err)
	}
	if err := json.Unmarshal([]byte(plain), &account); err != nil {
		return account, fmt.Errorf("payout details of %s: %w", partner, err)
	}
	return account, nil
}
