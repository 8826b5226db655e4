package web

import (
	"errors"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// referralThreads are the forms with which people write to the other side, and staff for themselves.
func (r *request) referralThreads(view *templates.Referral, detail program.ReferralDetail) {
	action, company := view.Base+"/"+view.ID, r.app.program.Rules.Company
	view.Messages = &templates.Thread{
		ID: "messages", Title: "Write a message", Field: "text", Label: "Your message", Button: "Send",
		Hint: company + " gets it by mail and answers here.", Action: action + "/say", CSRF: view.CSRF, After: newest(detail.Around.Said),
	}
	if !view.Staff {
		return
	}
	view.Messages.Hint = detail.Referral.PartnerName + " reads this, and gets it by mail."
	view.Notes = &templates.Thread{
		ID: "notes", Title: "Note among staff", Field: "internal", Label: "A note", Button: "Keep the note",
		Hint: "The partner never sees this.", Action: action + "/note", CSRF: view.CSRF, After: newest(detail.Around.Noted),
	}
}

// newest is the last remark of a thread, "" for none.
func newest(remarks []portal.Remark) string {
	if len(remarks) == 0 {
		return ""
	}
	return remarks[len(remarks)-1].ID
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
