package web

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"tandem/portal"
	"tandem/templates"
)

func (a *App) showOnboarding(r *request) error {
	view, err := r.onboardingPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) onboardingPage() (templates.Onboarding, error) {
	page, err := r.app.program.Onboarding(r.ctx, r.actor)
	if err != nil {
		return templates.Onboarding{}, err
	}
	p, zone := page.Partner, r.app.program.Rules.Zone
	view := templates.Onboarding{
		Page: r.page("Onboarding"), Progress: page.Progress, Specialist: p.SpecialistName, Kickoff: p.KickoffAt, Given: p.Baseline,
		Fixed: p.State == portal.PartnerActive && p.Baseline.SetAt != "", KickoffMin: string(r.app.program.Today()),
		Lead: fmt.Sprintf("A sprint of %d days in three lanes. What you do elsewhere in the portal ticks itself.", page.Progress.Days),
	}
	if p.KickoffAt != "" {
		at := p.KickoffAt.Time().In(zone)
		view.Kick = templates.Filled(map[string]string{"day": at.Format(time.DateOnly), "time": at.Format("15:04")})
	}
	view.Baseline = templates.Filled(map[string]string{"audience": strconv.FormatInt(cmp.Or(p.Baseline.Audience, p.Audience), 10)})
	if p.Baseline.SetAt != "" {
		view.Baseline = templates.Filled(map[string]string{
			"audience": strconv.FormatInt(p.Baseline.Audience, 10), "monthly_reach": strconv.FormatInt(p.Baseline.MonthlyReach, 10), "bookings": strconv.FormatInt(p.Baseline.Bookings, 10),
		})
	}
	return view, nil
}

func (a *App) tickTask(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.TickTask(r.ctx, r.actor, r.Params("task")); err != nil {
		return err
	}
	r.flash("ok", "Marked as done.", "")
	return r.see("/onboarding")
}

type kickoffInput struct {
	Day  portal.Date `form:"day,max=10"`
	Time string      `form:"time,max=5"`
}

func (a *App) bookKickoff(r *request) error {
	var in kickoffInput
	err := r.form(&in)
	if err == nil {
		var at time.Time
		if at, err = time.ParseInLocation("2006-01-02 15:04", string(in.Day)+" "+in.Time, a.program.Rules.Zone); err != nil {
			err = portal.Problems{"day": "Choose a day and a time."}.Err()
		} else {
			err = renamed(a.program.BookKickoff(r.ctx, r.actor, portal.At(at)), "kickoff", "day")
		}
	}
	if err == nil {
		r.flash("ok", "The call is booked. Your specialist is told.", "")
		return r.see("/onboarding")
	}
	return pageAgain(r, err, r.onboardingPage, func(v *templates.Onboarding, f templates.Form) { v.Kick = f })
}

type baselineInput struct {
	Audience     int64 `form:"audience"`
	MonthlyReach int64 `form:"monthly_reach"`
	Bookings     int64 `form:"bookings"`
}

func (a *App) saveBaseline(r *request) error {
	var in baselineInput
	err := r.form(&in)
	if err == nil {
		err = a.program.SetBaseline(r.ctx, r.actor, portal.Baseline{Audience: in.Audience, MonthlyReach: in.MonthlyReach, Bookings: in.Bookings})
	}
	if err == nil {
		r.flash("ok", "The figures are saved.", "")
		return r.see("/onboarding")
	}
	return pageAgain(r, err, r.onboardingPage, func(v *templates.Onboarding, f templates.Form) { v.Baseline = f })
}
