package web

import (
	"fmt"

	"tandem/portal"
	"tandem/templates"
)

func (a *App) showOwnAddendum(r *request) error {
	view, err := r.ownAddendumPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) ownAddendumPage() (templates.AddendumPage, error) {
	partner, one, err := r.app.program.OwnAddendum(r.ctx, r.actor, r.addendum())
	if err != nil {
		return templates.AddendumPage{}, err
	}
	view := r.addendumView(partner, one)
	view.CompanyNav, view.Back, view.BackTo, view.Base = r.companyNav(), ownTerms, "Terms", fmt.Sprintf("%s/%d", ownAddenda, one.Number)
	if one.State == portal.AddendumApproved {
		view.State.Text = "Waits for you"
		if view.Accepts = r.actor.Can(portal.PartnerAdmin); !view.Accepts {
			view.Note = "An admin of your company can accept or decline it."
		}
	}
	return view, nil
}

type acceptAddendumInput struct {
	SHA256 string `form:"sha256,max=64"`
	Agree  bool   `form:"agree"`
}

func (a *App) acceptAddendum(r *request) error {
	var in acceptAddendumInput
	err := r.form(&in)
	if err == nil && !in.Agree {
		err = portal.Problems{"agree": "Tick the box to accept the addendum."}.Err()
	}
	if err == nil {
		err = a.program.AcceptAddendum(r.ctx, r.actor, r.addendum(), in.SHA256)
	}
	return r.answeredAddendum(err, "The addendum is accepted.")
}

func (a *App) declineAddendum(r *request) error {
	var in whyInput
	err := r.form(&in)
	if err == nil {
		err = a.program.DeclineAddendum(r.ctx, r.actor, r.addendum(), in.Why)
	}
	return r.answeredAddendum(err, "The addendum is declined. We read your reason.")
}

func (r *request) answeredAddendum(err error, said string) error {
	if err != nil {
		return pageAgain(r, err, r.ownAddendumPage, func(v *templates.AddendumPage, f templates.Form) { v.Form = f })
	}
	r.flash("ok", said, "")
	return r.see(fmt.Sprintf("%s/%d", ownAddenda, r.addendum()))
}
