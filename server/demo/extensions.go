package demo

import (
	"context"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// extensions plans two customers who take their time: for one the protection was extended,
// for the other the partner has just asked.
func (h *house) extensions() {
	g := h.guests[0]
	for _, plan := range []struct {
		company, first, need, why, evidence string
		days, asked                         int // days and hours before the end
		granted                             int // hours, 0 for not yet
	}{
		{
			"Serrano Film", "Diogo", "Forty crew rooms for a shoot of three weeks.", "The shoot moved from May to June, because the lead actor is in a play until then.",
			"The production's new schedule of Monday has our hotel as the base from 3 June. Diogo sends the signed call sheet on Friday.", 86, 150, 130,
		},
		{
			"Serrano Gardens", "Alba", "A garden fair: stands in the courtyard and sixty guests for two nights.", "The town has to permit the fair first.",
			"The council votes on it at its next meeting; the item is on the published agenda. Alba has asked us to keep the dates.", 84, 20, 0,
		},
	} {
		var r portal.Referral
		h.at(h.Until.AddDate(0, 0, -plan.days), func(ctx context.Context) (err error) {
			domain := plain(plan.company) + ".example"
			r, err = h.Program.SubmitReferral(ctx, g.admin, portal.ReferralInput{Site: domain, Source: portal.FromForm, Lead: portal.Lead{
				Company: plan.company, Domain: domain, Contact: plan.first + " Serrano", Email: plain(plan.first) + "@" + domain, Country: "PT", Need: plan.need,
				Product: "group_stays", Value: portal.Amount(22_400_00, h.rules.Currency), Consent: true,
			}})
			return err
		})
		h.at(h.Until.AddDate(0, 0, 1-plan.days), func(ctx context.Context) error {
			_, err := h.Program.AcceptReferral(ctx, h.lena, r.ID)
			return err
		})
		h.at(h.Until.Add(-time.Duration(plan.asked)*time.Hour), func(ctx context.Context) error {
			if _, err := h.Program.AskExtension(ctx, g.admin, program.AskExtension{Referral: r.ID, Why: plan.why, Evidence: plan.evidence}); err != nil {
				return err
			}
			mail := "From: " + plan.first + " Serrano <" + r.Email + ">\r\nSubject: The dates\r\n\r\n" + plan.evidence + "\r\n"
			_, err := h.Program.AddAttachment(ctx, g.admin, program.Attach{Referral: r.ID, Name: "Mail from " + plan.first + ".eml", Bytes: []byte(mail)})
			return err
		})
		if plan.granted > 0 {
			h.at(h.Until.Add(-time.Duration(plan.granted)*time.Hour), func(ctx context.Context) error {
				_, err := h.Program.GrantExtension(ctx, h.lena, r.ID, "Good to know. I keep the rooms on the list for June.")
				return err
			})
		}
	}
}
