package mongodb_test

import (
	"errors"
	"os"
	"testing"

	"tandem/portal/store/docs"
	"tandem/portal/store/docs/docstest"
	"tandem/portal/store/mongodb"
)

func TestConformance(t *testing.T) {
	if os.Getenv("TEST_MONGODB_URI") == "" {
		t.Skip("TEST_MONGODB_URI is not set; scripts/mongodb start prints one")
	}
	docstest.Run(t, docstest.MongoDB)
}

// TestManyAreInsertedInOrder holds a journey of many documents to what a restore goes on from:
// where one is in the way, those before it are there and those after it are not.
func TestManyAreInsertedInOrder(t *testing.T) {
	if os.Getenv("TEST_MONGODB_URI") == "" {
		t.Skip("TEST_MONGODB_URI is not set; scripts/mongodb start prints one")
	}
	e := docstest.MongoDB(t).(*mongodb.Engine)
	if err := e.Ensure(t.Context(), docs.Schema{Collections: []docs.Collection{{Name: "things", Indexes: []docs.Index{{Name: "by_name", Fields: []string{"name"}}}}}}); err != nil {
		t.Fatal(err)
	}
	list := []docs.Document{{ID: "a", Body: []byte(`{"name":"x"}`)}, {ID: "b", Body: []byte(`{"n":1,"name":"y"}`)}, {ID: "c", Body: []byte(`{}`)}}
	if err := errors.Join(e.InsertAll(t.Context(), "things", nil), e.Insert(t.Context(), "things", list[1])); err != nil {
		t.Fatal(err)
	}
	if err := e.InsertAll(t.Context(), "things", list); err == nil {
		t.Error("a document that is there is inserted again")
	}
	found, err := e.GetMany(t.Context(), "things", []string{"a", "b", "c"})
	if err != nil || len(found) != 2 || found[0].ID != "a" || string(found[0].Body) != `{"name":"x"}` || found[0].Version != 1 {
		t.Errorf("%v, %v", found, err)
	}
	if err := e.InsertAll(t.Context(), "things", list[2:]); err != nil {
		t.Error(err)
	}
	page, err := e.Scan(t.Context(), docs.Query{Collection: "things", Index: "by_name", Limit: 10})
	if err != nil || len(page.Documents) != 3 || page.Documents[0].ID != "c" || string(page.Documents[0].Body) != "{}" {
		t.Errorf("by the index: %v, %v", page, err)
	}
	if err := e.InsertAll(t.Context(), "things", []docs.Document{{ID: "d", Body: []byte(`{"n":1.5}`)}}); !errors.Is(err, docs.ErrInvalid) {
		t.Errorf("a fraction: %v", err)
	}
}
