package store

import (
	"context"
	"errors"
	"hash/maphash"
	"sync"

	"tandem/portal/store/docs"
)

// Reads is what was asked of the store while something was made of it, and what came
// back. As long as the same questions get the same answers, it would be made the same
// again; to find that out nothing is decoded and nothing made.
type Reads struct {
	mu     sync.Mutex
	asked  []asked
	unsure bool // something was written too, or failed
}

// asked is one question with its answer, as a sum.
type asked struct {
	again  func(context.Context, docs.Engine) (uint64, error)
	answer uint64
}

type readsKey struct{}

// Watch notes what is asked of the store with the context that it returns.
func Watch(ctx context.Context) (context.Context, *Reads) {
	reads := &Reads{}
	return context.WithValue(ctx, readsKey{}, reads), reads
}

// Same asks everything once more and reports whether each answer is the one that came
// before. It is false for what also wrote, or failed.
func (s *Store) Same(ctx context.Context, reads *Reads) bool {
	reads.mu.Lock()
	list, unsure := reads.asked, reads.unsure
	reads.mu.Unlock()
	for _, a := range list {
		if unsure {
			return false
		}
		if answer, err := a.again(ctx, s.engine); err != nil || answer != a.answer {
			return false
		}
	}
	return !unsure
}

// watched is an engine that notes what is asked of it under a context of Watch.
type watched struct {
	docs.Engine
}

// watch asks a question and notes its answer. That there is nothing is an answer too.
func watch[T any](ctx context.Context, e docs.Engine, ask func(context.Context, docs.Engine) (T, error), sum func(T) uint64) (T, error) {
	got, err := ask(ctx, e)
	reads, ok := ctx.Value(readsKey{}).(*Reads)
	if !ok {
		return got, err
	}
	answer := func(got T, err error) (uint64, error) {
		if errors.Is(err, docs.ErrNotFound) {
			return 0, nil
		}
		return sum(got), err
	}
	first, trouble := answer(got, err)
	reads.mu.Lock()
	defer reads.mu.Unlock()
	reads.unsure = reads.unsure || trouble != nil
	reads.asked = append(reads.asked, asked{
		again:  func(ctx context.Context, e docs.Engine) (uint64, error) { return answer(ask(ctx, e)) },
		answer: first,
	})
	return got, err
}

// unwatchable notes that more than reading is done.
func unwatchable(ctx context.Context) {
	if reads, ok := ctx.Value(readsKey{}).(*Reads); ok {
		reads.mu.Lock()
		defer reads.mu.Unlock()
		reads.unsure = true
	}
}

func (w watched) Get(ctx context.Context, collection, id string) (docs.Document, error) {
	return watch(ctx, w.Engine, func(ctx context.Context, e docs.Engine) (docs.Document, error) {
		return e.Get(ctx, collection, id)
	}, func(d docs.Document) uint64 { return sumOf("", d) })
}

func (w watched) GetMany(ctx context.Context, collection string, ids []string) ([]docs.Document, error) {
	return watch(ctx, w.Engine, func(ctx context.Context, e docs.Engine) ([]docs.Document, error) {
		return e.GetMany(ctx, collection, ids)
	}, func(list []docs.Document) uint64 { return sumOf("", list...) })
}

func (w watched) Scan(ctx context.Context, q docs.Query) (docs.Page, error) {
	return watch(ctx, w.Engine, func(ctx context.Context, e docs.Engine) (docs.Page, error) {
		return e.Scan(ctx, q)
	}, func(page docs.Page) uint64 { return sumOf(page.Next, page.Documents...) })
}

func (w watched) Count(ctx context.Context, q docs.Query, limit int) (int, error) {
	return watch(ctx, w.Engine, func(ctx context.Context, e docs.Engine) (int, error) {
		return e.Count(ctx, q, limit)
	}, func(n int) uint64 { return uint64(n) })
}

func (w watched) Insert(ctx context.Context, collection string, d docs.Document) error {
	unwatchable(ctx)
	return w.Engine.Insert(ctx, collection, d)
}

func (w watched) Replace(ctx context.Context, collection string, d docs.Document) error {
	unwatchable(ctx)
	return w.Engine.Replace(ctx, collection, d)
}

func (w watched) Delete(ctx context.Context, collection, id string, version int64) error {
	unwatchable(ctx)
	return w.Engine.Delete(ctx, collection, id, version)
}

var seed = maphash.MakeSeed()

// sumOf tells answers apart: documents in their order, each with its version and all of
// its body, and the cursor of the next.
func sumOf(next string, list ...docs.Document) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, d := range list {
		maphash.WriteComparable(&h, [3]int64{int64(len(d.ID)), int64(len(d.Body)), d.Version})
		_, _ = h.WriteString(d.ID) // a hash takes everything
		_, _ = h.Write(d.Body)
	}
	_, _ = h.WriteString(next)
	return h.Sum64()
}
