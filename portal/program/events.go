package program

import (
	"context"
	"fmt"

	"tandem/portal"
)

// recordLast publishes the newest change of a thing that was just saved with
// its history. A crash in between loses nothing: the change is in the thing,
// and [Program.RecoverEvents] publishes what is missing.
func (p *Program) recordLast(ctx context.Context, subject string, partner portal.PartnerID, history []portal.Change) error {
	if len(history) == 0 {
		return nil
	}
	return p.recordChange(ctx, subject, partner, history[len(history)-1])
}

// recordAll publishes every change of a history.
func (p *Program) recordAll(ctx context.Context, subject string, partner portal.PartnerID, history []portal.Change) error {
	events := make([]portal.Event, len(history))
	for i, change := range history {
		events[i] = changeEvent(subject, partner, change)
	}
	return p.record(ctx, events...)
}

func (p *Program) recordChange(ctx context.Context, subject string, partner portal.PartnerID, change portal.Change) error {
	return p.record(ctx, changeEvent(subject, partner, change))
}

func changeEvent(subject string, partner portal.PartnerID, change portal.Change) portal.Event {
	return portal.Event{ID: fmt.Sprintf("%s#%d", subject, change.N), Subject: subject, Partner: partner, Change: change}
}

// record publishes events. The id says what each is about, so a repeat is nothing
// new. The read models are folded once for all of them.
func (p *Program) record(ctx context.Context, events ...portal.Event) error {
	for _, event := range events {
		if err := p.deriveLate(ctx, event); err != nil {
			return fmt.Errorf("record %s: %w", event.ID, err)
		}
		if _, err := p.store.Events.Put(ctx, event); err != nil {
			return fmt.Errorf("record %s: %w", event.ID, err)
		}
		if err := p.follow(ctx, event); err != nil {
			return fmt.Errorf("what follows from %s: %w", event.ID, err)
		}
	}
	if err := p.project(ctx, events); err != nil {
		return fmt.Errorf("figures: %w", err)
	}
	select {
	case p.wake <- struct{}{}:
	default:
	}
	return nil
}

// follow does what else has to happen because of an event, on whatever way it came: a
// repeat of the event changes nothing.
func (p *Program) follow(ctx context.Context, e portal.Event) error {
	if e.Kind == portal.PartnerVerifiedEvent {
		return p.cameBy(ctx, e)
	}
	if err := p.followQuestion(ctx, e); err != nil {
		return err
	}
	switch e.Kind {
	case portal.PartnerTierEvent, portal.PartnerTierOverrideEvent, portal.PartnerTierLiftedEvent, portal.PartnerTermsEvent, portal.AddendumAcceptedEvent:
		if err := p.reprice(ctx, e); err != nil {
			return err
		}
	}
	return p.tookPart(ctx, e)
}

// fact makes the event of a fact that has no thing with a history behind it.
func (p *Program) fact(id, subject string, partner portal.PartnerID, kind string, by portal.Actor, data map[string]string) portal.Event {
	return portal.Event{ID: id, Subject: subject, Partner: partner, Change: portal.Change{
		Kind: kind, By: by.User, ByName: by.Name, At: p.Now(), Address: by.Address, Data: data,
	}}
}

// Timeline is what happened to a subject, first to last.
func (p *Program) Timeline(ctx context.Context, subject string) ([]portal.Event, error) {
	return p.store.Events.Of(ctx, subject)
}
