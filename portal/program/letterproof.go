package program

import (
	"context"
	"fmt"
	"iter"

	"tandem/portal"
	"tandem/portal/store"
)

// lettersAccounted names the setting that says from when on each event that somebody
// is to be told about has its letters, or the reason why there is none.
const lettersAccounted = "letters_accounted"

// letters proves that nobody was forgotten: what has a kind of letter has one, sent or
// to be sent, or a note of why not; and no letter is about what never happened. Both
// are read in the order of time beside each other, so it takes little memory.
func (w *ledgerWalk) letters(ctx context.Context) error {
	var from, notBefore, mark portal.Instant
	for name, into := range map[string]*portal.Instant{lettersAccounted: &from, store.MessagesNotBefore: &notBefore, derivedMessages: &mark} {
		if err := w.store.Settings.Read(ctx, name, into); err != nil {
			return err
		}
	}
	proof := letterProof{ledgerWalk: w, from: max(from, notBefore), pending: from == "" || mark == ""}
	if mark != "" {
		proof.derived = mark.Add(-deriveWindow)
	}
	number, err := w.store.Messages.Number(ctx)
	if err != nil {
		return err
	}
	for _, kind := range letterKinds() {
		if err := proof.kind(ctx, kind); err != nil {
			return fmt.Errorf("letters %s: %w", kind.name, err)
		}
	}
	if proof.messages < number { // kinds of letters that are made no more
		if err := w.store.InspectAll(ctx, "messages"); err != nil {
			return err
		}
	}
	if proof.waiting > 0 {
		w.found.Pending = append(w.found.Pending, fmt.Sprintf("Of %d events the letters are still to be made.", proof.waiting))
	}
	return nil
}

type letterProof struct {
	*ledgerWalk
	from     portal.Instant // what happened before has no account of its letters
	derived  portal.Instant // up to here all letters were made
	pending  bool           // none were made yet
	messages int            // read
	waiting  int
}

// kind holds the events of one kind to the letters of one kind.
func (l *letterProof) kind(ctx context.Context, kind letterKind) error {
	nextEvents, stop := iter.Pull2(byMoment(l.store.Events.EachOfKind(ctx, kind.event, l.from), func(e portal.Event) portal.Instant { return e.At }))
	defer stop()
	nextMessages, stop := iter.Pull2(byMoment(l.store.Messages.EachOfKind(ctx, kind.name, ""), func(m portal.Message) portal.Instant { return m.At }))
	defer stop()
	events, err, more := nextEvents()
	if err != nil {
		return err
	}
	messages, err, moreMessages := nextMessages()
	for more || moreMessages {
		if err != nil {
			return err
		}
		var theseEvents []portal.Event
		var theseMessages []portal.Message
		if more && (!moreMessages || events[0].At <= messages[0].At) {
			theseEvents = events
		}
		if moreMessages && (!more || messages[0].At <= events[0].At) {
			theseMessages = messages
		}
		if err := l.moment(ctx, kind, theseEvents, theseMessages); err != nil {
			return err
		}
		if theseEvents != nil {
			if events, err, more = nextEvents(); err != nil {
				return err
			}
		}
		if theseMessages != nil {
			messages, err, moreMessages = nextMessages()
		}
	}
	return err
}

// moment holds what happened at one moment to the letters about it.
func (l *letterProof) moment(ctx context.Context, kind letterKind, events []portal.Event, messages []portal.Message) error {
	told, happened := map[string]bool{}, map[string]bool{}
	for _, m := range messages {
		told[m.Event] = true
	}
	l.messages += len(messages)
	l.found.Checked[portal.RuleLetters] += len(events)
	for _, e := range events {
		happened[e.ID] = true
		if told[e.ID] {
			continue
		}
		there, err := l.store.Messages.Of(ctx, e.ID) // made while we read, perhaps
		if err != nil {
			return err
		}
		switch {
		case hasKind(there, kind.name):
		case l.pending || e.At > l.derived:
			l.waiting++
		default:
			l.add(portal.Proof{Violations: []portal.Violation{{
				Rule: portal.RuleLetters, Subject: e.ID, Sentence: e.ID + ": nobody was told by the letter " + kind.name + ", and no reason is kept why not.",
			}}})
		}
	}
	for _, m := range messages {
		if happened[m.Event] || m.At < l.from {
			continue
		}
		_, err := l.store.Events.Get(ctx, m.Event)
		switch {
		case err == nil:
		case portal.KindOf(err) != portal.NotFound:
			return err
		case m.State == portal.MessageQueued: // a crash before the event: recovery publishes it
			l.found.Pending = append(l.found.Pending, "The mail "+m.ID+" waits for its event.")
		default:
			l.add(portal.Proof{Violations: []portal.Violation{{Rule: portal.RuleLetters, Subject: m.ID, Sentence: m.ID + ": is about an event that is not recorded."}}})
		}
	}
	return nil
}

func hasKind(messages []portal.Message, kind string) bool {
	for _, m := range messages {
		if m.Kind == kind {
			return true
		}
	}
	return false
}

// byMoment joins what has one moment, of what comes in the order of time.
func byMoment[T any](all iter.Seq2[T, error], at func(T) portal.Instant) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		var group []T
		for one, err := range all {
			if err != nil {
				yield(nil, err)
				return
			}
			if len(group) > 0 && at(group[0]) != at(one) {
				if !yield(group, nil) {
					return
				}
				group = nil
			}
			group = append(group, one)
		}
		if len(group) > 0 {
			yield(group, nil)
		}
	}
}
