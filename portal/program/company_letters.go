package program

import (
	"context"
	"fmt"

	"tandem/portal"
)

// companyLetters are the mails about a partner's own path: to its specialist when
// it acts, to its admins when something of theirs changed.
func companyLetters() []letterKind {
	return []letterKind{
		{"kickoff", portal.PartnerKickoffEvent, toSpecialist, composeKickoff},
		{"onboarded", portal.PartnerOnboardedEvent, toSpecialist, composeOnboarded},
		{"welcome", portal.PartnerOnboardingEvent, toPartnerAdmins, composeWelcome},
		{"payout-details", portal.PartnerPayToEvent, toPartnerAdmins, composePayoutDetails},
		{"payout-details-kept", portal.PartnerPayToKeptEvent, toPartnerAdmins, composePayoutDetailsKept},
	}
}

// toSpecialist addresses who looks after the partner.
func toSpecialist(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil || partner.Specialist == "" {
		return nil, ignoreMissing(err)
	}
	return p.toPerson(ctx, partner.Specialist)
}

// specialistLetter tells a specialist what a partner of theirs did.
func (p *Program) specialistLetter(ctx context.Context, partner portal.Partner, m portal.Message, subject, line string) Letter {
	return Letter{
		Name: p.nameOf(ctx, m), Subject: partner.Company + " " + subject, Lines: []string{line},
		Action: "See the partner", Link: p.url("/desk/partners/" + string(partner.ID)),
		Why: "You get this because you are the specialist of " + partner.Company + ".",
	}
}

func composeKickoff(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	at := portal.Instant(e.Data["at"]).Time().In(p.Rules.Zone)
	return p.specialistLetter(ctx, partner, m, "booked the kick-off call",
		fmt.Sprintf("%s booked the kick-off call with you for %s.", partner.Company, at.Format("Monday 2 January 2006, 15:04 MST"))), err
}

func composeOnboarded(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	return p.specialistLetter(ctx, partner, m, "completed the onboarding",
		fmt.Sprintf("Every onboarding task of %s is done, and the partner is active from now on.", partner.Company)), err
}

func composeWelcome(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	return p.partnerLetter(ctx, m, "Your start with "+p.Rules.Name, "See the list", "/onboarding",
		fmt.Sprintf("Welcome. %s helps you through the first %d days.", partner.SpecialistName, p.Rules.Onboarding.Days),
		"Everything to do is in one list, most of it takes a minute, and what you do ticks itself.")
}

func composePayoutDetails(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	until := "Until then nothing is paid out, because there are no others."
	if e.Data["before"] != "" {
		until = "Until then payouts go where they went: " + e.Data["before"] + "."
	}
	return p.partnerLetter(ctx, m, "Your payout details were changed", "See the payout details", "/company/payout",
		fmt.Sprintf("%s set new payout details for your company: %s.", e.ByName, e.Data["label"]),
		"They are used from "+portal.Date(e.Data["used_from"]).Long()+". "+until,
		"If nobody of your company did this, withdraw them on the page below, and write to us at once: "+p.Rules.Support+".")
}

func composePayoutDetailsKept(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	rest := "There are no payout details now, so nothing is paid out."
	if e.Data["before"] != "" {
		rest = "Payouts go where they went: " + e.Data["before"] + "."
	}
	return p.partnerLetter(ctx, m, "The change of your payout details was withdrawn", "See the payout details", "/company/payout",
		fmt.Sprintf("%s withdrew the new payout details of your company: %s.", e.ByName, e.Data["label"]), rest)
}
