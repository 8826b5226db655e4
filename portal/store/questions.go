package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Questions are the partners' questions about lines of the ledger, under the lines' ids.
type Questions struct {
	table[portal.EntryID, portal.Question, questionDoc]
}

type questionDoc struct {
	portal.Question
	Updated portal.Instant `json:"updated"`
}

var questionsSchema = docs.Collection{Name: "questions", Indexes: []docs.Index{
	{Name: "by_state", Fields: []string{"state", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
	{Name: "by_update", Fields: []string{"updated"}},
}}

func newQuestions(engine docs.Engine) Questions {
	return Questions{table[portal.EntryID, portal.Question, questionDoc]{
		engine: engine, name: questionsSchema.Name,
		id:      func(q portal.Question) portal.EntryID { return q.ID },
		version: func(q portal.Question) int64 { return q.Version },
		doc: func(q portal.Question) questionDoc {
			return questionDoc{Question: q, Updated: q.At}
		},
		value: func(d questionDoc, id portal.EntryID, version int64) portal.Question {
			d.ID, d.Version = id, version
			return d.Question
		},
	}}
}

// Change replaces a question, or stores its first; see table.change.
func (s Questions) Change(ctx context.Context, id portal.EntryID, next func(there portal.Question, exists bool) (portal.Question, bool, error)) error {
	return s.change(ctx, id, next)
}

// List returns questions: those of one state, longest so first; or all, newest first.
func (s Questions) List(ctx context.Context, state portal.QuestionState, limit int, after string) (Page[portal.Question], error) {
	q := docs.Query{Index: "by_time", Descending: true, Limit: limit, After: after}
	if state != "" {
		q.Index, q.Equal, q.Descending = "by_state", []any{string(state)}, state == portal.QuestionClosed
	}
	return s.scan(ctx, q)
}

// ChangedSince returns a page of questions by the moment of their last change.
func (s Questions) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.Question], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 200, After: after})
}
