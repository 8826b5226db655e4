package web

import (
	"errors"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// remarkSteps are the remarks of a thread as a timeline shows them.
func (r *request) remarkSteps(remarks []portal.Remark, sides map[portal.Side]string) (steps []templates.Step, newest string) {
	for _, remark := range remarks {
		who := remark.ByName
		if side := sides[remark.Side]; side != "" {
			who += ", " + side
		}
		steps = append(steps, templates.Step{Text: who, Quote: remark.Text, At: remark.At, When: r.when(remark.At)})
		newest = remark.ID
	}
	return steps, newest
}

// referralThreads are the conversation with the partner, and what staff note for themselves.
func (r *request) referralThreads(view *templates.Referral, referral portal.Referral) error {
	said, err := r.app.program.Thread(r.ctx, r.actor, referral.Subject())
	if err != nil {
		return err
	}
	action := view.Base + "/" + view.ID
	company := r.app.program.Rules.Company
	view.Messages = &templates.Thread{
		ID: "messages", Title: "Messages", Empty: "Nobody has written yet.", Field: "text", Label: "Your message", Button: "Send",
		Hint: company + " gets it by mail and answers here.", Action: action + "/say", CSRF: view.CSRF,
	}
	if view.Staff {
		view.Messages.Hint = referral.PartnerName + " reads this, and gets it by mail."
	}
	sides := map[portal.Side]string{portal.PartnerSide: referral.PartnerName, portal.StaffSide: company}
	view.Messages.Steps, view.Messages.After = r.remarkSteps(said, sides)
	if !view.Staff {
		return nil
	}
	noted, err := r.app.program.Thread(r.ctx, r.actor, portal.NotesOn(referral.Subject()))
	if err != nil {
		return err
	}
	view.Notes = &templates.Thread{
		ID: "notes", Title: "Notes among staff", Empty: "No notes yet.", Field: "internal", Label: "A note", Button: "Keep the note",
		Hint: "The partner never sees this.", Action: action + "/note", CSRF: view.CSRF,
	}
	view.Notes.Steps, view.Notes.After = r.remarkSteps(noted, nil)
	return nil
}

func (a *App) sayOnReferral(r *request) error {
	var in struct {
		Text  string `form:"text,max=8000"`
		After string `form:"after,max=100"`
	}
	err := r.form(&in)
	subject := portal.Referral{ID: portal.ReferralID(r.Params("referral"))}.Subject()
	if err == nil {
		_, err = a.program.Say(r.ctx, r.actor, program.Say{Subject: subject, Text: in.Text, After: in.After})
	}
	if err != nil {
		return pageAgain(r, err, r.referralPage, func(v *templates.Referral, f templates.Form) { v.Messages.Form = f })
	}
	r.flash("ok", "Sent. The other side gets it by mail.", "")
	return r.see(r.referralsBase() + "/" + r.Params("referral") + "#messages")
}

func (a *App) noteOnReferral(r *request) error {
	var in struct {
		Text  string `form:"internal,max=8000"`
		After string `form:"after,max=100"`
	}
	err := r.form(&in)
	subject := portal.NotesOn(portal.Referral{ID: portal.ReferralID(r.Params("referral"))}.Subject())
	if err == nil {
		_, err = a.program.Say(r.ctx, r.actor, program.Say{Subject: subject, Text: in.Text, After: in.After})
	}
	if err != nil {
		return pageAgain(r, atField("internal", "text", err), r.referralPage, func(v *templates.Referral, f templates.Form) { v.Notes.Form = f })
	}
	r.flash("ok", "Noted. Only staff read it.", "")
	return r.see(deskReferrals + "/" + r.Params("referral") + "#notes")
}

// atField is an error whose problem with one field stands at another name of it.
func atField(name, was string, err error) error {
	problem, ok := errors.AsType[*portal.Error](err)
	if !ok || problem.Fields[was] == "" {
		return err
	}
	return portal.Problems{name: problem.Fields[was]}.Err()
}
