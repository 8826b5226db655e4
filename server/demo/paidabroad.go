package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// dollars plans what the partner in the United States earns in its own currency, and the
// run of payouts that its ACH file belongs to. The bank has not answered it yet.
func (h *house) dollars() {
	h.at(h.Until.AddDate(0, 0, -80), func(ctx context.Context) error {
		for _, g := range h.guests {
			id, ok := h.won[g.id]
			if g.country != "US" || !ok {
				continue
			}
			_, err := h.Program.RecordCollection(ctx, h.fay, program.RecordCollection{Referral: id, CollectionInput: portal.CollectionInput{
				ExternalID: "INV-US-1", Amount: portal.Amount(412000, "USD"), CollectedOn: portal.DateOf(h.Clock.now, h.rules.Zone),
			}})
			return err
		}
		return nil
	})
	h.at(h.Until.AddDate(0, 0, -6), h.payDollars)
}

// payDollars prepares, approves and exports the run, and has its file.
func (h *house) payDollars(ctx context.Context) error {
	batch, err := h.Program.PrepareBatch(ctx, h.fay, program.PrepareBatch{Currency: "USD"})
	if err != nil {
		return fmt.Errorf("payouts in dollars: %w", err)
	}
	if batch, err = h.Program.ApproveBatch(ctx, h.noor, batch.ID); err != nil {
		return err
	}
	return h.sendOff(ctx, batch.ID)
}

// fromBilling records the file of collections that billing sent of last week.
func (h *house) fromBilling(ctx context.Context) error {
	day := portal.DateOf(h.Clock.now.Add(-24*time.Hour), h.rules.Zone)
	rows := []string{"external_id,referral,customer_domain,amount,currency,collected_on,refund_of"}
	for i, amount := range []string{"1240.00", "860.50", "2075.00"} {
		if id, ok := h.won[h.guests[7+i].id]; ok {
			rows = append(rows, fmt.Sprintf("BILL-%d,%s,,%s,%s,%s,", 101+i, id, amount, h.rules.Currency, day))
		}
	}
	_, err := h.Program.ImportCollections(ctx, h.fay, []byte(strings.Join(rows, "\n")+"\n"))
	return err
}
