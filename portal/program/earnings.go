package program

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"tandem/portal"
)

// Earnings is one partner's money: the balances, and a page of what they are made of.
type Earnings struct {
	Partner  portal.Partner
	Balances []portal.Balance           // one per currency
	Blocked  map[portal.Currency]string // why the payable amount cannot be paid now, "" when it can
	Lines    []EarningsLine             // last payable first
	Next     string                     // cursor of the next page of lines, "" on the last
	Payouts  []PayoutLine               // the newest
	Boost    BoostProgress
}

// EarningsLine is an entry with where it stands and why.
type EarningsLine struct {
	portal.Position
	Why     string // why it is not paid yet, or when it was
	Overdue bool

	Question portal.QuestionState // "" where nobody asked, or the actor does not read it
	Asks     bool                 // the actor may ask about it, or answer
}

// PayoutLine is a payout with what the bank said.
type PayoutLine struct {
	portal.Payout
	Result    portal.Result // Seq is 0 while there is none
	Cancelled bool          // its batch was given up, so it never left
}

// whose is the partner whose money an actor may see: its own, or the one that
// finance or a manager asks for. Anybody else's is NotFound.
func (p *Program) whose(ctx context.Context, actor portal.Actor, id portal.PartnerID) (portal.Partner, error) {
	if !actor.Staff() {
		if err := actor.Must(portal.PartnerMember); err != nil {
			return portal.Partner{}, err
		}
		if id == "" {
			id = actor.Partner
		}
		if id != actor.Partner {
			return portal.Partner{}, portal.Errorf(portal.NotFound, "There is nothing here.")
		}
	} else if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return portal.Partner{}, err
	}
	return p.store.Partners.Get(ctx, id)
}

// earningsPage is how many lines, and how many payouts, one page shows.
const earningsPage = 50

// Earnings returns a partner's money: its own for somebody of the partner
// (partner may be ""), anybody's for finance and managers. The number of reads
// does not grow with the ledger: balances come from the partner's figures, and
// where a line stands from facts whose ids are known.
func (p *Program) Earnings(ctx context.Context, actor portal.Actor, partner portal.PartnerID, after string) (Earnings, error) {
	var e Earnings
	var err error
	if e.Partner, err = p.whose(ctx, actor, partner); err != nil {
		return e, err
	}
	summary, err := p.store.Summaries.Read(ctx, e.Partner.ID)
	if err != nil {
		return e, err
	}
	today := p.Today()
	e.Boost = p.boostProgress(e.Partner, summary)
	e.Balances, e.Blocked = summary.Balances(today), map[portal.Currency]string{}
	payee := p.payee(e.Partner)
	for _, b := range e.Balances {
		if b.Payable.Minor != 0 {
			e.Blocked[b.Currency] = payee.Blocked(b.Payable)
		}
	}
	page, err := p.store.Entries.Page(ctx, e.Partner.ID, earningsPage, after)
	if err != nil {
		return e, err
	}
	payouts, err := p.store.Payouts.Latest(ctx, e.Partner.ID, earningsPage)
	if err != nil {
		return e, err
	}
	ledger, err := p.standingOf(ctx, page.Rows, payouts)
	if err != nil {
		return e, err
	}
	questions, err := p.questionsOn(ctx, actor, page.Rows)
	if err != nil {
		return e, err
	}
	for _, position := range slices.Backward(ledger.Positions(today)) {
		blocked := payee.Blocked(portal.BalanceIn(e.Balances, position.Entry.Amount.Currency).Payable)
		// What waits for the partner (its details, the minimum) is not late by us.
		waits := position.Standing == portal.StandsPayable && blocked != "" && !payee.Frozen
		e.Lines = append(e.Lines, EarningsLine{
			Position: position, Why: position.WhyNotYet(portal.Reading{Blocked: blocked, Today: today, Zone: p.Rules.Zone}), Overdue: position.Overdue(today) && !waits,
			Question: questions[position.Entry.ID].State, Asks: actor.Can(portal.PartnerAdmin, portal.Finance),
		})
	}
	e.Next = page.Next
	latest := portal.LatestResults(ledger.Results)
	open := slices.DeleteFunc(slices.Clone(payouts), func(payout portal.Payout) bool { return latest[payout.ID].Payout != "" })
	cancelled, err := p.cancelledOf(ctx, open) // what has a result went out
	for _, payout := range payouts {
		e.Payouts = append(e.Payouts, PayoutLine{Payout: payout, Result: latest[payout.ID], Cancelled: cancelled[payout.Batch]})
	}
	return e, err
}

// cancelledOf says which batches of some payouts were given up.
func (p *Program) cancelledOf(ctx context.Context, payouts []portal.Payout) (map[portal.BatchID]bool, error) {
	var ids []portal.BatchID
	for _, payout := range payouts {
		if !slices.Contains(ids, payout.Batch) {
			ids = append(ids, payout.Batch)
		}
	}
	batches, err := p.store.Batches.GetMany(ctx, ids)
	cancelled := map[portal.BatchID]bool{}
	for _, batch := range batches {
		cancelled[batch.ID] = batch.State == portal.BatchCancelled
	}
	return cancelled, err
}

// standingOf reads the facts that say where some entries stand, and what became
// of some payouts. The ids are made of what is known: the n-th claim and release
// of an entry, the first and second result of a payout.
func (p *Program) standingOf(ctx context.Context, entries []portal.Entry, payouts []portal.Payout) (portal.Ledger, error) {
	l := portal.Ledger{Entries: entries}
	asked := map[portal.PayoutID]bool{}
	for _, payout := range payouts {
		asked[payout.ID] = true
	}
	open := make([]portal.EntryID, len(entries))
	for i, e := range entries {
		open[i] = e.ID
	}
	for n := 0; len(open) > 0; n++ {
		claimIDs, releaseIDs := make([]string, len(open)), make([]string, len(open))
		for i, id := range open {
			claimIDs[i], releaseIDs[i] = portal.ClaimID(id, n), portal.ReleaseID(id, n)
		}
		releases, err := p.store.Releases.GetMany(ctx, releaseIDs)
		if err != nil {
			return l, err
		}
		claims, err := p.store.Claims.GetMany(ctx, claimIDs)
		if err != nil {
			return l, err
		}
		l.Releases, l.Claims = append(l.Releases, releases...), append(l.Claims, claims...)
		for _, c := range claims {
			asked[c.Payout] = true
		}
		open = open[:0]
		for _, r := range releases { // only what was released may have been claimed again
			open = append(open, r.Entry)
		}
	}
	var resultIDs []string
	for id := range asked {
		resultIDs = append(resultIDs, portal.ResultID(id, 1), portal.ResultID(id, 2))
	}
	var err error
	l.Results, err = p.store.Results.GetMany(ctx, resultIDs)
	return l, err
}

// EntriesFile is every line of a partner's ledger as CSV, for whoever may see its
// earnings.
func (p *Program) EntriesFile(ctx context.Context, actor portal.Actor, partner portal.PartnerID) (File, error) {
	rows := [][]string{{"date", "kind", "customer", "description", "standing", "note", "payable_on", "amount", "currency", "id"}}
	for after := ""; ; {
		e, err := p.Earnings(ctx, actor, partner, after)
		if err != nil {
			return File{}, err
		}
		for _, line := range e.Lines {
			entry := line.Entry
			rows = append(rows, []string{
				string(entry.Day()), portal.CSVText(entry.Kind.Label()), portal.CSVText(entry.Customer), portal.CSVText(entry.Sentence()),
				line.Standing.Label(), portal.CSVText(line.Why), string(entry.PayableOn), entry.Amount.Plain(), string(entry.Amount.Currency), portal.CSVText(string(entry.ID)),
			})
		}
		if after = e.Next; after == "" {
			break
		}
	}
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows); err != nil {
		return File{}, fmt.Errorf("write entries: %w", err)
	}
	return File{Name: "earnings.csv", Type: csvType, Data: out.Bytes()}, nil
}
