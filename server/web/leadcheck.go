package web

import (
	"errors"

	"tandem/portal"
	"tandem/portal/program"
)

// leadAnswer is what the form about a new customer reads while it is filled in.
type leadAnswer struct {
	Standing portal.LeadStanding `json:"standing"` // "" while nobody is meant
	Label    string              `json:"label,omitempty"`
	Kind     string              `json:"kind,omitempty"` // of the label, as a pill has it
	Text     string              `json:"text"`
	Href     string              `json:"href,omitempty"` // the partner's own referral
	Link     string              `json:"link,omitempty"`
}

// checkLead says how a customer stands. It takes the form's fields by POST, so that no
// customer's name ends up in an address.
func (a *App) checkLead(r *request) error {
	var in struct {
		Company string `form:"company"`
		Site    string `form:"site"`
		Email   string `form:"email,max=254"`
		Country string `form:"country"`
	}
	err := r.form(&in)
	var check program.LeadCheck
	if err == nil {
		check, err = a.program.CheckLead(r.ctx, r.actor, program.LeadQuestion(in))
	}
	if problem, ok := errors.AsType[*portal.Error](err); ok && problem.Kind == portal.Limited {
		return r.JSON(leadAnswer{Text: problem.Message})
	}
	if err != nil {
		return err
	}
	return r.JSON(r.leadAnswer(check))
}

func (r *request) leadAnswer(check program.LeadCheck) leadAnswer {
	answer := leadAnswer{Standing: check.Standing, Label: check.Standing.Label()}
	switch check.Standing {
	case portal.LeadFree:
		answer.Kind, answer.Text = "ok", "Nobody has referred this customer yet. The lead is protected from the moment you send it."
	case portal.LeadKnown:
		answer.Kind, answer.Text = "warn", "This customer is already known to us. You may send it all the same: it waits as a duplicate, and is not protected."
	case portal.LeadLook:
		answer.Kind, answer.Text = "info", "We know a customer much like this one. Send it if you mean another: a manager compares the two."
	case portal.LeadOwn:
		answer.Kind, answer.Text = "brand", "You referred this customer on "+check.Own.SubmittedOn.Long()+"."
	}
	if own := check.Own; own.ID != "" {
		if check.Standing == portal.LeadLook {
			answer.Text = "You referred a customer much like this one on " + own.SubmittedOn.Long() + ". Send it if you mean another."
		}
		answer.Href, answer.Link = ownReferrals+"/"+string(own.ID), own.Company+", "+own.Number()
	}
	return answer
}
