package web

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// Where companies are invited to apply: by managers, and by the admins of a partner.
const (
	deskInvitations = "/desk/invitations"
	ownInvitations  = "/company/invitations"
	invitedPath     = "/join/invited/"
)

func (r *request) invitationsBase() string {
	if r.actor.Partner != "" {
		return ownInvitations
	}
	return deskInvitations
}

type invitationsQuery struct {
	After string `form:"after,max=1000"`
}

func (a *App) listJoinInvitations(r *request) error {
	var q invitationsQuery
	if err := r.query(&q); err != nil {
		return err
	}
	view, err := r.joinInvitationsPage(q.After)
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) joinInvitationsPage(after string) (templates.JoinInvitations, error) {
	list, err := r.app.program.JoinInvitations(r.ctx, r.actor, after)
	if err != nil {
		return templates.JoinInvitations{}, err
	}
	base := r.invitationsBase()
	view := templates.JoinInvitations{
		Page: r.page("Invitations"), Base: base, Closed: list.Closed, Days: int(portal.JoinInvitationLife.Hours() / 24),
		Lead: "Companies that were asked to apply, by us or by a partner.",
	}
	if r.actor.Partner != "" {
		view.CompanyNav = r.companyNav()
		view.Lead = "Companies that you asked to apply. You see how far each has come; what they write stays between them and " + r.app.program.Rules.Company + "."
	}
	if after != "" {
		view.Pager.First = base
	}
	if list.Next != "" {
		view.Pager.Next = base + "?after=" + url.QueryEscape(list.Next)
	}
	for _, row := range list.Rows {
		view.Rows = append(view.Rows, r.joinInvitationRow(row))
	}
	return view, nil
}

func (r *request) joinInvitationRow(row program.JoinInvitationRow) templates.JoinInvitationRow {
	zone := r.app.program.Rules.Zone
	out := templates.JoinInvitationRow{
		ID: string(row.ID), Company: row.Company, To: cmp.Or(strings.Trim(row.Contact+", "+row.Email, ", "), "By a link that you pass on"),
		By: row.ByName, State: joinInvitationPill(row.Stands), Link: row.Link, Mailed: row.Email != "",
		Open: row.JoinInvitation.Open(), On: row.CreatedAt.Day(zone).Long(),
	}
	if r.actor.Partner == "" && row.Partner != "" {
		out.By += ", " + row.ByCompany
	}
	if row.Email == "" && row.Stands == portal.JoinInvitationSent {
		out.State.Text = "Not opened"
	}
	if out.Link != "" {
		out.Until = row.ExpiresAt.Day(zone).Long()
	}
	if r.actor.Partner == "" && row.Application != "" {
		out.Href = deskApplications + "/" + string(row.Application)
	}
	return out
}

func joinInvitationPill(state portal.JoinInvitationState) templates.Pill {
	kind := map[portal.JoinInvitationState]string{
		portal.JoinInvitationOpened: "info", portal.JoinInvitationApplied: "info", portal.JoinInvitationApproved: "ok",
		portal.JoinInvitationDeclined: "bad", portal.JoinInvitationExpired: "warn",
	}[state]
	return templates.Pill{Kind: kind, Text: state.Label()}
}

type inviteCompanyForm struct {
	Company string `form:"company,max=4000"`
	Contact string `form:"contact,max=4000"`
	Email   string `form:"email,max=4000"`
	Note    string `form:"note,max=20000"`
}

func (a *App) inviteCompany(r *request) error {
	var in inviteCompanyForm
	err := r.form(&in)
	var row program.JoinInvitationRow
	if err == nil {
		row, err = a.program.InviteCompany(r.ctx, r.actor, portal.JoinInvite(in))
	}
	if err != nil {
		view, loading := r.joinInvitationsPage("")
		if loading != nil {
			return loading
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	if row.Email == "" {
		r.flash("ok", "The link for "+row.Company+" is ready. Copy it below and pass it on.", "")
	} else {
		r.flash("ok", "The invitation is on its way to "+row.Email+".", "")
	}
	return r.see(r.invitationsBase())
}

func (a *App) resendJoinInvitation(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	invitation, err := a.program.ResendJoinInvitation(r.ctx, r.actor, portal.JoinInvitationID(r.Params("invited")))
	if err != nil {
		return err
	}
	until := invitation.ExpiresAt.Day(a.program.Rules.Zone).Long()
	if invitation.Email == "" {
		r.flash("ok", "The link for "+invitation.Company+" works until "+until+".", "")
	} else {
		r.flash("ok", "The invitation goes to "+invitation.Email+" again and works until "+until+".", "")
	}
	return r.see(r.invitationsBase())
}

func (a *App) withdrawJoinInvitation(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	invitation, err := a.program.WithdrawJoinInvitation(r.ctx, r.actor, portal.JoinInvitationID(r.Params("invited")))
	if err != nil {
		return err
	}
	r.flash("ok", "The invitation of "+invitation.Company+" is withdrawn; its link no longer works.", "")
	return r.see(r.invitationsBase())
}

// showInvited is the join form for a company that follows an invitation.
func (a *App) showInvited(r *request) error {
	invitation, err := a.program.Invited(r.ctx, r.Params("token"))
	if portal.KindOf(err) == portal.Gone {
		return r.invitedGone(invitation, err)
	}
	if err != nil {
		return err
	}
	return r.render(r.invitedPage(invitation, templates.Filled(map[string]string{
		"company": invitation.Company, "contact": invitation.Contact, "email": invitation.Email,
	})))
}

func (r *request) invitedPage(i portal.JoinInvitation, form templates.Form) templates.JoinPage {
	view := r.joinPage(form)
	view.Description, view.Canonical = "", "" // a link for one company is nothing for search engines
	view.Post, view.Inviter, view.InviterNote = invitedPath+r.Params("token"), i.Inviter(), i.Note
	return view
}

func (a *App) joinInvited(r *request) error {
	invitation, err := a.program.Invited(r.ctx, r.Params("token"))
	if portal.KindOf(err) == portal.Gone {
		return r.invitedGone(invitation, err)
	}
	if err != nil {
		return err
	}
	if err := a.apply(r, r.Params("token")); err != nil {
		if portal.KindOf(err) == portal.Gone {
			return r.invitedGone(invitation, err)
		}
		return r.again(err, func(f templates.Form) templates.View { return r.invitedPage(invitation, f) })
	}
	return r.see("/join/sent")
}

// invitedGone says why an invitation no longer works, with the way on.
func (r *request) invitedGone(i portal.JoinInvitation, gone error) error {
	view := templates.Notice{
		Page: r.page("This invitation no longer works"), Heading: "This invitation no longer works", Lines: []string{gone.Error()}, Action: "Apply without it", Href: "/join",
	}
	if i.State == portal.JoinInvitationApplied {
		view.Heading = "You have applied"
		view.Title = view.Heading
		view.Lines = append(view.Lines, "No mail? Write to "+r.app.program.Rules.Support+".")
		view.Action, view.Href = "See the program", "/"
	}
	return r.renderStatus(fiber.StatusGone, view)
}
