package program

import (
	"bytes"
	"context"
	"fmt"

	"tandem/portal"
)

// Answers is a file of a bank's answers to a batch, row by row: what recording it
// would do, or did.
type Answers struct {
	Batch   portal.Batch
	Rows    []portal.AnswerRow
	Count   map[portal.AnswerFate]int
	Total   map[portal.AnswerFate]portal.Money // of the rows with each fate
	Ignored []string                           // columns of the file that were not used
}

func (a *Answers) count() {
	a.Count, a.Total = map[portal.AnswerFate]int{}, map[portal.AnswerFate]portal.Money{}
	for _, row := range a.Rows {
		a.Count[row.Fate]++
		a.Total[row.Fate] = a.Total[row.Fate].Add(row.Total)
	}
}

// PreviewAnswers reads a file of a bank's answers and says for each row what
// recording it would do. It changes nothing. Needs finance.
func (p *Program) PreviewAnswers(ctx context.Context, actor portal.Actor, id portal.BatchID, file []byte) (Answers, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return Answers{}, err
	}
	batch, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return Answers{}, err
	}
	read, err := portal.ReadAnswers(file)
	if err != nil {
		return Answers{Batch: batch}, err
	}
	results, err := p.store.Results.OfBatch(ctx, id)
	answers := Answers{Batch: batch, Rows: read.Match(batch, results, actor, p.Now(), p.Today()), Ignored: read.Ignored}
	answers.count()
	return answers, err
}

// ImportAnswers records the rows of a file that have no problem, each as if it had
// been typed in. It may be run again with the same file: what is recorded is found.
// Rows with a problem stay out and are returned with their reasons. Needs finance.
func (p *Program) ImportAnswers(ctx context.Context, actor portal.Actor, id portal.BatchID, file []byte) (Answers, error) {
	answers, err := p.PreviewAnswers(ctx, actor, id, file)
	if err != nil {
		return answers, err
	}
	for i, row := range answers.Rows {
		if row.Fate != portal.AnswerPaid && row.Fate != portal.AnswerFailed {
			continue
		}
		_, err := p.RecordAnswer(ctx, actor, Answer{Payout: row.Payout, ResultInput: row.Input})
		switch portal.KindOf(err) {
		case "":
			if err != nil {
				return answers, err
			}
		case portal.Conflict, portal.Invalid: // somebody recorded it between preview and now
			answers.Rows[i].Fate, answers.Rows[i].Reason = portal.AnswerProblem, err.Error()
		default:
			return answers, err
		}
	}
	answers.count()
	return answers, nil
}

// AnswersFile is a table of the payouts of a batch without an answer, for somebody
// to fill in and send back. Needs finance.
func (p *Program) AnswersFile(ctx context.Context, actor portal.Actor, id portal.BatchID) (File, error) {
	detail, err := p.Batch(ctx, actor, id)
	if err != nil {
		return File{}, err
	}
	rows := [][]string{{"reference", "partner", "amount", "currency", "state", "on", "bank_reference", "reason"}}
	for i, line := range detail.Batch.Lines {
		if _, answered := detail.Results[line.Payout]; !answered {
			rows = append(rows, []string{detail.Batch.Reference(i), portal.CSVText(line.Name), line.Total.Plain(), string(line.Total.Currency), "", "", "", ""})
		}
	}
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows); err != nil {
		return File{}, fmt.Errorf("answers to %s: %w", id, err)
	}
	return File{Name: "answers-" + detail.Batch.Number() + ".csv", Type: csvType, Data: out.Bytes()}, nil
}
