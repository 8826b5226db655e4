package jobs

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/docs/docstest"
)

func newProgram(t *testing.T) *program.Program {
	t.Helper()
	s, err := store.Open(t.Context(), docstest.Engine(t))
	if err != nil {
		t.Fatal(err)
	}
	return program.New(program.Options{Store: s})
}

// wait polls a condition; the duties run on their own clock.
func wait(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !done(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func TestOneProcessDoesADutyAndTheNextTakesOver(t *testing.T) {
	p := newProgram(t)
	var first, second atomic.Int32
	log := slog.New(slog.DiscardHandler)
	duty := func(count *atomic.Int32) []Duty {
		return []Duty{{Name: "count", Every: 5 * time.Millisecond, Run: func(context.Context) error {
			count.Add(1)
			return nil
		}}}
	}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { Run(ctx, p, log, duty(&first)) })
	wait(t, "the first runs", func() bool { return first.Load() > 3 })
	other, stopOther := context.WithCancel(t.Context())
	var otherWG sync.WaitGroup
	otherWG.Go(func() { Run(other, p, log, duty(&second)) })
	at := first.Load()
	wait(t, "the first goes on", func() bool { return first.Load() > at+10 })
	if n := second.Load(); n != 0 {
		t.Errorf("the second did the duty %d times beside the first", n)
	}
	stop()
	wg.Wait()
	wait(t, "the second takes over", func() bool { return second.Load() > 0 })
	stopOther()
	otherWG.Wait()
}

func TestAWokenDutyDoesNotWaitForItsTick(t *testing.T) {
	p := newProgram(t)
	wake := make(chan struct{}, 1)
	var runs atomic.Int32
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		Run(ctx, p, slog.New(slog.DiscardHandler), []Duty{{Name: "mail", Every: time.Hour, Wake: wake, Run: func(context.Context) error {
			runs.Add(1)
			return nil
		}}})
	})
	wait(t, "the first turn", func() bool { return runs.Load() == 1 })
	wake <- struct{}{}
	wait(t, "the woken turn", func() bool { return runs.Load() == 2 })
	stop()
	wg.Wait()
}

func TestAFailedDutyIsLoggedAndTriedAgain(t *testing.T) {
	p := newProgram(t)
	var out strings.Builder
	var mu sync.Mutex
	log := slog.New(slog.NewTextHandler(writer(func(b []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return out.Write(b)
	}), nil))
	var runs atomic.Int32
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		Run(ctx, p, log, []Duty{{Name: "sweep", Every: time.Millisecond, Run: func(context.Context) error {
			runs.Add(1)
			return errors.New("no broom")
		}}})
	})
	wait(t, "it is tried again", func() bool { return runs.Load() > 2 })
	stop()
	wg.Wait()
	if !strings.Contains(out.String(), "duty=sweep") || !strings.Contains(out.String(), "no broom") {
		t.Errorf("log: %s", out.String())
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }
