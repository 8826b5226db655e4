package web

import (
	"slices"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func (a *App) showTerms(r *request) error {
	view, err := r.termsPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) termsPage() (templates.CompanyTerms, error) {
	agreement, err := r.app.program.Agreement(r.ctx, r.actor)
	if err != nil {
		return templates.CompanyTerms{}, err
	}
	terms := agreement.InForce.For(agreement.Partner.Vertical)
	body, err := r.app.library().TermsHTMLFor(terms.Version, agreement.Partner.Vertical)
	if err != nil {
		return templates.CompanyTerms{}, err
	}
	view := templates.CompanyTerms{
		Page: r.page("Terms"), CompanyNav: r.companyNav(), Terms: terms, Body: body, Outstanding: agreement.Outstanding, MayAccept: agreement.MayAccept,
		Example: terms.Example.String(), Tier: agreement.Partner.Tier.Label(), Lines: exampleLines(terms, agreement.Partner.Tier),
	}
	for _, accepted := range agreement.Accepted {
		view.Accepted = append(view.Accepted, templates.AcceptedRow{
			Version: accepted.Version, By: accepted.ByName, When: r.when(accepted.At), SHA256: shortHash(accepted.SHA256),
		})
	}
	today := r.app.program.Today()
	view.Due, view.Overdue, view.ToCome = agreement.Due, agreement.Due != "" && agreement.Due < today, terms.Effective > today
	view.Pauses, view.Paused = r.app.program.Rules.PauseUnaccepted, view.Outstanding && agreement.Partner.State == portal.PartnerPaused && agreement.Partner.TermsAsk.PausedOn != ""
	if _, ok := terms.Packages[agreement.Partner.Vertical]; ok {
		view.Package = portal.NameIn(r.app.program.Rules.Verticals, agreement.Partner.Vertical)
	}
	if agreement.Changes != nil {
		view.Diff = r.termsDiff(*agreement.Changes)
	}
	if agreement.Effect != nil {
		view.Effect = ownEffect(*agreement.Effect)
	}
	view.Versions = r.ownVersions(agreement)
	view.Addenda = r.addendumRows(agreement.Partner, program.OfferedAddenda(agreement.Partner), ownAddenda)
	return view, nil
}

// ownVersions are the versions as a partner lists them, newest first: those it
// accepted, and those in force now or later.
func (r *request) ownVersions(agreement program.Agreement) []templates.TermsVersionRow {
	var rows []templates.TermsVersionRow
	var until portal.Date
	for _, t := range slices.Backward(r.app.program.Terms) {
		row := r.versionRow(t, until, ownTerms)
		until = t.Effective.AddDays(-1)
		switch {
		case slices.ContainsFunc(agreement.Accepted, func(a portal.Acceptance) bool { return a.Version == t.Version }):
			row.State = templates.Pill{Kind: "ok", Text: "Accepted"}
		case t.Version == agreement.InForce.Version:
			row.State = templates.Pill{Kind: "warn", Text: "Not accepted yet"}
		case t.Effective > r.app.program.Today():
			row.State = templates.Pill{Kind: "info", Text: "To come"}
		case row.Until == "" || row.Until >= r.app.program.Today():
			row.State = templates.Pill{Kind: "warn", Text: "Not accepted yet"}
		default:
			row.State = templates.Pill{Text: "Replaced"}
		}
		rows = append(rows, row)
	}
	return rows
}

// exampleLines are the worked example of a version, with the reader's own tier marked.
func exampleLines(terms portal.Terms, own portal.Tier) []templates.ExampleLine {
	var lines []templates.ExampleLine
	for _, w := range terms.Worked(terms.Example, content.ExampleDay(terms)) {
		lines = append(lines, templates.ExampleLine{
			Tier: w.Tier.Label(), Rate: w.Rate.Percent(), Share: w.Share.String(),
			PayableOn: w.PayableOn.Long(), PayBy: w.PayBy.Long(), Own: w.Tier == own,
		})
	}
	return lines
}

type acceptInput struct {
	Version string `form:"version,max=60"`
	SHA256  string `form:"sha256,max=64"`
	Agree   bool   `form:"agree"`
}

func (a *App) acceptTerms(r *request) error {
	var in acceptInput
	err := r.form(&in)
	if err == nil && !in.Agree {
		err = portal.Problems{"agree": "Tick the box to accept the terms."}.Err()
	}
	if err == nil {
		err = a.program.AcceptTerms(r.ctx, r.actor, in.Version, in.SHA256)
	}
	if err == nil {
		r.flash("ok", "The terms are accepted. What you agreed to is kept with its fingerprint below.", "")
		return r.see("/company/terms")
	}
	return pageAgain(r, err, r.termsPage, func(v *templates.CompanyTerms, f templates.Form) { v.Form = f })
}
