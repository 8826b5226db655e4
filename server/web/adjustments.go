package web

import (
	"net/url"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskAdjustments = "/desk/adjustments"

func adjustmentHref(id portal.AdjustmentID) string {
	return deskAdjustments + "/" + url.PathEscape(string(id))
}

type adjustmentsQuery struct {
	State portal.AdjustmentState `form:"state,max=20"`
	After string                 `form:"after"`
}

func (a *App) listAdjustments(r *request) error {
	var in adjustmentsQuery
	if err := r.query(&in); err != nil {
		return err
	}
	if !slices.Contains(portal.AdjustmentStates, in.State) {
		in.State = ""
	}
	page, err := a.program.Adjustments(r.ctx, r.actor, in.State, in.After)
	if err != nil {
		return err
	}
	view := templates.Adjustments{Page: r.page("Adjustments"), State: strings.ToLower(in.State.Label())}
	view.Tabs = stateTabs(deskAdjustments, portal.AdjustmentStates, in.State)
	for _, adj := range page.Rows {
		view.Rows = append(view.Rows, templates.AdjustmentRow{
			Name: adj.Name, Href: adjustmentHref(adj.ID), Reason: adj.Reason, State: adjustmentPill(adj.State), By: adj.ByName, At: adj.At, Amount: adj.Amount.String(),
		})
	}
	view.Pager = pager(deskAdjustments, url.Values{"state": {string(in.State)}}, in.After, page.Next)
	return r.render(view)
}

func adjustmentPill(s portal.AdjustmentState) templates.Pill {
	var kind string
	switch s {
	case portal.AdjustmentProposed:
		kind = "warn"
	case portal.AdjustmentApproved:
		kind = "ok"
	case portal.AdjustmentDeclined:
		kind = "bad"
	case portal.AdjustmentWithdrawn:
	}
	return templates.Pill{Kind: kind, Text: s.Label()}
}

type adjustmentForm struct {
	Key      string           `form:"key,max=40"`
	Partner  portal.PartnerID `form:"partner,max=100"`
	Amount   string           `form:"amount,max=30"`
	Currency portal.Currency  `form:"currency,max=3"`
	Reason   string           `form:"reason,max=1000"`
	Question portal.EntryID   `form:"question,max=200"`
}

func (r *request) adjustmentPage() (templates.AdjustmentForm, error) {
	view := templates.AdjustmentForm{Page: r.page("Propose an adjustment"), Currencies: currencyOptions()}
	members, err := r.app.program.Members(r.ctx, r.actor)
	for _, m := range members {
		view.Partners = append(view.Partners, templates.Option{Value: string(m.ID), Label: m.Company})
	}
	return view, err
}

type partnerQuery struct {
	Partner  string `form:"partner,max=100"`
	Question string `form:"question,max=200"`
}

func (a *App) showAdjustmentForm(r *request) error {
	var in partnerQuery
	if err := r.query(&in); err != nil {
		return err
	}
	view, err := r.adjustmentPage()
	if err != nil {
		return err
	}
	view.Form = templates.Filled(map[string]string{"key": a.program.AdjustmentKey(), "partner": in.Partner, "question": in.Question, "currency": string(a.program.Rules.Currency)})
	return r.render(view)
}

func (a *App) proposeAdjustment(r *request) error {
	var in adjustmentForm
	err := r.form(&in)
	var done portal.Adjustment
	if err == nil {
		propose := program.ProposeAdjustment{Key: in.Key, Partner: in.Partner, Reason: in.Reason, Because: in.Question}
		wrong := portal.Problems{}
		if propose.Amount, err = portal.ParseMoney(in.Amount, in.Currency); err != nil {
			propose.Amount = portal.Amount(0, in.Currency) // which the program refuses
			wrong.Add("amount", "Write the amount as %s, with a minus to take it off.", portal.Amount(123450, in.Currency).Plain())
		}
		done, err = a.program.ProposeAdjustment(r.ctx, r.actor, propose)
		err = wrong.With(err)
	}
	if err != nil {
		view, failed := r.adjustmentPage()
		if failed != nil {
			return failed
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	r.flash("ok", "Proposed. Another person in finance has been asked to approve it.", "")
	return r.see(adjustmentHref(done.ID))
}

func (a *App) showAdjustment(r *request) error {
	view, err := r.adjustmentView()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) adjustmentView() (templates.Adjustment, error) {
	id, err := r.id("adjustment")
	if err != nil {
		return templates.Adjustment{}, err
	}
	adj, err := r.app.program.Adjustment(r.ctx, r.actor, portal.AdjustmentID(id))
	if err != nil {
		return templates.Adjustment{}, err
	}
	own, open := adj.By == r.actor.User, adj.State == portal.AdjustmentProposed
	return templates.Adjustment{
		Page: r.page("Adjustment for " + adj.Name), Action: adjustmentHref(adj.ID), Amount: adj.Amount.String(), Off: adj.Amount.Minor < 0, State: adjustmentPill(adj.State),
		Partner: adj.Name, Earnings: partnerEarnings(adj.Partner), Reason: adj.Reason, Question: questionOf(adj), By: adj.ByName, At: adj.At, DecidedBy: adj.DecidedBy, DecidedAt: adj.DecidedAt, Why: adj.Why,
		Decides: open && !own, Withdraws: open && own,
	}, nil
}

type declineAdjustmentForm struct {
	Why string `form:"why,max=1000"`
}

// decidedAdjustment answers a decision about an adjustment: back on its page, or with what was wrong.
func (r *request) decidedAdjustment(err error, said string) error {
	view, failed := r.adjustmentView()
	if failed != nil {
		return failed
	}
	if err != nil {
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	r.flash("ok", said, "")
	return r.see(view.Action)
}

func (a *App) approveAdjustment(r *request) error {
	_, err := a.program.ApproveAdjustment(r.ctx, r.actor, portal.AdjustmentID(r.Params("adjustment")))
	return r.decidedAdjustment(err, "Approved. It is in the partner's ledger.")
}

func (a *App) declineAdjustment(r *request) error {
	var in declineAdjustmentForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.DeclineAdjustment(r.ctx, r.actor, portal.AdjustmentID(r.Params("adjustment")), in.Why)
	}
	return r.decidedAdjustment(err, "Declined. Nothing was booked.")
}

func (a *App) withdrawAdjustment(r *request) error {
	_, err := a.program.WithdrawAdjustment(r.ctx, r.actor, portal.AdjustmentID(r.Params("adjustment")))
	return r.decidedAdjustment(err, "Withdrawn. Nothing was booked.")
}

// questionOf is the question that an adjustment was made because of, "" for none.
func questionOf(a portal.Adjustment) string {
	if a.Question == "" {
		return ""
	}
	return deskQuestions + "/" + url.PathEscape(string(a.Question))
}
