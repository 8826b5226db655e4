// Package program holds one method per thing that a person, or a duty of the
// program, can do: check the right, load, ask portal, save, record what
// happened. It decides nothing about money or states (package portal does) and
// knows nothing of HTTP.
package program

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"tandem/content"
	"tandem/content/render"
	"tandem/portal"
	"tandem/portal/store"
)

// Program is one partner program at work: its rules, its store, its clock.
type Program struct {
	Rules portal.Program // what the company decided; read only
	Terms []portal.Terms // every version, oldest first; read only

	shelf      *shelf
	renderings *render.Cache

	store *store.Store
	clock func() time.Time
	ids   *ids
	keys  Keys
	base  string
	log   *slog.Logger
	since portal.Instant // whoever worked before is gone; "" when others may be at work
	wake  chan struct{}
	later bool // figures are folded by RebuildFigures, not with each event

	hashes *hasher
}

// Keys are the secrets the program derives tokens and sealed fields from, 32 bytes each.
type Keys struct {
	Links  []byte // signs links in mails
	Sealed []byte // encrypts payout details and second factors at rest

	LinksBefore, SealedBefore [][]byte // retired keys, which still verify and open
}

// Options are what a Program is made of. Clock and Random are the only sources
// of time and chance, so a seeded pair replays to the same program.
type Options struct {
	Rules      portal.Program
	Terms      []portal.Terms
	Library    *content.Library                 // the assets; none when nil
	Load       func() (*content.Library, error) // reads the library anew; it never changes when nil
	Renderings *render.Cache                    // of the assets; in memory alone when nil
	Store      *store.Store
	Clock      func() time.Time // time.Now when nil
	Random     io.Reader        // crypto/rand when nil
	Keys       Keys
	Base       string // BASE_URL without a slash at the end
	Log        *slog.Logger

	// FiguresLater leaves the read models alone until RebuildFigures: for a program
	// that is made in one go, as the demo is.
	FiguresLater bool
}

// New puts a program together.
func New(o Options) *Program {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Library == nil {
		o.Library = &content.Library{}
	}
	if o.Renderings == nil {
		o.Renderings, _ = render.New(render.Options{Log: o.Log}) // only a folder can fail
	}
	return &Program{
		shelf: newShelf(o.Library, o.Load), renderings: o.Renderings,
		Rules: o.Rules, Terms: o.Terms, store: o.Store, clock: o.Clock, keys: o.Keys, base: o.Base, log: o.Log,
		ids: &ids{random: o.Random}, wake: make(chan struct{}, 1), later: o.FiguresLater,
		hashes: newHasher(),
	}
}

// Now is the program's present moment.
func (p *Program) Now() portal.Instant { return portal.At(p.clock()) }

// Today is the program's present day, in its own zone.
func (p *Program) Today() portal.Date { return p.Now().Day(p.Rules.Zone) }

// Ready reports whether the store answers.
func (p *Program) Ready(ctx context.Context) error { return p.store.Ping(ctx) }

// Woken delivers a value when there may be messages to send, so that a person
// who waits for a mail does not wait for the next tick.
func (p *Program) Woken() <-chan struct{} { return p.wake }

// newID is a fresh random id for something a person makes.
func (p *Program) newID() string { return p.ids.next(p.clock()) }

type ids struct {
	mu     sync.Mutex
	random io.Reader
}

func (i *ids) next(at time.Time) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return ulid.MustNew(ulid.Timestamp(at), i.random).String()
}

// maxTries bounds how often a step starts over because somebody else came first.
const maxTries = 20

// Reads is what a page was made of.
type Reads = store.Reads

// Watch notes what the program asks the store for with the context that it returns.
func (p *Program) Watch(ctx context.Context) (context.Context, *Reads) { return store.Watch(ctx) }

// Same reports whether the store would answer as it did.
func (p *Program) Same(ctx context.Context, reads *Reads) bool { return p.store.Same(ctx, reads) }
