package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// subject is one thing that is measured: a request to a server that runs.
type subject struct {
	name   string
	server int // process id
	ask    ask
	before func() error // what must be there before a slice, and is not measured; may be nil
	most   int          // requests of a slice, when they are fewer than the limits'
}

// slice is the figures of one subject in one round.
type slice struct {
	PerRequest float64 `json:"us_per_request"` // processor time, microseconds
	PerSecond  float64 `json:"requests_per_second"`
	Bytes      int     `json:"bytes"`
}

// limits bound a run in count and in time.
type limits struct {
	rounds   int
	requests int           // of one slice
	longest  time.Duration // one slice
	entries  int           // of the ledger
	mongodb  string        // the URI of a server to measure as well; none when empty
}

// measure asks every subject in every round, in an order that rotates, after one
// round that nobody counts.
func measure(ctx context.Context, subjects []subject, l limits) (map[string][]slice, error) {
	figures := map[string][]slice{}
	for round := range l.rounds + 1 {
		for i := range subjects {
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("stopped: %w", err)
			}
			s := subjects[(i+round)%len(subjects)]
			if s.before != nil {
				if err := errors.Join(s.before(), settled(ctx, s.server, 100*time.Millisecond)); err != nil {
					return nil, fmt.Errorf("%s: %w", s.name, err)
				}
			}
			before, err := spent(s.server)
			if err != nil {
				return nil, err
			}
			w, err := s.ask.run(s.count(l), l.longest)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s.name, err)
			}
			after, err := spent(s.server)
			if err != nil {
				return nil, err
			}
			if round == 0 {
				continue
			}
			figures[s.name] = append(figures[s.name], slice{
				PerRequest: float64((after - before).Microseconds()) / float64(w.requests),
				PerSecond:  float64(w.requests) / w.took.Seconds(),
				Bytes:      w.bytes,
			})
		}
	}
	return figures, nil
}

// count is how many requests a slice of the subject has.
func (s subject) count(l limits) int {
	if s.most > 0 {
		return min(s.most, l.requests)
	}
	return l.requests
}

// against is a goal on what one subject takes, in units of what another takes.
func against(figures map[string][]slice, goal, of, to string, most float64, note string) line {
	list := ratios(figures[of], figures[to])
	return line{Goal: goal, What: of + " / " + to, Value: median(list), Unit: "x", Most: most, Spread: spread(list), Note: note}.judged()
}

// median is the middle of a list, NaN of none.
func median(list []float64) float64 {
	if len(list) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(list))
	mid := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[mid]
	}
	return (sorted[mid-1] + sorted[mid]) / 2
}

// spread is how far the middle half of a list reaches, as a part of its median.
func spread(list []float64) float64 {
	if len(list) < 3 {
		return math.Inf(1)
	}
	sorted := slices.Sorted(slices.Values(list))
	return (sorted[len(sorted)*3/4] - sorted[len(sorted)/4]) / median(list)
}

// ratios are what one subject took for each unit of another, round by round.
func ratios(of, to []slice) []float64 {
	var list []float64
	for i := range min(len(of), len(to)) {
		if to[i].PerRequest > 0 {
			list = append(list, of[i].PerRequest/to[i].PerRequest)
		}
	}
	return list
}
