package portal

import (
	"slices"
	"strconv"
	"time"
)

// UndoWindow is how long a decision can be taken back by who made it: the ten seconds
// that a person has, and the time a page takes to come. The mail about it waits longer.
const UndoWindow = 15 * time.Second

// undoable are the decisions that can be taken back: those that nothing follows from
// but a mail.
var undoable = []string{ReferralAcceptedEvent, ReferralRejectedEvent, PartnerAskedEvent, PartnerDeclinedEvent}

// Undoable reports whether a change of this kind can be taken back for a moment.
func Undoable(kind string) bool { return slices.Contains(undoable, kind) }

// newestToUndo is the newest change of a history when this person may still take it back.
func newestToUndo(history []Change, by Actor, now Instant) (Change, error) {
	if len(history) == 0 || !Undoable(history[len(history)-1].Kind) {
		return Change{}, Errorf(Conflict, "Something happened since, so there is nothing to take back.")
	}
	last := history[len(history)-1]
	switch {
	case last.By != by.User || by.User == "":
		return last, Errorf(Conflict, "Only %s, who decided this, can take it back.", last.ByName)
	case now > last.At.Add(UndoWindow):
		return last, Errorf(Conflict, "It is too late to take this back: the mail about it is on its way.")
	}
	return last, nil
}

// undone is what a history notes of a change that was taken back.
func undone(c Change) map[string]string {
	return map[string]string{"kind": c.Kind, "n": strconv.Itoa(c.N)}
}

// WasUndone reports whether the nth change of a history was taken back.
func WasUndone(history []Change, n int) bool {
	return slices.ContainsFunc(history, func(c Change) bool {
		return (c.Kind == ReferralUndoneEvent || c.Kind == PartnerUndoneEvent) && c.Data["n"] == strconv.Itoa(n)
	})
}

// takenBack is the sentence about the undoing of what a sentence says.
func takenBack(sentence string) string {
	if sentence == "" {
		return "A step was taken back at once."
	}
	return "Taken back at once: " + lowerFirst(sentence)
}

// since is when a state began that a change ended: the newest step before it that led there.
func since(history []Change, ended Change) Instant {
	at := ended.At
	for _, c := range history[:ended.N-1] {
		if c.To == ended.From {
			at = c.At
		}
	}
	return at
}

// Undo takes back the acceptance or the rejection that is the newest step, for who
// took it and while it is fresh: the submission waits for an answer as before. The
// lead of a rejected one has to be claimed anew.
func (r Referral) Undo(by Actor, now Instant) (Referral, error) {
	last, err := newestToUndo(r.History, by, now)
	if err != nil {
		return r, err
	}
	next, err := r.become(ReferralState(last.From), ReferralUndoneEvent, by, now, "", undone(last), r.State)
	if err != nil {
		return r, err
	}
	next.StateAt, next.AnsweredAt = since(r.History, last), ""
	if last.Kind == ReferralAcceptedEvent {
		next.Owner, next.OwnerName = UserID(last.Data["was_owner"]), last.Data["was_owner_name"]
		next.ProtectedUntil = Date(last.Data["was_until"])
		next.Extended = slices.DeleteFunc(slices.Clone(r.Extended), func(s ReferralState) bool { return s == ReferralAccepted })
	}
	return next, nil
}

// Undo takes back a question or a refusal that is the newest step, for who took it
// and while it is fresh: the application waits for us as before.
func (p Partner) Undo(by Actor, now Instant) (Partner, error) {
	last, err := newestToUndo(p.History, by, now)
	if err != nil {
		return p, err
	}
	next, err := p.become(PartnerState(last.From), PartnerUndoneEvent, by, now, "", undone(last), p.State)
	if err != nil {
		return p, err
	}
	next.StateAt = since(p.History, last)
	return next, nil
}
