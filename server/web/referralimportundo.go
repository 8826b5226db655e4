package web

import (
	"fmt"
	"net/url"
	"slices"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func (r *request) referralImportHref(id portal.ImportID) string {
	return r.referralsBase() + "/imports/" + url.PathEscape(string(id))
}

// referralImportLinks are the newest files of referrals that this side recorded.
func (r *request) referralImportLinks() ([]templates.ImportLink, error) {
	imports, err := r.app.program.ReferralImports(r.ctx, r.actor)
	links := make([]templates.ImportLink, len(imports))
	for i, done := range imports {
		what := "Customers of several partners"
		if !r.actor.Staff() {
			what = "Referrals"
		} else if done.Partner != "" {
			what = "Customers of one partner"
		}
		links[i] = templates.ImportLink{Href: r.referralImportHref(done.ID), At: done.At, By: done.ByName, What: what}
		if done.UndoneAt != "" {
			links[i].State = templates.Pill{Kind: "warn", Text: "Taken back"}
		}
	}
	return links, err
}

func (a *App) showReferralsImported(r *request) error {
	view, _, err := r.referralsImportedPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) referralsImportedPage() (templates.ReferralImported, program.ImportedReferrals, error) {
	id, err := r.id("import")
	if err != nil {
		return templates.ReferralImported{}, program.ImportedReferrals{}, err
	}
	d, err := r.app.program.ReferralImport(r.ctx, r.actor, portal.ImportID(id))
	if err != nil {
		return templates.ReferralImported{}, d, err
	}
	stay := len(d.Rows) - d.Undoable - d.TakenBack
	view := templates.ReferralImported{
		Page: r.page("File of " + r.when(d.At)), Staff: r.actor.Staff(), Base: r.referralsBase(), Lead: "Recorded by " + d.ByName + ".",
		Facts: []templates.Fact{{Label: "Recorded", Text: count(len(d.Rows), "referral")}},
	}
	if d.InTime {
		view.Until = r.when(d.UndoBy())
		view.Facts = append(view.Facts, templates.Fact{Label: "Stay, because somebody acted upon them", Text: fmt.Sprint(stay)})
	}
	if d.UndoneAt != "" {
		view.Facts = append(view.Facts, templates.Fact{Label: "Taken back", Text: fmt.Sprintf("%d, %s by %s", d.TakenBack, r.when(d.UndoneAt), d.UndoneByName)})
	}
	if view.Count = d.Undoable; d.Undoable > 0 {
		view.Undo = r.referralImportHref(d.ID) + "/undo"
	}
	rows := slices.Clone(d.Rows)
	if len(rows) > importListed { // of a long file what stays first
		slices.SortStableFunc(rows, func(a, b program.ImportedReferral) int { return min(len(b.Stays), 1) - min(len(a.Stays), 1) })
	}
	for i, row := range rows {
		if i == importListed {
			view.More = len(rows) - i
			break
		}
		view.Rows = append(view.Rows, r.importedReferral(row, d.InTime))
	}
	return view, d, nil
}

func (r *request) importedReferral(row program.ImportedReferral, inTime bool) templates.ImportedReferralRow {
	back := "Stays. " + row.Stays
	switch {
	case row.TakenBack():
		back = "Taken back"
	case row.Stays == "" && inTime:
		back = "Can be taken back"
	case row.Stays == "":
		back = "Stays"
	}
	return templates.ImportedReferralRow{
		Href: r.referralsBase() + "/" + string(row.ID), Company: row.Company, Number: row.Number(), Partner: row.PartnerName, State: referralPill(row.State), Back: back,
	}
}

func (a *App) undoReferralImport(r *request) error {
	id, err := r.id("import")
	if err != nil {
		return err
	}
	undone, err := a.program.UndoReferralImport(r.ctx, r.actor, portal.ImportID(id))
	if err != nil {
		view, _, failed := r.referralsImportedPage()
		if failed != nil {
			return failed
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	_, d, err := r.referralsImportedPage()
	if err != nil {
		return err
	}
	kind, text := "ok", count(undone, "referral")+" taken back. The customers can be referred again."
	if stay := len(d.Rows) - d.Undoable - d.TakenBack; stay > 0 {
		kind, text = "warn", count(undone, "referral")+" taken back. "+count(stay, "referral")+" stayed; the list says why."
	}
	r.flash(kind, text, "")
	return r.see(r.referralImportHref(portal.ImportID(id)))
}
