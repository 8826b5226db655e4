package program

import (
	"context"
	"strings"

	"tandem/portal"
)

// splitLetters tell each partner its own share of a deal, and of nobody else's. They
// concern what is owed, so they are always sent.
func splitLetters() []letterKind {
	return []letterKind{
		{"deal-split", portal.ReferralSplitEvent, toPartnerAdmins, composeSplit},
		{"deal-shared", portal.ReferralSharedEvent, toPartnerAdmins, composeShared},
	}
}

func composeSplit(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	r, err := p.referralOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	subject, line := "Your share of "+r.Company, "We have decided that the deal with "+r.Company+" is shared. Your share is "+e.Data["share"]+" of what we collect."
	switch e.Data["share"] {
	case "100%":
		line = "The deal with " + r.Company + " is no longer shared: all of what we collect counts for you again."
	case "0%":
		line = "We have decided that the deal with " + r.Company + " counts for another partner."
	}
	return p.partnerLetter(ctx, m, subject, "Open the referral", "/referrals/"+strings.TrimPrefix(e.Subject, "referral:"), line, splitFollows)
}

func composeShared(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	line := "We have decided that you have a share in the deal with " + e.Data["customer"] + ": " + e.Data["share"] + " of what we collect counts for you."
	if e.Data["share"] == "0%" {
		line = "Your share in the deal with " + e.Data["customer"] + " has ended."
	}
	return p.partnerLetter(ctx, m, "Your share of "+e.Data["customer"], "See your earnings", "/earnings", line, splitFollows)
}

// splitFollows says what a split does to the ledger.
const splitFollows = "It holds for what was collected before, too. Your earnings show each line that changed, with its arithmetic."
