package portal

import (
	"cmp"
	"slices"
	"time"
)

// Summary is what pages show of a partner at a glance, folded from its referrals
// and its ledger. It is a read model: it can be folded anew from the facts at any
// time and then is the same. What changes by the clock alone (held becomes
// payable) is kept by day and folded when it is read.
type Summary struct {
	Partner   PartnerID             `json:"partner"`
	Referrals map[ReferralState]int `json:"referrals"`
	Pipeline  Sums                  `json:"pipeline"` // estimated value of open referrals
	Signed    Sums                  `json:"signed"`   // contract value of won referrals
	Months    []MonthFigures        `json:"months"`   // oldest first, only months with something
	Waiting   []Dated               `json:"waiting"`  // entries in no payout, by the day they are payable
	InPayout  Sums                  `json:"in_payout"`
	Paid      Sums                  `json:"paid"`
	Newest    []ReferralRow         `json:"newest"` // the last few referrals, newest first
	Quarter   QuarterKept           `json:"quarter,omitzero"`
}

// MonthFigures are one calendar month of a partner.
type MonthFigures struct {
	Month     string `json:"month"`     // "2026-03"
	Submitted int    `json:"submitted"` // referrals, duplicates included
	Won       int    `json:"won"`
	Collected Sums   `json:"collected"` // refunds taken off
	Earned    Sums   `json:"earned"`    // by the day of the cash, clawbacks by the day of the refund
}

// Dated are amounts of one day.
type Dated struct {
	On     Date `json:"on"`
	Amount Sums `json:"amount"`
}

// ReferralRow is a referral in one line.
type ReferralRow struct {
	ID             ReferralID    `json:"id"`
	Company        string        `json:"company"`
	State          ReferralState `json:"state"`
	Value          Money         `json:"value"`
	SubmittedAt    Instant       `json:"submitted_at"`
	ProtectedUntil Date          `json:"protected_until,omitempty"`
	OwnerName      string        `json:"owner_name,omitempty"`
}

// newestReferrals is how many referrals a summary lists.
const newestReferrals = 6

// Summarise folds a partner's referrals and ledger, in any order.
func Summarise(partner PartnerID, referrals []Referral, ledger Ledger, zone *time.Location) Summary {
	s := Summary{Partner: partner, Referrals: map[ReferralState]int{}}
	months := map[string]*MonthFigures{}
	month := func(name string) *MonthFigures {
		if months[name] == nil {
			months[name] = &MonthFigures{Month: name}
		}
		return months[name]
	}
	for _, r := range referrals {
		s.Referrals[r.State]++
		month(r.SubmittedAt.Day(zone).Month()).Submitted++
		if r.State.Open() && !r.Value.IsZero() {
			s.Pipeline = s.Pipeline.Plus(r.Value)
		}
		if r.State == ReferralWon && r.Contract != nil {
			s.Signed = s.Signed.Plus(r.Contract.Value)
			month(r.WonAt.Day(zone).Month()).Won++
		}
	}
	for _, c := range ledger.Cash(partner) {
		m := month(c.CollectedOn.Month())
		m.Collected = m.Collected.Plus(c.Amount)
	}
	waiting := map[Date]Sums{}
	// Any day does: only what is in a payout or paid is taken from the positions.
	for _, p := range ledger.Positions("") {
		e := p.Entry
		m := month(cmp.Or(e.RefundedOn, e.CollectedOn).Month())
		m.Earned = m.Earned.Plus(e.Amount)
		switch p.Standing {
		case StandsPaid:
			s.Paid = s.Paid.Plus(e.Amount)
		case StandsInPayout:
			s.InPayout = s.InPayout.Plus(e.Amount)
		case StandsHeld, StandsPayable:
			waiting[e.PayableOn] = waiting[e.PayableOn].Plus(e.Amount)
		}
	}
	for on, amount := range waiting {
		s.Waiting = append(s.Waiting, Dated{On: on, Amount: amount})
	}
	slices.SortFunc(s.Waiting, func(a, b Dated) int { return cmp.Compare(a.On, b.On) })
	for _, m := range months {
		s.Months = append(s.Months, *m)
	}
	slices.SortFunc(s.Months, func(a, b MonthFigures) int { return cmp.Compare(a.Month, b.Month) })
	s.Newest = newest(referrals)
	return s
}

func newest(referrals []Referral) []ReferralRow {
	ordered := slices.SortedFunc(slices.Values(referrals), func(a, b Referral) int {
		return cmp.Or(cmp.Compare(b.SubmittedAt, a.SubmittedAt), cmp.Compare(b.ID, a.ID))
	})
	rows := make([]ReferralRow, 0, newestReferrals)
	for _, r := range ordered[:min(len(ordered), newestReferrals)] {
		rows = append(rows, ReferralRow{
			ID: r.ID, Company: r.Company, State: r.State, Value: r.Value,
			SubmittedAt: r.SubmittedAt, ProtectedUntil: r.ProtectedUntil, OwnerName: r.OwnerName,
		})
	}
	return rows
}

// Balances is the partner's money on a day, one balance per currency; the same
// as the fold of its positions.
func (s Summary) Balances(today Date) []Balance {
	var currencies Sums
	for _, sums := range []Sums{s.Paid, s.InPayout} {
		currencies = currencies.Join(sums)
	}
	for _, w := range s.Waiting {
		currencies = currencies.Join(w.Amount)
	}
	balances := make([]Balance, 0, len(currencies))
	for _, c := range currencies {
		b := BalanceIn(nil, c.Currency)
		b.Paid, b.InPayout = s.Paid.In(c.Currency), s.InPayout.In(c.Currency)
		for _, w := range s.Waiting {
			amount := w.Amount.In(c.Currency)
			switch {
			case w.On <= today:
				b.Payable = b.Payable.Add(amount)
			case slices.ContainsFunc(w.Amount, func(m Money) bool { return m.Currency == c.Currency }):
				b.Held = b.Held.Add(amount)
				if b.HeldUntil == "" {
					b.HeldUntil = w.On
				}
			}
		}
		balances = append(balances, b)
	}
	return balances
}

// Submitted is the count of all referrals.
func (s Summary) Submitted() int {
	n := 0
	for _, count := range s.Referrals {
		n += count
	}
	return n
}

// Open is the count of referrals that may still be won.
func (s Summary) Open() int {
	n := 0
	for state, count := range s.Referrals {
		if state.Open() {
			n += count
		}
	}
	return n
}

// WinRate is won / (won + lost) in percent, rounded; false while nothing is decided.
func (s Summary) WinRate() (percent int, ok bool) {
	won, lost := s.Referrals[ReferralWon], s.Referrals[ReferralLost]
	if won+lost == 0 {
		return 0, false
	}
	return (won*200 + won + lost) / (2 * (won + lost)), true
}

// Month is the figures of one month, all zero when nothing happened in it.
func (s Summary) Month(name string) MonthFigures {
	for _, m := range s.Months {
		if m.Month == name {
			return m
		}
	}
	return MonthFigures{Month: name}
}

// Join is the summary of two partners together, for the program's own figures.
// The newest referrals are not joined.
func (s Summary) Join(other Summary) Summary {
	joined := Summary{
		Referrals: map[ReferralState]int{}, Pipeline: s.Pipeline.Join(other.Pipeline), Signed: s.Signed.Join(other.Signed),
		InPayout: s.InPayout.Join(other.InPayout), Paid: s.Paid.Join(other.Paid),
	}
	for _, from := range []Summary{s, other} {
		for state, n := range from.Referrals {
			joined.Referrals[state] += n
		}
	}
	joined.Waiting = joinSorted(s.Waiting, other.Waiting, func(d Dated) string { return string(d.On) }, func(a, b Dated) Dated {
		return Dated{On: a.On, Amount: a.Amount.Join(b.Amount)}
	})
	joined.Months = joinSorted(s.Months, other.Months, func(m MonthFigures) string { return m.Month }, func(a, b MonthFigures) MonthFigures {
		return MonthFigures{
			Month: a.Month, Submitted: a.Submitted + b.Submitted, Won: a.Won + b.Won,
			Collected: a.Collected.Join(b.Collected), Earned: a.Earned.Join(b.Earned),
		}
	})
	return joined
}

// joinSorted merges two lists sorted by key; what has the same key is joined.
func joinSorted[T any](a, b []T, key func(T) string, join func(T, T) T) []T {
	var all []T
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Compare(key(a[0]), key(b[0])) {
		case -1:
			all, a = append(all, a[0]), a[1:]
		case 1:
			all, b = append(all, b[0]), b[1:]
		default:
			all, a, b = append(all, join(a[0], b[0])), a[1:], b[1:]
		}
	}
	return append(append(all, a...), b...)
}
