package web

import (
	"net/url"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskPartners = "/desk/partners"

// How much of a history a partner's page shows at once.
const (
	recentSteps = 8
	recentTiers = 3
)

type partnersQuery struct {
	State portal.PartnerState `form:"state,max=20"`
	Tier  portal.Tier         `form:"tier,max=20"`
	Text  string              `form:"q,max=100"`
	After string              `form:"after,max=1000"`
}

// known leaves out what is no state and no tier: such a filter is no filter.
func (q partnersQuery) known() program.PartnerQuery {
	query := program.PartnerQuery{Text: q.Text, After: q.After}
	if q.State.Valid() {
		query.State = q.State
	}
	if q.Tier.Valid() {
		query.Tier = q.Tier
	}
	return query
}

// path is the address of the list with the same filter.
func (q partnersQuery) path(path, after string) string {
	values := url.Values{}
	for name, value := range map[string]string{"state": string(q.State), "tier": string(q.Tier), "q": q.Text, "after": after} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

func (a *App) listPartners(r *request) error {
	var q partnersQuery
	if err := r.query(&q); err != nil {
		return err
	}
	page, err := a.program.Partners(r.ctx, r.actor, q.known())
	if err != nil {
		return err
	}
	view := templates.Partners{
		Page:     r.page("Partners"),
		Filter:   templates.Filled(map[string]string{"q": q.Text, "state": string(q.State), "tier": string(q.Tier)}),
		Filtered: q.State != "" || q.Tier != "" || q.Text != "", CSV: q.path(deskPartners+".csv", ""), More: page.Next != "",
	}
	if r.mayGet(deskInvitations) {
		view.InviteAt = deskInvitations
	}
	view.States, view.Tiers = labelled(portal.PartnerStates), labelled(portal.Tiers)
	for _, partner := range page.Rows {
		view.Rows = append(view.Rows, r.partnerRow(partner))
	}
	if page.Next != "" {
		view.Pager.Next = q.path(deskPartners, page.Next)
	}
	if q.After != "" {
		view.Pager.First = q.path(deskPartners, "")
	}
	return r.render(view)
}

func (r *request) partnerRow(p portal.Partner) templates.PartnerRow {
	href := deskPartners + "/" + string(p.ID)
	if !p.State.Member() && r.actor.Can(portal.Manager) {
		href = deskApplications + "/" + string(p.ID)
	}
	return templates.PartnerRow{
		Company: p.Company, Href: href, Domain: p.Domain, State: partnerPill(p.State), Since: p.StateAt.Day(r.app.program.Rules.Zone).Long(),
		Tier: p.Tier.Name(), Specialist: p.SpecialistName, Country: portal.CountryName(p.Country),
	}
}

func (a *App) partnersFile(r *request) error {
	var q partnersQuery
	if err := r.query(&q); err != nil {
		return err
	}
	return r.download(a.program.PartnersCSV(r.ctx, r.actor, q.known()))
}

// mayGet reports whether there is such a page and the person has a role for it.
func (r *request) mayGet(pattern string) bool {
	route, ok := r.app.routeOf(pattern)
	return ok && mayEnter(route.access, r.actor)
}
