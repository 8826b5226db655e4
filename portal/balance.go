package portal

import (
	"cmp"
	"slices"
)

// Ledger is the facts about money of one partner, or of all, in any order.
type Ledger struct {
	Collections []Collection
	Shared      []Collection // of deals of others in which the partner has, or had, a share
	Split       []Deal       // the deals that are split, its own and those of others
	Entries     []Entry
	Claims      []Claim
	Releases    []Release
	Payouts     []Payout
	Results     []Result
	Batches     []Batch // those that the payouts belong to
	Adjustments []Adjustment
	Files       []PaymentFile
}

// ByPartner takes the facts apart by whose they are. Batches belong to nobody and are left out.
func (l Ledger) ByPartner() map[PartnerID]*Ledger {
	parts := map[PartnerID]*Ledger{}
	of := func(id PartnerID) *Ledger {
		if parts[id] == nil {
			parts[id] = &Ledger{}
		}
		return parts[id]
	}
	for _, c := range l.Collections {
		of(c.Partner).Collections = append(of(c.Partner).Collections, c)
	}
	for _, d := range l.Split {
		for _, partner := range d.Parties() {
			part := of(partner)
			part.Split = append(part.Split, d)
			for _, c := range l.Collections {
				if c.Referral == d.Referral && partner != d.Partner {
					part.Shared = append(part.Shared, c)
				}
			}
		}
	}
	for _, e := range l.Entries {
		of(e.Partner).Entries = append(of(e.Partner).Entries, e)
	}
	for _, c := range l.Claims {
		of(c.Partner).Claims = append(of(c.Partner).Claims, c)
	}
	for _, r := range l.Releases {
		of(r.Partner).Releases = append(of(r.Partner).Releases, r)
	}
	for _, p := range l.Payouts {
		of(p.Partner).Payouts = append(of(p.Partner).Payouts, p)
	}
	for _, r := range l.Results {
		of(r.Partner).Results = append(of(r.Partner).Results, r)
	}
	for _, a := range l.Adjustments {
		of(a.Partner).Adjustments = append(of(a.Partner).Adjustments, a)
	}
	return parts
}

// Cash is a partner's views of all its cash: its portions of what is split.
func (l Ledger) Cash(partner PartnerID) []Collection {
	split := map[ReferralID]Deal{}
	for _, d := range l.Split {
		split[d.Referral] = d
	}
	var views []Collection
	parts := map[ReferralID][]Collection{}
	for _, list := range [][]Collection{l.Collections, l.Shared} {
		for _, c := range list {
			if _, ok := split[c.Referral]; ok {
				parts[c.Referral] = append(parts[c.Referral], c)
			} else if c.Partner == partner {
				views = append(views, c)
			}
		}
	}
	for _, d := range l.Split {
		views = append(views, d.Portions(parts[d.Referral], partner)...)
	}
	return views
}

// Standing is where an entry is on its way to the partner's account.
type Standing string

const (
	StandsHeld     Standing = "held"      // until its hold ends, by the clock alone
	StandsPayable  Standing = "payable"   // waits for the next payout
	StandsInPayout Standing = "in_payout" // in a batch that is not settled
	StandsPaid     Standing = "paid"
)

// Label is the standing as people read it.
func (s Standing) Label() string {
	switch s {
	case StandsHeld:
		return "Held"
	case StandsPayable:
		return "Payable"
	case StandsInPayout:
		return "In payout"
	case StandsPaid:
		return "Paid"
	}
	return string(s)
}

// Position is an entry with where it stands on a day.
type Position struct {
	Entry    Entry
	Standing Standing
	Releases int    // how often a claim on it ended without payment: the number of its next claim
	Claim    Claim  // the live one, when in payout or paid
	Result   Result // of its payout, when paid
	Returned Return // how its last claim ended without payment, when it waits again
}

// Return is how an entry came back from a payout.
type Return struct {
	Release Release // empty when it never was in one
	Result  Result  // of the failed payment; empty when the batch was cancelled
}

// Positions says where each entry stands on a day, first payable first.
func (l Ledger) Positions(today Date) []Position {
	releases, last := map[EntryID]int{}, map[EntryID]Release{}
	for _, r := range l.Releases {
		if before, two := last[r.Entry]; !two || r.N > before.N {
			last[r.Entry] = r
		}
		releases[r.Entry]++
	}
	live := map[EntryID]Claim{}
	for _, c := range l.Claims {
		if before, two := live[c.Entry]; c.N >= releases[c.Entry] && (!two || c.N > before.N) {
			live[c.Entry] = c
		}
	}
	latest := LatestResults(l.Results)
	positions := make([]Position, len(l.Entries))
	for i, e := range l.Entries {
		p := Position{Entry: e, Standing: StandsPayable, Releases: releases[e.ID]}
		if claim, claimed := live[e.ID]; claimed {
			p.Standing, p.Claim = StandsInPayout, claim
			if result := latest[claim.Payout]; result.State == ResultPaid {
				p.Standing, p.Result = StandsPaid, result
			}
		} else if e.Held(today) {
			p.Standing = StandsHeld
		} else if release, was := last[e.ID]; was {
			p.Returned = Return{Release: release}
			if result := latest[release.Payout]; result.State == ResultFailed {
				p.Returned.Result = result
			}
		}
		positions[i] = p
	}
	slices.SortFunc(positions, func(a, b Position) int {
		return cmp.Or(cmp.Compare(a.Entry.PayableOn, b.Entry.PayableOn), cmp.Compare(a.Entry.ID, b.Entry.ID))
	})
	return positions
}

// Overdue reports whether the entry should have been paid by now.
func (p Position) Overdue(today Date) bool {
	return p.Standing != StandsPaid && p.Entry.PayBy != "" && p.Entry.PayBy < today
}

// Balance is a fold of positions in one currency. Each part may be negative: what
// was taken back after it had been paid is carried until commission covers it.
type Balance struct {
	Currency  Currency
	Held      Money
	Payable   Money
	InPayout  Money
	Paid      Money
	HeldUntil Date // the next day on which something held becomes payable; "" with nothing held
}

// Earned is everything the ledger holds, clawbacks taken off: the sum of the four parts.
func (b Balance) Earned() Money { return b.Held.Add(b.Payable).Add(b.InPayout).Add(b.Paid) }

// Owed is what has been earned and not yet paid.
func (b Balance) Owed() Money { return b.Held.Add(b.Payable).Add(b.InPayout) }

// Balances folds positions into one balance per currency, by currency.
func Balances(positions []Position) []Balance {
	folded := map[Currency]*Balance{}
	for _, p := range positions {
		currency := p.Entry.Amount.Currency
		b := folded[currency]
		if b == nil {
			b = &Balance{Currency: currency, Held: Amount(0, currency), Payable: Amount(0, currency), InPayout: Amount(0, currency), Paid: Amount(0, currency)}
			folded[currency] = b
		}
		switch p.Standing {
		case StandsHeld:
			b.Held = b.Held.Add(p.Entry.Amount)
			if b.HeldUntil == "" || p.Entry.PayableOn < b.HeldUntil {
				b.HeldUntil = p.Entry.PayableOn
			}
		case StandsPayable:
			b.Payable = b.Payable.Add(p.Entry.Amount)
		case StandsInPayout:
			b.InPayout = b.InPayout.Add(p.Entry.Amount)
		case StandsPaid:
			b.Paid = b.Paid.Add(p.Entry.Amount)
		}
	}
	balances := make([]Balance, 0, len(folded))
	for _, b := range folded {
		balances = append(balances, *b)
	}
	slices.SortFunc(balances, func(a, b Balance) int { return cmp.Compare(a.Currency, b.Currency) })
	return balances
}

// BalanceIn is the balance of one currency, all zero when there is none.
func BalanceIn(balances []Balance, currency Currency) Balance {
	for _, b := range balances {
		if b.Currency == currency {
			return b
		}
	}
	none := Amount(0, currency)
	return Balance{Currency: currency, Held: none, Payable: none, InPayout: none, Paid: none}
}
