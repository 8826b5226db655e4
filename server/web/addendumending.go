package web

import (
	"tandem/portal"
	"tandem/templates"
)

// addendumEnding says on an addendum's page whether it ends early, or can.
func (r *request) addendumEnding(view *templates.AddendumPage, partner portal.Partner, a portal.Addendum) {
	today := r.app.program.Today()
	last := a.LastDay()
	if a.State != portal.AddendumAccepted || partner.State == portal.PartnerEnded || a.Ending.LastDay != "" || last != "" && last <= today {
		return
	}
	terms, _ := portal.TermsOn(r.app.program.Terms, partner.AcceptedTerms(), today)
	view.EndsAfter = a.To(terms).EndsAfter(today).Long()
	if !a.Ending.Waits() {
		view.Ends = r.actor.Can(portal.Manager)
		return
	}
	view.EndWaits = a.Ending.ByName + " proposed to end it on " + r.when(a.Ending.At) + ": " + a.Ending.Why
	own := a.Ending.By == r.actor.User
	view.EndYes, view.EndDrops = !own && r.actor.Can(portal.Finance), r.actor.Can(portal.Finance, portal.Manager)
	if own {
		view.Note = "You proposed to end it, so another person approves that."
	}
}

func (a *App) endAddendum(r *request) error {
	return r.stepAddendum("Proposed. Another person approves the end.", func(partner portal.PartnerID, number int) error {
		var in whyInput
		if err := r.form(&in); err != nil {
			return err
		}
		return a.program.ProposeAddendumEnd(r.ctx, r.actor, partner, number, in.Why)
	})
}

func (a *App) approveAddendumEnd(r *request) error {
	return r.stepAddendum("The addendum ends after its notice period. The partner is told.", func(partner portal.PartnerID, number int) error {
		return a.program.ApproveAddendumEnd(r.ctx, r.actor, partner, number)
	})
}

func (a *App) dropAddendumEnd(r *request) error {
	return r.stepAddendum("The addendum goes on.", func(partner portal.PartnerID, number int) error {
		return a.program.DropAddendumEnd(r.ctx, r.actor, partner, number)
	})
}
