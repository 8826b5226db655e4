package web

import "tandem/templates"

func (a *App) listSessions(r *request) error {
	sessions, err := a.program.Sessions(r.ctx, r.actor)
	if err != nil {
		return err
	}
	view := templates.Sessions{Page: r.page("Your devices")}
	for _, s := range sessions {
		view.Devices = append(view.Devices, templates.Device{
			ID: s.ID, Label: s.Device, Address: s.Address, Since: s.StartedAt, Seen: s.SeenAt, Factor: s.Factor, This: s.ID == r.who.Session,
		})
	}
	return r.render(view)
}

func (a *App) endSession(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.SignOut(r.ctx, r.actor, r.Params("session")); err != nil {
		return err
	}
	r.flash("ok", "That device is signed out.", "")
	return r.see("/account/sessions")
}

func (a *App) endOtherSessions(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.SignOutOthers(r.ctx, r.actor, r.who.Session); err != nil {
		return err
	}
	r.flash("ok", "Your other devices are signed out.", "")
	return r.see("/account/sessions")
}
