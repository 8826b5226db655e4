package docstest

import (
	"context"
	"sync/atomic"

	"tandem/portal/store/docs"
)

// Counting is an engine that counts what is asked of it: each call is one round trip
// to a database, however much it answers.
type Counting struct {
	docs.Engine
	reads atomic.Int64
}

// Count wraps an engine.
func Count(e docs.Engine) *Counting { return &Counting{Engine: e} }

// Reads is how many reads there were since the last call.
func (c *Counting) Reads() int { return int(c.reads.Swap(0)) }

// Get counts one read.
func (c *Counting) Get(ctx context.Context, collection, id string) (docs.Document, error) {
	c.reads.Add(1)
	return c.Engine.Get(ctx, collection, id)
}

// GetMany counts one read.
func (c *Counting) GetMany(ctx context.Context, collection string, ids []string) ([]docs.Document, error) {
	c.reads.Add(1)
	return c.Engine.GetMany(ctx, collection, ids)
}

// Scan counts one read.
func (c *Counting) Scan(ctx context.Context, q docs.Query) (docs.Page, error) {
	c.reads.Add(1)
	return c.Engine.Scan(ctx, q)
}

// Count counts one read.
func (c *Counting) Count(ctx context.Context, q docs.Query, limit int) (int, error) {
	c.reads.Add(1)
	return c.Engine.Count(ctx, q, limit)
}
