package program

import (
	"context"
	"fmt"
	"strings"

	"tandem/portal"
	"tandem/portal/store"
)

// ProposeAdjustment is finance asking to add to or take off a partner's earnings.
type ProposeAdjustment struct {
	Key     string         // of the form: the same key again is the same adjustment
	Because portal.EntryID // the line whose question is the cause, "" for none
	Partner portal.PartnerID
	Amount  portal.Money
	Reason  string
}

// ProposeAdjustment proposes an adjustment for a second person to approve. The
// same form twice is one proposal. Needs finance.
func (p *Program) ProposeAdjustment(ctx context.Context, actor portal.Actor, in ProposeAdjustment) (portal.Adjustment, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Adjustment{}, err
	}
	if in.Key == "" || len(in.Key) > 30 || strings.ContainsFunc(in.Key, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') }) {
		return portal.Adjustment{}, portal.Errorf(portal.Invalid, "The form is damaged. Open the page again.")
	}
	problems := portal.Problems{}
	partner, err := p.store.Partners.Get(ctx, in.Partner)
	switch {
	case portal.KindOf(err) == portal.NotFound || err == nil && partner.ApprovedAt == "":
		problems.Add("partner", "Choose the partner whose earnings it changes.")
	case err != nil:
		return portal.Adjustment{}, err
	}
	a, err := portal.NewAdjustment(portal.AdjustmentID(in.Key), partner, in.Amount, in.Reason, actor, p.Now())
	if err = problems.With(err); err != nil {
		return a, err
	}
	if in.Because != "" {
		line, err := p.store.Entries.Get(ctx, in.Because)
		if err != nil {
			return a, err
		}
		if a, err = a.BecauseOf(line); err != nil {
			return a, err
		}
	}
	if err := p.store.Adjustments.Insert(ctx, a); err != nil {
		there, found := p.store.Adjustments.Get(ctx, a.ID)
		if portal.KindOf(err) != portal.Conflict || found != nil {
			return a, err
		}
		if there.By != a.By || there.Partner != a.Partner || there.Amount != a.Amount || there.Reason != a.Reason {
			return a, portal.Errorf(portal.Conflict, "This form has been used for another adjustment. Open the page again.")
		}
	}
	if a, err = p.store.Adjustments.Get(ctx, a.ID); err != nil {
		return a, err
	}
	return a, p.recordAll(ctx, a.Subject(), "", a.History)
}

// ApproveAdjustment books an adjustment that somebody else proposed. Needs finance.
func (p *Program) ApproveAdjustment(ctx context.Context, actor portal.Actor, id portal.AdjustmentID) (portal.Adjustment, error) {
	a, err := p.decideAdjustment(ctx, actor, id, func(a portal.Adjustment) (portal.Adjustment, error) {
		return a.Approve(actor, p.Now(), p.Today())
	})
	if err != nil {
		return a, err
	}
	return a, p.bookAdjustment(ctx, a)
}

// bookAdjustment makes sure that an approved adjustment has its entry.
func (p *Program) bookAdjustment(ctx context.Context, a portal.Adjustment) error {
	entry := a.Entry()
	if _, err := p.store.Entries.Put(ctx, entry); err != nil {
		return fmt.Errorf("book %s: %w", a.ID, err)
	}
	return p.record(ctx, entryEvent(entry))
}

// DeclineAdjustment refuses an adjustment with a reason. Needs finance.
func (p *Program) DeclineAdjustment(ctx context.Context, actor portal.Actor, id portal.AdjustmentID, why string) (portal.Adjustment, error) {
	return p.decideAdjustment(ctx, actor, id, func(a portal.Adjustment) (portal.Adjustment, error) {
		return a.Decline(why, actor, p.Now(), p.Today())
	})
}

// WithdrawAdjustment takes the actor's own proposal back. Needs finance.
func (p *Program) WithdrawAdjustment(ctx context.Context, actor portal.Actor, id portal.AdjustmentID) (portal.Adjustment, error) {
	return p.decideAdjustment(ctx, actor, id, func(a portal.Adjustment) (portal.Adjustment, error) {
		return a.Withdraw(actor, p.Now(), p.Today())
	})
}

func (p *Program) decideAdjustment(
	ctx context.Context, actor portal.Actor, id portal.AdjustmentID, decide func(portal.Adjustment) (portal.Adjustment, error),
) (portal.Adjustment, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Adjustment{}, err
	}
	a, err := p.store.Adjustments.Get(ctx, id)
	if err != nil {
		return a, err
	}
	next, err := decide(a)
	if err != nil {
		return a, err
	}
	if next, err = p.store.Adjustments.Save(ctx, next); err != nil {
		return a, err
	}
	return next, p.recordLast(ctx, next.Subject(), "", next.History)
}

// Adjustments lists adjustments, newest first: all, or those of one state. Needs finance.
func (p *Program) Adjustments(ctx context.Context, actor portal.Actor, state portal.AdjustmentState, after string) (store.Page[portal.Adjustment], error) {
	if err := actor.Must(portal.Finance); err != nil {
		return store.Page[portal.Adjustment]{}, err
	}
	return p.store.Adjustments.List(ctx, state, 25, after)
}

// Adjustment returns one adjustment. Needs finance.
func (p *Program) Adjustment(ctx context.Context, actor portal.Actor, id portal.AdjustmentID) (portal.Adjustment, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return portal.Adjustment{}, err
	}
	return p.store.Adjustments.Get(ctx, id)
}

// AdjustmentKey is a fresh key for a form.
func (p *Program) AdjustmentKey() string { return p.newID() }

// openAdjustments are approved adjustments without their entry.
func (p *Program) openAdjustments(ledger portal.Ledger) []step {
	there := map[portal.EntryID]bool{}
	for _, e := range ledger.Entries {
		if e.Kind == portal.Adjusted {
			there[e.ID] = true
		}
	}
	var steps []step
	for _, a := range ledger.Adjustments {
		if a.State == portal.AdjustmentApproved && !there[portal.AdjustmentEntryID(a.ID)] {
			steps = append(steps, step{fmt.Sprintf("The adjustment %s is approved and not in the ledger.", a.ID), func(ctx context.Context) error {
				return p.bookAdjustment(ctx, a)
			}})
		}
	}
	return steps
}
