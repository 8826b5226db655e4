// Package demo makes a believable program: a company with its partners and
// fourteen months of history. It does what people do, one step after the other,
// through the program's own methods under a clock that it moves, so every figure
// of the demo came about as a real one does.
package demo

import (
	"container/heap"
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"path"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
)

// Months is how far back the history goes.
const Months = 14

// Password is what everybody signs in with where the portal listens on loopback alone.
const Password = "eleven quiet rooms"

// SignIn is one line that the start of a demo prints.
type SignIn struct {
	Role  string
	Name  string
	Email string
}

// Clock is the demo's time: what the program under construction takes as now.
type Clock struct{ now time.Time }

// Now is the moment the history has reached.
func (c *Clock) Now() time.Time { return c.now }

// Random is the seeded chance that the program takes its ids from.
func Random() *rand.ChaCha8 {
	return rand.NewChaCha8([32]byte([]byte("northwind stays, the demo program")))
}

// Options are what a history is made with.
type Options struct {
	Program  *program.Program // on an empty store, with Clock as its clock
	Clock    *Clock
	Until    time.Time // the history ends here: the present
	Password string
	// Letters gets the mail of the last days; what was mailed before is gone.
	Letters func(context.Context, program.Letter) error
	Earlier *content.Library // what [Earlier] holds, nil for a library that never changed
}

// letterDays is how much of its mail the demo still has.
const letterDays = 3

// house is the demo while it is made.
type house struct {
	Options
	rules  portal.Program
	chance *rand.Rand
	steps  steps
	order  int
	tokens map[string]string // links in mails not followed yet, by address and kind
	hash   string

	lena, jon, fay, noor, ines, tomas, admin portal.Actor
	guests                                   []*guest
	used                                     map[string]bool                        // customers' names
	leads                                    []portal.Lead                          // of everybody, for the duplicates
	won                                      map[portal.PartnerID]portal.ReferralID // the first deal of each
}

// Make fills an empty program with its history and returns whom to sign in as.
func Make(ctx context.Context, o Options) ([]SignIn, error) {
	h := &house{
		Options: o, rules: o.Program.Rules, chance: rand.New(rand.NewPCG(2025, 11)),
		tokens: map[string]string{}, used: map[string]bool{}, won: map[portal.PartnerID]portal.ReferralID{},
	}
	start := o.Until.AddDate(0, -Months, 0)
	h.Clock.now = start
	if err := h.hire(ctx); err != nil {
		return nil, fmt.Errorf("staff: %w", err)
	}
	h.guests = cast(h.chance)
	for _, g := range h.guests {
		apply := func(ctx context.Context) error { return h.apply(ctx, g) }
		if g.justNow { // so that its mail is still in the spool
			h.at(o.Until.Add(-26*time.Hour), apply)
		} else {
			h.later(start.AddDate(0, 0, g.joins), apply)
		}
	}
	h.invitations()
	h.rhythm(start)
	if err := h.restock(ctx, start); err != nil {
		return nil, err
	}
	for h.steps.Len() > 0 {
		next := heap.Pop(&h.steps).(step)
		if next.at.After(o.Until) {
			break
		}
		if next.at.After(h.Clock.now) {
			h.Clock.now = next.at
		}
		if err := next.do(ctx); err != nil {
			return nil, fmt.Errorf("on %s: %w", h.Clock.now.Format(time.DateOnly), err)
		}
	}
	h.Clock.now = o.Until
	if err := h.post(ctx); err != nil {
		return nil, err
	}
	if err := h.Program.RebuildFigures(ctx); err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	return h.signIns(), nil
}

// step is something that happens at a moment.
type step struct {
	at    time.Time
	order int
	do    func(context.Context) error
}

// steps is a queue of what happens next; of two at one moment the one planned first.
type steps []step

func (s steps) Len() int { return len(s) }
func (s steps) Less(i, j int) bool {
	if s[i].at.Equal(s[j].at) {
		return s[i].order < s[j].order
	}
	return s[i].at.Before(s[j].at)
}
func (s steps) Swap(i, j int) { s[i], s[j] = s[j], s[i] }

// Push and Pop are for container/heap alone.
func (s *steps) Push(x any) { *s = append(*s, x.(step)) }

func (s *steps) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

// later plans a step for a day, at a moment of its working hours.
func (h *house) later(day time.Time, do func(context.Context) error) {
	local := day.In(h.rules.Zone)
	for local.Weekday() == time.Saturday || local.Weekday() == time.Sunday {
		local = local.AddDate(0, 0, 1)
	}
	minutes := h.chance.IntN((h.rules.ClosesAt - h.rules.OpensAt) * 60)
	at := time.Date(local.Year(), local.Month(), local.Day(), h.rules.OpensAt, minutes, h.chance.IntN(60), 0, h.rules.Zone)
	if !at.After(h.Clock.now) {
		at = h.Clock.now.Add(time.Duration(5+h.chance.IntN(90)) * time.Minute)
	}
	h.at(at, do)
}

// in plans a step for some days from now.
func (h *house) in(days int, do func(context.Context) error) {
	h.later(h.Clock.now.AddDate(0, 0, days), do)
}

func (h *house) at(moment time.Time, do func(context.Context) error) {
	h.order++
	heap.Push(&h.steps, step{at: moment.Truncate(time.Millisecond), order: h.order, do: do})
}

// between is a whole number from least to most.
func (h *house) between(least, most int) int { return least + h.chance.IntN(most-least+1) }

// likely is true in so many cases of a hundred.
func (h *house) likely(percent int) bool { return h.chance.IntN(100) < percent }

// post delivers the mail that is due and remembers the links in it, as people keep a mail open.
func (h *house) post(ctx context.Context) error {
	if err := h.Program.DeriveMessages(ctx); err != nil {
		return fmt.Errorf("derive the mail: %w", err)
	}
	recent := h.Until.Sub(h.Clock.now) < letterDays*24*time.Hour
	_, err := h.Program.Deliver(ctx, func(ctx context.Context, l program.Letter) error {
		if link, err := url.Parse(l.Link); err == nil {
			h.tokens[l.To+" "+path.Dir(link.Path)] = path.Base(link.Path)
		}
		if recent && h.Letters != nil {
			return h.Letters(ctx, l)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("deliver the mail: %w", err)
	}
	return nil
}

// link is the token in the newest mail to an address whose link leads to a page.
func (h *house) link(ctx context.Context, to, page string) (string, error) {
	if err := h.post(ctx); err != nil {
		return "", err
	}
	token, ok := h.tokens[to+" "+page]
	if !ok {
		return "", fmt.Errorf("no mail to %s leads to %s", to, page)
	}
	return token, nil
}
