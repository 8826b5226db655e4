package web

import (
	"tandem/portal"
	"tandem/templates"
)

func (a *App) showPerson(r *request) error {
	view, err := r.personPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) personPage() (templates.PersonPage, error) {
	user, err := r.app.program.Person(r.ctx, r.actor, portal.UserID(r.Params("person")))
	if err != nil {
		return templates.PersonPage{}, err
	}
	view := templates.PersonPage{
		Page: r.page(user.Name), Base: r.peopleBase(), Person: r.personRow(user), Version: int64(len(user.History)),
		Suspended: user.State == portal.UserSuspended, Roles: r.roleOptions(), Form: templates.Form{Values: map[string][]string{}},
	}
	for _, role := range user.Roles {
		view.Form.Values["roles"] = append(view.Form.Values["roles"], string(role))
	}
	for _, change := range user.History {
		view.Steps = append(view.Steps, templates.Step{
			Text: accountChange(change), Quote: change.Reason, At: change.At, When: change.At.Time().In(view.Zone).Format("2 Jan 2006, 15:04 MST"),
		})
	}
	return view, nil
}

// accountChange says a change of an account in a sentence.
func accountChange(c portal.Change) string {
	by := c.ByName
	switch c.Kind {
	case "user.created":
		return "Account made"
	case "user.verified", "user.email_changed":
		return "Email address confirmed"
	case "user.email_asked":
		return "Change of address asked for by " + by
	case "user.password_set":
		return "Password set by " + by
	case "user.renamed":
		return "Name changed by " + by
	case "user.roles_changed":
		return "Roles changed by " + by
	case "user.suspended":
		return "Suspended by " + by
	case "user.restored":
		return "Let in again by " + by
	case "user.factor_set":
		return "Second step turned on"
	case "user.factor_removed":
		return "Second step removed by " + by
	case "user.recovery_used":
		return "Signed in with a recovery code"
	case "user.recovery_renewed":
		return "New recovery codes made"
	}
	return c.Kind
}

type rolesForm struct {
	Roles   []portal.Role `form:"roles"`
	Version int64         `form:"version"`
}

func (a *App) setRoles(r *request) error {
	var in rolesForm
	err := r.form(&in)
	if err == nil {
		err = a.program.SetRoles(r.ctx, r.actor, portal.UserID(r.Params("person")), in.Version, in.Roles)
	}
	if err != nil {
		return r.personAgain(err, func(v *templates.PersonPage, f templates.Form) { v.Form = f })
	}
	r.flash("ok", "The roles are saved. They count from the person's next click.", "")
	return r.see(r.peopleBase())
}

type suspendForm struct {
	Reason  string `form:"reason,max=500"`
	Version int64  `form:"version"`
}

func (a *App) suspendPerson(r *request) error {
	var in suspendForm
	err := r.form(&in)
	if err == nil {
		err = a.program.Suspend(r.ctx, r.actor, portal.UserID(r.Params("person")), in.Version, in.Reason)
	}
	if err != nil {
		return r.personAgain(err, func(v *templates.PersonPage, f templates.Form) { v.Suspend = f })
	}
	r.flash("ok", "The account is suspended and signed out everywhere.", "")
	return r.see(r.peopleBase())
}

type versionForm struct {
	Version int64 `form:"version"`
}

func (a *App) restorePerson(r *request) error {
	var in versionForm
	if err := r.form(&in); err != nil {
		return err
	}
	if err := a.program.Restore(r.ctx, r.actor, portal.UserID(r.Params("person")), in.Version); err != nil {
		return err
	}
	r.flash("ok", "They can sign in again.", "")
	return r.see(r.peopleBase())
}

func (a *App) dropFactor(r *request) error {
	var in versionForm
	if err := r.form(&in); err != nil {
		return err
	}
	if err := a.program.DropFactor(r.ctx, r.actor, portal.UserID(r.Params("person")), in.Version); err != nil {
		return err
	}
	r.flash("ok", "Their second step is removed. They set it up again when they need it.", "")
	return r.see(r.peopleBase())
}

func (r *request) personAgain(failed error, put func(*templates.PersonPage, templates.Form)) error {
	return pageAgain(r, failed, r.personPage, put)
}
