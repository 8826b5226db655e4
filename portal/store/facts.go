package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// facts is a table of values that are stored as they are and never replaced. id is
// where a value carries its id, which the body leaves out.
func facts[I ~string, T any](engine docs.Engine, schema docs.Collection, id func(*T) *I) table[I, T, T] {
	return table[I, T, T]{
		engine: engine, name: schema.Name,
		id:  func(v T) I { return *id(&v) },
		doc: func(v T) T { return v },
		value: func(v T, is I, _ int64) T {
			*id(&v) = is
			return v
		},
	}
}

// Put stores a fact. Storing the same fact again is success, with fresh false; a
// different one under the same id is portal.Conflict: something is wrong.
func (t table[I, T, D]) Put(ctx context.Context, fact T) (fresh bool, err error) {
	d, err := t.encode(fact)
	if err != nil {
		return false, err
	}
	err = t.engine.Insert(ctx, t.name, d)
	if err == nil {
		return true, nil
	}
	if !errors.Is(err, docs.ErrDuplicate) {
		return false, t.failed("put", d.ID, err)
	}
	there, err := t.engine.Get(ctx, t.name, d.ID)
	if err != nil {
		return false, t.failed("get", d.ID, err)
	}
	if !bytes.Equal(there.Body, d.Body) && !sameFact(there.Body, d.Body) {
		return false, portal.Errorf(portal.Conflict, "%s %s is already recorded with other content.", t.name, d.ID)
	}
	return false, nil
}

// PutOnce stores a value unless one with its id exists, whatever that holds by now;
// fresh reports which.
func (t table[I, T, D]) PutOnce(ctx context.Context, value T) (fresh bool, err error) {
	err = t.Insert(ctx, value)
	if portal.KindOf(err) == portal.Conflict {
		return false, nil
	}
	return err == nil, err
}

// sameFact compares two bodies but for the moment and the person of recording:
// a repeat of the same fact, later or by a colleague, is the same fact.
func sameFact(a, b []byte) bool {
	x, y := factContent(a), factContent(b)
	return x != nil && bytes.Equal(x, y)
}

// factContent is a body as compared: keys sorted on every level, because an
// engine may keep them in another order than they were written.
func factContent(body []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var fields map[string]any
	if decoder.Decode(&fields) != nil {
		return nil
	}
	for _, name := range []string{"at", "by", "by_name", "from", "address", contentHash} {
		delete(fields, name)
	}
	content, err := json.Marshal(fields)
	if err != nil {
		return nil
	}
	return content
}
