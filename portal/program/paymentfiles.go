package program

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/portal/payfile"
	"tandem/portal/store"
)

// ExportBatch is finance sending a batch to banks.
type ExportBatch struct {
	Batch portal.BatchID
	portal.PayChoice
}

// ExportBatch fixes in which files a batch goes out and makes them. What a format
// cannot carry is refused with the payee and the field by name, and nothing
// changes. Without a choice of formats the usual one is taken. A batch that is exported keeps its choice: asked again, only files that
// an interruption left out are made. Needs finance.
func (p *Program) ExportBatch(ctx context.Context, actor portal.Actor, in ExportBatch) (portal.Batch, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Batch{}, err
	}
	batch, err := p.store.Batches.Get(ctx, in.Batch)
	if err != nil {
		return batch, err
	}
	next := batch
	switch batch.State {
	case portal.BatchExported, portal.BatchPaid, portal.BatchFailed:
	case portal.BatchDraft, portal.BatchApproved, portal.BatchCancelled:
		if next, err = batch.Export(in.PayChoice, actor, p.Now()); err != nil {
			return batch, err
		}
		if err := p.noneFrozen(ctx, batch); err != nil {
			return batch, err
		}
		payments, err := p.payments(ctx, batch)
		if err != nil {
			return batch, err
		}
		if in.Formats == nil {
			in.PayChoice = p.usualChoice(batch.Currency, methodsOf(payments), in.PayOn)
		}
		if next.Choice, err = in.Check(p.Rules.Payouts.Payer, batch.Currency, methodsOf(payments), p.Today()); err != nil {
			return batch, err
		}
		if _, err := p.firstFiles(next, payments); err != nil {
			return batch, err
		}
		if next, err = p.saveBatch(ctx, next); err != nil {
			return batch, err
		}
	}
	return next, p.makeFiles(ctx, next)
}

// usualChoice is the file made for each method, where the payer can have it, and a table otherwise.
func (p *Program) usualChoice(currency portal.Currency, methods []portal.PayoutMethod, payOn portal.Date) portal.PayChoice {
	choice := portal.PayChoice{Formats: map[portal.PayoutMethod]portal.PayFormat{}, PayOn: cmp.Or(payOn, p.payDay())}
	for _, method := range methods {
		formats, _ := p.Rules.Payouts.Payer.Offers(method, currency)
		choice.Formats[method] = formats[0]
	}
	return choice
}

// madeFile is a file with its bytes, before it is kept.
type madeFile struct {
	fact portal.PaymentFile
	data []byte
}

// makeFiles makes and keeps the files of an exported batch that are not there yet.
func (p *Program) makeFiles(ctx context.Context, batch portal.Batch) error {
	kept, err := p.store.PaymentFiles.OfBatch(ctx, batch.ID)
	if err != nil || len(missingFiles(batch, kept)) == 0 {
		return err
	}
	payments, err := p.payments(ctx, batch)
	if err != nil {
		return err
	}
	files, err := p.firstFiles(batch, payments)
	if err != nil {
		return err
	}
	for _, file := range files {
		if !slices.ContainsFunc(kept, func(f portal.PaymentFile) bool { return f.ID == file.fact.ID }) {
			if err := p.keepFile(ctx, file); err != nil {
				return err
			}
		}
	}
	return nil
}

// missingFiles are the formats of an exported batch that have no whole file.
func missingFiles(batch portal.Batch, kept []portal.PaymentFile) []portal.PayFormat {
	current, _ := portal.CurrentFiles(kept)
	var missing []portal.PayFormat
	for _, format := range batch.Choice.Formats {
		if !slices.ContainsFunc(current, func(f portal.PaymentFile) bool { return f.Format == format }) {
			missing = append(missing, format)
		}
	}
	return missing
}

// payments are the payouts of a batch with the accounts in use today, in order.
func (p *Program) payments(ctx context.Context, batch portal.Batch) ([]payfile.Line, error) {
	partners, err := p.partnersOf(ctx, batch)
	if err != nil {
		return nil, err
	}
	lines := make([]payfile.Line, len(batch.Lines))
	for i, line := range batch.Lines {
		details, _ := partners[line.Partner].PayToOn(p.Today())
		if details.IsZero() {
			return nil, portal.Errorf(portal.Conflict, "%s has no payout details in use any more. Ask for them, or cancel the batch.", line.Name)
		}
		account, err := p.openAccount(line.Partner, details)
		if err != nil {
			return nil, err
		}
		lines[i] = payfile.Line{Payout: line.Payout, Payee: line.Name, Reference: batch.Reference(i), Amount: line.Total, Account: account}
	}
	return lines, nil
}

// partnersOf are the partners that a batch pays.
func (p *Program) partnersOf(ctx context.Context, batch portal.Batch) (map[portal.PartnerID]portal.Partner, error) {
	ids := make([]portal.PartnerID, len(batch.Lines))
	for i, line := range batch.Lines {
		ids[i] = line.Partner
	}
	found, err := p.store.Partners.GetMany(ctx, ids)
	partners := map[portal.PartnerID]portal.Partner{}
	for _, partner := range found {
		partners[partner.ID] = partner
	}
	return partners, err
}

// methodsOf are the methods of payments, in the order of forms.
func methodsOf(payments []payfile.Line) []portal.PayoutMethod {
	return slices.DeleteFunc(slices.Clone(portal.PayoutMethods), func(m portal.PayoutMethod) bool {
		return !slices.ContainsFunc(payments, func(l payfile.Line) bool { return l.Account.Method == m })
	})
}

// firstFiles are the first files of a batch, by its choice.
func (p *Program) firstFiles(batch portal.Batch, payments []payfile.Line) ([]madeFile, error) {
	var files []madeFile
	exported := batch.ExportedAt()
	for _, format := range portal.PayFormats {
		lines := slices.DeleteFunc(slices.Clone(payments), func(l payfile.Line) bool { return batch.Choice.Formats[l.Account.Method] != format })
		if len(lines) == 0 {
			continue
		}
		made, err := p.writeFiles(batch, portal.PaymentFile{
			Batch: batch.ID, Format: format, Attempt: 1, PayOn: batch.Choice.PayOn, At: exported.At, By: exported.By, ByName: exported.ByName,
		}, lines)
		if err != nil {
			return nil, err
		}
		files = append(files, made...)
	}
	return files, nil
}

// writeFiles writes the files of one format; the fact says which attempt, when and by whom.
func (p *Program) writeFiles(batch portal.Batch, fact portal.PaymentFile, lines []payfile.Line) ([]madeFile, error) {
	fact.Message = fmt.Sprintf("%s-%s%d", batch.ID, strings.ToUpper(string(fact.Format[:1])), fact.Attempt)
	written, err := payfile.Write(fact.Format, payfile.Order{
		Message: fact.Message, Name: fmt.Sprintf("payouts-%s-%s", batch.Cutoff, batch.Number()), Attempt: fact.Attempt,
		Note: p.Rules.Name + ", " + batch.Number(), At: fact.At.Time().In(p.Rules.Zone), PayOn: fact.PayOn, Currency: batch.Currency,
		Payer: p.Rules.Payouts.Payer, Lines: lines,
	})
	if err != nil {
		return nil, err
	}
	files := make([]madeFile, len(written))
	for i, file := range written {
		sum := sha256.Sum256(file.Data)
		f := fact
		f.ID, f.Part, f.Parts = portal.PaymentFileIDOf(batch.ID, f.Format, f.Attempt, i+1), i+1, len(written)
		f.Name, f.Type, f.SHA256, f.Size, f.Total = file.Name, file.Type, hex.EncodeToString(sum[:]), len(file.Data), portal.Amount(0, batch.Currency)
		for _, line := range file.Lines {
			f.Lines = append(f.Lines, portal.PaymentLine{Payout: line.Payout, Method: line.Account.Method, Label: line.Account.Label(), Amount: line.Amount})
			f.Total = f.Total.Add(line.Amount)
		}
		files[i] = madeFile{f, file.Data}
	}
	return files, nil
}

// keepFile keeps a file: first its bytes, then the fact, which is what counts.
func (p *Program) keepFile(ctx context.Context, file madeFile) error {
	sealed, err := p.sealFile(file.fact.SHA256, file.data)
	if err == nil {
		_, err = p.store.SealedFiles.PutOnce(ctx, store.SealedFile{ID: file.fact.SHA256, Sealed: sealed}) // two seals of the same bytes differ and open alike
	}
	if err == nil {
		_, err = p.store.PaymentFiles.Put(ctx, file.fact)
	}
	if err != nil {
		return fmt.Errorf("keep %s: %w", file.fact.ID, err)
	}
	return p.record(ctx, file.fact.Event())
}

// RemakeFile is finance making the files of one format anew, because the bank
// refused the ones before as a whole.
type RemakeFile struct {
	File   portal.PaymentFileID // any part of the current attempt
	PayOn  portal.Date
	Reason string
}

// RemakeFile makes the current files of a format again, under a new message id, of
// the payouts that have no answer yet and with the accounts in use today. The files
// before them can no longer be had: sent twice, they would pay twice. Needs finance.
func (p *Program) RemakeFile(ctx context.Context, actor portal.Actor, in RemakeFile) (portal.PaymentFile, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.PaymentFile{}, err
	}
	file, err := p.store.PaymentFiles.Get(ctx, in.File)
	if err != nil {
		return file, err
	}
	detail, err := p.Batch(ctx, actor, file.Batch)
	if err != nil {
		return file, err
	}
	batch := detail.Batch
	attempt, err := portal.Remake(batch, file, detail.AllFiles, in.PayOn, in.Reason, actor, p.Now(), p.Today())
	if err != nil {
		return file, err
	}
	payments, err := p.payments(ctx, batch)
	if err != nil {
		return file, err
	}
	before := map[portal.PayoutID]portal.PayoutMethod{}
	for _, f := range detail.Files {
		for _, line := range f.Lines {
			if _, answered := detail.Results[line.Payout]; f.Format == file.Format && !answered {
				before[line.Payout] = line.Method
			}
		}
	}
	payments = slices.DeleteFunc(payments, func(l payfile.Line) bool { return before[l.Payout] == "" })
	if len(payments) == 0 {
		return file, portal.Errorf(portal.Conflict, "Every payout of this file has its answer, so there is nothing to make again.")
	}
	for _, line := range payments {
		if line.Account.Method != before[line.Payout] {
			return file, portal.Errorf(portal.Conflict, "%s is paid by %s since. Record its payout as failed, and it goes into the next batch.", line.Payee, line.Account.Method.Label())
		}
	}
	partners, err := p.partnersOf(ctx, batch)
	if err != nil {
		return file, err
	}
	for _, line := range batch.Lines {
		if before[line.Payout] != "" && partners[line.Partner].Frozen() {
			return file, portal.Errorf(portal.Conflict, "The payouts of %s are held back by now. Release them, or record its payout as failed, and the file is made without it.", line.Name)
		}
	}
	files, err := p.writeFiles(batch, attempt, payments)
	if err != nil {
		return file, err
	}
	for _, made := range files {
		if err := p.keepFile(ctx, made); err != nil {
			return file, err
		}
	}
	return files[0].fact, nil
}
