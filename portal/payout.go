package portal

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Payout is what one partner gets in one batch. Stored, it is frozen: its
// entries, their total, and a hash over both that shows any later change.
type Payout struct {
	ID       PayoutID  `json:"-"` // freeze:<batch>:<partner>:<currency>
	Batch    BatchID   `json:"batch"`
	Partner  PartnerID `json:"partner"`
	Name     string    `json:"name"` // of the partner, on that day
	Currency Currency  `json:"currency"`
	Entries  []EntryID `json:"entries"` // sorted
	Total    Money     `json:"total"`   // always above zero
	SHA256   string    `json:"sha256"`
	At       Instant   `json:"at"`
}

// PayoutIDOf is the id of a partner's payout in a batch.
func PayoutIDOf(batch BatchID, partner PartnerID, currency Currency) PayoutID {
	return PayoutID(fmt.Sprintf("freeze:%s:%s:%s", batch, partner, currency))
}

// Batch is the batch that the payout's id names, "" when it is no payout's id.
func (id PayoutID) Batch() BatchID {
	rest, ok := strings.CutPrefix(string(id), "freeze:")
	batch, _, more := strings.Cut(rest, ":")
	if !ok || !more {
		return ""
	}
	return BatchID(batch)
}

// Freeze makes the payout of a partner's entries in a batch.
func Freeze(b Batch, payee Payee, entries []Entry, now Instant) Payout {
	p := Payout{
		ID: PayoutIDOf(b.ID, payee.Partner, b.Currency), Batch: b.ID, Partner: payee.Partner, Name: payee.Name,
		Currency: b.Currency, Total: Amount(0, b.Currency), SHA256: hashEntries(entries), At: now,
	}
	for _, e := range entries {
		p.Entries = append(p.Entries, e.ID)
		p.Total = p.Total.Add(e.Amount)
	}
	slices.Sort(p.Entries)
	return p
}

// hashEntries is the SHA-256 in hex of "<entry id> <minor units> <currency>\n" for each entry by id.
func hashEntries(entries []Entry) string {
	ordered := slices.SortedFunc(slices.Values(entries), func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	hash := sha256.New()
	for _, e := range ordered {
		fmt.Fprintf(hash, "%s %d %s\n", e.ID, e.Amount.Minor, e.Amount.Currency)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// Candidate is what a batch would pay one partner: every entry of it that is
// payable by the cut-off, clawbacks included.
type Candidate struct {
	Payee     Payee
	Positions []Position
	Total     Money
}

// Select says whom a batch pays and whom it leaves out and why, by name. Entries
// that the batch has claimed already count as payable for it, so that a batch
// whose preparation was interrupted is prepared the same way again.
func Select(b Batch, positions []Position, payees map[PartnerID]Payee) (candidates []Candidate, left []LeftOut) {
	byPartner := map[PartnerID]*Candidate{}
	for _, p := range positions {
		free := p.Standing == StandsPayable || p.Standing == StandsInPayout && p.Claim.Batch == b.ID
		if !free || p.Entry.Amount.Currency != b.Currency || p.Entry.PayableOn > b.Cutoff {
			continue
		}
		c := byPartner[p.Entry.Partner]
		if c == nil {
			payee := payees[p.Entry.Partner]
			payee.Partner = p.Entry.Partner
			payee.Name = cmp.Or(payee.Name, string(p.Entry.Partner))
			c = &Candidate{Payee: payee, Total: Amount(0, b.Currency)}
			byPartner[p.Entry.Partner] = c
		}
		c.Positions = append(c.Positions, p)
		c.Total = c.Total.Add(p.Entry.Amount)
	}
	for _, c := range byPartner {
		if obstacle, reason := c.Payee.Obstacle(c.Total); reason != "" {
			left = append(left, LeftOut{Partner: c.Payee.Partner, Name: c.Payee.Name, Total: c.Total, Obstacle: obstacle, Reason: reason})
			continue
		}
		candidates = append(candidates, *c)
	}
	SortSelection(candidates, left)
	return candidates, left
}

// SortSelection puts both lists in the order of names.
func SortSelection(candidates []Candidate, left []LeftOut) {
	slices.SortFunc(candidates, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Payee.Name, b.Payee.Name), cmp.Compare(a.Payee.Partner, b.Payee.Partner))
	})
	slices.SortFunc(left, func(a, b LeftOut) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Partner, b.Partner)) })
}

// ResultState is what the bank said about a payout.
type ResultState string

const (
	ResultPaid   ResultState = "paid"
	ResultFailed ResultState = "failed"
)

// Result is the fact that a payout was paid, or failed and returned its entries
// to payable. A payment that came back from the bank later fails after it was paid.
type Result struct {
	ID        string      `json:"-"` // pay:<batch>:<partner>:<currency>:<seq>
	Payout    PayoutID    `json:"payout"`
	Batch     BatchID     `json:"batch"`
	Partner   PartnerID   `json:"partner"`
	Seq       int         `json:"seq"` // 1 for the first result of a payout
	State     ResultState `json:"state"`
	Amount    Money       `json:"amount"`
	On        Date        `json:"on"`                  // the day the bank says
	Reference string      `json:"reference,omitempty"` // the bank's
	Reason    string      `json:"reason,omitempty"`    // why it failed
	At        Instant     `json:"at"`
	By        UserID      `json:"by,omitempty"`
	ByName    string      `json:"by_name"`
}

// ResultInput is what finance says about a payout.
type ResultInput struct {
	State     ResultState
	On        Date
	Reference string
	Reason    string
}

// NewResult makes the next result of a payout after the ones it has. The same
// result once more is returned as it was recorded. A payout is paid at most once,
// and after it failed it stays failed: its entries go into another payout.
func NewResult(p Payout, b Batch, earlier []Result, in ResultInput, by Actor, now Instant, today Date) (Result, error) {
	in.Reference, in.Reason = strings.TrimSpace(in.Reference), strings.TrimSpace(in.Reason)
	problems := Problems{}
	if in.State != ResultPaid && in.State != ResultFailed {
		problems.Add("state", "Say whether the payout was paid or failed.")
	}
	if in.State == ResultFailed && in.Reason == "" {
		problems.Add("reason", "Say why it failed; the partner reads this.")
	}
	if _, err := ParseDate(string(in.On)); err != nil || in.On > today || in.On < b.Cutoff {
		problems.Add("on", "Enter the day the bank says, from %s to today.", b.Cutoff.Long())
	}
	if len(in.Reference) > 140 || len(in.Reason) > 400 {
		problems.Add("reference", "Keep the reference to 140 characters and the reason to 400.")
	}
	if err := problems.Err(); err != nil {
		return Result{}, err
	}
	last := LatestResults(earlier)[p.ID]
	if last.State == in.State && last.On == in.On && last.Reference == in.Reference && last.Reason == in.Reason {
		return last, nil
	}
	switch {
	case b.State != BatchExported && b.State != BatchPaid && b.State != BatchFailed:
		return Result{}, Errorf(Conflict, "This batch is %s. Export it first; then the bank's answers can be recorded.", strings.ToLower(b.State.Label()))
	case last.State == ResultFailed:
		return Result{}, Errorf(Conflict, "The payout to %s failed on %s, and its entries went back to payable. Pay them with the next batch.", p.Name, last.On.Long())
	case last.State == ResultPaid && in.State == ResultPaid:
		return Result{}, Errorf(Conflict, "The payout to %s was paid on %s already. It is never paid twice.", p.Name, last.On.Long())
	}
	return Result{
		ID:     ResultID(p.ID, last.Seq+1),
		Payout: p.ID, Batch: p.Batch, Partner: p.Partner, Seq: last.Seq + 1, State: in.State, Amount: p.Total,
		On: in.On, Reference: in.Reference, Reason: in.Reason, At: now, By: by.User, ByName: by.Name,
	}, nil
}

// ResultID is the id of the n-th result of a payout, from 1: a payout is paid or
// fails first, and what was paid may come back, so there are two at most.
func ResultID(payout PayoutID, n int) string {
	return fmt.Sprintf("pay:%s:%d", strings.TrimPrefix(string(payout), "freeze:"), n)
}

// LatestResults is the last result of each payout.
func LatestResults(results []Result) map[PayoutID]Result {
	latest := map[PayoutID]Result{}
	for _, r := range results {
		if r.Seq > latest[r.Payout].Seq {
			latest[r.Payout] = r
		}
	}
	return latest
}
