package portal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// BatchState is where a payout batch stands.
type BatchState string

const (
	BatchDraft     BatchState = "draft" // being prepared, then waiting for a second person
	BatchApproved  BatchState = "approved"
	BatchExported  BatchState = "exported" // the file for the bank exists
	BatchPaid      BatchState = "paid"     // every payout has a result, at least one was paid
	BatchFailed    BatchState = "failed"   // every payout failed
	BatchCancelled BatchState = "cancelled"
)

// BatchStates are all states, in the order of their path.
var BatchStates = []BatchState{BatchDraft, BatchApproved, BatchExported, BatchPaid, BatchFailed, BatchCancelled}

// Label is the state as people read it.
func (s BatchState) Label() string {
	switch s {
	case BatchDraft:
		return "Draft"
	case BatchApproved:
		return "Approved"
	case BatchExported:
		return "Exported"
	case BatchPaid:
		return "Paid"
	case BatchFailed:
		return "Failed"
	case BatchCancelled:
		return "Cancelled"
	}
	return string(s)
}

// Batch is one run of payouts in one currency. One person prepares it, another approves it.
type Batch struct {
	ID         BatchID     `json:"-"`
	Version    int64       `json:"-"`
	State      BatchState  `json:"state"`
	Currency   Currency    `json:"currency"`
	Cutoff     Date        `json:"cutoff"` // pays what is payable by this day
	PreparedBy UserID      `json:"prepared_by"`
	ApprovedBy UserID      `json:"approved_by,omitempty"`
	PreparedAt Instant     `json:"prepared_at,omitempty"` // "" while payouts are still being put together
	Lines      []BatchLine `json:"lines,omitempty"`       // one for each payout, by name
	LeftOut    []LeftOut   `json:"left_out,omitempty"`
	Total      Money       `json:"total"`
	Check      BatchCheck  `json:"check,omitzero"`  // the last one
	Choice     PayChoice   `json:"choice,omitzero"` // zero before it is exported
	At         Instant     `json:"at"`
	History    []Change    `json:"history"`
}

// Subject is the batch's name in events: "batch:01J...".
func (b Batch) Subject() string { return "batch:" + string(b.ID) }

// PreparedByName is the name of who asked for the batch.
func (b Batch) PreparedByName() string {
	if len(b.History) == 0 {
		return ""
	}
	return b.History[0].ByName
}

// Number is a short name for people to say: "B-8F3KQ2", from the id's random end.
func (b Batch) Number() string {
	id := string(b.ID)
	return "B-" + id[max(0, len(id)-6):]
}

// Reference is what the bank shows with the payment of a line, counted from 0.
func (b Batch) Reference(line int) string { return fmt.Sprintf("%s-%03d", b.Number(), line+1) }

// BatchLine is a payout of a batch in short.
type BatchLine struct {
	Payout  PayoutID  `json:"payout"`
	Partner PartnerID `json:"partner"`
	Name    string    `json:"name"`
	Entries int       `json:"entries"`
	Total   Money     `json:"total"`
}

// NewBatch starts a batch of everything payable by the cut-off, which is not in the future.
func NewBatch(id BatchID, currency Currency, cutoff Date, by Actor, now Instant, today Date) (Batch, error) {
	problems := Problems{}
	if _, known := currencies[currency]; !known {
		problems.Add("currency", "Choose the currency to pay.")
	}
	if _, err := ParseDate(string(cutoff)); err != nil || cutoff > today {
		problems.Add("cutoff", "Choose today or a day before.")
	}
	if err := problems.Err(); err != nil {
		return Batch{}, err
	}
	b := Batch{ID: id, State: BatchDraft, Currency: currency, Cutoff: cutoff, PreparedBy: by.User, At: now, Total: Amount(0, currency)}
	b.History = changed(nil, "batch.started", "", string(BatchDraft), by, now, "", map[string]string{"cutoff": string(cutoff), "currency": string(currency)})
	return b, nil
}

// Prepare closes the preparation with the payouts that were frozen and the
// partners left out. A batch that has nothing to pay is cancelled.
func (b Batch) Prepare(payouts []Payout, left []LeftOut, by Actor, now Instant) (Batch, error) {
	if b.State != BatchDraft || b.PreparedAt != "" {
		return Batch{}, Errorf(Conflict, "This batch has been prepared already; it is %s.", strings.ToLower(b.State.Label()))
	}
	b.Lines, b.LeftOut, b.Total = nil, left, Amount(0, b.Currency)
	for _, p := range payouts {
		b.Lines = append(b.Lines, BatchLine{Payout: p.ID, Partner: p.Partner, Name: p.Name, Entries: len(p.Entries), Total: p.Total})
		b.Total = b.Total.Add(p.Total)
	}
	slices.SortFunc(b.Lines, func(x, y BatchLine) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.Partner, y.Partner))
	})
	b.PreparedAt = now
	if len(payouts) == 0 {
		return b.step("batch.cancelled", BatchCancelled, by, now, "Nothing was left to pay."), nil
	}
	return b.step("batch.prepared", BatchDraft, by, now, ""), nil
}

// Approve lets the batch go to the bank once a check found nothing wrong. Whoever
// prepared it may not.
func (b Batch) Approve(by Actor, now Instant) (Batch, error) {
	switch {
	case b.State != BatchDraft:
		return Batch{}, b.illegal("approved")
	case b.PreparedAt == "":
		return Batch{}, Errorf(Conflict, "This batch is still being prepared. Approve it when it is complete.")
	case by.User == "" || by.System:
		return Batch{}, Errorf(Conflict, "A batch is approved by a person.")
	case by.User == b.PreparedBy:
		return Batch{}, Errorf(Conflict, "You prepared this batch, so another person has to approve it.")
	case b.Check.At == "":
		return Batch{}, Errorf(Conflict, "This batch has not been checked. Check it, then approve it.")
	case !b.Check.Clean():
		return Batch{}, Errorf(Conflict, "The check of the ledger found %d problems, so nothing is paid until they are solved. The first is: %s", b.Check.Found, b.Check.Findings[0])
	}
	b.ApprovedBy = by.User
	return b.step("batch.approved", BatchApproved, by, now, ""), nil
}

// Export fixes in which files the batch goes out. The choice has been checked.
func (b Batch) Export(choice PayChoice, by Actor, now Instant) (Batch, error) {
	if b.State != BatchApproved {
		return Batch{}, b.illegal("exported")
	}
	b.Choice = choice
	return b.step("batch.exported", BatchExported, by, now, ""), nil
}

// ExportedAt is when the batch was exported, and by whom; the zero change before.
func (b Batch) ExportedAt() Change {
	for _, change := range b.History {
		if change.To == string(BatchExported) {
			return change
		}
	}
	return Change{}
}

// Cancel gives the batch up before it went to the bank; its entries are payable again.
func (b Batch) Cancel(reason string, by Actor, now Instant) (Batch, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case b.State != BatchDraft && b.State != BatchApproved:
		return Batch{}, b.illegal("cancelled")
	case b.PreparedAt == "":
		return Batch{}, Errorf(Conflict, "This batch is still being prepared. Cancel it when it is complete.")
	case reason == "":
		problems := Problems{}
		problems.Add("reason", "Say why the batch is cancelled.")
		return Batch{}, problems.Err()
	}
	return b.step("batch.cancelled", BatchCancelled, by, now, reason), nil
}

// Settle takes in the results of its payouts: once each has one, the batch is
// paid, or failed when all of them failed. It reports whether the state changed.
func (b Batch) Settle(results []Result, by Actor, now Instant) (Batch, bool) {
	if b.State != BatchExported && b.State != BatchPaid && b.State != BatchFailed {
		return b, false
	}
	state := b.outcome(results)
	if state == b.State {
		return b, false
	}
	kind := "batch.paid"
	if state == BatchFailed {
		kind = "batch.failed"
	}
	return b.step(kind, state, by, now, ""), true
}

// outcome is the state that results lead to.
func (b Batch) outcome(results []Result) BatchState {
	latest := LatestResults(results)
	failed := 0
	for _, line := range b.Lines {
		switch latest[line.Payout].State {
		case ResultFailed:
			failed++
		case ResultPaid:
		default:
			return b.State
		}
	}
	if failed == len(b.Lines) {
		return BatchFailed
	}
	return BatchPaid
}

func (b Batch) step(kind string, to BatchState, by Actor, now Instant, reason string) Batch {
	b.History = changed(b.History, kind, string(b.State), string(to), by, now, reason, map[string]string{
		"total": b.Total.String(), "payouts": fmt.Sprint(len(b.Lines)), "cutoff": string(b.Cutoff),
	})
	b.State = to
	return b
}

func (b Batch) illegal(to string) error {
	return Errorf(Conflict, "This batch is %s, so it cannot be %s now.", strings.ToLower(b.State.Label()), to)
}
