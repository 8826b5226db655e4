package web

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// asInvalid is the error of a form that cannot be taken as it is, nil for any other.
func asInvalid(err error) *portal.Error {
	if problem, ok := errors.AsType[*portal.Error](err); ok && problem.Kind == portal.Invalid {
		return problem
	}
	return nil
}

type batchQuery struct {
	Payout portal.PayoutID `form:"payout,max=200"` // whose answer is being recorded
	Again  string          `form:"again,max=40"`   // the file that is being made again
}

func (a *App) showBatch(r *request) error {
	var in batchQuery
	if err := r.query(&in); err != nil {
		return err
	}
	view, err := r.batchPage(in)
	if err != nil {
		return err
	}
	return r.render(view)
}

// batchPage is a batch with what this person can do next.
func (r *request) batchPage(in batchQuery) (templates.Batch, error) {
	id, err := r.id("batch")
	if err != nil {
		return templates.Batch{}, err
	}
	d, err := r.app.program.Batch(r.ctx, r.actor, portal.BatchID(id))
	if err != nil {
		return templates.Batch{}, err
	}
	b, today := d.Batch, string(r.app.program.Today())
	view := templates.Batch{
		Page: r.page("Batch " + b.Number()), Action: batchHref(b.ID), Number: b.Number(), State: batchPill(b.State), Next: r.batchNext(b), Total: b.Total.String(), Max: today,
		Run: r.runOf(d), Check: r.checkCard(b), Finish: b.State == portal.BatchDraft && (b.PreparedAt == "" || b.Check.At == ""),
		Approve:   b.State == portal.BatchDraft && b.Check.Clean() && b.PreparedBy != r.actor.User,
		Cancels:   b.State == portal.BatchDraft && b.PreparedAt != "" || b.State == portal.BatchApproved,
		Answering: b.State == portal.BatchExported || b.State == portal.BatchPaid || b.State == portal.BatchFailed,
		Mark:      templates.Filled(map[string]string{"paid_on": today}),
		LeftOut:   leftOut(b.LeftOut),
		Facts: []templates.Fact{
			{Label: "Currency", Text: string(b.Currency)}, {Label: "Payable by", Text: b.Cutoff.Long()}, {Label: "Prepared by", Text: b.PreparedByName()},
		},
	}
	if b.State == portal.BatchExported || b.State == portal.BatchPaid {
		view.Answers = deskAnswers + "/" + url.PathEscape(string(b.ID))
	}
	r.batchWays(&view, d)
	r.batchFiles(&view, d, in.Again)
	view.Figures = batchFigures(d, view.Answering)
	for _, change := range b.History {
		if change.Kind == "batch.started" && b.PreparedAt != "" {
			continue // that it is prepared says so
		}
		view.Steps = append(view.Steps, r.batchStep(change))
		if change.Kind == "batch.approved" {
			view.Facts = append(view.Facts, templates.Fact{Label: "Approved by", Text: change.ByName})
		}
	}
	for i, line := range b.Lines {
		result := d.Results[line.Payout]
		view.Lines = append(view.Lines, r.batchLine(d, i, result))
		if view.Answering && result.Seq == 0 {
			view.MarkPaid++
		}
		if view.Answering && line.Payout == in.Payout {
			view.Answer = answerForm(line, result, today)
		}
	}
	return view, nil
}

func (r *request) batchLine(d program.BatchDetail, i int, result portal.Result) templates.BatchLine {
	b, line := d.Batch, d.Batch.Lines[i]
	row := templates.BatchLine{
		Reference: b.Reference(i), Name: line.Name, Statement: r.statementHref(line.Payout), Entries: line.Entries, Total: line.Total.String(),
		Way: wayOf(d.Accounts[line.Payout]),
	}
	if b.State != portal.BatchExported && b.State != portal.BatchPaid && b.State != portal.BatchFailed {
		return row
	}
	row.State, row.Note = payoutState(program.PayoutLine{Result: result})
	row.Answers = "Record an answer"
	switch result.State {
	case portal.ResultPaid:
		row.Answers = "It came back"
	case portal.ResultFailed:
		return row
	default:
		row.State, row.Note = templates.Pill{Kind: "info", Text: "With the bank"}, ""
	}
	row.Answer = batchHref(b.ID) + "?" + url.Values{"payout": {string(line.Payout)}}.Encode() + "#answer"
	return row
}

// batchFigures are what the second person looks at before the batch leaves, and then what the bank said.
func batchFigures(d program.BatchDetail, answering bool) []templates.Figure {
	b := d.Batch
	total := templates.Figure{Label: "Total", Value: b.Total.String(), Note: count(len(b.Lines), "payout")}
	if answering {
		return []templates.Figure{
			total,
			{Label: "Paid", Value: d.Paid.String(), Note: "Confirmed by the bank"},
			{Label: "Failed", Value: d.Failed.String(), Note: "Payable again"},
			{Label: "Without an answer", Value: b.Total.Sub(d.Paid).Sub(d.Failed).String(), Note: "Total less paid and failed"},
		}
	}
	entries, largest := 0, portal.BatchLine{Total: portal.Amount(0, b.Currency), Name: "This batch pays nobody"}
	for _, line := range b.Lines {
		entries += line.Entries
		if line.Total.Minor > largest.Total.Minor {
			largest = line
		}
	}
	return []templates.Figure{
		total,
		{Label: "Entries", Value: strconv.Itoa(entries), Note: "Each explained in its statement"},
		{Label: "Largest payout", Value: largest.Total.String(), Note: largest.Name},
		{Label: "Left out", Value: strconv.Itoa(len(b.LeftOut)), Note: "Partners, with a reason each"},
	}
}

// answerForm asks what the bank said; of a paid payout only that it came back.
func answerForm(line portal.BatchLine, result portal.Result, today string) *templates.BatchAnswer {
	return &templates.BatchAnswer{
		Payout: string(line.Payout), Name: line.Name, Total: line.Total.String(), Form: templates.Filled(map[string]string{"on": today}),
		States:   []templates.Option{{Value: string(portal.ResultPaid), Label: "Paid"}, {Value: string(portal.ResultFailed), Label: "Failed"}},
		Returned: result.State == portal.ResultPaid,
	}
}

func (r *request) batchStep(c portal.Change) templates.Step {
	text := c.Kind
	switch c.Kind {
	case "batch.started":
		text = "Asked for"
	case "batch.prepared":
		text = c.Data["total"] + " prepared"
	case "batch.approved":
		text = "Approved"
	case "batch.exported":
		text = "Files made for the bank"
	case "batch.paid":
		text = "Every payout has its answer"
	case "batch.failed":
		text = "Every payout failed"
	case "batch.cancelled":
		text = "Cancelled"
	}
	if c.ByName != "" {
		text += " by " + c.ByName
	}
	return templates.Step{Text: text, Quote: c.Reason, At: c.At, When: r.when(c.At)}
}

// batchAgain shows a batch with what went wrong at one of its forms.
func (r *request) batchAgain(failed error, in batchQuery, put func(*templates.Batch, templates.Form)) error {
	return pageAgain(r, failed, func() (templates.Batch, error) { return r.batchPage(in) }, put)
}

// onBatch takes one step with a batch that asks for nothing but a press.
func (r *request) onBatch(step func(portal.BatchID) (portal.Batch, error), said func(portal.Batch) string) error {
	id, err := r.id("batch")
	if err == nil {
		err = r.form(&struct{}{})
	}
	if err != nil {
		return err
	}
	batch, err := step(portal.BatchID(id))
	if err != nil {
		return r.batchAgain(err, batchQuery{}, func(v *templates.Batch, f templates.Form) { v.Problem = f })
	}
	r.flash("ok", said(batch), "")
	return r.see(batchHref(batch.ID))
}

func (a *App) approveBatch(r *request) error {
	return r.onBatch(func(id portal.BatchID) (portal.Batch, error) { return a.program.ApproveBatch(r.ctx, r.actor, id) },
		func(b portal.Batch) string {
			return fmt.Sprintf("%s is approved: %s may go to the bank.", b.Number(), b.Total)
		})
}

type cancelForm struct {
	Reason string `form:"cancel_reason,max=400"`
}

func (a *App) cancelBatch(r *request) error {
	id, err := r.id("batch")
	if err != nil {
		return err
	}
	var in cancelForm
	var batch portal.Batch
	if err = r.form(&in); err == nil {
		batch, err = a.program.CancelBatch(r.ctx, r.actor, portal.BatchID(id), in.Reason)
	}
	if err != nil {
		return r.batchAgain(renamed(err, "reason", "cancel_reason"), batchQuery{}, func(v *templates.Batch, f templates.Form) {
			if v.Cancels {
				v.Cancel = f
			} else {
				v.Problem = f
			}
		})
	}
	r.flash("ok", batch.Number()+" is cancelled; its entries are payable again.", "")
	return r.see(batchHref(batch.ID))
}

type paidForm struct {
	File      string      `form:"paid_file,max=40"`
	On        portal.Date `form:"paid_on,max=10"`
	Reference string      `form:"paid_reference,max=140"`
}

func (a *App) markPaid(r *request) error {
	id, err := r.id("batch")
	if err != nil {
		return err
	}
	var in paidForm
	var batch portal.Batch
	if err = r.form(&in); err == nil {
		file := portal.PaymentFileIDFrom(portal.BatchID(id), in.File)
		if in.File != "" && file == "" { // never taken for all of them
			file = "none"
		}
		batch, err = a.program.MarkPaid(r.ctx, r.actor, program.MarkPaid{
			Batch: portal.BatchID(id), File: file, On: in.On, Reference: in.Reference,
		})
	}
	if err != nil {
		return r.batchAgain(renamed(renamed(renamed(err, "on", "paid_on"), "reference", "paid_reference"), "file", "paid_file"), batchQuery{}, func(v *templates.Batch, f templates.Form) {
			if v.MarkPaid > 0 {
				v.Mark = f
			} else {
				v.Problem = f
			}
		})
	}
	r.flash("ok", "The payouts are marked as paid; their partners are told.", "")
	return r.see(batchHref(batch.ID))
}

type answerInput struct {
	Payout    portal.PayoutID    `form:"payout,max=200"`
	State     portal.ResultState `form:"state,max=10"`
	On        portal.Date        `form:"on,max=10"`
	Reference string             `form:"reference,max=140"`
	Reason    string             `form:"reason,max=400"`
}

func (a *App) recordAnswer(r *request) error {
	id, err := r.id("batch")
	if err != nil {
		return err
	}
	var in answerInput
	var result portal.Result
	if err = r.form(&in); err == nil {
		if !strings.HasPrefix(string(in.Payout), "freeze:"+id+":") {
			return portal.Errorf(portal.NotFound, "There is nothing here.")
		}
		result, err = a.program.RecordAnswer(r.ctx, r.actor, program.Answer{
			Payout: in.Payout, ResultInput: portal.ResultInput{State: in.State, On: in.On, Reference: in.Reference, Reason: in.Reason},
		})
	}
	if err != nil {
		return r.batchAgain(err, batchQuery{Payout: in.Payout}, func(v *templates.Batch, f templates.Form) {
			if v.Answer != nil {
				v.Answer.Form = f
			} else {
				v.Problem = f
			}
		})
	}
	r.flash("ok", "The answer is recorded: "+result.Amount.String()+" "+string(result.State)+".", "")
	return r.see(batchHref(result.Batch))
}
