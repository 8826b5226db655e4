package web

import (
	"slices"
	"time"

	"tandem/portal"
	"tandem/templates"
)

// timeline is a story as steps, newest first.
func timeline(story []portal.Line, zone *time.Location) []templates.Step {
	steps := make([]templates.Step, 0, len(story))
	for _, line := range slices.Backward(story) {
		when := line.At.Time().In(zone).Format("2 Jan 2006, 15:04 MST")
		if line.Who != "" {
			when = line.Who + ", " + when
		}
		steps = append(steps, templates.Step{Text: line.Text, Quote: line.Reason, At: line.At, When: when})
	}
	return steps
}
