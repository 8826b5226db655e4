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
	user, err := p.store.Users.Get(ctx, m.User)
	if err != nil {
		return Letter{}, err
	}
	was, is := portal.Tier(e.From), portal.Tier(e.To)
	letter := Letter{
		Name: user.Name, Action: "See your tier", Link: p.url("/tier"),
		Why: "You get this because you look after your company's account at " + p.Rules.Name + ".",
	}
	switch e.Kind {
	case portal.PartnerTierWarnedEvent:
		letter.Subject, letter.Lines = "Your scorecard is below your tier", []string{e.Reason, "Your tier page shows what would keep it."}
	case portal.PartnerTierOverrideEvent:
		letter.Subject = "You are in " + is.Label() + " now"
		letter.Lines = []string{"Your tier is " + is.Label() + " until " + portal.Date(e.Data["until"]).Long() + ".", e.ByName + " writes: " + e.Reason}
	case portal.PartnerTierLiftedEvent:
		letter.Subject = "Your tier is " + is.Label() + " again"
		letter.Lines = []string{"The tier that was set by hand has ended, so your scorecard counts again: " + is.Label() + ".", e.Reason}
	default:
		letter.Subject, letter.Lines = "You are in "+is.Label()+" now", []string{e.Reason}
		if is.Number() > was.Number() {
			letter.Lines = append(letter.Lines, "Your tier page shows what would bring you back.")
		}
	}
	return letter, nil
}
