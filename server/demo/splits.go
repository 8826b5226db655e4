package demo

import (
	"context"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// divide plans a deal that two partners brought together, and a customer about whom two
// partners have to be told apart.
func (h *house) divide() {
	h.at(h.Until.AddDate(0, 0, -45), h.splitDeal)
	h.at(h.Until.Add(-20*time.Hour), h.comeSecond)
}

// other is a partner that takes part and is not the one given.
func (h *house) other(than portal.PartnerID) *guest {
	for _, g := range h.guests {
		if g.fate == active && !g.ends && g.id != "" && g.id != than {
			return g
		}
	}
	return nil
}

// splitDeal has Lena divide the newest deal that has paid.
func (h *house) splitDeal(ctx context.Context) error {
	cash, err := h.Program.Collections(ctx, h.fay, "", "")
	if err != nil {
		return err
	}
	for _, c := range cash.Rows {
		second := h.other(c.Partner)
		if c.IsRefund() || second == nil {
			continue
		}
		_, err := h.Program.SplitReferral(ctx, h.lena, program.SplitReferral{
			Referral: c.Referral, Reason: "Both met the customer at the same fair. The first made the introduction, the second brought the group and its dates.",
			Shares: []portal.Share{{Partner: c.Partner, Rate: portal.MustRate("60%")}, {Partner: second.id, Rate: portal.MustRate("40%")}},
		})
		return err
	}
	return nil
}

// comeSecond has a partner refer a customer that a manager has just accepted from another one.
func (h *house) comeSecond(ctx context.Context) error {
	open, err := h.Program.Referrals(ctx, h.lena, program.ListReferrals{State: portal.ReferralAccepted})
	if err != nil {
		return err
	}
	for _, r := range open.Rows {
		second := h.other(r.Partner)
		if r.Domain == "" || second == nil {
			continue
		}
		lead := r.Lead
		lead.Contact, lead.Email, lead.Phone, lead.CloseBy = "Teresa Monteiro", "events@"+r.Domain, "", ""
		lead.Need = "We host their yearly meeting and have talked about rooms since spring. They asked us to make the introduction."
		_, err := h.Program.SubmitReferral(ctx, second.admin, portal.ReferralInput{Lead: lead, Site: r.Domain, Source: portal.FromForm})
		return err
	}
	return nil
}
