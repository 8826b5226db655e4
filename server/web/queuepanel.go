package web

import (
	"fmt"
	"slices"
	"strconv"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// panelSteps is how much of a history the panel shows.
const panelSteps = 4

// queuePanel is an item with what decides it.
func (r *request) queuePanel(c program.Case, q queueQuery) *templates.QueuePanel {
	p := &templates.QueuePanel{
		Left: r.timeLeft(c.Item.Due), Checks: c.Checks, Action: q.item(c.Item), Version: c.Version,
		Form: templates.Filled(map[string]string{"owner": string(c.Item.Owner)}),
	}
	for _, user := range c.Staff {
		p.Staff = append(p.Staff, templates.Option{Value: string(user.ID), Label: user.Name})
	}
	switch c.Item.Kind {
	case portal.QueueApplication:
		r.applicationPanel(p, c)
	case portal.QueueReferral:
		r.referralPanel(p, c)
	case portal.QueueExtension:
		r.extensionPanel(p, c)
	case portal.QueueOnboarding:
		r.onboardingPanel(p, c)
	case portal.QueuePayout:
		r.batchPanel(p, c)
	case portal.QueueLead:
		r.leadPanel(p, c)
	case portal.QueueDraft:
		r.draftPanel(p, c)
	case portal.QueueQuestion:
		r.questionPanel(p, c)
	case portal.QueueAdjustment:
		r.adjustmentPanel(p, c)
	}
	if !c.Waits {
		p.Verdicts = nil
	}
	p.Steps = p.Steps[:min(len(p.Steps), panelSteps)]
	return p
}

func (r *request) applicationPanel(p *templates.QueuePanel, c program.Case) {
	partner, rules := c.Partner, r.app.program.Rules
	p.Title, p.Href = partner.Company, deskApplications+"/"+string(partner.ID)
	p.Lead = fmt.Sprintf("Application of %s, %s in %s", partner.AppliedAt.Day(rules.Zone).Long(), portal.NameIn(rules.Verticals, partner.Vertical), portal.CountryName(partner.Country))
	p.Facts, p.Said, p.Steps = applicationFacts(rules, partner.Application), partner.Note, r.newestFirst(partner.Story())
	if c.Item.Owner == "" {
		p.Form = templates.Filled(map[string]string{"owner": string(r.actor.User)})
	}
	p.OwnerIs, p.OwnerDo = "Specialist", "Looks after the partner once it is approved. Assign gives them the application now."
	p.NoteIs, p.NoteDo = "Note to the applicant", "Your question, your reason, or words of welcome: it goes into the mail."
	p.Verdicts = []templates.VerdictButton{
		{Value: "accept", Label: "Approve", Key: "A", Icon: "check", Primary: true, Confirm: "Approve " + partner.Company + "? The way in goes out by mail at once."},
		{Value: "ask", Label: "Ask for more", Key: "R", Icon: "message-square", Writes: true},
		{Value: "decline", Label: "Decline", Key: "D", Icon: "x", Danger: true, Writes: true},
		{Value: "assign", Label: "Assign"},
	}
	if !c.Waits {
		state := partnerPill(partner.State)
		p.State = &state
	}
}

func (r *request) referralPanel(p *templates.QueuePanel, c program.Case) {
	referral, rules := *c.Referral, r.app.program.Rules
	p.Title, p.Href, p.Lead = referral.Company, deskReferrals+"/"+string(referral.ID), "Referral "+referral.Number()
	p.From = &templates.Button{Label: referral.PartnerName, Href: deskPartners + "/" + string(referral.Partner)}
	referral.Need = "" // stands below, in its own words
	p.Facts, p.Said = leadFacts(rules, referral, true), c.Referral.Need
	if rate, ok := c.Record.WinRate(); ok {
		won, lost := c.Record.Referrals[portal.ReferralWon], c.Record.Referrals[portal.ReferralLost]
		p.Facts = append(p.Facts, templates.Fact{Label: "Partner's record", Text: fmt.Sprintf("%d of %d won, %d%%", won, won+lost, rate)})
	}
	if referral.ProtectedUntil != "" {
		p.Facts = append(p.Facts, templates.Fact{Label: "Protected until", Text: referral.ProtectedUntil.Long()})
	}
	if len(c.Rivals) > 0 {
		rival := c.Rivals[0]
		p.Facts = append(p.Facts, templates.Fact{Label: "Came too late", Text: fmt.Sprintf("%s of %s. Compare", rival.Number(), rival.PartnerName), Href: conflictHref(rival.ID)})
	}
	p.Steps = r.steps(referral.Story(true))
	slices.Reverse(p.Steps)
	p.OwnerIs, p.OwnerDo = "Looked after by", "Accepting makes you its owner. Assign leaves the answer to somebody else."
	p.NoteIs, p.NoteDo = "Note to the partner", "Needed to reject or to send it back for changes: the partner reads it."
	p.Verdicts = []templates.VerdictButton{
		{Value: "accept", Label: "Accept", Key: "A", Icon: "check", Primary: true},
		{Value: "ask", Label: "Send back", Key: "R", Icon: "message-square", Writes: true},
		{Value: "decline", Label: "Reject", Key: "D", Icon: "x", Danger: true, Writes: true},
		{Value: "assign", Label: "Assign"},
	}
	if !c.Waits {
		state := referralPill(referral.State)
		p.State = &state
	}
}

func (r *request) onboardingPanel(p *templates.QueuePanel, c program.Case) {
	partner, sprint := c.Partner, *c.Onboarding
	p.Title, p.Href = partner.Company, deskPartners+"/"+string(partner.ID)
	p.Lead = fmt.Sprintf("Onboarding, day %d of %d", sprint.Day, sprint.Days)
	p.Facts = []templates.Fact{
		{Label: "Started", Text: sprint.Start.Long()},
		{Label: "Was to end", Text: sprint.Deadline.Long()},
		{Label: "Specialist", Text: partner.SpecialistName},
		{Label: "Contact", Text: partner.Contact},
		{Label: "Email", Text: partner.Email, Href: "mailto:" + partner.Email},
		{Label: "Referrals so far", Text: strconv.Itoa(c.Record.Submitted())},
	}
	p.Steps = r.newestFirst(partner.Story())
	p.OwnerIs, p.OwnerDo = "Specialist", "Assign gives the partner another one, and tells it."
	p.NoteIs, p.NoteDo = "Why before it is complete", "Needed to make the partner active."
	p.Verdicts = []templates.VerdictButton{
		{Value: "accept", Label: "Make active", Key: "A", Icon: "play", Primary: true, Writes: true, Confirm: "Make " + partner.Company + " active before its onboarding is complete?"},
		{Value: "assign", Label: "Assign"},
	}
	if !c.Waits {
		state := partnerPill(partner.State)
		p.State = &state
	}
}

// batchPanel shows a batch; its approval is the batch's own form, with a second factor.
func (r *request) batchPanel(p *templates.QueuePanel, c program.Case) {
	b := *c.Batch
	p.Title, p.Href, p.Lead = "Batch "+b.Number(), batchHref(b.ID), "Payouts in "+string(b.Currency)+", payable by "+b.Cutoff.Long()
	p.Facts = []templates.Fact{
		{Label: "Total", Text: b.Total.String()},
		{Label: "Payouts", Text: strconv.Itoa(len(b.Lines))},
		{Label: "Left out", Text: strconv.Itoa(len(b.LeftOut))},
		{Label: "Prepared by", Text: b.PreparedByName()},
		{Label: "Prepared", Text: r.when(b.PreparedAt)},
	}
	for _, line := range b.Lines {
		p.Lines = append(p.Lines, templates.Fact{Label: line.Name, Text: line.Total.String()})
	}
	p.Total = b.Total.String()
	for _, change := range slices.Backward(b.History) {
		p.Steps = append(p.Steps, r.batchStep(change))
	}
	p.Action, p.Version, p.Staff = batchHref(b.ID)+"/approve", 0, nil
	p.Verdicts = []templates.VerdictButton{{
		Label: "Approve", Key: "A", Icon: "check", Primary: true,
		Confirm: fmt.Sprintf("Approve %s to %s?", b.Total, count(len(b.Lines), "partner")),
	}}
	if c.Waits {
		return
	}
	state := batchPill(b.State)
	switch b.State {
	case portal.BatchApproved:
		p.Why = "It waits for somebody of finance to make the files for the bank, on its own page."
	case portal.BatchDraft:
		p.Why = "You prepared this batch. It waits here for somebody else of finance."
	case portal.BatchExported, portal.BatchPaid, portal.BatchFailed, portal.BatchCancelled:
	}
	p.State = &state
}

// questionPanel shows what a partner asks about a line; the answer is written on its own page.
func (r *request) questionPanel(p *templates.QueuePanel, c program.Case) {
	q, entry := c.Question.Question, c.Question.Entry
	p.Title, p.Href, p.Lead = q.Line, r.questionHref(q.ID), "Question of "+q.Name
	p.Facts = []templates.Fact{{Label: "Partner", Text: q.Name, Href: partnerEarnings(q.Partner)}, {Label: "Amount", Text: q.Amount.String()}, {Label: "The line", Text: entry.Sentence(), Long: true}}
	if n := len(c.Question.Remarks); n > 0 {
		p.Said = c.Question.Remarks[n-1].Text
	}
	p.Staff = nil
	if c.Waits {
		p.Why = "The answer is written on its own page, where the whole conversation stands."
		return
	}
	state := questionPill(q.State)
	p.State = &state
}

// adjustmentPanel shows an adjustment; its approval is its own form, with a second factor.
func (r *request) adjustmentPanel(p *templates.QueuePanel, c program.Case) {
	a := *c.Adjustment
	p.Title, p.Href, p.Lead = a.Amount.String(), adjustmentHref(a.ID), "Adjustment for "+a.Name
	p.Facts = []templates.Fact{{Label: "Partner", Text: a.Name, Href: partnerEarnings(a.Partner)}, {Label: "Amount", Text: a.Amount.String()}, {Label: "Proposed by", Text: a.ByName}, {Label: "Proposed", Text: r.when(a.At)}}
	p.Said = a.Reason
	p.Action, p.Version, p.Staff = adjustmentHref(a.ID)+"/approve", 0, nil
	p.Verdicts = []templates.VerdictButton{{
		Label: "Approve", Key: "A", Icon: "check", Primary: true, Confirm: fmt.Sprintf("Book %s for %s?", a.Amount, a.Name),
	}}
	if c.Waits {
		return
	}
	state := adjustmentPill(a.State)
	if a.State == portal.AdjustmentProposed {
		p.Why = "You proposed this. It waits here for somebody else of finance."
	}
	p.State = &state
}
