package sqlite_test

import (
	"fmt"
	"testing"

	"tandem/portal/store/docs"
	"tandem/portal/store/sqlite"
)

// Figures are printed, not gated: get at most 60 us, a scan of 20 at most 150 us, an
// insert at most 1 ms.

func filled(b *testing.B, o sqlite.Options) *sqlite.Engine {
	b.Helper()
	e, err := sqlite.Open(b.Context(), b.TempDir(), sqlite.Options{Bulk: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	if err := e.Ensure(b.Context(), schema); err != nil {
		b.Fatal(err)
	}
	for i := range 10_000 {
		if err := e.Insert(b.Context(), "deals", deal(fmt.Sprintf("d%06d", i), i)); err != nil {
			b.Fatal(err)
		}
	}
	if !o.Bulk {
		if err := e.Durable(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	return e
}

// deal is a document of about 600 bytes.
func deal(id string, i int) docs.Document {
	return docs.Document{ID: id, Body: fmt.Appendf(nil, `{"partner":"p%02d","due":%d,"state":"accepted","customer":{"name":"Harbour View %d","domain":"harbour%d.example","country":"PT","rooms":84,"contact":{"name":"Ana Sousa","email":"ana%d@harbour.example"}},"amount":{"minor":1250000,"currency":"EUR"},"history":[{"to":"submitted","at":"2025-03-01T09:00:00.000Z","by":"user_7QK2"},{"to":"accepted","at":"2025-03-02T11:30:00.000Z","by":"user_9ZX1","note":"Fits the mid-market plan, first call is booked"}],"note":"Met at the spring fair; wants one system for rates and payments"}`, i%40, i, i, i, i)}
}

func BenchmarkGet(b *testing.B) {
	e := filled(b, sqlite.Options{Bulk: true})
	for i := 0; b.Loop(); i++ {
		if _, err := e.Get(b.Context(), "deals", fmt.Sprintf("d%06d", i*7919%10_000)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScanOf20(b *testing.B) {
	e := filled(b, sqlite.Options{Bulk: true})
	for i := 0; b.Loop(); i++ {
		q := docs.Query{Collection: "deals", Index: "by_partner", Equal: []any{fmt.Sprintf("p%02d", i%40)}, From: int64(1000), Limit: 20}
		if page, err := e.Scan(b.Context(), q); err != nil || len(page.Documents) != 20 {
			b.Fatal(err)
		}
	}
}

func BenchmarkCount(b *testing.B) {
	e := filled(b, sqlite.Options{Bulk: true})
	for b.Loop() {
		q := docs.Query{Collection: "deals", Index: "by_partner", Equal: []any{"p07"}}
		if n, err := e.Count(b.Context(), q, 200); err != nil || n != 200 {
			b.Fatal(n, err)
		}
	}
}

func BenchmarkInsertDurable(b *testing.B) { benchmarkInsert(b, sqlite.Options{}) }
func BenchmarkInsertBulk(b *testing.B)    { benchmarkInsert(b, sqlite.Options{Bulk: true}) }

func benchmarkInsert(b *testing.B, o sqlite.Options) {
	e := filled(b, o)
	for i := 0; b.Loop(); i++ {
		if err := e.Insert(b.Context(), "deals", deal(fmt.Sprintf("n%09d", i), i)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkInsertTogether has many writers, which share waits for the disk.
func BenchmarkInsertTogether(b *testing.B) {
	e := filled(b, sqlite.Options{})
	b.SetParallelism(16)
	next := make(chan int)
	go func() {
		for i := range b.N {
			next <- i
		}
		close(next)
	}()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := <-next
			if err := e.Insert(b.Context(), "deals", deal(fmt.Sprintf("t%09d", i), i)); err != nil {
				b.Error(err)
			}
		}
	})
}
