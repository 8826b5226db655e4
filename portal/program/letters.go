package program

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// Letter is a mail ready to be laid out: plain sentences and at most one action.
type Letter struct {
	ID      string // of the message; the same for each attempt
	To      string
	Name    string // of the person, for the greeting; may be ""
	Subject string
	Lines   []string // one paragraph each
	Action  string   // the button's words, "" for none
	Link    string   // where it leads, absolute
	Why     string   // why this person gets it, for the footer
	About   string   // what can be turned off, "" when it is always sent
	Stop    string   // the address that does so, absolute
}

// recipient is who an event's letter goes to: a user, or an address without an account.
type recipient struct {
	user portal.UserID
	to   string
}

// letterKind is one kind of letter: who gets it for an event, and its words.
type letterKind struct {
	name    string
	event   string // the kind of event that causes it
	to      func(ctx context.Context, p *Program, e portal.Event) ([]recipient, error)
	compose func(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error)
}

// letterKinds is filled by the nouns, one list each, joined here: what is not in
// this list is not mailed.
func letterKinds() []letterKind {
	var kinds []letterKind
	kinds = append(kinds, accountLetters()...)
	kinds = append(kinds, joinLetters()...)
	kinds = append(kinds, joinInvitationLetters()...)
	kinds = append(kinds, companyLetters()...)
	kinds = append(kinds, termsLetters()...)
	kinds = append(kinds, addendumLetters()...)
	kinds = append(kinds, addendumEndLetters()...)
	kinds = append(kinds, noticeLetters()...)
	kinds = append(kinds, moneyLetters()...)
	kinds = append(kinds, referralLetters()...)
	kinds = append(kinds, extensionLetters()...)
	kinds = append(kinds, attachmentLetters()...)
	kinds = append(kinds, inquiryLetters()...)
	kinds = append(kinds, splitLetters()...)
	kinds = append(kinds, threadLetters()...)
	kinds = append(kinds, sharedLeadLetters()...)
	kinds = append(kinds, queueLetters()...)
	kinds = append(kinds, tierLetters()...)
	kinds = append(kinds, heldAssetLetters()...)
	kinds = append(kinds, draftLetters()...)
	kinds = append(kinds, assetDutyLetters()...)
	return kinds
}

// deriveWindow is how far behind its mark the derivation looks again: an event
// may be written a little after a later one, by a slower process.
const deriveWindow = 10 * time.Minute

// derivedMessages names the setting that says up to which moment messages were made.
const derivedMessages = "derived_messages"

// DeriveMessages makes the messages of all events since the last run. It may be
// run at any time, by any number of processes: message ids come from the events.
func (p *Program) DeriveMessages(ctx context.Context) error {
	byEvent := kindsByEvent()
	var mark, notBefore portal.Instant
	if err := p.store.Settings.Read(ctx, derivedMessages, &mark); err != nil {
		return err
	}
	if err := p.store.Settings.Read(ctx, store.MessagesNotBefore, &notBefore); err != nil {
		return err
	}
	if err := p.accountForLetters(ctx, mark); err != nil {
		return err
	}
	from, newest, after := notBefore, mark, ""
	if mark != "" {
		from = max(mark.Add(-deriveWindow), notBefore)
	}
	for {
		page, err := p.store.Events.Since(ctx, from, 500, after)
		if err != nil {
			return err
		}
		for _, event := range page.Rows {
			if err := p.deriveAll(ctx, byEvent[event.Kind], event); err != nil {
				return err
			}
			newest = max(newest, event.At)
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if newest == mark {
		return nil
	}
	return p.store.Settings.Write(ctx, derivedMessages, newest)
}

// accountForLetters notes, once, from when on each event has its letters or the reason
// why not: always in a new program, from now on in one that kept no reasons before.
func (p *Program) accountForLetters(ctx context.Context, mark portal.Instant) error {
	var from portal.Instant
	if err := p.store.Settings.Read(ctx, lettersAccounted, &from); err != nil || from != "" {
		return err
	}
	if from = portal.At(time.Unix(0, 0)); mark != "" {
		from = p.Now()
	}
	return p.store.Settings.Write(ctx, lettersAccounted, from)
}

func kindsByEvent() map[string][]letterKind {
	kinds := map[string][]letterKind{}
	for _, kind := range letterKinds() {
		kinds[kind.event] = append(kinds[kind.event], kind)
	}
	return kinds
}

// deriveLate makes the messages of an event that is about to be recorded long after
// its own time: DeriveMessages, which goes by that time, may have passed it. An event
// that is there already has had its turn. Messages come first: a stop before the event
// is there leaves it missing, and all of this is done again.
func (p *Program) deriveLate(ctx context.Context, event portal.Event) error {
	if event.At == "" || event.At.Add(deriveWindow/2) >= p.Now() {
		return nil
	}
	kinds := kindsByEvent()[event.Kind]
	if len(kinds) == 0 {
		return nil
	}
	_, err := p.store.Events.Get(ctx, event.ID)
	if portal.KindOf(err) != portal.NotFound {
		return err
	}
	var notBefore portal.Instant
	if err := p.store.Settings.Read(ctx, store.MessagesNotBefore, &notBefore); err != nil || event.At < notBefore {
		return err
	}
	return p.deriveAll(ctx, kinds, event)
}

func (p *Program) deriveAll(ctx context.Context, kinds []letterKind, event portal.Event) error {
	for _, kind := range kinds {
		if err := p.deriveMessage(ctx, kind, event); err != nil {
			return fmt.Errorf("letter %s for %s: %w", kind.name, event.ID, err)
		}
	}
	return nil
}

func (p *Program) deriveMessage(ctx context.Context, kind letterKind, event portal.Event) error {
	recipients, err := kind.to(ctx, p, event)
	if err != nil {
		return err
	}
	if len(recipients) == 0 {
		return p.putMessage(ctx, kind, event, recipient{}, portal.MessageNobody)
	}
	for _, r := range recipients {
		state := portal.MessageQueued
		wanted, err := p.wanted(ctx, kind, r)
		if ignoreMissing(err) != nil {
			return err
		}
		if !wanted {
			state = portal.MessageUnwanted
		}
		if err := p.putMessage(ctx, kind, event, r, state); err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) putMessage(ctx context.Context, kind letterKind, event portal.Event, r recipient, state portal.MessageState) error {
	who := string(r.user)
	if who == "" {
		who = r.to
	}
	_, err := p.store.Messages.PutOnce(ctx, portal.Message{
		ID: "msg:" + event.ID + ":" + kind.name + ":" + who, Kind: kind.name, Event: event.ID,
		User: r.user, To: r.to, State: state, Next: sendFrom(event), At: event.At,
	})
	return err
}

// holdLetter is how long the letter about a decision waits: until nobody can take it
// back, and a little more, so that the two never cross.
const holdLetter = portal.UndoWindow + 5*time.Second

// sendFrom is from when on the letter about an event may go out.
func sendFrom(event portal.Event) portal.Instant {
	if portal.Undoable(event.Kind) {
		return event.At.Add(holdLetter)
	}
	return event.At
}

// errTakenBack stops the letter about a decision that was taken back in time.
var errTakenBack = errors.New("the decision was taken back")

// stillSo is errTakenBack when the thing that an event is of has taken it back.
func (p *Program) stillSo(ctx context.Context, event portal.Event) error {
	if !portal.Undoable(event.Kind) {
		return nil
	}
	var history []portal.Change
	if id, ok := strings.CutPrefix(event.Subject, "referral:"); ok {
		r, err := p.store.Referrals.Get(ctx, portal.ReferralID(id))
		if err != nil {
			return err
		}
		history = r.History
	} else {
		partner, err := p.partnerOf(ctx, event)
		if err != nil {
			return err
		}
		history = partner.History
	}
	if portal.WasUndone(history, event.N) {
		return errTakenBack
	}
	return nil
}

// maxAttempts is how often a message is tried before it is given up and shown to an admin.
const maxAttempts = 8

// Deliver hands every due message to send, and notes the outcome. A failed one
// waits 1, 2, 4 ... minutes. Sending is keyed by the letter's id, so a crash
// between sending and noting repeats the same letter, not another one.
func (p *Program) Deliver(ctx context.Context, send func(context.Context, Letter) error) (sent int, err error) {
	kinds := map[string]letterKind{}
	for _, kind := range letterKinds() {
		kinds[kind.name] = kind
	}
	for {
		due, err := p.store.Messages.Due(ctx, p.Now(), 50)
		if err != nil || len(due) == 0 {
			return sent, err
		}
		for _, message := range due {
			outcome := p.deliver(ctx, kinds, message, send)
			message.Attempts++
			switch {
			case outcome == nil:
				message.State, message.SentAt, message.Problem = portal.MessageSent, p.Now(), ""
				sent++
			case errors.Is(outcome, errTakenBack):
				message.State = portal.MessageWithdrawn
			case ctx.Err() != nil:
				return sent, ctx.Err()
			default:
				message.Problem = outcome.Error()
				message.Next = p.Now().Add(time.Minute << (message.Attempts - 1))
				if message.Attempts >= maxAttempts {
					message.State = portal.MessageFailed
				}
				p.log.Warn("mail not delivered", "kind", message.Kind, "event", message.Event, "attempt", message.Attempts)
			}
			if _, err := p.store.Messages.Save(ctx, message); err != nil && portal.KindOf(err) != portal.Conflict {
				return sent, err
			}
		}
	}
}

func (p *Program) deliver(ctx context.Context, kinds map[string]letterKind, message portal.Message, send func(context.Context, Letter) error) error {
	kind, ok := kinds[message.Kind]
	if !ok {
		return fmt.Errorf("no letter of kind %s", message.Kind)
	}
	event, err := p.store.Events.Get(ctx, message.Event)
	if err != nil {
		return err
	}
	if err := p.stillSo(ctx, event); err != nil {
		return err
	}
	letter, err := kind.compose(ctx, p, event, message)
	if err != nil {
		return err
	}
	letter.ID, letter.To = message.ID, message.To
	return send(ctx, p.withStop(letter, message, event.At))
}
