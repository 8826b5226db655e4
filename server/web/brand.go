package web

import (
	"fmt"

	"tandem/content"
	"tandem/portal"
	"tandem/templates"
)

func (a *App) showBrandKit(r *request) error {
	partner, err := a.program.Company(r.ctx, r.actor)
	if err != nil {
		return err
	}
	return r.render(r.brandPage(partner, brandForm(partner)))
}

func brandForm(p portal.Partner) templates.Form {
	kit := p.ShownBrand()
	return templates.Filled(map[string]string{
		"name": kit.Name, "tagline": kit.Tagline, "primary": kit.Primary, "secondary": kit.Secondary, "contact": kit.Contact,
		"email": kit.Email, "phone": kit.Phone, "site": kit.Site, "address": kit.Address,
	})
}

func (r *request) brandPage(partner portal.Partner, form templates.Form) templates.CompanyBrand {
	view := templates.CompanyBrand{
		Page: r.page("Brand kit"), CompanyNav: r.companyNav(), Form: form, Manages: r.actor.Can(portal.PartnerAdmin), Kit: partner.Brand,
	}
	if !partner.Brand.Logo.IsZero() {
		view.Logo = "/company/brand/logo?" + partner.Brand.Logo.Hash[:12]
	}
	if partner.Brand.Primary != "" {
		view.Check = contrastChecks(partner.Brand)
		view.Preview = "/assets"
	}
	return view
}

// contrastChecks say how the kit's colours read, and what an asset uses instead when they do not.
func contrastChecks(kit portal.BrandKit) []templates.ContrastCheck {
	var checks []templates.ContrastCheck
	for _, c := range []struct{ name, code string }{{"Main colour", kit.Primary}, {"Second colour", kit.Secondary}} {
		colour, err := portal.ParseColour(c.code)
		if err != nil {
			continue
		}
		onWhite := portal.Contrast(colour, portal.White)
		check := templates.ContrastCheck{Where: c.name + " on white", Ratio: ratio(onWhite), OK: onWhite >= portal.TextContrast}
		if !check.OK {
			check.Note = fmt.Sprintf("Too light to read. For words we use %s instead.", colour.Darker(portal.White, portal.TextContrast))
		}
		words := portal.Contrast(colour, colour.On())
		checks = append(checks, check, templates.ContrastCheck{
			Where: "Words on the " + map[bool]string{true: "main colour", false: "second colour"}[c.name == "Main colour"],
			Ratio: ratio(words), OK: words >= portal.TextContrast,
		})
	}
	return checks
}

func ratio(hundredths int) string {
	return fmt.Sprintf("%d.%d to 1", hundredths/100, hundredths%100/10)
}

type brandInput struct {
	Logo      upload `form:"logo"`
	Name      string `form:"name,max=120"`
	Tagline   string `form:"tagline,max=200"`
	Primary   string `form:"primary,max=20"`
	Secondary string `form:"secondary,max=20"`
	Contact   string `form:"contact,max=120"`
	Email     string `form:"email,max=254"`
	Phone     string `form:"phone,max=40"`
	Site      string `form:"site,max=200"`
	Address   string `form:"address,max=200"`
}

// brandUpload is the body a brand kit may have: the largest logo and its form.
const brandUpload = content.MaxLogoBytes + 128<<10

func (a *App) saveBrandKit(r *request) error {
	var in brandInput
	err := r.form(&in)
	if err == nil {
		err = a.program.SetBrand(r.ctx, r.actor, portal.BrandKit{
			Name: in.Name, Tagline: in.Tagline, Primary: in.Primary, Secondary: in.Secondary, Contact: in.Contact,
			Email: in.Email, Phone: in.Phone, Site: in.Site, Address: in.Address,
		}, in.Logo.Bytes)
	}
	if err == nil {
		r.flash("ok", "The brand kit is saved. Every asset you download carries it from now on.", "")
		return r.see("/company/brand")
	}
	return r.companyAgain(err, func(partner portal.Partner, f templates.Form) templates.View { return r.brandPage(partner, f) })
}

func (a *App) showLogo(r *request) error {
	bytes, logo, err := a.program.Logo(r.ctx, r.actor, r.actor.Partner)
	if err != nil {
		return err
	}
	r.Set("Content-Type", logo.Type)
	return r.Send(bytes)
}
