package portal

import "cmp"

// Line is one line of a timeline as people read it.
type Line struct {
	At     Instant
	Who    string
	Text   string // "Accepted. The lead is protected until 30 June 2026."
	Reason string // in the words of who did it, "" without one
	Kind   string
}

// Story is the history of a referral in sentences, first to last. Of a duplicate
// the partner reads no more than that the lead is known, and nothing of what was
// taken back at once.
func (r Referral) Story(staff bool) []Line {
	lines := make([]Line, 0, len(r.History))
	for _, c := range r.History {
		if !staff && (c.Kind == ReferralUndoneEvent || c.Kind == ReferralUpheldEvent || WasUndone(r.History, c.N)) {
			continue
		}
		line := Line{At: c.At, Who: c.ByName, Reason: c.Reason, Kind: c.Kind, Text: r.sentence(c, staff)}
		if split, ok := r.splitAt(c); ok && staff {
			line.Reason = split.Reason
		}
		if (c.Kind == ReferralDuplicateEvent || c.Kind == ReferralYieldedEvent) && !staff {
			line.Who, line.Reason = "", ""
		}
		if evidence := c.Data["evidence"]; c.Kind == ExtensionAskedEvent && evidence != "" {
			line.Reason += "\n\nEvidence: " + evidence
		}
		lines = append(lines, line)
	}
	return lines
}

func (r Referral) sentence(c Change, staff bool) string {
	until := ""
	if day := Date(c.Data["until"]); day != "" {
		until = " The lead is protected until " + day.Long() + "."
	}
	switch c.Kind {
	case ReferralSubmittedEvent:
		if c.Data["through"] != "" {
			return "Came through a tracked link, confirmed by the contact." + until
		}
		return "Submitted." + until
	case ReferralAcceptedEvent:
		return "Accepted." + until
	case ReferralQualifiedEvent:
		return "Qualified: the need is real." + until
	case ReferralWonEvent:
		return "Won: a contract of " + c.Data["value"] + " from " + Date(c.Data["start"]).Long() + "."
	case ReferralLostEvent:
		return "Lost."
	case ReferralRejectedEvent:
		return "Rejected."
	case ReferralDuplicateEvent:
		if staff && r.DuplicateOf != "" {
			return "Duplicate of " + Referral{ID: r.DuplicateOf}.Number() + "."
		}
		return "This lead is already known to us."
	case ReferralReturnedEvent:
		text := "Sent back for changes"
		if names := FieldNames(c.Data["fields"]); names != "" {
			text += " of " + names
		}
		return text + ". It can be handed in again until " + Date(c.Data["by_day"]).Long() + "; the protection rests."
	case ReferralHandedInEvent:
		text := "Handed in again"
		if names := FieldNames(c.Data["changed"]); names != "" {
			text += " with changes of " + names
		}
		return text + "." + until
	case ReferralWithdrawnEvent:
		if c.Data["import"] != "" {
			return "Taken back with the file that it came in."
		}
		return "Withdrawn by the partner."
	case ReferralExpiredEvent:
		if c.Data["why"] == "unanswered" {
			return "Expired: it was not handed in again in time."
		}
		return "Expired: the protection ended before the lead was won."
	case ReferralRemindedEvent:
		return "Reminded of the end of the protection on " + Date(c.Data["until"]).Long() + "."
	case ReturnRemindedEvent:
		return "Reminded to hand it in again by " + Date(c.Data["by_day"]).Long() + "."
	case ReferralAssignedEvent:
		return c.Data["owner_name"] + " looks after it."
	case ReferralUndoneEvent:
		return takenBack(r.sentence(Change{Kind: c.Data["kind"]}, staff))
	case ReferralUpheldEvent:
		return "It stays a duplicate."
	case ReferralYieldedEvent:
		if staff && r.DuplicateOf != "" {
			return "The lead went to " + Referral{ID: r.DuplicateOf}.Number() + "."
		}
		return "We looked at it again: this customer was brought to us by somebody else."
	case ReferralSplitEvent:
		return r.splitSentence(c, staff)
	case ReferralSharedEvent:
		return "A partner that did not submit it has a share of " + c.Data["share"] + " in the deal with " + c.Data["customer"] + "."
	case ReferralReinstatedEvent:
		return "Counts after all." + until
	}
	return cmp.Or(extensionSentence(c), attachmentSentence(c), c.Kind)
}

// splitAt is the split that a change tells of.
func (r Referral) splitAt(c Change) (Split, bool) {
	for _, split := range r.Splits {
		if c.Kind == ReferralSplitEvent && split.At == c.At {
			return split, true
		}
	}
	return Split{}, false
}

// splitSentence tells staff all shares, and the partner its own.
func (r Referral) splitSentence(c Change, staff bool) string {
	share := c.Data["share"]
	if staff {
		if split, ok := r.splitAt(c); ok {
			return "What is collected is divided: " + split.Text() + "."
		}
		return "What is collected is divided; the share of the partner that submitted it is " + share + "."
	}
	switch share {
	case "100%":
		return "The deal is no longer shared: all of what we collect counts for you."
	case "0%":
		return "We decided that the deal counts for another partner."
	}
	return "We decided that the deal is shared. Your share is " + share + " of what we collect."
}
