package program

import (
	"context"
	"slices"

	"tandem/portal"
	"tandem/portal/store"
)

// A column of the board shows this many cards, and looks at this many of its referrals for
// them and for its totals.
const (
	boardCards = 20
	boardScan  = 300
)

// BoardColumn is one state of the board.
type BoardColumn struct {
	State  portal.ReferralState
	Rows   []portal.Referral // the first of them
	Count  int
	Totals portal.Sums // of what is counted
	Newest bool        // only the newest were looked at: there are more
}

// Board is every referral by its state, as the list narrows them: the states that are open
// or won, or what show says as [portal.BoardStates] has it. One read for each. For staff who work with leads.
func (p *Program) Board(ctx context.Context, actor portal.Actor, l ListReferrals, show string) ([]BoardColumn, error) {
	if err := actor.Must(referralReaders...); err != nil {
		return nil, err
	}
	states := portal.BoardStates(show)
	if len(states) == 0 || !slices.Contains(portal.QueueOwners, l.Owner) {
		return nil, portal.Errorf(portal.NotFound, "There is no such board.")
	}
	var columns []BoardColumn
	for _, state := range states {
		page, err := p.store.Referrals.Find(ctx, store.ListReferrals{Partner: l.Partner, State: state, Limit: boardScan}, boardScan, l.fits(actor))
		if err != nil {
			return nil, err
		}
		column := BoardColumn{State: state, Count: len(page.Rows), Newest: page.Next != ""}
		for _, r := range page.Rows {
			if worth := r.Worth(); !worth.IsZero() {
				column.Totals = column.Totals.Plus(worth)
			}
		}
		portal.BoardOrder(state, page.Rows)
		column.Rows = page.Rows[:min(len(page.Rows), boardCards)]
		columns = append(columns, column)
	}
	return columns, nil
}

// MoveReferral is what a move on the board comes to.
type MoveReferral struct {
	To       portal.ReferralState
	Reason   string
	Contract portal.Contract
}

// MoveReferral takes a step by the state it leads to. Conflict when there is no such step
// from where the referral is by now.
func (p *Program) MoveReferral(ctx context.Context, actor portal.Actor, id portal.ReferralID, m MoveReferral) (portal.Referral, error) {
	switch m.To {
	case portal.ReferralAccepted:
		return p.AcceptReferral(ctx, actor, id)
	case portal.ReferralQualified:
		return p.QualifyReferral(ctx, actor, id, m.Reason)
	case portal.ReferralWon:
		return p.WinReferral(ctx, actor, id, m.Contract)
	case portal.ReferralLost:
		return p.LoseReferral(ctx, actor, id, m.Reason)
	case portal.ReferralRejected:
		return p.RejectReferral(ctx, actor, id, m.Reason)
	case portal.ReferralReturned:
		r, err := p.ReturnReferral(ctx, actor, id, m.Reason, nil)
		return r, renamed("ask", "reason", err)
	case portal.ReferralSubmitted:
		return p.ReinstateReferral(ctx, actor, id, m.Reason)
	}
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Referral{}, err
	}
	return portal.Referral{}, portal.Errorf(portal.Invalid, "A referral cannot be moved there by hand.")
}
