package program

import (
	"context"
	"fmt"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// recoverWindow is how far back each run looks: a change is published right
// after it is saved, so what is missing is as young as the crash that lost it.
const recoverWindow = time.Hour

// changedThing is a thing with a history, as recovery reads it.
type changedThing interface {
	Subject() string
}

// RecoverEvents publishes the events of changes that were saved but not
// published, because the process stopped in between. Letters about them are made
// with the event, since [Program.DeriveMessages] looks no further back than its
// window. Running it again changes nothing.
func (p *Program) RecoverEvents(ctx context.Context) error {
	var mark portal.Instant
	if err := p.store.Settings.Read(ctx, "recovered_events", &mark); err != nil {
		return err
	}
	from := mark
	if from != "" {
		from = from.Add(-recoverWindow)
	}
	now := p.Now()
	sources := []func(context.Context, portal.Instant) error{
		func(ctx context.Context, from portal.Instant) error {
			return republish(ctx, p, from, p.store.Partners.ChangedSince, func(x portal.Partner) (portal.PartnerID, []portal.Change) { return x.ID, x.History })
		},
		func(ctx context.Context, from portal.Instant) error {
			return republish(ctx, p, from, p.store.Referrals.ChangedSince, func(x portal.Referral) (portal.PartnerID, []portal.Change) { return x.Partner, x.History })
		},
		func(ctx context.Context, from portal.Instant) error {
			return republish(ctx, p, from, p.store.Users.ChangedSince, func(x portal.User) (portal.PartnerID, []portal.Change) { return x.Partner, x.History })
		},
		func(ctx context.Context, from portal.Instant) error {
			return republish(ctx, p, from, p.store.Invitations.ChangedSince, func(x portal.Invitation) (portal.PartnerID, []portal.Change) { return x.Partner, x.History })
		},
		func(ctx context.Context, from portal.Instant) error {
			return republish(ctx, p, from, p.store.Scorecards.ChangedSince, func(x portal.Scorecard) (portal.PartnerID, []portal.Change) { return x.Partner, x.History })
		},
	}
	sources = append(sources, p.moneySources()...)
	for _, source := range sources {
		if err := source(ctx, from); err != nil {
			return fmt.Errorf("recover events: %w", err)
		}
	}
	return p.store.Settings.Write(ctx, "recovered_events", now)
}

// republish records every change of every thing that changed since a moment.
func republish[T changedThing](
	ctx context.Context, p *Program, from portal.Instant,
	since func(context.Context, portal.Instant, string) (store.Page[T], error),
	history func(T) (portal.PartnerID, []portal.Change),
) error {
	after := ""
	for {
		page, err := since(ctx, from, after)
		if err != nil {
			return err
		}
		for _, thing := range page.Rows {
			partner, changes := history(thing)
			if err := p.recordAll(ctx, thing.Subject(), partner, changes); err != nil {
				return err
			}
		}
		if after = page.Next; after == "" {
			return nil
		}
	}
}
