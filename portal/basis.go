package portal

import (
	"fmt"
	"math/big"
	"strings"
)

// Basis is what a bonus, a boost or a cap was computed from. Facts that come later
// (a refund, late cash) can change what it comes to: then a correction follows, and
// N, Was and Due say which it is, what was booked before it and what it comes to
// with it. The entry's amount is Due less Was.
type Basis struct {
	N   int   `json:"n"` // 1 for the first entry
	Was Money `json:"was"`
	Due Money `json:"due"`

	Fixed Money `json:"fixed,omitzero"` // of a bonus: the amount by the terms
	Kept  Money `json:"kept"`           // of a bonus: what is left of its collection after refunds
	From  Date  `json:"from,omitempty"` // submission to won, onboarding's first day to its end, first day of the contract year
	To    Date  `json:"to,omitempty"`
	Limit int   `json:"limit,omitempty"` // days or deals that the terms ask for

	Quarter  Quarter   `json:"quarter,omitempty"` // of a boost
	Target   Money     `json:"target,omitzero"`   // of a boost: the kept collections that meet it; of a cap: the most; of an onboarding's cost: that cost
	Counted  Money     `json:"counted"`           // what counts towards it
	Portions []Portion `json:"portions,omitempty"`
}

// Portion is a part of a quarter's kept collections with the rate of its days.
type Portion struct {
	Terms string `json:"terms"`
	Tier  Tier   `json:"tier"`
	Rate  Rate   `json:"rate"`
	Base  Money  `json:"base"`
}

// Chain is the id of the first entry of a bonus, boost or cap, by which its
// corrections are known; "" for an entry that is computed once and for all.
//
//	bonus:referral:<partner>:<referral>    boost:<partner>:<quarter>:<currency>
//	bonus:signing:<partner>                cap:deal:<partner>:<referral>
//	bonus:milestone:<partner>:<year>:<deals>   cap:year:<partner>:<year>
//	bonus:renewal:<partner>:<cash id>      bonus:onboarding:<partner>
//
// The n-th correction is fix:<n>:<first entry>, of a base share too.
func (e Entry) Chain() EntryID {
	switch {
	case e.Basis == nil:
		return ""
	case e.Of != "":
		return e.Of
	}
	return e.ID
}

// come is what the basis comes to by its own numbers: the same arithmetic that
// made it, so that a check can recompute an entry from what it carries.
func (b Basis) come(e Entry) Money {
	nothing := Amount(0, e.Amount.Currency)
	switch e.Kind {
	case Correction:
		return e.Base.Times(e.Rate)
	case Bonus:
		if e.Base.Minor <= 0 || b.Kept.Minor <= 0 {
			return nothing
		}
		if e.Rule == RuleMilestone {
			return b.Fixed
		}
		if e.Rule == RuleReferral { // one bonus for a deal, divided as its cash is
			return b.Fixed.Share(b.Kept.Minor, e.whole().Minor)
		}
		switch e.Rule {
		case RuleRenewal:
			return e.Base.Times(e.Rate).Share(b.Kept.Minor, e.Base.Minor)
		case RuleOnboarding:
			return b.Target.Times(e.Rate).Share(b.Kept.Minor, e.Base.Minor)
		}
		return b.Fixed.Share(b.Kept.Minor, e.Base.Minor)
	case Boost:
		if b.Target.Minor <= 0 || b.Counted.Minor < b.Target.Minor {
			return nothing
		}
		return shareOfPortions(b.Portions, e.Amount.Currency)
	case Cap:
		if b.Target.Minor <= 0 || b.Counted.Minor <= b.Target.Minor {
			return nothing
		}
		return b.Target.Sub(b.Counted)
	}
	return nothing
}

// shareOfPortions is the sum of base x rate, rounded half-even once.
func shareOfPortions(portions []Portion, currency Currency) Money {
	sum := new(big.Rat)
	for _, p := range portions {
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(p.Rate.Scale())), nil)
		rate := new(big.Rat).SetFrac(new(big.Int).SetUint64(p.Rate.Coef()), scale)
		sum.Add(sum, rate.Mul(rate, new(big.Rat).SetInt64(p.Base.Minor)))
	}
	quotient, rest := new(big.Int).QuoRem(sum.Num(), sum.Denom(), new(big.Int))
	switch rest.Lsh(rest, 1).Cmp(sum.Denom()) {
	case 1:
		quotient.Add(quotient, big.NewInt(1))
	case 0:
		quotient.Add(quotient, new(big.Int).And(quotient, big.NewInt(1)))
	}
	return Amount(quotient.Int64(), currency)
}

// basisSentence explains a bonus, a boost or a cap with its numbers.
func (e Entry) basisSentence() string {
	b := e.Basis
	if b == nil {
		return fmt.Sprintf("%s: %s.", e.Kind.Label(), e.Amount)
	}
	by := fmt.Sprintf("(%s, terms %s)", e.Tier.Label(), e.Terms)
	var text string
	switch e.Rule {
	case RuleBase:
		text = fmt.Sprintf("The rate of %s turned out to be %s %s: of %s from %s", e.CollectedOn.Long(), e.Rate.Percent(), by, e.cash(), e.Customer)
		if e.Part != nil {
			text = fmt.Sprintf("Of %s collected on %s from %s the share is %s: %s %s of that", e.Part.Whole, e.CollectedOn.Long(), e.Customer, e.Part.Share.Percent(), e.Rate.Percent(), by)
		}
	case RuleReferral:
		text = fmt.Sprintf("Referral bonus of %s %s: %s was referred on %s and won on %s, within %d days; it is paid with the first collection, %s on %s",
			b.Fixed, by, e.Customer, b.From.Long(), b.To.Long(), b.Limit, e.cash(), e.CollectedOn.Long())
	case RuleSigning:
		text = fmt.Sprintf("Signing bonus of %s %s: onboarding began on %s and was complete on %s, within %d days, and the first deal, %s, paid %s on %s",
			b.Fixed, by, b.From.Long(), b.To.Long(), b.Limit, e.Customer, e.cash(), e.CollectedOn.Long())
	case RuleMilestone:
		text = fmt.Sprintf("Milestone of %s %s: %d deals have paid in the contract year from %s, the last of them %s on %s",
			b.Fixed, by, b.Limit, b.From.Long(), e.Customer, e.CollectedOn.Long())
	case RuleRenewal, RuleOnboarding:
		text = e.leverSentence(by)
	case RuleBoost:
		text = fmt.Sprintf("Boost for %s: %s of what customers paid is kept, %s the target of %s", b.Quarter.Label(), b.Counted, belowOrAt(b.Counted, b.Target), b.Target)
		if b.Counted.Minor >= b.Target.Minor {
			parts := make([]string, len(b.Portions))
			rest := b.Counted
			for i, p := range b.Portions {
				parts[i] = fmt.Sprintf("%s (%s, terms %s) of %s", p.Rate.Percent(), p.Tier.Label(), p.Terms, p.Base)
				rest = rest.Sub(p.Base)
			}
			if rest.Minor > 0 {
				text += fmt.Sprintf("; %s of it came in on days whose terms give no boost", rest)
			}
			text += ": " + strings.Join(parts, " + ")
		}
	case RuleDealCap:
		text = fmt.Sprintf("Terms %s pay at most %s for one deal; %s has earned %s", e.Terms, b.Target, e.Customer, b.Counted)
	case RuleYearCap:
		text = fmt.Sprintf("Terms %s pay at most %s in a year; %s has earned %s", e.Terms, b.Target, b.From.Long()[len(b.From.Long())-4:], b.Counted)
	default:
		text = e.Kind.Label()
	}
	if e.Kind == Bonus && b.Kept != e.Base {
		text += fmt.Sprintf("; %s of that is kept after refunds", b.Kept)
	}
	if e.Kind != Bonus || b.Due != b.Fixed {
		text += fmt.Sprintf(" = %s", b.Due)
	}
	if b.N > 1 {
		text += fmt.Sprintf("; %s was booked before, so this corrects it by %s", b.Was, e.Amount)
	}
	return fmt.Sprintf("%s; %s from %s.", text, countsOrPayable(e.Amount), e.PayableOn.Long())
}

func belowOrAt(counted, target Money) string {
	if counted.Minor < target.Minor {
		return "below"
	}
	return "which meets"
}

func countsOrPayable(amount Money) string {
	if amount.Minor < 0 {
		return "it counts"
	}
	return "payable"
}
