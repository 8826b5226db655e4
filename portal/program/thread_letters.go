package program

import (
	"context"

	"tandem/portal"
)

// threadLetters are the mails that carry a remark to the other side.
func threadLetters() []letterKind {
	return []letterKind{
		{"thread-staff", portal.ThreadSaidEvent, toOtherSide(portal.StaffSide), composeRemark},
		{"thread-partner", portal.ThreadSaidEvent, toOtherSide(portal.PartnerSide), composeRemark},
	}
}

// toOtherSide addresses one side about what the other wrote. Notes among staff are mailed to nobody.
func toOtherSide(side portal.Side) func(context.Context, *Program, portal.Event) ([]recipient, error) {
	return func(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
		if _, notes := portal.ThreadOf(e.Subject); notes || e.Data["side"] == string(side) {
			return nil, nil
		}
		place, err := p.threadPlace(ctx, e.Subject)
		if err != nil {
			return nil, ignoreMissing(err)
		}
		if side == portal.StaffSide {
			return place.staff(ctx)
		}
		return place.partners(ctx)
	}
}

func composeRemark(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	place, err := p.threadPlace(ctx, e.Subject)
	if err != nil {
		return Letter{}, err
	}
	link := place.own
	if e.Data["side"] == string(portal.PartnerSide) {
		link = place.desk
	}
	return Letter{
		Name: p.nameOf(ctx, m), Subject: "Message about " + place.title,
		Lines:  []string{e.ByName + " writes about " + place.title + ":", e.Reason, "Answer in the portal, so that everybody who looks after it sees it."},
		Action: "Read and answer", Link: p.url(link) + "#messages",
		Why: "You get this because you look after " + place.title + ", or referred it.",
	}, nil
}
