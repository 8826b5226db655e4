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

// EachByEvent goes through all messages in the order of the ids of their events.
func (s Messages) EachByEvent(ctx context.Context) iter.Seq2[portal.Message, error] {
	return s.each(ctx, docs.Query{Index: "by_event"})
}
