package store

import (
	"bytes"
	"context"
	"iter"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Events are every change as the whole program sees it: insert-only.
type Events struct {
	table[string, portal.Event, portal.Event]
}

var eventsSchema = docs.Collection{Name: "events", Indexes: []docs.Index{
	{Name: "by_subject", Fields: []string{"subject", "n"}},
	{Name: "by_partner", Fields: []string{"partner", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
	{Name: "by_person", Fields: []string{"by", "at"}},
}}

func newEvents(engine docs.Engine) Events {
	return Events{facts(engine, eventsSchema, func(e *portal.Event) *string { return &e.ID })}
}

// Of returns everything that happened to a subject, first to last.
func (s Events) Of(ctx context.Context, subject string) ([]portal.Event, error) {
	return s.all(ctx, docs.Query{Index: "by_subject", Equal: []any{subject}})
}

// Latest returns what happened last, newest first: to one partner, or to anything when partner is "".
func (s Events) Latest(ctx context.Context, partner portal.PartnerID, limit int, after string) (Page[portal.Event], error) {
	q := docs.Query{Index: "by_time", Descending: true, Limit: limit, After: after}
	if partner != "" {
		q.Index, q.Equal = "by_partner", []any{string(partner)}
	}
	return s.scan(ctx, q)
}

// EventQuery says which events to list: of one partner, by one person, or all; of some time, or ever.
type EventQuery struct {
	Partner portal.PartnerID
	Person  *portal.UserID // "" is what happened by rule, nil anybody
	From    portal.Instant // the first moment, "" for the beginning
	To      portal.Instant // the first moment that is too late, "" for now
	Limit   int
	After   string
}

// Find returns, newest first, at most so many of the events that fit. It looks at e.Limit
// of them, in one read: a page may be short, even empty, and still have a next one. With a
// partner and a person it goes by the partner; fits leaves out the others.
func (s Events) Find(ctx context.Context, e EventQuery, most int, fits func(portal.Event) bool) (Page[portal.Event], error) {
	q := e.query()
	page, err := s.scan(ctx, q)
	if err != nil {
		return page, err
	}
	var found []portal.Event
	for i, event := range page.Rows {
		if !fits(event) {
			continue
		}
		if found = append(found, event); len(found) == most && i+1 < len(page.Rows) {
			page.Next, err = s.after(eventsSchema, q, event)
			break
		}
	}
	page.Rows = found
	return page, err
}

func (e EventQuery) query() docs.Query {
	q := docs.Query{Index: "by_time", Descending: true, Limit: e.Limit, After: e.After}
	switch {
	case e.Partner != "":
		q.Index, q.Equal = "by_partner", []any{string(e.Partner)}
	case e.Person != nil:
		q.Index, q.Equal = "by_person", []any{string(*e.Person)}
	}
	if e.From != "" {
		q.From = string(e.From)
	}
	if e.To != "" {
		q.To = string(e.To)
	}
	return q
}

// Since returns a page of events from a moment on, oldest first.
func (s Events) Since(ctx context.Context, from portal.Instant, limit int, after string) (Page[portal.Event], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: limit, After: after})
}

// EachOfKinds reads every event, in the order of their ids, and yields those of the kinds
// that are wanted. The others are not decoded.
func (s Events) EachOfKinds(ctx context.Context, wanted func(kind string) bool) iter.Seq2[portal.Event, error] {
	return func(yield func(portal.Event, error) bool) {
		q := docs.Query{Collection: s.name, Index: docs.ByID, Limit: docs.MaxLimit}
		for {
			page, err := s.engine.Scan(ctx, q)
			if err != nil {
				yield(portal.Event{}, s.failed("scan", q.Index, err))
				return
			}
			for _, d := range page.Documents {
				if !mayBeOfKind(d.Body, wanted) {
					continue
				}
				if event, err := s.decode(d); err != nil || wanted(event.Kind) {
					if !yield(event, err) || err != nil {
						return
					}
				}
			}
			if q.After = page.Next; q.After == "" {
				return
			}
		}
	}
}

var kindField = []byte(`"kind":"`)

// mayBeOfKind is false when no field named kind in a canonical body, on whatever level,
// holds a kind that is wanted.
func mayBeOfKind(body []byte, wanted func(kind string) bool) bool {
	for {
		_, rest, found := bytes.Cut(body, kindField)
		if !found {
			return false
		}
		kind, after, _ := bytes.Cut(rest, []byte(`"`))
		if wanted(string(kind)) {
			return true
		}
		body = after
	}
}
