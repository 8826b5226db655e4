package docstest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"tandem/portal/store/docs"
)

// bodiesRoundTrip also fixes the canonical form, which both engines give back.
func bodiesRoundTrip(t *testing.T, e docs.Engine) {
	ensure(t, e)
	for i, test := range []struct{ body, want string }{
		{`{}`, `{}`},
		{" {\n} ", `{}`},
		{`{"b":1, "a":{"z":[ ],"y":{}}}`, `{"a":{"y":{},"z":[]},"b":1}`},
		{`{"t":true,"f":false,"n":null,"list":[null,true,false,1,"x",[[]],{"a":[{}]}]}`, `{"f":false,"list":[null,true,false,1,"x",[[]],{"a":[{}]}],"n":null,"t":true}`},
		{`{"max":9223372036854775807,"min":-9223372036854775808,"zero":-0}`, `{"max":9223372036854775807,"min":-9223372036854775808,"zero":0}`},
		{`{"text":"\u00e9\u0041 \ud83d\ude00 \/ < > & \" \\ \b\f\n\r\t\u001f\u007f\u2028"}`, "{\"text\":\"éA 😀 / < > & \\\" \\\\ \\b\\f\\n\\r\\t\\u001f\u007f\u2028\"}"},
		{`{"text":"2025-01-01T00:00:00Z","number":"1.50","id":"507f1f77bcf86cd799439011"}`, `{"id":"507f1f77bcf86cd799439011","number":"1.50","text":"2025-01-01T00:00:00Z"}`},
		{`{"zero":"a\u0000b"}`, `{"zero":"a\u0000b"}`},
		{`{"$set":1,"a.b":2,"":3,"a b":4,"é":5,"%":6,"%24":7,"v":8,"id":9,"body":10,"f_due":11}`, `{"":3,"$set":1,"%":6,"%24":7,"a b":4,"a.b":2,"body":10,"f_due":11,"id":9,"v":8,"é":5}`},
		{`{"m":{"$gt":"","$":{".":1},"_id":"x","_v":2,"":{"":{}},"zero\u0000byte":3,"\n\"":4,"%00":5}}`, `{"m":{"":{"":{}},"\n\"":4,"$":{".":1},"$gt":"","%00":5,"_id":"x","_v":2,"zero\u0000byte":3}}`},
		{`{"m":{"a":1,"a%":2,"a.":3,"a0":4,"0":5,"10":6,"2":7}}`, `{"m":{"0":5,"10":6,"2":7,"a":1,"a%":2,"a.":3,"a0":4}}`},
		{`{"$date":"2025-01-01","$oid":"x","$numberLong":"1"}`, `{"$date":"2025-01-01","$numberLong":"1","$oid":"x"}`},
		{`{"o":{"$ref":"x","$id":"y"},"p":{"$oid":"507f1f77bcf86cd799439011"}}`, `{"o":{"$id":"y","$ref":"x"},"p":{"$oid":"507f1f77bcf86cd799439011"}}`},
		{`{"due":-5,"partner":""}`, `{"due":-5,"partner":""}`},
		{`{"due":"text"}`, `{"due":"text"}`},
		{`{"deep":` + strings.Repeat(`[{"a":`, 30) + `1` + strings.Repeat(`}]`, 30) + `}`, `{"deep":` + strings.Repeat(`[{"a":`, 30) + `1` + strings.Repeat(`}]`, 30) + `}`},
	} {
		id := fmt.Sprintf("body %d", i)
		insert(t, e, id, test.body)
		got, err := e.Get(t.Context(), "deals", id)
		if err != nil || string(got.Body) != test.want {
			t.Errorf("insert %s\n got %s %v\nwant %s", test.body, got.Body, err, test.want)
		}
		got.Body = []byte(test.body)
		if err := e.Replace(t.Context(), "deals", got); err != nil {
			t.Errorf("replace %s: %v", test.body, err)
		}
		page, err := e.Scan(t.Context(), docs.Query{Collection: "deals", Index: docs.ByID, From: id, Limit: 1})
		if err != nil || len(page.Documents) != 1 || string(page.Documents[0].Body) != test.want {
			t.Errorf("scan %s: %v %v", test.want, page, err)
		}
	}
}

func bodiesAreRefused(t *testing.T, e docs.Engine) {
	ensure(t, e)
	insert(t, e, "there", `{}`)
	for _, body := range []string{
		``, `null`, `[]`, `"x"`, `1`, `{`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{"a":1}x`, `{"a":1}{}`, `{a:1}`, `{'a':1}`,
		`{"a":1.5}`, `{"a":1.0}`, `{"a":1e3}`, `{"a":1E3}`, `{"a":-}`, `{"a":01}`, `{"a":+1}`, `{"a":NaN}`,
		`{"a":9223372036854775808}`, `{"a":-9223372036854775809}`,
		`{"a":1,"a":1}`, `{"m":{"b":1,"a":2,"b":3}}`, `{"a":1,"\u0061":1}`,
		"{\"a\":\"\xff\"}", `{"a":"\ud800"}`, `{"a":"\ud800\u0041"}`, `{"a":"\udc00"}`, `{"a":"\x"}`, `{"a":"\u12"}`, "{\"a\":\"\n\"}", `{"a":"x`,
		`{"_id":"x"}`, `{"_v":1}`, `{"_":1}`,
		`{"due":null}`, `{"due":true}`, `{"due":[]}`, `{"due":{}}`, `{"partner":"` + strings.Repeat("x", docs.MaxKey+1) + `"}`, `{"partner":"a\u0000"}`,
		`{"a":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}`,
		`{"a":` + strings.Repeat(`{"a":`, 100_000),
	} {
		err := e.Insert(t.Context(), "deals", docs.Document{ID: "d", Body: []byte(body)})
		wantErr(t, fmt.Sprintf("insert %.60s", body), err, docs.ErrInvalid)
		err = e.Replace(t.Context(), "deals", docs.Document{ID: "there", Version: 1, Body: []byte(body)})
		wantErr(t, fmt.Sprintf("replace %.60s", body), err, docs.ErrInvalid)
	}
	_, err := e.Get(t.Context(), "deals", "d")
	wantErr(t, "nothing was kept", err, docs.ErrNotFound)
}

func oversizeIsRefused(t *testing.T, e docs.Engine) {
	ensure(t, e)
	fill := func(size int) []byte {
		return append(append([]byte(`{"a":"`), bytes.Repeat([]byte("x"), size-8)...), `"}`...)
	}
	insertBody := func(id string, body []byte) error {
		return e.Insert(t.Context(), "deals", docs.Document{ID: id, Body: body})
	}
	wantErr(t, "one byte more", insertBody("d", fill(docs.MaxDocument+1)), docs.ErrTooLarge)
	wantErr(t, "16 MB", insertBody("d", fill(16<<20)), docs.ErrTooLarge)
	many := append(append([]byte(`{"a":[0`), bytes.Repeat([]byte(",0"), 1_500_000)...), `]}`...)
	wantErr(t, "many small parts", insertBody("d", many), docs.ErrTooLarge)
	largest := fill(docs.MaxDocument)
	wantErr(t, "the largest", insertBody("largest", largest), nil)
	got, err := e.Get(t.Context(), "deals", "largest")
	if err != nil || !bytes.Equal(got.Body, largest) {
		t.Errorf("the largest comes back with %d bytes, %v", len(got.Body), err)
	}
	got.Body = fill(docs.MaxDocument + 1)
	wantErr(t, "replace with more", e.Replace(t.Context(), "deals", got), docs.ErrTooLarge)
	_, err = e.Get(t.Context(), "deals", "d")
	wantErr(t, "nothing was kept", err, docs.ErrNotFound)
}

var ids = []string{
	"a", "A", "cash:stripe:ch_1", "email|ana@example.com", "$where", "a.b", "é", "日本", "😀", "%", "_", "0", "00", "1", " ", "a b",
	"507f1f77bcf86cd799439011", `"`, `\`, "'; DROP TABLE deals; --", "{}", "[1]", "null", "\n", "\x7f", strings.Repeat("x", docs.MaxKey),
}

func idsRoundTrip(t *testing.T, e docs.Engine) {
	ensure(t, e)
	for _, id := range ids {
		insert(t, e, id, `{}`)
	}
	for _, id := range ids {
		got, err := e.Get(t.Context(), "deals", id)
		if err != nil || got.ID != id {
			t.Errorf("%q comes back as %q, %v", id, got.ID, err)
		}
		err = e.Insert(t.Context(), "deals", docs.Document{ID: id, Body: []byte(`{}`)})
		wantErr(t, "again "+id, err, docs.ErrDuplicate)
	}
}

func idsAreRefused(t *testing.T, e docs.Engine) {
	ensure(t, e)
	for _, id := range []string{"", "a\x00b", "\xff", strings.Repeat("x", docs.MaxKey+1)} {
		wantErr(t, fmt.Sprintf("insert %.20q", id), e.Insert(t.Context(), "deals", docs.Document{ID: id, Body: []byte(`{}`)}), docs.ErrInvalid)
		_, err := e.Get(t.Context(), "deals", id)
		wantErr(t, fmt.Sprintf("get %.20q", id), err, docs.ErrNotFound)
		wantErr(t, fmt.Sprintf("delete %.20q", id), e.Delete(t.Context(), "deals", id, 1), docs.ErrNotFound)
	}
}
