package web

import (
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func (a *App) showInvitation(r *request) error {
	invitation, err := a.program.CheckInvitation(r.ctx, r.Params("token"))
	if err != nil {
		return err
	}
	return r.render(r.invitationPage(invitation, templates.Filled(map[string]string{"name": invitation.Name})))
}

func (r *request) invitationPage(i portal.Invitation, form templates.Form) templates.InvitationPage {
	company := r.app.program.Rules.Company
	if i.Partner != "" {
		company = "your company"
	}
	return templates.InvitationPage{
		Page: r.formPage("Your account"), Form: form, Email: i.Email, Company: company,
		Roles: roleLabels(i.Roles), Token: r.Params("token"),
	}
}

type acceptForm struct {
	Username string `form:"username,max=254"` // for the browser's password store, not read
	Name     string `form:"name,max=100"`
	Password string `form:"password,max=1000,raw"`
}

func (a *App) acceptInvitation(r *request) error {
	invitation, err := a.program.CheckInvitation(r.ctx, r.Params("token"))
	if err != nil {
		return err
	}
	var in acceptForm
	err = r.form(&in)
	var signed program.SignedIn
	if err == nil {
		signed, err = a.program.AcceptInvitation(r.ctx, program.Accept{
			Token: r.Params("token"), Name: in.Name, Password: in.Password, Client: r.client(),
		})
	}
	if err != nil {
		return r.again(err, func(f templates.Form) templates.View { return r.invitationPage(invitation, f) })
	}
	return r.entered(signed, "")
}
