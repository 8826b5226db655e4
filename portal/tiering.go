package portal

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/govalues/decimal"
)

// TierOutcome is what a quarter's review does to a partner's tier.
type TierOutcome string

const (
	TierPromoted  TierOutcome = "promoted"
	TierKept      TierOutcome = "kept"
	TierWarned    TierOutcome = "warned" // below its tier; the next time in a row demotes
	TierDemoted   TierOutcome = "demoted"
	TierNotScored TierOutcome = "not_scored" // without a full scorecard nothing changes
)

// Label is the outcome as people read it.
func (o TierOutcome) Label() string {
	switch o {
	case TierPromoted:
		return "Promoted"
	case TierKept:
		return "Kept"
	case TierWarned:
		return "Warned"
	case TierDemoted:
		return "Demoted"
	case TierNotScored:
		return "Not scored"
	}
	return string(o)
}

// Reviewed is one active partner as a quarter's review sees it.
type Reviewed struct {
	Partner   PartnerID
	Since     Date // it joined the program
	Tier      Tier // of the scorecards so far, without overrides
	Earned    []EarnedTier
	Scored    bool
	Scores    Scores
	Collected int64 // in the last four quarters, minor units of the program's currency
}

// Assignment is what a review says of one partner.
type Assignment struct {
	Partner   PartnerID       `json:"partner"`
	Quarter   Quarter         `json:"quarter"`
	Before    Tier            `json:"before"`
	Earned    Tier            `json:"earned"` // by this quarter's scorecard alone
	Tier      Tier            `json:"tier"`   // from now on
	Outcome   TierOutcome     `json:"outcome"`
	Why       string          `json:"why"`   // in a sentence for the partner
	Place     int             `json:"place"` // by composite among the scored, 1 for the best; staff alone sees it
	Of        int             `json:"of"`
	Composite decimal.Decimal `json:"composite"`
	Fit       decimal.Decimal `json:"fit"`     // strategic fit
	Revenue   decimal.Decimal `json:"revenue"` // revenue potential
}

// AssignTiers reviews all active partners for a quarter, as of a day. The same
// partners in any order give the same assignments, sorted by place, those without
// a scorecard last. Ties of the composite go to more collected revenue, then the
// older partner, then the id.
func (s ScorecardPolicy) AssignTiers(quarter Quarter, on Date, partners []Reviewed) []Assignment {
	composite := make(map[PartnerID]decimal.Decimal, len(partners))
	scored := 0
	for _, p := range partners {
		composite[p.Partner] = s.Composite(p.Scores)
		if p.Scored {
			scored++
		}
	}
	ordered := slices.SortedFunc(slices.Values(partners), func(a, b Reviewed) int {
		if a.Scored != b.Scored {
			return cmp.Compare(boolean(b.Scored), boolean(a.Scored))
		}
		return cmp.Or(
			composite[b.Partner].Cmp(composite[a.Partner]), cmp.Compare(b.Collected, a.Collected),
			cmp.Compare(a.Since, b.Since), cmp.Compare(a.Partner, b.Partner),
		)
	})
	assignments := make([]Assignment, len(ordered))
	for i, p := range ordered {
		a := Assignment{Partner: p.Partner, Quarter: quarter, Before: p.Tier, Tier: p.Tier, Earned: p.Tier, Of: scored, Outcome: TierNotScored}
		if !p.Scored {
			a.Why = fmt.Sprintf("There is no full scorecard for %s, so the tier stays %s.", quarter.Label(), p.Tier.Name())
			assignments[i] = a
			continue
		}
		a.Place = i + 1
		a.Composite = composite[p.Partner]
		a.Fit, a.Revenue = s.AxisValue(StrategicFit, p.Scores), s.AxisValue(RevenuePotential, p.Scores)
		a.Earned = s.Earn(p.Scores, s.Top(a.Place, scored), s.New(p.Since, on))
		assignments[i] = s.settle(a, p)
	}
	return assignments
}

// New reports whether a partner that joined on a day still is too new for a tier of its own.
func (s ScorecardPolicy) New(since, on Date) bool { return since.DaysUntil(on) < s.NewDays }

// Earn is the tier of scores alone; top says whether the composite is among the best share.
func (s ScorecardPolicy) Earn(scores Scores, top, isNew bool) Tier {
	both := func(least int) bool {
		return s.reaches(StrategicFit, scores, least) && s.reaches(RevenuePotential, scores, least)
	}
	switch {
	case isNew:
		return Experimental
	case top && both(s.EliteAxis):
		return Elite
	case both(s.HighAxis):
		return High
	case s.Composite(scores).Cmp(whole(s.CoreScore)) >= 0:
		return Core
	}
	return Experimental
}

// settle turns what was earned into the tier from now on: up at once, down only
// when DemoteAfter reviews in a row were below, and then to the best of them.
func (s ScorecardPolicy) settle(a Assignment, p Reviewed) Assignment {
	switch down := a.Earned.Number() - p.Tier.Number(); {
	case down < 0:
		a.Tier, a.Outcome = a.Earned, TierPromoted
		a.Why = fmt.Sprintf("The scorecard of %s reaches %s: %s.", a.Quarter.Label(), a.Earned.Name(), s.words(a))
	case down == 0:
		a.Outcome = TierKept
		a.Why = fmt.Sprintf("The scorecard of %s keeps %s: %s.", a.Quarter.Label(), a.Earned.Name(), s.words(a))
	default:
		best, below := a.Earned, 1
		for i := len(p.Earned) - 1; i >= 0 && below < s.DemoteAfter && p.Earned[i].Tier.Number() > p.Tier.Number(); i-- {
			below++
			if p.Earned[i].Tier.Number() < best.Number() {
				best = p.Earned[i].Tier
			}
		}
		if below < s.DemoteAfter {
			a.Outcome = TierWarned
			a.Why = fmt.Sprintf("The scorecard of %s is below %s: %s. The tier stays for now; a further quarter below lowers it.", a.Quarter.Label(), p.Tier.Name(), s.words(a))
			break
		}
		a.Tier, a.Outcome = best, TierDemoted
		a.Why = fmt.Sprintf("%s in a row were below %s: %s in %s.", capital(quartersInWords(below)), p.Tier.Name(), s.words(a), a.Quarter.Label())
	}
	return a
}

func (s ScorecardPolicy) words(a Assignment) string {
	return fmt.Sprintf("composite %s, strategic fit %s, revenue potential %s", fixed(a.Composite, 2), fixed(a.Fit, 2), fixed(a.Revenue, 2))
}

func quartersInWords(n int) string {
	words := []string{"no quarter", "one quarter", "two quarters", "three quarters", "four quarters"}
	if n < len(words) {
		return words[n]
	}
	return count(n, "quarter")
}

// boolean is 1 for true, for sorting.
func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// capital is a sentence's first word with its capital.
func capital(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return text
	}
	return string(text[0]-'a'+'A') + text[1:]
}

// Top reports whether a place among so many is in the best share.
func (s ScorecardPolicy) Top(place, of int) bool {
	return place > 0 && whole(place-1).Cmp(exact(s.EliteShare.Mul(whole(of)))) < 0
}
