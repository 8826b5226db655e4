package portal

import (
	"slices"
	"strings"
)

// AddendumEnding is an accepted addendum that ends before its own last day: one person of the
// staff proposes it, another approves it, and the notice period counts from then.
type AddendumEnding struct {
	By         UserID  `json:"by"`
	ByName     string  `json:"by_name"`
	At         Instant `json:"at"`
	Why        string  `json:"why"`
	ApprovedBy string  `json:"approved_by,omitempty"`
	LastDay    Date    `json:"last_day,omitempty"` // "" until it is approved
}

// Waits reports an ending that a second person has still to decide.
func (e AddendumEnding) Waits() bool { return e.By != "" && e.LastDay == "" }

// Kinds of what happens to the early end of an addendum.
const (
	AddendumEndProposedEvent = "addendum.end_proposed"
	AddendumEndDroppedEvent  = "addendum.end_dropped"
	AddendumEndedEvent       = "addendum.ended" // it ends on the day that it names
)

// LastDay is the last day on which it counts, "" for as long as the terms run.
func (a Addendum) LastDay() Date {
	if early := a.Ending.LastDay; early != "" && (a.Until == "" || early < a.Until) {
		return early
	}
	return a.Until
}

// ProposeAddendumEnd asks a second person to end an addendum early.
func (p Partner) ProposeAddendumEnd(number int, why string, by Actor, now Instant, today Date) (Partner, error) {
	why, err := reason("why", why, "Say why. The partner reads it.")
	if err != nil {
		return p, err
	}
	return p.endAddendum(number, AddendumEndProposedEvent, why, by, now, func(a *Addendum) error {
		switch {
		case a.Ending.Waits():
			return Errorf(Conflict, "The end of addendum %s waits for another person already.", a.Name())
		case a.Ending.LastDay != "":
			return Errorf(Conflict, "Addendum %s ends on %s already.", a.Name(), a.Ending.LastDay.Long())
		case a.Until != "" && a.Until <= today:
			return Errorf(Conflict, "Addendum %s ends by itself on %s.", a.Name(), a.Until.Long())
		}
		a.Ending = AddendumEnding{By: by.User, ByName: by.Name, At: now, Why: why}
		return nil
	})
}

// ApproveAddendumEnd ends it after the notice period of what is agreed today. Whoever proposed that may not.
func (p Partner) ApproveAddendumEnd(number int, versions []Terms, by Actor, now Instant, today Date) (Partner, error) {
	return p.endAddendum(number, AddendumEndedEvent, "", by, now, func(a *Addendum) error {
		if !a.Ending.Waits() {
			return Errorf(Conflict, "Nobody has proposed to end addendum %s, or it is decided.", a.Name())
		}
		if by.User == "" || by.System || by.User == a.Ending.By {
			return Errorf(Conflict, "You proposed to end this addendum, so another person has to approve it.")
		}
		terms, _ := TermsOn(versions, p.AcceptedTerms(), today)
		a.Ending.ApprovedBy, a.Ending.LastDay = by.Name, a.To(terms).EndsAfter(today)
		return nil
	})
}

// DropAddendumEnd lets the addendum go on: by the second person, or by who proposed the end.
func (p Partner) DropAddendumEnd(number int, by Actor, now Instant) (Partner, error) {
	return p.endAddendum(number, AddendumEndDroppedEvent, "", by, now, func(a *Addendum) error {
		if !a.Ending.Waits() {
			return Errorf(Conflict, "Nobody has proposed to end addendum %s, or it is decided.", a.Name())
		}
		return nil
	})
}

func (p Partner) endAddendum(number int, kind, why string, by Actor, now Instant, step func(*Addendum) error) (Partner, error) {
	a, err := p.Addendum(number)
	if err != nil {
		return p, err
	}
	if a.State != AddendumAccepted {
		return p, Errorf(Conflict, "Addendum %s: %s, so it cannot be ended.", a.Name(), strings.ToLower(a.State.Label()))
	}
	if p.State == PartnerEnded {
		return p, Errorf(Conflict, "%s has left the program.", p.named())
	}
	proposed := a.Ending
	if err := step(&a); err != nil {
		return p, err
	}
	data := a.data()
	data["last_day"] = string(a.Ending.LastDay)
	if kind != AddendumEndProposedEvent {
		why, data["proposer"] = proposed.Why, string(proposed.By)
	}
	if kind == AddendumEndDroppedEvent {
		a.Ending = AddendumEnding{}
	}
	p.Addenda = slices.Clone(p.Addenda)
	p.Addenda[number-1] = a
	return p.happened(kind, by, now, why, data), nil
}
