package portal

import "time"

// Instant is a moment as stored and compared everywhere: UTC, whole
// milliseconds, in text of fixed width ("2026-03-31T09:30:00.000Z"), so that it
// sorts as text and is the same on every engine. "" is none.
type Instant string

const instantLayout = "2006-01-02T15:04:05.000Z"

// At is the Instant of a time; the zero time is none.
func At(t time.Time) Instant {
	if t.IsZero() {
		return ""
	}
	return Instant(t.UTC().Format(instantLayout))
}

// Time is the moment in UTC; the zero time for none.
func (i Instant) Time() time.Time {
	t, err := time.Parse(instantLayout, string(i))
	if err != nil {
		return time.Time{}
	}
	return t
}

// IsZero reports no moment at all.
func (i Instant) IsZero() bool { return i == "" }

// Add is the moment d later.
func (i Instant) Add(d time.Duration) Instant { return At(i.Time().Add(d)) }

// Day is the calendar day in a zone.
func (i Instant) Day(zone *time.Location) Date {
	if i == "" {
		return ""
	}
	return DateOf(i.Time(), zone)
}
