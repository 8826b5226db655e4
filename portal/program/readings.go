package program

import (
	"bytes"
	"context"
	"fmt"

	"tandem/portal"
)

// PayoutStatement explains one payout by its entries, and says what the bank
// answered: to its partner, to finance and to managers.
func (p *Program) PayoutStatement(ctx context.Context, actor portal.Actor, id portal.PayoutID) (portal.Statement, PayoutLine, error) {
	var line PayoutLine
	payout, err := p.store.Payouts.Get(ctx, id)
	if err != nil {
		return portal.Statement{}, line, err
	}
	if _, err := p.whose(ctx, actor, payout.Partner); err != nil {
		return portal.Statement{}, line, err
	}
	entries, err := p.store.Entries.GetMany(ctx, payout.Entries)
	if err != nil {
		return portal.Statement{}, line, err
	}
	results, err := p.store.Results.OfPayout(ctx, id)
	if err != nil {
		return portal.Statement{}, line, err
	}
	cancelled, err := p.cancelledOf(ctx, []portal.Payout{payout})
	line = PayoutLine{Payout: payout, Result: portal.LatestResults(results)[id], Cancelled: cancelled[payout.Batch]}
	return portal.PayoutStatement(payout, entries), line, err
}

// PeriodStatement explains what a partner is owed in one currency from day to
// day, both included: to the partner, to finance and to managers.
func (p *Program) PeriodStatement(ctx context.Context, actor portal.Actor, partner portal.PartnerID, currency portal.Currency, from, to portal.Date) (portal.Statement, error) {
	who, err := p.whose(ctx, actor, partner)
	if err != nil {
		return portal.Statement{}, err
	}
	problems := portal.Problems{}
	if _, err := portal.ParseDate(string(from)); err != nil {
		problems.Add("from", "Choose the first day.")
	}
	if _, err := portal.ParseDate(string(to)); err != nil || to < from {
		problems.Add("to", "Choose a last day that is not before the first.")
	}
	code, err := portal.ParseCurrency(string(currency))
	if err != nil {
		problems.Add("currency", "Choose a currency.")
	}
	if err := problems.Err(); err != nil {
		return portal.Statement{}, err
	}
	ledger, err := p.movementsOf(ctx, who.ID)
	if err != nil {
		return portal.Statement{}, err
	}
	return portal.PeriodStatement(ledger, who.ID, who.Company, code, from, to, p.Rules.Zone), nil
}

// StatementFile is a statement as CSV.
func StatementFile(s portal.Statement) (File, error) {
	var out bytes.Buffer
	if err := s.WriteCSV(&out); err != nil {
		return File{}, fmt.Errorf("statement of %s: %w", s.Partner, err)
	}
	name := fmt.Sprintf("statement-%s-%s-%s.csv", s.From, s.To, s.Currency)
	if s.Number != "" {
		name = string(s.Number) + ".csv"
	}
	if s.Payout != "" {
		name = fmt.Sprintf("payout-%s.csv", s.Currency)
		if n := len(s.Lines); n > 0 {
			name = fmt.Sprintf("payout-%s-%s.csv", s.Lines[n-1].On, s.Currency)
		}
	}
	return File{Name: name, Type: csvType, Data: out.Bytes()}, nil
}
