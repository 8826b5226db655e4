package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// restoring is the setting that marks a database as being filled from one
// archive, so that an interrupted restore can be run again.
const restoring = "restoring"

// Restore fills an empty store from an archive that it verifies first. An
// interrupted restore of the same archive goes on where it stopped; a store with
// anything else in it is portal.Conflict and stays as it is. Letters that were still queued are not sent
// from the copy, nor are letters about what had happened by then: the original may have sent them.
func (s *Store) Restore(ctx context.Context, archive io.ReaderAt, size int64) (Manifest, error) {
	manifest, err := VerifyBackup(archive, size)
	if err != nil {
		return manifest, err
	}
	var from string
	if err := s.Settings.Read(ctx, restoring, &from); err != nil {
		return manifest, err
	}
	if from != manifest.Digest {
		empty, err := s.empty(ctx)
		if err != nil {
			return manifest, err
		}
		if !empty || from != "" {
			return manifest, portal.Errorf(portal.Conflict, "There is data here already: a restore needs an empty database.")
		}
		if err := s.Settings.Write(ctx, restoring, manifest.Digest); err != nil {
			return manifest, err
		}
	}
	_, files, err := openArchive(archive, size)
	if err != nil {
		return manifest, err
	}
	// What is referred to comes before what refers to it, so a stop in between leaves nothing dangling.
	for _, c := range slices.Backward(manifest.Collections) {
		if !slices.ContainsFunc(Schema().Collections, func(known docs.Collection) bool { return known.Name == c.Name }) {
			return manifest, portal.Errorf(portal.Invalid, "The archive holds %s, which this program does not know.", c.Name)
		}
		lines := restored{store: s, collection: c.Name}
		err := eachLine(files[c.Name], nil, func(line []byte) error { return lines.add(ctx, line) })
		if err = errors.Join(err, lines.flush(ctx)); err != nil {
			return manifest, fmt.Errorf("restore %s: %w", c.Name, err)
		}
	}
	if err := s.holdLetters(ctx, manifest.At); err != nil {
		return manifest, err
	}
	mark, err := s.Settings.Get(ctx, restoring)
	if err != nil {
		return manifest, err
	}
	return manifest, s.Settings.remove(ctx, mark)
}

// restored are the documents of one collection on their way into a store. An engine to
// which each write is a journey takes many at once.
type restored struct {
	store      *Store
	collection string
	waiting    []docs.Document
	bytes      int
}

// At most so many documents, or about so many bytes of them, go together.
const (
	restoredTogether = 500
	restoredBytes    = 4 << 20
)

func (r *restored) add(ctx context.Context, line []byte) error {
	id, body, err := fromExtended(line)
	if err != nil {
		return err
	}
	r.waiting, r.bytes = append(r.waiting, docs.Document{ID: id, Body: body}), r.bytes+len(body)
	if len(r.waiting) < restoredTogether && r.bytes < restoredBytes {
		return nil
	}
	return r.flush(ctx)
}

func (r *restored) flush(ctx context.Context) error {
	list := r.waiting
	r.waiting, r.bytes = nil, 0
	if many, ok := r.store.engine.(interface {
		InsertAll(ctx context.Context, collection string, list []docs.Document) error
	}); ok && many.InsertAll(ctx, r.collection, list) == nil {
		return nil
	}
	for _, d := range list { // some may be there already, of a restore that was interrupted
		if err := r.store.restoreOne(ctx, r.collection, d); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) restoreOne(ctx context.Context, collection string, d docs.Document) error {
	err := s.engine.Insert(ctx, collection, d)
	if !errors.Is(err, docs.ErrDuplicate) {
		return err
	}
	id, body := d.ID, d.Body
	there, err := s.engine.Get(ctx, collection, id)
	if err != nil {
		return err
	}
	var a, b bytes.Buffer
	if err := errors.Join(toExtended(&a, id, there.Body), toExtended(&b, id, body)); err != nil {
		return err
	}
	mutable := collection == settingsSchema.Name || collection == messagesSchema.Name // holdLetters and the marks
	if !mutable && !bytes.Equal(a.Bytes(), b.Bytes()) {
		return portal.Errorf(portal.Conflict, "%s %s is there with other content.", collection, id)
	}
	return nil
}

// Restoring reports that a restore into this store was begun and is not finished.
func (s *Store) Restoring(ctx context.Context) (bool, error) {
	var from string
	err := s.Settings.Read(ctx, restoring, &from)
	return from != "", err
}

// empty reports whether no collection has a document.
func (s *Store) empty(ctx context.Context) (bool, error) {
	for _, c := range Schema().Collections {
		n, err := s.engine.Count(ctx, docs.Query{Collection: c.Name, Index: docs.ByID}, 1)
		if err != nil || n > 0 {
			return false, err
		}
	}
	return true, nil
}

func (s *Store) holdLetters(ctx context.Context, at portal.Instant) error {
	queued, err := s.Messages.all(ctx, docs.Query{Index: "by_state", Equal: []any{string(portal.MessageQueued)}})
	if err != nil {
		return err
	}
	for _, m := range queued {
		m.State, m.Problem = portal.MessageFailed, "not sent: restored from a backup"
		if _, err := s.Messages.Save(ctx, m); err != nil {
			return err
		}
	}
	return s.Settings.Write(ctx, MessagesNotBefore, at)
}
