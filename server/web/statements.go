package web

import (
	"errors"
	"net/url"
	"strconv"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	ownStatements = ownEarnings + "/statements"
	deskIssued    = "/desk/statements"
	deskPaidIn    = "/desk/paid-in-year.csv"
)

// issuedHref is where an issued statement is read.
func (r *request) issuedHref(id portal.StatementID) string {
	if r.actor.Staff() {
		return deskIssued + "/" + url.PathEscape(string(id))
	}
	return ownStatements + "/" + url.PathEscape(string(id))
}

type statementsQuery struct {
	Partner portal.PartnerID `form:"partner,max=100"`
	After   string           `form:"after"`
}

// listStatements are a partner's own statements, and for staff everybody's or one partner's.
func (a *App) listStatements(r *request) error {
	var in statementsQuery
	if err := r.query(&in); err != nil {
		return err
	}
	view := templates.Statements{Page: r.page("Statements"), Staff: r.actor.Staff(), Back: templates.Button{Label: "Earnings", Href: ownEarnings}, CSV: ownStatements + ".csv"}
	if view.Staff {
		view.Back, view.CSV = templates.Button{Label: "Payouts", Href: deskPayouts}, deskIssued+".csv"
		for year := a.program.Today().Time().Year(); len(view.Paid) < 2; year-- {
			view.Paid = append(view.Paid, templates.Button{Label: "Paid in " + strconv.Itoa(year), Href: deskPaidIn + "?year=" + strconv.Itoa(year)})
		}
	}
	if view.Staff && in.Partner == "" {
		page, err := a.program.AllStatements(r.ctx, r.actor, in.After)
		if err != nil {
			return err
		}
		view.Rows, view.Pager = r.issuedRows(page.Rows), pager(deskIssued, url.Values{}, in.After, page.Next)
		return r.render(view)
	}
	if !view.Staff {
		in.Partner = ""
	}
	partner, issued, err := a.program.Statements(r.ctx, r.actor, in.Partner)
	if err != nil {
		return err
	}
	if view.Rows = r.issuedRows(issued); view.Staff {
		view.Title, view.Of = "Statements of "+partner.Company, partner.Company
		view.Back = templates.Button{Label: "Earnings", Href: partnerEarnings(partner.ID)}
		view.CSV += "?" + url.Values{"partner": {string(partner.ID)}}.Encode()
	}
	return r.render(view)
}

func (r *request) issuedRows(list []portal.Issued) []templates.StatementRow {
	var rows []templates.StatementRow
	for _, s := range list {
		rows = append(rows, templates.StatementRow{
			Number: string(s.ID), Href: r.issuedHref(s.ID), Company: s.Supplier.Name, Period: s.Period(), At: s.At, Earned: s.Earned.String(), Closing: s.Closing.String(),
		})
	}
	return rows
}

func (a *App) statementsFile(r *request) error {
	var in statementsQuery
	if err := r.query(&in); err != nil {
		return err
	}
	if !r.actor.Staff() {
		in.Partner = ""
	}
	return r.download(a.program.StatementsFile(r.ctx, r.actor, in.Partner))
}

type yearQuery struct {
	Year int `form:"year"`
}

// paidInYear sends what partners were paid in a calendar year, this one when none is named.
func (a *App) paidInYear(r *request) error {
	in := yearQuery{Year: a.program.Today().Time().Year()}
	if err := r.query(&in); err != nil {
		return err
	}
	return r.download(a.program.PaidInYear(r.ctx, r.actor, in.Year))
}

func (a *App) showIssued(r *request) error {
	id, err := r.id("number")
	if err != nil {
		return err
	}
	issued, tax, err := a.program.IssuedStatement(r.ctx, r.actor, portal.StatementID(id))
	if err != nil {
		return err
	}
	view := r.statement("Statement "+string(issued.ID), issued.Statement())
	view.Lead = issued.Period() + ", in " + string(issued.Currency) + ". A movement belongs to the day on which it was recorded."
	view.Back = templates.Button{Label: "Statements", Href: ownStatements}
	if r.actor.Staff() {
		view.Back.Href = deskIssued + "?" + url.Values{"partner": {string(issued.Partner)}}.Encode()
	}
	view.OpensAs, view.ClosesAs = "Owed before "+issued.From().Long(), "Owed at the end of "+issued.To().Long()
	view.CSV = r.issuedHref(issued.ID) + "/statement.csv"
	view.Issued = &templates.StatementIssue{
		Number: string(issued.ID), At: issued.At, Address: issued.Supplier.Address, TaxName: issued.Supplier.TaxName, TaxID: tax, Notes: issued.Supplier.Notes,
		Earned: issued.Earned.String(), SHA256: issued.SHA256,
	}
	if issued.Recipient != nil {
		view.Issued.By = *issued.Recipient
	}
	return r.render(view)
}

func (a *App) issuedCSV(r *request) error {
	id, err := r.id("number")
	if err != nil {
		return err
	}
	issued, _, err := a.program.IssuedStatement(r.ctx, r.actor, portal.StatementID(id))
	if err != nil {
		return err
	}
	return r.download(program.StatementFile(issued.Statement()))
}

func (a *App) showPayoutStatement(r *request) error {
	id, err := r.id("payout")
	if err != nil {
		return err
	}
	statement, payout, err := a.program.PayoutStatement(r.ctx, r.actor, portal.PayoutID(id))
	if err != nil {
		return err
	}
	state, note := payoutState(payout)
	view := r.statement("Payout "+portal.Batch{ID: payout.Batch}.Number(), statement)
	view.Lead = "Put together on " + payout.At.Day(view.Zone).Long() + "."
	view.State, view.Note, view.CSV = &state, note, r.statementHref(payout.ID)+"/statement.csv"
	view.OpensAs, view.ClosesAs = "Start", "Total of this payout"
	if r.actor.Can(portal.Finance) && r.actor.Staff() {
		view.Back = templates.Button{Label: "The batch", Href: deskPayouts + "/" + url.PathEscape(string(payout.Batch))}
	}
	return r.render(view)
}

func (a *App) payoutStatementCSV(r *request) error {
	id, err := r.id("payout")
	if err != nil {
		return err
	}
	statement, _, err := a.program.PayoutStatement(r.ctx, r.actor, portal.PayoutID(id))
	if err != nil {
		return err
	}
	return r.download(program.StatementFile(statement))
}

type periodQuery struct {
	From     portal.Date     `form:"from"`
	To       portal.Date     `form:"to"`
	Currency portal.Currency `form:"currency"`
}

// period is the statement that the query of the address asks for.
func (r *request) period(in periodQuery) (portal.Statement, string, error) {
	partner, base, err := r.earner()
	if err != nil {
		return portal.Statement{}, "", err
	}
	statement, err := r.app.program.PeriodStatement(r.ctx, r.actor, partner, in.Currency, in.From, in.To)
	return statement, base, err
}

// periodAgain is the page of earnings with the period as it was asked for, and what is wrong with it.
func (r *request) periodAgain(in periodQuery, err error) error {
	problem, ok := errors.AsType[*portal.Error](err)
	if !ok || problem.Kind != portal.Invalid {
		return err
	}
	view, failed := r.earningsPage(pageQuery{})
	if failed != nil {
		return failed
	}
	if len(view.Balances) == 0 { // it has no such form
		return err
	}
	view.Period = templates.Failed(map[string][]string{"from": {string(in.From)}, "to": {string(in.To)}, "currency": {string(in.Currency)}}, problem)
	return r.renderStatus(status(problem.Kind), view)
}

func (a *App) showPeriodStatement(r *request) error {
	var in periodQuery
	if err := r.query(&in); err != nil {
		return err
	}
	statement, base, err := r.period(in)
	if err != nil {
		return r.periodAgain(in, err)
	}
	view := r.statement("Statement in "+string(statement.Currency), statement)
	view.Lead = statement.From.Long() + " to " + statement.To.Long() + ". A movement belongs to the day on which it was recorded."
	view.Back = templates.Button{Label: "Earnings", Href: base}
	view.OpensAs, view.ClosesAs = "Owed before "+statement.From.Long(), "Owed at the end of "+statement.To.Long()
	view.CSV = base + "/statement.csv?" + url.Values{"from": {string(statement.From)}, "to": {string(statement.To)}, "currency": {string(statement.Currency)}}.Encode()
	return r.render(view)
}

func (a *App) periodStatementCSV(r *request) error {
	var in periodQuery
	if err := r.query(&in); err != nil {
		return err
	}
	statement, _, err := r.period(in)
	if err != nil {
		return err
	}
	return r.download(program.StatementFile(statement))
}

func (r *request) statement(title string, s portal.Statement) templates.Statement {
	view := templates.Statement{
		Page: r.page(title), Company: s.Name, Back: templates.Button{Label: "Earnings", Href: ownEarnings},
		Opening: s.Opening.String(), Closing: s.Closing.String(),
	}
	if r.actor.Staff() {
		view.Back.Href = partnerEarnings(s.Partner)
	}
	for _, line := range s.Lines {
		view.Lines = append(view.Lines, templates.StatementLine{
			On: line.On, Kind: line.Kind, Text: line.Text, Amount: line.Amount.String(), Balance: line.Balance.String(),
		})
	}
	return view
}
