package program

import (
	"context"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"tandem/portal"
	"tandem/portal/store"
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
	today := p.Today()
	page := TierPage{
		Partner: partner, Tier: partner.TierOn(today), Override: partner.OverrideOn(today), Beneath: partner.ScorecardTier(today),
	}
	cards, err := p.store.Scorecards.Of(ctx, partner.ID, portal.QuarterOf(today), 8)
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

// TierReview is a quarter's review: all active partners with what it assigns, or assigned.
type TierReview struct {
	Quarter portal.Quarter
	Open    bool // scorecards may still change
	Ended   bool // the quarter is over, so the review may be closed
	ByName  string
	At      portal.Instant
	Rows    []ReviewRow // by place, those without a scorecard last
	Scored  int
}

// ReviewRow is one partner in a review.
type ReviewRow struct {
	portal.Assignment
	Company  string
	Tier     portal.Tier // of today, overrides included
	Override *portal.TierOverride
}

// Count is how many partners have an outcome.
func (r TierReview) Count(outcome portal.TierOutcome) int {
	n := 0
	for _, row := range r.Rows {
		if row.Outcome == outcome {
			n++
		}
	}
	return n
}

// ReviewQuarter is the quarter to review next: the last one that is over unless it
// is closed, otherwise the present one.
func (p *Program) ReviewQuarter(ctx context.Context) (portal.Quarter, error) {
	present := portal.QuarterOf(p.Today())
	last, err := p.store.Reviews.Last(ctx)
	if ignoreMissing(err) != nil {
		return "", err
	}
	if over := present.Add(-1); err != nil || last.Quarter < over {
		return over, nil
	}
	return present, nil
}

// TierReview shows a quarter's review: as it was closed, or as it would be closed now.
func (p *Program) TierReview(ctx context.Context, actor portal.Actor, quarter portal.Quarter) (TierReview, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return TierReview{}, err
	}
	if quarter.Start() == "" || quarter.Start() > p.Today() {
		return TierReview{}, portal.Errorf(portal.NotFound, "There is no such quarter.")
	}
	review, err := p.store.Reviews.Get(ctx, quarter)
	closed := err == nil
	if ignoreMissing(err) != nil {
		return TierReview{}, err
	}
	if !closed {
		if review, err = p.draftReview(ctx, actor, quarter); err != nil {
			return TierReview{}, err
		}
	}
	out := TierReview{Quarter: quarter, Open: !closed && p.openQuarter(ctx, quarter) == nil, Ended: quarter.End() < p.Today()}
	if closed {
		out.ByName, out.At = review.ByName, review.At
	}
	ids := make([]portal.PartnerID, len(review.Assignments))
	for i, a := range review.Assignments {
		ids[i] = a.Partner
	}
	partners, err := p.store.Partners.GetMany(ctx, ids)
	if err != nil {
		return out, err
	}
	byID := map[portal.PartnerID]portal.Partner{}
	for _, partner := range partners {
		byID[partner.ID] = partner
	}
	for _, a := range review.Assignments {
		partner := byID[a.Partner]
		out.Rows = append(out.Rows, ReviewRow{
			Assignment: a, Company: partner.Company, Tier: partner.TierOn(p.Today()), Override: partner.OverrideOn(p.Today()),
		})
		if a.Outcome != portal.TierNotScored {
			out.Scored++
		}
	}
	return out, nil
}

// CloseQuarter reviews all tiers of a quarter that is over: what it assigns is
// stored once and then applied to each partner. Two managers at the same moment close it once.
func (p *Program) CloseQuarter(ctx context.Context, actor portal.Actor, quarter portal.Quarter) error {
	if err := actor.Must(portal.Manager); err != nil {
		return err
	}
	if quarter.Start() == "" {
		return portal.Errorf(portal.NotFound, "There is no such quarter.")
	}
	if quarter.End() >= p.Today() {
		return portal.Errorf(portal.Conflict, "%s ends on %s; its review can be closed after that.", quarter.Label(), quarter.End().Long())
	}
	if err := p.openQuarter(ctx, quarter); err != nil {
		return err
	}
	review, err := p.draftReview(ctx, actor, quarter)
	if err != nil {
		return err
	}
	if err := p.store.Reviews.Insert(ctx, review); err != nil {
		return err
	}
	review.Version = 1
	return p.applyReview(ctx, review)
}

// draftReview is the review of a quarter as it stands now.
func (p *Program) draftReview(ctx context.Context, actor portal.Actor, quarter portal.Quarter) (store.Review, error) {
	review := store.Review{Quarter: quarter, On: p.Today(), By: actor.User, ByName: actor.Name, At: p.Now()}
	partners, err := p.store.Partners.InState(ctx, portal.PartnerActive)
	if err != nil {
		return review, err
	}
	revenues := make([]portal.Revenue, len(partners))
	for i, partner := range partners {
		if revenues[i], err = p.revenue(ctx, partner.ID, quarter); err != nil {
			return review, err
		}
	}
	performance := portal.Performance(revenues)
	policy := p.Rules.Scorecard
	reviewed := make([]portal.Reviewed, len(partners))
	for i, partner := range partners {
		card, err := p.scorecard(ctx, partner.ID, quarter)
		if err != nil {
			return review, err
		}
		for _, parameter := range policy.Parameters {
			if parameter.Computed {
				card = policy.Compute(card, parameter.Key, performance[partner.ID], revenueWords(revenues[i]), p.Now())
			}
		}
		review.Scorecards = append(review.Scorecards, card)
		reviewed[i] = portal.Reviewed{
			Partner: partner.ID, Since: partner.ApprovedAt.Day(p.Rules.Zone), Tier: partner.ScorecardTier(p.Today()), Earned: partner.Earned,
			Scored: policy.Scored(card), Scores: policy.Scores(card), Collected: revenues[i].Year.Minor,
		}
	}
	review.Assignments = policy.AssignTiers(quarter, p.Today(), reviewed)
	return review, nil
}

// revenue is what a partner collected in the four quarters up to one and in the
// four before, in the program's currency.
func (p *Program) revenue(ctx context.Context, id portal.PartnerID, quarter portal.Quarter) (portal.Revenue, error) {
	r := portal.Revenue{Partner: id, Year: portal.Amount(0, p.Rules.Currency), Before: portal.Amount(0, p.Rules.Currency)}
	year := quarter.Add(-3).Start()
	cash, err := p.store.Collections.OfSince(ctx, id, quarter.Add(-7).Start())
	for _, c := range cash {
		switch {
		case c.Amount.Currency != p.Rules.Currency || c.CollectedOn > quarter.End():
		case c.CollectedOn >= year:
			r.Year = r.Year.Add(c.Amount)
		default:
			r.Before = r.Before.Add(c.Amount)
		}
	}
	return r, err
}

func revenueWords(r portal.Revenue) string {
	return strings.Join([]string{r.Year.String(), "collected in four quarters,", r.Before.String(), "in the four before"}, " ")
}

// applyReview gives each partner what a stored review assigned, closes its
// scorecard with the result, and notes that all of it is done.
func (p *Program) applyReview(ctx context.Context, review store.Review) error {
	by := portal.Actor{User: review.By, Name: review.ByName}
	for _, card := range review.Scorecards {
		i := slices.IndexFunc(review.Assignments, func(a portal.Assignment) bool { return a.Partner == card.Partner })
		if i < 0 {
			continue
		}
		assignment := review.Assignments[i]
		if err := p.closeScorecard(ctx, card, assignment); err != nil {
			return err
		}
		if _, err := p.changePartner(ctx, card.Partner, 0, func(partner portal.Partner) (portal.Partner, error) {
			return partner.ApplyTier(assignment, by, review.At, review.On), nil
		}); ignoreMissing(err) != nil {
			return err
		}
	}
	review.Applied = true
	_, err := p.store.Reviews.Save(ctx, review)
	if portal.KindOf(err) == portal.Conflict { // another process has finished it
		return nil
	}
	return err
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
