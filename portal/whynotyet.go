package portal

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Reading is what a sentence about an entry depends on beside the entry.
type Reading struct {
	Blocked string // why the partner cannot be paid at all ([Payee.Blocked]), "" for nothing
	Today   Date
	Zone    *time.Location // UTC when nil
}

// WhyNotYet says in a sentence with a date why the entry has not been paid, or that it has.
func (p Position) WhyNotYet(r Reading) string {
	switch p.Standing {
	case StandsHeld:
		switch from := p.Entry.PayableOn.Long(); {
		case p.Entry.Kind == Clawback:
			return fmt.Sprintf("Counts from %s, together with the commission it takes back from.", from)
		case p.Entry.Kind == Cap && p.Entry.Amount.Minor < 0:
			return fmt.Sprintf("Counts from %s, together with the commission it is taken off.", from)
		case p.Entry.Amount.Minor < 0:
			return fmt.Sprintf("Counts from %s, together with what it corrects.", from)
		}
		return fmt.Sprintf("Held until %s: a collection can be refunded for %d days.", p.Entry.PayableOn.Long(), p.Entry.HoldDays)
	case StandsInPayout:
		return fmt.Sprintf("In payout %s since %s; the next you hear is that it was paid.", Batch{ID: p.Claim.Batch}.Number(), r.day(p.Claim.At).Long())
	case StandsPaid:
		if p.Result.Reference != "" {
			return fmt.Sprintf("Paid on %s, reference %s.", p.Result.On.Long(), p.Result.Reference)
		}
		return fmt.Sprintf("Paid on %s.", p.Result.On.Long())
	case StandsPayable:
	}
	return p.since(r) + p.next(r)
}

func (r Reading) day(at Instant) Date {
	if r.Zone == nil {
		return at.Day(time.UTC)
	}
	return at.Day(r.Zone)
}

// since says from when on the entry waits, and what came before.
func (p Position) since(r Reading) string {
	failed, release := p.Returned.Result, p.Returned.Release
	switch {
	case failed.State == ResultFailed && failed.Seq > 1:
		return fmt.Sprintf("The bank sent the payment back on %s: %s Payable again", failed.On.Long(), fullStop(strings.TrimSpace(failed.Reason)))
	case failed.State == ResultFailed:
		return fmt.Sprintf("The payment failed on %s: %s Payable again", failed.On.Long(), fullStop(strings.TrimSpace(failed.Reason)))
	case release.Reason == ReleasedCancelled:
		return fmt.Sprintf("Its payout was called off on %s before it left. Payable again", r.day(release.At).Long())
	case p.Entry.Amount.Minor < 0:
		return "Taken off since " + p.Entry.PayableOn.Long()
	}
	return "Payable since " + p.Entry.PayableOn.Long()
}

// next says what has to happen first.
func (p Position) next(r Reading) string {
	by := cmp.Or(p.Entry.PayBy, r.Today)
	switch {
	case p.Entry.Amount.Minor < 0:
		return "; it lowers the next payout."
	case r.Blocked != "":
		return ". " + r.Blocked
	case by > r.Today:
		return fmt.Sprintf("; it goes into the next payout, by %s at the latest.", by.Long())
	}
	return "; it goes into the next payout."
}
