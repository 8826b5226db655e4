package web

import (
	"cmp"

	"tandem/portal"
	"tandem/templates"
)

type taxInput struct {
	Name    string         `form:"tax_name,max=120"`
	Street  string         `form:"tax_street,max=120"`
	Post    string         `form:"tax_post,max=40"`
	City    string         `form:"tax_city,max=120"`
	Country string         `form:"tax_country,max=2"`
	Kind    portal.TaxKind `form:"tax_kind,max=20"`
	ID      string         `form:"tax_id,max=60"`
}

// taxForm is filled with what is kept; a number is never shown again.
func taxForm(p portal.Partner) templates.Form {
	d := p.Tax
	return templates.Filled(map[string]string{
		"tax_name": cmp.Or(d.Name, p.Company), "tax_street": d.Street, "tax_post": d.Post, "tax_city": d.City, "tax_country": cmp.Or(d.Country, p.Country), "tax_kind": string(d.Kind),
	})
}

func (a *App) saveTax(r *request) error {
	var in taxInput
	err := r.form(&in)
	if err == nil {
		err = a.program.SetTax(r.ctx, r.actor, portal.TaxInput(in))
	}
	if err == nil {
		r.flash("ok", "Saved. It stands on your statements from the next one on.", "")
		return r.see(payToPath + "#tax")
	}
	for _, field := range []string{"name", "street", "post", "city", "country", "kind", "id"} {
		err = renamed(err, field, "tax_"+field)
	}
	return pageAgain(r, err, func() (templates.CompanyPayout, error) {
		partner, err := a.program.Company(r.ctx, r.actor)
		if err != nil {
			return templates.CompanyPayout{}, err
		}
		form := templates.Filled(map[string]string{"holder": cmp.Or(partner.PayTo.Holder, partner.Company), "country": partner.Country})
		return r.payoutPage(partner, "", form), nil
	}, func(view *templates.CompanyPayout, f templates.Form) { view.TaxForm = f })
}
