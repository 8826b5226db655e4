package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tandem/server/browser"
	"tandem/server/config"
	"tandem/server/mail"
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
	if testing.Short() {
		t.Skip("short: the browser runs in the whole suite")
	}
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
	settings, err := config.Load(environment(config.Data, t.TempDir(), config.Listen, ln.Addr().String(), config.BaseURL, w.base))
	ok(t, err)
	log := &lockedBuffer{}
	w.parts, err = open(t.Context(), settings, slog.New(slog.NewJSONHandler(log, nil)), func() time.Time { return *w.now.Load() })
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

// person is somebody at a browser of their own.
type person struct {
	t        *testing.T
	world    *world
	tab      *browser.Tab
	email    string
	password string
	secret   string // of the second step, "" without
}

func (w *world) person(t *testing.T, email string) *person {
	t.Helper()
	tab, err := w.chromium.Tab()
	ok(t, err)
	t.Cleanup(tab.Close)
	name, _, _ := strings.Cut(email, "@")
	return &person{t: t, world: w, tab: tab, email: email, password: name + " walks by the river"}
}

// fatal ends the test with what the person has before them.
func (p *person) fatal(format string, args ...any) {
	p.t.Helper()
	path, _ := p.tab.Path()
	p.t.Fatalf("%s at %s: %s\nThe page:\n%s", p.email, path, fmt.Sprintf(format, args...), p.reads())
}

// opens goes to a path of the portal, or to a link, and wants the page to be there.
func (p *person) opens(path string) {
	p.t.Helper()
	p.meets(path, 200)
}

// meets goes to a path and wants this status.
func (p *person) meets(path string, want int) {
	p.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = p.world.base + path
	}
	status, err := p.tab.Open(path)
	ok(p.t, err)
	if status != want {
		p.fatal("%s answers %d, want %d", path, status, want)
	}
}

// fills writes into fields by their names: name, value, name, value.
func (p *person) fills(pairs ...string) {
	p.t.Helper()
	for pair := range slices.Chunk(pairs, 2) {
		if err := p.tab.Fill(map[string]string{pair[0]: pair[1]}); err != nil {
			p.fatal("%v", err)
		}
	}
}

// presses follows a button or link by its words and wants a page that is no error,
// 422 included: a form that comes back shows why, so it is read with refused.
func (p *person) presses(words string) {
	p.t.Helper()
	p.gets(words, 200)
}

// refused presses and wants the form to come back with these words on it.
func (p *person) refused(words string, sees ...string) {
	p.t.Helper()
	p.gets(words, 422)
	p.sees(sees...)
}

func (p *person) gets(words string, want int) {
	p.t.Helper()
	status, err := p.tab.Press(words)
	if err != nil {
		p.fatal("%v", err)
	}
	if status != want {
		p.fatal("%q answers %d, want %d", words, status, want)
	}
}

// reads is the page's text as people see it, on one line.
func (p *person) reads() string {
	p.t.Helper()
	text, err := browser.Ask[string](p.tab, `document.body.innerText`)
	ok(p.t, err)
	return strings.Join(strings.Fields(text), " ")
}

// sees wants all these words on the page.
func (p *person) sees(words ...string) {
	p.t.Helper()
	text := p.reads()
	for _, want := range words {
		if !strings.Contains(text, want) {
			p.fatal("nothing says %q", want)
		}
	}
}

var linkInLetter = regexp.MustCompile(`https?://\S+`)

// letter waits for the newest letter to the person with these words in its subject.
func (p *person) letter(subject string) mail.Spooled {
	p.t.Helper()
	spool, err := mail.NewSpool(filepath.Join(p.world.settings.Data, "mail"), mail.From{})
	ok(p.t, err)
	var subjects []string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		letters, err := spool.Newest(200)
		ok(p.t, err)
		subjects = nil
		for _, l := range letters {
			if l.To == p.email && strings.Contains(l.Subject, subject) {
				return l
			}
			subjects = append(subjects, l.To+": "+l.Subject)
		}
	}
	p.t.Fatalf("%s gets no letter about %q; there are %q", p.email, subject, subjects)
	return mail.Spooled{}
}

// link is the first address in the newest letter about something.
func (p *person) link(subject string) string {
	p.t.Helper()
	l := p.letter(subject)
	address := linkInLetter.FindString(l.Text)
	if address == "" {
		p.t.Fatalf("no link in %q:\n%s", l.Subject, l.Text)
	}
	return address
}

// code is what the person's phone shows now. Each code counts once, so the clock
// moves on to the next first.
func (p *person) code() string {
	p.t.Helper()
	p.world.later(30 * time.Second)
	code, err := totp.GenerateCode(p.secret, *p.world.now.Load())
	ok(p.t, err)
	return code
}

// setsUpSecondStep turns the second factor on, by hand, from the page's secret.
func (p *person) setsUpSecondStep() {
	p.t.Helper()
	p.opens("/account/second-step")
	secret, err := browser.Ask[string](p.tab, `document.querySelector('details .mono').textContent`)
	ok(p.t, err)
	p.secret = strings.ReplaceAll(secret, " ", "")
	p.fills("code", p.code())
	p.presses("Turn it on")
	p.sees("recovery codes")
}

// signsIn comes back with password and, with a second step, its code.
func (p *person) signsIn() {
	p.t.Helper()
	p.opens("/signin")
	p.fills("email", p.email, "password", p.password)
	p.presses("Sign in")
	if p.secret != "" {
		p.fills("code", p.code())
		p.presses("Continue")
	}
	if path, _ := p.tab.Path(); strings.HasPrefix(path, "/signin") {
		p.fatal("not signed in")
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
