package web

import (
	"fmt"
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	deskAddenda = deskPartners + "/:partner/addenda"
	ownAddenda  = "/company/addenda"
)

// addendaAt is the address of a partner's addenda for staff.
func addendaAt(id portal.PartnerID) string { return deskPartners + "/" + string(id) + "/addenda" }

// addendum is the number in the path, 0 when it is none: nothing has that.
func (r *request) addendum() int {
	n, err := strconv.Atoi(r.Params("addendum"))
	if err != nil {
		return 0
	}
	return n
}

func (r *request) readAddenda() (program.Addenda, error) {
	id, err := r.id("partner")
	if err != nil {
		return program.Addenda{}, err
	}
	return r.app.program.Addenda(r.ctx, r.actor, portal.PartnerID(id))
}

func (a *App) listAddenda(r *request) error {
	addenda, err := r.readAddenda()
	if err != nil {
		return err
	}
	partner := addenda.Partner
	return r.render(templates.Addenda{
		Page: r.page("Addenda"), Base: addendaAt(partner.ID), Back: deskPartners + "/" + string(partner.ID), Partner: partner.Company,
		Add: r.actor.Can(portal.Manager) && partner.State != portal.PartnerEnded, Rows: r.addendumRows(partner, addenda.List, addendaAt(partner.ID)),
	})
}

func (r *request) addendumRows(partner portal.Partner, list []portal.Addendum, base string) []templates.AddendumRow {
	var rows []templates.AddendumRow
	for _, a := range list {
		var parts []string
		for _, line := range a.Lines(r.app.program.Rules)[1:] {
			parts = append(parts, strings.ToLower(line.Label))
		}
		var counts string
		if start := a.Starts(); start != "" {
			counts = "from " + start.Long()
			if last := a.LastDay(); last != "" {
				counts += " to " + last.Long()
			}
		}
		rows = append(rows, templates.AddendumRow{
			Name: a.Name(), Href: fmt.Sprintf("%s/%d", base, a.Number), State: r.addendumPill(partner, a), Says: capital(strings.Join(parts, ", ")), Counts: counts,
		})
	}
	return rows
}

// capital is words with a capital at their beginning.
func capital(words string) string {
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// addendumPill is where an addendum stands today, for who reads it: an accepted one counts, will, or did.
func (r *request) addendumPill(partner portal.Partner, a portal.Addendum) templates.Pill {
	today := r.app.program.Today()
	pill := templates.Pill{Text: a.State.Label()}
	if a.State == portal.AddendumApproved && !r.actor.Staff() {
		pill.Text = "Waits for you"
	}
	switch a.State {
	case portal.AddendumProposed, portal.AddendumApproved:
		pill.Kind = "warn"
	case portal.AddendumRefused, portal.AddendumDeclined:
		pill.Kind = "bad"
	case portal.AddendumAccepted:
		now, counts := portal.AddendumOn(partner.Addenda, today)
		switch {
		case a.Starts() > today:
			pill = templates.Pill{Kind: "info", Text: "Accepted, to come"}
		case counts && now.Number == a.Number:
			pill = templates.Pill{Kind: "ok", Text: "In force"}
		case a.Ending.LastDay != "" && a.LastDay() < today:
			pill.Text = "Ended"
		case a.LastDay() != "" && a.LastDay() < today:
			pill.Text = "Has run out"
		default:
			pill.Text = "Replaced"
		}
	case portal.AddendumWithdrawn:
	}
	return pill
}

func (a *App) showAddendum(r *request) error {
	view, err := r.addendumPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) addendumPage() (templates.AddendumPage, error) {
	addenda, err := r.readAddenda()
	if err != nil {
		return templates.AddendumPage{}, err
	}
	one, err := addenda.Partner.Addendum(r.addendum())
	if err != nil {
		return templates.AddendumPage{}, err
	}
	view := r.addendumView(addenda.Partner, one)
	base := addendaAt(addenda.Partner.ID)
	view.Back, view.BackTo, view.Base = base, "Addenda", fmt.Sprintf("%s/%d", base, one.Number)
	proposed, own := one.State == portal.AddendumProposed, one.By == r.actor.User
	view.Approves = proposed && !own && r.actor.Can(portal.Finance)
	view.Withdraws = one.State.Open() && r.actor.Can(portal.Manager)
	r.addendumEnding(&view, addenda.Partner, one)
	switch {
	case proposed && own:
		view.Note = "You proposed it, so another person approves it."
	case proposed && !view.Approves:
		view.Note = "Somebody of finance approves it."
	}
	return view, nil
}

// addendumView is an addendum as everybody reads it.
func (r *request) addendumView(partner portal.Partner, a portal.Addendum) templates.AddendumPage {
	view := templates.AddendumPage{
		Page: r.page("Addendum " + a.Name()), Partner: partner.Company, State: r.addendumPill(partner, a),
		Lines: a.Lines(r.app.program.Rules), SHA256: a.SHA256, Facts: []templates.Fact{{Label: "Proposed", Text: a.ByName + ", " + r.when(a.At)}},
	}
	if a.ApprovedBy != "" {
		view.Facts = append(view.Facts, templates.Fact{Label: "Approved", Text: a.ApprovedBy})
	}
	if a.AcceptedBy != "" {
		view.Facts = append(view.Facts, templates.Fact{Label: "Accepted", Text: a.AcceptedBy + ", " + a.AcceptedOn.Long()}, templates.Fact{Label: "Counts from", Text: a.Starts().Long()})
	}
	if a.Why != "" {
		view.Facts = append(view.Facts, templates.Fact{Label: a.State.Label(), Text: a.Why})
	}
	if a.Ending.LastDay != "" {
		view.Facts = append(view.Facts, templates.Fact{Label: "Ends early, on", Text: a.Ending.LastDay.Long()}, templates.Fact{Label: "Why it ends", Text: a.Ending.Why})
	}
	return view
}

type whyInput struct {
	Why string `form:"why,max=2000"`
}

// stepAddendum does one step of staff with an addendum and says what it did.
func (r *request) stepAddendum(said string, step func(partner portal.PartnerID, number int) error) error {
	id, err := r.id("partner")
	if err != nil {
		return err
	}
	if err := step(portal.PartnerID(id), r.addendum()); err != nil {
		return pageAgain(r, err, r.addendumPage, func(v *templates.AddendumPage, f templates.Form) { v.Form = f })
	}
	r.flash("ok", said, "")
	return r.see(fmt.Sprintf("%s/%d", addendaAt(portal.PartnerID(id)), r.addendum()))
}

func (a *App) approveAddendum(r *request) error {
	return r.stepAddendum("The addendum is offered to the partner, who hears of it by mail.", func(partner portal.PartnerID, number int) error {
		return a.program.ApproveAddendum(r.ctx, r.actor, partner, number)
	})
}

func (a *App) refuseAddendum(r *request) error {
	return r.stepAddendum("The addendum is refused.", func(partner portal.PartnerID, number int) error {
		var in whyInput
		if err := r.form(&in); err != nil {
			return err
		}
		return a.program.RefuseAddendum(r.ctx, r.actor, partner, number, in.Why)
	})
}

func (a *App) withdrawAddendum(r *request) error {
	return r.stepAddendum("The addendum is withdrawn.", func(partner portal.PartnerID, number int) error {
		return a.program.WithdrawAddendum(r.ctx, r.actor, partner, number)
	})
}
