package render

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// Options are what a cache may take.
type Options struct {
	Folder string        // where renderings stay between starts; "" keeps them in memory alone
	Memory int           // bytes in memory; 32 MB when zero
	Disk   int64         // bytes in Folder; 256 MB when zero
	Limit  time.Duration // of one rendering; 10 seconds when zero
	Log    *slog.Logger  // nil for none
}

// Cache keeps renderings. It is safe for many at once.
type Cache struct {
	options Options
	places  chan struct{} // as many renderings at once as there are processors
	disk    *disk         // nil for none

	mu     sync.Mutex
	making map[string]*making
	kept   map[string]*list.Element
	recent *list.List // of entries, last used first
	size   int
}

type entry struct {
	key   string
	bytes []byte
}

// making is one rendering that some wait for.
type making struct {
	done  chan struct{}
	bytes []byte
	err   error
}

// ErrTooLong is what a rendering that was cut off comes to.
var ErrTooLong = errors.New("the rendering took too long")

// New makes a cache. A folder that cannot be used is an error.
func New(o Options) (*Cache, error) {
	if o.Memory == 0 {
		o.Memory = 32 << 20
	}
	if o.Disk == 0 {
		o.Disk = 256 << 20
	}
	if o.Limit == 0 {
		o.Limit = 10 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	c := &Cache{
		options: o, places: make(chan struct{}, max(2, runtime.GOMAXPROCS(0))),
		making: map[string]*making{}, kept: map[string]*list.Element{}, recent: list.New(),
	}
	if o.Folder != "" {
		var err error
		if c.disk, err = openDisk(o.Folder, o.Disk); err != nil {
			return nil, err
		}
	}
	return c, nil
}

var hash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Get is the rendering of a key, made by render when it is not kept. The key is the
// SHA-256 of all that goes into it, in hex. Everybody who asks for a key while it is
// made waits for the same one; who leaves does not end it for the others. render is
// told to stop after the limit, and nobody waits for it longer. What comes back is
// shared and is not to be changed.
func (c *Cache) Get(ctx context.Context, key string, render func(context.Context) ([]byte, error)) ([]byte, error) {
	if !hash.MatchString(key) {
		return nil, fmt.Errorf("keep a rendering: %q is no hash", key)
	}
	c.mu.Lock()
	if e, ok := c.kept[key]; ok {
		c.recent.MoveToFront(e)
		bytes := e.Value.(entry).bytes
		c.mu.Unlock()
		return bytes, nil
	}
	m, ok := c.making[key]
	if !ok {
		m = &making{done: make(chan struct{})}
		c.making[key] = m
		go c.make(context.WithoutCancel(ctx), key, m, render)
	}
	c.mu.Unlock()
	select {
	case <-m.done:
		return m.bytes, m.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// make makes one rendering, or gives it up.
func (c *Cache) make(ctx context.Context, key string, m *making, render func(context.Context) ([]byte, error)) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Limit)
	defer cancel()
	type result struct {
		bytes []byte
		err   error
	}
	results := make(chan result, 1)
	go func() {
		select {
		case c.places <- struct{}{}:
			defer func() { <-c.places }()
		case <-ctx.Done():
			results <- result{err: ErrTooLong}
			return
		}
		defer func() {
			if broken := recover(); broken != nil {
				c.options.Log.Error("a rendering panicked", "key", key, "panic", fmt.Sprint(broken), "stack", string(debug.Stack()))
				results <- result{err: fmt.Errorf("make the rendering %s: %v", key, broken)}
			}
		}()
		if c.disk != nil {
			if bytes, ok := c.disk.read(key); ok {
				results <- result{bytes: bytes}
				return
			}
		}
		bytes, err := render(ctx)
		if err == nil && c.disk != nil {
			if err := c.disk.write(key, bytes); err != nil {
				c.options.Log.Warn("a rendering was not kept on disk", "key", key, "error", err)
			}
		}
		results <- result{bytes, err}
	}()
	var r result
	select {
	case r = <-results:
	case <-ctx.Done():
		r.err = ErrTooLong
	}
	if errors.Is(r.err, context.DeadlineExceeded) {
		r.err = ErrTooLong
	}
	if r.err != nil {
		c.options.Log.Error("a rendering failed", "key", key, "error", r.err)
	}
	c.mu.Lock()
	delete(c.making, key)
	if r.err == nil {
		c.keep(key, r.bytes)
	}
	c.mu.Unlock()
	m.bytes, m.err = r.bytes, r.err
	close(m.done)
}

// keep puts a rendering into memory and takes out what was not used for longest.
func (c *Cache) keep(key string, bytes []byte) {
	if len(bytes) > c.options.Memory/4 {
		return
	}
	c.kept[key] = c.recent.PushFront(entry{key, bytes})
	for c.size += len(bytes); c.size > c.options.Memory; {
		oldest := c.recent.Remove(c.recent.Back()).(entry)
		delete(c.kept, oldest.key)
		c.size -= len(oldest.bytes)
	}
}
