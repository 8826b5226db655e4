package program

import (
	"context"

	"github.com/govalues/decimal"

	"tandem/portal"
)

// TierPage is where one partner stands and what would lift it.
type TierPage struct {
	Partner   portal.Partner
	Tier      portal.Tier          // of today
	Override  *portal.TierOverride // when one holds today
	Beneath   portal.Tier          // what the scorecards alone give
	Quarter   portal.Quarter       // of the scorecard shown
	Card      portal.Scorecard
	Rows      []TierRow
	Scored    bool // every parameter that a manager sets has a value
	Composite decimal.Decimal
	Fit       decimal.Decimal
	Revenue   decimal.Decimal
	Last      *portal.Assignment // of the newest review, nil before the first
	Gap       portal.Gap
	HasGap    bool // false at the top, and without a scorecard
}

// TierRow is one parameter with its value.
type TierRow struct {
	portal.Parameter
	Value portal.Value
	Has   bool
}

// Tier is a partner's tier page: its own for somebody of the partner (id may be
// ""), anybody's for managers. A partner is not told its place among the others.
func (p *Program) Tier(ctx context.Context, actor portal.Actor, id portal.PartnerID) (TierPage, error) {
	partner, err := p.whose(ctx, actor, id)
	if err != nil {
		return TierPage{}, err
	}
	return p.tierOf(ctx, actor, partner)
}

// tierOf is the tier page of a partner that the actor may see.
func (p *Program) tierOf(ctx context.Context, actor portal.Actor, partner portal.Partner) (TierPage, error) {
	today := p.Today()
	page := TierPage{
		Partner: partner, Tier: partner.TierOn(today), Override: partner.OverrideOn(today), Beneath: partner.ScorecardTier(today),
	}
	cards, err := p.store.Scorecards.Recent(ctx, partner.ID, portal.QuarterOf(today))
	if err != nil {
		return page, err
	}
	top := false
	policy := p.Rules.Scorecard
	for _, card := range cards {
		if card.Result == nil || card.Result.Outcome == portal.TierNotScored {
			continue
		}
		last := *card.Result
		top = policy.Top(last.Place, last.Of)
		if !actor.Staff() {
			last.Place, last.Of = 0, 0
		}
		page.Last = &last
		break
	}
	if len(cards) > 0 {
		page.Card = cards[0]
		p.carryComputed(&page.Card, cards[1:])
	}
	page.Quarter = page.Card.Quarter
	page.Scored = len(cards) > 0 && policy.Scored(page.Card)
	for _, parameter := range policy.Parameters {
		value, ok := page.Card.Values[parameter.Key]
		page.Rows = append(page.Rows, TierRow{Parameter: parameter, Value: value, Has: ok})
	}
	if !page.Scored {
		return page, nil
	}
	scores := policy.Scores(page.Card)
	page.Composite = policy.Composite(scores)
	page.Fit, page.Revenue = policy.AxisValue(portal.StrategicFit, scores), policy.AxisValue(portal.RevenuePotential, scores)
	page.Gap, page.HasGap = policy.Gap(scores, page.Beneath, top, partner.ApprovedAt.Day(p.Rules.Zone), today)
	return page, nil
}

// OverrideTier sets a tier against the scorecard until a day.
func (p *Program) OverrideTier(ctx context.Context, actor portal.Actor, id portal.PartnerID, tier portal.Tier, until portal.Date, reason string) error {
	if err := actor.Must(portal.Manager); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, id, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.OverrideTier(tier, until, reason, actor, p.Now(), p.Today())
	})
	return err
}

// LiftTierOverride ends the override that holds today.
func (p *Program) LiftTierOverride(ctx context.Context, actor portal.Actor, id portal.PartnerID, reason string) error {
	if err := actor.Must(portal.Manager); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, id, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.LiftOverride(reason, actor, p.Now(), p.Today())
	})
	return err
}

// RefreshTiers applies the rest of a review that a crash cut short, and brings the
// tiers of partners whose override has ended up to today. Running it again changes nothing.
func (p *Program) RefreshTiers(ctx context.Context) error {
	last, err := p.store.Reviews.Last(ctx)
	if err == nil && !last.Applied {
		err = p.applyReview(ctx, last)
	}
	if ignoreMissing(err) != nil {
		return err
	}
	for _, state := range []portal.PartnerState{portal.PartnerOnboarding, portal.PartnerActive} {
		partners, err := p.store.Partners.InState(ctx, state)
		if err != nil {
			return err
		}
		for _, partner := range partners {
			if len(partner.Tiers) == 0 || partner.Tier == partner.TierOn(p.Today()) {
				continue
			}
			if _, err := p.changePartner(ctx, partner.ID, 0, func(partner portal.Partner) (portal.Partner, error) {
				next, _ := partner.RefreshTier(portal.System("Tiers"), p.Now(), p.Today())
				return next, nil
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
