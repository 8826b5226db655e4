package program

import (
	"context"
	"slices"

	"tandem/portal"
)

// RemindPayee asks a partner's admins by mail to take away what keeps the partner from
// being paid, once a day at most. Conflict when that is nothing of theirs, or nothing is
// payable. Needs finance.
func (p *Program) RemindPayee(ctx context.Context, actor portal.Actor, id portal.PartnerID) (portal.Partner, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Partner{}, err
	}
	summary, err := p.store.Summaries.Read(ctx, id)
	if err != nil {
		return portal.Partner{}, err
	}
	payable := slices.ContainsFunc(summary.Balances(p.Today()), func(b portal.Balance) bool { return b.Payable.Minor > 0 })
	return p.changePartner(ctx, id, 0, func(partner portal.Partner) (portal.Partner, error) {
		obstacle, why := p.payee(partner).Obstacle(portal.Amount(0, p.Rules.Currency))
		if obstacle == portal.ObstacleEven { // of no amount, so it is ready
			why = "Nothing keeps it from being paid."
		}
		if !payable {
			return partner, portal.Errorf(portal.Conflict, "Nothing is payable to %s now.", partner.Company)
		}
		return partner.RemindToBePaid(p.Rules, obstacle, why, actor, p.Now())
	})
}

// reminded are the last reminders of those partners that a batch leaves out for a reason
// that they can take away themselves.
func (p *Program) reminded(ctx context.Context, left []portal.LeftOut) (map[portal.PartnerID]portal.Change, error) {
	var ids []portal.PartnerID
	for _, l := range left {
		if l.Obstacle.OfPartner() {
			ids = append(ids, l.Partner)
		}
	}
	partners, err := p.store.Partners.GetMany(ctx, ids)
	last := map[portal.PartnerID]portal.Change{}
	for _, partner := range partners {
		if change := partner.Reminded(); change.At != "" {
			last[partner.ID] = change
		}
	}
	return last, err
}

// payReminderWords are what a partner's admin does about an obstacle, and where.
func payReminderWords(obstacle portal.Obstacle) (line, action, path string) {
	switch obstacle {
	case portal.ObstacleTerms:
		return "Accept the partner terms, and it goes into the next payout.", "Read the terms", "/company/terms"
	case portal.ObstacleDetails:
		return "Say where the money should go, and it goes into the next payout once the details are in use.", "Add payout details", "/company/payout"
	case portal.ObstacleTax:
		return "Fill in your tax details, and it goes into the next payout.", "Add tax details", "/company/payout"
	case portal.ObstacleAddress:
		return "Confirm your email address, and it goes into the next payout.", "Open your company's page", "/company"
	case portal.ObstacleFrozen, portal.ObstacleWait, portal.ObstacleNegative, portal.ObstacleEven, portal.ObstacleMinimum:
	}
	return "See your earnings for what is payable and why it waits.", "See your earnings", "/earnings"
}

func composePayReminder(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	line, action, path := payReminderWords(portal.Obstacle(e.Data["obstacle"]))
	return p.partnerLetter(ctx, m, "Your payout waits for you", action, path,
		"We would like to pay your company, and cannot yet. "+e.Data["why"], line, "Nothing is lost while it waits.")
}
