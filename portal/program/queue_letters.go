package program

import (
	"cmp"
	"context"
	"strings"

	"tandem/portal"
)

// queueLetters are the mails to staff about what a colleague gave them.
func queueLetters() []letterKind {
	return []letterKind{
		{"referral-assigned", portal.ReferralAssignedEvent, toAssigned, composeAssigned},
		{"review-assigned", portal.PartnerReviewerEvent, toAssigned, composeAssigned},
		{"partner-assigned", portal.PartnerSpecialistEvent, toAssigned, composeAssigned},
	}
}

// toAssigned addresses who got something from somebody else.
func toAssigned(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	id := portal.UserID(cmp.Or(e.Data["owner"], e.Data["specialist"]))
	if id == "" || id == e.By {
		return nil, nil
	}
	user, err := p.store.Users.Get(ctx, id)
	if err != nil || user.State != portal.UserActive {
		return nil, ignoreMissing(err)
	}
	return []recipient{{user: user.ID, to: user.Email}}, nil
}

func composeAssigned(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	letter := Letter{
		Name: p.nameOf(ctx, m), Action: "Open it",
		Why: "You get this because a colleague gave you something to look after.",
	}
	if id, ok := strings.CutPrefix(e.Subject, "referral:"); ok {
		r, err := p.referralOf(ctx, e)
		letter.Subject = "Yours: the referral of " + r.Company
		letter.Lines = []string{e.ByName + " asks you to look after the referral of " + r.Company + " from " + r.PartnerName + "."}
		if !r.Answered() {
			letter.Lines = append(letter.Lines, "An answer is due by "+p.moment(r.AnswerBy)+".")
		}
		letter.Link = p.url("/desk/referrals/" + id)
		return letter, err
	}
	partner, err := p.partnerOf(ctx, e)
	if e.Kind == portal.PartnerReviewerEvent {
		letter.Subject = "Yours: the application of " + partner.Company
		letter.Lines = []string{e.ByName + " asks you to decide the application of " + partner.Company + ". An answer is due by " + p.moment(p.answerBy(partner)) + "."}
		letter.Link = p.url("/desk/applications/" + string(partner.ID))
		return letter, err
	}
	letter.Subject = "Yours: " + partner.Company
	letter.Lines = []string{"You are the specialist of " + partner.Company + " from now on. " + e.ByName + " decided that, and the partner is told."}
	letter.Link = p.url("/desk/partners/" + string(partner.ID))
	return letter, err
}

// moment is a deadline as a letter says it, in the program's zone.
func (p *Program) moment(at portal.Instant) string {
	return at.Time().In(p.Rules.Zone).Format("Monday 2 January 2006, 15:04 MST")
}
