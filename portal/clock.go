package portal

import (
	"fmt"
	"slices"
	"time"
)

// Working time runs on the program's workdays between its hours, in its zone. A
// program without workdays or hours works around the clock.

// shift is the working hours of a day: none on a day off.
func (p Program) shift(day Date) (opens, closes time.Time, ok bool) {
	midnight := day.In(p.zone())
	if len(p.Workdays) == 0 || p.ClosesAt <= p.OpensAt {
		return midnight, day.AddDays(1).In(p.zone()), true
	}
	if !slices.Contains(p.Workdays, midnight.Weekday()) {
		return time.Time{}, time.Time{}, false
	}
	y, m, d := midnight.Date()
	return time.Date(y, m, d, p.OpensAt, 0, 0, 0, p.zone()), time.Date(y, m, d, p.ClosesAt, 0, 0, 0, p.zone()), true
}

func (p Program) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

// Workday is how long a working day lasts.
func (p Program) Workday() time.Duration {
	if len(p.Workdays) == 0 || p.ClosesAt <= p.OpensAt {
		return 24 * time.Hour
	}
	return time.Duration(p.ClosesAt-p.OpensAt) * time.Hour
}

// maxClockDays bounds how far a deadline may lie ahead.
const maxClockDays = 3660

// AddWork is the moment at which d of working time has passed since from: the
// close of a day rather than the opening of the next.
func (p Program) AddWork(from Instant, d time.Duration) Instant {
	day, at := from.Day(p.zone()), from.Time()
	for range maxClockDays {
		if opens, closes, ok := p.shift(day); ok && at.Before(closes) {
			if at.Before(opens) {
				at = opens
			}
			if left := closes.Sub(at); d > left {
				d -= left
			} else {
				return At(at.Add(d))
			}
		}
		day = day.AddDays(1)
		if start := day.In(p.zone()); at.Before(start) {
			at = start
		}
	}
	return At(at)
}

// AddWorkdays is the moment n working days of working time after from: from
// Tuesday 15:00 two days are Thursday 15:00, from a Saturday they are Tuesday's close.
func (p Program) AddWorkdays(from Instant, n int) Instant {
	return p.AddWork(from, time.Duration(n)*p.Workday())
}

// Work is the working time between two moments, negative when to is earlier.
func (p Program) Work(from, to Instant) time.Duration {
	if to < from {
		return -p.Work(to, from)
	}
	var sum time.Duration
	start, end := from.Time(), to.Time()
	last := to.Day(p.zone())
	for day, n := from.Day(p.zone()), 0; day <= last && n < maxClockDays; day, n = day.AddDays(1), n+1 {
		opens, closes, ok := p.shift(day)
		if !ok {
			continue
		}
		if opens.Before(start) {
			opens = start
		}
		if closes.After(end) {
			closes = end
		}
		if closes.After(opens) {
			sum += closes.Sub(opens)
		}
	}
	return sum
}

// Urgency is how close a deadline is, for colour and order.
type Urgency string

const (
	OnTime Urgency = "on_time"
	Soon   Urgency = "soon" // less than half a working day left
	Late   Urgency = "late"
)

// TimeLeft is a deadline seen from a moment.
type TimeLeft struct {
	Due     Instant
	Left    time.Duration // of working time, negative when late
	Workday time.Duration
	late    bool
}

// TimeLeft is how much working time is left until due.
func (p Program) TimeLeft(now, due Instant) TimeLeft {
	return TimeLeft{Due: due, Left: p.Work(now, due), Workday: p.Workday(), late: now > due}
}

// Urgency says whether the deadline has passed or is near.
func (t TimeLeft) Urgency() Urgency {
	switch {
	case t.late:
		return Late
	case t.Left < t.Workday/2:
		return Soon
	}
	return OnTime
}

// String is the time left as a badge carries it: "2 h left", "1 day 3 h left",
// "20 min left", "late by 4 h". A day is a working day.
func (t TimeLeft) String() string {
	left := t.Left
	if left < 0 {
		left = -left
	}
	span := "under a minute"
	days := time.Duration(0)
	if t.Workday > 0 {
		days = left / t.Workday
	}
	switch hours, minutes := (left-days*t.Workday)/time.Hour, left/time.Minute; {
	case days > 0 && hours > 0 && days < 5:
		span = fmt.Sprintf("%s %d h", count(int(days), "day"), hours)
	case days > 0:
		span = count(int(days), "day")
	case hours > 0:
		span = fmt.Sprintf("%d h", hours)
	case minutes > 0:
		span = fmt.Sprintf("%d min", minutes)
	}
	if t.late {
		return "late by " + span
	}
	return span + " left"
}

// count is a number with its noun: "1 day", "3 days".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
