package web

import (
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	deskEnding = deskPartners + "/:partner/ending"
	ownEnding  = "/company/ending"
)

func endingAt(id portal.PartnerID) string { return deskPartners + "/" + string(id) + "/ending" }

func (a *App) showEnding(r *request) error {
	view, err := r.endingPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (a *App) showOwnEnding(r *request) error {
	view, err := r.ownEndingPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

// endingView is what both sides read.
func (r *request) endingView(e program.Ending, side portal.NoticeSide) templates.Ending {
	partner, notice := e.Partner, e.Partner.Notice
	view := templates.Ending{
		Page: r.page("End of the partnership"), State: partnerPill(partner.State), What: portal.WhatEnds(e.LastDay), LastDay: e.LastDay.Long(),
		Lead: "Nobody has given notice. Given today, the last day would be " + e.LastDay.Long() + ".",
		Now:  []templates.Fact{{Label: "Open referrals", Text: strconv.Itoa(e.Open)}},
	}
	var owed []string
	for _, b := range e.Owed {
		if b.Owed().Minor != 0 {
			owed = append(owed, b.Owed().String())
		}
	}
	if len(owed) == 0 {
		owed = []string{"Nothing"}
	}
	view.Now = append(view.Now, templates.Fact{Label: "Not yet paid", Text: strings.Join(owed, ", ")})
	standing := notice.LastDay != "" && e.Today <= notice.LastDay
	switch {
	case partner.State == portal.PartnerEnded:
		last := e.LastDay
		if notice.LastDay == "" {
			last = partner.EndedAt.Day(r.app.program.Rules.Zone)
		}
		view.Lead, view.What = "The partnership has ended. Its last day was "+last.Long()+".", portal.WhatEnds(last)[2:]
	case notice.LastDay != "":
		view.Lead, view.State = "The partnership ends on "+e.LastDay.Long()+".", templates.Pill{Kind: "warn", Text: "Notice given"}
		view.Withdraws = standing && notice.Side == side
	default:
		view.Gives = true
	}
	if notice.LastDay != "" {
		view.Facts = []templates.Fact{
			{Label: "Given by", Text: notice.ByName + " (" + strings.ToLower(notice.Side.Label()) + ")"}, {Label: "Given on", Text: notice.On.Long()}, {Label: "Last day", Text: notice.LastDay.Long()}, {Label: "Why", Text: notice.Why},
		}
		if standing && !view.Withdraws {
			view.Note = "Only the side that gave notice can take it back."
		}
	}
	return view
}

func (r *request) endingPage() (templates.Ending, error) {
	id, err := r.id("partner")
	if err != nil {
		return templates.Ending{}, err
	}
	e, err := r.app.program.Ending(r.ctx, r.actor, portal.PartnerID(id))
	if err != nil {
		return templates.Ending{}, err
	}
	view := r.endingView(e, portal.NoticeByProgram)
	view.Base, view.Back, view.BackTo = endingAt(e.Partner.ID), deskPartners+"/"+string(e.Partner.ID), e.Partner.Company
	view.Other, view.Reads = e.Partner.Company, "The partner reads this."
	return view, nil
}

func (r *request) ownEndingPage() (templates.Ending, error) {
	e, err := r.app.program.OwnEnding(r.ctx, r.actor)
	if err != nil {
		return templates.Ending{}, err
	}
	view := r.endingView(e, portal.NoticeByPartner)
	view.CompanyNav, view.Base, view.Back, view.BackTo = r.companyNav(), ownEnding, ownTerms, "Terms"
	view.Other, view.Reads = r.app.program.Rules.Company, r.app.program.Rules.Company+" reads this."
	if !r.actor.Can(portal.PartnerAdmin) && (view.Gives || view.Withdraws) {
		view.Gives, view.Withdraws, view.Note = false, false, "An admin of your company gives notice, or takes it back."
	}
	return view, nil
}

type noticeInput struct {
	Reason string `form:"reason,max=20000"`
	Sure   bool   `form:"sure"`
}

// notice reads the form of a notice.
func (r *request) notice() (string, error) {
	var in noticeInput
	if err := r.form(&in); err != nil {
		return "", err
	}
	problems := portal.Problems{}
	if strings.TrimSpace(in.Reason) == "" {
		problems.Add("reason", "Say why. The other side reads it.")
	}
	if !in.Sure {
		problems.Add("sure", "Confirm that the partnership ends.")
	}
	return in.Reason, problems.Err()
}

func (a *App) giveNotice(r *request) error {
	why, err := r.notice()
	if err == nil {
		_, err = a.program.GiveNotice(r.ctx, r.actor, portal.PartnerID(r.Params("partner")), why)
	}
	return endingDone(r, err, r.endingPage, "Notice is given. The partner is told.", endingAt(portal.PartnerID(r.Params("partner"))))
}

func (a *App) withdrawNotice(r *request) error {
	err := a.program.WithdrawNotice(r.ctx, r.actor, portal.PartnerID(r.Params("partner")))
	return endingDone(r, err, r.endingPage, "The notice is taken back. The partner is told.", endingAt(portal.PartnerID(r.Params("partner"))))
}

func (a *App) giveOwnNotice(r *request) error {
	why, err := r.notice()
	if err == nil {
		_, err = a.program.GiveOwnNotice(r.ctx, r.actor, why)
	}
	return endingDone(r, err, r.ownEndingPage, "Notice is given. Your specialist is told.", ownEnding)
}

func (a *App) withdrawOwnNotice(r *request) error {
	return endingDone(r, a.program.WithdrawOwnNotice(r.ctx, r.actor), r.ownEndingPage, "The notice is taken back. The partnership goes on.", ownEnding)
}

// endingDone answers a step: the page again with what is wrong, or what was done.
func endingDone(r *request, err error, page func() (templates.Ending, error), said, to string) error {
	if err != nil {
		return pageAgain(r, err, page, func(v *templates.Ending, f templates.Form) { v.Form = f })
	}
	r.flash("ok", said, "")
	return r.see(to)
}
