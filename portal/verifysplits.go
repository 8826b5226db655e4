package portal

import (
	"slices"
	"time"
)

// checkSplits proves that the shares of every split, the past ones too, are those of
// different partners and add up to the whole.
func (v *verification) checkSplits() {
	for _, d := range v.ledger.Split {
		for i, split := range d.Splits {
			if v.fails(len(CheckShares(split.Shares)) == 0, RuleSplits) {
				v.broken(RuleSplits, "referral:"+string(d.Referral), "the shares of its split %d, %s, are not one whole.", i+1, split.Text())
			}
		}
	}
}

// earns reports whether an entry may come from some cash: its partner's own, or that of a
// deal in which it has or had a share.
func (v *verification) earns(e Entry, c Collection) bool {
	return e.Referral == c.Referral && (e.Partner == c.Partner || e.Part != nil && slices.Contains(v.split[c.Referral].Parties(), e.Partner))
}

// checkPart proves that the base of an entry is the whole cash, or the partner's portion
// of it by one of the splits that were decided.
func (v *verification) checkPart(e Entry, c Collection) {
	if e.Part == nil {
		if v.fails(e.Base == c.Amount, ruleAmounts) {
			v.broken(ruleAmounts, string(e.ID), "was computed from %s, but %s is %s.", e.Base, c.ID, c.Amount)
		}
		return
	}
	v.checked[RuleSplits]++
	for _, split := range v.split[c.Referral].Splits {
		if split.Of(e.Partner).Cmp(e.Part.Share.Decimal) == 0 && split.Portion(c.Amount, e.Partner) == e.Base {
			return
		}
	}
	v.broken(RuleSplits, string(e.ID), "was computed from %s of %s, %s, which no split of the deal makes.", e.Part.Share.Percent(), e.Part.Whole, e.Base)
}

// VerifySplit proves over a split deal with all its cash and all its entries that what
// the partners' shares were computed from adds up to each collection. A split that
// the ledger does not follow yet breaks nothing.
func VerifySplit(deal Deal, cash []Collection, entries []Entry) Proof {
	v := newVerification(Ledger{}, nil, time.UTC)
	split := deal.Split()
	if split == nil {
		return v.proof()
	}
	for _, c := range cash {
		if c.IsRefund() {
			continue
		}
		sum, settled := int64(0), true
		for _, share := range split.Shares {
			shares := Shares(OfPartner(entries, share.Partner, c.ID))
			if len(shares) == 0 {
				settled = false
				break
			}
			last := shares[len(shares)-1]
			settled = settled && last.Part != nil && last.Base.Currency == c.Amount.Currency && last.Part.Share.Cmp(share.Rate.Decimal) == 0
			sum += last.Base.Minor
		}
		if settled && v.fails(sum == c.Amount.Minor, RuleSplits) {
			v.broken(RuleSplits, string(c.ID), "its portions add up to %s, but it is %s.", Amount(sum, c.Amount.Currency), c.Amount)
		}
	}
	return v.proof()
}

// OfPartner are the entries of one partner that come from one collection.
func OfPartner(entries []Entry, partner PartnerID, cash CollectionID) []Entry {
	var theirs []Entry
	for _, e := range entries {
		if e.Partner == partner && e.Collection == cash {
			theirs = append(theirs, e)
		}
	}
	return theirs
}
