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
	var out lockedText
	log := slog.New(slog.NewTextHandler(&out, nil))
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

// TestADutyThatBreaksIsTriedAgain: a mistake in one duty ends neither the process nor
// what the others do.
func TestADutyThatBreaksIsTriedAgain(t *testing.T) {
	p := newProgram(t)
	var broken, sound atomic.Int32
	var out lockedText
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		Run(ctx, p, slog.New(slog.NewTextHandler(&out, nil)), []Duty{
			{Name: "breaks", Every: time.Millisecond, Run: func(context.Context) error {
				broken.Add(1)
				var nobody *Duty
				_ = nobody.Name
				return nil
			}},
			{Name: "goes-on", Every: time.Millisecond, Run: func(context.Context) error {
				sound.Add(1)
				return nil
			}},
		})
	})
	wait(t, "both go on", func() bool { return broken.Load() > 2 && sound.Load() > 2 })
	stop()
	wg.Wait()
	if !strings.Contains(out.String(), "duty=breaks") || !strings.Contains(out.String(), "nil pointer") || !strings.Contains(out.String(), "jobs_test.go") {
		t.Errorf("the log does not say what broke, and where: %s", out.String())
	}
}

// TestATurnEndsWithTheProcess: and another process can go on at once.
func TestATurnEndsWithTheProcess(t *testing.T) {
	p := newProgram(t)
	var out lockedText
	began, ended := make(chan struct{}), make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		Run(ctx, p, slog.New(slog.NewTextHandler(&out, nil)), []Duty{{Name: "long", Every: time.Hour, Run: func(working context.Context) error {
			close(began)
			<-working.Done()
			ended <- working.Err()
			return working.Err()
		}}})
	})
	<-began
	stop()
	wg.Wait()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the turn ended with %v", err)
	}
	if out.String() != "" {
		t.Errorf("a stop is no failure: %s", out.String())
	}
	ok, err := p.TakeDuty(t.Context(), "long", "another process", time.Minute)
	if err != nil || !ok {
		t.Errorf("the duty is not free at once: %t, %v", ok, err)
	}
}

// lockedText is a log that the test reads while others write.
type lockedText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lockedText) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestADutyThatAnotherHoldsIsAskedForAgainSoon: a process that was killed still holds
// its lease when the next one starts. What it left half done must not wait for a day.
func TestADutyThatAnotherHoldsIsAskedForAgainSoon(t *testing.T) {
	w := worker{duty: Duty{Every: 24 * time.Hour}}
	if got := w.rest(false, time.Second); got > leaseLife {
		t.Errorf("asked for again after %s; the lease ends within %s", got, leaseLife)
	}
	if got := w.rest(true, time.Hour); got != 23*time.Hour {
		t.Errorf("done again %s after a turn of an hour, want 23h", got)
	}
	w.duty.Every = time.Second
	if got := w.rest(true, time.Minute); got != 0 {
		t.Errorf("late already, and waits %s more", got)
	}
}
