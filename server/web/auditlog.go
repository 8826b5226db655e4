package web

import (
	"net/url"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskAudit = "/desk/audit"

type auditQuery struct {
	Person  portal.UserID    `form:"person,max=100"`
	Area    portal.EventArea `form:"area,max=20"`
	Partner string           `form:"partner,max=100"`
	From    portal.Date      `form:"from,max=10"`
	To      portal.Date      `form:"to,max=10"`
	After   string           `form:"after,max=1000"`
}

// known leaves out what is no area and no day: such a filter is no filter.
func (q auditQuery) known() program.AuditQuery {
	known := program.AuditQuery(q)
	if !q.Area.Valid() {
		known.Area = ""
	}
	for _, day := range []*portal.Date{&known.From, &known.To} {
		if _, err := portal.ParseDate(string(*day)); err != nil {
			*day = ""
		}
	}
	return known
}

// shown is the filter as an address carries it.
func (q auditQuery) shown() url.Values {
	shown := url.Values{}
	known := q.known()
	for name, value := range map[string]string{
		"person": string(known.Person), "area": string(known.Area), "partner": known.Partner, "from": string(known.From), "to": string(known.To),
	} {
		if value != "" {
			shown.Set(name, value)
		}
	}
	return shown
}

func (a *App) showAudit(r *request) error {
	var q auditQuery
	if err := r.query(&q); err != nil {
		return err
	}
	log, err := a.program.Audit(r.ctx, r.actor, q.known())
	if err != nil {
		return err
	}
	shown := q.shown()
	view := templates.AuditLog{
		Page: r.page("Audit log"), Filtered: len(shown) > 0, CSV: deskAudit + ".csv", More: log.Next != "",
		Filter: templates.Filled(map[string]string{
			"person": shown.Get("person"), "area": shown.Get("area"), "partner": shown.Get("partner"), "from": shown.Get("from"), "to": shown.Get("to"),
		}),
		People: []templates.Option{{Value: string(program.ByRule), Label: "The program, by rule"}},
		Latest: string(a.program.Today()), Unknown: shown.Get("partner") != "" && len(log.Partners) == 0,
	}
	if len(shown) > 0 {
		view.CSV += "?" + shown.Encode()
	}
	for _, user := range log.People {
		view.People = append(view.People, templates.Option{Value: string(user.ID), Label: user.Name})
	}
	for _, area := range portal.EventAreas {
		view.Areas = append(view.Areas, templates.Option{Value: string(area), Label: area.Label()})
	}
	for _, row := range log.Rows {
		view.Rows = append(view.Rows, r.auditRow(row))
	}
	view.Pager = pager(deskAudit, shown, q.After, log.Next)
	return r.render(view)
}

func (r *request) auditRow(row program.Audited) templates.AuditRow {
	line := templates.AuditRow{
		At: row.At, When: r.when(row.At), Who: row.Who(), Text: row.Sentence(), Reason: row.Reason, What: row.What, Href: r.subjectHref(row), Address: row.Address, ID: row.ID,
	}
	if row.By != "" {
		line.WhoseAt = deskAudit + "?" + url.Values{"person": {string(row.By)}}.Encode()
	}
	if row.Whom != "" {
		line.Whom, line.WhomAt = row.Whom, deskAudit+"?"+url.Values{"partner": {string(row.Partner)}}.Encode()
		if line.What == line.Whom {
			line.Whom = ""
		}
	}
	return line
}

// subjectHref is the page of what an event is about, "" for what has none.
func (r *request) subjectHref(row program.Audited) string {
	if row.What == "" {
		return ""
	}
	switch noun, id, _ := strings.Cut(row.Subject, ":"); noun {
	case "referral":
		return deskReferrals + "/" + url.PathEscape(id)
	case "partner":
		return deskPartners + "/" + url.PathEscape(id)
	case "batch":
		return batchHref(portal.BatchID(id))
	case "payout":
		return r.statementHref(portal.PayoutID(id))
	case "scorecard":
		return deskPartners + "/" + url.PathEscape(string(row.Partner))
	case "user":
		if row.Partner == "" {
			return staffPeople + "/" + url.PathEscape(id)
		}
		return deskPartners + "/" + url.PathEscape(string(row.Partner))
	}
	return ""
}

func (a *App) auditFile(r *request) error {
	var q auditQuery
	if err := r.query(&q); err != nil {
		return err
	}
	return r.download(a.program.AuditFile(r.ctx, r.actor, q.known()))
}
