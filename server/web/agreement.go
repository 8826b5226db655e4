package web

import (
	"tandem/content"
	"tandem/portal"
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
	terms := agreement.InForce
	body, err := r.app.library.TermsHTML(terms.Version)
	if err != nil {
		return templates.CompanyTerms{}, err
	}
	view := templates.CompanyTerms{
		Page: r.page("Terms"), CompanyNav: r.companyNav(), Terms: terms, Body: body, Outstanding: agreement.Outstanding, MayAccept: agreement.MayAccept,
		Example: terms.Example.String(), Tier: agreement.Partner.Tier.Label(), Lines: exampleLines(terms, agreement.Partner.Tier),
	}
	for _, accepted := range agreement.Accepted {
		view.Accepted = append(view.Accepted, templates.AcceptedRow{
			Version: accepted.Version, By: accepted.ByName, When: r.when(accepted.At), SHA256: accepted.SHA256[:min(16, len(accepted.SHA256))],
		})
	}
	return view, nil
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
