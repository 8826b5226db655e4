package web

import (
	"cmp"
	"slices"

	"tandem/portal"
	"tandem/templates"
)

const payToPath = "/company/payout"

type payToQuery struct {
	Method portal.PayoutMethod `form:"method,max=20"`
}

func (a *App) showPayoutDetails(r *request) error {
	var in payToQuery
	if err := r.query(&in); err != nil {
		return err
	}
	partner, err := a.program.Company(r.ctx, r.actor)
	if err != nil {
		return err
	}
	form := templates.Filled(map[string]string{"holder": cmp.Or(partner.PayTo.Holder, partner.Company), "country": partner.Country})
	return r.render(r.payoutPage(partner, in.Method, form))
}

// payoutPage shows where the money goes, and the form of one method: the one asked
// for, the one in use, or the first there is.
func (r *request) payoutPage(partner portal.Partner, method portal.PayoutMethod, form templates.Form) templates.CompanyPayout {
	policy := r.app.program.Rules.Payouts
	view := templates.CompanyPayout{
		Page: r.page("Payout details"), CompanyNav: r.companyNav(), Form: form, Manages: r.actor.Can(portal.PartnerAdmin), Countries: countryOptions(),
		WaitDays: policy.WaitDays, Kinds: []templates.Option{{Value: portal.Checking, Label: "Checking"}, {Value: portal.Savings, Label: "Savings"}},
	}
	if !view.Manages { // a member sees no payout details
		return view
	}
	view.Tax, view.TaxKinds, view.TaxForm = partner.Tax, labelled(portal.TaxKinds), taxForm(partner)
	view.Tax.Sealed = ""
	if rule, ok := r.app.program.Rules.Tax.On(partner.TaxCountry(), r.app.program.Today()); ok {
		view.TaxAsks = rule.Asks()
	}
	view.InUse, view.Waiting = partner.PayToOn(r.app.program.Today())
	view.InUse.Sealed, view.Waiting.Sealed = "", ""
	for _, one := range []portal.PayoutMethod{method, cmp.Or(view.Waiting.Method, view.InUse.Method), policy.Methods[0]} {
		if slices.Contains(policy.Methods, one) {
			view.Method = one
			break
		}
	}
	for _, m := range policy.Methods {
		view.Methods = append(view.Methods, templates.Link{Label: m.Label(), Href: payToPath + "?method=" + string(m), Current: m == view.Method})
	}
	return view
}

type payoutInput struct {
	Method  portal.PayoutMethod `form:"method,max=20"`
	Holder  string              `form:"holder,max=120"`
	IBAN    string              `form:"iban,max=60"`
	BIC     string              `form:"bic,max=20"`
	Routing string              `form:"routing,max=20"`
	Account string              `form:"account,max=40"`
	Kind    string              `form:"kind,max=20"`
	PayPal  string              `form:"paypal,max=254"`
	Wise    string              `form:"wise,max=254"`
	Street  string              `form:"street,max=120"`
	City    string              `form:"city,max=120"`
	Post    string              `form:"post,max=40"`
	Country string              `form:"country,max=2"`
}

func (a *App) savePayoutDetails(r *request) error {
	var in payoutInput
	err := r.form(&in)
	var partner portal.Partner
	if err == nil {
		partner, err = a.program.SetPayTo(r.ctx, r.actor, portal.PayoutAccount(in))
	}
	if err == nil {
		said := "The payout details are saved."
		if _, waiting := partner.PayToOn(a.program.Today()); !waiting.IsZero() {
			said = "The payout details are saved and are used from " + waiting.UsedFrom.Long() + ". Every admin of your company is told."
		}
		r.flash("ok", said, "")
		return r.see(payToPath)
	}
	return r.companyAgain(err, func(partner portal.Partner, f templates.Form) templates.View {
		return r.payoutPage(partner, in.Method, f)
	})
}

func (a *App) withdrawPayoutDetails(r *request) error {
	err := r.form(&struct{}{})
	if err == nil {
		err = a.program.WithdrawPayTo(r.ctx, r.actor)
	}
	if err == nil {
		r.flash("ok", "The new payout details are withdrawn. Every admin of your company is told.", "")
		return r.see(payToPath)
	}
	return r.companyAgain(err, func(partner portal.Partner, f templates.Form) templates.View { return r.payoutPage(partner, "", f) })
}
