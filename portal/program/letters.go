package program

import (
	"context"
	"fmt"
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
