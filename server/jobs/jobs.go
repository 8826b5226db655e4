// Package jobs runs what a program does without being asked: sending mail, finding
// what a crash left behind, sweeping. Each duty is held under a lease, so that of any
// number of processes one does it; every duty may be repeated without harm.
package jobs

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"tandem/portal/program"
)

// leaseLife is how long a duty stays with a process that says no more.
const leaseLife = time.Minute

// Duty is one thing to do again and again.
type Duty struct {
	Name  string
	Every time.Duration
	Wake  <-chan struct{} // does it earlier; may be nil
	Run   func(context.Context) error
}

// Run does the duties until the context ends, and returns once all have stopped.
func Run(ctx context.Context, p *program.Program, log *slog.Logger, duties []Duty) {
	process := rand.Text()
	var wg sync.WaitGroup
	for _, duty := range duties {
		wg.Go(func() {
			w := worker{program: p, log: log.With("duty", duty.Name), process: process, duty: duty}
			w.loop(ctx)
		})
	}
	wg.Wait()
}

type worker struct {
	program *program.Program
	log     *slog.Logger
	process string
	duty    Duty
	held    time.Time // until when the lease is ours for sure
}

func (w *worker) loop(ctx context.Context) {
	defer w.give(ctx)
	for {
		began := time.Now()
		ours := w.turn(ctx)
		next := time.NewTimer(w.rest(ours, time.Since(began)))
		select {
		case <-ctx.Done():
		case <-next.C:
		case <-w.duty.Wake:
		}
		next.Stop()
		if ctx.Err() != nil {
			return
		}
	}
}

// rest is how long until the next turn, after one that took so long. A duty that another
// process holds is asked for again when its lease may have ended: that process may be
// dead, and what it left half done must not wait for a whole day.
func (w *worker) rest(ours bool, took time.Duration) time.Duration {
	every := w.duty.Every
	if !ours {
		every = min(every, leaseLife)
	}
	return max(every-took, 0)
}

// turn does the duty once, and reports whether it is this process's.
func (w *worker) turn(ctx context.Context) bool {
	if !w.take(ctx) {
		return false
	}
	working, stop := context.WithCancel(ctx)
	defer stop()
	go w.keep(working, stop)
	if err := survive(working, w.duty.Run); err != nil && ctx.Err() == nil {
		w.log.Error("duty failed", "error", err.Error())
	}
	return true
}

// survive turns a duty's panic into an error: it is tried again at its next turn, and
// neither people nor the other duties notice.
func survive(ctx context.Context, run func(context.Context) error) (err error) {
	defer func() {
		if broke := recover(); broke != nil {
			err = fmt.Errorf("panic: %v\n%s", broke, debug.Stack())
		}
	}()
	return run(ctx)
}

// take makes sure of the lease. Most turns need no write: it is held for longer
// than one turn.
func (w *worker) take(ctx context.Context) bool {
	if time.Until(w.held) > leaseLife/2 {
		return true
	}
	asked := time.Now()
	ok, err := w.program.TakeDuty(ctx, w.duty.Name, w.process, leaseLife)
	if err != nil {
		if ctx.Err() == nil {
			w.log.Error("lease failed", "error", err.Error())
		}
		return false
	}
	if ok {
		w.held = asked.Add(leaseLife)
	}
	return ok
}

// keep holds the lease during a long turn, and stops the turn when it is lost.
func (w *worker) keep(ctx context.Context, stop context.CancelFunc) {
	tick := time.NewTicker(leaseLife / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if ok, err := w.program.TakeDuty(ctx, w.duty.Name, w.process, leaseLife); err == nil && !ok {
				stop()
				return
			}
		}
	}
}

// give lets another process go on at once when this one stops.
func (w *worker) give(ctx context.Context) {
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := w.program.GiveDuty(ending, w.duty.Name, w.process); err != nil {
		w.log.Warn("lease not given back", "error", err.Error())
	}
}
