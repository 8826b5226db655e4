package sqlite_test

import (
	"errors"
	"fmt"
	"testing"

	"tandem/portal/store/docs"
	"tandem/portal/store/docs/docstest"
)

var schema = docs.Schema{Version: 1, Collections: []docs.Collection{{
	Name:    "deals",
	Indexes: []docs.Index{{Name: "by_partner", Fields: []string{"partner", "due"}}},
}}}

func TestDocumentsComeBackInIndexOrder(t *testing.T) {
	e := docstest.Engine(t)
	if err := e.Ensure(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		body := fmt.Sprintf(`{"partner":"p%d", "due": %d, "note":"a<b"}`, i%2, 100-i)
		if err := e.Insert(t.Context(), "deals", docs.Document{ID: fmt.Sprintf("d%02d", i), Body: []byte(body)}); err != nil {
			t.Fatal(err)
		}
	}
	err := e.Insert(t.Context(), "deals", docs.Document{ID: "d00", Body: []byte(`{}`)})
	if !errors.Is(err, docs.ErrDuplicate) {
		t.Fatalf("second insert: got %v, want a duplicate", err)
	}
	got, err := e.Get(t.Context(), "deals", "d00")
	if want := `{"due":100,"note":"a<b","partner":"p0"}`; err != nil || string(got.Body) != want {
		t.Fatalf("get: %s %v, want %s", got.Body, err, want)
	}
	q := docs.Query{Collection: "deals", Index: "by_partner", Equal: []any{"p1"}, From: int64(80), Limit: 4}
	var ids []string
	for {
		page, err := e.Scan(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range page.Documents {
			ids = append(ids, d.ID)
		}
		if page.Next == "" {
			break
		}
		q.After = page.Next
	}
	if got, want := fmt.Sprint(ids), "[d19 d17 d15 d13 d11 d09 d07 d05 d03 d01]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if n, err := e.Count(t.Context(), q, 7); n != 7 || err != nil {
		t.Errorf("count: got %d %v, want the cap of 7", n, err)
	}
}
