package portal

import "slices"

// applicantSees are the changes that an applicant reads about before being let in.
var applicantSees = []string{
	PartnerAppliedEvent, PartnerVerifiedEvent, PartnerReviewEvent, PartnerAskedEvent, PartnerRepliedEvent,
	PartnerApprovedEvent, PartnerDeclinedEvent,
}

// Story is the history of a partner in sentences, first to last.
func (p Partner) Story() []Line {
	lines := make([]Line, 0, len(p.History))
	for _, c := range p.History {
		lines = append(lines, Line{At: c.At, Who: c.Who(), Reason: c.Reason, Kind: c.Kind, Text: PartnerSentence(c)})
	}
	return lines
}

// Who did it, as people read it: a duty of the program has no name.
func (c Change) Who() string {
	switch c.Kind {
	case PartnerAppliedEvent, PartnerVerifiedEvent, PartnerRepliedEvent: // an applicant, who has no account yet
		return c.ByName
	}
	if c.By == "" {
		return "By rule"
	}
	return c.ByName
}

// ApplicationStory is what the applicant reads of it: the steps of the
// application, without the names of the staff and what was taken back at once.
func (p Partner) ApplicationStory() []Line {
	lines := []Line{}
	for i, line := range p.Story() {
		if !slices.Contains(applicantSees, line.Kind) || WasUndone(p.History, p.History[i].N) {
			continue
		}
		line.Who = ""
		lines = append(lines, line)
	}
	return lines
}

// PartnerSentence is one change of a partner as people read it. Who did it and
// the reason stand beside it, not in it.
func PartnerSentence(c Change) string {
	switch c.Kind {
	case PartnerAppliedEvent:
		if by := c.Data["invited_by"]; by != "" {
			return "Applied to the program, invited by " + by + "."
		}
		return "Applied to the program."
	case PartnerVerifiedEvent:
		return "Confirmed the email address."
	case PartnerReviewEvent:
		return "Review started."
	case PartnerAskedEvent:
		return "More was asked."
	case PartnerRepliedEvent:
		if names := c.CorrectionNames(); names != "" {
			return "The applicant answered and corrected " + names + "."
		}
		return "The applicant answered."
	case PartnerApprovedEvent:
		return "Approved, with " + c.Data["specialist_name"] + " as the specialist."
	case PartnerDeclinedEvent:
		return "Declined."
	case PartnerOnboardingEvent:
		return "Onboarding started."
	case PartnerActivatedEvent:
		return "Became active."
	case PartnerFrozenEvent:
		return "The payouts were held back."
	case PartnerPayRemindedEvent:
		if why := c.Data["why"]; why != "" {
			return "Reminded of what keeps it from being paid: " + lowerFirst(why)
		}
		return "Reminded of what keeps it from being paid."
	case PartnerReleasedEvent:
		return "The payouts were released."
	case PartnerPausedEvent:
		return "Paused."
	case PartnerResumedEvent:
		return "Resumed."
	case PartnerEndedEvent:
		return "Left the program."
	case PartnerNoticeEvent:
		return NoticeSide(c.Data["side"]).Label() + " gave notice: the last day is " + Date(c.Data["last_day"]).Long() + "."
	case PartnerNoticeWithdrawnEvent:
		return "The notice to end on " + Date(c.Data["last_day"]).Long() + " was taken back."
	case PartnerCodeEvent:
		return "Links carry the name " + c.Data["code"] + " now, and those with " + c.Data["was"] + " still work."
	case PartnerSpecialistEvent:
		return c.Data["specialist_name"] + " became the specialist."
	case PartnerProfileEvent:
		return "Changed the company profile."
	case PartnerTermsEvent:
		return "Accepted the terms " + c.Data["version"] + "."
	case AddendumProposedEvent:
		return "Addendum " + c.Data["addendum"] + " was proposed."
	case AddendumApprovedEvent:
		return "Addendum " + c.Data["addendum"] + " was approved and offered."
	case AddendumAcceptedEvent:
		return "Accepted addendum " + c.Data["addendum"] + "."
	case AddendumRefusedEvent:
		return "Addendum " + c.Data["addendum"] + " was refused."
	case AddendumDeclinedEvent:
		return "Declined addendum " + c.Data["addendum"] + "."
	case AddendumWithdrawnEvent:
		return "Addendum " + c.Data["addendum"] + " was withdrawn."
	case AddendumEndProposedEvent:
		return "The early end of addendum " + c.Data["addendum"] + " was proposed."
	case AddendumEndDroppedEvent:
		return "Addendum " + c.Data["addendum"] + " goes on; its early end was dropped."
	case AddendumEndedEvent:
		return "Addendum " + c.Data["addendum"] + " ends early, on " + Date(c.Data["last_day"]).Long() + "."
	case TermsAskedEvent:
		return "Asked to accept the terms " + c.Data["version"] + " by " + Date(c.Data["due"]).Long() + "."
	case TermsRemindedEvent:
		return "Reminded to accept the terms " + c.Data["version"] + " by " + Date(c.Data["due"]).Long() + "."
	case PartnerBrandEvent:
		return "Set the brand kit."
	case PartnerPayToEvent:
		return "Set the payout details."
	case PartnerPayToKeptEvent:
		return "Withdrew the change of the payout details."
	case PartnerBaselineEvent:
		return "Gave the baseline figures."
	case PartnerKickoffEvent:
		return "Booked the kick-off."
	case PartnerTaskEvent:
		return "Completed an onboarding task: " + c.Data["title"] + "."
	case PartnerTierEvent:
		return tierSentence(c)
	case PartnerTierKeptEvent:
		return "The quarterly review left the tier as it was."
	case PartnerTierWarnedEvent:
		return "Warned that the tier may go down."
	case PartnerTierOverrideEvent:
		return "The tier was set by hand."
	case PartnerTierLiftedEvent:
		return "The tier set by hand no longer holds."
	case PartnerReviewerEvent:
		return c.Data["specialist_name"] + " looks after the application."
	case PartnerUndoneEvent:
		return takenBack(PartnerSentence(Change{Kind: c.Data["kind"]}))
	case PartnerOnboardedEvent:
		return "Completed the onboarding."
	case PartnerReapplicationEvent:
		return "A later application of the same company took over."
	}
	return c.Kind
}

func tierSentence(c Change) string {
	from := ""
	if day := Date(c.Data["from"]); day != "" {
		from = " from " + day.Long()
	}
	was, is := Tier(c.From), Tier(c.To)
	switch {
	case !was.Valid():
		return "Starts at " + is.Label() + from + "."
	case is.Number() < was.Number():
		return "Promoted to " + is.Label() + from + "."
	}
	return "Moved to " + is.Label() + from + "."
}
