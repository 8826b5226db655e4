package program

import (
	"context"
	"maps"
	"slices"

	"tandem/portal"
)

// Import is a file of collections, row by row: what recording it would do, or did.
type Import struct {
	Head    portal.TableHead
	Rows    []portal.ImportRow
	Summary portal.ImportSummary
	Ignored []string // columns of the file that were not used
}

// PreviewCollections reads a file of collections and says for each row what
// recording it would do. It changes nothing. Needs finance.
func (p *Program) PreviewCollections(ctx context.Context, actor portal.Actor, file []byte) (Import, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return Import{}, err
	}
	read, err := portal.ReadCollections(file)
	if err != nil {
		return Import{}, err
	}
	facts, err := p.importFacts(ctx, read)
	if err != nil {
		return Import{}, err
	}
	rows := read.Match(facts, actor, p.Now(), p.Today())
	return Import{Head: read.Head, Rows: rows, Summary: portal.SummarizeImport(rows), Ignored: read.Ignored}, nil
}

// CollectionProblems are the rows of a file that have a problem, as they were, with the line
// and the reason beside them: to be put right and sent again. Needs finance.
func (p *Program) CollectionProblems(ctx context.Context, actor portal.Actor, file []byte) (File, error) {
	read, err := p.PreviewCollections(ctx, actor, file)
	if err != nil {
		return File{}, err
	}
	var rows []portal.RowToCorrect
	for _, row := range read.Rows {
		if row.State == portal.ImportProblem {
			rows = append(rows, portal.RowToCorrect{Line: row.Line, Cells: row.Cells, Column: row.Column, Reason: row.Reason})
		}
	}
	return fileToCorrect("collections-to-correct.csv", read.Head, rows)
}

// ImportCollections records the rows of a file that have no problem, cash before
// refunds, each as if it had been typed in. It may be run again with the same
// file: what is recorded is found. Rows with a problem stay out and are returned
// with their reasons; nothing is left out silently. Needs finance.
func (p *Program) ImportCollections(ctx context.Context, actor portal.Actor, file []byte) (Import, error) {
	preview, err := p.PreviewCollections(ctx, actor, file)
	if err != nil {
		return Import{}, err
	}
	if err := p.noteImport(ctx, portal.NewImport(portal.ImportIDOf(file), preview.Rows, actor, p.Now())); err != nil {
		return preview, err
	}
	touched := map[portal.PartnerID]portal.Date{} // whose money it is, and the last day of it
	for _, wanted := range []portal.ImportState{portal.ImportNew, portal.ImportRefund} {
		for i, row := range preview.Rows {
			if row.State != wanted {
				continue
			}
			done, err := p.importRow(ctx, actor, row)
			switch portal.KindOf(err) {
			case "":
				if err != nil {
					return preview, err
				}
				for _, partner := range done.Parties {
					touched[partner] = max(touched[partner], done.LastOn)
				}
			case portal.Conflict, portal.Invalid: // somebody recorded it between preview and now
				preview.Rows[i].State, preview.Rows[i].Reason = portal.ImportProblem, err.Error()
			default:
				return preview, err
			}
		}
	}
	for _, partner := range slices.Sorted(maps.Keys(touched)) {
		if err := p.settlePartner(ctx, partner, touched[partner]); err != nil {
			return preview, err
		}
	}
	preview.Summary = portal.SummarizeImport(preview.Rows)
	return preview, nil
}

// importRow records a row with its base share; the partner's bonuses, boosts and
// caps are settled once for the whole file.
func (p *Program) importRow(ctx context.Context, actor portal.Actor, row portal.ImportRow) (Recorded, error) {
	if row.State == portal.ImportNew {
		there, fresh, err := p.putCollection(ctx, row.Collection)
		if err != nil {
			return Recorded{}, err
		}
		return p.settleShare(ctx, there, fresh)
	}
	return p.refund(ctx, actor, RecordRefund{Of: row.Collection.RefundOf, CollectionInput: row.Input}, p.settleShare)
}

// importFacts looks up everything that a file names.
func (p *Program) importFacts(ctx context.Context, file portal.ImportFile) (portal.ImportFacts, error) {
	facts := portal.ImportFacts{
		Deals: map[portal.ReferralID]portal.Deal{}, ByDomain: map[string][]portal.Deal{},
		Recorded: map[portal.CollectionID]portal.Collection{}, Refunds: map[portal.CollectionID][]portal.Collection{},
	}
	recorded, err := p.store.Collections.GetMany(ctx, file.IDs())
	if err != nil {
		return facts, err
	}
	for _, c := range recorded {
		facts.Recorded[c.ID] = c
	}
	var referrals []portal.ReferralID
	for _, row := range file.Rows {
		if _, seen := facts.Deals[row.Referral]; row.Referral != "" && !seen {
			facts.Deals[row.Referral] = portal.Deal{}
			referrals = append(referrals, row.Referral)
		}
		if err := p.importDomain(ctx, facts, row); err != nil {
			return facts, err
		}
		if id := row.RefundedID(); id != "" && facts.Recorded[id].ID != "" && facts.Refunds[id] == nil {
			log, err := p.refundLog(ctx, facts.Recorded[id])
			if err != nil {
				return facts, err
			}
			facts.Refunds[id] = append([]portal.Collection{}, log.Refunds...)
		}
	}
	clear(facts.Deals)
	found, err := p.store.Referrals.GetMany(ctx, referrals)
	for _, r := range found {
		if r.State.HoldsLead() {
			facts.Deals[r.ID] = r.Deal()
		}
	}
	return facts, err
}

// importDomain finds the won deals of the customer that a row names by its domain.
func (p *Program) importDomain(ctx context.Context, facts portal.ImportFacts, row portal.ImportRow) error {
	if _, seen := facts.ByDomain[row.Domain]; seen || row.Domain == "" || row.Referral != "" || row.RefundOf != "" {
		return nil
	}
	found, err := p.store.Referrals.WithDomain(ctx, row.Domain)
	facts.ByDomain[row.Domain] = nil
	for _, r := range found {
		if r.State == portal.ReferralWon {
			facts.ByDomain[row.Domain] = append(facts.ByDomain[row.Domain], r.Deal())
		}
	}
	return err
}
