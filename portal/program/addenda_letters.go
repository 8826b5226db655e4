package program

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"tandem/portal"
)

// addendumLetters are the mails to whoever an addendum waits for.
func addendumLetters() []letterKind {
	return []letterKind{
		{"addendum-waits", portal.AddendumProposedEvent, toOtherFinance, composeAddendumWaits},
		{"addendum-offered", portal.AddendumApprovedEvent, toPartnerAdmins, composeAddendumOffered},
		{"addendum-refused", portal.AddendumRefusedEvent, toProposer, composeAddendumRefused},
		{"addendum-accepted", portal.AddendumAcceptedEvent, toProposer, composeAddendumAccepted},
		{"addendum-declined", portal.AddendumDeclinedEvent, toProposer, composeAddendumDeclined},
	}
}

// addendumNumber is the number of the addendum that an event is about, 0 for none.
func addendumNumber(e portal.Event) int {
	n, err := strconv.Atoi(strings.TrimPrefix(e.Data["addendum"], "A-"))
	if err != nil {
		return 0
	}
	return n
}

// toProposer addresses who proposed the addendum.
func toProposer(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	partner, err := p.partnerOf(ctx, e)
	if err != nil {
		return nil, err
	}
	a, err := partner.Addendum(addendumNumber(e))
	if err != nil {
		return nil, ignoreMissing(err)
	}
	return p.toPerson(ctx, a.By)
}

// addendumLetter is a letter to staff about an addendum of a partner.
func (p *Program) addendumLetter(ctx context.Context, e portal.Event, m portal.Message, subject, why string, lines ...string) (Letter, error) {
	partner, err := p.partnerOf(ctx, e)
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], "{partner}", partner.Company)
	}
	return Letter{
		Name: p.nameOf(ctx, m), Subject: strings.ReplaceAll(subject, "{partner}", partner.Company), Lines: lines,
		Action: "See the addendum", Link: p.url(fmt.Sprintf("/desk/partners/%s/addenda/%d", partner.ID, addendumNumber(e))), Why: why,
	}, err
}

func composeAddendumWaits(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.addendumLetter(ctx, e, m, "An addendum waits for approval", "You get this because you work in finance at "+p.Rules.Company+".",
		e.ByName+" proposed addendum "+e.Data["addendum"]+" for {partner}.", "Another person has to approve it before it is offered to the partner.")
}

const whyProposed = "You get this because you proposed the addendum."

func composeAddendumRefused(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.addendumLetter(ctx, e, m, "The addendum for {partner} was refused", whyProposed, e.ByName+" refused addendum "+e.Data["addendum"]+" for {partner}.", "The reason: "+e.Reason)
}

func composeAddendumAccepted(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.addendumLetter(ctx, e, m, "{partner} accepted its addendum", whyProposed, e.ByName+" accepted addendum "+e.Data["addendum"]+" for {partner}. It counts from its first day on.")
}

func composeAddendumDeclined(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.addendumLetter(ctx, e, m, "{partner} declined its addendum", whyProposed, e.ByName+" declined addendum "+e.Data["addendum"]+" for {partner}.", "The reason: "+e.Reason)
}

func composeAddendumOffered(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.partnerLetter(ctx, m, "An addendum to your terms waits for you", "Read the addendum", "/company/addenda/"+strconv.Itoa(addendumNumber(e)),
		"We offer your company addendum "+e.Data["addendum"]+" to the partner terms. It counts only once you accept it, and never for days before.",
		"Read it, and accept it or tell us why not.")
}
