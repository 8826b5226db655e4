package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"tandem/assets"
	"tandem/content"
	"tandem/content/render/kept"
	"tandem/portal/program"
	"tandem/templates"
)

// Limits on one request. Uploads get more, on the routes that say so.
const (
	readTimeout     = 10 * time.Second // for a whole request, so that a trickled one ends
	writeTimeout    = 30 * time.Second
	idleTimeout     = 60 * time.Second
	headerBytes     = 16 << 10
	bodyBytes       = 1 << 20
	maxConnections  = 16 << 10
	shutdownTimeout = 20 * time.Second
)

// Options are what an App is made of.
type Options struct {
	Program *program.Program
	Library *content.Library // the texts of the public pages
	BaseURL string           // scheme and host, no slash at the end
	Demo    bool
	Log     *slog.Logger

	Loopback bool                    // only this machine can reach the portal
	Accounts []templates.DemoAccount // shown on the sign-in page of a demo that only this machine can reach

	SetUp   func()                                                     // makes an app that does nothing but set the program up, and calls this once that is done
	Observe func(route, method string, status int, took time.Duration) // counts answered requests; may be nil
	Mailbox func() ([]Letter, error)                                   // what was spooled, for the demo; may be nil

	Keys []Key // the first signs, all verify; at least one

	TrustedProxies []netip.Prefix
	ClientHeader   string // in which a trusted proxy names the client; X-Forwarded-For when ""

	ReadTimeout time.Duration // readTimeout when zero; tests of slow clients shorten it
}

// App answers the portal's requests.
type App struct {
	program *program.Program
	log     *slog.Logger
	demo    bool
	base    string
	hosts   map[string]bool
	proxies proxies
	fixed   [][2]string // headers of every response
	cookies cookies
	tokens  *tokens
	assets  *assets.Index
	pages   *templates.Templates
	mailbox func() ([]Letter, error)
	observe func(route, method string, status int, took time.Duration)
	routes  []route
	byPath  map[string]int // of routes that answer GET
	settled func()

	loopback bool
	accounts []templates.DemoAccount

	brand brand
	hub   keptPublication
	last  lastPages

	pictures *kept.Table[string, assets.File] // by the hash of a picture of the library
	hubs     hubSheets
	forms    formTokens
	fiber    *fiber.App
}

// library is the library as it is now.
func (a *App) library() *content.Library { return a.program.Library() }

// New puts an App together. It fails on a key that is too short, and panics on a
// route table that contradicts itself, which tests see before anybody else.
func New(o Options) (*App, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.ReadTimeout == 0 {
		o.ReadTimeout = readTimeout
	}
	a := &App{
		program: o.Program, log: o.Log, demo: o.Demo, base: o.BaseURL,
		hosts:   allowedHosts(o.BaseURL),
		proxies: proxies{trusted: o.TrustedProxies, header: o.ClientHeader},
		fixed:   securityHeaders(o.BaseURL),
		cookies: newCookies(strings.HasPrefix(o.BaseURL, "https://")),
		mailbox: o.Mailbox, observe: o.Observe, routes: routes(),
		pictures: kept.Weighed[string](64<<20, func(f assets.File) int { return len(f.Body) + len(f.Gzip) + len(f.Brotli) }),
	}
	if a.loopback = o.Loopback; a.ownMachine() {
		a.accounts = o.Accounts
	}
	if o.SetUp != nil {
		a.routes, a.settled = setUpRoutes(), o.SetUp
	}
	now := time.Now
	if o.Program != nil {
		now = func() time.Time { return o.Program.Now().Time() }
	}
	var err error
	if a.assets, err = assets.New(); err != nil {
		return nil, err
	}
	if a.pages, err = templates.New(a.assets.URL); err != nil {
		return nil, err
	}
	if o.Program != nil {
		if a.brand, err = newBrand(o.Program.Rules.Name, o.Program.Rules.Colour, a.assets); err != nil {
			return nil, err
		}
	}
	if a.tokens, err = newTokens(o.Keys, o.BaseURL, now); err != nil {
		return nil, fmt.Errorf("access tokens: %w", err)
	}
	if a.forms, err = newFormTokens(o.Keys); err != nil {
		return nil, fmt.Errorf("form tokens: %w", err)
	}
	a.fiber = fiber.New(fiber.Config{
		AppName:                      "tandem",
		Immutable:                    true, // strings from a request outlive it
		StrictRouting:                true,
		CaseSensitive:                true,
		DisableStartupMessage:        true,
		DisableDefaultContentType:    true,
		DisablePreParseMultipartForm: true,
		ReadTimeout:                  o.ReadTimeout,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  idleTimeout,
		ReadBufferSize:               headerBytes,
		BodyLimit:                    bodyBytes,
		Concurrency:                  maxConnections,
		Network:                      fiber.NetworkTCP,
		ErrorHandler:                 a.fail,
	})
	a.fiber.Use(a.guard)
	uploads := a.mount()
	server := a.fiber.Server()
	server.HeaderReceived = func(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
		return fasthttp.RequestConfig{MaxRequestBodySize: uploads.limit(header)}
	}
	inner := a.fiber.Handler()
	server.Handler = func(ctx *fasthttp.RequestCtx) {
		started := time.Now()
		a.begin(ctx)
		inner(ctx)
		a.logRequest(ctx, started)
	}
	return a, nil
}

// Serve answers on a listener until the context ends, then lets requests that
// are under way finish.
func (a *App) Serve(ctx context.Context, ln net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- a.fiber.Server().Serve(ln) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	for {
		// A stop that comes before Serve has begun does nothing: repeat it until Serve has ended.
		if err := a.fiber.Server().ShutdownWithContext(stopping); err != nil {
			return fmt.Errorf("stop: %w", err)
		}
		select {
		case err := <-failed:
			if err != nil && !errors.Is(err, net.ErrClosed) {
				return fmt.Errorf("serve: %w", err)
			}
			return nil
		case <-stopping.Done():
			return fmt.Errorf("stop: %w", stopping.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
