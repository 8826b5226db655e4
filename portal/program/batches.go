package program

import (
	"context"
	"slices"

	"tandem/portal"
	"tandem/portal/store"
)

// BatchDetail is a batch with what the bank said about its payouts.
type BatchDetail struct {
	Batch   portal.Batch
	Results map[portal.PayoutID]portal.Result // the last of each
	Paid    portal.Money
	Failed  portal.Money

	Accounts  map[portal.PayoutID]portal.PaymentLine // where each goes, or went; without an entry it has no payout details in use
	Ways      []PayWay                               // of an approved batch: what its payouts can be made into
	PayOn     portal.Date                            // today or the next working day, for the form
	Files     []portal.PaymentFile                   // those that may go to banks
	AllFiles  []portal.PaymentFile                   // with those that were made again
	Missing   []portal.PayFormat                     // chosen and not made: an interruption, or a refusal since
	Downloads map[portal.PaymentFileID][]portal.PaymentDownload
}

// PayWay is the payouts of a batch by one method, and the files that they can go into.
type PayWay struct {
	Method  portal.PayoutMethod
	Count   int
	Total   portal.Money
	Formats []portal.PayFormat // the first is the method's own, unless it is missing
	Missing string             // why the method's own format cannot be made, "" when it can
}

// Batch returns one batch. Needs finance.
func (p *Program) Batch(ctx context.Context, actor portal.Actor, id portal.BatchID) (BatchDetail, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return BatchDetail{}, err
	}
	batch, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return BatchDetail{}, err
	}
	results, err := p.store.Results.OfBatch(ctx, id)
	d := BatchDetail{Batch: batch, Results: portal.LatestResults(results), Paid: portal.Amount(0, batch.Currency), Failed: portal.Amount(0, batch.Currency)}
	for _, r := range d.Results {
		if r.State == portal.ResultPaid {
			d.Paid = d.Paid.Add(r.Amount)
		} else {
			d.Failed = d.Failed.Add(r.Amount)
		}
	}
	if err == nil {
		err = p.batchFiles(ctx, &d)
	}
	return d, err
}

// batchFiles adds to a batch where its payouts go, and the files made of it.
func (p *Program) batchFiles(ctx context.Context, d *BatchDetail) (err error) {
	d.Accounts, d.Downloads = map[portal.PayoutID]portal.PaymentLine{}, map[portal.PaymentFileID][]portal.PaymentDownload{}
	if d.AllFiles, err = p.store.PaymentFiles.OfBatch(ctx, d.Batch.ID); err != nil {
		return err
	}
	portal.SortFiles(d.AllFiles)
	d.Files, _ = portal.CurrentFiles(d.AllFiles)
	d.Missing = missingFiles(d.Batch, d.AllFiles)
	for _, file := range d.AllFiles {
		for _, line := range file.Lines {
			d.Accounts[line.Payout] = line
		}
	}
	downloads, err := p.store.PaymentDownloads.OfBatch(ctx, d.Batch.ID)
	for _, got := range downloads {
		d.Downloads[got.File] = append(d.Downloads[got.File], got)
	}
	d.PayOn = p.payDay()
	if err != nil || d.Batch.State != portal.BatchDraft && d.Batch.State != portal.BatchApproved {
		return err
	}
	partners, err := p.partnersOf(ctx, d.Batch)
	ways := map[portal.PayoutMethod]*PayWay{}
	for _, line := range d.Batch.Lines {
		details, _ := partners[line.Partner].PayToOn(p.Today())
		if details.IsZero() {
			continue
		}
		d.Accounts[line.Payout] = portal.PaymentLine{Payout: line.Payout, Method: details.Method, Label: details.Label, Amount: line.Total}
		if ways[details.Method] == nil {
			ways[details.Method] = &PayWay{Method: details.Method, Total: portal.Amount(0, d.Batch.Currency)}
		}
		way := ways[details.Method]
		way.Count, way.Total = way.Count+1, way.Total.Add(line.Total)
	}
	for _, method := range portal.PayoutMethods {
		if way := ways[method]; way != nil {
			way.Formats, way.Missing = p.Rules.Payouts.Payer.Offers(method, d.Batch.Currency)
			d.Ways = append(d.Ways, *way)
		}
	}
	return err
}

// payDay is today, or the next day that the program works on.
func (p *Program) payDay() portal.Date {
	day := p.Today()
	for range 7 {
		if len(p.Rules.Workdays) > 0 && !slices.Contains(p.Rules.Workdays, day.Time().Weekday()) {
			day = day.AddDays(1)
		}
	}
	return day
}

// Batches lists batches, newest first: all, or those of one state. Needs finance.
func (p *Program) Batches(ctx context.Context, actor portal.Actor, state portal.BatchState, after string) (store.Page[portal.Batch], error) {
	if err := actor.Must(portal.Finance); err != nil {
		return store.Page[portal.Batch]{}, err
	}
	return p.store.Batches.List(ctx, state, 25, after)
}

// ApproveBatch lets a prepared batch go to the bank. The ledger is verified
// first; whoever prepared the batch may not approve it. Needs finance.
func (p *Program) ApproveBatch(ctx context.Context, actor portal.Actor, id portal.BatchID) (portal.Batch, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Batch{}, err
	}
	batch, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return batch, err
	}
	if _, err := batch.Checked(portal.BatchCheck{}); err != nil { // it is not for anybody to approve
		_, err = batch.Approve(actor, p.Now())
		return batch, err
	}
	if actor.User == batch.PreparedBy { // said before the work of checking
		_, err := batch.Approve(actor, p.Now())
		return batch, err
	}
	if err := p.noneFrozen(ctx, batch); err != nil {
		return batch, err
	}
	if batch, err = p.checkAll(ctx, batch, actor); err != nil {
		return batch, err
	}
	next, err := batch.Approve(actor, p.Now())
	if err != nil { // what was found stays with the batch, for its page
		if saved, failed := p.store.Batches.Save(ctx, batch); failed == nil {
			batch = saved
		}
		return batch, err
	}
	return p.saveBatch(ctx, next)
}

// CancelBatch gives a batch up before it is exported; its entries are payable again. Needs finance.
func (p *Program) CancelBatch(ctx context.Context, actor portal.Actor, id portal.BatchID, reason string) (portal.Batch, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Batch{}, err
	}
	batch, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return batch, err
	}
	next, err := batch.Cancel(reason, actor, p.Now())
	if err != nil {
		return batch, err
	}
	if next, err = p.store.Batches.Save(ctx, next); err != nil {
		return batch, err
	}
	return next, p.releaseBatch(ctx, next)
}

// settleBatch moves a batch on once each of its payouts has a result.
func (p *Program) settleBatch(ctx context.Context, id portal.BatchID, actor portal.Actor) error {
	for range maxTries {
		batch, err := p.store.Batches.Get(ctx, id)
		if err != nil {
			return err
		}
		results, err := p.store.Results.OfBatch(ctx, id)
		if err != nil {
			return err
		}
		next, moved := batch.Settle(results, actor, p.Now())
		if !moved {
			return nil
		}
		if _, err = p.saveBatch(ctx, next); portal.KindOf(err) != portal.Conflict {
			return err
		}
	}
	return portal.Errorf(portal.Conflict, "The batch is being changed by others. Try again.")
}

// saveBatch saves a batch with its newest change, and publishes that.
func (p *Program) saveBatch(ctx context.Context, next portal.Batch) (portal.Batch, error) {
	saved, err := p.store.Batches.Save(ctx, next)
	if err != nil {
		return next, err
	}
	return saved, p.recordLast(ctx, saved.Subject(), "", saved.History)
}
