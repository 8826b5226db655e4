package portal

import (
	"cmp"
	"slices"
)

// Move is a step that a manager may take with a referral, by the state it leads to.
type Move struct {
	To    ReferralState
	Facts bool // it needs a contract or a reason, so it has a form of its own
}

// Moves are the steps that lead from a state to another, the usual one first.
func (s ReferralState) Moves() []Move {
	switch s {
	case ReferralSubmitted:
		return []Move{{ReferralAccepted, false}, {ReferralReturned, true}, {ReferralRejected, true}}
	case ReferralAccepted:
		return []Move{{ReferralQualified, false}, {ReferralLost, true}}
	case ReferralQualified:
		return []Move{{ReferralWon, true}, {ReferralLost, true}}
	case ReferralRejected, ReferralLost, ReferralExpired, ReferralDuplicate:
		return []Move{{ReferralSubmitted, true}}
	case ReferralReturned, ReferralWon, ReferralWithdrawn: // its partner hands it in again or withdraws it, or nobody moves
	}
	return nil
}

// Move is the step from a state to another; false when there is none.
func (s ReferralState) Move(to ReferralState) (Move, bool) {
	moves := s.Moves()
	i := slices.IndexFunc(moves, func(m Move) bool { return m.To == to })
	if i < 0 {
		return Move{}, false
	}
	return moves[i], true
}

// BoardStates are the columns of the board in the order of the path: "" shows referrals that
// may be won and those that were, "all" the others too, a state that state alone. None for
// anything else.
func BoardStates(show string) []ReferralState {
	var states []ReferralState
	for _, s := range ReferralStates {
		if show == "all" || show == "" && s.HoldsLead() || show == string(s) {
			states = append(states, s)
		}
	}
	return states
}

// BoardOrder sorts the referrals of a column: what waits for an answer by its clock, what is
// open by the end of its protection, the rest by the newest change.
func BoardOrder(state ReferralState, rows []Referral) {
	slices.SortStableFunc(rows, func(a, b Referral) int {
		switch {
		case state == ReferralSubmitted:
			return cmp.Or(cmp.Compare(a.AnswerBy, b.AnswerBy), cmp.Compare(a.ID, b.ID))
		case state.Open():
			return cmp.Or(cmp.Compare(a.ProtectedUntil, b.ProtectedUntil), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Or(cmp.Compare(b.StateAt, a.StateAt), cmp.Compare(b.ID, a.ID))
	})
}

// Worth is what a referral counts for in the total of its column: its contract, or what was estimated.
func (r Referral) Worth() Money {
	if r.Contract != nil {
		return r.Contract.Value
	}
	return r.Value
}
