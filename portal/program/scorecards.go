package program

import (
	"context"

	"tandem/portal"
)

// carryComputed shows the newest computed values on a scorecard that its review has not reached yet.
func (p *Program) carryComputed(card *portal.Scorecard, before []portal.Scorecard) {
	for _, parameter := range p.Rules.Scorecard.Parameters {
		if _, ok := card.Values[parameter.Key]; ok || !parameter.Computed {
			continue
		}
		for _, older := range before {
			if value, ok := older.Values[parameter.Key]; ok {
				*card = p.Rules.Scorecard.Compute(*card, parameter.Key, value.Score, value.Why, value.At)
				break
			}
		}
	}
}

// Scorecard is a partner's scorecard of a quarter as a manager edits it: what was
// entered, or what carries over from the quarter before.
func (p *Program) Scorecard(ctx context.Context, actor portal.Actor, id portal.PartnerID, quarter portal.Quarter) (portal.Scorecard, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Scorecard{}, err
	}
	if quarter.Start() == "" {
		return portal.Scorecard{}, portal.Errorf(portal.NotFound, "There is no such quarter.")
	}
	if _, err := p.store.Partners.Get(ctx, id); err != nil {
		return portal.Scorecard{}, err
	}
	return p.scorecard(ctx, id, quarter)
}

func (p *Program) scorecard(ctx context.Context, id portal.PartnerID, quarter portal.Quarter) (portal.Scorecard, error) {
	cards, err := p.store.Scorecards.Of(ctx, id, quarter, 1)
	switch {
	case err != nil:
		return portal.Scorecard{}, err
	case len(cards) == 0:
		return p.Rules.Scorecard.NewScorecard(id, quarter, nil), nil
	case cards[0].Quarter == quarter:
		return cards[0], nil
	}
	return p.Rules.Scorecard.NewScorecard(id, quarter, &cards[0]), nil
}

// SetScorecard enters a manager's values of a quarter that is not reviewed yet.
func (p *Program) SetScorecard(ctx context.Context, actor portal.Actor, id portal.PartnerID, quarter portal.Quarter, in portal.SetInput) (portal.Scorecard, error) {
	card, err := p.Scorecard(ctx, actor, id, quarter)
	if err != nil {
		return card, err
	}
	if err := p.openQuarter(ctx, quarter); err != nil {
		return card, err
	}
	next, err := p.Rules.Scorecard.Set(card, in, actor, p.Now())
	if err != nil || len(next.History) == len(card.History) {
		return next, err
	}
	if next, err = p.store.Scorecards.Put(ctx, next); err != nil {
		return card, err
	}
	return next, p.recordLast(ctx, next.Subject(), next.Partner, next.History)
}

// openQuarter is Conflict for a quarter that is reviewed, or has not begun.
func (p *Program) openQuarter(ctx context.Context, quarter portal.Quarter) error {
	if quarter.Start() > p.Today() {
		return portal.Errorf(portal.Conflict, "%s has not begun yet.", quarter.Label())
	}
	last, err := p.store.Reviews.Last(ctx)
	if err == nil && quarter <= last.Quarter {
		return portal.Errorf(portal.Conflict, "The scorecards of %s are closed by its review.", quarter.Label())
	}
	return ignoreMissing(err)
}

// closeScorecard keeps the scorecard as it counted, whatever was entered meanwhile.
func (p *Program) closeScorecard(ctx context.Context, counted portal.Scorecard, result portal.Assignment) error {
	for {
		card, err := p.store.Scorecards.Get(ctx, counted.ID())
		if ignoreMissing(err) != nil {
			return err
		}
		if err == nil && card.Result != nil {
			return nil
		}
		next := counted
		next.Version, next.Result = card.Version, &result
		if len(card.History) > len(next.History) {
			next.History = card.History
		}
		_, err = p.store.Scorecards.Put(ctx, next)
		if portal.KindOf(err) != portal.Conflict || ctx.Err() != nil {
			return err
		}
	}
}
