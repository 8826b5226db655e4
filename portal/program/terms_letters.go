package program

import (
	"context"

	"tandem/portal"
)

// termsLetters are the mails that ask a partner's admins to accept a new version.
func termsLetters() []letterKind {
	return []letterKind{
		{"terms-asked", portal.TermsAskedEvent, toPartnerAdmins, composeTermsAsked},
		{"terms-reminded", portal.TermsRemindedEvent, toPartnerAdmins, composeTermsReminded},
	}
}

func composeTermsAsked(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	due := portal.Date(e.Data["due"]).Long()
	return p.partnerLetter(ctx, m, "New partner terms, to be accepted by "+due, "See what changes", "/company/terms",
		e.Data["title"]+" ("+e.Data["version"]+") applies from "+portal.Date(e.Data["effective"]).Long()+". The page below shows each number and each word that changes, and what it would have meant for you in the last twelve months.",
		"Please accept by "+due+". "+p.untilAccepted())
}

func composeTermsReminded(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	due := portal.Date(e.Data["due"])
	subject, line := "The new partner terms wait until "+due.Long(), "Please read what changes and accept it by "+due.Long()+". "
	if e.At.Day(p.Rules.Zone) > due {
		subject, line = "The new partner terms still wait for you", "They were to be accepted by "+due.Long()+". "
	}
	return p.partnerLetter(ctx, m, subject, "See what changes", "/company/terms",
		e.Data["title"]+" ("+e.Data["version"]+") is not accepted for your company yet.", line+p.untilAccepted())
}

// untilAccepted says what becomes of a partner that lets the day pass.
func (p *Program) untilAccepted() string {
	if p.Rules.PauseUnaccepted {
		return "After that day your partnership pauses until the new version is accepted; what you earned stays yours."
	}
	return "Until you accept, the version that you accepted goes on applying."
}
