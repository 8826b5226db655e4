package program

import (
	"context"

	"tandem/portal"
)

// tierLetters are the mails about a partner's tier, to its admins.
func tierLetters() []letterKind {
	return []letterKind{
		{"tier-changed", portal.PartnerTierEvent, toMovedPartner, composeTier},
		{"tier-warned", portal.PartnerTierWarnedEvent, toPartnerAdmins, composeTier},
		{"tier-overridden", portal.PartnerTierOverrideEvent, toPartnerAdmins, composeTier},
		{"tier-lifted", portal.PartnerTierLiftedEvent, toPartnerAdmins, composeTier},
	}
}

// toMovedPartner leaves out the first tier of a new partner: its welcome says it.
func toMovedPartner(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	if e.From == "" {
		return nil, nil
	}
	return toPartnerAdmins(ctx, p, e)
}

func composeTier(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	subject, lines := tierWords(e)
	return p.partnerLetter(ctx, m, subject, "See your tier", "/tier", lines...)
}

// tierWords are subject and lines by what happened.
func tierWords(e portal.Event) (subject string, lines []string) {
	was, is := portal.Tier(e.From), portal.Tier(e.To)
	switch e.Kind {
	case portal.PartnerTierWarnedEvent:
		return "Your scorecard is below your tier", []string{e.Reason, "Your tier page shows what would keep it."}
	case portal.PartnerTierOverrideEvent:
		return "You are in " + is.Label() + " now", []string{
			"Your tier is " + is.Label() + " until " + portal.Date(e.Data["until"]).Long() + ".", e.ByName + " writes: " + e.Reason,
		}
	case portal.PartnerTierLiftedEvent:
		return "Your tier is " + is.Label() + " again", []string{
			"The tier that was set by hand has ended, so your scorecard counts again: " + is.Label() + ".", e.Reason,
		}
	}
	lines = []string{e.Reason}
	if is.Number() > was.Number() {
		lines = append(lines, "Your tier page shows what would bring you back.")
	}
	return "You are in " + is.Label() + " now", lines
}
