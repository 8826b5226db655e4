package web

import "tandem/templates"

var themes = []templates.Option{{Value: "device", Label: "As the device"}, {Value: "light", Label: "Light"}, {Value: "dark", Label: "Dark"}}

func (a *App) showAccount(r *request) error {
	view, err := r.accountPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) accountPage() (templates.Account, error) {
	user, err := r.app.program.Account(r.ctx, r.actor)
	if err != nil {
		return templates.Account{}, err
	}
	theme := user.Theme
	if theme == "" {
		theme = "device"
	}
	return templates.Account{
		Page: r.page("Your account"), Email: user.Email, NewEmail: user.NewEmail, Roles: roleLabels(user.Roles), HasFactor: user.HasFactor(),
		Profile: templates.Filled(map[string]string{"name": user.Name, "theme": theme}), Themes: themes,
	}, nil
}

// accountAgain shows the account page with one of its forms as it was sent.
func (r *request) accountAgain(failed error, put func(*templates.Account, templates.Form)) error {
	return pageAgain(r, failed, r.accountPage, put)
}

type profileForm struct {
	Name  string `form:"name,max=100"`
	Theme string `form:"theme,max=10"`
}

func (a *App) saveProfile(r *request) error {
	var in profileForm
	err := r.form(&in)
	if err == nil {
		err = a.program.Rename(r.ctx, r.actor, in.Name)
	}
	if in.Theme == "device" {
		in.Theme = ""
	}
	if err == nil {
		err = a.program.SetTheme(r.ctx, r.actor, in.Theme)
	}
	if err != nil {
		return r.accountAgain(err, func(v *templates.Account, f templates.Form) { v.Profile = f })
	}
	r.flash("ok", "Saved.", "")
	return r.see("/account")
}

type emailForm struct {
	Email   string `form:"email,max=254"`
	Current string `form:"current,max=1000,raw"`
}

func (a *App) askEmail(r *request) error {
	var in emailForm
	err := r.form(&in)
	if err == nil {
		err = a.program.AskEmail(r.ctx, r.who, in.Email, in.Current)
	}
	if err != nil {
		return r.accountAgain(err, func(v *templates.Account, f templates.Form) { v.Address = f })
	}
	r.flash("ok", "We wrote to the new address. Follow the link there.", "")
	return r.see("/account")
}

func (a *App) showTakeEmail(r *request) error {
	return r.render(templates.ConfirmPage{
		Page: r.formPage("Confirm your new address"), Heading: "Confirm your new address",
		Message: "From now on you sign in with the address this link was sent to.",
		Post:    "/account/email/" + r.Params("token"), Action: "Use this address",
	})
}

func (a *App) takeEmail(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.TakeEmail(r.ctx, r.Params("token")); err != nil {
		return err
	}
	r.flash("ok", "Your address is changed.", "")
	if r.who.Session != "" {
		return r.see("/account")
	}
	return r.see("/signin")
}

type passwordForm struct {
	Username string `form:"username,max=254"` // for the browser's password store, not read
	Old      string `form:"old,max=1000,raw"`
	Password string `form:"password,max=1000,raw"`
}

func (a *App) changePassword(r *request) error {
	var in passwordForm
	err := r.form(&in)
	if err == nil {
		err = a.program.ChangePassword(r.ctx, r.who, in.Old, in.Password)
	}
	if err != nil {
		return r.accountAgain(renamed(err, "current", "old"), func(v *templates.Account, f templates.Form) { v.Password = f })
	}
	r.flash("ok", "Your password is changed, and your other devices are signed out.", "")
	return r.see("/account")
}
