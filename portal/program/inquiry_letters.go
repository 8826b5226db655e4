package program

import (
	"context"
	"strings"

	"tandem/portal"
)

// inquiryLetters ask a contact to confirm what was left in their name. Nothing that a
// stranger could have typed is in them but the name they greet.
func inquiryLetters() []letterKind {
	return []letterKind{{"inquiry-confirm", portal.InquiryAskedEvent, toInquirer, composeInquiry}}
}

func (p *Program) inquiryOf(ctx context.Context, e portal.Event) (portal.Inquiry, error) {
	return p.store.Inquiries.Get(ctx, portal.InquiryID(strings.TrimPrefix(e.Subject, "inquiry:")))
}

func toInquirer(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	i, err := p.inquiryOf(ctx, e)
	if err != nil || i.ConfirmedAt != "" || p.Now() >= i.ExpiresAt {
		return nil, ignoreMissing(err)
	}
	return []recipient{{to: i.Email}}, nil
}

func composeInquiry(ctx context.Context, p *Program, e portal.Event, _ portal.Message) (Letter, error) {
	i, err := p.inquiryOf(ctx, e)
	if portal.KindOf(err) == portal.NotFound || err == nil && p.Now() >= i.ExpiresAt { // past its time before the mail went
		return Letter{}, errTakenBack
	}
	if err != nil {
		return Letter{}, err
	}
	return Letter{
		Name: i.Contact, Subject: "Shall " + p.Rules.Company + " contact you?",
		Lines: []string{
			"Somebody filled in a form of " + p.Rules.Company + " with your address. It came by way of " + i.PartnerName + ".",
			"If it was you, confirm it, and a person writes to you. The link works until " + i.ExpiresAt.Day(p.Rules.Zone).Long() + ".",
			"If it was not you, do nothing, or follow the link to delete what was written. Nobody here has read it.",
		},
		Action: "See what was written and confirm", Link: p.inquiryLink(i),
		Why: "You get this because your address was entered in that form. We do not write again unless you confirm.",
	}, nil
}
