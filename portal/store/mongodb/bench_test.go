package mongodb_test

import (
	"fmt"
	"os"
	"testing"

	"tandem/portal/store/docs"
	"tandem/portal/store/docs/docstest"
)

// Figures are printed, not gated. The test server sorts what a filter leaves, so the
// scan with a range shows what a bounded one costs and the one without what an unbounded one does.

var schema = docs.Schema{Version: 1, Collections: []docs.Collection{{
	Name:    "deals",
	Indexes: []docs.Index{{Name: "by_partner", Fields: []string{"partner", "due"}}},
}}}

func filled(b *testing.B, n, partners int) docs.Engine {
	b.Helper()
	if os.Getenv("TEST_MONGODB_URI") == "" {
		b.Skip("TEST_MONGODB_URI is not set; scripts/mongodb start prints one")
	}
	e := docstest.MongoDB(b)
	if err := e.Ensure(b.Context(), schema); err != nil {
		b.Fatal(err)
	}
	for i := range n {
		if err := e.Insert(b.Context(), "deals", deal(fmt.Sprintf("d%06d", i), i, partners)); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	return e
}

// deal is a document of about 600 bytes.
func deal(id string, i, partners int) docs.Document {
	return docs.Document{ID: id, Body: fmt.Appendf(nil, `{"partner":"p%02d","due":%d,"state":"accepted","customer":{"name":"Harbour View %d","domain":"harbour%d.example","country":"PT","rooms":84,"contact":{"name":"Ana Sousa","email":"ana%d@harbour.example"}},"amount":{"minor":1250000,"currency":"EUR"},"history":[{"to":"submitted","at":"2025-03-01T09:00:00.000Z","by":"user_7QK2"},{"to":"accepted","at":"2025-03-02T11:30:00.000Z","by":"user_9ZX1","note":"Fits the mid-market plan, first call is booked"}],"note":"Met at the spring fair; wants one system for rates and payments"}`, i%partners, i, i, i, i)}
}

func BenchmarkGet(b *testing.B) {
	e := filled(b, 2000, 20)
	for i := 0; b.Loop(); i++ {
		if _, err := e.Get(b.Context(), "deals", fmt.Sprintf("d%06d", i*7919%2000)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScanOf20(b *testing.B) {
	for _, test := range []struct {
		name     string
		from, to any
	}{{"bounded", int64(1000), int64(1400)}, {"open", nil, nil}} {
		b.Run(test.name, func(b *testing.B) {
			e := filled(b, 5000, 5)
			for i := 0; b.Loop(); i++ {
				q := docs.Query{Collection: "deals", Index: "by_partner", Equal: []any{fmt.Sprintf("p%02d", i%5)}, From: test.from, To: test.to, Limit: 20}
				if page, err := e.Scan(b.Context(), q); err != nil || len(page.Documents) != 20 {
					b.Fatal(len(page.Documents), err)
				}
			}
		})
	}
}

func BenchmarkInsert(b *testing.B) {
	e := filled(b, 0, 20)
	for i := 0; b.Loop(); i++ {
		if err := e.Insert(b.Context(), "deals", deal(fmt.Sprintf("n%09d", i), i, 20)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReplace(b *testing.B) {
	e := filled(b, 1, 1)
	for i := 0; b.Loop(); i++ {
		d := deal("d000000", i, 1)
		d.Version = int64(i) + 1
		if err := e.Replace(b.Context(), "deals", d); err != nil {
			b.Fatal(err)
		}
	}
}
