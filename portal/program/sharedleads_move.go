package program

import (
	"context"
	"fmt"
	"slices"

	"tandem/portal"
)

// DeclineLead passes a lead on, with a reason that staff read.
func (p *Program) DeclineLead(ctx context.Context, actor portal.Actor, id portal.SharedLeadID, why string) (portal.SharedLead, error) {
	s, err := p.offeredLead(ctx, actor, id)
	if err != nil {
		return s, err
	}
	away, err := p.away(ctx, s)
	if err != nil {
		return s, err
	}
	next, err := s.Decline(p.Rules, actor.Partner, why, away, actor, p.Now())
	if err != nil {
		return s, err
	}
	return p.saveShared(ctx, s, next)
}

// WithdrawLead ends the offering of a lead. Needs a manager.
func (p *Program) WithdrawLead(ctx context.Context, actor portal.Actor, id portal.SharedLeadID, why string) (portal.SharedLead, error) {
	return p.changeShared(ctx, actor, id, func(s portal.SharedLead) (portal.SharedLead, error) { return s.Withdraw(why, actor, p.Now()) })
}

// OfferAgain offers a lead that nobody took to more partners. Needs a manager.
func (p *Program) OfferAgain(ctx context.Context, actor portal.Actor, id portal.SharedLeadID, to []portal.PartnerID) (portal.SharedLead, error) {
	return p.changeShared(ctx, actor, id, func(s portal.SharedLead) (portal.SharedLead, error) {
		partners, err := p.inOrder(ctx, to)
		if err != nil {
			return s, err
		}
		if held, err := p.leadHolder(ctx, s.LeadKeys); err != nil {
			return s, err
		} else if held.ID != "" {
			return s, portal.Errorf(portal.Conflict, "%s", heldBy(held))
		}
		return s.Again(p.Rules, partners, actor, p.Now())
	})
}

func (p *Program) changeShared(ctx context.Context, actor portal.Actor, id portal.SharedLeadID, step func(portal.SharedLead) (portal.SharedLead, error)) (portal.SharedLead, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.SharedLead{}, err
	}
	s, err := p.store.SharedLeads.Get(ctx, id)
	if err != nil {
		return s, err
	}
	next, err := step(s)
	if err != nil {
		return s, err
	}
	return p.saveShared(ctx, s, next)
}

// MoveSharedLeads passes on the leads that were not answered in time, reminds the
// partners whose time is half over, and finishes what a crash cut off. Running it again changes nothing.
func (p *Program) MoveSharedLeads(ctx context.Context) error {
	cut, err := p.store.SharedLeads.Due(ctx, portal.SharedAccepted, p.Now().Add(-claimGrace), movedAtOnce)
	if err != nil {
		return err
	}
	for _, s := range cut {
		if _, err := p.makeShared(ctx, s); err != nil && portal.KindOf(err) != portal.Conflict {
			return fmt.Errorf("finish the shared lead %s: %w", s.ID, err)
		}
	}
	offered, err := p.store.SharedLeads.Due(ctx, portal.SharedOffered, p.Rules.AddWorkdays(p.Now(), p.Rules.Referral.OfferWorkdays), movedAtOnce)
	if err != nil {
		return err
	}
	for _, s := range offered {
		if err := p.moveShared(ctx, s); err != nil && portal.KindOf(err) != portal.Conflict { // answered at this moment
			return fmt.Errorf("move the shared lead %s: %w", s.ID, err)
		}
	}
	return nil
}

func (p *Program) moveShared(ctx context.Context, s portal.SharedLead) error {
	duty := portal.System("Lead sharing")
	next, due := s.Remind(p.Rules, duty, p.Now())
	if p.Now() > s.Due {
		away, err := p.away(ctx, s)
		if err != nil {
			return err
		}
		if next, err = s.Lapse(p.Rules, away, duty, p.Now()); err != nil {
			return err
		}
	} else if !due {
		return nil
	}
	_, err := p.saveShared(ctx, s, next)
	return err
}

// returnedLeads are those that no partner took.
func (p *Program) returnedLeads(ctx context.Context) ([]portal.QueueItem, error) {
	page, err := p.store.SharedLeads.List(ctx, portal.SharedReturned, queueLimit, "")
	items := make([]portal.QueueItem, len(page.Rows))
	for i, s := range page.Rows {
		items[i] = p.leadItem(s)
	}
	return items, err
}

func (p *Program) leadItem(s portal.SharedLead) portal.QueueItem {
	return portal.QueueItem{
		Kind: portal.QueueLead, ID: string(s.ID), Title: s.Company, Detail: "A lead of ours that nobody took",
		Hint: "Offered to " + counted(len(s.Offers), "partner", "partners"), Since: s.StateAt,
		Due: p.Rules.AddWorkdays(s.StateAt, p.Rules.Referral.OfferWorkdays), Owner: s.Owner, OwnerName: s.OwnerName,
	}
}

func (p *Program) leadCase(ctx context.Context, actor portal.Actor, id portal.SharedLeadID) (Case, error) {
	s, err := p.SharedLead(ctx, actor, id)
	return Case{Item: p.leadItem(s), Version: s.Version, Shared: &s}, err
}

// away are those of a lead's next partners that do not take part now.
func (p *Program) away(ctx context.Context, s portal.SharedLead) ([]portal.PartnerID, error) {
	next := s.Next()
	found, err := p.companies(ctx, next)
	return slices.DeleteFunc(next, func(id portal.PartnerID) bool { return found[id].State.Working() }), err
}
