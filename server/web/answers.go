package web

import (
	"errors"
	"fmt"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskAnswers = deskPayouts + "/answers"

func (a *App) showAnswers(r *request) error {
	view, err := r.answersPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) answersPage() (templates.BatchAnswers, error) {
	id, err := r.id("batch")
	if err != nil {
		return templates.BatchAnswers{}, err
	}
	d, err := r.app.program.Batch(r.ctx, r.actor, portal.BatchID(id))
	if err != nil {
		return templates.BatchAnswers{}, err
	}
	return templates.BatchAnswers{
		Page: r.page("The bank's answers"), Action: deskAnswers + "/" + id, Batch: batchHref(d.Batch.ID), Number: d.Batch.Number(),
		Open: len(d.Batch.Lines) - len(d.Results), Empty: batchHref(d.Batch.ID) + "/answers.csv",
		Example: "reference,state,on,reason\n" + d.Batch.Reference(0) + ",paid," + string(r.app.program.Today()) + ",",
		Columns: []templates.ImportColumn{
			{Name: "reference", Text: "Of the payout, as the files carry it; a SEPA bank calls it the end-to-end id."},
			{Name: "state", Text: "paid or failed, or what banks say for it: completed, settled, rejected, returned."},
			{Name: "on", Text: "Day the bank says, as 2026-03-31."},
			{Name: "reason", Text: "Why a payout failed. The partner reads it."},
			{Name: "bank_reference", Text: "The bank's own reference.", Optional: true},
			{Name: "amount", Text: "Held against the payout, so that no answer is taken for another's.", Optional: true},
		},
	}, nil
}

// importAnswers is both steps: a file is shown row by row, and the file that was
// shown is recorded.
func (a *App) importAnswers(r *request) error {
	view, err := r.answersPage()
	if err != nil {
		return err
	}
	id := portal.BatchID(r.Params("batch"))
	var in importForm
	if err := r.form(&in); err != nil {
		return r.answersAgain(view, err)
	}
	if in.sealed() {
		return r.answersSealed(view, id, in)
	}
	file, err := in.bytes()
	if err != nil {
		return r.answersAgain(view, err)
	}
	preview, err := a.program.PreviewAnswers(r.ctx, r.actor, id, file)
	if err != nil {
		return r.answersAgain(view, in.blames(err))
	}
	view.Preview = r.answersPreview(preview, file)
	return r.render(view)
}

func (r *request) answersAgain(view templates.BatchAnswers, err error) error {
	return r.importAgain(err, func(f templates.Form) templates.View {
		view.Form = f
		return view
	})
}

// answersSealed records the file that this person was shown, and no other.
func (r *request) answersSealed(view templates.BatchAnswers, id portal.BatchID, in importForm) error {
	file, err := r.unseal("answers", string(id), in)
	if err != nil {
		return r.answersAgain(view, err)
	}
	before, err := r.app.program.PreviewAnswers(r.ctx, r.actor, id, file)
	if err != nil {
		return r.answersAgain(view, err)
	}
	done, err := r.app.program.ImportAnswers(r.ctx, r.actor, id, file)
	if err != nil {
		return err
	}
	recorded := done.Count[portal.AnswerPaid] + done.Count[portal.AnswerFailed]
	problems := done.Count[portal.AnswerProblem]
	if problems > before.Count[portal.AnswerProblem] {
		problem, _ := errors.AsType[*portal.Error](portal.Errorf(portal.Conflict,
			"%s recorded. Others could not be, because something was recorded meanwhile; the rows below say what.", count(recorded, "answer")))
		view.Form, view.Preview = templates.Failed(nil, problem), r.answersPreview(done, file)
		view.Preview.Action = ""
		return r.renderStatus(status(portal.Conflict), view)
	}
	kind, text := "ok", fmt.Sprintf("%s recorded: %d paid, %d failed. Their partners are told.", count(recorded, "answer"), done.Count[portal.AnswerPaid], done.Count[portal.AnswerFailed])
	if recorded == 0 {
		text = "Nothing new was recorded."
	}
	if problems > 0 {
		kind, text = "warn", text+" "+count(problems, "row")+" with a problem stayed out, as shown before."
	}
	r.flash(kind, text, "")
	return r.see(batchHref(id))
}

func (r *request) answersPreview(a program.Answers, file []byte) *templates.ImportPreview {
	view := &templates.ImportPreview{
		Counts: []templates.Figure{
			{Label: "Paid", Value: fmt.Sprint(a.Count[portal.AnswerPaid]), Note: a.Total[portal.AnswerPaid].Add(portal.Amount(0, a.Batch.Currency)).String()},
			{Label: "Failed", Value: fmt.Sprint(a.Count[portal.AnswerFailed]), Note: "Payable again"},
			{Label: "Nothing to do", Value: fmt.Sprint(a.Count[portal.AnswerKnown] + a.Count[portal.AnswerOpen]), Note: "Recorded already, or no answer yet"},
			{Label: "Problems", Value: fmt.Sprint(a.Count[portal.AnswerProblem]), Note: "Stay out until corrected"},
		},
	}
	view.Content, view.Seal = r.seal("answers", string(a.Batch.ID), file)
	if len(a.Ignored) > 0 {
		view.Ignored = "Columns not used: " + strings.Join(a.Ignored, ", ") + "."
	}
	if n := a.Count[portal.AnswerPaid] + a.Count[portal.AnswerFailed]; n > 0 {
		view.Action = "Record " + count(n, "answer")
	}
	if n := a.Count[portal.AnswerProblem]; n > 0 {
		view.Skips = count(n, "row") + " with a problem will stay out."
	}
	for _, row := range a.Rows {
		view.Rows = append(view.Rows, answerLine(row))
	}
	return view
}

func answerLine(row portal.AnswerRow) templates.ImportLine {
	line := templates.ImportLine{
		Line: row.Line, Number: row.Reference, What: row.Name, State: templates.Pill{Text: row.Fate.Label()}, Column: row.Column, Reason: row.Reason,
	}
	if day, err := portal.ParseDate(string(row.Input.On)); err == nil {
		line.On = day
	}
	if row.Payout != "" {
		line.Amount = row.Total.String()
	}
	switch row.Fate {
	case portal.AnswerPaid:
		line.State.Kind = "ok"
	case portal.AnswerFailed:
		line.State.Kind, line.Reason = "warn", row.Input.Reason
	case portal.AnswerProblem:
		line.State.Kind = "bad"
	case portal.AnswerKnown, portal.AnswerOpen:
	}
	return line
}

// answersFile is the table of payouts without an answer, to be filled in.
func (a *App) answersFile(r *request) error {
	id, err := r.id("batch")
	if err != nil {
		return err
	}
	file, err := a.program.AnswersFile(r.ctx, r.actor, portal.BatchID(id))
	return r.download(file, err)
}
