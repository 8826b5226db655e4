package templates

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"tandem/portal"
)

// funcs are what pages may call. They format; they never decide.
func funcs(asset func(string) string) template.FuncMap {
	return template.FuncMap{
		"asset": asset,
		"icon": func(name string) template.HTML {
			return template.HTML(`<svg class="icon" aria-hidden="true" width="16" height="16"><use href="` +
				template.HTMLEscapeString(asset("icons.svg")+"#"+name) + `"></use></svg>`)
		},
		"date":     func(d portal.Date) string { return d.Long() },
		"day":      func(i portal.Instant, zone *time.Location) string { return i.Day(zone).Long() },
		"datetime": dateTime,
		"ago":      ago,
		"left":     left,
		"percent":  func(part, whole int) int { return portalPercent(part, whole) },
		"plural":   plural,
		"lower":    strings.ToLower,
	}
}

// dateTime is a moment with its zone: "12 Mar 2026, 14:05 WET".
func dateTime(i portal.Instant, zone *time.Location) string {
	if i == "" {
		return ""
	}
	return i.Time().In(zone).Format("2 Jan 2006, 15:04 MST")
}

// ago is how long before now a moment was, in words: "3 hours ago".
func ago(i, now portal.Instant) string {
	d := now.Time().Sub(i.Time())
	if d < time.Minute {
		return "just now"
	}
	return span(d) + " ago"
}

// left is the time until a moment: "5 h left", "2 days over".
func left(due, now portal.Instant) string {
	d := due.Time().Sub(now.Time())
	if d < 0 {
		return span(-d) + " over"
	}
	return span(d) + " left"
}

func span(d time.Duration) string {
	switch {
	case d < time.Hour:
		return plural(int(d.Minutes()), "minute")
	case d < 48*time.Hour:
		return plural(int(d.Hours()), "hour")
	case d < 60*24*time.Hour:
		return plural(int(d.Hours()/24), "day")
	default:
		return plural(int(d.Hours()/24/30), "month")
	}
}

// plural is a count with its noun: "1 day", "3 days", "2 companies".
func plural(n int, noun string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ay") && !strings.HasSuffix(noun, "ey"):
		noun = strings.TrimSuffix(noun, "y") + "ies"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func portalPercent(part, whole int) int {
	if whole <= 0 {
		return 0
	}
	return (part*200 + whole) / (2 * whole)
}
