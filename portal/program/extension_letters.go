package program

import (
	"context"

	"tandem/portal"
)

// extensionLetters are the mails about a longer protection, to whoever waits or is waited for.
func extensionLetters() []letterKind {
	return []letterKind{
		{"extension-asked", portal.ExtensionAskedEvent, toOwner, composeExtensionAsked},
		{"extension-withdrawn", portal.ExtensionWithdrawnEvent, toOwner, composeExtensionAsked},
		{"extension-granted", portal.ExtensionGrantedEvent, toExtensionAsker, composeExtension},
		{"extension-declined", portal.ExtensionDeclinedEvent, toExtensionAsker, composeExtension},
		{"extension-given", portal.ExtensionGivenEvent, toReferrer, composeExtension},
	}
}

// toExtensionAsker addresses who asked for an extension, or who referred the customer when they left.
func toExtensionAsker(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	if id := portal.UserID(e.Data["asked_by"]); id != "" {
		if to, err := p.toPerson(ctx, id); err != nil || len(to) > 0 {
			return to, err
		}
	}
	return toReferrer(ctx, p, e)
}

func composeExtensionAsked(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	r, err := p.referralOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	letter := Letter{Name: p.nameOf(ctx, m), Why: "You get this because you look after " + r.Company + "."}
	if e.Kind == portal.ExtensionWithdrawnEvent {
		letter.Subject = "No extension is needed for " + r.Company
		letter.Lines = []string{r.PartnerName + " has taken the request for a longer protection of " + r.Company + " back. Nothing is left to do."}
		letter.Action, letter.Link = "Open the referral", p.url("/desk/referrals/"+string(r.ID))
		return letter, nil
	}
	letter.Subject = r.PartnerName + " asks for an extension of " + r.Company
	letter.Lines = []string{r.PartnerName + " asks for a longer protection of " + r.Company + ". It holds until " + portal.Date(e.Data["until"]).Long() + ", and the lead does not expire before you answer."}
	if e.Reason != "" {
		letter.Lines = append(letter.Lines, e.ByName+" writes: "+e.Reason)
	}
	if evidence := e.Data["evidence"]; evidence != "" {
		letter.Lines = append(letter.Lines, "Evidence: "+evidence)
	}
	if due := portal.Instant(e.Data["due"]); due != "" {
		letter.Lines = append(letter.Lines, "An answer is due by "+p.moment(due)+".")
	}
	letter.Action, letter.Link = "Answer the request", p.url("/desk/queue/extension/"+string(r.ID))
	return letter, nil
}

func composeExtension(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	r, err := p.referralOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	until := portal.Date(e.Data["until"]).Long()
	letter := Letter{
		Name: p.nameOf(ctx, m), Action: "Open the referral", Link: p.url("/referrals/" + string(r.ID)),
		Subject: r.Company + " is protected for longer", Lines: []string{"Your lead " + r.Company + " is protected until " + until + "."},
		Why: "You get this because your company referred " + r.Company + " to " + p.Rules.Company + ".",
	}
	switch {
	case e.Kind == portal.ExtensionGrantedEvent:
		letter.Lines = []string{"We have extended the protection of " + r.Company + " as you asked: it holds until " + until + "."}
	case e.Kind == portal.ExtensionDeclinedEvent && portal.Date(e.Data["until"]) < e.At.Day(p.Rules.Zone):
		letter.Subject = "No extension for " + r.Company
		letter.Lines = []string{"We have not extended the protection of " + r.Company + ". It ended on " + until + ", so the referral expires. You may refer the customer again."}
	case e.Kind == portal.ExtensionDeclinedEvent:
		letter.Subject = "No extension for " + r.Company
		letter.Lines = []string{"We have not extended the protection of " + r.Company + ". It holds until " + until + "."}
	}
	if e.Reason != "" {
		letter.Lines = append(letter.Lines, e.ByName+" writes: "+e.Reason)
	}
	return letter, nil
}
