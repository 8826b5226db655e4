package mongodb

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"pgregory.net/rapid"

	"tandem/portal/store/docs"
)

func body(t testing.TB, text string) docs.Value {
	t.Helper()
	v, err := docs.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestADocumentIsOrdinaryBSON(t *testing.T) {
	raw := encode("d1", 3, 99, body(t, `{"state":"open","due":7,"money":{"minor":-5,"currency":"EUR"},"list":[true,null,"x"],"a.b":{"$c":1}}`), []string{"due", "partner"})
	got, err := bson.MarshalExtJSON(raw, true, false)
	want := `{"_id":"d1","_v":{"$numberLong":"3"},"_w":{"$numberLong":"99"},"_missing":["partner"],` +
		`"a%2Eb":{"%24c":{"$numberLong":"1"}},"due":{"$numberLong":"7"},"list":[true,null,"x"],` +
		`"money":{"currency":"EUR","minor":{"$numberLong":"-5"}},"state":"open","partner":""}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s %v\nwant %s", got, err, want)
	}
	d, err := decode(raw)
	if err != nil || d.ID != "d1" || d.Version != 3 || d.token != 99 ||
		string(d.Body) != `{"a.b":{"$c":1},"due":7,"list":[true,null,"x"],"money":{"currency":"EUR","minor":-5},"state":"open"}` {
		t.Errorf("decoded %+v %v", d.Document, err)
	}
}

func TestEveryKeyComesBack(t *testing.T) {
	key := rapid.OneOf(rapid.String(), rapid.StringMatching(`[$.%a24E0\x00]{0,6}`))
	rapid.Check(t, func(t *rapid.T) {
		k := key.Draw(t, "key")
		stored := escape(k)
		if stored == "" || stored[0] == '$' || strings.ContainsAny(stored, ".\x00") {
			t.Fatalf("%q is stored as %q", k, stored)
		}
		if got := unescape(stored); got != k {
			t.Fatalf("%q is stored as %q and comes back as %q", k, stored, got)
		}
		other := key.Draw(t, "other")
		if other != k && escape(other) == stored {
			t.Fatalf("%q and %q are both stored as %q", k, other, stored)
		}
	})
}

// Another tool may have changed a document: its order and small integers are fine, what is not
// ours is named.
func TestWhatAnotherToolWroteIsReadOrNamed(t *testing.T) {
	marshal := func(d bson.D) bson.Raw {
		t.Helper()
		raw, err := bson.Marshal(append(bson.D{{Key: "_id", Value: "d1"}, {Key: versionField, Value: int64(1)}}, d...))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	d, err := decode(marshal(bson.D{{Key: "z", Value: int32(4)}, {Key: "a", Value: bson.D{{Key: "y", Value: 1}, {Key: "b", Value: "x"}}}, {Key: "_note", Value: 1.5}}))
	if want := `{"a":{"b":"x","y":1},"z":4}`; err != nil || string(d.Body) != want {
		t.Errorf("got %s %v, want %s", d.Body, err, want)
	}
	for _, value := range []any{1.5, primitive.NewObjectID(), primitive.DateTime(0), bson.A{1.5}, bson.D{{Key: "x", Value: 1.5}}} {
		_, err := decode(marshal(bson.D{{Key: "amount", Value: value}}))
		if !errors.Is(err, docs.ErrInvalid) || !strings.Contains(err.Error(), "d1") || !strings.Contains(err.Error(), "amount") {
			t.Errorf("%v: got %v", value, err)
		}
	}
}

// A cursor's condition bounds the first field too, so that a server that sorts has little to sort.
func TestAScanBehindACursorIsBounded(t *testing.T) {
	s := docs.Scan{Fields: []string{"partner", "due"}, Equal: []any{"p1"}, After: []any{int64(5), "d7"}, To: int64(9)}
	got, err := bson.MarshalExtJSON(filter(s), false, false)
	want := `{"partner":"p1","due":{"$lt":9,"$gte":5},"$or":[{"due":{"$gt":5}},{"due":{"$gte":""}},{"due":5,"_id":{"$gt":"d7"}}]}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s %v\nwant %s", got, err, want)
	}
	s.Descending, s.To = true, nil
	got, err = bson.MarshalExtJSON(filter(s), false, false)
	want = `{"partner":"p1","due":{"$lte":5},"$or":[{"due":{"$lt":5}},{"due":5,"_id":{"$lt":"d7"}}]}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s %v\nwant %s", got, err, want)
	}
	if !slices.Equal(rest(s), []string{"due", "_id"}) || hint(docs.Scan{Index: docs.ByID}) != "_id_" {
		t.Errorf("rest %v", rest(s))
	}
}
