package program

import (
	"context"
	"maps"
	"slices"

	"tandem/portal"
)

// ImportDetail is a file of collections that was recorded, with what is in the books of it.
type ImportDetail struct {
	portal.CollectionImport
	Rows      []portal.Collection // its cash that was recorded, in the order of the file
	Left      map[portal.CollectionID]portal.Money
	Collected portal.Sums
	Kept      portal.Sums // what is left after refunds
}

// importsShown is how many imports are listed.
const importsShown = 10

// Imports are the newest files of collections that were recorded. Needs finance.
func (p *Program) Imports(ctx context.Context, actor portal.Actor) ([]portal.CollectionImport, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return nil, err
	}
	return p.store.CollectionImports.Latest(ctx, importsShown)
}

// CollectionImport returns one import. Needs finance.
func (p *Program) CollectionImport(ctx context.Context, actor portal.Actor, id portal.ImportID) (ImportDetail, error) {
	d := ImportDetail{Left: map[portal.CollectionID]portal.Money{}}
	err := actor.Must(portal.Finance)
	if err != nil {
		return d, err
	}
	if d.CollectionImport, err = p.store.CollectionImports.Get(ctx, id); err != nil {
		return d, err
	}
	found, err := p.store.Collections.GetMany(ctx, d.Cash)
	if err != nil {
		return d, err
	}
	logs, err := p.store.RefundLogs.GetMany(ctx, d.Cash)
	if err != nil {
		return d, err
	}
	refunds := map[portal.CollectionID][]portal.Collection{}
	for _, log := range logs {
		refunds[log.Cash] = log.Refunds
	}
	for _, c := range found {
		if c.Import != id { // somebody else recorded it first
			continue
		}
		refunded, _ := portal.RefundedSoFar(c, refunds[c.ID])
		d.Left[c.ID] = c.Amount.Sub(refunded)
		d.Rows, d.Collected, d.Kept = append(d.Rows, c), d.Collected.Plus(c.Amount), d.Kept.Plus(d.Left[c.ID])
	}
	at := map[portal.CollectionID]int{}
	for i, id := range d.Cash {
		at[id] = i
	}
	slices.SortFunc(d.Rows, func(a, b portal.Collection) int { return at[a.ID] - at[b.ID] })
	return d, nil
}

// noteImport writes down what a file is about to record, before it does.
func (p *Program) noteImport(ctx context.Context, noted portal.CollectionImport) error {
	if len(noted.Cash)+noted.Refunds == 0 {
		return nil
	}
	for range maxTries {
		there, err := p.store.CollectionImports.Get(ctx, noted.ID)
		switch portal.KindOf(err) {
		case portal.NotFound:
			err = p.store.CollectionImports.Insert(ctx, noted)
		case "":
			if err == nil {
				_, err = p.store.CollectionImports.Save(ctx, there.Join(noted))
			}
		}
		if portal.KindOf(err) != portal.Conflict {
			return err
		}
	}
	return portal.Errorf(portal.Conflict, "Somebody else is recording the same file. Try again.")
}

// UndoImport takes out of the books what is left of the cash that a file recorded, and
// with it what it earned, also when that was paid already: then it lowers the next
// payout. Interrupted, it is finished by the same call. It returns how many collections
// it took out. Refunds of the file stay. Needs finance.
func (p *Program) UndoImport(ctx context.Context, actor portal.Actor, id portal.ImportID) (int, error) {
	d, err := p.CollectionImport(ctx, actor, id)
	if err != nil {
		return 0, err
	}
	undone, touched := 0, map[portal.PartnerID]portal.Date{}
	for _, c := range d.Rows {
		left := d.Left[c.ID]
		if left.Minor <= 0 {
			continue
		}
		done, err := p.refund(ctx, actor, RecordRefund{Of: c.ID, CollectionInput: c.TakenOut(left)}, p.settleShare)
		if err != nil {
			return undone, err
		}
		undone++
		for _, partner := range done.Parties {
			touched[partner] = max(touched[partner], done.LastOn)
		}
	}
	for _, partner := range slices.Sorted(maps.Keys(touched)) {
		if err := p.settlePartner(ctx, partner, touched[partner]); err != nil {
			return undone, err
		}
	}
	if undone == 0 {
		return 0, portal.Errorf(portal.Conflict, "Nothing of this file is in the books any more.")
	}
	d.UndoneAt, d.UndoneByName = p.Now(), actor.Name
	_, err = p.store.CollectionImports.Save(ctx, d.CollectionImport)
	return undone, err
}
