package portal

import "fmt"

// NextStep is the one thing a person does best now.
type NextStep struct {
	Title  string
	Detail string
	Action string // the button's words
	Link   string
}

// NextStepOf is what helps a partner most now: what blocks its money comes first,
// then what runs out unanswered, then the terms, its onboarding and its next referral.
func NextStepOf(partner Partner, terms Terms, onboarding Onboarding, summary Summary, today Date) NextStep {
	owed := Sums{}
	for _, b := range summary.Balances(today) {
		if b.Payable.Minor > 0 {
			owed = owed.Plus(b.Payable)
		}
	}
	switch {
	case partner.State == PartnerPaused && partner.TermsAsk.PausedOn != "" && !partner.HasAccepted(partner.TermsAsk.Version):
		return NextStep{
			Title: "Accept the new terms, and it goes on", Detail: "Your company is paused. " + partner.ReasonOf(PartnerPausedEvent), Action: "Read what changes", Link: "/company/terms",
		}
	case partner.State == PartnerPaused:
		return NextStep{
			Title:  "Your company is paused",
			Detail: "Referrals and commissions rest until it is resumed. " + partner.ReasonOf(PartnerPausedEvent), Action: "See your company", Link: "/company",
		}
	case partner.State == PartnerEnded && len(owed) > 0 && partner.PayTo.IsZero():
		return NextStep{
			Title: fmt.Sprintf("%s waits for your payout details", owed), Detail: "Your company has left the program, and what it earned is still paid. Say where it should go.",
			Action: "Add payout details", Link: "/company/payout",
		}
	case partner.State == PartnerEnded:
		return NextStep{
			Title:  "Your company has left the program",
			Detail: "What you earned stays yours and is paid on its days.", Action: "See your earnings", Link: "/earnings",
		}
	case partner.Notice.LastDay != "":
		return NextStep{
			Title:  "Your partnership ends on " + partner.Notice.LastDay.Long(),
			Detail: "Until then everything goes on, and what you earned is paid on its days.", Action: "See what happens when", Link: "/company/ending",
		}
	case partner.TermsVersion == "":
		return NextStep{
			Title: "Accept the partner terms", Detail: "Commissions are paid once the terms are accepted.",
			Action: "Read the terms", Link: "/company/terms",
		}
	case len(owed) > 0 && partner.PayTo.IsZero():
		return NextStep{
			Title: fmt.Sprintf("%s waits for your payout details", owed), Detail: "Say where it should go, and it is part of the next payout.",
			Action: "Add payout details", Link: "/company/payout",
		}
	case summary.Referrals[ReferralReturned] > 0:
		return NextStep{
			Title: "A referral was sent back to you", Detail: "Change what is asked and hand it in again. The lead stays yours until its day, and then it expires.",
			Action: "See what is asked", Link: "/referrals?state=returned",
		}
	case !partner.HasAccepted(terms.Version) && partner.TermsAsk.Version == terms.Version && today <= partner.TermsAsk.Due:
		return NextStep{
			Title: "Accept the new partner terms by " + partner.TermsAsk.Due.Long(), Detail: fmt.Sprintf("%s applies from %s. See what changes, and what it would have meant for you.", terms.Title, terms.Effective.Long()),
			Action: "Read what changes", Link: "/company/terms",
		}
	case !partner.HasAccepted(terms.Version):
		return NextStep{
			Title: "New partner terms are in force", Detail: fmt.Sprintf("%s applies since %s. Until you accept it, the terms you accepted count.", terms.Title, terms.Effective.Long()),
			Action: "Read what changed", Link: "/company/terms",
		}
	case partner.State == PartnerOnboarding && onboarding.Next != nil:
		return NextStep{Title: onboarding.Next.Title, Detail: onboarding.Next.Help, Action: "Do it now", Link: onboarding.Next.Link}
	case summary.Submitted() == 0:
		return NextStep{
			Title: "Send your first referral", Detail: "Introduce one customer who has agreed to hear from us. It takes two minutes.",
			Action: "Refer a customer", Link: "/referrals/new",
		}
	case partner.PayTo.IsZero():
		return NextStep{
			Title: "Add your payout details", Detail: "So that your first commission is not held up.",
			Action: "Add payout details", Link: "/company/payout",
		}
	}
	return NextStep{
		Title: "Keep it going", Detail: "Put a co-branded asset in front of your audience, or introduce your next customer.",
		Action: "Refer a customer", Link: "/referrals/new",
	}
}
