package web

import (
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/templates"
)

// companyPages are the tabs of a partner's own company, in order.
var companyPages = []struct{ label, path string }{
	{"Profile", "/company"}, {"Brand kit", "/company/brand"}, {"Terms", "/company/terms"}, {"Payout details", "/company/payout"}, {"Team", teamPeople}, {"Invitations", ownInvitations},
}

func (r *request) companyNav() templates.CompanyNav {
	var nav templates.CompanyNav
	for _, p := range companyPages {
		if !r.mayGet(p.path) {
			continue
		}
		nav.Tabs = append(nav.Tabs, templates.Link{Label: p.label, Href: p.path, Current: r.Path() == p.path || p.path == ownTerms && (strings.HasPrefix(r.Path(), ownTerms+"/") || strings.HasPrefix(r.Path(), ownAddenda+"/") || r.Path() == ownEnding)})
	}
	return nav
}

func countryOptions() []templates.Option { return templates.Choices(portal.Countries()) }

func (a *App) showCompany(r *request) error {
	partner, err := a.program.Company(r.ctx, r.actor)
	if err != nil {
		return err
	}
	return r.render(r.profilePage(partner, toldForm(partner.Application)))
}

func (r *request) profilePage(partner portal.Partner, form templates.Form) templates.CompanyProfile {
	rules := r.app.program.Rules
	return templates.CompanyProfile{
		Page: r.page("Company"), CompanyNav: r.companyNav(), Form: form, Partner: partner, Version: partner.Version,
		Manages: r.actor.Can(portal.PartnerAdmin), State: partnerPill(partner.State), Countries: countryOptions(),
		Verticals: templates.Choices(rules.Verticals), Markets: templates.Choices(rules.Markets), Languages: templates.Choices(rules.Languages),
	}
}

// toldForm is what a company says about itself, filled in.
func toldForm(p portal.Application) templates.Form {
	form := templates.Filled(map[string]string{
		"company": p.Company, "site": p.Site, "country": p.Country, "vertical": p.Vertical, "contact": p.Contact, "phone": p.Phone,
		"audience": strconv.FormatInt(p.Audience, 10), "note": p.Note,
	})
	form.Values["markets"], form.Values["languages"] = p.Markets, p.Languages
	return form
}

type profileInput struct {
	Version   int64    `form:"version"`
	Company   string   `form:"company,max=120"`
	Site      string   `form:"site,max=200"`
	Country   string   `form:"country,max=2"`
	Vertical  string   `form:"vertical,max=60"`
	Contact   string   `form:"contact,max=120"`
	Phone     string   `form:"phone,max=40"`
	Audience  int64    `form:"audience"`
	Markets   []string `form:"markets"`
	Languages []string `form:"languages"`
	Note      string   `form:"note,max=2000"`
}

func (a *App) saveCompany(r *request) error {
	var in profileInput
	err := r.form(&in)
	if err == nil {
		err = a.program.ChangeProfile(r.ctx, r.actor, in.Version, portal.Application{
			Company: in.Company, Site: in.Site, Country: in.Country, Vertical: in.Vertical, Contact: in.Contact, Phone: in.Phone,
			Audience: in.Audience, Markets: in.Markets, Languages: in.Languages, Note: in.Note,
		})
	}
	if err == nil {
		r.flash("ok", "The profile is saved.", "")
		return r.see("/company")
	}
	return r.companyAgain(err, func(partner portal.Partner, f templates.Form) templates.View { return r.profilePage(partner, f) })
}

// companyAgain is again for a page of the person's own company.
func (r *request) companyAgain(failed error, page func(portal.Partner, templates.Form) templates.View) error {
	partner, err := r.app.program.Company(r.ctx, r.actor)
	if err != nil {
		return err
	}
	return r.again(failed, func(f templates.Form) templates.View { return page(partner, f) })
}
