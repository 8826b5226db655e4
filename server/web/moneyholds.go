package web

import (
	"context"

	"tandem/portal"
	"tandem/templates"
)

type freezeForm struct {
	Reason string `form:"reason,max=2000"`
}

func (a *App) freezeMoney(r *request) error {
	return r.hold(a.program.FreezeMoney, "The payouts are held back.")
}

func (a *App) releaseMoney(r *request) error {
	return r.hold(a.program.ReleaseMoney, "The payouts are released.")
}

// hold does one step of holding a partner's payouts back, with its reason.
func (r *request) hold(step func(context.Context, portal.Actor, portal.PartnerID, string) error, said string) error {
	var in freezeForm
	partner, base, err := r.earner()
	if err != nil {
		return err
	}
	if err = r.form(&in); err == nil {
		err = step(r.ctx, r.actor, partner, in.Reason)
	}
	if err != nil {
		view, failed := r.earningsPage(pageQuery{})
		if failed != nil {
			return failed
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Hold = f
			return view
		})
	}
	r.flash("ok", said, "")
	return r.see(base)
}
