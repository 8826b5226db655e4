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

// proveLetters proves that nobody was forgotten: what has a kind of letter has one, sent or
// to be sent, or a note of why not; and no letter is about what never happened. All events
// are read in the order of their ids, and beside them all messages in that of their
// events, so it takes little memory, and as many reads however many kinds there are.
func (p *Program) proveLetters(ctx context.Context, found *Verified) error {
	var from, notBefore, mark portal.Instant
	for name, into := range map[string]*portal.Instant{lettersAccounted: &from, store.MessagesNotBefore: &notBefore, derivedMessages: &mark} {
		if err := p.store.Settings.Read(ctx, name, into); err != nil {
			return err
		}
	}
	proof := letterProof{Program: p, found: found, from: max(from, notBefore), pending: from == "" || mark == "", kinds: kindsByEvent(), known: map[string]bool{}}
	if mark != "" {
		proof.derived = mark.Add(-deriveWindow)
	}
	for _, kind := range letterKinds() {
		proof.known[kind.name] = true
	}
	if err := proof.all(ctx); err != nil {
		return fmt.Errorf("letters: %w", err)
	}
	if proof.waiting > 0 {
		found.Pending = append(found.Pending, fmt.Sprintf("Of %d events the letters are still to be made.", proof.waiting))
	}
	return nil
}

type letterProof struct {
	*Program
	found   *Verified
	from    portal.Instant // what happened before has no account of its letters
	derived portal.Instant // up to here all letters were made
	pending bool           // none were made yet
	kinds   map[string][]letterKind
	known   map[string]bool // the letters of those kinds, by name
	waiting int
}

// all goes through the events and the messages side by side.
func (l *letterProof) all(ctx context.Context) error {
	nextEvent, stop := iter.Pull2(l.store.Events.EachOfKinds(ctx, func(kind string) bool { return l.kinds[kind] != nil }))
	defer stop()
	nextLetters, stop := iter.Pull2(byEvent(l.store.Messages.EachByEvent(ctx)))
	defer stop()
	letters, err, more := nextLetters()
	if err != nil {
		return err
	}
	for {
		event, err, moreEvents := nextEvent()
		if err != nil {
			return err
		}
		for more && (!moreEvents || letters[0].Event < event.ID) {
			if err := l.strays(ctx, letters); err != nil {
				return err
			}
			if letters, err, more = nextLetters(); err != nil {
				return err
			}
		}
		if !moreEvents {
			return nil
		}
		var told []portal.Message
		if more && letters[0].Event == event.ID {
			told = letters
			if letters, err, more = nextLetters(); err != nil {
				return err
			}
		}
		if err := l.told(ctx, event, told); err != nil {
			return err
		}
	}
}

// told proves that an event has a letter of each kind that it asks for.
func (l *letterProof) told(ctx context.Context, e portal.Event, letters []portal.Message) error {
	if e.At < l.from {
		return nil
	}
	for _, kind := range l.kinds[e.Kind] {
		l.found.Checked[portal.RuleLetters]++
		if hasKind(letters, kind.name) {
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
			l.broken(e.ID, "nobody was told by the letter "+kind.name+", and no reason is kept why not.")
		}
	}
	return nil
}

// strays proves that letters without an event that asks for any are not about what never happened.
func (l *letterProof) strays(ctx context.Context, letters []portal.Message) error {
	for _, m := range letters {
		if !l.known[m.Kind] || m.At < l.from {
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
			l.broken(m.ID, "is about an event that is not recorded.")
		}
	}
	return nil
}

func (l *letterProof) broken(subject, sentence string) {
	l.found.Violations = append(l.found.Violations, portal.Violation{Rule: portal.RuleLetters, Subject: subject, Sentence: subject + ": " + sentence})
}

func hasKind(messages []portal.Message, kind string) bool {
	for _, m := range messages {
		if m.Kind == kind {
			return true
		}
	}
	return false
}

// byEvent joins the letters about one event, of what comes in the order of events.
func byEvent(all iter.Seq2[portal.Message, error]) iter.Seq2[[]portal.Message, error] {
	return func(yield func([]portal.Message, error) bool) {
		var group []portal.Message
		for one, err := range all {
			if err != nil {
				yield(nil, err)
				return
			}
			if len(group) > 0 && group[0].Event != one.Event {
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
