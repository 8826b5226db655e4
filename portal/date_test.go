package portal

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAddMonthsStopsAtTheMonthsEnd(t *testing.T) {
	for _, c := range []struct {
		from Date
		n    int
		want Date
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-11-15", 12, "2027-11-15"}, {"2026-12-31", 2, "2027-02-28"},
	} {
		if got := c.from.AddMonths(c.n); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestQuarterKnowsItsDays(t *testing.T) {
	q := QuarterOf("2026-08-14")
	if q != "2026-Q3" || q.Start() != "2026-07-01" || q.End() != "2026-09-30" || q.Add(2) != "2027-Q1" || q.Add(-3) != "2025-Q4" {
		t.Errorf("got %s from %s to %s, then %s, before %s", q, q.Start(), q.End(), q.Add(2), q.Add(-3))
	}
}

func TestAQuarterIsWrittenInOneWay(t *testing.T) {
	for _, q := range []Quarter{"", "2026", "2026-Q", "2026-Q0", "2026-Q5", "2026-Q11", "2026-Q1 ", " 2026-Q1", "26-Q1", "02026-Q1", "2026-q1", "2026Q1", "2026-Q-1", "20x6-Q1", "2026-Q1-Q2"} {
		if start := q.Start(); start != "" {
			t.Errorf("%q is taken for the quarter from %s", q, start)
		}
	}
}

// TestDaysCount holds the arithmetic of days to the calendar of the standard library.
func TestDaysCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := Date(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(-20000, 20000).Draw(t, "day")).Format(time.DateOnly))
		n := rapid.IntRange(-3000, 3000).Draw(t, "n")
		later := day.AddDays(n)
		if got := day.DaysUntil(later); got != n {
			t.Errorf("%s and %d days is %s, which is %d days away", day, n, later, got)
		}
		if n > 0 != (later > day) && n != 0 {
			t.Errorf("%s and %s do not sort as they come", day, later)
		}
		months := rapid.IntRange(-60, 60).Draw(t, "months")
		moved := day.AddMonths(months)
		if want := day.Time().Year()*12 + int(day.Time().Month()) + months; moved.Time().Year()*12+int(moved.Time().Month()) != want || moved > day.AddMonths(months+1) {
			t.Errorf("%s and %d months is %s", day, months, moved)
		}
		if back, err := ParseDate(string(moved)); err != nil || back != moved {
			t.Errorf("%s is read as %s, %v", moved, back, err)
		}
		q := QuarterOf(day)
		if day < q.Start() || day > q.End() || q.Add(1).Start() != q.End().AddDays(1) || QuarterOf(q.End()) != q || q.Add(n%40).Add(-(n%40)) != q {
			t.Errorf("%s is in %s, from %s to %s", day, q, q.Start(), q.End())
		}
	})
}

// TestADayIsTheZonesDay: the same moment is two days on the two sides of a midnight.
func TestADayIsTheZonesDay(t *testing.T) {
	for _, c := range []struct {
		at   Instant
		zone string
		want Date
	}{
		{"2026-03-01T23:30:00.000Z", "UTC", "2026-03-01"},
		{"2026-03-01T23:30:00.000Z", "Europe/Madrid", "2026-03-02"},
		{"2026-07-01T23:30:00.000Z", "Europe/Lisbon", "2026-07-02"},
		{"2026-03-01T03:30:00.000Z", "America/New_York", "2026-02-28"},
		{"2026-03-29T00:59:59.999Z", "Europe/Lisbon", "2026-03-29"},
		{"", "UTC", ""},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		got := c.at.Day(zone)
		if got != c.want {
			t.Errorf("%s in %s is on %s, want %s", c.at, c.zone, got, c.want)
		}
		if got == "" {
			continue
		}
		if first := At(got.In(zone)); first > c.at || At(got.AddDays(1).In(zone)) <= c.at {
			t.Errorf("%s in %s begins at %s", got, c.zone, first)
		}
	}
}
