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
