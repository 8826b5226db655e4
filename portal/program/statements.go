package program

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"tandem/portal"
	"tandem/portal/store"
)

// statementsIssued names the setting that keeps the last month whose statements are
// all issued.
const statementsIssued = "statements_issued"

// IssueStatements is the duty that gives every partner the statement of each month that
// is over: one for each currency in which something moved. It may be run again at any
// time, by any number of processes: what is issued stays, and no number is left out.
func (p *Program) IssueStatements(ctx context.Context) error {
	month := p.Today().AddMonths(-1).Month()
	if !portal.Closed(month, p.Today()) {
		month = p.Today().AddMonths(-2).Month()
	}
	var done string
	if err := p.store.Settings.Read(ctx, statementsIssued, &done); err != nil || done >= month {
		return err
	}
	members, err := p.members(ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(members, func(a, b portal.Partner) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) })
	for _, partner := range members {
		if err := p.issueStatements(ctx, partner); err != nil {
			return fmt.Errorf("statements of %s: %w", partner.ID, err)
		}
	}
	return p.store.Settings.Write(ctx, statementsIssued, month)
}

// issueStatements issues what is due to one partner.
func (p *Program) issueStatements(ctx context.Context, partner portal.Partner) error {
	for range maxTries {
		// The last number is read before what it may belong to: a statement that a
		// colleague issues in between takes the number that is tried here.
		year := p.Today().Time().Year()
		last, err := p.store.Statements.Last(ctx, year)
		if err != nil {
			return err
		}
		issued, err := p.store.Statements.Of(ctx, partner.ID)
		if err != nil {
			return err
		}
		ledger, err := p.movementsOf(ctx, partner.ID)
		if err != nil {
			return err
		}
		due := portal.NextStatements(ledger, partner.ID, issued, p.Today(), p.Rules.Zone)
		lost := false
		for i, next := range due {
			statement := next.Issue(portal.StatementNumber(year, last+1+i), p.supplier(partner), p.Rules.Tax.Recipient, p.Now())
			fresh, err := p.store.Statements.PutOnce(ctx, statement)
			if err != nil {
				return err
			}
			if lost = !fresh; lost { // the number is another's: look again from the beginning
				break
			}
			if err := p.record(ctx, statement.Event()); err != nil {
				return err
			}
		}
		if !lost {
			return nil
		}
	}
	return portal.Errorf(portal.Conflict, "Statements are being issued by others. Try again.")
}

// movementsOf are the facts that statements list: what was earned, and what the bank did.
func (p *Program) movementsOf(ctx context.Context, partner portal.PartnerID) (l portal.Ledger, err error) {
	if l.Results, err = p.store.Results.Of(ctx, partner); err != nil {
		return l, err
	}
	l.Entries, err = p.store.Entries.Of(ctx, partner)
	return l, err
}

// Statements are the issued statements of a partner, newest first, for whoever may see
// its earnings.
func (p *Program) Statements(ctx context.Context, actor portal.Actor, partner portal.PartnerID) (portal.Partner, []portal.Issued, error) {
	who, err := p.whose(ctx, actor, partner)
	if err != nil {
		return who, nil, err
	}
	issued, err := p.store.Statements.Of(ctx, who.ID)
	return who, issued, err
}

// AllStatements lists the issued statements of everybody, newest number first. Needs
// finance or a manager.
func (p *Program) AllStatements(ctx context.Context, actor portal.Actor, after string) (store.Page[portal.Issued], error) {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return store.Page[portal.Issued]{}, err
	}
	return p.store.Statements.List(ctx, earningsPage, after)
}

// IssuedStatement is one issued statement and the tax id on it, for whoever may see the
// partner's earnings; another partner's is NotFound. The tax id is "" for a member of
// the partner, as are its payout details.
func (p *Program) IssuedStatement(ctx context.Context, actor portal.Actor, id portal.StatementID) (portal.Issued, string, error) {
	s, err := p.store.Statements.Get(ctx, id)
	if err != nil {
		return s, "", err
	}
	if _, err := p.whose(ctx, actor, s.Partner); err != nil {
		return portal.Issued{}, "", err
	}
	if s.Supplier.Sealed == "" || !actor.Can(portal.PartnerAdmin, portal.Finance) {
		return s, "", nil
	}
	tax, err := p.openTaxID(s.Partner, s.Supplier.Sealed)
	return s, tax, err
}

// StatementsFile is a table of issued statements: of one partner, or of everybody when
// partner is "" and finance or a manager asks.
func (p *Program) StatementsFile(ctx context.Context, actor portal.Actor, partner portal.PartnerID) (File, error) {
	rows := [][]string{{"number", "partner", "month", "currency", "opening", "earned", "closing", "issued", "sha256"}}
	add := func(list []portal.Issued) {
		for _, s := range list {
			rows = append(rows, []string{
				string(s.ID), portal.CSVText(s.Supplier.Name), s.Month, string(s.Currency), s.Opening.Plain(), s.Earned.Plain(), s.Closing.Plain(), string(s.At.Day(p.Rules.Zone)), s.SHA256,
			})
		}
	}
	if partner == "" && actor.Staff() {
		for after := ""; ; {
			page, err := p.AllStatements(ctx, actor, after)
			if err != nil {
				return File{}, err
			}
			if add(page.Rows); page.Next == "" {
				break
			}
			after = page.Next
		}
	} else {
		_, issued, err := p.Statements(ctx, actor, partner)
		if err != nil {
			return File{}, err
		}
		add(issued)
	}
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows); err != nil {
		return File{}, fmt.Errorf("write statements: %w", err)
	}
	return File{Name: "statements.csv", Type: csvType, Data: out.Bytes()}, nil
}

// proveStatements proves of a partner that its issued statements are what was issued.
func (w *ledgerWalk) proveStatements(ctx context.Context, of partnerFacts) error {
	issued, err := w.store.Statements.Of(ctx, of.ID)
	if err != nil || len(issued) == 0 {
		return err
	}
	proof := portal.VerifyStatements(of.ledger, of.ID, issued)
	if len(proof.Violations) > 0 { // the ledger was read first: look at what is there by now
		ledger, err := w.movementsOf(ctx, of.ID)
		if err != nil {
			return err
		}
		proof = portal.VerifyStatements(ledger, of.ID, issued)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.add(proof)
	return nil
}

// proveNumbers proves that no number of a statement is missing, and that each belongs to somebody.
func (w *ledgerWalk) proveNumbers(ctx context.Context) error {
	var numbers portal.Numbering
	for s, err := range w.store.Statements.Numbered(ctx) {
		if err != nil {
			return err
		}
		numbers.Next(s.ID)
		if !w.members[s.Partner] && s.At <= w.began {
			w.add(portal.Proof{Violations: []portal.Violation{portal.Stray(string(s.ID))}})
		}
		w.found.Statements++
	}
	w.add(numbers.Proof())
	return nil
}
