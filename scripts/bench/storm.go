package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"time"

	"tandem/server/browser"
)

const (
	atOnce   = 50       // logins under way in a storm
	hashCost = 19 << 20 // bytes of memory that one password takes
	storms   = 3
)

// storm measures P9: everybody signs in at the same moment. The peer hashes the same
// password for each request as it comes and does nothing else.
func storm(ctx context.Context, portal *browser.Portal, unbounded *peer, people []string) ([]line, error) {
	d, err := openDoor(ctx, portal.Base, atOnce)
	if err != nil {
		return nil, err
	}
	var over, rate []float64
	for range storms {
		idle, err := memory(portal.PID(), "VmRSS")
		if err != nil {
			return nil, err
		}
		peak, err := peakOf(portal.PID())
		if err != nil {
			return nil, err
		}
		ours, err := crowd(people, atOnce, func(who string) error {
			_, err := d.enter(ctx, who)
			return err
		})
		if err != nil {
			return nil, err
		}
		most, err := peak()
		if err != nil {
			return nil, err
		}
		theirs, err := crowd(people, atOnce, func(string) error {
			answer, err := d.post(ctx, unbounded.base+"/", url.Values{})
			if err == nil && answer.StatusCode != http.StatusOK {
				err = fmt.Errorf("the peer answers %d", answer.StatusCode)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		over = append(over, float64(most-idle)/(1<<20))
		rate = append(rate, theirs.Seconds()/ours.Seconds())
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return nil, fmt.Errorf("stopped: %w", ctx.Err())
		}
	}
	slots := runtime.NumCPU()
	return []line{
		line{Goal: "P9", What: fmt.Sprintf("memory over idle, %d logins, %d at once", len(people), atOnce), Value: median(over), Unit: "MB", Most: float64(2*slots*hashCost) / (1 << 20), Spread: spread(over)}.judged(),
		line{Goal: "P9", What: "logins per second, of an unbounded hasher's", Value: median(rate), Unit: "x", Most: 1, Least: true, Spread: spread(rate), Note: "the peer hashes and keeps nothing; a login also writes"}.judged(),
	}, nil
}

// peakOf begins to watch a process's memory; what it returns tells the most there was since.
func peakOf(pid int) (func() (int64, error), error) {
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0); err != nil { // forgets the peak so far
		return nil, fmt.Errorf("watch the memory of %d: %w", pid, err)
	}
	return func() (int64, error) { return memory(pid, "VmHWM") }, nil
}
