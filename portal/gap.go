package portal

import (
	"cmp"
	"slices"

	"github.com/govalues/decimal"
)

// Gap is what lifts a partner one tier, or keeps it in its own, at the least cost in points.
// It is made from the partner's own values alone.
type Gap struct {
	To     Tier
	Keep   bool      // To is the tier it has: its scorecard is below now
	Steps  []GapStep // all of them together are enough; none when the values reach To already
	Others []GapStep // parameters of which each alone is enough too, for more points
	Points decimal.Decimal
	// NeedsTop: the composite has to be among the best share as well, which depends on the others.
	NeedsTop bool
	NewUntil Date // the first day on which a new partner may leave Experimental, "" when it is not new
}

// GapStep is one parameter raised to a value.
type GapStep struct {
	Parameter
	Now    decimal.Decimal
	Need   decimal.Decimal
	Points decimal.Decimal // Need - Now
}

// Text is the change as people read it: "from 4.0 to 5.5".
func (g GapStep) Text() string { return "from " + fixed(g.Now, 1) + " to " + fixed(g.Need, 1) }

// Gap says what a partner in a tier needs; top is whether its composite was among
// the best share at the last review. False when there is no tier above Elite and it is kept.
func (s ScorecardPolicy) Gap(scores Scores, tier Tier, top bool, since, on Date) (Gap, bool) {
	gap := Gap{To: tier, Keep: s.Earn(scores, top, false).Number() > tier.Number()}
	if !gap.Keep {
		if tier == Elite || !tier.Valid() {
			return Gap{}, false
		}
		gap.To = Tiers[tier.Number()-2]
	}
	if s.New(since, on) {
		gap.NewUntil = since.AddDays(s.NewDays)
	}
	switch gap.To {
	case Elite, High:
		least := s.HighAxis
		if gap.To == Elite {
			least, gap.NeedsTop = s.EliteAxis, !top
		}
		fit := s.lift(scores, StrategicFit, least)
		revenue := s.lift(scores, RevenuePotential, least)
		gap.Steps = append(fit, revenue...)
		if len(fit) == 0 || len(revenue) == 0 {
			for _, axis := range []Axis{StrategicFit, RevenuePotential} {
				gap.Others = append(gap.Others, s.alone(scores, axis, least)...)
			}
		}
	case Core:
		gap.Steps = s.lift(scores, "", s.CoreScore)
		gap.Others = s.alone(scores, "", s.CoreScore)
	case Experimental:
	}
	for _, step := range gap.Steps {
		gap.Points = exact(gap.Points.Add(step.Points))
	}
	gap.Others = slices.DeleteFunc(gap.Others, func(o GapStep) bool {
		return len(gap.Steps) == 1 && gap.Steps[0].Key == o.Key
	})
	slices.SortStableFunc(gap.Others, func(a, b GapStep) int { return a.Points.Cmp(b.Points) })
	return gap, true
}

// lift is the fewest points that raise an axis (all parameters for "") to a value:
// the heaviest parameter first, since its point counts most, up to 10, then the next.
func (s ScorecardPolicy) lift(scores Scores, axis Axis, least int) []GapStep {
	missing := s.missing(scores, axis, least)
	var steps []GapStep
	for _, p := range s.heaviest(axis) {
		if !missing.IsPos() {
			break
		}
		step, left := raise(p, scores[p.Key], missing)
		if step.Points.IsPos() {
			steps = append(steps, step)
		}
		missing = left
	}
	return steps
}

// alone are the parameters of an axis that raise it to a value each by itself.
func (s ScorecardPolicy) alone(scores Scores, axis Axis, least int) []GapStep {
	missing := s.missing(scores, axis, least)
	var steps []GapStep
	for _, p := range s.heaviest(axis) {
		if step, left := raise(p, scores[p.Key], missing); missing.IsPos() && !left.IsPos() {
			steps = append(steps, step)
		}
	}
	return steps
}

// missing is how much sum(weight x value) lacks of an axis, 0 or less when nothing.
func (s ScorecardPolicy) missing(scores Scores, axis Axis, least int) decimal.Decimal {
	sum, weight := s.weigh(scores, axis)
	if axis == "" {
		weight = decimal.One // the composite is the sum itself
	}
	return exact(exact(weight.Mul(whole(least))).Sub(sum))
}

// heaviest are the parameters of an axis by weight, among equals first what people can change.
func (s ScorecardPolicy) heaviest(axis Axis) []Parameter {
	var parameters []Parameter
	for _, p := range s.Parameters {
		if (axis == "" || p.Axis == axis) && p.Weight.IsPos() {
			parameters = append(parameters, p)
		}
	}
	slices.SortStableFunc(parameters, func(a, b Parameter) int {
		return cmp.Or(b.Weight.Cmp(a.Weight.Decimal), cmp.Compare(boolean(a.Computed), boolean(b.Computed)))
	})
	return parameters
}

// raise lifts one parameter by tenths of a point towards covering what is
// missing, and returns what still is.
func raise(p Parameter, now, missing decimal.Decimal) (step GapStep, left decimal.Decimal) {
	points := exact(missing.Quo(p.Weight.Decimal)).Ceil(1)
	if room := exact(decimal.Ten.Sub(now)); points.Cmp(room) > 0 {
		points = room
	}
	step = GapStep{Parameter: p, Now: now, Need: exact(now.Add(points)), Points: points}
	return step, exact(missing.Sub(exact(points.Mul(p.Weight.Decimal))))
}
