package web

import (
	"slices"
	"time"

	"tandem/portal"
	"tandem/templates"
)

// partnerPill is a partner's state with its colour.
func partnerPill(state portal.PartnerState) templates.Pill {
	pill := templates.Pill{Text: state.Label()}
	switch state {
	case portal.PartnerApplied, portal.PartnerInReview, portal.PartnerOnboarding:
		pill.Kind = "info"
	case portal.PartnerChangesAsked, portal.PartnerPaused:
		pill.Kind = "warn"
	case portal.PartnerApproved, portal.PartnerActive:
		pill.Kind = "ok"
	case portal.PartnerDeclined, portal.PartnerEnded:
	}
	return pill
}

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
