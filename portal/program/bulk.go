package program

import (
	"context"

	"tandem/portal"
)

// maxBulk is how many items can be decided together.
const maxBulk = 50

// Outcome is what came, or would come, of one decision of several.
type Outcome struct {
	Decided
	Refused error // why it was, or would be, refused; nil when it goes through
}

// ForeseeAll says what one verdict would do to each of several items, in their order.
// It changes nothing. What is not there any more is left out.
func (p *Program) ForeseeAll(ctx context.Context, actor portal.Actor, list []Decision) ([]Outcome, error) {
	return eachDecision(list, func(d Decision) (Decided, error) { return p.Foresee(ctx, actor, d) })
}

// DecideAll carries out several decisions, each on its own: one that is refused stops
// none of the others. Invalid, and nothing done, when a text or an owner is missing.
func (p *Program) DecideAll(ctx context.Context, actor portal.Actor, list []Decision) ([]Outcome, error) {
	for _, d := range list {
		if _, err := p.planned(ctx, actor, d); portal.KindOf(err) == portal.Invalid {
			return nil, err
		}
	}
	return eachDecision(list, func(d Decision) (Decided, error) { return p.Decide(ctx, actor, d) })
}

func eachDecision(list []Decision, do func(Decision) (Decided, error)) ([]Outcome, error) {
	if len(list) > maxBulk {
		return nil, portal.Errorf(portal.Invalid, "Decide at most %d items together.", maxBulk)
	}
	var outcomes []Outcome
	for _, d := range list {
		decided, err := do(d)
		switch portal.KindOf(err) {
		case portal.NotFound:
			continue
		case portal.Conflict, portal.Invalid:
		case portal.Forbidden, portal.SignedOut, portal.Gone, portal.Limited, portal.Unavailable:
			return outcomes, err
		default:
			if err != nil {
				return outcomes, err
			}
		}
		outcomes = append(outcomes, Outcome{Decided: decided, Refused: err})
	}
	return outcomes, nil
}
