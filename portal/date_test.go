package portal

import "testing"

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
