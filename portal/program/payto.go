package program

import (
	"encoding/json"
	"fmt"

	"tandem/portal"
)

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

// openAccount decrypts a partner's payout details, for an export alone.
func (p *Program) openAccount(partner portal.Partner) (portal.PayoutAccount, error) {
	var account portal.PayoutAccount
	plain, err := p.unseal(payToPurpose, string(partner.ID), partner.PayTo.Sealed)
	if err != nil {
		return account, fmt.Errorf("payout details of %s: %w", partner.ID, err)
	}
	if err := json.Unmarshal([]byte(plain), &account); err != nil {
		return account, fmt.Errorf("payout details of %s: %w", partner.ID, err)
	}
	return account, nil
}
