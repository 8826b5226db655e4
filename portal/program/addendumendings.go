package program

import (
	"context"
	"strconv"

	"tandem/portal"
)

// ProposeAddendumEnd asks a second person to end an addendum early. Needs a manager.
func (p *Program) ProposeAddendumEnd(ctx context.Context, actor portal.Actor, id portal.PartnerID, number int, why string) error {
	if err := actor.Must(portal.Manager); err != nil {
		return err
	}
	return p.stepAddendum(ctx, id, func(partner portal.Partner) (portal.Partner, error) {
		return partner.ProposeAddendumEnd(number, why, actor, p.Now(), p.Today())
	})
}

// ApproveAddendumEnd ends an addendum after its notice period; both sides are told. Needs finance.
func (p *Program) ApproveAddendumEnd(ctx context.Context, actor portal.Actor, id portal.PartnerID, number int) error {
	if err := actor.Must(portal.Finance); err != nil {
		return err
	}
	return p.stepAddendum(ctx, id, func(partner portal.Partner) (portal.Partner, error) {
		return partner.ApproveAddendumEnd(number, p.Terms, actor, p.Now(), p.Today())
	})
}

// DropAddendumEnd lets an addendum go on whose end was proposed. Needs finance or a manager.
func (p *Program) DropAddendumEnd(ctx context.Context, actor portal.Actor, id portal.PartnerID, number int) error {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return err
	}
	return p.stepAddendum(ctx, id, func(partner portal.Partner) (portal.Partner, error) {
		return partner.DropAddendumEnd(number, actor, p.Now())
	})
}

// addendumEndLetters are the mails about the early end of an addendum.
func addendumEndLetters() []letterKind {
	return []letterKind{
		{"addendum-end-waits", portal.AddendumEndProposedEvent, toOtherFinance, composeAddendumEndWaits},
		{"addendum-ends", portal.AddendumEndedEvent, toPartnerAdmins, composeAddendumEnds},
		{"addendum-ends-staff", portal.AddendumEndedEvent, toEndProposer, composeAddendumEndsStaff},
		{"addendum-goes-on", portal.AddendumEndDroppedEvent, toEndProposer, composeAddendumGoesOn},
	}
}

// toEndProposer addresses who proposed the end, unless they decided it themselves.
func toEndProposer(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	by := portal.UserID(e.Data["proposer"])
	if by == "" || by == e.By {
		return nil, nil
	}
	return p.toPerson(ctx, by)
}

const whyEndProposed = "You get this because you proposed to end the addendum."

func composeAddendumEndWaits(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.addendumLetter(ctx, e, m, "The end of an addendum waits for approval", "You get this because you work in finance at "+p.Rules.Company+".",
		e.ByName+" proposed to end addendum "+e.Data["addendum"]+" for {partner} early.", "The reason: "+e.Reason, "Another person has to approve it; the notice period counts from then.")
}

func composeAddendumEnds(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	last := portal.Date(e.Data["last_day"]).Long()
	return p.partnerLetter(ctx, m, "Addendum "+e.Data["addendum"]+" ends on "+last, "See the addendum", "/company/addenda/"+strconv.Itoa(addendumNumber(e)),
		"Addendum "+e.Data["addendum"]+" to your partner terms ends early. Its last day is "+last+".", "The reason: "+e.Reason,
		"What is collected up to that day still earns by it; from the day after, the partner terms alone count. What you earned stays as it is.")
}

func composeAddendumEndsStaff(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.addendumLetter(ctx, e, m, "The addendum for {partner} ends on "+portal.Date(e.Data["last_day"]).Long(), whyEndProposed,
		e.ByName+" approved the end of addendum "+e.Data["addendum"]+" for {partner}. Its last day is "+portal.Date(e.Data["last_day"]).Long()+". The partner is told.")
}

func composeAddendumGoesOn(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.addendumLetter(ctx, e, m, "The addendum for {partner} goes on", whyEndProposed, e.ByName+" did not end addendum "+e.Data["addendum"]+" for {partner}. It counts as before.")
}
