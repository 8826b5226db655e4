package program

import (
	"context"
	"net/url"
	"strings"

	"tandem/portal"
)

// moneyLetters are the mails about payouts.
func moneyLetters() []letterKind {
	return []letterKind{
		{"payout-paid", payoutPaid, toPartnerAdmins, composePaid},
		{"payout-failed", payoutFailed, toPartnerAdmins, composeFailed},
		{"payout-reminder", portal.PartnerPayRemindedEvent, toPartnerAdmins, composePayReminder},
		{"statement-issued", portal.StatementIssuedEvent, toReadersOfStatement, composeStatement},
		{"adjustment-waits", "adjustment.proposed", toOtherFinance, composeAdjustmentWaits},
		{"batch-waits", "batch.prepared", toOtherFinance, composeBatchWaits},
	}
}

func composePaid(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	lines := []string{"We paid you " + e.Data["amount"] + " on " + portal.Date(e.Data["on"]).Long() + "."}
	if e.Data["reference"] != "" {
		lines = append(lines, "Your bank shows it with the reference "+e.Data["reference"]+".")
	}
	lines = append(lines, "The statement explains every line of it.")
	return p.partnerLetter(ctx, m, "We paid you "+e.Data["amount"], "Read the statement", "/earnings/payouts/"+url.PathEscape(e.Data["payout"]), lines...)
}

func composeFailed(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return p.partnerLetter(ctx, m, "A payment to you failed", "Check your payout details", "/company/payout",
		"The payment of "+e.Data["amount"]+" did not reach you: "+strings.TrimRight(e.Reason, ".")+".",
		"Nothing is lost: the amount is payable again and goes into the next payout. Please check your payout details.")
}

// toReadersOfStatement are the admins of its partner, for a month that has just ended:
// what is issued late, because statements were not issued before, is found in the list.
func toReadersOfStatement(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	if portal.Date(e.Data["month"]+"-01").AddMonths(2).AddDays(14) < e.At.Day(p.Rules.Zone) {
		return nil, nil
	}
	return toPartnerAdmins(ctx, p, e)
}

func composeStatement(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	month := portal.Date(e.Data["month"] + "-01").Time().Format("January 2006")
	return p.partnerLetter(ctx, m, "Your statement for "+month, "Read the statement", "/earnings/statements/"+url.PathEscape(e.Data["number"]),
		"Your statement for "+month+" has the number "+e.Data["number"]+".",
		"You earned "+e.Data["earned"]+" in it, and are owed "+e.Data["closing"]+" at its end.",
		"Keep it for your books; it does not change any more. What is corrected later stands in the next one.")
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

func composeAdjustmentWaits(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	return Letter{
		Name: p.nameOf(ctx, m), Subject: "An adjustment waits for approval",
		Lines: []string{
			e.ByName + " proposed an adjustment of " + e.Data["amount"] + " for " + e.Data["partner"] + ".",
			"The reason: " + e.Reason,
			"Another person has to approve it before it counts.",
		},
		Action: "Look at the adjustment", Link: p.url("/desk/adjustments/" + e.Subject[len("adjustment:"):]),
		Why: "You get this because you work in finance at " + p.Rules.Company + ".",
	}, nil
}
