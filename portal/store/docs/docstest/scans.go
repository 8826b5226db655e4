package docstest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tandem/portal/store/docs"
)

// row is a document of the model: the engine must agree with a sorted slice of these.
type row struct {
	id           string
	partner, due any // string, int64, or nil when the field is missing
}

func (r row) body() string {
	var parts []string
	for _, f := range []struct {
		name  string
		value any
	}{{"due", r.due}, {"partner", r.partner}} {
		switch v := f.value.(type) {
		case int64:
			parts = append(parts, fmt.Sprintf("%q:%d", f.name, v))
		case string:
			parts = append(parts, fmt.Sprintf("%q:%s", f.name, docs.AppendText(nil, v)))
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// key is what the row is ordered by in an index.
func (r row) key(index string) []any {
	value := func(v any) any {
		if v == nil {
			return ""
		}
		return v
	}
	switch index {
	case "by_partner":
		return []any{value(r.partner), value(r.due), r.id}
	case "by_due":
		return []any{value(r.due), r.id}
	}
	return []any{r.id}
}

func compare(a, b []any) int {
	for i := range a {
		if docs.Less(a[i], b[i]) {
			return -1
		}
		if docs.Less(b[i], a[i]) {
			return 1
		}
	}
	return 0
}

// answer is what the contract says a query finds.
func answer(rows []row, q docs.Query) []string {
	var found []row
	for _, r := range rows {
		key := r.key(q.Index)
		match := compare(q.Equal, key[:len(q.Equal)]) == 0
		next := key[len(q.Equal)]
		for _, end := range []any{q.From, q.To} {
			if end != nil {
				_, a := end.(string)
				_, b := next.(string)
				match = match && a == b
			}
		}
		if match && (q.From == nil || !docs.Less(next, q.From)) && (q.To == nil || docs.Less(next, q.To)) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b row) int {
		if q.Descending {
			a, b = b, a
		}
		return compare(a.key(q.Index), b.key(q.Index))
	})
	var ids []string
	for _, r := range found {
		ids = append(ids, r.id)
	}
	return ids
}

func scansEqualAModel(t *testing.T, e docs.Engine) {
	ensure(t, e)
	random := rand.New(rand.NewPCG(7, 11))
	partners := []any{"p1", "p2", "P1", "", nil, "é", int64(1)}
	dues := []any{nil, "", int64(-1), int64(0), int64(1), int64(2), int64(3), int64(1 << 60), "later", "a"}
	pick := func(from []any) any { return from[random.IntN(len(from))] }
	var rows []row
	for i := range 120 {
		r := row{fmt.Sprintf("d%03d", random.IntN(900)*1000+i), pick(partners), pick(dues)}
		rows = append(rows, r)
		insert(t, e, r.id, r.body())
	}
	field := map[string][][]any{"by_partner": {partners, dues}, "by_due": {dues}, docs.ByID: nil}
	for range 300 {
		q := docs.Query{Collection: "deals", Index: []string{"by_partner", "by_partner", "by_due", docs.ByID}[random.IntN(4)], Descending: random.IntN(2) == 0, Limit: 1 + random.IntN(40)}
		for i := range random.IntN(len(field[q.Index]) + 1) {
			q.Equal = append(q.Equal, orEmpty(pick(field[q.Index][i])))
		}
		ends := []any{"d", "d3", "d5", "d7", "e"}
		if n := len(q.Equal); n < len(field[q.Index]) {
			ends = field[q.Index][n]
		}
		if q.From = pick(ends); random.IntN(2) == 0 {
			q.From = nil
		}
		if q.To = pick(ends); random.IntN(2) == 0 {
			q.To = nil
		}
		want := answer(rows, q)
		got, err := pages(t.Context(), e, q)
		if mixed(q) {
			wantErr(t, fmt.Sprintf("%+v", q), err, docs.ErrInvalid)
			continue
		}
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%+v\n got %v %v\nwant %v", q, got, err, want)
		}
		limit := 1 + random.IntN(60)
		if n, err := e.Count(t.Context(), q, limit); err != nil || n != min(limit, len(want)) {
			t.Errorf("count %+v up to %d: got %d %v, want %d", q, limit, n, err, min(limit, len(want)))
		}
	}
}

func orEmpty(v any) any {
	if v == nil {
		return ""
	}
	return v
}

func mixed(q docs.Query) bool {
	_, a := q.From.(string)
	_, b := q.To.(string)
	return q.From != nil && q.To != nil && a != b
}

func scansOrderText(t *testing.T, e docs.Engine) {
	ensure(t, e)
	for i, text := range ids {
		insert(t, e, text, row{due: text, partner: fmt.Sprint("p", i%2)}.body())
	}
	want := slices.Sorted(slices.Values(ids))
	for _, index := range []string{docs.ByID, "by_due"} {
		q := docs.Query{Collection: "deals", Index: index, Limit: 7}
		if got, err := pages(t.Context(), e, q); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q %v\nwant %q", index, got, err, want)
		}
		q.Descending = true
		got, err := pages(t.Context(), e, q)
		slices.Reverse(got)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s descending: got %q %v\nwant %q", index, got, err, want)
		}
	}
}

// cursorsStayStable: what was there before a scan is seen once and in order, whatever
// is inserted on the way.
func cursorsStayStable(t *testing.T, e docs.Engine) {
	ensure(t, e)
	for i := range 100 {
		insert(t, e, fmt.Sprintf("old %03d", i), fmt.Sprintf(`{"partner":"p1","due":%d}`, i/3))
	}
	stop := make(chan struct{})
	results := make(chan []error)
	go func() {
		results <- race(4, func(writer int) error {
			for i := range 150 {
				select {
				case <-stop:
					return nil
				default:
				}
				body := fmt.Sprintf(`{"partner":"p1","due":%d}`, (i*7+writer)%40)
				if err := e.Insert(t.Context(), "deals", docs.Document{ID: fmt.Sprintf("new %d %06d", writer, i), Body: []byte(body)}); err != nil {
					return err
				}
			}
			return nil
		})
	}()
	for round, descending := range []bool{false, true, false, true} {
		q := docs.Query{Collection: "deals", Index: "by_partner", Equal: []any{"p1"}, Descending: descending, Limit: 3 + round}
		if descending {
			q.To = int64(50)
		}
		all, err := pages(t.Context(), e, q)
		if err != nil {
			t.Error(err)
		}
		var old []string
		seen := map[string]bool{}
		for _, id := range all {
			if seen[id] {
				t.Errorf("%s was there twice", id)
			}
			seen[id] = true
			if strings.HasPrefix(id, "old") {
				old = append(old, id)
			}
		}
		if descending {
			slices.Reverse(old)
		}
		if len(old) != 100 || !slices.IsSorted(old) {
			t.Errorf("round %d: %d of the 100 were seen, in order %t", round, len(old), slices.IsSorted(old))
		}
	}
	close(stop)
	if err := errors.Join(<-results...); err != nil {
		t.Error(err)
	}
}

func cursorsAreOfOneQuery(t *testing.T, e docs.Engine) {
	ensure(t, e)
	for i := range 10 {
		insert(t, e, fmt.Sprint("d", i), fmt.Sprintf(`{"partner":"p%d","due":%d}`, i%2, i))
	}
	q := docs.Query{Collection: "deals", Index: "by_partner", Equal: []any{"p1"}, Limit: 2}
	page, err := e.Scan(t.Context(), q)
	if err != nil || page.Next == "" {
		t.Fatal(page, err)
	}
	if strings.ContainsAny(page.Next, "+/=&?# ") {
		t.Errorf("the cursor %q cannot stand in a URL", page.Next)
	}
	for name, change := range map[string]func(*docs.Query){
		"another partner":   func(q *docs.Query) { q.Equal = []any{"p0"} },
		"no partner":        func(q *docs.Query) { q.Equal = nil },
		"another index":     func(q *docs.Query) { q.Index, q.Equal = "by_due", nil },
		"another direction": func(q *docs.Query) { q.Descending = true },
		"another range":     func(q *docs.Query) { q.From = int64(100) },
		"cut short":         func(q *docs.Query) { q.After = q.After[:len(q.After)-2] },
		"not a cursor":      func(q *docs.Query) { q.After = "page2" },
		"an operator":       func(q *docs.Query) { q.After = `{"$gt":""}` },
	} {
		other := q
		other.After = page.Next
		change(&other)
		_, err := e.Scan(t.Context(), other)
		wantErr(t, name, err, docs.ErrInvalid)
	}
	q.After, q.Limit = page.Next, 100
	if rest, err := e.Scan(t.Context(), q); err != nil || len(rest.Documents) != 3 {
		t.Errorf("another limit is fine: got %d %v, want 3", len(rest.Documents), err)
	}
}
