package web

import (
	"fmt"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// The steps of a run of payouts, in order.
const (
	runChoose = iota
	runPrepare
	runCheck
	runApprove
	runSend
	runAnswers
	runStatements
	runOver
)

var runLabels = [runOver]string{"Choose", "Prepare", "Check", "Approve", "Send to the bank", "Answers", "Statements"}

// runSteps are the steps of a run that waits at one of them; notes belong to steps.
func runSteps(now int, notes map[int]string) []templates.RunStep {
	steps := make([]templates.RunStep, len(runLabels))
	for i, label := range runLabels {
		steps[i] = templates.RunStep{Label: label, Note: notes[i], Done: i < now, Now: i == now}
	}
	return steps
}

// runOf says how far a batch has come: who did each step, and who is asked next.
func (r *request) runOf(d program.BatchDetail) []templates.RunStep {
	b := d.Batch
	notes := map[int]string{runChoose: "Payable by " + b.Cutoff.Long()}
	for _, change := range b.History {
		said := change.ByName + ", " + change.At.Day(r.app.program.Rules.Zone).Long()
		switch change.Kind {
		case "batch.prepared":
			notes[runPrepare] = said
		case "batch.approved":
			notes[runApprove] = said
		case "batch.exported":
			notes[runSend] = said
		}
	}
	if b.Check.At != "" {
		notes[runCheck] = "Nothing is wrong"
		if !b.Check.Clean() {
			notes[runCheck] = count(b.Check.Found, "finding")
		}
	}
	now := runOver
	switch b.State {
	case portal.BatchDraft:
		switch {
		case b.PreparedAt == "":
			now = runPrepare
		case !b.Check.Clean():
			now = runCheck
		default:
			now = runApprove
			notes[now] = "By another person than " + b.PreparedByName()
		}
	case portal.BatchApproved:
		now, notes[runSend] = runSend, "Somebody in finance makes the files"
	case portal.BatchExported:
		now = runAnswers
	case portal.BatchPaid, portal.BatchFailed:
	case portal.BatchCancelled:
		return nil
	}
	if now >= runAnswers {
		notes[runAnswers] = fmt.Sprintf("%d of %d", len(d.Results), len(b.Lines))
		paid := 0
		for _, result := range d.Results {
			if result.State == portal.ResultPaid {
				paid++
			}
		}
		notes[runStatements] = count(paid, "partner") + " paid and told"
	}
	return runSteps(now, notes)
}

// checkCard is what the last check of a batch looked at and found.
func (r *request) checkCard(b portal.Batch) *templates.CheckCard {
	c := b.Check
	if c.At == "" {
		return nil
	}
	of, outcome := count(c.Partners, "partner")+" of this batch", "nothing is wrong"
	if c.Whole {
		of = "the whole ledger"
	}
	if c.Found > 0 {
		outcome = count(c.Found, "problem") + " found"
	}
	return &templates.CheckCard{
		Text: fmt.Sprintf("%s, %s: %s with %s, %s and %s was recomputed from its facts; %s.", c.ByName, r.when(c.At), of,
			entryCount(c.Entries), count(c.Claims, "claim"), count(c.Payouts, "payout"), outcome),
		At: c.At, Found: c.Found, Findings: c.Findings, Again: b.State == portal.BatchDraft,
	}
}

func (a *App) checkBatch(r *request) error {
	return r.onBatch(func(id portal.BatchID) (portal.Batch, error) { return a.program.CheckBatch(r.ctx, r.actor, id) },
		func(b portal.Batch) string {
			if b.Check.Clean() {
				return "Checked: nothing is wrong."
			}
			return "Checked: " + count(b.Check.Found, "problem") + " found."
		})
}

func (a *App) finishBatch(r *request) error {
	return r.onBatch(func(id portal.BatchID) (portal.Batch, error) { return a.program.FinishBatch(r.ctx, r.actor, id) },
		func(b portal.Batch) string { return b.Number() + " is prepared and checked." })
}

func entryCount(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}
