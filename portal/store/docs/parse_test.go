package docs_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"tandem/portal/store/docs"
)

// value draws what encoding/json can write of the kinds a body may hold.
func value(depth int) *rapid.Generator[any] {
	kinds := []*rapid.Generator[any]{
		rapid.Just[any](nil),
		rapid.Bool().AsAny(),
		rapid.Int64().AsAny(),
		rapid.String().AsAny(),
	}
	if depth > 0 {
		kinds = append(kinds,
			rapid.SliceOfN(value(depth-1), 0, 4).AsAny(),
			rapid.MapOfN(rapid.String(), value(depth-1), 0, 4).AsAny())
	}
	return rapid.OneOf(kinds...)
}

// Whatever json.Marshal writes is read back with the same meaning, and written once
// more it is the same bytes.
func TestCanonicalKeepsTheMeaning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.MapOfN(rapid.String(), value(3), 0, 6).Draw(t, "body")
		var in bytes.Buffer
		encoder := json.NewEncoder(&in)
		encoder.SetEscapeHTML(rapid.Bool().Draw(t, "html"))
		if rapid.Bool().Draw(t, "indent") {
			encoder.SetIndent(" ", "\t")
		}
		if err := encoder.Encode(body); err != nil {
			t.Fatal(err)
		}
		got, err := docs.Canonical(in.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", in.Bytes(), err)
		}
		again, err := docs.Canonical(got)
		if err != nil || !bytes.Equal(got, again) {
			t.Fatalf("not stable: %s then %s, %v", got, again, err)
		}
		if !bytes.Equal(meaning(t, in.Bytes()), meaning(t, got)) {
			t.Fatalf("%s became %s", in.Bytes(), got)
		}
	})
}

func meaning(t *rapid.T, body []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// FuzzParse: whatever comes, Parse ends, refuses with ErrInvalid, and takes only what encoding/json takes too.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":[1,"\u00e9",{"b":null}]}`, `{"a":-9223372036854775808}`, `{"a":"\ud83d\ude00"}`, `{"a":1.5}`, "{\"\xff\":1}", `{"a":`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := docs.Canonical(body)
		if err != nil {
			if !errors.Is(err, docs.ErrInvalid) {
				t.Errorf("%q: %v", body, err)
			}
			return
		}
		if !json.Valid(body) || !json.Valid(got) {
			t.Errorf("took %q, made %q", body, got)
		}
	})
}
