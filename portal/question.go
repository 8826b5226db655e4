package portal

import "strings"

// QuestionState is who is asked next about a line of the ledger.
type QuestionState string

const (
	QuestionOpen     QuestionState = "open"     // finance answers
	QuestionAnswered QuestionState = "answered" // the partner reads, and may ask on
	QuestionClosed   QuestionState = "closed"
)

// QuestionStates are all states, the path first.
var QuestionStates = []QuestionState{QuestionOpen, QuestionAnswered, QuestionClosed}

// Label is the state as people read it.
func (s QuestionState) Label() string {
	switch s {
	case QuestionOpen:
		return "Open"
	case QuestionAnswered:
		return "Answered"
	case QuestionClosed:
		return "Closed"
	}
	return string(s)
}

// Question is a partner's question about one line of its ledger. What is said stands in
// the thread of the entry; the question follows from it: open after the partner's
// words, answered after those of finance, until somebody closes it.
type Question struct {
	ID       EntryID       `json:"-"` // of the line; it has one question, which may be opened again
	Version  int64         `json:"-"`
	State    QuestionState `json:"state"`
	Partner  PartnerID     `json:"partner"`
	Name     string        `json:"name"`   // the partner's
	Line     string        `json:"line"`   // what the line is: "Hotel Miramar, Commission"
	Amount   Money         `json:"amount"` // of the line
	At       Instant       `json:"at"`     // since when it is so
	AnswerBy Instant       `json:"answer_by,omitempty"`
	Remark   string        `json:"remark"` // the newest that it follows from
	Said     Instant       `json:"said"`   // when that was
	History  []Change      `json:"history"`
}

// Kinds of what happens to a question beside what is said.
const QuestionClosedEvent = "question.closed"

// EntrySubject is the subject of the thread about a line of the ledger.
func EntrySubject(id EntryID) string { return "entry:" + string(id) }

// EntryOf is the line that a thread's subject is about; false for other subjects.
func EntryOf(subject string) (EntryID, bool) {
	id, ok := strings.CutPrefix(subject, "entry:")
	return EntryID(id), ok && id != ""
}

// Subject is the question's name in events.
func (q Question) Subject() string { return "question:" + string(q.ID) }

// LineName says in a few words which line an entry is.
func LineName(e Entry) string {
	if e.Customer == "" {
		return e.Kind.Label() + " of " + QuarterOf(e.CollectedOn).Label()
	}
	return e.Customer + ", " + strings.ToLower(e.Kind.Label())
}

// Ask is the question before anybody said anything.
func Ask(e Entry, partner Partner) Question {
	return Question{ID: e.ID, Partner: e.Partner, Name: partner.Company, Line: LineName(e), Amount: e.Amount}
}

// Follow takes in a remark of the thread: answerBy is until when finance answers one of
// the partner. A remark that the question follows from already changes nothing; ok
// reports a change.
func (q Question) Follow(r Event, answerBy Instant) (next Question, ok bool) {
	if r.At < q.Said || r.At == q.Said && r.ID == q.Remark || r.Kind != ThreadSaidEvent {
		return q, false
	}
	state := QuestionAnswered
	if r.Data["side"] == string(PartnerSide) {
		state = QuestionOpen
	}
	if state != QuestionOpen || q.State != QuestionOpen { // another word while it waits does not start the clock anew
		q.At, q.AnswerBy = r.At, ""
		if state == QuestionOpen {
			q.AnswerBy = answerBy
		}
	}
	q.State, q.Remark, q.Said = state, r.ID, r.At
	return q, true
}

// Close ends a question: the partner at any time, finance once it has answered.
func (q Question) Close(by Actor, now Instant) (Question, error) {
	switch {
	case q.State == QuestionClosed:
		return q, Errorf(Conflict, "This question is closed already.")
	case q.State == QuestionOpen && by.Staff():
		return q, Errorf(Conflict, "%s waits for an answer. Answer it first, then close it.", q.Name)
	}
	q.History = changed(q.History, QuestionClosedEvent, string(q.State), string(QuestionClosed), by, now, "", map[string]string{"line": q.Line, "partner": q.Name})
	q.State, q.At, q.AnswerBy = QuestionClosed, now, ""
	return q, nil
}

// Waiting reports that somebody has to answer or to read.
func (q Question) Waiting() bool { return q.State == QuestionOpen || q.State == QuestionAnswered }
