package docstest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"tandem/portal/store/docs"
)

// Open opens a fresh, empty engine for one test and removes it afterwards.
type Open func(testing.TB) docs.Engine

// Run holds an engine to the contract of package docs.
func Run(t *testing.T, open Open) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, docs.Engine)
	}{
		{"AnInsertedDocumentIsReadBack", insertedIsReadBack},
		{"OneOfManyInsertsWins", oneInsertWins},
		{"OneOfManyEqualInsertsWins", oneEqualInsertWins},
		{"ReplaceLosesNoUpdate", replaceLosesNothing},
		{"ReplaceAndDeleteExpectAVersion", versionIsExpected},
		{"OneOfManyDeletesWins", oneDeleteWins},
		{"AnIDIsFreeAgainOnceDeleted", insertsAndDeletesTakeTurns},
		{"GetManyKeepsTheOrderOfIDs", getManyKeepsOrder},
		{"BodiesRoundTrip", bodiesRoundTrip},
		{"BodiesAreRefused", bodiesAreRefused},
		{"OversizeIsRefused", oversizeIsRefused},
		{"IDsRoundTrip", idsRoundTrip},
		{"IDsAreRefused", idsAreRefused},
		{"ScansEqualAModel", scansEqualAModel},
		{"ScansOrderTextByBytes", scansOrderText},
		{"CursorsStayStableUnderInserts", cursorsStayStable},
		{"CursorsAreOfOneQuery", cursorsAreOfOneQuery},
		{"QueriesAreRefused", queriesAreRefused},
		{"CountStopsAtItsCap", countStops},
		{"SchemasAreRefused", schemasAreRefused},
		{"EnsureIsRepeatable", ensureIsRepeatable},
		{"AnIndexAddedLaterFindsEverything", laterIndex},
		{"AnIndexAddedLaterIsRefusedOnOtherValues", laterIndexRefused},
		{"NewerDataIsRefused", newerIsRefused},
		{"AnEndedContextEndsEveryCall", contextEnds},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// schema is what most tests use.
var schema = docs.Schema{Version: 1, Collections: []docs.Collection{
	{Name: "deals", Indexes: []docs.Index{
		{Name: "by_partner", Fields: []string{"partner", "due"}},
		{Name: "by_due", Fields: []string{"due"}},
	}},
	{Name: "other_things"},
}}

func ensure(t *testing.T, e docs.Engine) {
	t.Helper()
	if err := e.Ensure(t.Context(), schema); err != nil {
		t.Fatalf("ensure: %v", err)
	}
}

func insert(t *testing.T, e docs.Engine, id, body string) {
	t.Helper()
	if err := e.Insert(t.Context(), "deals", docs.Document{ID: id, Body: []byte(body)}); err != nil {
		t.Fatalf("insert %s %.80s: %v", id, body, err)
	}
}

// wantErr fails unless err is want; the name says which case it was.
func wantErr(t *testing.T, name string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", name, err, want)
	}
}

// pages reads a scan to its end and returns the ids, page by page.
func pages(ctx context.Context, e docs.Engine, q docs.Query) ([]string, error) {
	var ids []string
	for range 10_000 {
		page, err := e.Scan(ctx, q)
		if err != nil {
			return nil, err
		}
		if len(page.Documents) > q.Limit || page.Next != "" && len(page.Documents) != q.Limit {
			return nil, fmt.Errorf("a page of %d documents for a limit of %d", len(page.Documents), q.Limit)
		}
		for _, d := range page.Documents {
			ids = append(ids, d.ID)
		}
		if page.Next == "" {
			return ids, nil
		}
		q.After = page.Next
	}
	return nil, errors.New("the scan does not end")
}

// race runs do in n goroutines that start together and returns their errors.
func race(n int, do func(i int) error) []error {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	results := make([]error, n)
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			results[i] = do(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	return results
}
