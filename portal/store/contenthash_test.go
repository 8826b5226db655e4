package store_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"tandem/portal"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/docs/docstest"
)

func TestARecordThatOtherHandsChangedIsFound(t *testing.T) {
	engine := docstest.Engine(t)
	s, err := store.Open(t.Context(), engine)
	if err != nil {
		t.Fatal(err)
	}
	stored(t, s)
	read := func() (int, []string, []string) {
		ctx, inspection := store.Inspect(t.Context())
		for _, name := range store.HashedCollections() {
			if err := s.InspectAll(ctx, name); err != nil {
				t.Fatal(err)
			}
		}
		return inspection.Found()
	}
	if n, changed, without := read(); n < 9 || len(changed)+len(without) > 0 {
		t.Fatalf("as written: %d read, %v changed, %v without a hash", n, changed, without)
	}
	entry, err := engine.Get(t.Context(), "entries", "acc:cash:billing:INV-1:base")
	if err != nil {
		t.Fatal(err)
	}
	other := entry
	other.Body = bytes.Replace(entry.Body, []byte("Miramar"), []byte("Miramas"), 1)
	if bytes.Equal(other.Body, entry.Body) {
		t.Fatalf("nothing to change in %s", entry.Body)
	}
	if err := engine.Replace(t.Context(), "entries", other); err != nil {
		t.Fatal(err)
	}
	copied := docs.Document{ID: "acc:cash:billing:INV-9:base", Body: entry.Body}
	if err := engine.Insert(t.Context(), "entries", copied); err != nil {
		t.Fatal(err)
	}
	bare := docs.Document{ID: "rel:x:0", Body: []byte(`{"reason":"none"}`)}
	if err := engine.Insert(t.Context(), "releases", bare); err != nil {
		t.Fatal(err)
	}
	_, changed, without := read()
	if want := []string{"entries acc:cash:billing:INV-1:base", "entries acc:cash:billing:INV-9:base"}; !slices.Equal(changed, want) || !slices.Equal(without, []string{"releases rel:x:0"}) {
		t.Errorf("changed %q, without a hash %q", changed, without)
	}
	if done, err := s.AllHashed(t.Context()); err != nil || done {
		t.Errorf("all are said to carry a hash: %v, %v", done, err)
	}
	if err := s.HashAll(t.Context(), "2026-06-01T10:00:00.000Z"); err != nil {
		t.Fatal(err)
	}
	if _, again, without := read(); !slices.Equal(again, changed) || len(without) > 0 {
		t.Errorf("after all had their hash: changed %q, without %q", again, without)
	}
	if done, err := s.AllHashed(t.Context()); err != nil || !done {
		t.Errorf("not all are said to carry a hash: %v, %v", done, err)
	}
}

// TestAHashIsFoundWhereverItsFieldStands writes bodies with fields before and after it, and alone.
func TestAHashIsFoundWhereverItsFieldStands(t *testing.T) {
	engine := docstest.Engine(t)
	s, err := store.Open(t.Context(), engine)
	if err != nil {
		t.Fatal(err)
	}
	for i, reason := range []string{"", `quoted "content_hash":"x"`, "Zürich"} {
		id := fmt.Sprint("rel:", i)
		if _, err := s.Releases.Put(t.Context(), portal.Release{ID: id, Reason: reason, At: "2026-06-01T10:00:00.000Z"}); err != nil {
			t.Fatal(err)
		}
		if fresh, err := s.Releases.Put(t.Context(), portal.Release{ID: id, Reason: reason, At: "2026-06-02T10:00:00.000Z"}); err != nil || fresh {
			t.Errorf("the same fact again: fresh %v, %v", fresh, err)
		}
		if _, err := s.Releases.Put(t.Context(), portal.Release{ID: id, Reason: reason + "!"}); portal.KindOf(err) != portal.Conflict {
			t.Errorf("another fact under its id: %v", err)
		}
	}
	ctx, inspection := store.Inspect(t.Context())
	if _, err := s.Releases.All(ctx); err != nil {
		t.Fatal(err)
	}
	if n, changed, without := inspection.Found(); n != 3 || len(changed)+len(without) > 0 {
		t.Errorf("%d read, %v, %v", n, changed, without)
	}
}
