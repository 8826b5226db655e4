package portal

import (
	"fmt"
	"strings"
	"time"
)

// Date is a calendar day as "2006-01-02", or "" for none. It sorts as text.
type Date string

// DateOf is the day of an instant in a zone.
func DateOf(t time.Time, zone *time.Location) Date { return Date(t.In(zone).Format(time.DateOnly)) }

// ParseDate reads "2006-01-02"; anything else is Invalid.
func ParseDate(text string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", Errorf(Invalid, "%q is not a date; write it as 2026-03-31.", text)
	}
	return Date(text), nil
}

// Time is midnight UTC of the day; the zero time for none or for text that is no date.
func (d Date) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// In is the first instant of the day in a zone.
func (d Date) In(zone *time.Location) time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
}

// AddDays is the day n days later (earlier when negative).
func (d Date) AddDays(n int) Date { return Date(d.Time().AddDate(0, 0, n).Format(time.DateOnly)) }

// AddMonths is the same day n months later, or that month's last day when it is shorter.
func (d Date) AddMonths(n int) Date {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.AddDate(0, 0, min(t.Day(), last)-1).Format(time.DateOnly))
}

// Month is "2006-01".
func (d Date) Month() string {
	if len(d) < 7 {
		return ""
	}
	return string(d[:7])
}

// DaysUntil is the count of days from d to other, negative when other is earlier.
func (d Date) DaysUntil(other Date) int { return int(other.Time().Sub(d.Time()).Hours() / 24) }

// Long is the day as sentences carry it: "12 March 2026"; "" for none.
func (d Date) Long() string {
	if d == "" {
		return ""
	}
	return d.Time().Format("2 January 2006")
}

// Quarter is a calendar quarter as "2026-Q3". It sorts as text.
type Quarter string

// QuarterOf is the quarter that holds the day.
func QuarterOf(d Date) Quarter {
	t := d.Time()
	return Quarter(fmt.Sprintf("%04d-Q%d", t.Year(), (int(t.Month())-1)/3+1))
}

// Start is the quarter's first day, "" for text that is no quarter.
func (q Quarter) Start() Date {
	year, number, _ := strings.Cut(string(q), "-Q")
	first := map[string]string{"1": "01", "2": "04", "3": "07", "4": "10"}[number]
	start, err := ParseDate(year + "-" + first + "-01")
	if err != nil {
		return ""
	}
	return start
}

// End is the quarter's last day.
func (q Quarter) End() Date { return q.Start().AddMonths(3).AddDays(-1) }

// Add is the quarter n quarters later (earlier when negative).
func (q Quarter) Add(n int) Quarter { return QuarterOf(q.Start().AddMonths(3 * n)) }
