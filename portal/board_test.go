package portal

import (
	"slices"
	"testing"
)

// TestEveryMoveOfTheBoardIsAStep tries each move on a referral in its state: the board
// offers what the rules take, and all of it.
func TestEveryMoveOfTheBoardIsAStep(t *testing.T) {
	by, now := Actor{User: "u1", Name: "Lena"}, Instant("2026-03-02T09:00:00.000Z")
	contract := Contract{Value: Amount(100000, "EUR"), Start: "2026-03-02", TermMonths: 12, Product: rules.Products[0].Code}
	steps := map[ReferralState]func(Referral) (Referral, error){
		ReferralAccepted:  func(r Referral) (Referral, error) { return r.Accept(by, now, "2026-03-02") },
		ReferralQualified: func(r Referral) (Referral, error) { return r.Qualify("", by, now, "2026-03-02") },
		ReferralWon:       func(r Referral) (Referral, error) { return r.Win(rules, contract, by, now, "2026-03-02") },
		ReferralLost:      func(r Referral) (Referral, error) { return r.Lose("Why.", by, now) },
		ReferralReturned:  func(r Referral) (Referral, error) { return r.Return(rules, "Why.", nil, by, now, "2026-03-02") },
		ReferralRejected:  func(r Referral) (Referral, error) { return r.Reject("Why.", by, now) },
		ReferralSubmitted: func(r Referral) (Referral, error) { return r.Reinstate(rules, "Why.", by, now, "2026-03-02") },
	}
	for _, from := range ReferralStates {
		for to, step := range steps {
			r := Referral{ID: "r1", State: from, SubmittedOn: "2026-03-01", ProtectedUntil: "2026-05-01", ProtectDays: 90}
			next, err := step(r)
			_, offered := from.Move(to)
			if offered != (err == nil) {
				t.Errorf("%s to %s: offered %t, the rules say %v", from, to, offered, err)
			}
			if err == nil && next.State != to {
				t.Errorf("%s to %s ends as %s", from, to, next.State)
			}
		}
	}
}

func TestTheBoardsColumnsFollowThePath(t *testing.T) {
	if got := BoardStates("all"); !slices.Equal(got, ReferralStates) {
		t.Errorf("all: %v", got)
	}
	open := BoardStates("")
	for _, s := range ReferralStates {
		if slices.Contains(open, s) != (s.Open() || s == ReferralWon) {
			t.Errorf("%s is a column: %t", s, slices.Contains(open, s))
		}
	}
	if got := BoardStates("won"); !slices.Equal(got, []ReferralState{ReferralWon}) || BoardStates("stolen") != nil {
		t.Errorf("one column: %v, and for none %v", got, BoardStates("stolen"))
	}
	rows := []Referral{{ID: "a", AnswerBy: "2026-03-03", ProtectedUntil: "2026-05-02", StateAt: "2026-03-01"}, {ID: "b", AnswerBy: "2026-03-02", ProtectedUntil: "2026-05-03", StateAt: "2026-03-02"}}
	for state, first := range map[ReferralState]ReferralID{ReferralSubmitted: "b", ReferralAccepted: "a", ReferralWon: "b"} {
		if BoardOrder(state, rows); rows[0].ID != first {
			t.Errorf("%s begins with %s, want %s", state, rows[0].ID, first)
		}
	}
	if won := (Referral{Lead: Lead{Value: Amount(1, "EUR")}, Contract: &Contract{Value: Amount(2, "EUR")}}); won.Worth() != Amount(2, "EUR") {
		t.Errorf("a won referral counts for %s", won.Worth())
	}
}
