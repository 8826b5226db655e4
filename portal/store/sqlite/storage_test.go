package sqlite

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"tandem/portal/store/docs"
)

var things = docs.Schema{Version: 1, Collections: []docs.Collection{{Name: "things", Indexes: []docs.Index{{Name: "by_state", Fields: []string{"state"}}}}}}

func openThings(t *testing.T, dir string) *Engine {
	t.Helper()
	e, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	if err := e.Ensure(t.Context(), things); err != nil {
		t.Fatal(err)
	}
	return e
}

func thing(id string, size int) docs.Document {
	return docs.Document{ID: id, Body: fmt.Appendf(nil, `{"state":"open","text":%q}`, strings.Repeat("x", size))}
}

// A file that may not grow is what SQLite sees of a full disk.
func TestAFullDiskIsReported(t *testing.T) {
	e := openThings(t, t.TempDir())
	limit := func(pages int) {
		t.Helper()
		if err := e.alone(t.Context(), "limit", func(w *writer) error {
			_, err := w.exec(fmt.Sprintf("PRAGMA max_page_count=%d", pages))
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	limit(60)
	kept, err := 0, error(nil)
	for ; err == nil && kept < 1000; kept++ {
		err = e.Insert(t.Context(), "things", thing(fmt.Sprint("t", kept), 5000))
	}
	if !errors.Is(err, docs.ErrStorage) || !strings.Contains(err.Error(), "is full") || !strings.Contains(err.Error(), filepath.Dir(e.path)) {
		t.Fatalf("after %d documents: %v", kept, err)
	}
	kept--
	if _, err := e.Get(t.Context(), "things", fmt.Sprint("t", kept)); !errors.Is(err, docs.ErrNotFound) {
		t.Errorf("the refused document: %v", err)
	}
	// Many writers at once: those that fit are kept, though others share their commit.
	limit(70)
	fits, done := make(chan error, 20), make(chan error, 20)
	for i := range 20 {
		go func() { fits <- e.Insert(t.Context(), "things", thing(fmt.Sprint("small", i), 10)) }()
		go func() { done <- e.Insert(t.Context(), "things", thing(fmt.Sprint("large", i), 500_000)) }()
	}
	for range 20 {
		if err := <-fits; err != nil {
			t.Errorf("a small document: %v", err)
		}
		if err := <-done; !errors.Is(err, docs.ErrStorage) {
			t.Errorf("a large document: %v", err)
		}
	}
	if n, err := e.Count(t.Context(), docs.Query{Collection: "things", Index: "by_state", Equal: []any{"open"}}, 1000); n != kept+20 || err != nil {
		t.Errorf("%d documents are there, want %d: %v", n, kept+20, err)
	}
	limit(100_000)
	if err := e.Insert(t.Context(), "things", thing("room again", 500_000)); err != nil {
		t.Errorf("after room was made: %v", err)
	}
}

// Every shape of query is a search of its named index, never a scan or a sort.
func TestQueriesAreSearchesOfTheirIndex(t *testing.T) {
	e := openThings(t, t.TempDir())
	catalog := e.known.Load().catalog
	for _, index := range []string{"by_state", docs.ByID} {
		for shape := range 16 {
			q := docs.Query{Collection: "things", Index: index, Limit: 5, Descending: shape&1 != 0}
			if shape&2 != 0 && index != docs.ByID {
				q.Equal = []any{"open"}
			}
			if shape&4 != 0 {
				q.From, q.To = "a", "z"
			}
			s, err := catalog.Scan(q)
			if err != nil {
				t.Fatal(err)
			}
			if shape&8 != 0 {
				s.After = []any{"m", "m"}[:len(rest(s))]
			}
			text, args := selection(s)
			got := strings.Join(explain(t, e, "SELECT id, v, body"+text+order(s), args), "; ")
			bounded := len(q.Equal) > 0 || s.From != nil || s.After != nil
			if strings.Contains(got, "TEMP B-TREE") || !strings.Contains(got, "USING INDEX") || bounded != strings.HasPrefix(got, "SEARCH") {
				t.Errorf("%s\n%s", text+order(s), got)
			}
		}
	}
}

func explain(t *testing.T, e *Engine, text string, args []any) []string {
	t.Helper()
	rows, err := e.readers.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	return plan
}
