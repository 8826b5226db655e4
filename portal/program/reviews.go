package program

import (
	"context"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/portal/store"
)

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
	ledger, err := p.sharedCash(ctx, id)
	if err != nil {
		return r, err
	}
	first := quarter.Add(-7).Start()
	if ledger.Collections, err = p.store.Collections.OfSince(ctx, id, first); err != nil {
		return r, err
	}
	var deals []portal.ReferralID
	for _, c := range ledger.Collections {
		if !slices.Contains(deals, c.Referral) {
			deals = append(deals, c.Referral)
		}
	}
	referrals, err := p.store.Referrals.GetMany(ctx, deals)
	ledger.Split = append(ledger.Split, splitDeals(referrals)...)
	for _, c := range ledger.Cash(id) {
		switch {
		case c.CollectedOn < first:
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
