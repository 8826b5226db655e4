package docstest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/portal/store/docs"
)

func queriesAreRefused(t *testing.T, e docs.Engine) {
	q := docs.Query{Collection: "deals", Index: "by_partner", Limit: 1}
	_, err := e.Scan(t.Context(), q)
	wantErr(t, "before Ensure", err, docs.ErrInvalid)
	ensure(t, e)
	for name, change := range map[string]func(*docs.Query){
		"unknown collection": func(q *docs.Query) { q.Collection = "users" },
		"unknown index":      func(q *docs.Query) { q.Index = "by_name" },
		"no index":           func(q *docs.Query) { q.Index = "" },
		"index of another":   func(q *docs.Query) { q.Collection = "other_things" },
		"too many values":    func(q *docs.Query) { q.Equal = []any{"a", "b", "c"} },
		"value of a map":     func(q *docs.Query) { q.Equal = []any{map[string]any{"$gt": ""}} },
		"value of nil":       func(q *docs.Query) { q.Equal = []any{nil} },
		"value of an int":    func(q *docs.Query) { q.Equal = []any{1} },
		"value of a float":   func(q *docs.Query) { q.From = 1.5 },
		"value too long":     func(q *docs.Query) { q.To = strings.Repeat("x", docs.MaxKey+1) },
		"value not text":     func(q *docs.Query) { q.Equal = []any{"\xff"} },
		"ends of two types":  func(q *docs.Query) { q.From, q.To = int64(1), "z" },
		"integer as id":      func(q *docs.Query) { q.Index, q.From = docs.ByID, int64(1) },
		"values for the id":  func(q *docs.Query) { q.Index, q.Equal = docs.ByID, []any{"d1"} },
	} {
		other := q
		change(&other)
		_, err := e.Scan(t.Context(), other)
		wantErr(t, "scan: "+name, err, docs.ErrInvalid)
		_, err = e.Count(t.Context(), other, 1)
		wantErr(t, "count: "+name, err, docs.ErrInvalid)
	}
	for _, limit := range []int{-1, 0, docs.MaxLimit + 1} {
		q.Limit = limit
		_, err := e.Scan(t.Context(), q)
		wantErr(t, fmt.Sprint("limit ", limit), err, docs.ErrInvalid)
	}
	_, err = e.Get(t.Context(), "users", "x")
	wantErr(t, "get from an unknown collection", err, docs.ErrInvalid)
	_, err = e.GetMany(t.Context(), "users", []string{"x"})
	wantErr(t, "get many from an unknown collection", err, docs.ErrInvalid)
	d := docs.Document{ID: "x", Version: 1, Body: []byte(`{}`)}
	wantErr(t, "insert into an unknown collection", e.Insert(t.Context(), "users", d), docs.ErrInvalid)
	wantErr(t, "replace in an unknown collection", e.Replace(t.Context(), "users", d), docs.ErrInvalid)
	wantErr(t, "delete from an unknown collection", e.Delete(t.Context(), "users", "x", 1), docs.ErrInvalid)
}

func countStops(t *testing.T, e docs.Engine) {
	ensure(t, e)
	for i := range 30 {
		insert(t, e, fmt.Sprint("d", i), fmt.Sprintf(`{"partner":"p1","due":%d}`, i))
	}
	q := docs.Query{Collection: "deals", Index: "by_partner", Equal: []any{"p1"}, From: int64(5), Limit: 2, After: "ignored"}
	for limit, want := range map[int]int{1: 1, 10: 10, 25: 25, 26: 25, 1000: 25} {
		if got, err := e.Count(t.Context(), q, limit); err != nil || got != want {
			t.Errorf("up to %d: got %d %v, want %d", limit, got, err, want)
		}
	}
	_, err := e.Count(t.Context(), q, 0)
	wantErr(t, "no cap", err, docs.ErrInvalid)
	q.After, q.Limit = "", docs.MaxLimit
	if page, err := e.Scan(t.Context(), q); err != nil || len(page.Documents) != 25 || page.Next != "" {
		t.Errorf("a scan to the end: %d %q %v", len(page.Documents), page.Next, err)
	}
}

func schemasAreRefused(t *testing.T, e docs.Engine) {
	for name, c := range map[string]docs.Collection{
		"empty name":        {Name: ""},
		"upper case":        {Name: "Deals"},
		"quote":             {Name: `a"b`},
		"dollar":            {Name: "$cmd"},
		"underscore first":  {Name: "_meta"},
		"index without":     {Name: "a", Indexes: []docs.Index{{Name: "by_x"}}},
		"index by id":       {Name: "a", Indexes: []docs.Index{{Name: docs.ByID, Fields: []string{"x"}}}},
		"field of the id":   {Name: "a", Indexes: []docs.Index{{Name: "by_x", Fields: []string{"_id"}}}},
		"nested field":      {Name: "a", Indexes: []docs.Index{{Name: "by_x", Fields: []string{"x.y"}}}},
		"field twice":       {Name: "a", Indexes: []docs.Index{{Name: "by_x", Fields: []string{"x", "x"}}}},
		"two of one name":   {Name: "a", Indexes: []docs.Index{{Name: "by_x", Fields: []string{"x"}}, {Name: "by_x", Fields: []string{"y"}}}},
		"name is injection": {Name: "a", Indexes: []docs.Index{{Name: `x" ON y`, Fields: []string{"x"}}}},
	} {
		err := e.Ensure(t.Context(), docs.Schema{Version: 1, Collections: []docs.Collection{c}})
		wantErr(t, name, err, docs.ErrInvalid)
	}
	ensure(t, e)
	changed := docs.Schema{Version: 1, Collections: []docs.Collection{{Name: "deals", Indexes: []docs.Index{{Name: "by_due", Fields: []string{"partner"}}}}}}
	wantErr(t, "an index with other fields", e.Ensure(t.Context(), changed), docs.ErrInvalid)
}

func ensureIsRepeatable(t *testing.T, e docs.Engine) {
	ensure(t, e)
	insert(t, e, "d1", `{"partner":"p1","due":1}`)
	for i, err := range race(4, func(int) error { return e.Ensure(t.Context(), schema) }) {
		if err != nil {
			t.Errorf("ensure %d: %v", i, err)
		}
	}
	more := docs.Schema{Version: 2, Collections: []docs.Collection{{Name: "users"}}}
	if err := e.Ensure(t.Context(), more); err != nil {
		t.Fatal(err)
	}
	if err := e.Insert(t.Context(), "users", docs.Document{ID: "u1", Body: []byte(`{}`)}); err != nil {
		t.Error(err)
	}
	got, err := pages(t.Context(), e, docs.Query{Collection: "deals", Index: "by_due", Limit: 10})
	if err != nil || len(got) != 1 {
		t.Errorf("what was there is gone: %v %v", got, err)
	}
}

func laterIndex(t *testing.T, e docs.Engine) {
	ensure(t, e)
	const n = 700
	for i := range n {
		body := fmt.Sprintf(`{"partner":"p1","state":"s%d"}`, i%3)
		if i%10 == 0 {
			body = `{"partner":"p1"}`
		}
		insert(t, e, fmt.Sprintf("d%03d", i), body)
	}
	later := docs.Schema{Version: 2, Collections: []docs.Collection{{Name: "deals", Indexes: []docs.Index{{Name: "by_state", Fields: []string{"state", "partner"}}}}}}
	if err := e.Ensure(t.Context(), later); err != nil {
		t.Fatal(err)
	}
	insert(t, e, "new", `{"state":"s1"}`)
	found := 0
	for _, state := range []string{"", "s0", "s1", "s2"} {
		ids, err := pages(t.Context(), e, docs.Query{Collection: "deals", Index: "by_state", Equal: []any{state}, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		if state == "" && len(ids) != n/10 {
			t.Errorf("%d documents without a state, want %d", len(ids), n/10)
		}
		found += len(ids)
	}
	if found != n+1 {
		t.Errorf("the new index finds %d, want %d", found, n+1)
	}
	got, err := e.Get(t.Context(), "deals", "d000")
	if err != nil || string(got.Body) != `{"partner":"p1"}` || got.Version != 1 {
		t.Errorf("a document was changed by the new index: %d %s %v", got.Version, got.Body, err)
	}
	if err := e.Replace(t.Context(), "deals", docs.Document{ID: "d000", Version: 1, Body: []byte(`{"state":"s9"}`)}); err != nil {
		t.Error(err)
	}
	if ids, err := pages(t.Context(), e, docs.Query{Collection: "deals", Index: "by_state", Equal: []any{"s9"}, Limit: 9}); err != nil || len(ids) != 1 {
		t.Errorf("after a replace the index finds %v %v", ids, err)
	}
}

func laterIndexRefused(t *testing.T, e docs.Engine) {
	ensure(t, e)
	insert(t, e, "d1", `{"state":["a"]}`)
	later := docs.Schema{Version: 2, Collections: []docs.Collection{{Name: "deals", Indexes: []docs.Index{{Name: "by_state", Fields: []string{"state"}}}}}}
	wantErr(t, "an index over a list", e.Ensure(t.Context(), later), docs.ErrInvalid)
	_, err := e.Scan(t.Context(), docs.Query{Collection: "deals", Index: "by_state", Limit: 1})
	wantErr(t, "the index is not there", err, docs.ErrInvalid)
	insert(t, e, "d2", `{"state":["b"]}`)
}

func newerIsRefused(t *testing.T, e docs.Engine) {
	newer := schema
	newer.Version = 9
	if err := e.Ensure(t.Context(), newer); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "schema 8 on data of 9", e.Ensure(t.Context(), docs.Schema{Version: 8}), docs.ErrNewer)
	wantErr(t, "schema 9 on data of 9", e.Ensure(t.Context(), newer), nil)
}

func contextEnds(t *testing.T, e docs.Engine) {
	ensure(t, e)
	insert(t, e, "d1", `{}`)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancelLate := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancelLate()
	for want, ctx := range map[error]context.Context{context.Canceled: cancelled, context.DeadlineExceeded: late} {
		d := docs.Document{ID: "d2", Version: 1, Body: []byte(`{}`)}
		q := docs.Query{Collection: "deals", Index: "by_due", Limit: 1}
		_, get := e.Get(ctx, "deals", "d1")
		_, many := e.GetMany(ctx, "deals", []string{"d1"})
		_, scan := e.Scan(ctx, q)
		_, count := e.Count(ctx, q, 1)
		for name, err := range map[string]error{
			"get": get, "get many": many, "scan": scan, "count": count,
			"insert": e.Insert(ctx, "deals", d), "replace": e.Replace(ctx, "deals", d), "delete": e.Delete(ctx, "deals", "d1", 1),
			"ensure": e.Ensure(ctx, schema), "ping": e.Ping(ctx),
		} {
			wantErr(t, name, err, want)
		}
	}
	if _, err := e.Get(t.Context(), "deals", "d1"); err != nil {
		t.Errorf("after ended calls: %v", err)
	}
	_, err := e.Get(t.Context(), "deals", "d2")
	wantErr(t, "nothing was kept", err, docs.ErrNotFound)
}
