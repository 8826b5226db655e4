package docstest

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"tandem/portal/store/docs"
)

func insertedIsReadBack(t *testing.T, e docs.Engine) {
	ensure(t, e)
	insert(t, e, "d1", `{"partner":"p1","due":7}`)
	got, err := e.Get(t.Context(), "deals", "d1")
	if err != nil || got.ID != "d1" || got.Version != 1 || string(got.Body) != `{"due":7,"partner":"p1"}` {
		t.Errorf("got %s %d %s %v", got.ID, got.Version, got.Body, err)
	}
	_, err = e.Get(t.Context(), "deals", "d2")
	wantErr(t, "no document", err, docs.ErrNotFound)
	_, err = e.Get(t.Context(), "other_things", "d1")
	wantErr(t, "another collection", err, docs.ErrNotFound)
	if err := e.Ping(t.Context()); err != nil {
		t.Errorf("ping: %v", err)
	}
}

func oneInsertWins(t *testing.T, e docs.Engine) {
	raceInserts(t, e, func(i int) string { return fmt.Sprintf(`{"writer":%d}`, i) })
}

// Equal bodies leave an engine no way to tell by the content who wrote.
func oneEqualInsertWins(t *testing.T, e docs.Engine) {
	raceInserts(t, e, func(int) string { return `{"writer":0}` })
}

func raceInserts(t *testing.T, e docs.Engine, body func(i int) string) {
	ensure(t, e)
	for round := range 5 {
		id := fmt.Sprintf("round %d", round)
		winner, won := -1, 0
		for i, err := range race(50, func(i int) error {
			return e.Insert(t.Context(), "deals", docs.Document{ID: id, Body: []byte(body(i))})
		}) {
			switch {
			case err == nil:
				winner, won = i, won+1
			case !errors.Is(err, docs.ErrDuplicate):
				t.Errorf("writer %d: got %v, want a duplicate", i, err)
			}
		}
		if won != 1 {
			t.Fatalf("%d of 50 inserts won, want 1", won)
		}
		got, err := e.Get(t.Context(), "deals", id)
		if err != nil || string(got.Body) != body(winner) {
			t.Errorf("kept %s %v, want the winner's %s", got.Body, err, body(winner))
		}
	}
}

type counter struct {
	Total int   `json:"total"`
	By    []int `json:"by"`
}

func replaceLosesNothing(t *testing.T, e docs.Engine) {
	const writers, each = 50, 4
	ensure(t, e)
	insert(t, e, "counter", `{"total":0,"by":[]}`)
	add := func(i int) error {
		d, err := e.Get(t.Context(), "deals", "counter")
		if err != nil {
			return err
		}
		var c counter
		if err := json.Unmarshal(d.Body, &c); err != nil {
			return err
		}
		c.Total, c.By = c.Total+1, append(c.By, i)
		if d.Body, err = json.Marshal(c); err != nil {
			return err
		}
		return e.Replace(t.Context(), "deals", d)
	}
	for i, err := range race(writers, func(i int) error {
		for range each {
			err := add(i)
			for tries := 0; errors.Is(err, docs.ErrConflict) && tries < 5000; tries++ {
				err = add(i)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}) {
		if err != nil {
			t.Errorf("writer %d: %v", i, err)
		}
	}
	d, err := e.Get(t.Context(), "deals", "counter")
	if err != nil {
		t.Fatal(err)
	}
	var c counter
	if err := json.Unmarshal(d.Body, &c); err != nil {
		t.Fatal(err)
	}
	if c.Total != writers*each || len(c.By) != writers*each || d.Version != writers*each+1 {
		t.Errorf("total %d of %d parts at version %d, want %d", c.Total, len(c.By), d.Version, writers*each)
	}
}

func versionIsExpected(t *testing.T, e docs.Engine) {
	ensure(t, e)
	insert(t, e, "d1", `{"n":1}`)
	replace := func(id string, version int64) error {
		return e.Replace(t.Context(), "deals", docs.Document{ID: id, Version: version, Body: []byte(`{"n":2}`)})
	}
	wantErr(t, "replace nothing", replace("d2", 1), docs.ErrNotFound)
	wantErr(t, "replace version 0", replace("d1", 0), docs.ErrConflict)
	wantErr(t, "replace version 2", replace("d1", 2), docs.ErrConflict)
	wantErr(t, "delete nothing", e.Delete(t.Context(), "deals", "d2", 1), docs.ErrNotFound)
	wantErr(t, "delete version 2", e.Delete(t.Context(), "deals", "d1", 2), docs.ErrConflict)
	wantErr(t, "replace version 1", replace("d1", 1), nil)
	wantErr(t, "replace version 1 again", replace("d1", 1), docs.ErrConflict)
	got, err := e.Get(t.Context(), "deals", "d1")
	if err != nil || got.Version != 2 || string(got.Body) != `{"n":2}` {
		t.Errorf("after replace: %d %s %v", got.Version, got.Body, err)
	}
	wantErr(t, "delete version 2", e.Delete(t.Context(), "deals", "d1", 2), nil)
	_, err = e.Get(t.Context(), "deals", "d1")
	wantErr(t, "get after delete", err, docs.ErrNotFound)
	insert(t, e, "d1", `{"n":3}`)
	if got, err := e.Get(t.Context(), "deals", "d1"); err != nil || got.Version != 1 {
		t.Errorf("after a new insert: version %d %v, want 1", got.Version, err)
	}
}

func oneDeleteWins(t *testing.T, e docs.Engine) {
	ensure(t, e)
	insert(t, e, "d1", `{}`)
	won := 0
	for i, err := range race(20, func(int) error { return e.Delete(t.Context(), "deals", "d1", 1) }) {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, docs.ErrNotFound):
			t.Errorf("deleter %d: %v", i, err)
		}
	}
	if won != 1 {
		t.Errorf("%d of 20 deletes won, want 1", won)
	}
}

// insertsAndDeletesTakeTurns: an insert wins or finds a duplicate, also when what
// was in its way is deleted while it looks.
func insertsAndDeletesTakeTurns(t *testing.T, e docs.Engine) {
	ensure(t, e)
	for i, err := range race(10, func(int) error {
		for range 15 {
			err := e.Insert(t.Context(), "deals", docs.Document{ID: "d1", Body: []byte(`{}`)})
			if err == nil {
				err = e.Delete(t.Context(), "deals", "d1", 1)
			}
			if err != nil && !errors.Is(err, docs.ErrDuplicate) {
				return err
			}
		}
		return nil
	}) {
		if err != nil {
			t.Errorf("writer %d: %v", i, err)
		}
	}
}

func getManyKeepsOrder(t *testing.T, e docs.Engine) {
	ensure(t, e)
	for i := range 20 {
		insert(t, e, fmt.Sprintf("d%02d", i), fmt.Sprintf(`{"n":%d}`, i))
	}
	found, err := e.GetMany(t.Context(), "deals", []string{"d07", "none", "d19", "", "d00", "d07", `"`})
	if err != nil {
		t.Fatal(err)
	}
	var got string
	for _, d := range found {
		got += fmt.Sprint(d.ID, string(d.Body), d.Version, " ")
	}
	if want := `d07{"n":7}1 d19{"n":19}1 d00{"n":0}1 d07{"n":7}1 `; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if found, err := e.GetMany(t.Context(), "deals", nil); err != nil || len(found) != 0 {
		t.Errorf("of no ids: %v %v", found, err)
	}
}
