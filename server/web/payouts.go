package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	deskPayouts    = "/desk/payouts"
	deskStatements = "/desk/payouts/statements"
)

func batchHref(id portal.BatchID) string { return deskPayouts + "/" + url.PathEscape(string(id)) }

func partnerEarnings(id portal.PartnerID) string {
	return "/desk/partners/" + url.PathEscape(string(id)) + "/earnings"
}

type batchesQuery struct {
	State portal.BatchState `form:"state,max=20"`
	After string            `form:"after"`
}

func (a *App) listBatches(r *request) error {
	var in batchesQuery
	if err := r.query(&in); err != nil {
		return err
	}
	if !slices.Contains(portal.BatchStates, in.State) {
		in.State = ""
	}
	page, err := a.program.Batches(r.ctx, r.actor, in.State, in.After)
	if err != nil {
		return err
	}
	view := templates.Payouts{Page: r.page("Payouts"), State: strings.ToLower(in.State.Label())}
	view.Tabs = stateTabs(deskPayouts, portal.BatchStates, in.State)
	for _, b := range page.Rows {
		view.Rows = append(view.Rows, templates.BatchRow{
			Number: b.Number(), Href: batchHref(b.ID), State: batchPill(b.State), Note: r.batchNext(b), Cutoff: b.Cutoff,
			By: b.PreparedByName(), Count: len(b.Lines), Total: b.Total.String(),
		})
	}
	view.Pager = pager(deskPayouts, url.Values{"state": {string(in.State)}}, in.After, page.Next)
	return r.render(view)
}

func batchPill(s portal.BatchState) templates.Pill {
	var kind string
	switch s {
	case portal.BatchDraft:
		kind = "warn"
	case portal.BatchApproved:
		kind = "brand"
	case portal.BatchExported:
		kind = "info"
	case portal.BatchPaid:
		kind = "ok"
	case portal.BatchFailed:
		kind = "bad"
	case portal.BatchCancelled:
	}
	return templates.Pill{Kind: kind, Text: s.Label()}
}

// batchNext says what a batch waits for, for the person who looks.
func (r *request) batchNext(b portal.Batch) string {
	switch b.State {
	case portal.BatchDraft:
		switch {
		case b.PreparedAt == "" || b.Check.At == "":
			return "It is being put together."
		case !b.Check.Clean():
			return "The check found something wrong, so nobody can approve it yet."
		case b.PreparedBy == r.actor.User:
			return "You prepared it, so another person approves it."
		}
		return "It waits for a second person to approve it."
	case portal.BatchApproved:
		return "Choose the files for the bank."
	case portal.BatchExported:
		return "Send the files to the bank, and record what it answers."
	case portal.BatchPaid, portal.BatchFailed, portal.BatchCancelled:
	}
	return ""
}

type prepareQuery struct {
	Currency portal.Currency `form:"currency,max=3"`
	Cutoff   portal.Date     `form:"cutoff,max=10"`
	Key      string          `form:"key,max=40"`
}

func (a *App) showPrepare(r *request) error {
	var in prepareQuery
	if err := r.query(&in); err != nil {
		return err
	}
	in.Key = ""
	view, err := r.preparePage(in, templates.Form{})
	if err != nil {
		return err
	}
	if view.Choice.Message != "" {
		return r.renderStatus(status(portal.Invalid), view)
	}
	return r.render(view)
}

// preparePage shows whom a batch would pay. A choice that no batch can have comes back in its form.
func (r *request) preparePage(in prepareQuery, failed templates.Form) (templates.PayoutForm, error) {
	today := r.app.program.Today()
	if in.Currency == "" {
		in.Currency = r.app.program.Rules.Currency
	}
	if in.Cutoff == "" {
		in.Cutoff = today
	}
	view := templates.PayoutForm{
		Page: r.page("Prepare a batch"), Run: runSteps(0, nil), Currencies: currencyOptions(), Max: string(today), Form: failed, Currency: in.Currency, Cutoff: in.Cutoff,
		Choice: templates.Filled(map[string]string{"currency": string(in.Currency), "cutoff": string(in.Cutoff)}),
	}
	found, err := r.app.program.PreviewBatch(r.ctx, r.actor, program.PrepareBatch{Key: in.Key, Currency: in.Currency, Cutoff: in.Cutoff})
	if problem := asInvalid(err); problem != nil {
		view.Choice = templates.Failed(view.Choice.Values, problem)
		return view, nil
	}
	if err != nil {
		return view, err
	}
	view.Shown, view.Key, view.Total = true, found.Key, found.Total.String()
	for _, c := range found.Candidates {
		view.Ready = append(view.Ready, templates.PayeeRow{Name: c.Payee.Name, Href: partnerEarnings(c.Payee.Partner), Entries: len(c.Positions), Total: c.Total.String()})
	}
	view.LeftOut = leftOut(found.LeftOut)
	for i, l := range found.LeftOut {
		if !l.Obstacle.OfPartner() || l.Total.Minor <= 0 {
			continue
		}
		last := found.Reminded[l.Partner]
		if last.At != "" {
			view.LeftOut[i].Reminded = "Reminded on " + last.At.Day(r.app.program.Rules.Zone).Long() + " by " + last.ByName + "."
		}
		if last.At == "" || last.At.Day(r.app.program.Rules.Zone) != today {
			view.LeftOut[i].Remind = string(l.Partner)
		}
	}
	return view, nil
}

type remindForm struct {
	Currency portal.Currency  `form:"currency,max=3"`
	Cutoff   portal.Date      `form:"cutoff,max=10"`
	Partner  portal.PartnerID `form:"partner,max=100"`
}

// remindPayee asks a partner that is left out to mend why, and comes back to the choice of the batch.
func (a *App) remindPayee(r *request) error {
	var in remindForm
	err := r.form(&in)
	var partner portal.Partner
	if err == nil {
		partner, err = a.program.RemindPayee(r.ctx, r.actor, in.Partner)
	}
	if err != nil {
		view, failed := r.preparePage(prepareQuery{Currency: in.Currency, Cutoff: in.Cutoff}, templates.Form{})
		if failed != nil {
			return failed
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	r.flash("ok", partner.Company+" is reminded by mail.", "")
	return r.see(deskPayouts + "/new?" + url.Values{"currency": {string(in.Currency)}, "cutoff": {string(in.Cutoff)}}.Encode())
}

func leftOut(list []portal.LeftOut) []templates.PayeeRow {
	var rows []templates.PayeeRow
	for _, l := range list {
		rows = append(rows, templates.PayeeRow{Name: l.Name, Href: partnerEarnings(l.Partner), Reason: l.Reason, Mend: mend(l), Total: l.Total.String()})
	}
	return rows
}

// mend is where staff see to what keeps a partner from being paid.
func mend(l portal.LeftOut) *templates.Link {
	switch l.Obstacle {
	case portal.ObstacleFrozen:
		return &templates.Link{Label: "Release the payouts", Href: partnerEarnings(l.Partner) + "#hold"}
	case portal.ObstacleTerms, portal.ObstacleWait, portal.ObstacleDetails, portal.ObstacleTax, portal.ObstacleAddress:
		return &templates.Link{Label: "See whom to ask", Href: deskPartners + "/" + url.PathEscape(string(l.Partner))}
	case portal.ObstacleNegative, portal.ObstacleEven, portal.ObstacleMinimum:
		return &templates.Link{Label: "See the ledger", Href: partnerEarnings(l.Partner) + "#ledger"}
	}
	return nil
}

func (a *App) prepareBatch(r *request) error {
	var in prepareQuery
	err := r.form(&in)
	var batch portal.Batch
	if err == nil {
		batch, err = a.program.PrepareBatch(r.ctx, r.actor, program.PrepareBatch{Key: in.Key, Currency: in.Currency, Cutoff: in.Cutoff})
	}
	if err != nil {
		view, viewErr := r.preparePage(in, templates.Form{})
		if viewErr != nil {
			return viewErr
		}
		return r.again(err, func(f templates.Form) templates.View {
			if view.Shown {
				view.Form = f
			}
			return view
		})
	}
	r.flash("ok", fmt.Sprintf("%s is prepared: %s to %s. Another person approves it.", batch.Number(), batch.Total, count(len(batch.Lines), "partner")), "")
	return r.see(batchHref(batch.ID))
}
