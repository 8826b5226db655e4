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
	}
}

// toSpecialist addresses who looks after the partner.
func toSpecialist(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil || partner.Specialist == "" {
		return nil, ignoreMissing(err)
	}
	user, err := p.store.Users.Get(ctx, partner.Specialist)
	if err != nil || user.State != portal.UserActive {
		return nil, ignoreMissing(err)
	}
	return []recipient{{user: user.ID, to: user.Email}}, nil
}

func composeKickoff(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	at := portal.Instant(e.Data["at"]).Time().In(p.Rules.Zone)
	return Letter{
		Subject: partner.Company + " booked the kick-off call",
		Lines:   []string{fmt.Sprintf("%s booked the kick-off call with you for %s.", partner.Company, at.Format("Monday 2 January 2006, 15:04 MST"))},
		Action:  "See the partner", Link: p.url("/desk/partners/" + string(partner.ID)), Why: "you are the specialist of this partner",
	}, err
}

func composeOnboarded(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	return Letter{
		Subject: partner.Company + " completed the onboarding",
		Lines:   []string{fmt.Sprintf("Every onboarding task of %s is done, and the partner is active from now on.", partner.Company)},
		Action:  "See the partner", Link: p.url("/desk/partners/" + string(partner.ID)), Why: "you are the specialist of this partner",
	}, err
}

func composeWelcome(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	return Letter{
		Subject: "Your start with " + p.Rules.Name,
		Lines: []string{
			fmt.Sprintf("Welcome. %s helps you through the first %d days.", partner.SpecialistName, p.Rules.Onboarding.Days),
			"Everything to do is in one list, most of it takes a minute, and what you do ticks itself.",
		},
		Action: "See the list", Link: p.url("/onboarding"), Why: "your company takes part in " + p.Rules.Name,
	}, err
}

func composePayoutDetails(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	return Letter{
		Subject: "Your payout details were changed",
		Lines: []string{
			fmt.Sprintf("%s set the payout details of your company: %s.", e.ByName, e.Data["label"]),
			"If nobody of your company did this, write to us at once: " + p.Rules.Support + ".",
		},
		Action: "See the payout details", Link: p.url("/company/payout"), Why: "you are an admin of your company",
	}, nil
}
