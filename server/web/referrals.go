package web

import (
	"net/url"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	ownReferrals  = "/referrals"
	deskReferrals = "/desk/referrals"
)

func (r *request) referralsBase() string {
	if r.actor.Staff() {
		return deskReferrals
	}
	return ownReferrals
}

type listQuery struct {
	State   portal.ReferralState `form:"state,max=40"`
	Text    string               `form:"q,max=100"`
	Partner portal.PartnerID     `form:"partner,max=100"` // for staff
	Owner   portal.QueueOwner    `form:"owner,max=20"`    // for staff
	Product string               `form:"product,max=100"`
	Sort    portal.ReferralSort  `form:"sort,max=20"`
	After   string               `form:"after"`
}

// list is what the program is asked for.
func (q listQuery) list() program.ListReferrals {
	return program.ListReferrals{State: q.State, Text: q.Text, Partner: q.Partner, Owner: q.Owner, Product: q.Product, Sort: q.Sort, After: q.After}
}

// shown is the filter as an address carries it.
func (q listQuery) shown() url.Values {
	shown := url.Values{}
	for name, value := range map[string]string{"state": string(q.State), "q": q.Text, "partner": string(q.Partner), "owner": string(q.Owner), "product": q.Product} {
		if value != "" {
			shown.Set(name, value)
		}
	}
	return shown
}

func (a *App) listReferrals(r *request) error {
	var in listQuery
	if err := r.query(&in); err != nil {
		return err
	}
	if !r.actor.Staff() {
		in.Partner, in.Owner = "", ""
	}
	page, err := a.program.Referrals(r.ctx, r.actor, in.list())
	if err != nil {
		return err
	}
	shown := in.shown()
	filtered := len(shown) > 0
	if in.Sort != "" {
		shown.Set("sort", string(in.Sort))
	}
	view := templates.Referrals{
		Page: r.page("Referrals"), Staff: r.actor.Staff(), Base: r.referralsBase(), All: !filtered && in.After == "", Filtered: filtered, More: page.Next != "",
		Filter: templates.Filled(map[string]string{"state": string(in.State), "q": in.Text, "owner": string(in.Owner), "product": in.Product}), Partner: string(in.Partner), CSV: r.referralsBase() + ".csv",
		Products: templates.Choices(a.program.Rules.Products), Board: boardAt(in), Imports: !r.actor.Staff() || r.actor.Can(portal.Manager, portal.Steward),
	}
	if len(shown) > 0 {
		view.CSV += "?" + shown.Encode()
	}
	if len(page.Rows) > 0 {
		view.Of = page.Rows[0].PartnerName
	}
	for _, referral := range page.Rows {
		view.Rows = append(view.Rows, r.referralLine(referral))
	}
	view.Sorts, view.Sort = r.referralSorts(in, shown), string(in.Sort)
	view.Pager = pager(view.Base, shown, in.After, page.Next)
	return r.render(view)
}

func (a *App) referralsFile(r *request) error {
	var in listQuery
	if err := r.query(&in); err != nil {
		return err
	}
	return r.download(a.program.ReferralsFile(r.ctx, r.actor, in.list()))
}

// pager leads through a list whose address carries what it shows.
func pager(base string, shown url.Values, after, next string) templates.Pager {
	for key := range shown {
		if shown.Get(key) == "" {
			delete(shown, key)
		}
	}
	address := func(cursor string) string {
		if cursor != "" {
			shown.Set("after", cursor)
		} else {
			delete(shown, "after")
		}
		if len(shown) == 0 {
			return base
		}
		return base + "?" + shown.Encode()
	}
	var p templates.Pager
	if after != "" {
		p.First = address("")
	}
	if next != "" {
		p.Next = address(next)
	}
	return p
}

func (r *request) referralLine(referral portal.Referral) templates.ReferralLine {
	row := templates.ReferralLine{
		Href: r.referralsBase() + "/" + string(referral.ID), Number: referral.Number(), Company: referral.Company, Partner: referral.PartnerName,
		State: referralPill(referral.State), Submitted: shortDay(referral.SubmittedOn), Owner: referral.OwnerName, Clock: r.clockPill(referral),
	}
	if referral.DuplicateOf != "" && r.actor.Staff() {
		row.Conflict = conflictHref(referral.ID)
	}
	if !referral.Value.IsZero() {
		row.Value = referral.Value.String()
	}
	if referral.State.Open() {
		row.Until = shortDay(referral.ProtectedUntil)
	}
	return row
}

// shortDay is a day as a table carries it: "12 Mar 2026".
func shortDay(d portal.Date) string { return d.Time().Format("2 Jan 2006") }

// clockPill is the working time left to answer a submission, nil once it is answered.
func (r *request) clockPill(referral portal.Referral) *templates.Pill {
	if referral.State != portal.ReferralSubmitted {
		return nil
	}
	left := r.app.program.Rules.TimeLeft(r.app.program.Now(), referral.AnswerBy)
	return &templates.Pill{Kind: urgencyKind(left.Urgency()), Text: "Answer: " + left.String()}
}

func urgencyKind(u portal.Urgency) string {
	switch u {
	case portal.Late:
		return "bad"
	case portal.Soon:
		return "warn"
	case portal.OnTime:
	}
	return "ok"
}

func (a *App) showReferralForm(r *request) error {
	return r.render(r.referralForm(templates.Filled(map[string]string{"currency": string(a.program.Rules.Currency)})))
}

func (r *request) referralForm(form templates.Form) templates.ReferralForm {
	rules := r.app.program.Rules
	view := templates.ReferralForm{
		Page: r.page("Refer a customer"), Form: form, Countries: templates.Choices(portal.Countries()),
		Products: templates.Choices(rules.Products), Currencies: currencyOptions(), Answer: rules.Referral.AnswerWorkdays,
	}
	if terms, ok := portal.TermsOn(r.app.program.Terms, nil, r.app.program.Today()); ok {
		view.Protect = terms.ProtectDays
	}
	return view
}

func currencyOptions() []templates.Option {
	var options []templates.Option
	for _, c := range portal.Currencies() {
		options = append(options, templates.Option{Value: string(c), Label: string(c)})
	}
	return options
}

type leadForm struct {
	Company  string          `form:"company"`
	Site     string          `form:"site"`
	Contact  string          `form:"contact"`
	Email    string          `form:"email,max=254"`
	Phone    string          `form:"phone"`
	Country  string          `form:"country"`
	Product  string          `form:"product"`
	CloseBy  portal.Date     `form:"close_by"`
	Value    string          `form:"value"`
	Currency portal.Currency `form:"currency"`
	Need     string          `form:"need,max=3000"`
	Consent  bool            `form:"consent"`
}

func (in leadForm) input() portal.ReferralInput {
	return portal.ReferralInput{
		Source: portal.FromForm, Site: in.Site, Estimate: in.Value,
		Lead: portal.Lead{
			Company: in.Company, Contact: in.Contact, Email: in.Email, Phone: in.Phone, Country: in.Country, Product: in.Product,
			CloseBy: in.CloseBy, Value: portal.Money{Currency: in.Currency}, Need: in.Need, Consent: in.Consent,
		},
	}
}

func (a *App) submitReferral(r *request) error {
	var in leadForm
	err := r.form(&in)
	var referral portal.Referral
	if err == nil {
		referral, err = a.program.SubmitReferral(r.ctx, r.actor, in.input())
	}
	if err != nil {
		return r.again(err, func(f templates.Form) templates.View { return r.referralForm(f) })
	}
	if referral.State == portal.ReferralDuplicate {
		r.flash("warn", "This customer is already known to us.", "")
	} else {
		r.flash("ok", "Sent. The lead is protected until "+referral.ProtectedUntil.Long()+".", "")
	}
	return r.see(ownReferrals + "/" + string(referral.ID))
}
