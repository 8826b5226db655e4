package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"tandem/server/browser"
	"tandem/server/config"
)

// world is a portal that serves a browser under a clock that the test moves: the
// whole server but for its process, on a store in a folder.
type world struct {
	*parts
	base     string
	now      atomic.Pointer[time.Time]
	chromium *browser.Chromium
}

// newWorld starts a portal without people. Where there is no browser the test is
// skipped, loudly, and in CI it fails.
func newWorld(t *testing.T, start time.Time) *world {
	t.Helper()
	inWholeSuite(t)
	return worldOn(t, start, config.Data, t.TempDir())
}

// demoWorld starts the demo, as somebody who tries the product has it.
func demoWorld(t *testing.T) *world {
	t.Helper()
	inWholeSuite(t)
	settings := []string{config.Data, t.TempDir(), config.Demo, "on"}
	does(t, environment(settings...), "demo")
	return worldOn(t, time.Now().UTC(), settings...)
}

func inWholeSuite(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("short: the browser runs in the whole suite")
	}
}

// worldOn starts a portal with settings.
func worldOn(t *testing.T, start time.Time, pairs ...string) *world {
	t.Helper()
	chromium, err := browser.Launch()
	if errors.Is(err, browser.ErrMissing) && os.Getenv("CI") == "" {
		fmt.Fprintln(os.Stderr, "BROWSER TEST SKIPPED:", err)
		t.Skip(err)
	}
	ok(t, err)
	t.Cleanup(chromium.Close)
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	ok(t, err)
	_, port, err := net.SplitHostPort(ln.Addr().String())
	ok(t, err)
	w := &world{base: "http://localhost:" + port, chromium: chromium}
	w.now.Store(&start)
	settings, err := config.Load(environment(append(pairs, config.Listen, ln.Addr().String(), config.BaseURL, w.base)...))
	ok(t, err)
	log := &lockedBuffer{}
	w.parts, err = open(t.Context(), settings, slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn})), func() time.Time { return *w.now.Load() })
	ok(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- serveOn(ctx, w.parts, ln) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, w.close()); err != nil {
			t.Errorf("stop: %v", err)
		}
		if t.Failed() {
			t.Log(log.String())
		}
	})
	return w
}

// later moves the clock.
func (w *world) later(d time.Duration) {
	next := w.now.Load().Add(d)
	w.now.Store(&next)
}

// comes moves the clock on to a moment, "2026-03-16 09:00" in UTC, and has the
// program do its duties. Who was away for a week signs in again.
func (w *world) comes(t *testing.T, moment string) {
	t.Helper()
	next, err := time.Parse("2006-01-02 15:04", moment)
	ok(t, err)
	if next.Before(*w.now.Load()) {
		t.Fatalf("it is past %s already: %s", moment, w.now.Load())
	}
	w.now.Store(&next)
	w.doesDuties(t)
}

// leads is where a link leads somebody without an account.
func (w *world) leads(t *testing.T, link string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	ok(t, err)
	answer, err := http.DefaultTransport.RoundTrip(request)
	ok(t, err)
	defer answer.Body.Close()
	return answer.Header.Get("Location")
}

// doesDuties does now what the program does every so often.
func (w *world) doesDuties(t *testing.T) {
	t.Helper()
	send, _, err := sender(w.settings, w.library.Program)
	ok(t, err)
	for _, duty := range duties(w.program, send) {
		ok(t, duty.Run(t.Context()))
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
