package web

import (
	"github.com/gofiber/fiber/v2"

	"tandem/assets"
	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// setUpRoutes are all there is of a portal that nobody has an account at.
func setUpRoutes() []route {
	return []route{
		{get, healthPath, open, (*App).health, 0},
		{get, readyPath, open, (*App).ready, 0},
		{get, assets.Prefix + ":name", open, (*App).static, 0},
		{get, "/", public, (*App).showNotYet, 0},
		{get, "/setup/:token", public, (*App).showSetUp, 0},
		{post, "/setup/:token", public, (*App).setUp, content.MaxLogoBytes + bodyBytes},
	}
}

func (a *App) showNotYet(r *request) error {
	return r.renderStatus(fiber.StatusServiceUnavailable, templates.Plain{
		Page: r.page("Not set up yet"), Heading: "This portal is not set up yet",
		Message: "Whoever runs it finds the link to do so in the server's log.",
	})
}

func (a *App) showSetUp(r *request) error {
	if err := a.program.CheckSetUp(r.ctx, r.Params("token")); err != nil {
		return err
	}
	return r.render(r.setUpPage(templates.Filled(map[string]string{"colour": a.program.Rules.Colour, "currency": string(a.program.Rules.Currency)})))
}

func (r *request) setUpPage(form templates.Form) templates.SetUp {
	view := templates.SetUp{Page: r.formPage("Set up your partner portal"), Form: form, Token: r.Params("token")}
	for _, code := range portal.Currencies() {
		view.Currencies = append(view.Currencies, templates.Option{Value: string(code), Label: string(code)})
	}
	return view
}

type setUpForm struct {
	Name       string `form:"name"`
	Company    string `form:"company"`
	Tagline    string `form:"tagline"`
	Site       string `form:"site,max=300"`
	Support    string `form:"support,max=254"`
	Colour     string `form:"colour,max=7"`
	Currency   string `form:"currency,max=3"`
	Logo       upload `form:"logo"`
	AdminName  string `form:"admin_name,max=100"`
	AdminEmail string `form:"admin_email,max=254"`
	Password   string `form:"password,max=1000,raw"`
}

func (a *App) setUp(r *request) error {
	var in setUpForm
	err := r.form(&in)
	if err == nil {
		err = a.program.SetUp(r.ctx, program.SetUp{
			Token: r.Params("token"), Name: in.Name, Company: in.Company, Tagline: in.Tagline, Site: in.Site, Support: in.Support,
			Colour: in.Colour, Currency: in.Currency, Logo: in.Logo.Bytes, AdminName: in.AdminName, AdminEmail: in.AdminEmail, Password: in.Password,
		})
	}
	if err != nil {
		return r.again(err, func(f templates.Form) templates.View { return r.setUpPage(f) })
	}
	defer a.settled()
	// The server starts again under the program's name, so there is no page to lead to yet.
	return r.render(templates.Plain{
		Page: r.page("Ready"), Heading: "Your portal is ready", Message: "Sign in with the address and the password you chose.",
		Action: "Sign in", Href: "/signin",
	})
}
