// Package docs is the narrow contract between the store and its two engines:
// whole documents, named indexes, bounded scans. Nothing here knows what a
// document means, and no engine offers more than this.
package docs

import (
	"context"
	"errors"
)

// Document is one stored value. Body is one JSON object without the id and the
// version: strings, booleans, null, arrays, objects and integers that fit int64. A
// fraction or an exponent is refused (ErrInvalid), so both engines keep the same value.
// A body is kept and comes back in its Canonical form, so two bodies are equal when
// their bytes are. Top-level keys that start with an underscore are the engines' own.
type Document struct {
	ID      string
	Version int64 // 1 when inserted, raised by one by each Replace
	Body    []byte
}

// Schema names every collection and index that a program uses.
type Schema struct {
	Version     int64 // data written by a newer program is refused (ErrNewer)
	Collections []Collection
}

// Collection is a named set of documents.
type Collection struct {
	Name    string // lower case letters and underscores
	Indexes []Index
}

// Index orders a collection by top-level scalar fields of the body (strings or
// integers, integers first; any other kind of value, null too, is refused with ErrInvalid),
// then by id. A document that lacks a field sorts as "". Every collection also has the
// index ByID. The fields of an index never change: a changed index has a new name.
type Index struct {
	Name   string
	Fields []string
}

// ByID is the name of the index every collection has: by the document's id alone.
const ByID = "_id"

// Query is one index scan: equality on leading fields, at most one range on the
// next field (the id for ByID, or after the last field), a direction, a limit. From is inclusive,
// To exclusive, nil is open. Values are string or int64; a range with an end holds values of the
// type of that end only, so a range of integers leaves out documents that lack the field.
type Query struct {
	Collection string
	Index      string
	Equal      []any
	From, To   any
	Descending bool
	Limit      int    // 1 to MaxLimit
	After      string // Page.Next of the page before
}

// MaxLimit is the most documents one Scan returns.
const MaxLimit = 1000

// MaxDocument is the largest body in bytes, the limit of MongoDB's documents with room for its overhead.
const MaxDocument = 15 << 20

// Page is one page of a scan. Next is "" on the last one. It is opaque, may travel in a URL,
// and is good for the same collection, index, equal values and direction only (else ErrInvalid).
type Page struct {
	Documents []Document
	Next      string
}

var (
	ErrDuplicate = errors.New("a document with this id exists")
	ErrNotFound  = errors.New("no such document")
	ErrConflict  = errors.New("the document changed meanwhile")
	ErrInvalid   = errors.New("not a valid document or query")
	ErrTooLarge  = errors.New("the document is too large")
	ErrNewer     = errors.New("the data was written by a newer version of this program")
	ErrInUse     = errors.New("another process is using this data")
	ErrStorage   = errors.New("the storage cannot be written") // disk full, read-only folder
)

// Engine keeps documents. Every method is safe for concurrent use, ends with its
// context, and retries transient trouble a bounded number of times, which is
// safe because ids are deterministic.
type Engine interface {
	// Ensure creates what is missing of the schema; it never drops anything.
	Ensure(ctx context.Context, schema Schema) error
	// Insert stores a new document with version 1; ErrDuplicate when the id exists.
	Insert(ctx context.Context, collection string, d Document) error
	// Get returns one document, or ErrNotFound.
	Get(ctx context.Context, collection, id string) (Document, error)
	// GetMany returns the documents that exist, in the order of ids.
	GetMany(ctx context.Context, collection string, ids []string) ([]Document, error)
	// Replace stores the body when the stored version is d.Version, and raises it by
	// one; ErrConflict when it is another, ErrNotFound without a document.
	Replace(ctx context.Context, collection string, d Document) error
	// Delete removes the document when its version is the one given; errors as Replace.
	Delete(ctx context.Context, collection, id string, version int64) error
	// Scan returns one page of an index scan.
	Scan(ctx context.Context, q Query) (Page, error)
	// Count counts what a scan would return, up to a cap; Limit and After are ignored.
	Count(ctx context.Context, q Query, limit int) (int, error)
	// Ping reports whether the engine answers.
	Ping(ctx context.Context) error
	Close() error
}
