package portal

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Violation is one broken invariant of the ledger, in a sentence that names the ids.
type Violation struct {
	Rule     string // "I5": the number of the invariant
	Subject  string // the id of what is wrong
	Sentence string
}

// The invariants, as violations name them. I11 (a message for each fact that needs
// one) and I12 (read models equal their folds) concern more than the ledger.
const (
	ruleCurrency  = "I1"  // amounts of one thing are in one currency, signs are legal, ids say what things are
	ruleBalance   = "I2"  // held + payable + in payout + paid = earned
	ruleOnce      = "I3"  // one accrual per collection and rule, and none without cash
	ruleAmounts   = "I4"  // recomputing an entry from what it carries gives the same amounts and days
	ruleClaims    = "I5"  // one live claim per entry, claims and releases in turn
	ruleFrozen    = "I6"  // a payout equals its entries and its hash
	rulePaidOnce  = "I7"  // a payout is paid at most once
	ruleClawbacks = "I8"  // refunds within their collection, clawbacks within what was earned
	ruleStates    = "I9"  // states change legally and without gaps; two people for each batch
	ruleDays      = "I10" // nothing is claimed before its day
)

// VerifyPartner proves the invariants over the facts of one partner, all of them, and
// returns what breaks them, in a fixed order. batches are those of its claims and
// payouts. A step that was interrupted and can be run again (a claim without its
// payout yet, a failed line not released yet) breaks nothing.
func VerifyPartner(l Ledger, batches map[BatchID]Batch, zone *time.Location) []Violation {
	v := newVerification(l, batches, zone)
	v.checkCollections()
	v.checkEntries()
	v.checkClaims()
	v.checkPayouts()
	v.checkResults()
	v.checkBalances()
	return v.sorted()
}

// VerifyBatch proves the invariants over one batch with all its payouts and all its
// files, and returns what breaks them, in a fixed order. The ledger has no batch when
// files name one that is not recorded.
func VerifyBatch(l Ledger) []Violation {
	batches := map[BatchID]Batch{}
	for _, b := range l.Batches {
		batches[b.ID] = b
	}
	v := newVerification(l, batches, time.UTC)
	v.checkBatches()
	v.checkFiles()
	return v.sorted()
}

// Stray is the violation that a fact belongs to no partner, or to no batch, that is recorded.
func Stray(id string) Violation {
	return Violation{Rule: ruleCurrency, Subject: id, Sentence: id + ": belongs to nobody that is recorded."}
}

func newVerification(l Ledger, batches map[BatchID]Batch, zone *time.Location) *verification {
	v := &verification{
		ledger: l, zone: zone, batches: batches,
		collections: map[CollectionID]Collection{}, entries: map[EntryID]Entry{}, payouts: map[PayoutID]Payout{}, live: map[EntryID]Claim{},
	}
	for _, c := range l.Collections {
		v.collections[c.ID] = c
	}
	for _, e := range l.Entries {
		v.entries[e.ID] = e
	}
	for _, p := range l.Payouts {
		v.payouts[p.ID] = p
	}
	return v
}

func (v *verification) sorted() []Violation {
	slices.SortFunc(v.found, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(len(a.Rule), len(b.Rule)), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Sentence, b.Sentence))
	})
	return v.found
}

type verification struct {
	ledger      Ledger
	zone        *time.Location
	collections map[CollectionID]Collection
	entries     map[EntryID]Entry
	payouts     map[PayoutID]Payout
	batches     map[BatchID]Batch
	live        map[EntryID]Claim
	found       []Violation
}

func (v *verification) broken(rule, subject, format string, args ...any) {
	v.found = append(v.found, Violation{Rule: rule, Subject: subject, Sentence: subject + ": " + fmt.Sprintf(format, args...)})
}

// must notes a violation unless it holds.
func (v *verification) must(holds bool, rule, subject, format string, args ...any) {
	if !holds {
		v.broken(rule, subject, format, args...)
	}
}

func (v *verification) checkCollections() {
	refunds := map[CollectionID][]Collection{}
	for _, c := range v.ledger.Collections {
		id := string(c.ID)
		if !c.IsRefund() {
			v.must(c.ID == CashID(c.Source, c.ExternalID), ruleCurrency, id, "the id does not say %s of %s.", c.ExternalID, c.Source)
			v.must(c.Amount.Minor > 0, ruleCurrency, id, "a collection of %s.", c.Amount)
			continue
		}
		refunds[c.RefundOf] = append(refunds[c.RefundOf], c)
		v.must(c.ID == RefundID(c.Source, c.ExternalID), ruleCurrency, id, "the id does not say %s of %s.", c.ExternalID, c.Source)
		v.must(c.Amount.Minor < 0, ruleCurrency, id, "a refund of %s.", c.Amount.Neg())
		of, there := v.collections[c.RefundOf]
		if !there {
			v.broken(ruleClawbacks, id, "refunds %s, which is not recorded.", c.RefundOf)
			continue
		}
		v.must(of.Amount.Currency == c.Amount.Currency && of.Partner == c.Partner && of.Referral == c.Referral, ruleCurrency, id,
			"its currency, partner or referral is not that of %s.", of.ID)
	}
	for ofID, of := range refunds {
		slices.SortFunc(of, func(a, b Collection) int { return cmp.Compare(a.RefundNo, b.RefundNo) })
		currency := of[0].Amount.Currency
		var sum int64
		for i, r := range of {
			v.must(r.RefundNo == i+1 && r.Refunded.Minor == sum, ruleClawbacks, string(r.ID),
				"is refund %d after %s, but %d came before it with %s.", r.RefundNo, r.Refunded, i, Amount(sum, currency))
			sum -= r.Amount.Minor
		}
		if cash, there := v.collections[ofID]; there {
			v.must(sum <= cash.Amount.Minor, ruleClawbacks, string(ofID), "%s was refunded of %s.", Amount(sum, currency), cash.Amount)
		}
	}
}

func (v *verification) checkEntries() {
	earned := map[[2]string]EntryID{}
	left := map[EntryID]int64{}
	chains := map[EntryID][]Entry{}
	for _, e := range v.ledger.Entries {
		if e.Kind == Accrual {
			key := [2]string{string(e.Collection), e.Rule}
			if first, twice := earned[key]; twice {
				v.broken(ruleOnce, string(e.ID), "%s earned by the rule %s already with %s.", e.Collection, e.Rule, first)
			}
			earned[key] = e.ID
			left[e.ID] += e.Amount.Minor
			v.checkAccrual(e)
		}
	}
	for _, e := range v.ledger.Entries {
		switch e.Kind {
		case Accrual:
		case Clawback:
			left[e.Of] += e.Amount.Minor
			v.checkClawback(e)
		case Adjusted:
			v.checkAdjustment(e)
		case Correction:
			left[e.ID] += e.Amount.Minor
			chains[e.Chain()] = append(chains[e.Chain()], e)
		case Bonus, Boost, Cap:
			chains[e.Chain()] = append(chains[e.Chain()], e)
		default:
			v.broken(ruleCurrency, string(e.ID), "is of the unknown kind %q.", e.Kind)
		}
	}
	for id, chain := range chains {
		v.checkChain(id, chain)
	}
	for id, minor := range left {
		if e, there := v.entries[id]; there {
			v.must(minor == 0 || (minor > 0) == (e.Amount.Minor > 0), ruleClawbacks, string(id), "earned %s, and %s was taken back.", e.Amount, e.Amount.Sub(Amount(minor, e.Amount.Currency)))
		}
	}
}

func (v *verification) checkAccrual(e Entry) {
	id := string(e.ID)
	c, there := v.collections[e.Collection]
	if !there {
		v.broken(ruleOnce, id, "there is no collection %s of %s behind it.", e.Collection, e.Partner)
		return
	}
	v.must(e.ID == AccrualID(c.ID, e.Rule), ruleOnce, id, "the id does not say %s of %s.", e.Rule, c.ID)
	v.must(e.Partner == c.Partner && e.Referral == c.Referral, ruleOnce, id, "its partner or referral is not that of %s.", c.ID)
	v.must(e.Base == c.Amount && e.CollectedOn == c.CollectedOn, ruleAmounts, id, "was computed from %s on %s, but %s is %s on %s.", e.Base, e.CollectedOn, c.ID, c.Amount, c.CollectedOn)
	if e.Amount.Currency != e.Base.Currency {
		v.broken(ruleCurrency, id, "is in %s, but comes from %s.", e.Amount.Currency, e.Base.Currency)
		return
	}
	v.must(e.Amount == e.Base.Times(e.Rate) && e.Amount.Minor > 0, ruleAmounts, id, "says %s, but %s of %s is %s.", e.Amount, e.Rate.Percent(), e.Base, e.Base.Times(e.Rate))
	v.must(e.PayableOn == e.CollectedOn.AddDays(e.HoldDays), ruleAmounts, id, "is payable on %s, not %d days after %s.", e.PayableOn, e.HoldDays, e.CollectedOn)
}

func (v *verification) checkClawback(e Entry) {
	id := string(e.ID)
	of, there := v.entries[e.Of]
	if !there || of.Kind == Clawback {
		v.broken(ruleClawbacks, id, "takes back from %s, which earned nothing.", e.Of)
		return
	}
	var refund Collection
	for _, cause := range e.Causes {
		if c, there := v.collections[CollectionID(cause)]; there && c.IsRefund() {
			refund = c
		}
	}
	if refund.ID == "" || e.ID != ClawbackID(refund.ID, of.ID) {
		v.broken(ruleClawbacks, id, "there is no refund behind it.")
		return
	}
	if refund.Amount.Currency != of.Amount.Currency || of.Base.Minor <= 0 {
		v.broken(ruleCurrency, id, "%s and %s do not fit together.", refund.ID, of.ID)
		return
	}
	want, why := ClawBack(of, refund, e.At)
	v.must(why == "" && want.Amount == e.Amount && want.PayableOn == e.PayableOn && want.Partner == e.Partner, ruleAmounts, id,
		"takes back %s from %s; by the rule it is %s from %s.", e.Amount.Neg(), e.PayableOn, want.Amount.Neg(), want.PayableOn)
}
