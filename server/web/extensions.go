package web

import (
	"slices"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// extension is what somebody who reads a referral can do about a longer protection, nil for nothing.
func (r *request) extension(view *templates.Referral, referral portal.Referral) *templates.Extension {
	rules, today := r.app.program.Rules, r.app.program.Today()
	until := referral.ExtendedUntil(today)
	x := &templates.Extension{
		Staff: view.Staff, Base: view.Base + "/" + view.ID, CSRF: view.CSRF, Until: until, Days: referral.ProtectedUntil.DaysUntil(until), Answer: rules.Referral.AnswerWorkdays,
		Asks: !view.Staff && referral.MayAskExtension(today) == nil, Gives: r.actor.Can(portal.Manager) && referral.MayExtend(today) == nil,
	}
	if asked, ok := referral.AskedExtension(); ok {
		x.Waits, x.Answers, x.Why, x.Proof, x.Left = true, r.actor.Can(portal.Manager), asked.Why, asked.Evidence, r.timeLeft(asked.Due)
		x.Lead = asked.ByName + " asked on " + r.when(asked.At) + ". The lead does not expire before the answer, which is due by " + r.when(asked.Due) + "."
	}
	if !x.Asks && !x.Gives && !x.Waits {
		return nil
	}
	return x
}

func (a *App) askExtension(r *request) error {
	var in struct {
		Why      string `form:"extend_why,max=8000"`
		Evidence string `form:"evidence,max=8000"`
	}
	err := r.form(&in)
	if err == nil {
		_, err = a.program.AskExtension(r.ctx, r.actor, program.AskExtension{Referral: portal.ReferralID(r.Params("referral")), Why: in.Why, Evidence: in.Evidence})
	}
	return r.extended(err, "Asked. We answer by mail and here; the lead does not expire before that.")
}

func (a *App) withdrawExtension(r *request) error {
	err := r.form(&struct{}{})
	if err == nil {
		_, err = a.program.WithdrawExtension(r.ctx, r.actor, portal.ReferralID(r.Params("referral")))
	}
	return r.extended(err, "Taken back. You may ask again.")
}

func (a *App) answerExtension(r *request) error {
	var in struct {
		Do     string `form:"do,max=20"`
		Answer string `form:"answer,max=8000"`
	}
	err := r.form(&in)
	id, said := portal.ReferralID(r.Params("referral")), ""
	if err != nil {
		return r.extended(err, "")
	}
	switch in.Do {
	case "grant":
		var granted portal.Referral
		granted, err = a.program.GrantExtension(r.ctx, r.actor, id, in.Answer)
		said = "Granted. The lead is protected until " + granted.ProtectedUntil.Long() + "."
	case "decline":
		_, err = a.program.DeclineExtension(r.ctx, r.actor, id, in.Answer)
		said = "Declined. The partner reads your reason."
	default:
		if _, err = a.program.Referral(r.ctx, r.actor, id); err == nil {
			err = portal.Problems{"answer": "Grant the extension or decline it."}.Err()
		}
	}
	return r.extended(err, said)
}

func (a *App) giveExtension(r *request) error {
	var in struct {
		Why string `form:"extend_why,max=8000"`
	}
	err := r.form(&in)
	var given portal.Referral
	if err == nil {
		given, err = a.program.GiveExtension(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), in.Why)
	}
	return r.extended(err, "Extended. The lead is protected until "+given.ProtectedUntil.Long()+".")
}

// extended answers what was done about an extension: back to the referral, or the form again.
func (r *request) extended(err error, said string) error {
	if err != nil {
		return pageAgain(r, err, r.referralPage, func(v *templates.Referral, f templates.Form) {
			if v.Extension == nil { // nothing can be done about it any more: the page says why
				v.Problem = f
				return
			}
			v.Extension.Form, v.Extension.Open = f, true
		})
	}
	r.flash("ok", said, "")
	return r.see(r.referralsBase() + "/" + r.Params("referral"))
}

// extensionPanel shows a request for a longer protection in the queue.
func (r *request) extensionPanel(p *templates.QueuePanel, c program.Case) {
	referral := *c.Referral
	x := referral.Extensions[len(referral.Extensions)-1]
	p.Title, p.Href, p.Lead = referral.Company, deskReferrals+"/"+string(referral.ID), "Extension for "+referral.Number()
	p.From = &templates.Button{Label: referral.PartnerName, Href: deskPartners + "/" + string(referral.Partner)}
	p.Facts = []templates.Fact{
		{Label: "State", Text: referral.State.Label()},
		{Label: "Submitted", Text: referral.SubmittedOn.Long()},
		{Label: "Protected until", Text: referral.ProtectedUntil.Long()},
		{Label: "Asked by", Text: x.ByName + ", " + r.when(x.At)},
		{Label: "Why it takes longer", Text: x.Why},
	}
	if !referral.Value.IsZero() {
		p.Facts = append(p.Facts, templates.Fact{Label: "Estimated value", Text: referral.Value.String()})
	}
	p.Said = x.Evidence
	p.Steps = r.steps(referral.Story(true))
	slices.Reverse(p.Steps)
	p.OwnerIs, p.OwnerDo = "Looked after by", "Assign leaves the answer, and the referral, to somebody else."
	p.NoteIs, p.NoteDo = "Note to the partner", "Needed to decline: the partner reads it."
	p.Verdicts = []templates.VerdictButton{
		{Value: "accept", Label: "Grant", Key: "A", Icon: "check", Primary: true, Confirm: "Protect " + referral.Company + " until " + referral.ExtendedUntil(r.app.program.Today()).Long() + "?"},
		{Value: "decline", Label: "Decline", Key: "D", Icon: "x", Danger: true, Writes: true},
		{Value: "assign", Label: "Assign"},
	}
	if !c.Waits {
		p.State = &templates.Pill{Text: x.State.Label()}
	}
}
