package portal

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWorkdaysRunInWorkingHours(t *testing.T) {
	for _, c := range []struct {
		name, from string
		days       int
		want       string
	}{
		{"Tuesday afternoon", "2026-03-03 15:00", 2, "2026-03-05 15:00"},
		{"over a weekend", "2026-03-05 15:00", 2, "2026-03-09 15:00"},
		{"Saturday", "2026-03-07 11:00", 2, "2026-03-10 18:00"},
		{"before the day opens", "2026-03-03 06:00", 2, "2026-03-04 18:00"},
		{"after it closes", "2026-03-03 20:00", 2, "2026-03-05 18:00"},
		{"as it opens", "2026-03-03 09:00", 1, "2026-03-03 18:00"},
		{"as it closes", "2026-03-03 18:00", 1, "2026-03-04 18:00"},
		{"Friday night", "2026-03-06 23:59", 1, "2026-03-09 18:00"},
		{"over the change to summer time", "2026-03-27 15:00", 1, "2026-03-30 15:00"},
		{"over the change to winter time", "2026-10-23 15:00", 1, "2026-10-26 15:00"},
		{"no day at all, on a Sunday", "2026-03-08 12:00", 0, "2026-03-09 09:00"},
	} {
		if got := rules.AddWorkdays(moment(c.from), c.days); got != moment(c.want) {
			t.Errorf("%s: %s and %d days = %s, want %s", c.name, c.from, c.days, got.Time().In(lisbon), c.want)
		}
	}
}

func TestAroundTheClockWithoutWorkdays(t *testing.T) {
	p := rules
	p.Workdays = nil
	if got, want := p.AddWorkdays(moment("2026-03-07 11:00"), 2), moment("2026-03-09 11:00"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTimeLeftInWords(t *testing.T) {
	due := moment("2026-03-05 15:00") // a Thursday
	for _, c := range []struct {
		now, want string
		urgency   Urgency
	}{
		{"2026-03-03 15:00", "2 days left", OnTime},
		{"2026-03-04 12:00", "1 day 3 h left", OnTime},
		{"2026-03-05 08:00", "6 h left", OnTime},
		{"2026-03-05 13:00", "2 h left", Soon},
		{"2026-03-05 14:40", "20 min left", Soon},
		{"2026-03-05 15:00", "under a minute left", Soon},
		{"2026-03-05 17:30", "late by 2 h", Late},
		{"2026-03-07 12:00", "late by 1 day 3 h", Late},
		{"2026-04-05 12:00", "late by 21 days", Late},
	} {
		got := rules.TimeLeft(moment(c.now), due)
		if got.String() != c.want || got.Urgency() != c.urgency {
			t.Errorf("%s: got %q, %s; want %q, %s", c.now, got, got.Urgency(), c.want, c.urgency)
		}
	}
}

func TestWorkIsWhatAddWorkAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := At(moment("2026-01-01 00:00").Time().Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(t, "minutes")) * time.Minute))
		d := time.Duration(rapid.IntRange(0, 20*9*60).Draw(t, "work")) * time.Minute
		to := rules.AddWork(from, d)
		if got := rules.Work(from, to); got != d {
			t.Fatalf("%s and %s of work is %s, which is %s of work", from, d, to, got)
		}
		if back := rules.Work(to, from); back != -d {
			t.Fatalf("backwards it is %s, want -%s", back, d)
		}
		if later := rules.AddWork(from, d+time.Minute); later <= to {
			t.Fatalf("a minute more ends at %s, not after %s", later, to)
		}
	})
}
