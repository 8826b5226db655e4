package portal

import (
	"cmp"
	"slices"
	"strconv"
)

// checkChain proves a bonus, a boost or a cap with its corrections, or those of a
// base share: numbered without gaps, each entry the difference that it says, each
// due what its own numbers come to, none of it on the wrong side of nothing, and cash behind a bonus.
func (v *verification) checkChain(id EntryID, chain []Entry) {
	slices.SortFunc(chain, func(a, b Entry) int { return cmp.Compare(a.basisN(), b.basisN()) })
	var sum int64
	before := 0
	if chain[0].Kind == Correction {
		share, there := v.entries[id]
		if !there || share.Kind != Accrual || share.whole() != chain[0].whole() || share.CollectedOn != chain[0].CollectedOn {
			v.broken(ruleAmounts, string(chain[0].ID), "corrects %s, which is not the share of that cash.", id)
			return
		}
		sum, before = share.Amount.Minor, 1
	}
	for at, e := range chain {
		i := at + before
		subject := string(e.ID)
		b := e.Basis
		if b == nil {
			v.broken(ruleAmounts, subject, "does not carry what it was computed from.")
			continue
		}
		want := id
		if i > 0 {
			want = EntryID("fix:" + strconv.Itoa(i+1) + ":" + string(id))
		}
		if v.fails(e.ID == want && b.N == i+1, ruleOnce) {
			v.broken(ruleOnce, subject, "is number %d of %s, not %d.", b.N, id, i+1)
		}
		if v.fails(e.Amount.Currency == chain[0].Amount.Currency && e.Kind == chain[0].Kind && e.Rule == chain[0].Rule && e.Partner == chain[0].Partner, ruleCurrency) {
			v.broken(ruleCurrency, subject, "its currency, rule or partner is not that of %s.", id)
		}
		if v.fails(b.Was.Minor == sum, ruleAmounts) {
			v.broken(ruleAmounts, subject, "says that %s was booked before, but it was %s.", b.Was, Amount(sum, e.Amount.Currency))
		}
		if v.fails(e.Amount == b.Due.Sub(b.Was), ruleAmounts) {
			v.broken(ruleAmounts, subject, "says %s, but %s less %s is %s.", e.Amount, b.Due, b.Was, b.Due.Sub(b.Was))
		}
		if v.fails(b.come(e) == b.Due, ruleAmounts) {
			v.broken(ruleAmounts, subject, "says that it comes to %s; by its own numbers it is %s.", b.Due, b.come(e))
		}
		if e.Kind == Bonus {
			c, there := v.collections[e.Collection]
			if v.fails(there && v.earns(e, c) && e.whole() == c.Amount, ruleOnce) {
				v.broken(ruleOnce, subject, "the cash behind it, %s, is not what it says.", e.Collection)
			}
		}
		if c, there := v.collections[e.Collection]; there && (e.Kind == Bonus || e.Kind == Correction) {
			v.checkPart(e, c)
		}
		if e.Kind == Cap {
			if v.fails(b.Due.Minor <= 0, ruleClawbacks) {
				v.broken(ruleClawbacks, subject, "a cap that adds %s.", b.Due)
			}
		} else {
			if v.fails(b.Due.Minor >= 0, ruleClawbacks) {
				v.broken(ruleClawbacks, subject, "comes to %s.", b.Due)
			}
		}
		sum += e.Amount.Minor
	}
}

// basisN is the number of an entry in its chain, 0 outside of one.
func (e Entry) basisN() int {
	if e.Basis == nil {
		return 0
	}
	return e.Basis.N
}

// checkAdjustment proves that two people stand behind an entry made by hand.
func (v *verification) checkAdjustment(e Entry) {
	i := slices.IndexFunc(v.ledger.Adjustments, func(a Adjustment) bool { return AdjustmentEntryID(a.ID) == e.ID })
	if i < 0 {
		v.broken(ruleOnce, string(e.ID), "there is no adjustment behind it.")
		return
	}
	a := v.ledger.Adjustments[i]
	v.must(a.State == AdjustmentApproved && a.By != "" && a.Decided != "" && a.By != a.Decided, ruleStates, string(e.ID), "two people did not approve it.")
	v.must(a.Amount == e.Amount && a.Partner == e.Partner && a.Reason == e.Note && a.DecidedOn == e.PayableOn, ruleAmounts, string(e.ID), "is not what %s says.", a.Subject())
}
