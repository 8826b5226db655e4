package portal

import (
	"cmp"
	"fmt"
	"slices"
)

// ClawBack computes what a refund takes back from an entry that its collection
// earned, or says in a sentence why nothing. It is computed from the sum: all
// refunds so far take back earned x refunded / collected, rounded half-even, and
// this one the difference to the refunds before. Of a split deal that is what was
// refunded and collected of the whole. So a refund of everything, in any
// number of parts, takes back exactly what was earned, and never more.
//
// It counts from the day on which the entry is payable, so both leave the hold
// together; once that day has passed, from the day of the refund.
func ClawBack(earned Entry, refund Collection, now Instant) (entry Entry, why string) {
	if !refund.IsRefund() || refund.RefundOf != earned.Collection || earned.Kind == Clawback {
		return Entry{}, "The refund does not concern this entry."
	}
	back, already := refund.whole()
	before := earned.Amount.Share(already.Minor, earned.whole().Minor)
	refunded := already.Sub(back)
	after := earned.Amount.Share(refunded.Minor, earned.whole().Minor)
	amount := before.Sub(after)
	if amount.IsZero() {
		return Entry{}, fmt.Sprintf("The share of %s is less than the smallest amount in %s.", back.Neg(), back.Currency)
	}
	return Entry{
		ID: ClawbackID(refund.ID, earned.ID), Partner: earned.Partner, Referral: earned.Referral,
		Collection: earned.Collection, Customer: earned.Customer,
		Kind: Clawback, Rule: earned.Rule, Rate: earned.Rate, Base: earned.Base, Part: earned.Part, Amount: amount, Terms: earned.Terms, Tier: earned.Tier,
		CollectedOn: earned.CollectedOn, HoldDays: earned.HoldDays, PayableOn: max(earned.PayableOn, refund.CollectedOn),
		Of: earned.ID, Earned: earned.Amount, RefundedOn: refund.CollectedOn, Refund: back.Neg(), Refunded: refunded,
		Note: refund.Note, Causes: []string{string(refund.ID), string(earned.ID)}, At: now,
	}, ""
}

// ClawbackID is the id of what a refund takes back from an entry.
func ClawbackID(refund CollectionID, earned EntryID) EntryID {
	return EntryID("claw:" + string(refund) + ":" + string(earned))
}

// ClawBackAll computes what the refunds of a collection take back from the
// entries it earned, in the refunds' own order, whatever order they are given in.
func ClawBackAll(earned []Entry, refunds []Collection, now Instant) []Entry {
	ordered := slices.SortedFunc(slices.Values(refunds), func(a, b Collection) int {
		return cmp.Or(cmp.Compare(a.RefundOf, b.RefundOf), cmp.Compare(a.RefundNo, b.RefundNo))
	})
	var entries []Entry
	for _, refund := range ordered {
		for _, e := range earned {
			if claw, why := ClawBack(e, refund, now); why == "" {
				entries = append(entries, claw)
			}
		}
	}
	return entries
}
