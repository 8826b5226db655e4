package portal

import (
	"fmt"
	"strings"
)

// EntryKind is what moved a partner's money.
type EntryKind string

const (
	Accrual  EntryKind = "accrual"  // a share of collected cash
	Clawback EntryKind = "clawback" // that share taken back in proportion to a refund
	// Correction sets a share right whose day turned out to have another rate: the
	// tier or the agreement of that day came later than the cash.
	Correction EntryKind = "correction"

	Adjusted EntryKind = "adjustment" // added or taken off by hand, by two people

	Bonus EntryKind = "bonus" // an amount for a deal, for signing, for a milestone, or by an addendum
	Boost EntryKind = "boost" // a share of a quarter's kept collections, its target met
	Cap   EntryKind = "cap"   // what goes beyond the most that the terms pay, taken off
)

// Label is the kind as people read it.
func (k EntryKind) Label() string {
	switch k {
	case Accrual:
		return "Commission"
	case Clawback:
		return "Clawback"
	case Correction:
		return "Correction"
	case Adjusted:
		return "Adjustment"
	case Bonus:
		return "Bonus"
	case Boost:
		return "Quarterly boost"
	case Cap:
		return "Cap"
	}
	return string(k)
}

// The rules that make entries, as the table of levers names them.
const (
	RuleBase      = "base"      // the base share of first-year collected revenue
	RuleBoost     = "boost"     // the quarterly boost
	RuleReferral  = "referral"  // the referral bonus
	RuleSigning   = "signing"   // the signing bonus
	RuleMilestone = "milestone" // the milestone uplift

	RuleRenewal    = "renewal"    // of an addendum: a share of what a customer pays after the base share
	RuleOnboarding = "onboarding" // of an addendum: a share of what the onboarding cost

	RuleDealCap = "deal_cap" // the most that one deal earns
	RuleYearCap = "year_cap" // the most that a calendar year earns

	RuleAdjustment = "adjustment" // by hand
)

// Entry is one line of the ledger: an amount that a partner earned or lost, with
// everything it was computed from. It is never changed; a correction is a new
// entry. Its id is made from what caused it, so a repeat cannot double it.
type Entry struct {
	ID         EntryID      `json:"-"` // acc:<cash id>:<rule>, claw:<rev id>:<entry id>, [Entry.Chain]
	Partner    PartnerID    `json:"partner"`
	Referral   ReferralID   `json:"referral"`
	Collection CollectionID `json:"collection"` // the cash it comes from, of a clawback too
	Customer   string       `json:"customer"`
	Kind       EntryKind    `json:"kind"`
	Rule       string       `json:"rule"`
	Rate       Rate         `json:"rate"`
	Base       Money        `json:"base"`   // what the rate was applied to: the cash collected, or the partner's portion
	Amount     Money        `json:"amount"` // negative for a clawback
	Terms      string       `json:"terms"`  // version
	Tier       Tier         `json:"tier"`

	CollectedOn Date `json:"collected_on"` // the day of the cash, of a clawback too
	HoldDays    int  `json:"hold_days"`
	PayableOn   Date `json:"payable_on"`       // the first day it may be paid, or counts against what is
	PayBy       Date `json:"pay_by,omitempty"` // the last day it should be paid; none for a clawback

	// Part says of which cash the base is a portion, when the deal is split; nil for all of it.
	Part *Part `json:"part,omitempty"`

	// Note is the reason of an adjustment, and of a clawback without a refund to a customer.
	Note string `json:"note,omitempty"`

	// Basis is what a bonus, a boost or a cap was computed from; nil for anything else.
	Basis *Basis `json:"basis,omitempty"`

	// Of a clawback: the entry it takes back from, what that had earned, the day of
	// the refund, and what was refunded with it and in all so far. Of a correction of
	// a bonus, a boost or a cap: the first entry of it, and the day of the fact that called for it.
	Of         EntryID `json:"of,omitempty"`
	Earned     Money   `json:"earned,omitzero"`
	RefundedOn Date    `json:"refunded_on,omitempty"`
	Refund     Money   `json:"refund,omitzero"`
	Refunded   Money   `json:"refunded,omitzero"`

	Causes []string `json:"causes"` // ids of the facts it was made from
	At     Instant  `json:"at"`     // when it entered the ledger
}

// Sentence explains the entry with its numbers, for people who check it.
func (e Entry) Sentence() string {
	switch e.Kind {
	case Accrual:
		return fmt.Sprintf("%s; payable from %s.", e.origin(), e.PayableOn.Long())
	case Adjusted:
		return e.adjustmentSentence()
	case Correction, Bonus, Boost, Cap:
		return e.basisSentence()
	case Clawback:
		refunded := fmt.Sprintf("%s was refunded on %s", e.Refund, e.RefundedOn.Long())
		if e.Refund != e.Refunded {
			refunded = fmt.Sprintf("%s was refunded on %s, %s in all", e.Refund, e.RefundedOn.Long(), e.Refunded)
		}
		if e.Note != "" {
			refunded = fmt.Sprintf("%s is taken out again: %s", e.Refund, lowerFirst(strings.TrimSuffix(e.Note, ".")))
		}
		if e.Earned.Minor < 0 {
			return fmt.Sprintf("Of %s collected on %s from %s, %s; in proportion %s of the %s that a correction took off is given back, from %s.",
				e.Base, e.CollectedOn.Long(), e.Customer, refunded, e.Amount, e.Earned.Neg(), e.PayableOn.Long())
		}
		return fmt.Sprintf("Of %s collected on %s from %s, %s; in proportion %s of the %s earned is taken back, from %s.",
			e.cash(), e.CollectedOn.Long(), e.Customer, refunded, e.Amount.Neg(), e.Earned, e.PayableOn.Long())
	}
	return fmt.Sprintf("%s: %s.", e.Kind.Label(), e.Amount)
}

// origin is the arithmetic of an accrual.
func (e Entry) origin() string {
	return fmt.Sprintf("%s (%s, terms %s) of %s collected on %s from %s = %s",
		e.Rate.Percent(), e.Tier.Label(), e.Terms, e.cash(), e.CollectedOn.Long(), e.Customer, e.Amount)
}

// Held reports whether the entry still waits for its hold to end.
func (e Entry) Held(today Date) bool { return e.PayableOn > today }
