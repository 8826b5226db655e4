package portal

import (
	"fmt"
	"strings"
)

// AdjustmentState is where an adjustment stands.
type AdjustmentState string

const (
	AdjustmentProposed  AdjustmentState = "proposed" // waits for a second person
	AdjustmentApproved  AdjustmentState = "approved" // in the ledger
	AdjustmentDeclined  AdjustmentState = "declined"
	AdjustmentWithdrawn AdjustmentState = "withdrawn" // by who proposed it
)

// AdjustmentStates are all states, the path first.
var AdjustmentStates = []AdjustmentState{AdjustmentProposed, AdjustmentApproved, AdjustmentDeclined, AdjustmentWithdrawn}

// Label is the state as people read it.
func (s AdjustmentState) Label() string {
	switch s {
	case AdjustmentProposed:
		return "Waiting"
	case AdjustmentApproved:
		return "Approved"
	case AdjustmentDeclined:
		return "Declined"
	case AdjustmentWithdrawn:
		return "Withdrawn"
	}
	return string(s)
}

// Adjustment is an amount that finance adds to or takes off a partner's earnings
// by hand, with a reason. One person proposes it, another approves it; only then
// it is in the ledger.
type Adjustment struct {
	ID        AdjustmentID    `json:"-"`
	Version   int64           `json:"-"`
	State     AdjustmentState `json:"state"`
	Partner   PartnerID       `json:"partner"`
	Name      string          `json:"name"`               // the partner's
	Amount    Money           `json:"amount"`             // negative takes off
	Reason    string          `json:"reason"`             // the partner reads it
	Question  EntryID         `json:"question,omitempty"` // the line that was asked about, when that is the cause
	By        UserID          `json:"by"`
	ByName    string          `json:"by_name"`
	At        Instant         `json:"at"`
	Decided   UserID          `json:"decided,omitempty"`
	DecidedAt Instant         `json:"decided_at,omitempty"`
	DecidedOn Date            `json:"decided_on,omitempty"`
	DecidedBy string          `json:"decided_by,omitempty"` // a name
	Why       string          `json:"why,omitempty"`        // it was declined
	History   []Change        `json:"history"`
}

// Subject is the adjustment's name in events.
func (a Adjustment) Subject() string { return "adjustment:" + string(a.ID) }

// AdjustmentEntryID is the id of the entry that an approved adjustment makes.
func AdjustmentEntryID(id AdjustmentID) EntryID { return EntryID("adj:" + string(id)) }

// NewAdjustment proposes an adjustment. The problems name the fields amount,
// currency and reason.
func NewAdjustment(id AdjustmentID, partner Partner, amount Money, reason string, by Actor, now Instant) (Adjustment, error) {
	problems := Problems{}
	if _, known := currencies[amount.Currency]; !known {
		problems.Add("currency", "Choose the currency of the amount.")
	}
	if amount.Minor == 0 || amount.Minor > maxCollected || amount.Minor < -maxCollected {
		problems.Add("amount", "Enter an amount other than zero; a minus takes it off.")
	}
	reason = strings.Join(strings.Fields(reason), " ")
	switch n := len([]rune(reason)); {
	case n < 10:
		problems.Add("reason", "Say in a sentence what this is for; the partner reads it.")
	case n > 500:
		problems.Add("reason", "Keep the reason under 500 characters.")
	}
	if err := problems.Err(); err != nil {
		return Adjustment{}, err
	}
	a := Adjustment{
		ID: id, State: AdjustmentProposed, Partner: partner.ID, Name: partner.Company, Amount: amount, Reason: reason,
		By: by.User, ByName: by.Name, At: now,
	}
	a.History = changed(nil, "adjustment.proposed", "", string(a.State), by, now, reason, a.said())
	return a, nil
}

// said is what events tell of the adjustment.
func (a Adjustment) said() map[string]string {
	return map[string]string{"amount": a.Amount.String(), "partner": a.Name}
}

// Approve books the adjustment. Whoever proposed it may not.
func (a Adjustment) Approve(by Actor, now Instant, today Date) (Adjustment, error) {
	if by.User == "" || by.System {
		return Adjustment{}, Errorf(Conflict, "An adjustment is approved by a person.")
	}
	if by.User == a.By {
		return Adjustment{}, Errorf(Conflict, "You proposed this adjustment, so another person has to approve it.")
	}
	return a.decide(AdjustmentApproved, "adjustment.approved", "", by, now, today)
}

// Decline refuses the adjustment with a reason.
func (a Adjustment) Decline(why string, by Actor, now Instant, today Date) (Adjustment, error) {
	if why = strings.TrimSpace(why); why == "" {
		return Adjustment{}, Problems{"why": "Say why, for the person who proposed it."}.Err()
	}
	if by.User == a.By {
		return Adjustment{}, Errorf(Conflict, "You proposed this adjustment; withdraw it instead.")
	}
	return a.decide(AdjustmentDeclined, "adjustment.declined", why, by, now, today)
}

// Withdraw takes the proposal back, by who made it.
func (a Adjustment) Withdraw(by Actor, now Instant, today Date) (Adjustment, error) {
	if by.User != a.By {
		return Adjustment{}, Errorf(Conflict, "Only %s can withdraw this adjustment; decline it instead.", a.ByName)
	}
	return a.decide(AdjustmentWithdrawn, "adjustment.withdrawn", "", by, now, today)
}

func (a Adjustment) decide(to AdjustmentState, kind, why string, by Actor, now Instant, today Date) (Adjustment, error) {
	if a.State != AdjustmentProposed {
		return Adjustment{}, Errorf(Conflict, "This adjustment is %s already.", strings.ToLower(a.State.Label()))
	}
	a.History = changed(a.History, kind, string(a.State), string(to), by, now, why, a.said())
	a.State, a.Why, a.Decided, a.DecidedBy, a.DecidedAt, a.DecidedOn = to, why, by.User, by.Name, now, today
	return a, nil
}

// BecauseOf is the adjustment with the question about a line as its cause. The line must
// be the partner's.
func (a Adjustment) BecauseOf(e Entry) (Adjustment, error) {
	if e.Partner != a.Partner {
		return a, Problems{"partner": "The question is of another partner."}.Err()
	}
	a.Question = e.ID
	return a, nil
}

// Entry is what an approved adjustment puts into the ledger: payable at once,
// because no refund can concern it.
func (a Adjustment) Entry() Entry {
	e := Entry{
		ID: AdjustmentEntryID(a.ID), Partner: a.Partner, Kind: Adjusted, Rule: RuleAdjustment, Amount: a.Amount, Base: a.Amount,
		CollectedOn: a.DecidedOn, PayableOn: a.DecidedOn, Note: a.Reason, Causes: []string{a.Subject()}, At: a.DecidedAt,
	}
	if a.Question != "" {
		e.Causes = append(e.Causes, EntrySubject(a.Question))
	}
	if a.Amount.Minor > 0 {
		e.PayBy = a.DecidedOn.AddDays(30)
	}
	return e
}

// adjustmentSentence explains an adjustment by its reason.
func (e Entry) adjustmentSentence() string {
	what := "Added"
	if e.Amount.Minor < 0 {
		what = "Taken off"
	}
	return fmt.Sprintf("%s by hand on %s, approved by two people: %s", what, e.CollectedOn.Long(), fullStop(e.Note))
}

func fullStop(text string) string {
	if text != "" && strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}
