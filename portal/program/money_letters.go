package program

import (
	"context"
	"slices"
	"strings"

	"tandem/portal"
)

// moneyLetters are the mails about payouts.
func moneyLetters() []letterKind {
	return []letterKind{
		{"payout-paid", payoutPaid, toPartnerAdmins, composePaid},
		{"payout-failed", payoutFailed, toPartnerAdmins, composeFailed},
		{"batch-waits", "batch.prepared", toOtherFinance, composeBatchWaits},
	}
}

// toPartnerAdmins addresses the admins of the partner that an event is about.
func toPartnerAdmins(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	if e.Partner == "" {
		return nil, nil
	}
	return p.recipients(ctx, e.Partner, portal.PartnerAdmin, "")
}

// toOtherFinance addresses everybody in finance but the one who did it.
func toOtherFinance(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	return p.recipients(ctx, "", portal.Finance, e.By)
}

// recipients are the people of a partner, or of the staff for "", who have a role themselves.
func (p *Program) recipients(ctx context.Context, partner portal.PartnerID, role portal.Role, but portal.UserID) ([]recipient, error) {
	users, err := p.store.Users.Of(ctx, partner)
	if err != nil {
		return nil, err
	}
	var to []recipient
	for _, user := range users {
		if user.ID != but && slices.Contains(user.Roles, role) && user.VerifiedAt != "" && user.State == portal.UserActive {
			to = append(to, recipient{user: user.ID, to: user.Email})
		}
	}
	return to, nil
}

func composePaid(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	lines := []string{"We paid you " + e.Data["amount"] + " on " + portal.Date(e.Data["on"]).Long() + "."}
	if e.Data["reference"] != "" {
		lines = append(lines, "Your bank shows it with the reference "+e.Data["reference"]+".")
	}
	return Letter{
		Name: p.nameOf(ctx, m), Subject: "We paid you " + e.Data["amount"],
		Lines:  append(lines, "The statement explains every line of it."),
		Action: "See your earnings", Link: p.url("/earnings"),
		Why: "You get this because you look after payouts at a partner of " + p.Rules.Name + ".",
	}, nil
}

func composeFailed(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return Letter{
		Name: p.nameOf(ctx, m), Subject: "A payment to you failed",
		Lines: []string{
			"The payment of " + e.Data["amount"] + " did not reach you: " + strings.TrimRight(e.Reason, ".") + ".",
			"Nothing is lost: the amount is payable again and goes into the next payout. Please check your payout details.",
		},
		Action: "Check your payout details", Link: p.url("/company/payout"),
		Why: "You get this because you look after payouts at a partner of " + p.Rules.Name + ".",
	}, nil
}

func composeBatchWaits(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return Letter{
		Name: p.nameOf(ctx, m), Subject: "A payout batch waits for approval",
		Lines: []string{
			e.ByName + " prepared a batch of " + e.Data["payouts"] + " payouts, " + e.Data["total"] + " in all.",
			"Another person has to approve it before it goes to the bank.",
		},
		Action: "Look at the batch", Link: p.url("/desk/payouts/" + e.Subject[len("batch:"):]),
		Why: "You get this because you work in finance at " + p.Rules.Company + ".",
	}, nil
}

// nameOf is the name of the person a message goes to, "" for an address without an account.
func (p *Program) nameOf(ctx context.Context, m portal.Message) string {
	if m.User == "" {
		return ""
	}
	user, err := p.store.Users.Get(ctx, m.User)
	if err != nil {
		return ""
	}
	return user.Name
}
