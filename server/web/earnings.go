package web

import (
	"net/url"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	ownEarnings  = "/earnings"
	deskEarnings = "/desk/partners/:partner/earnings"
)

// id is the id in a path's parameter. An id holds what an address writes with
// escapes; one that is badly written is nobody's.
func (r *request) id(name string) (string, error) {
	id, err := url.PathUnescape(r.Params(name))
	if err != nil || id == "" || len(id) > 200 || strings.ContainsFunc(id, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return "", portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	return id, nil
}

// download answers with a file to keep.
func (r *request) download(file program.File, err error) error {
	if err != nil {
		return err
	}
	r.attach(file.Name, file.Type)
	return r.Send(file.Data)
}

// earner is the partner that a page about earnings is of: "" is the own company.
func (r *request) earner() (portal.PartnerID, string, error) {
	if !r.actor.Staff() {
		return "", ownEarnings, nil
	}
	id, err := r.id("partner")
	return portal.PartnerID(id), partnerEarnings(portal.PartnerID(id)), err
}

type pageQuery struct {
	After string `form:"after"`
}

func (a *App) showEarnings(r *request) error {
	var in pageQuery
	if err := r.query(&in); err != nil {
		return err
	}
	view, err := r.earningsPage(in)
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) earningsPage(in pageQuery) (templates.Earnings, error) {
	a := r.app
	partner, base, err := r.earner()
	if err != nil {
		return templates.Earnings{}, err
	}
	earnings, err := a.program.Earnings(r.ctx, r.actor, partner, in.After)
	if err != nil {
		return templates.Earnings{}, err
	}
	today := a.program.Today()
	view := templates.Earnings{
		Page: r.page("Earnings"), Staff: r.actor.Staff(), Company: earnings.Partner.Company, Base: base, Max: string(today),
	}
	if view.Staff {
		view.Freezes, view.Adjust = r.actor.Can(portal.Finance), deskAdjustments+"/new?"+url.Values{"partner": {string(partner)}}.Encode()
		if f := earnings.Partner.MoneyHold; earnings.Partner.Frozen() {
			view.Frozen = &templates.FreezeCard{Reason: f.Reason, By: f.ByName, At: f.At}
		}
		view.Title, view.Back = "Earnings of "+view.Company, deskCollections+"?"+url.Values{"partner": {string(partner)}}.Encode()
	}
	for _, b := range earnings.Balances {
		view.Balances = append(view.Balances, balanceCard(b, earnings))
		view.Choices = append(view.Choices, templates.Option{Value: string(b.Currency), Label: string(b.Currency)})
	}
	view.Period = templates.Filled(map[string]string{"from": today.Month() + "-01", "to": string(today), "currency": firstChoice(view.Choices)})
	if view.Statements = ownStatements; view.Staff {
		view.Statements = deskIssued + "?" + url.Values{"partner": {string(partner)}}.Encode()
	}
	view.Boost = boostCard(earnings.Boost, today)
	for _, line := range earnings.Lines {
		view.Lines = append(view.Lines, r.ledgerLine(line))
	}
	view.Pager = pager(base, url.Values{}, in.After, earnings.Next)
	for _, p := range earnings.Payouts {
		view.Payouts = append(view.Payouts, r.payoutRow(p))
	}
	return view, nil
}

// firstChoice is what stands chosen in a list where nobody chose yet.
func firstChoice(choices []templates.Option) string {
	if len(choices) == 0 {
		return ""
	}
	return choices[0].Value
}

func balanceCard(b portal.Balance, e program.Earnings) templates.BalanceCard {
	card := templates.BalanceCard{Currency: b.Currency, Figure: b.Owed().String()}
	switch blocked := e.Blocked[b.Currency]; {
	case blocked != "" && b.Payable.Minor > 0:
		card.Note, card.Blocked = b.Payable.String()+" is payable and waits. "+blocked, true
	case blocked != "":
		card.Note = blocked
	case b.Payable.Minor > 0:
		card.Note = b.Payable.String() + " goes into the next payout."
	case b.InPayout.Minor > 0:
		card.Note = b.InPayout.String() + " is on its way."
	case b.HeldUntil != "":
		card.Note = "The next amount becomes payable on " + b.HeldUntil.Long() + "."
	default:
		card.Note = "Everything earned has been paid."
	}
	part := func(s portal.Standing, m portal.Money, note string) templates.Part {
		return templates.Part{Name: s.Label(), Value: m.Minor, Text: m.String(), Note: note}
	}
	held := ""
	if b.HeldUntil != "" {
		held = "next until " + b.HeldUntil.Long()
	}
	card.Split = templates.Split{Title: "Earned in all", Total: b.Earned().String(), Parts: []templates.Part{
		part(portal.StandsPaid, b.Paid, ""), part(portal.StandsInPayout, b.InPayout, ""), part(portal.StandsPayable, b.Payable, ""), part(portal.StandsHeld, b.Held, held),
	}}
	return card
}

// boostCard is the way to the running quarter's boost, nil where the terms have none.
func boostCard(b program.BoostProgress, today portal.Date) *templates.BoostCard {
	if b.Target.Minor <= 0 || !b.Rate.IsPos() {
		return nil
	}
	card := &templates.BoostCard{
		Quarter: b.Quarter.Label(), Kept: b.Kept.String(), Target: b.Target.String(), Value: min(b.Kept.Minor, b.Target.Minor), Max: b.Target.Minor,
		Tier: b.Tier.Label(), Rate: b.Rate.Percent(), Until: b.Quarter.End(), Days: today.DaysUntil(b.Quarter.End()) + 1,
	}
	if left := b.Target.Sub(b.Kept); left.Minor > 0 {
		card.Left = left.String()
	}
	return card
}

func (r *request) ledgerLine(line program.EarningsLine) templates.LedgerLine {
	e := line.Entry
	row := templates.LedgerLine{
		On: e.Day(), Customer: e.Customer, Kind: e.Kind.Label(), Sentence: e.Sentence(), Why: line.Why,
		Standing: standingPill(line.Standing), Overdue: line.Overdue, Amount: e.Amount.String(),
	}
	if line.Claim.Payout != "" {
		row.Payout = r.statementHref(line.Claim.Payout)
	}
	if line.Asks && (!r.actor.Staff() || line.Question != "") {
		row.Question = r.questionHref(e.ID)
	}
	if line.Question == portal.QuestionOpen || line.Question == portal.QuestionAnswered {
		asked := questionPill(line.Question)
		row.Asked = &asked
	}
	if r.actor.Staff() && e.Collection != "" {
		row.Href = collectionHref(e.Collection)
	}
	if row.Customer == "" { // it comes from no one customer
		row.Customer, row.Kind = row.Kind, portal.QuarterOf(e.CollectedOn).Label()
	}
	return row
}

func standingPill(s portal.Standing) templates.Pill {
	var kind string
	switch s {
	case portal.StandsPayable:
		kind = "brand"
	case portal.StandsInPayout:
		kind = "info"
	case portal.StandsPaid:
		kind = "ok"
	case portal.StandsHeld:
	}
	return templates.Pill{Kind: kind, Text: s.Label()}
}

// statementHref is where the statement of a payout is read.
func (r *request) statementHref(id portal.PayoutID) string {
	if r.actor.Staff() {
		return deskStatements + "/" + url.PathEscape(string(id))
	}
	return ownEarnings + "/payouts/" + url.PathEscape(string(id))
}

func (r *request) payoutRow(p program.PayoutLine) templates.PayoutRow {
	state, note := payoutState(p)
	return templates.PayoutRow{
		Number: "Payout " + portal.Batch{ID: p.Batch}.Number(), Href: r.statementHref(p.ID), Made: p.At, State: state, Note: note, Amount: p.Total.String(),
	}
}

// payoutState is what became of a payout, in a word and in a sentence.
func payoutState(p program.PayoutLine) (templates.Pill, string) {
	switch {
	case p.Cancelled:
		return templates.Pill{Text: "Cancelled"}, "It was cancelled before it left; its entries are payable again."
	case p.Result.State == portal.ResultPaid && p.Result.Reference != "":
		return templates.Pill{Kind: "ok", Text: "Paid"}, "Paid on " + p.Result.On.Long() + ", reference " + p.Result.Reference + "."
	case p.Result.State == portal.ResultPaid:
		return templates.Pill{Kind: "ok", Text: "Paid"}, "Paid on " + p.Result.On.Long() + "."
	case p.Result.State == portal.ResultFailed:
		return templates.Pill{Kind: "bad", Text: "Failed"}, "Failed on " + p.Result.On.Long() + ": " + strings.TrimSuffix(p.Result.Reason, ".") + ". Its entries are payable again."
	}
	return templates.Pill{Kind: "info", Text: "On its way"}, "The next you hear is that it was paid."
}

func (a *App) entriesCSV(r *request) error {
	partner, _, err := r.earner()
	if err != nil {
		return err
	}
	return r.download(a.program.EntriesFile(r.ctx, r.actor, partner))
}
