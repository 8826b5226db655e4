package portal

import "fmt"

// Claim is the fact that an entry belongs to a payout. Its number is how often
// the entry was released before, and its id holds that number, so of two payouts
// that want the same entry only one can store its claim.
type Claim struct {
	ID      string    `json:"-"` // claim:<entry>:<n>
	Entry   EntryID   `json:"entry"`
	N       int       `json:"n"`
	Payout  PayoutID  `json:"payout"`
	Batch   BatchID   `json:"batch"`
	Partner PartnerID `json:"partner"`
	Amount  Money     `json:"amount"`
	At      Instant   `json:"at"`
}

// Release is the fact that a claim ended without payment: the line failed, or its
// batch was cancelled. The entry is payable again.
type Release struct {
	ID      string    `json:"-"` // rel:<entry>:<n>, n of the claim that ended
	Entry   EntryID   `json:"entry"`
	N       int       `json:"n"`
	Payout  PayoutID  `json:"payout"`
	Batch   BatchID   `json:"batch"`
	Partner PartnerID `json:"partner"`
	Reason  string    `json:"reason"`
	At      Instant   `json:"at"`
}

// Why an entry came back without a payment having failed.
const (
	ReleasedCancelled = "The batch was cancelled."
	ReleasedUnused    = "Not taken up by the batch."
)

// ClaimID is the id of the n-th claim of an entry, from 0.
func ClaimID(entry EntryID, n int) string { return fmt.Sprintf("claim:%s:%d", entry, n) }

// ReleaseID is the id of the release that ends an entry's n-th claim.
func ReleaseID(entry EntryID, n int) string { return fmt.Sprintf("rel:%s:%d", entry, n) }

// ClaimFor makes the claim of a position for a payout.
func (p Position) ClaimFor(payout PayoutID, batch BatchID, now Instant) Claim {
	return Claim{
		ID: ClaimID(p.Entry.ID, p.Releases), Entry: p.Entry.ID, N: p.Releases,
		Payout: payout, Batch: batch, Partner: p.Entry.Partner, Amount: p.Entry.Amount, At: now,
	}
}

// Release makes the release that ends a claim.
func (c Claim) Release(reason string, now Instant) Release {
	return Release{
		ID: ReleaseID(c.Entry, c.N), Entry: c.Entry, N: c.N,
		Payout: c.Payout, Batch: c.Batch, Partner: c.Partner, Reason: reason, At: now,
	}
}
