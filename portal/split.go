package portal

import (
	"math/big"
	"slices"
	"strings"

	"github.com/govalues/decimal"
)

// Share is one partner's part of what a deal collects.
type Share struct {
	Partner PartnerID `json:"partner"`
	Name    string    `json:"name"` // of the company, as it was then
	Rate    Rate      `json:"rate"` // more than nothing, at most all
}

// Split is a manager's decision how the cash of a won deal is divided between
// partners. It holds for all cash of the deal, whenever it came; a later one takes its place.
type Split struct {
	Shares []Share `json:"shares"` // they add up to the whole, in the order that ties are decided by
	Reason string  `json:"reason"` // for the record; no partner reads it
	By     UserID  `json:"by"`
	ByName string  `json:"by_name"`
	At     Instant `json:"at"`
	On     Date    `json:"on"` // the day of it in the program's zone
}

// Of is the share of a partner; zero for one that has none.
func (s Split) Of(partner PartnerID) Rate {
	for _, share := range s.Shares {
		if share.Partner == partner {
			return share.Rate
		}
	}
	return Rate{}
}

// Portion is a partner's portion of an amount that is not negative.
func (s Split) Portion(of Money, partner PartnerID) Money {
	i := slices.IndexFunc(s.Shares, func(share Share) bool { return share.Partner == partner })
	if i < 0 {
		return Amount(0, of.Currency)
	}
	return Amount(divide(of.Minor, s.weights())[i], of.Currency)
}

// Text is the shares as staff read them: "Bluewater Ferries 60%, Miramar Tours 40%".
func (s Split) Text() string {
	parts := make([]string, len(s.Shares))
	for i, share := range s.Shares {
		parts[i] = share.Name + " " + share.Rate.Percent()
	}
	return strings.Join(parts, ", ")
}

// weights are the shares as whole numbers in the same proportion.
func (s Split) weights() []*big.Int {
	digits := 0
	for _, share := range s.Shares {
		digits = max(digits, share.Rate.Scale())
	}
	weights := make([]*big.Int, len(s.Shares))
	for i, share := range s.Shares {
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits-share.Rate.Scale())), nil)
		weights[i] = scale.Mul(scale, new(big.Int).SetUint64(share.Rate.Coef()))
	}
	return weights
}

// divide gives each weight its part of an amount, in whole numbers that add up to
// it: the whole part of what is due to each, and what is left one by one to the
// largest remainders, of two that are equal to the earlier. Nobody gets more than
// what is due to it rounded up.
func divide(amount int64, weights []*big.Int) []int64 {
	parts := make([]int64, len(weights))
	total := new(big.Int)
	for _, w := range weights {
		total.Add(total, w)
	}
	if total.Sign() == 0 {
		return parts
	}
	rests, order, left := make([]*big.Int, len(weights)), make([]int, len(weights)), amount
	for i, w := range weights {
		due := new(big.Int).Mul(big.NewInt(amount), w)
		due, rests[i] = due.QuoRem(due, total, new(big.Int))
		parts[i], order[i] = due.Int64(), i
		left -= parts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return rests[b].Cmp(rests[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}

// CashPart says of a collection or a refund that it is one partner's view of it: its amount
// is that partner's portion.
type CashPart struct {
	Share    Rate
	Whole    Money // the collection or the refund itself, with its sign
	Refunded Money // of a refund: by all before it, of the whole
	On       Date  // the day on which the split was decided
	Guest    bool  // the deal is another partner's
}

// Part says of an entry that its base is a portion of the cash.
type Part struct {
	Share Rate  `json:"share"`
	Whole Money `json:"whole"` // the cash
}

// whole is the amount of the cash itself, and what refunds before this one gave back of it.
func (c Collection) whole() (amount, refunded Money) {
	if c.Part != nil {
		return c.Part.Whole, c.Part.Refunded
	}
	return c.Amount, c.Refunded
}

// part is what an entry keeps of a view.
func (c Collection) part() *Part {
	if c.Part == nil {
		return nil
	}
	return &Part{Share: c.Part.Share, Whole: c.Part.Whole}
}

// whole is the cash behind an entry, of which its base may be a portion.
func (e Entry) whole() Money {
	if e.Part != nil {
		return e.Part.Whole
	}
	return e.Base
}

// cash is the base of an entry as people read it: "60% of €18,400.00".
func (e Entry) cash() string {
	if e.Part == nil || e.Part.Share.Cmp(decimal.One) == 0 {
		return e.whole().String()
	}
	return e.Part.Share.Percent() + " of " + e.Part.Whole.String()
}

// Split is how the deal is divided now; nil when it is its partner's alone and always was.
func (d Deal) Split() *Split {
	if len(d.Splits) == 0 {
		return nil
	}
	return &d.Splits[len(d.Splits)-1]
}

// Parties are the deal's partner and everybody who has, or had, a share in it.
func (d Deal) Parties() []PartnerID {
	parties := []PartnerID{d.Partner}
	for _, split := range d.Splits {
		for _, share := range split.Shares {
			if !slices.Contains(parties, share.Partner) {
				parties = append(parties, share.Partner)
			}
		}
	}
	return parties
}

// Portion is a partner's view of a collection of the deal.
func (d Deal) Portion(c Collection, partner PartnerID) Collection {
	for _, view := range d.Portions([]Collection{c}, partner) {
		return view
	}
	return Collection{}
}

// Portions are a partner's views of the collections and refunds of the deal: all of
// it when the deal is its own and not split, nothing when it has nothing to do with
// it. A refund is divided in the proportion of what each still keeps of the
// collection, so that nobody gives back more than it had, and a refund of everything
// leaves nobody anything. Refunds come with all refunds before them.
func (d Deal) Portions(cash []Collection, partner PartnerID) []Collection {
	split := d.Split()
	if split == nil {
		if partner != d.Partner {
			return nil
		}
		return cash
	}
	if !slices.Contains(d.Parties(), partner) {
		return nil
	}
	at := slices.IndexFunc(split.Shares, func(share Share) bool { return share.Partner == partner })
	views := make([]Collection, 0, len(cash))
	view := func(c Collection, parts []int64, sign int64) {
		c.Part = &CashPart{Share: split.Of(partner), Whole: c.Amount, Refunded: c.Refunded, On: split.On, Guest: partner != d.Partner}
		c.Partner, c.Amount = partner, Amount(0, c.Amount.Currency)
		if at >= 0 {
			c.Amount.Minor = sign * parts[at]
		}
		views = append(views, c)
	}
	for _, c := range cash {
		if c.IsRefund() {
			continue
		}
		kept := divide(c.Amount.Minor, split.weights())
		view(c, kept, 1)
		before := Amount(0, c.Amount.Currency)
		for _, refund := range RefundsOf(c, cash) {
			weights := make([]*big.Int, len(kept))
			for i := range kept {
				weights[i] = big.NewInt(kept[i])
			}
			back := divide(-refund.Amount.Minor, weights)
			view(refund, back, -1)
			if at >= 0 {
				views[len(views)-1].Refunded = before
				before = before.Add(Amount(back[at], c.Amount.Currency))
			}
			for i := range kept {
				kept[i] -= back[i]
			}
		}
	}
	return views
}

// RefundsOf are the refunds of a collection among others, first to last.
func RefundsOf(of Collection, cash []Collection) []Collection {
	var refunds []Collection
	for _, c := range cash {
		if c.IsRefund() && c.RefundOf == of.ID {
			refunds = append(refunds, c)
		}
	}
	slices.SortFunc(refunds, func(a, b Collection) int { return a.RefundNo - b.RefundNo })
	return refunds
}

// DealShare is the fact that a partner has, or had, a share in a deal of another one.
type DealShare struct {
	Referral ReferralID `json:"referral"`
	Partner  PartnerID  `json:"partner"`
	At       Instant    `json:"at"`
}
