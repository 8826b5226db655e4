package store_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/docs/docstest"
)

// filled is a store with some of everything this package itself keeps.
func filled(t testing.TB) *store.Store {
	t.Helper()
	s := open(t)
	for n := range 30 {
		e := event(n%28 + 1)
		e.ID += strings.Repeat("x", n)
		e.Data = map[string]string{"amount": "€1,000 <b>", "$odd": "a\u2028b", "n": "5"}
		if _, err := s.Events.Put(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Guards.Claim(t.Context(), "email|a@example.com", "u1", "2026-03-01T10:00:00.000Z"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Messages.PutOnce(t.Context(), portal.Message{ID: "msg:1", State: portal.MessageQueued, Next: "2026-03-01T10:00:00.000Z"}); err != nil {
		t.Fatal(err)
	}
	return s
}

func archiveOf(t testing.TB, s *store.Store) []byte {
	t.Helper()
	var out bytes.Buffer
	manifest, err := s.Backup(t.Context(), &out, "2026-04-01T00:00:00.000Z")
	if err != nil {
		t.Fatal(err)
	}
	if len(manifest.Collections) != len(store.Schema().Collections) {
		t.Fatalf("the archive holds %d collections of %d", len(manifest.Collections), len(store.Schema().Collections))
	}
	return out.Bytes()
}

func restore(t testing.TB, s *store.Store, archive []byte) error {
	t.Helper()
	_, err := s.Restore(t.Context(), bytes.NewReader(archive), int64(len(archive)))
	return err
}

func eventsOf(t testing.TB, s *store.Store) []portal.Event {
	t.Helper()
	all, err := s.Events.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestARestoredStoreIsTheSame(t *testing.T) {
	from := filled(t)
	archive := archiveOf(t, from)
	to := open(t)
	if err := restore(t, to, archive); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(eventsOf(t, from), eventsOf(t, to)); diff != "" {
		t.Error(diff)
	}
	if again := archiveOf(t, from); !bytes.Equal(archive, again) {
		t.Error("two archives of the same data differ")
	}
	if held, err := to.Guards.Get(t.Context(), "email|a@example.com"); err != nil || held.Holder != "u1" {
		t.Errorf("the guard is %+v, %v", held, err)
	}
	if due, err := to.Messages.Due(t.Context(), "2027-01-01T00:00:00.000Z", 5); err != nil || len(due) != 0 {
		t.Errorf("a restored store would send %+v, %v", due, err)
	}
	if err := restore(t, to, archive); portal.KindOf(err) != portal.Conflict {
		t.Errorf("restored over data: %v, want Conflict", err)
	}
}

func TestADamagedArchiveChangesNothing(t *testing.T) {
	archive := archiveOf(t, filled(t))
	truncated := archive[:len(archive)-40]
	for name, damaged := range map[string][]byte{
		"truncated": truncated, "empty": nil, "half": archive[:len(archive)/2], "not an archive": []byte("hello"),
	} {
		to := open(t)
		if err := restore(t, to, damaged); portal.KindOf(err) != portal.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
		if n := len(eventsOf(t, to)); n != 0 {
			t.Errorf("%s: %d events were written", name, n)
		}
	}
	for at := 0; at < len(archive); at += 97 { // one changed byte anywhere is found, or is in a place nobody reads
		damaged := bytes.Clone(archive)
		damaged[at] ^= 0x20
		to := open(t)
		if err := restore(t, to, damaged); err == nil {
			if diff := cmp.Diff(30, len(eventsOf(t, to))); diff != "" {
				t.Fatalf("byte %d changed and something else was restored: %s", at, diff)
			}
		} else if n := len(eventsOf(t, to)); n != 0 {
			t.Errorf("byte %d: %v, but %d events were written", at, err, n)
		}
	}
}

// stopping is an engine that fails after some writes, as a stopped process would.
type stopping struct {
	docs.Engine
	left int
}

var errStopped = errors.New("stopped")

func (e *stopping) Insert(ctx context.Context, collection string, d docs.Document) error {
	if e.left--; e.left < 0 {
		return errStopped
	}
	return e.Engine.Insert(ctx, collection, d)
}

// InsertAll stops in the middle of many, as a process does that is killed.
func (e *stopping) InsertAll(ctx context.Context, collection string, list []docs.Document) error {
	for _, d := range list {
		if err := e.Insert(ctx, collection, d); err != nil {
			return err
		}
	}
	return nil
}

func TestAnInterruptedRestoreGoesOn(t *testing.T) {
	from := filled(t)
	archive := archiveOf(t, from)
	for writes := 1; writes < 34; writes += 4 {
		engine := &stopping{Engine: docstest.Engine(t), left: writes}
		to, err := store.Open(t.Context(), engine)
		if err != nil {
			t.Fatal(err)
		}
		if err := restore(t, to, archive); !errors.Is(err, errStopped) {
			t.Fatalf("after %d writes: %v, want the stop", writes, err)
		}
		engine.left = 1000
		if err := restore(t, to, archive); err != nil {
			t.Fatalf("after a stop at write %d: %v", writes, err)
		}
		if diff := cmp.Diff(eventsOf(t, from), eventsOf(t, to)); diff != "" {
			t.Errorf("after a stop at write %d: %s", writes, diff)
		}
	}
}
