package web

import (
	"testing"

	"tandem/portal"
)

// foreignPayout makes a payout of the other partner.
func foreignPayout(t *testing.T, s *site) string {
	payout := portal.Payout{
		ID: portal.PayoutIDOf("01J0000000000000000000000B", partnerB, "EUR"), Batch: "01J0000000000000000000000B", Partner: partnerB,
		Name: "Beta", Currency: "EUR", Total: portal.Amount(5000, "EUR"), At: s.program.Now(),
	}
	if err := s.store.Payouts.Insert(t.Context(), payout); err != nil {
		t.Fatal(err)
	}
	return string(payout.ID)
}
