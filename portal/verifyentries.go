package portal

import (
	"cmp"
	"slices"
)

func (v *verification) checkCollections() {
	refunds := map[CollectionID][]Collection{}
	for _, c := range v.ledger.Collections {
		id := string(c.ID)
		if !c.IsRefund() {
			if v.fails(c.ID == CashID(c.Source, c.ExternalID), ruleCurrency) {
				v.broken(ruleCurrency, id, "the id does not say %s of %s.", c.ExternalID, c.Source)
			}
			if v.fails(c.Amount.Minor > 0, ruleCurrency) {
				v.broken(ruleCurrency, id, "a collection of %s.", c.Amount)
			}
			continue
		}
		refunds[c.RefundOf] = append(refunds[c.RefundOf], c)
		if v.fails(c.ID == RefundID(c.Source, c.ExternalID), ruleCurrency) {
			v.broken(ruleCurrency, id, "the id does not say %s of %s.", c.ExternalID, c.Source)
		}
		if v.fails(c.Amount.Minor < 0, ruleCurrency) {
			v.broken(ruleCurrency, id, "a refund of %s.", c.Amount.Neg())
		}
		of, there := v.collections[c.RefundOf]
		if !there {
			v.broken(ruleClawbacks, id, "refunds %s, which is not recorded.", c.RefundOf)
			continue
		}
		if v.fails(of.Amount.Currency == c.Amount.Currency && of.Partner == c.Partner && of.Referral == c.Referral, ruleCurrency) {
			v.broken(ruleCurrency, id, "its currency, partner or referral is not that of %s.", of.ID)
		}
	}
	for ofID, of := range refunds {
		slices.SortFunc(of, func(a, b Collection) int { return cmp.Compare(a.RefundNo, b.RefundNo) })
		currency := of[0].Amount.Currency
		var sum int64
		for i, r := range of {
			if v.fails(r.RefundNo == i+1 && r.Refunded.Minor == sum, ruleClawbacks) {
				v.broken(ruleClawbacks, string(r.ID), "is refund %d after %s, but %d came before it with %s.", r.RefundNo, r.Refunded, i, Amount(sum, currency))
			}
			sum -= r.Amount.Minor
		}
		if cash, there := v.collections[ofID]; there {
			if v.fails(sum <= cash.Amount.Minor, ruleClawbacks) {
				v.broken(ruleClawbacks, string(ofID), "%s was refunded of %s.", Amount(sum, currency), cash.Amount)
			}
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
			if first, twice := earned[key]; v.fails(!twice, ruleOnce) {
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
			if v.fails(minor == 0 || (minor > 0) == (e.Amount.Minor > 0), ruleClawbacks) {
				v.broken(ruleClawbacks, string(id), "earned %s, and %s was taken back.", e.Amount, e.Amount.Sub(Amount(minor, e.Amount.Currency)))
			}
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
	want := AccrualID(c.ID, e.Rule)
	if e.Partner != c.Partner {
		want += EntryID(":" + string(e.Partner))
	}
	if v.fails(e.ID == want, ruleOnce) {
		v.broken(ruleOnce, id, "the id does not say %s of %s.", e.Rule, c.ID)
	}
	if v.fails(v.earns(e, c), ruleOnce) {
		v.broken(ruleOnce, id, "its partner or referral is not that of %s.", c.ID)
	}
	if v.fails(e.CollectedOn == c.CollectedOn && e.whole() == c.Amount, ruleAmounts) {
		v.broken(ruleAmounts, id, "was computed from %s on %s, but %s is %s on %s.", e.whole(), e.CollectedOn, c.ID, c.Amount, c.CollectedOn)
	}
	v.checkPart(e, c)
	if e.Amount.Currency != e.Base.Currency {
		v.broken(ruleCurrency, id, "is in %s, but comes from %s.", e.Amount.Currency, e.Base.Currency)
		return
	}
	if v.fails(e.Amount == e.Base.Times(e.Rate) && e.Amount.Minor > 0, ruleAmounts) {
		v.broken(ruleAmounts, id, "says %s, but %s of %s is %s.", e.Amount, e.Rate.Percent(), e.Base, e.Base.Times(e.Rate))
	}
	if v.fails(e.PayableOn == e.CollectedOn.AddDays(e.HoldDays), ruleAmounts) {
		v.broken(ruleAmounts, id, "is payable on %s, not %d days after %s.", e.PayableOn, e.HoldDays, e.CollectedOn)
	}
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
	if refund.Amount.Currency != of.Amount.Currency || of.whole().Minor <= 0 {
		v.broken(ruleCurrency, id, "%s and %s do not fit together.", refund.ID, of.ID)
		return
	}
	want, why := ClawBack(of, refund, e.At)
	if v.fails(why == "" && want.Amount == e.Amount && want.PayableOn == e.PayableOn && want.Partner == e.Partner, ruleAmounts) {
		v.broken(ruleAmounts, id, "takes back %s from %s; by the rule it is %s from %s.", e.Amount.Neg(), e.PayableOn, want.Amount.Neg(), want.PayableOn)
	}
}
