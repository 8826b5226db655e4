package program

import (
	"context"

	"tandem/portal"
)

// homeAssets is how many assets the home page shows.
const homeAssets = 4

// Home is what a partner's people see first.
type Home struct {
	Partner    portal.Partner
	Summary    portal.Summary
	Balances   []portal.Balance
	Onboarding portal.Onboarding
	Next       portal.NextStep
	Terms      portal.Terms        // in force, or to come and to be accepted
	Assets     []AssetCard         // to look at first
	Retired    []HeldAsset         // that the company has not said it no longer uses
	Offers     []portal.SharedLead // leads of ours that wait for an answer, the least time first
	Tier       TierPage
	Today      portal.Date
}

// Home reads the same however much has happened: the partner, its summary, what it has
// of the library, and its last scorecards.
func (p *Program) Home(ctx context.Context, actor portal.Actor) (Home, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return Home{}, err
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return Home{}, err
	}
	summary, err := p.store.Summaries.Read(ctx, actor.Partner)
	if err != nil {
		return Home{}, err
	}
	terms, err := p.termsFor(partner)
	if err != nil {
		return Home{}, err
	}
	today := p.Today()
	onboarding := p.Rules.OnboardingOf(partner, today)
	assets, retired, err := p.assetUpdates(ctx, partner, homeAssets)
	if err != nil {
		return Home{}, err
	}
	tier, err := p.tierOf(ctx, actor, partner)
	if err != nil {
		return Home{}, err
	}
	offers, err := p.offersWaiting(ctx, actor.Partner)
	if err != nil {
		return Home{}, err
	}
	return Home{
		Assets: assets, Retired: retired, Tier: tier, Offers: offers,
		Partner: partner, Summary: summary, Balances: summary.Balances(today), Onboarding: onboarding, Terms: terms, Today: today,
		Next: portal.NextStepOf(partner, terms, onboarding, summary, today),
	}, nil
}

// deskEvents is how many events the staff's home shows, of the newest deskLooksBack.
const (
	deskEvents    = 8
	deskLooksBack = 40
)

// Desk is what staff see first.
type Desk struct {
	Queue    Queue
	Figures  portal.Summary
	Balances []portal.Balance
	Partners map[portal.PartnerState]int // up to a thousand each
	Latest   []portal.Event              // what happened last, sign-ins left out
	Today    portal.Date
}

// Desk reads a fixed number of documents: the queue's sources, the program's
// figures, one count for each state, and the newest events.
func (p *Program) Desk(ctx context.Context, actor portal.Actor) (Desk, error) {
	queue, err := p.Queue(ctx, actor, QueueFilter{})
	if err != nil {
		return Desk{}, err
	}
	d := Desk{Queue: queue, Partners: map[portal.PartnerState]int{}, Today: p.Today()}
	if d.Figures, err = p.store.Summaries.Read(ctx, ""); err != nil {
		return Desk{}, err
	}
	d.Balances = d.Figures.Balances(d.Today)
	for _, state := range portal.PartnerStates {
		if d.Partners[state], err = p.store.Partners.CountState(ctx, state, 1000); err != nil {
			return Desk{}, err
		}
	}
	page, err := p.store.Events.Latest(ctx, "", deskLooksBack, "")
	for _, e := range page.Rows {
		if !e.Passing() && len(d.Latest) < deskEvents {
			d.Latest = append(d.Latest, e)
		}
	}
	return d, err
}
