package web

import (
	"tandem/portal"
	"tandem/templates"
)

// referralLife is what a partner may do with a referral of its own: change what was asked for, and take it back.
func (r *request) referralLife(view *templates.Referral, referral portal.Referral) {
	if view.Staff {
		return
	}
	if referral.State.Open() {
		view.Withdraw = &templates.Withdraw{}
	}
	back := referral.Returned
	if back == nil {
		return
	}
	rules := r.app.program.Rules
	currency, value := rules.Currency, ""
	if !referral.Value.IsZero() {
		currency, value = referral.Value.Currency, referral.Value.Plain()
	}
	view.Returned = &templates.Returned{
		Why: back.Why, By: back.ByName, Until: back.Expire, Asks: map[string]bool{},
		Countries: templates.Choices(portal.Countries()), Products: templates.Choices(rules.Products), Currencies: currencyOptions(),
		Form: templates.Filled(map[string]string{
			"company": referral.Company, "site": referral.Domain, "contact": referral.Contact, "email": referral.Email, "phone": referral.Phone, "country": referral.Country,
			"product": referral.Product, "value": value, "currency": string(currency), "close_by": string(referral.CloseBy), "need": referral.Need,
		}),
	}
	for _, f := range portal.LeadFields {
		view.Returned.Asks[f.Code] = back.Asks(f.Code)
	}
}

func (a *App) handInReferral(r *request) error {
	var in leadForm
	err := r.form(&in)
	var referral portal.Referral
	if err == nil {
		referral, err = a.program.HandInReferral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), in.input())
	}
	if err != nil {
		return pageAgain(r, err, r.referralPage, func(v *templates.Referral, f templates.Form) {
			if v.Returned == nil {
				v.Withdraw = &templates.Withdraw{Form: f, Open: true}
				return
			}
			v.Returned.Form = f
		})
	}
	if referral.State == portal.ReferralDuplicate {
		r.flash("warn", "This customer is already known to us.", "")
	} else {
		r.flash("ok", "Handed in again. The lead is protected until "+referral.ProtectedUntil.Long()+".", "")
	}
	return r.see(ownReferrals + "/" + string(referral.ID))
}

func (a *App) withdrawReferral(r *request) error {
	var in struct {
		Why string `form:"why,max=8000"`
	}
	err := r.form(&in)
	if err == nil {
		_, err = a.program.WithdrawReferral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), in.Why)
	}
	if err != nil {
		return pageAgain(r, err, r.referralPage, func(v *templates.Referral, f templates.Form) {
			v.Withdraw = &templates.Withdraw{Form: f, Open: true}
		})
	}
	r.flash("ok", "Withdrawn. The lead is free again.", "")
	return r.see(ownReferrals + "/" + r.Params("referral"))
}

func (a *App) returnReferral(r *request) error {
	var in struct {
		Ask    string   `form:"ask,max=8000"`
		Fields []string `form:"fields"`
	}
	err := r.form(&in)
	if err == nil {
		_, err = a.program.ReturnReferral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), in.Ask, in.Fields)
	}
	return r.decided(err, "Sent back. Both clocks rest until the partner hands it in again.", false, func(d *templates.Decide, f templates.Form) { d.Ask = f })
}
