package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"time"

	"tandem/portal"
)

// world is the demo program with its server and the people who work in it.
type world struct {
	program, data, base, listen string
	seed                        uint64
	server                      *exec.Cmd
	ended                       chan error
	log                         *output
	fay, noor                   *person
	deals                       []deal
	recovered                   int
	from                        portal.Instant // when people began

	mu   sync.Mutex
	acts []*act
	n    int
}

// newWorld makes the demo in a folder, and signs its two people of finance in.
func newWorld(ctx context.Context, program, data string, seed uint64) (*world, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	w := &world{program: program, data: data, listen: "127.0.0.1:" + port, base: "http://localhost:" + port, seed: seed, log: &output{}}
	w.fay, w.noor = newPerson(w.base, "fay@northwindstays.example"), newPerson(w.base, "noor@northwindstays.example")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	if err := w.start(ctx); err != nil {
		return nil, errors.Join(err, w.end())
	}
	for _, p := range []*person{w.fay, w.noor} {
		if err := p.enter(ctx); err != nil {
			return nil, errors.Join(err, w.end())
		}
	}
	if w.deals, err = w.wonDeals(ctx); err != nil {
		return nil, errors.Join(err, w.end())
	}
	w.from = portal.At(time.Now())
	return w, nil
}

// start starts the server and waits until it has looked for what was left half done.
func (w *world) start(ctx context.Context) error {
	began := portal.At(time.Now())
	w.log.clear()
	w.server = exec.Command(w.program)
	w.server.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.data, "TANDEM_DATA=" + w.data, "TANDEM_DEMO=on", "TANDEM_LISTEN=" + w.listen, "TANDEM_BASE_URL=" + w.base,
	}
	w.server.Stdout, w.server.Stderr = w.log, w.log
	if err := w.server.Start(); err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	ended := make(chan error, 1)
	w.ended = ended
	go func(server *exec.Cmd) { ended <- server.Wait() }(w.server)
	deadline := time.Now().Add(2 * time.Minute)
	for {
		if said, err := fetch(ctx, w.base+"/readyz"); err == nil {
			if at := checkedAt.FindStringSubmatch(said); at != nil && portal.Instant(at[1]) >= began {
				if at[2] != "0" {
					return fmt.Errorf("the server says: %s", said)
				}
				w.recovered += strings.Count(w.log.String(), "finished an interrupted step")
				return nil
			}
		}
		select {
		case err := <-ended:
			ended <- err
			return fmt.Errorf("the server ended before it was ready: %w", err)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(25 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return errors.New("the server does not check its ledger")
		}
	}
}

var checkedAt = regexp.MustCompile(`ledger checked (\S+): \d+ entries, (\d+) problems`)

// kill ends the server without a word.
func (w *world) kill() error {
	if err := w.server.Process.Kill(); err != nil {
		return fmt.Errorf("kill the server: %w", err)
	}
	err := <-w.ended
	w.ended <- err
	return nil
}

// end ends the server whatever it does.
func (w *world) end() error {
	if w.server == nil || w.server.Process == nil {
		return nil
	}
	select {
	case err := <-w.ended:
		w.ended <- err
		return nil
	default:
		return w.kill()
	}
}

// said is what the server of now printed.
func (w *world) said() string { return w.log.String() }

// chance is what decides in one round for one purpose.
func (w *world) chance(round, purpose int) *rand.Rand {
	return rand.New(rand.NewPCG(w.seed, uint64(round)<<8|uint64(purpose)))
}

// workers is how many people work at once.
const workers = 4

// round lets people work, kills the server at some moment, starts it again, and proves
// that what they were told is so.
func (w *world) round(ctx context.Context, n int) ([]string, error) {
	working, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	var mu sync.Mutex
	var found []string
	for i := range workers {
		all.Go(func() {
			for chance := w.chance(n, i+1); working.Err() == nil; {
				if said := w.do(working, chance); said != "" {
					mu.Lock()
					found = append(found, said)
					mu.Unlock()
				}
			}
		})
	}
	moment := time.Duration(20+w.chance(n, 0).IntN(700)) * time.Millisecond
	select {
	case <-time.After(moment):
	case <-ctx.Done():
	}
	err := w.kill()
	stop()
	all.Wait()
	if err = errors.Join(err, ctx.Err()); err == nil {
		err = w.start(ctx)
	}
	if err != nil {
		return found, err
	}
	checked, err := w.check(ctx)
	return append(found, checked...), err
}

func freePort(ctx context.Context) (string, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a port: %w", err)
	}
	_, port, err := net.SplitHostPort(ln.Addr().String())
	return port, errors.Join(err, ln.Close())
}

func fetch(ctx context.Context, address string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

// output is what a process printed, for whoever reads it meanwhile.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func (o *output) clear() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Reset()
}
