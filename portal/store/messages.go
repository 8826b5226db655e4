package store

import (
	"context"
	"iter"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Messages are outgoing letters and their delivery.
type Messages struct {
	table[string, portal.Message, portal.Message]
}

var messagesSchema = docs.Collection{Name: "messages", Indexes: []docs.Index{
	{Name: "by_state", Fields: []string{"state", "next"}},
	{Name: "by_event", Fields: []string{"event"}},
	{Name: "by_kind", Fields: []string{"kind", "at"}},
}}

func newMessages(engine docs.Engine) Messages {
	return Messages{documents(engine, messagesSchema, func(m *portal.Message) (*string, *int64) { return &m.ID, &m.Version })}
}

// Due returns queued messages whose time has come, longest waiting first.
func (s Messages) Due(ctx context.Context, now portal.Instant, limit int) ([]portal.Message, error) {
	page, err := s.scan(ctx, docs.Query{
		Index: "by_state", Equal: []any{string(portal.MessageQueued)}, To: string(now) + "~", Limit: limit,
	})
	return page.Rows, err
}

// Of returns the messages that an event caused.
func (s Messages) Of(ctx context.Context, event string) ([]portal.Message, error) {
	return s.all(ctx, docs.Query{Index: "by_event", Equal: []any{event}})
}

// EachOfKind goes through the messages of one kind of letter about what happened from
// a moment on, in the order in which it happened.
func (s Messages) EachOfKind(ctx context.Context, kind string, from portal.Instant) iter.Seq2[portal.Message, error] {
	return s.each(ctx, docs.Query{Index: "by_kind", Equal: []any{kind}, From: string(from)})
}
