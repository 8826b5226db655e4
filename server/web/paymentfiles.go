package web

import (
	"fmt"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// wayOf is where a payout goes: "SEPA transfer to DE •••• 3000".
func wayOf(line portal.PaymentLine) string {
	if line.Method == "" {
		return "No payout details in use"
	}
	return line.Method.Label() + " to " + line.Label
}

// batchWays adds to the page of an approved batch what its payouts can be made into.
func (r *request) batchWays(view *templates.Batch, d program.BatchDetail) {
	if d.Batch.State != portal.BatchApproved {
		return
	}
	chosen := map[string]string{"pay_on": string(d.PayOn)}
	for _, way := range d.Ways {
		row := templates.BatchWay{
			Field: "format_" + string(way.Method), Label: fmt.Sprintf("%s by %s, %s", count(way.Count, "payout"), way.Method.Label(), way.Total), Missing: way.Missing,
		}
		for _, format := range way.Formats {
			row.Formats = append(row.Formats, templates.Option{Value: string(format), Label: format.Label()})
		}
		chosen[row.Field] = string(way.Formats[0])
		view.Ways = append(view.Ways, row)
	}
	view.Export = templates.Filled(chosen)
}

// batchFiles adds to the page of an exported batch its files, and who had them.
func (r *request) batchFiles(view *templates.Batch, d program.BatchDetail, again string) {
	for _, format := range d.Missing {
		view.Missing = append(view.Missing, format.Label())
	}
	for _, f := range d.AllFiles {
		file := templates.BatchFile{
			Name: f.Name, Format: f.Format.Label(), Count: len(f.Lines), Total: f.Total.String(), PayOn: f.PayOn, SHA256: f.SHA256, Message: f.Message,
			Made: made(f, r.when(f.At)), Reason: f.Reason,
		}
		for _, got := range d.Downloads[f.ID] {
			file.Downloads = append(file.Downloads, got.ByName+", "+r.when(got.At))
		}
		for _, current := range d.Files {
			if current.ID == f.ID {
				file.Href = batchHref(f.Batch) + "/files/" + f.Key()
			}
		}
		if file.Href != "" && d.Batch.State == portal.BatchExported {
			file.Again = batchHref(f.Batch) + "?again=" + f.Key() + "#again"
			if f.Key() == again {
				view.Again = &templates.BatchAgain{Name: f.Name, Action: file.Href + "/again", Form: templates.Filled(map[string]string{"again_on": string(d.PayOn)})}
			}
		}
		view.Files = append(view.Files, file)
	}
	if len(d.Files) > 1 {
		for _, f := range d.Files {
			view.MarkFiles = append(view.MarkFiles, templates.Option{Value: f.Key(), Label: f.Name})
		}
	}
}

func made(f portal.PaymentFile, when string) string {
	if f.ByName == "" {
		return when
	}
	return "by " + f.ByName + ", " + when
}

type exportForm struct {
	Bank   portal.PayFormat `form:"format_bank,max=10"`
	ACH    portal.PayFormat `form:"format_ach,max=10"`
	PayPal portal.PayFormat `form:"format_paypal,max=10"`
	Wise   portal.PayFormat `form:"format_wise,max=10"`
	PayOn  portal.Date      `form:"pay_on,max=10"`
}

func (a *App) exportBatch(r *request) error {
	id, err := r.id("batch")
	if err != nil {
		return err
	}
	var in exportForm
	var batch portal.Batch
	if err = r.form(&in); err == nil {
		batch, err = a.program.ExportBatch(r.ctx, r.actor, program.ExportBatch{Batch: portal.BatchID(id), PayChoice: portal.PayChoice{
			Formats: map[portal.PayoutMethod]portal.PayFormat{portal.BankTransfer: in.Bank, portal.ACH: in.ACH, portal.PayPal: in.PayPal, portal.Wise: in.Wise}, PayOn: in.PayOn,
		}})
	}
	if err != nil {
		return r.batchAgain(err, batchQuery{}, func(v *templates.Batch, f templates.Form) {
			if len(v.Ways) > 0 {
				v.Export = f
			} else {
				v.Problem = f
			}
		})
	}
	r.flash("ok", batch.Number()+" is exported. Send its files to the bank, and record the answers here.", "")
	return r.see(batchHref(batch.ID))
}

// fileOf is the file of a batch that the address names.
func (r *request) fileOf() (portal.BatchID, portal.PaymentFileID, error) {
	batch, err := r.id("batch")
	if err != nil {
		return "", "", err
	}
	file := portal.PaymentFileIDFrom(portal.BatchID(batch), r.Params("file"))
	if file == "" {
		return "", "", portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	return portal.BatchID(batch), file, nil
}

// paymentFile is a file for the bank, as it was made.
func (a *App) paymentFile(r *request) error {
	_, file, err := r.fileOf()
	if err != nil {
		return err
	}
	found, err := a.program.PaymentFile(r.ctx, r.actor, file)
	return r.download(found, err)
}

type againForm struct {
	PayOn  portal.Date `form:"again_on,max=10"`
	Reason string      `form:"again_reason,max=400"`
}

// remakeFile makes a file again that the bank refused as a whole.
func (a *App) remakeFile(r *request) error {
	batch, file, err := r.fileOf()
	if err != nil {
		return err
	}
	var in againForm
	var made portal.PaymentFile
	if err = r.form(&in); err == nil {
		made, err = a.program.RemakeFile(r.ctx, r.actor, program.RemakeFile{File: file, PayOn: in.PayOn, Reason: in.Reason})
	}
	if portal.KindOf(err) == portal.NotFound {
		return err
	}
	if err != nil {
		return r.batchAgain(renamed(renamed(err, "reason", "again_reason"), "pay_on", "again_on"), batchQuery{Again: r.Params("file")}, func(v *templates.Batch, f templates.Form) {
			if v.Again != nil {
				v.Again.Form = f
			} else {
				v.Problem = f
			}
		})
	}
	r.flash("ok", made.Name+" is made. Send it instead of the one before, which can no longer be had.", "")
	return r.see(batchHref(batch))
}
