package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"sync"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// hashedCollections carry money or mail, or decide about it. Each of their documents
// carries a hash of its content, so that one byte changed by other hands is found.
var hashedCollections = namesOf(
	messagesSchema, eventsSchema, resultsSchema, paymentDownloadsSchema, paymentFilesSchema, sealedFilesSchema, payoutsSchema, releasesSchema,
	claimsSchema, batchesSchema, entriesSchema, adjustmentsSchema, collectionsSchema, refundLogsSchema, acceptancesSchema, referralsSchema, dealSharesSchema, partnersSchema,
)

func namesOf(schemas ...docs.Collection) map[string]bool {
	names := map[string]bool{}
	for _, schema := range schemas {
		names[schema.Name] = true
	}
	return names
}

// HashedCollections are the collections whose documents carry a hash, by name.
func HashedCollections() []string {
	var names []string
	for _, c := range Schema().Collections {
		if hashedCollections[c.Name] {
			names = append(names, c.Name)
		}
	}
	return names
}

// contentHash is the field that carries it: 128 bits of SHA-256 over the collection,
// the id and the rest of the body in its canonical form.
const contentHash = "content_hash"

var hashField = []byte(`"` + contentHash + `":"`)

// hashLength is that of the hash in base64.
const hashLength = 22

func hashOf(collection, id string, body ...[]byte) string {
	h := sha256.New()
	h.Write([]byte(collection + "\x00" + id + "\x00"))
	for _, part := range body {
		h.Write(part)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

// withHash is a document with the hash of its content.
func withHash(collection string, d docs.Document) (docs.Document, error) {
	body, err := docs.Canonical(d.Body)
	if err != nil || len(body) < 3 {
		return d, err
	}
	if at := bytes.Index(body, hashField); at >= 0 {
		body = slices.Concat(withoutHash(body, at))
	}
	field := string(hashField) + hashOf(collection, d.ID, body) + `",`
	d.Body = slices.Concat([]byte("{"+field), body[1:])
	return d, nil
}

// withoutHash is the two parts of a canonical body around its hash, which is at a place in it.
func withoutHash(body []byte, at int) (before, after []byte) {
	end := min(at+len(hashField)+hashLength+1, len(body))
	if end < len(body) && body[end] == ',' {
		return body[:at], body[end+1:]
	}
	return bytes.TrimSuffix(body[:at], []byte(",")), body[end:]
}

// sameHash reports whether a document is as it was written, and whether it carries a hash at all.
func sameHash(collection string, d docs.Document) (same, carries bool) {
	at := bytes.Index(d.Body, hashField)
	if at < 0 || at+len(hashField)+hashLength > len(d.Body) {
		return false, at >= 0
	}
	before, after := withoutHash(d.Body, at)
	return string(d.Body[at+len(hashField):at+len(hashField)+hashLength]) == hashOf(collection, d.ID, before, after), true
}

// hashed is an engine that gives each document of those collections its hash, and holds
// what it reads to it when somebody inspects.
type hashed struct {
	docs.Engine
}

func (e hashed) Insert(ctx context.Context, collection string, d docs.Document) error {
	return e.write(collection, d, func(d docs.Document) error { return e.Engine.Insert(ctx, collection, d) })
}

func (e hashed) Replace(ctx context.Context, collection string, d docs.Document) error {
	return e.write(collection, d, func(d docs.Document) error { return e.Engine.Replace(ctx, collection, d) })
}

func (hashed) write(collection string, d docs.Document, do func(docs.Document) error) error {
	if hashedCollections[collection] {
		var err error
		if d, err = withHash(collection, d); err != nil {
			return err
		}
	}
	return do(d)
}

func (e hashed) Get(ctx context.Context, collection, id string) (docs.Document, error) {
	d, err := e.Engine.Get(ctx, collection, id)
	if err == nil {
		inspect(ctx, collection, d)
	}
	return d, err
}

func (e hashed) GetMany(ctx context.Context, collection string, ids []string) ([]docs.Document, error) {
	found, err := e.Engine.GetMany(ctx, collection, ids)
	inspect(ctx, collection, found...)
	return found, err
}

func (e hashed) Scan(ctx context.Context, q docs.Query) (docs.Page, error) {
	page, err := e.Engine.Scan(ctx, q)
	inspect(ctx, q.Collection, page.Documents...)
	return page, err
}

// Inspection is what was found of documents that were read under a context of [Inspect].
type Inspection struct {
	mu      sync.Mutex
	checked int
	without map[string]bool // documents without a hash, by collection and id
	changed map[string]bool
}

type inspectionKey struct{}

// Inspect holds what is read with the context that it returns to the hashes that were written.
func Inspect(ctx context.Context) (context.Context, *Inspection) {
	i := &Inspection{without: map[string]bool{}, changed: map[string]bool{}}
	return context.WithValue(ctx, inspectionKey{}, i), i
}

func inspect(ctx context.Context, collection string, found ...docs.Document) {
	i, ok := ctx.Value(inspectionKey{}).(*Inspection)
	if !ok || !hashedCollections[collection] {
		return
	}
	var without, changed []string
	for _, d := range found {
		switch same, carries := sameHash(collection, d); {
		case !carries:
			without = append(without, collection+" "+d.ID)
		case !same:
			changed = append(changed, collection+" "+d.ID)
		}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.checked += len(found)
	for _, name := range without {
		i.without[name] = true
	}
	for _, name := range changed {
		i.changed[name] = true
	}
}

// Found is how many documents were read, and those that are not as they were written
// or have lost their hash, as "collection id", sorted.
func (i *Inspection) Found() (checked int, changed, without []string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	sorted := func(set map[string]bool) []string {
		var names []string
		for name := range set {
			names = append(names, name)
		}
		slices.Sort(names)
		return names
	}
	return i.checked, sorted(i.changed), sorted(i.without)
}

// InspectAll reads every document of a collection, decoding none of them.
func (s *Store) InspectAll(ctx context.Context, collection string) error {
	q := docs.Query{Collection: collection, Index: docs.ByID, Limit: eachPage}
	for {
		page, err := hashed{s.engine}.Scan(ctx, q)
		if err != nil {
			return err
		}
		if q.After = page.Next; q.After == "" {
			return nil
		}
	}
}

// contentHashes is the setting that says from when on every document carries its hash.
const contentHashes = "content_hashes"

// AllHashed reports whether every document has had its hash: one without it was changed.
func (s *Store) AllHashed(ctx context.Context) (bool, error) {
	var from portal.Instant
	err := s.Settings.Read(ctx, contentHashes, &from)
	return from != "", err
}

// HashAll gives each document its hash that was written before there were any. It runs
// once, beside people at work.
func (s *Store) HashAll(ctx context.Context, now portal.Instant) error {
	if done, err := s.AllHashed(ctx); err != nil || done {
		return err
	}
	for _, collection := range HashedCollections() {
		q := docs.Query{Collection: collection, Index: docs.ByID, Limit: eachPage}
		for {
			page, err := s.engine.Scan(ctx, q)
			if err != nil {
				return err
			}
			for _, d := range page.Documents {
				if bytes.Contains(d.Body, hashField) {
					continue
				}
				err := hashed{s.engine}.Replace(ctx, collection, d)
				if err != nil && !errors.Is(err, docs.ErrConflict) && !errors.Is(err, docs.ErrNotFound) { // somebody wrote it meanwhile, with its hash
					return err
				}
			}
			if q.After = page.Next; q.After == "" {
				break
			}
		}
	}
	return s.Settings.Write(ctx, contentHashes, now)
}
