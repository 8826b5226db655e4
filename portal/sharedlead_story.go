package portal

import (
	"strings"
)

// Input is the lead as the referral that it becomes.
func (s SharedLead) Input() ReferralInput {
	return ReferralInput{Lead: s.Lead, Site: s.Domain, Source: FromShare}
}

// Story is the history of the lead in sentences: all of it for staff, what is its own for a partner.
func (s SharedLead) Story(of PartnerID) []Line {
	var lines []Line
	for _, c := range s.History {
		if of != "" && c.Data["to"] != string(of) {
			continue
		}
		line := Line{At: c.At, Who: c.ByName, Reason: c.Reason, Kind: c.Kind, Text: SharedLeadSentence(c)}
		if of != "" && c.Kind != LeadAcceptedEvent && c.Kind != LeadDeclinedEvent {
			line.Who, line.Reason = "", ""
			line.Text = strings.ReplaceAll(line.Text, c.Data["name"], "you")
		}
		lines = append(lines, line)
	}
	return lines
}

// SharedLeadSentence is one change of a shared lead as staff read it.
func SharedLeadSentence(c Change) string {
	name := c.Data["name"]
	switch c.Kind {
	case LeadOfferedEvent:
		return "Offered to " + name + "."
	case LeadRemindedEvent:
		return "A reminder went to " + name + "."
	case LeadAcceptedEvent:
		return "Accepted for " + name + "."
	case LeadDeclinedEvent:
		return "Declined for " + name + "."
	case LeadLapsedEvent:
		return "No answer came in time from " + name + "."
	case LeadSkippedEvent:
		return "Passed over " + name + ", which does not take part now."
	case LeadReturnedEvent:
		return "Nobody took the lead, so it is back with us."
	case LeadWithdrawnEvent:
		return "The offer was withdrawn."
	case LeadReferredEvent:
		return "The customer was referred meanwhile, so the offer ended."
	}
	return c.Kind
}
