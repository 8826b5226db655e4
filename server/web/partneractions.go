package web

import (
	"strings"

	"tandem/portal"
	"tandem/templates"
)

// partnerAgain shows the partner with one of its forms as it was sent.
func (r *request) partnerAgain(failed error, put func(*templates.PartnerPage, templates.Form)) error {
	return pageAgain(r, failed, r.partnerPage, put)
}

// donePartner says what happened on the partner's page.
func (r *request) donePartner(text string) error {
	r.flash("ok", text, "")
	return r.see(deskPartners + "/" + r.Params("partner"))
}

type specialistForm struct {
	Version    int64         `form:"version"`
	Specialist portal.UserID `form:"specialist,max=100"`
}

func (a *App) assignSpecialist(r *request) error {
	var in specialistForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.AssignSpecialist(r.ctx, r.actor, portal.PartnerID(r.Params("partner")), seen(in.Version), in.Specialist)
	}
	if err != nil {
		return r.partnerAgain(err, func(v *templates.PartnerPage, f templates.Form) { v.Assign = f })
	}
	return r.donePartner("Assigned. The partner is told.")
}

type pauseForm struct {
	Version int64  `form:"version"`
	Reason  string `form:"pause_reason,max=20000"`
}

func (a *App) pausePartner(r *request) error {
	var in pauseForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.PausePartner(r.ctx, r.actor, portal.PartnerID(r.Params("partner")), seen(in.Version), in.Reason)
	}
	if err != nil {
		return r.partnerAgain(renamed(err, "reason", "pause_reason"), func(v *templates.PartnerPage, f templates.Form) { v.Pause = f })
	}
	return r.donePartner("Paused. The partner is told why.")
}

type resumeForm struct {
	Version int64  `form:"version"`
	Reason  string `form:"resume_reason,max=2000"`
}

func (a *App) resumePartner(r *request) error {
	var in resumeForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.ResumePartner(r.ctx, r.actor, portal.PartnerID(r.Params("partner")), seen(in.Version), in.Reason)
	}
	if err != nil {
		return r.partnerAgain(renamed(err, "reason", "resume_reason"), func(v *templates.PartnerPage, f templates.Form) { v.Resume = f })
	}
	return r.donePartner("The partnership goes on.")
}

type endForm struct {
	Version int64  `form:"version"`
	Reason  string `form:"end_reason,max=20000"`
	Sure    string `form:"sure,max=10"`
}

func (a *App) endPartner(r *request) error {
	var in endForm
	err := r.form(&in)
	if err == nil && in.Sure == "" {
		problems := portal.Problems{"sure": "Confirm that the partnership ends for good."}
		if strings.TrimSpace(in.Reason) == "" {
			problems["end_reason"] = "Say why."
		}
		err = problems.Err()
	}
	if err == nil {
		_, err = a.program.EndPartner(r.ctx, r.actor, portal.PartnerID(r.Params("partner")), seen(in.Version), in.Reason)
	}
	if err != nil {
		return r.partnerAgain(renamed(err, "reason", "end_reason"), func(v *templates.PartnerPage, f templates.Form) { v.End = f })
	}
	return r.donePartner("The partnership has ended. The partner is told why.")
}

type activateForm struct {
	Version int64  `form:"version"`
	Reason  string `form:"activate_reason,max=2000"`
}

func (a *App) activatePartner(r *request) error {
	var in activateForm
	err := r.form(&in)
	if err == nil && in.Reason == "" {
		err = portal.Problems{"activate_reason": "Say why."}.Err()
	}
	if err == nil {
		err = a.program.ActivatePartner(r.ctx, r.actor, portal.PartnerID(r.Params("partner")), in.Reason)
	}
	if err != nil {
		return r.partnerAgain(err, func(v *templates.PartnerPage, f templates.Form) { v.Start = f })
	}
	return r.donePartner("Active from now on.")
}

func (a *App) tickPartnerTask(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.TickTaskFor(r.ctx, r.actor, portal.PartnerID(r.Params("partner")), r.Params("task")); err != nil {
		return err
	}
	return r.donePartner("Marked as done.")
}
