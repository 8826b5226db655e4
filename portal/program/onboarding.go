package program

import (
	"context"
	"slices"

	"tandem/portal"
)

// tookPart is what follows in a partner's own path from an event: the first
// account begins the sprint, what the plan waits for ticks its task, and the last
// task makes the partner active. A repeat of the event changes nothing.
func (p *Program) tookPart(ctx context.Context, e portal.Event) error {
	begins := e.Kind == "invitation.accepted"
	if e.Partner == "" || !begins && !slices.Contains(portal.TaskEvents, e.Kind) && e.Kind != portal.PartnerTaskEvent {
		return nil
	}
	by := portal.Actor{User: e.By, Name: e.ByName, Partner: e.Partner}
	for {
		partner, err := p.store.Partners.Get(ctx, e.Partner)
		if err != nil {
			return ignoreMissing(err)
		}
		next, known := partner, len(partner.History)
		changed := false
		if begins && partner.State == portal.PartnerApproved {
			if next, err = next.BeginOnboarding(portal.System("onboarding"), e.At, e.At.Day(p.Rules.Zone)); err != nil {
				return err
			}
			changed = true
		}
		next, done := next.CompleteByEvent(p.Rules.Onboarding, e.Kind, e.ID, by, e.At)
		if next.State == portal.PartnerOnboarding && next.OnboardedAt != "" {
			if next, err = next.Activate("Every onboarding task is done.", portal.System("onboarding"), e.At); err != nil {
				return err
			}
			changed = true
		}
		if changed || done {
			next, err = p.store.Partners.Save(ctx, next)
		}
		if err == nil {
			if err := p.recordAll(ctx, next.Subject(), next.ID, next.History[known:]); err != nil || next.OnboardedAt == "" || next.OnboardedAt != e.At {
				return err
			}
			return p.settlePartner(ctx, next.ID, e.At.Day(p.Rules.Zone)) // a signing bonus may be due
		}
		if portal.KindOf(err) != portal.Conflict || ctx.Err() != nil {
			return err
		}
	}
}

// OnboardingPage is what a partner and its specialist see of the sprint.
type OnboardingPage struct {
	Partner  portal.Partner
	Progress portal.Onboarding
}

// Onboarding is how far the actor's own company is.
func (p *Program) Onboarding(ctx context.Context, actor portal.Actor) (OnboardingPage, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return OnboardingPage{}, err
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return OnboardingPage{}, err
	}
	return OnboardingPage{Partner: partner, Progress: p.Rules.OnboardingOf(partner, p.Today())}, nil
}

// TickTask marks a task of the actor's own company that only a person can mark.
func (p *Program) TickTask(ctx context.Context, actor portal.Actor, task string) error {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, actor.Partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.Tick(p.Rules.Onboarding, task, actor, p.Now())
	})
	return err
}

// TickTaskFor marks any task of a partner, for what was done outside the portal.
func (p *Program) TickTaskFor(ctx context.Context, actor portal.Actor, partner portal.PartnerID, task string) error {
	if err := actor.Must(portal.Manager); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.Tick(p.Rules.Onboarding, task, actor, p.Now())
	})
	return err
}

// BookKickoff notes when the first call with the specialist takes place.
func (p *Program) BookKickoff(ctx context.Context, actor portal.Actor, at portal.Instant) error {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, actor.Partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.BookKickoff(at, actor, p.Now())
	})
	return err
}

// SetBaseline keeps the figures that lift is measured against.
func (p *Program) SetBaseline(ctx context.Context, actor portal.Actor, figures portal.Baseline) error {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, actor.Partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.SetBaseline(figures, actor, p.Now())
	})
	return err
}

// ActivatePartner makes a partner active before its sprint is complete, with a reason.
func (p *Program) ActivatePartner(ctx context.Context, actor portal.Actor, partner portal.PartnerID, why string) error {
	if err := actor.Must(portal.Manager); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.Activate(why, actor, p.Now())
	})
	return err
}
