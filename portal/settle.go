package portal

import (
	"cmp"
	"slices"
	"strconv"
)

// Settle returns the entries that make a ledger follow what is due: for each
// bonus, boost or cap the difference between what it comes to now and what has
// been booked of it, none where they agree. A bonus that is booked and no longer
// due comes to nothing. The booked entries are all of one partner's of the kinds in
// question, in any order; others are left alone. A correction counts from the day
// of the fact that caused it, asOf, but never before what it corrects.
//
// The n-th entry of a chain has an id of its own, so of two that settle at the
// same moment one is refused; it reads the ledger again, then the facts, and tries again.
func Settle(due, booked []Entry, asOf Date, now Instant) []Entry {
	chains := map[EntryID][]Entry{}
	for _, e := range booked {
		if id := e.Chain(); id != "" {
			chains[id] = append(chains[id], e)
		}
	}
	wanted := map[EntryID]bool{}
	for _, e := range due {
		wanted[e.ID] = true
	}
	for id, chain := range chains {
		if !wanted[id] && chain[0].Kind == Bonus { // a boost is due from its quarter's end on, whatever it comes to
			due = append(due, lapsed(chain))
		}
	}
	var entries []Entry
	for _, e := range due {
		if next, differs := follow(e, chains[e.ID], asOf); differs {
			next.At = now
			entries = append(entries, next)
		}
	}
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	return entries
}

// lapsed is a bonus or a cap that nothing calls for any more: of its cash nothing
// is kept, or none of it is the partner's.
func lapsed(chain []Entry) Entry {
	last := chain[0]
	for _, e := range chain {
		if e.Basis.N > last.Basis.N {
			last = e
		}
	}
	basis := *last.Basis
	basis.Kept = Amount(0, last.Base.Currency)
	basis.Counted = Amount(0, last.Amount.Currency)
	last.ID, last.Of, last.Basis = last.Chain(), "", &basis
	return last.come(last.Amount.Currency)
}

// follow is the entry that a chain lacks.
func follow(due Entry, chain []Entry, asOf Date) (Entry, bool) {
	was, from := Amount(0, due.Amount.Currency), max(due.PayableOn, asOf)
	for _, e := range chain {
		was, from = was.Add(e.Amount), max(from, e.PayableOn)
	}
	if was == due.Basis.Due {
		return Entry{}, false
	}
	if len(chain) == 0 {
		if due.Amount.Minor < 0 {
			due.PayBy = ""
		}
		return due, true
	}
	basis := *due.Basis
	basis.N, basis.Was = len(chain)+1, was
	due.Of, due.ID, due.Basis = due.ID, EntryID("fix:"+strconv.Itoa(basis.N)+":"+string(due.ID)), &basis
	due.Amount = basis.Due.Sub(was)
	span := 0
	if due.PayBy != "" {
		span = due.PayableOn.DaysUntil(due.PayBy)
	}
	due.RefundedOn, due.PayableOn = asOf, from
	if due.PayBy = ""; due.Amount.Minor > 0 {
		due.PayBy = due.PayableOn.AddDays(span)
	}
	return due, true
}

// Shares are the accrual and its corrections among the entries of one collection, in their order.
func Shares(entries []Entry) []Entry {
	var shares []Entry
	for _, e := range entries {
		if e.Kind == Accrual || e.Kind == Correction {
			shares = append(shares, e)
		}
	}
	slices.SortFunc(shares, func(a, b Entry) int { return cmp.Compare(a.basisN(), b.basisN()) })
	return shares
}

// NextShare returns what the ledger lacks of one partner's base share of a collection: the
// accrual, or a correction when the tier, the terms or the partner's portion turned out to be
// others than when it was booked. Booked are the accrual and the corrections it has had.
// False when nothing is missing; why says it when there is nothing to earn either. What was
// earned stays earned, but of a portion that shrank.
func NextShare(c Collection, facts AccrualFacts, booked []Entry, now Instant) (next Entry, missing bool, why string) {
	due, why := Accrue(c, facts, now)
	if len(booked) == 0 {
		return due, why == "", why
	}
	if why != "" {
		last := booked[len(booked)-1]
		if last.Base == c.Amount {
			return Entry{}, false, ""
		}
		due = last
		due.ID, due.Of, due.Base, due.Part, due.Amount = c.shareID(), "", c.Amount, c.part(), c.Amount.Times(last.Rate)
	}
	next, missing = Reprice(due, booked, now)
	return next, missing, ""
}

// Reprice returns the correction that a base share needs when the tier and the
// terms of its day are others than when it was booked: due is the share as it is
// computed now, booked the accrual and the corrections it has had. False when they agree.
func Reprice(due Entry, booked []Entry, now Instant) (Entry, bool) {
	was := Amount(0, due.Amount.Currency)
	for _, e := range booked {
		was = was.Add(e.Amount)
	}
	if was == due.Amount {
		return Entry{}, false
	}
	n := len(booked) + 1
	due.Basis = &Basis{N: n, Was: was, Due: due.Amount}
	due.Kind, due.Of, due.ID = Correction, due.ID, EntryID("fix:"+strconv.Itoa(n)+":"+string(due.ID))
	due.Amount, due.At = due.Amount.Sub(was), now
	if due.Amount.Minor < 0 {
		due.PayBy = ""
	}
	return due, true
}
