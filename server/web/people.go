package web

import (
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	staffPeople = "/desk/staff"
	teamPeople  = "/company/team"
)

// peopleBase is where the people of the actor's company are managed.
func (r *request) peopleBase() string {
	if r.actor.Partner != "" {
		return teamPeople
	}
	return staffPeople
}

func (r *request) roleOptions() []templates.Option {
	roles := portal.StaffRoles
	if r.actor.Partner != "" {
		roles = portal.PartnerRoles
	}
	options := make([]templates.Option, len(roles))
	for i, role := range roles {
		options[i] = templates.Option{Value: string(role), Label: role.Label()}
	}
	return options
}

func (a *App) listPeople(r *request) error {
	view, err := r.peoplePage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) peoplePage() (templates.People, error) {
	view := templates.People{
		Page: r.page("Staff"), Lead: "Everybody who works on " + r.app.program.Rules.Name + ".", Base: r.peopleBase(),
		Manages: r.actor.Can(portal.Admin), Roles: r.roleOptions(),
	}
	if r.actor.Partner != "" {
		view.Page, view.CompanyNav = r.page("Your team"), r.companyNav()
		view.Lead, view.Manages = "Everybody in your company who uses the portal.", r.actor.Can(portal.PartnerAdmin)
	}
	people, err := r.app.program.People(r.ctx, r.actor)
	if err != nil {
		return view, err
	}
	for _, u := range people {
		view.Rows = append(view.Rows, r.personRow(u))
	}
	if !view.Manages {
		return view, nil
	}
	invitations, err := r.app.program.Invitations(r.ctx, r.actor)
	for _, i := range invitations {
		view.Invited = append(view.Invited, templates.Invited{
			ID: string(i.ID), Email: i.Email, Roles: roleLabels(i.Roles), Expires: i.ExpiresAt, Over: i.ExpiresAt <= view.Now,
		})
	}
	return view, err
}

func (r *request) personRow(u portal.User) templates.Person {
	row := templates.Person{
		ID: string(u.ID), Name: u.Name, Email: u.Email, Roles: roleLabels(u.Roles), State: templates.Pill{Kind: "ok", Text: "Active"},
		Factor: u.HasFactor(), Self: u.ID == r.actor.User,
	}
	if u.State == portal.UserSuspended {
		row.State = templates.Pill{Kind: "bad", Text: "Suspended"}
	}
	for _, s := range u.Sessions {
		row.Seen = max(row.Seen, s.SeenAt)
	}
	return row
}

type inviteForm struct {
	Email string        `form:"email,max=254"`
	Name  string        `form:"name,max=100"`
	Roles []portal.Role `form:"roles"`
}

func (a *App) invite(r *request) error {
	var in inviteForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.InviteColleague(r.ctx, r.actor, program.Invite{Email: in.Email, Name: in.Name, Roles: in.Roles})
	}
	if err != nil {
		view, viewErr := r.peoplePage()
		if viewErr != nil {
			return viewErr
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	r.flash("ok", "The invitation is on its way to "+in.Email+".", "")
	return r.see(r.peopleBase())
}

func (a *App) resendInvitation(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.ResendInvitation(r.ctx, r.actor, portal.InvitationID(r.Params("invitation"))); err != nil {
		return err
	}
	r.flash("ok", "The invitation is sent again, for 14 more days.", "")
	return r.see(r.peopleBase())
}

func (a *App) withdrawInvitation(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.WithdrawInvitation(r.ctx, r.actor, portal.InvitationID(r.Params("invitation"))); err != nil {
		return err
	}
	r.flash("ok", "The invitation is withdrawn.", "")
	return r.see(r.peopleBase())
}
