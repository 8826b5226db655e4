package sqlite

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"tandem/portal/store/docs"
)

func ofThings(t *testing.T) *Engine {
	t.Helper()
	e, err := Open(t.Context(), t.TempDir(), Options{Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := e.Ensure(t.Context(), docs.Schema{Version: 1, Collections: []docs.Collection{{Name: "things"}}}); err != nil {
		t.Fatal(err)
	}
	return e
}

// TestAReadIsNeverOlderThanAnAnsweredWrite reads by id, one and several, while the
// same documents are replaced, taken away and put back.
func TestAReadIsNeverOlderThanAnAnsweredWrite(t *testing.T) {
	e := ofThings(t)
	ctx := t.Context()
	const writers, rounds = 6, 150
	var answered [writers]atomic.Int64 // the number in the newest body whose write was answered
	body := func(n int64) []byte { return fmt.Appendf(nil, `{"n":%d}`, n) }
	number := func(d docs.Document) (n int64) {
		if _, err := fmt.Sscanf(string(d.Body), `{"n":%d}`, &n); err != nil {
			t.Errorf("%q: %v", d.Body, err)
		}
		return n
	}
	var working, reading sync.WaitGroup
	var over atomic.Bool
	ids := make([]string, writers)
	for i := range writers {
		ids[i] = fmt.Sprint("t", i)
		if err := e.Insert(ctx, "things", docs.Document{ID: ids[i], Body: body(0)}); err != nil {
			t.Fatal(err)
		}
		working.Go(func() {
			version := int64(1)
			for n := int64(1); n <= rounds; n++ {
				var err error
				if n%10 == 0 { // its versions begin again
					if err = e.Delete(ctx, "things", ids[i], version); err == nil {
						err = e.Insert(ctx, "things", docs.Document{ID: ids[i], Body: body(n)})
					}
					version = 1
				} else {
					err = e.Replace(ctx, "things", docs.Document{ID: ids[i], Version: version, Body: body(n)})
					version++
				}
				if err != nil {
					t.Error(err)
					return
				}
				answered[i].Store(n)
				if d, err := e.Get(ctx, "things", ids[i]); err != nil || number(d) != n || d.Version != version {
					t.Errorf("right after write %d of %s: %s at %d, %v", n, ids[i], d.Body, d.Version, err)
				}
			}
		})
	}
	for range 3 {
		reading.Go(func() {
			for i := 0; !over.Load(); i++ {
				at := i % writers
				least := answered[at].Load()
				d, err := e.Get(ctx, "things", ids[at])
				if err == nil && number(d) < least || err != nil && !errors.Is(err, docs.ErrNotFound) {
					t.Errorf("%s has %s after write %d was answered, %v", ids[at], d.Body, least, err)
				}
				least = answered[at].Load()
				many, err := e.GetMany(ctx, "things", ids)
				for _, d := range many {
					if d.ID == ids[at] && number(d) < least {
						t.Errorf("%s has %s among several after write %d was answered", d.ID, d.Body, least)
					}
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	working.Wait()
	over.Store(true)
	reading.Wait()
}

func TestWhatIsNotThereIsRememberedUntilItIs(t *testing.T) {
	e := ofThings(t)
	ctx := t.Context()
	for range 2 {
		if _, err := e.Get(ctx, "things", "a"); !errors.Is(err, docs.ErrNotFound) {
			t.Fatal(err)
		}
		if found, err := e.GetMany(ctx, "things", []string{"b", "a"}); err != nil || len(found) != 0 {
			t.Fatal(found, err)
		}
	}
	if err := e.Insert(ctx, "things", docs.Document{ID: "a", Body: []byte(`{}`)}); err != nil {
		t.Fatal(err)
	}
	if d, err := e.Get(ctx, "things", "a"); err != nil || d.Version != 1 {
		t.Fatal(d, err)
	}
	if found, err := e.GetMany(ctx, "things", []string{"b", "a"}); err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
}

func TestRecentIsBoundedAndTrustsNothingReadBeforeAWrite(t *testing.T) {
	r := newRecent()
	a := place{"things", "a"}
	_, found, before := r.find(a)
	if found {
		t.Fatal("something is kept of nothing")
	}
	r.forget(place{"things", "b"})
	r.keep(a, docs.Document{ID: "a", Version: 1}, before)
	if _, found, _ := r.find(a); found {
		t.Error("what was read before a write is kept after it")
	}
	_, _, now := r.find(a)
	r.keep(a, docs.Document{ID: "a", Version: 1}, now)
	if d, found, _ := r.find(a); !found || d.Version != 1 {
		t.Error("what was read is not kept")
	}
	r.forget(place{})
	if _, found, _ := r.find(a); found || r.bytes != 0 {
		t.Error("a change of the whole file leaves something")
	}
	body := make([]byte, recentBytes/20)
	for i := range 100 {
		at := place{"things", fmt.Sprint(i)}
		_, _, now := r.find(at)
		r.keep(at, docs.Document{ID: at.id, Version: 1, Body: body}, now)
		r.keep(at, docs.Document{ID: at.id, Version: 1, Body: body}, now)
		sum := 0
		for at, d := range r.kept {
			sum += weight(at, d)
		}
		if sum != r.bytes || r.bytes > recentBytes {
			t.Fatalf("%d bytes are counted as %d", sum, r.bytes)
		}
	}
	huge := place{"things", "huge"}
	_, _, now = r.find(huge)
	r.keep(huge, docs.Document{ID: "huge", Version: 1, Body: make([]byte, recentBytes)}, now)
	if _, found, _ := r.find(huge); found {
		t.Error("one document takes all the room")
	}
}

// TestAReaderBesideTheServerKeepsNothing opens the folder to read, as a backup does.
func TestAReaderBesideTheServerKeepsNothing(t *testing.T) {
	dir := t.TempDir()
	schema := docs.Schema{Version: 1, Collections: []docs.Collection{{Name: "things"}}}
	server, err := Open(t.Context(), dir, Options{Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if err := errors.Join(server.Ensure(t.Context(), schema), server.Insert(t.Context(), "things", docs.Document{ID: "a", Body: []byte(`{"n":1}`)})); err != nil {
		t.Fatal(err)
	}
	reader, err := Open(t.Context(), dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := reader.Ensure(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	if d, err := reader.Get(t.Context(), "things", "a"); err != nil || d.Version != 1 {
		t.Fatal(d, err)
	}
	if err := server.Replace(t.Context(), "things", docs.Document{ID: "a", Version: 1, Body: []byte(`{"n":2}`)}); err != nil {
		t.Fatal(err)
	}
	if d, err := reader.Get(t.Context(), "things", "a"); err != nil || d.Version != 2 || string(d.Body) != `{"n":2}` {
		t.Errorf("the reader sees %s at %d, %v", d.Body, d.Version, err)
	}
}
