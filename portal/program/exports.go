package program

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"tandem/portal"
)

// csvType is the media type of a table.
const csvType = "text/csv; charset=utf-8"

// File is a file made for a person to keep.
type File struct {
	Name string
	Type string // media type
	Data []byte
}

// ExportBatch makes the file for the bank: a row for each payout with the
// account it goes to. The first time it marks the batch as exported; after that
// the same file can be had again. The file holds accounts in the clear: it is
// made anew each time and kept nowhere. Needs finance.
func (p *Program) ExportBatch(ctx context.Context, actor portal.Actor, id portal.BatchID) (File, portal.Batch, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return File{}, portal.Batch{}, err
	}
	batch, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return File{}, batch, err
	}
	next := batch
	if batch.State == portal.BatchDraft || batch.State == portal.BatchApproved || batch.State == portal.BatchCancelled {
		if next, err = batch.Export(actor, p.Now()); err != nil {
			return File{}, batch, err
		}
	}
	file, err := p.batchFile(ctx, batch)
	if err != nil {
		return File{}, batch, err
	}
	if next.State != batch.State {
		if next, err = p.saveBatch(ctx, next); err != nil {
			return File{}, batch, err
		}
	}
	return file, next, nil
}

// batchFile is the CSV of a batch: for each payout who gets how much, where, and
// under which reference the bank's answer will name it.
func (p *Program) batchFile(ctx context.Context, batch portal.Batch) (File, error) {
	rows := [][]string{{"reference", "partner", "account_holder", "iban", "bic", "paypal", "street", "post_code", "city", "country", "amount", "currency", "payout"}}
	ids := make([]portal.PartnerID, len(batch.Lines))
	for i, line := range batch.Lines {
		ids[i] = line.Partner
	}
	found, err := p.store.Partners.GetMany(ctx, ids)
	if err != nil {
		return File{}, err
	}
	partners := map[portal.PartnerID]portal.Partner{}
	for _, partner := range found {
		partners[partner.ID] = partner
	}
	for i, line := range batch.Lines {
		partner := partners[line.Partner]
		details, _ := partner.PayToOn(p.Today())
		if details.IsZero() {
			return File{}, portal.Errorf(portal.Conflict, "%s has no payout details any more. Ask for them, or cancel the batch.", line.Name)
		}
		a, err := p.openAccount(partner.ID, details)
		if err != nil {
			return File{}, err
		}
		row := []string{batch.Reference(i), line.Name, a.Holder, a.IBAN, a.BIC, a.PayPal, a.Street, a.Post, a.City, a.Country}
		for i := range row {
			row[i] = portal.CSVText(row[i])
		}
		rows = append(rows, append(row, line.Total.Plain(), string(line.Total.Currency), portal.CSVText(string(line.Payout))))
	}
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows); err != nil {
		return File{}, fmt.Errorf("export %s: %w", batch.ID, err)
	}
	return File{Name: fmt.Sprintf("payouts-%s-%s.csv", batch.Cutoff, batch.Number()), Type: csvType, Data: out.Bytes()}, nil
}

// CollectionsFile is every collection and refund as CSV, the last recorded first:
// all, or one partner's. Needs finance or a manager.
func (p *Program) CollectionsFile(ctx context.Context, actor portal.Actor, partner portal.PartnerID) (File, error) {
	rows := [][]string{{"collected_on", "external_id", "source", "customer", "referral", "partner", "amount", "currency", "refund_of", "recorded_by", "recorded_at", "id"}}
	for after := ""; ; {
		list, err := p.Collections(ctx, actor, partner, after)
		if err != nil {
			return File{}, err
		}
		for _, c := range list.Rows {
			refunded := strings.TrimPrefix(string(c.RefundOf), "cash:"+c.Source+":")
			rows = append(rows, []string{
				string(c.CollectedOn), portal.CSVText(c.ExternalID), c.Source, portal.CSVText(c.Customer), portal.CSVText(string(c.Referral)), portal.CSVText(list.Names[c.Partner]),
				c.Amount.Plain(), string(c.Amount.Currency), portal.CSVText(refunded), portal.CSVText(c.ByName), string(c.At), portal.CSVText(string(c.ID)),
			})
		}
		if after = list.Next; after == "" {
			break
		}
	}
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows); err != nil {
		return File{}, fmt.Errorf("export collections: %w", err)
	}
	return File{Name: "collections.csv", Type: csvType, Data: out.Bytes()}, nil
}
