package program

import (
	"context"
	"strings"

	"tandem/portal"
)

// referralLetters are the mails about referrals: each step that the person who
// referred the customer waits for.
func referralLetters() []letterKind {
	return []letterKind{
		{"referral-by-link", portal.ReferralSubmittedEvent, toLinkOwner, composeReferral},
		{"referral-accepted", portal.ReferralAcceptedEvent, toReferrer, composeReferral},
		{"referral-qualified", portal.ReferralQualifiedEvent, toReferrer, composeReferral},
		{"referral-won", portal.ReferralWonEvent, toReferrer, composeReferral},
		{"referral-lost", portal.ReferralLostEvent, toReferrer, composeReferral},
		{"referral-rejected", portal.ReferralRejectedEvent, toReferrer, composeReferral},
		{"referral-duplicate", portal.ReferralDuplicateEvent, toReferrer, composeReferral},
		{"referral-returned", portal.ReferralReturnedEvent, toReferrer, composeReferral},
		{"referral-handed-in", portal.ReferralHandedInEvent, toOwner, composeOwn},
		{"referral-withdrawn", portal.ReferralWithdrawnEvent, toOwner, composeOwn},
		{"referral-return-ending", portal.ReturnRemindedEvent, toReferrer, composeReferral},
		{"referral-ending", portal.ReferralRemindedEvent, toReferrer, composeReferral},
		{"referral-ending-owner", portal.ReferralRemindedEvent, toOwner, composeOwn},
		{"referral-expired", portal.ReferralExpiredEvent, toReferrer, composeReferral},
		{"referral-yielded", portal.ReferralYieldedEvent, toReferrer, composeReferral},
		{"referral-reinstated", portal.ReferralReinstatedEvent, toReferrer, composeReferral},
	}
}

func (p *Program) referralOf(ctx context.Context, e portal.Event) (portal.Referral, error) {
	return p.store.Referrals.Get(ctx, portal.ReferralID(strings.TrimPrefix(e.Subject, "referral:")))
}

// toLinkOwner addresses the partner's admins about a customer who came by itself.
func toLinkOwner(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	r, err := p.referralOf(ctx, e)
	if err != nil || !r.ByItself() || r.State == portal.ReferralDuplicate {
		return nil, ignoreMissing(err)
	}
	return toPartnerAdmins(ctx, p, e)
}

// toReferrer addresses the person who submitted the referral, while the account works,
// or the partner's admins when the customer came by itself or from a file of the staff's.
// What a file says while it is recorded is not mailed: it was on the page.
func toReferrer(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	r, err := p.referralOf(ctx, e)
	if err == nil && r.Source == portal.FromShare && e.Kind == portal.ReferralAcceptedEvent {
		return nil, nil // who took the lead has just seen so
	}
	if err == nil && r.ByItself() {
		return toPartnerAdmins(ctx, p, e)
	}
	if err != nil || r.By == "" {
		return nil, ignoreMissing(err)
	}
	if r.Source == portal.FromCSV && e.Kind == portal.ReferralDuplicateEvent && e.By == "" {
		return nil, nil
	}
	if by, err := p.store.Users.Get(ctx, r.By); err != nil || by.Partner != r.Partner {
		if err != nil && portal.KindOf(err) != portal.NotFound {
			return nil, err
		}
		return toPartnerAdmins(ctx, p, e)
	}
	return p.toPerson(ctx, r.By)
}

func composeReferral(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	r, err := p.referralOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	subject, line := referralWords(r, e)
	letter := Letter{
		Name: p.nameOf(ctx, m), Subject: subject, Lines: []string{line},
		Action: "Open the referral", Link: p.url("/referrals/" + string(r.ID)),
		Why: "You get this because you referred " + r.Company + " to " + p.Rules.Company + ".",
	}
	if r.ByItself() {
		letter.Why = "You get this because " + r.Company + " came through a link of your company."
	}
	if e.Reason != "" && e.Kind != portal.ReferralDuplicateEvent && e.Kind != portal.ReferralYieldedEvent {
		letter.Lines = append(letter.Lines, e.ByName+" writes: "+e.Reason)
	}
	return letter, nil
}

// referralWords are subject and first line by what happened.
func referralWords(r portal.Referral, e portal.Event) (subject, line string) {
	until := portal.Date(e.Data["until"]).Long()
	if until != "" {
		until = " Your lead is protected until " + until + "."
	}
	switch e.Kind {
	case portal.ReferralSubmittedEvent:
		return r.Company + " came through your link", r.Contact + " of " + r.Company + " filled in the form behind your link and confirmed it. It is your referral, and we answer it like any other." + until
	case portal.ReferralAcceptedEvent:
		return r.Company + " is accepted", e.ByName + " works on your referral of " + r.Company + " now." + until
	case portal.ReferralQualifiedEvent:
		return r.Company + " is qualified", "We have talked with " + r.Company + ", and the need is real." + until
	case portal.ReferralWonEvent:
		return r.Company + " has signed", r.Company + " has signed a contract of " + e.Data["value"] + " that starts on " +
			portal.Date(e.Data["start"]).Long() + ". You earn your share of what we collect."
	case portal.ReferralLostEvent:
		return r.Company + " did not sign", "Your referral of " + r.Company + " is closed: no contract came of it."
	case portal.ReferralRejectedEvent:
		return "We cannot take " + r.Company, "We have looked at your referral of " + r.Company + " and cannot take it on."
	case portal.ReferralDuplicateEvent:
		return r.Company + " is known to us", "Thank you for referring " + r.Company + ". This customer is already known to us, so your referral is not counted."
	case portal.ReferralReturnedEvent:
		line := "We need something from you before we can answer your referral of " + r.Company + "."
		if names := portal.FieldNames(e.Data["fields"]); names != "" {
			line = "Before we can answer your referral of " + r.Company + ", please change " + names + "."
		}
		return "Please look at your referral of " + r.Company + " again", line + " Hand it in again by " + portal.Date(e.Data["by_day"]).Long() + "; until then its protection rests, and after that day it expires."
	case portal.ReturnRemindedEvent:
		return "Your referral of " + r.Company + " still waits for you", "We sent your referral of " + r.Company + " back to you with a question. Hand it in again by " +
			portal.Date(e.Data["by_day"]).Long() + "; after that day it expires, and anybody may refer the customer."
	case portal.ReferralRemindedEvent:
		return "The protection of " + r.Company + " ends soon", "Your lead " + r.Company + " is protected until " + portal.Date(e.Data["until"]).Long() +
			". It is " + strings.ToLower(r.State.Label()) + " now, and expires after that day unless it gets further. If it goes on and takes longer, ask for an extension on its page."
	case portal.ReferralExpiredEvent:
		if e.Data["why"] == "unanswered" {
			return "Your referral of " + r.Company + " has expired", "We had sent your referral of " + r.Company + " back to you, and it was not handed in again in time. You may refer the customer again."
		}
		return "The protection of " + r.Company + " has ended", "Nothing was signed before the protection of " + r.Company + " ended. You may refer the customer again."
	case portal.ReferralYieldedEvent:
		return r.Company + " was known to us", "We have looked at your referral of " + r.Company + " again. This customer was brought to us by somebody else, so your referral is not counted any more."
	case portal.ReferralReinstatedEvent:
		return r.Company + " counts after all", "We have looked at your referral of " + r.Company + " again, and it counts." + until
	}
	return r.Company, ""
}

// toOwner addresses who looks after a referral.
func toOwner(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	r, err := p.referralOf(ctx, e)
	if err != nil || e.Data["import"] != "" { // taken back with its file, before anybody worked on it
		return nil, ignoreMissing(err)
	}
	return p.toReferralOwner(ctx, r)
}

// composeOwn is what its partner did with a referral, or that its protection ends, for who looks after it.
func composeOwn(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	r, err := p.referralOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	letter := Letter{
		Name: p.nameOf(ctx, m), Action: "Open the referral", Link: p.url("/desk/referrals/" + string(r.ID)),
		Why: "You get this because you look after " + r.Company + ".",
	}
	if e.Kind == portal.ReferralWithdrawnEvent {
		letter.Subject = r.PartnerName + " withdrew " + r.Company
		letter.Lines = []string{r.PartnerName + " has withdrawn the referral of " + r.Company + ". Nothing is left to do, and the customer may be referred again."}
		if e.Reason != "" {
			letter.Lines = append(letter.Lines, e.ByName+" writes: "+e.Reason)
		}
		return letter, nil
	}
	if e.Kind == portal.ReferralRemindedEvent {
		letter.Subject = "The protection of " + r.Company + " ends soon"
		letter.Lines = []string{"The referral of " + r.Company + " by " + r.PartnerName + " is " + strings.ToLower(r.State.Label()) + ", and its protection ends on " +
			portal.Date(e.Data["until"]).Long() + ". After that day it expires, and anybody may refer the customer."}
		return letter, nil
	}
	letter.Subject = r.Company + " was handed in again"
	line := r.PartnerName + " has handed the referral of " + r.Company + " in again"
	if names := portal.FieldNames(e.Data["changed"]); names != "" {
		line += " with changes of " + names
	}
	letter.Lines = []string{line + ". An answer is due by " + p.moment(r.AnswerBy) + "."}
	return letter, nil
}
