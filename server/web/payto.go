package web

import (
	"cmp"

	"tandem/portal"
	"tandem/templates"
)

func (a *App) showPayoutDetails(r *request) error {
	partner, err := a.program.Company(r.ctx, r.actor)
	if err != nil {
		return err
	}
	form := templates.Filled(map[string]string{
		"method": string(cmp.Or(partner.PayTo.Method, portal.BankTransfer)), "holder": cmp.Or(partner.PayTo.Holder, partner.Company), "country": partner.Country,
	})
	return r.render(r.payoutPage(partner, form))
}

func (r *request) payoutPage(partner portal.Partner, form templates.Form) templates.CompanyPayout {
	view := templates.CompanyPayout{
		Page: r.page("Payout details"), CompanyNav: r.companyNav(), Form: form, Manages: r.actor.Can(portal.PartnerAdmin), Countries: countryOptions(),
	}
	if view.Manages { // a member sees no payout details
		view.PayTo = partner.PayTo
		view.PayTo.Sealed = ""
	}
	for _, m := range portal.PayoutMethods {
		view.Methods = append(view.Methods, templates.Option{Value: string(m), Label: m.Label()})
	}
	return view
}

type payoutInput struct {
	Method  portal.PayoutMethod `form:"method,max=20"`
	Holder  string              `form:"holder,max=120"`
	IBAN    string              `form:"iban,max=60"`
	BIC     string              `form:"bic,max=20"`
	PayPal  string              `form:"paypal,max=254"`
	Street  string              `form:"street,max=120"`
	City    string              `form:"city,max=120"`
	Post    string              `form:"post,max=20"`
	Country string              `form:"country,max=2"`
}

func (a *App) savePayoutDetails(r *request) error {
	var in payoutInput
	err := r.form(&in)
	if err == nil {
		err = a.program.SetPayTo(r.ctx, r.actor, portal.PayoutAccount(in))
	}
	if err == nil {
		r.flash("ok", "The payout details are saved.", "")
		return r.see("/company/payout")
	}
	partner, readErr := a.program.Company(r.ctx, r.actor)
	if readErr != nil {
		return readErr
	}
	return r.again(err, func(f templates.Form) templates.View { return r.payoutPage(partner, f) })
}
