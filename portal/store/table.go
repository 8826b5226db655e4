package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// table keeps values T under ids I as documents D in one collection. D embeds
// T's fields and adds the keys of the indexes.
type table[I ~string, T, D any] struct {
	engine  docs.Engine
	name    string
	id      func(T) I
	version func(T) int64                    // nil for facts, which are never replaced
	doc     func(T) D                        // the value with its index keys
	value   func(d D, id I, version int64) T // back again
}

// documents is a table of values that are stored as they are. keys is where a value
// carries its id and its version.
func documents[I ~string, T any](engine docs.Engine, schema docs.Collection, keys func(*T) (*I, *int64)) table[I, T, T] {
	t := facts(engine, schema, func(v *T) *I {
		id, _ := keys(v)
		return id
	})
	t.version = func(v T) int64 {
		_, version := keys(&v)
		return *version
	}
	t.value = func(v T, is I, at int64) T {
		id, version := keys(&v)
		*id, *version = is, at
		return v
	}
	return t
}

// Page is one page of a list and the cursor of the next, "" on the last.
type Page[T any] struct {
	Rows []T
	Next string
}

// Get returns one value, or portal.NotFound.
func (t table[I, T, D]) Get(ctx context.Context, id I) (T, error) {
	d, err := t.engine.Get(ctx, t.name, string(id))
	if err != nil {
		var none T
		return none, t.failed("get", string(id), err)
	}
	return t.decode(d)
}

// GetMany returns the values that exist, in the order of ids.
func (t table[I, T, D]) GetMany(ctx context.Context, ids []I) ([]T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	found, err := t.engine.GetMany(ctx, t.name, names)
	if err != nil {
		return nil, t.failed("get", names[0], err)
	}
	return t.decodeAll(found)
}

// Insert stores a new value; portal.Conflict when its id exists.
func (t table[I, T, D]) Insert(ctx context.Context, value T) error {
	d, err := t.encode(value)
	if err != nil {
		return err
	}
	return t.failed("insert", d.ID, t.engine.Insert(ctx, t.name, d))
}

// Save replaces a value that was read at its Version; portal.Conflict when it changed meanwhile.
func (t table[I, T, D]) Save(ctx context.Context, value T) (T, error) {
	d, err := t.encode(value)
	if err != nil {
		return value, err
	}
	d.Version = t.version(value)
	if err := t.engine.Replace(ctx, t.name, d); err != nil {
		return value, t.failed("save", d.ID, err)
	}
	d.Version++
	return t.decode(d)
}

// change replaces a value, or stores its first. next is told what is there, the zero
// value when nothing is, and returns what shall be, under the version it was told; ok
// false changes nothing. It is asked again when somebody else wrote meanwhile.
func (t table[I, T, D]) change(ctx context.Context, id I, next func(there T, exists bool) (value T, ok bool, err error)) error {
	for {
		there, err := t.Get(ctx, id)
		exists := portal.KindOf(err) != portal.NotFound
		if err != nil && exists {
			return err
		}
		value, ok, err := next(there, exists)
		if err != nil || !ok {
			return err
		}
		if exists {
			_, err = t.Save(ctx, value)
		} else {
			err = t.Insert(ctx, value)
		}
		if portal.KindOf(err) != portal.Conflict || ctx.Err() != nil {
			return err
		}
	}
}

func (t table[I, T, D]) remove(ctx context.Context, value T) error {
	id := string(t.id(value))
	return t.failed("delete", id, t.engine.Delete(ctx, t.name, id, t.version(value)))
}

// scan runs one page of a query on this table.
func (t table[I, T, D]) scan(ctx context.Context, q docs.Query) (Page[T], error) {
	q.Collection = t.name
	page, err := t.engine.Scan(ctx, q)
	if errors.Is(err, docs.ErrInvalid) && q.After != "" { // a cursor that somebody made up, or of another list
		return Page[T]{}, portal.Errorf(portal.NotFound, "This page of the list does not exist. Start from the first one.").Because(err)
	}
	if err != nil {
		return Page[T]{}, t.failed("scan", q.Index, err)
	}
	rows, err := t.decodeAll(page.Documents)
	return Page[T]{Rows: rows, Next: page.Next}, err
}

// after is the cursor that goes on after one row of a page, for a page that ends
// before its scan does.
func (t table[I, T, D]) after(schema docs.Collection, q docs.Query, row T) (string, error) {
	q.Collection = t.name
	catalog, err := (*docs.Catalog)(nil).With(docs.Schema{Collections: []docs.Collection{schema}})
	if err != nil {
		return "", err
	}
	scan, err := catalog.Scan(q)
	if err != nil {
		return "", err
	}
	d, err := t.encode(row)
	if err != nil {
		return "", err
	}
	body, err := docs.Parse(d.Body)
	if err != nil {
		return "", fmt.Errorf("read %s %s: %w", t.name, d.ID, err)
	}
	return scan.Next(d.ID, body)
}

// all follows a query to its end. It is for what is bounded by its nature (the
// entries of one partner) and for duties that walk everything.
func (t table[I, T, D]) all(ctx context.Context, q docs.Query) ([]T, error) {
	var rows []T
	q.Limit = docs.MaxLimit
	for {
		page, err := t.scan(ctx, q)
		if err != nil {
			return nil, err
		}
		rows = append(rows, page.Rows...)
		if page.Next == "" {
			return rows, nil
		}
		q.After = page.Next
	}
}

// Each goes through every value by id, a page at a time.
func (t table[I, T, D]) Each(ctx context.Context) iter.Seq2[T, error] {
	return t.each(ctx, docs.Query{Index: docs.ByID})
}

// each follows a query to its end, holding one page at a time.
func (t table[I, T, D]) each(ctx context.Context, q docs.Query) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		q := q
		q.Limit = eachPage
		for {
			page, err := t.scan(ctx, q)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, row := range page.Rows {
				if !yield(row, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			q.After = page.Next
		}
	}
}

// eachPage is how many values Each holds at a time: some may be large.
const eachPage = 200

// Number counts every value there is.
func (t table[I, T, D]) Number(ctx context.Context) (int, error) {
	return t.count(ctx, docs.Query{Index: docs.ByID}, math.MaxInt32)
}

// All returns every value, by id.
func (t table[I, T, D]) All(ctx context.Context) ([]T, error) {
	return t.all(ctx, docs.Query{Index: docs.ByID})
}

func (t table[I, T, D]) count(ctx context.Context, q docs.Query, limit int) (int, error) {
	q.Collection = t.name
	n, err := t.engine.Count(ctx, q, limit)
	return n, t.failed("count", q.Index, err)
}

func (t table[I, T, D]) encode(value T) (docs.Document, error) {
	body, err := json.Marshal(t.doc(value))
	if err != nil {
		return docs.Document{}, fmt.Errorf("encode %s %s: %w", t.name, t.id(value), err)
	}
	return docs.Document{ID: string(t.id(value)), Body: body}, nil
}

func (t table[I, T, D]) decode(d docs.Document) (T, error) {
	var doc D
	if err := json.Unmarshal(d.Body, &doc); err != nil {
		var none T
		return none, fmt.Errorf("decode %s %s: %w", t.name, d.ID, err)
	}
	return t.value(doc, I(d.ID), d.Version), nil
}

func (t table[I, T, D]) decodeAll(found []docs.Document) ([]T, error) {
	rows := make([]T, len(found))
	for i, d := range found {
		row, err := t.decode(d)
		if err != nil {
			return nil, err
		}
		rows[i] = row
	}
	return rows, nil
}

// failed gives an engine's error its portal kind and says what was being done.
func (t table[I, T, D]) failed(doing, id string, err error) error {
	if err == nil {
		return nil
	}
	wrapped := fmt.Errorf("%s %s %s: %w", doing, t.name, id, err)
	switch {
	case errors.Is(err, docs.ErrNotFound):
		return portal.Errorf(portal.NotFound, "There is nothing here.").Because(wrapped)
	case errors.Is(err, docs.ErrConflict), errors.Is(err, docs.ErrDuplicate):
		return portal.Errorf(portal.Conflict, "This changed while you were working on it. Look at it again and repeat what you did.").Because(wrapped)
	case errors.Is(err, docs.ErrStorage), errors.Is(err, context.DeadlineExceeded):
		return portal.Errorf(portal.Unavailable, "The data cannot be reached right now. Try again in a moment.").Because(wrapped)
	}
	return wrapped
}
