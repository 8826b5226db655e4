package web

import (
	"slices"
	"strings"

	"tandem/portal"
	"tandem/templates"
)

// publicPage is a page that search engines may keep, as the person who asks sees it.
func (r *request) publicPage(title, description string) templates.Page {
	page := r.page(title)
	page.Description, page.Canonical, page.Picture = description, r.app.base+r.Path(), r.app.base+r.app.programPicture()
	page.Feed = r.app.base + feedPath
	return page
}

// publicTerms is the version in force, or before the first day the first one.
func (a *App) publicTerms() (terms portal.Terms, inForce bool, err error) {
	terms, err = a.program.TermsInForce()
	if portal.KindOf(err) == portal.NotFound && len(a.program.Terms) > 0 {
		return a.program.Terms[0], false, nil
	}
	return terms, err == nil, err
}

// workedToday is the example of a version for cash that came in today, or on its
// first day when that is not yet.
func (a *App) workedToday(t portal.Terms) templates.Worked {
	on := max(a.program.Today(), t.Effective)
	return templates.Worked{Collected: t.Example, On: on, Lines: t.Worked(t.Example, on), HoldDays: t.HoldDays}
}

func (a *App) programPage(page newPage) (templates.View, error) {
	terms, _, err := a.publicTerms()
	if err != nil {
		return nil, err
	}
	about, err := a.library().PageHTML("program", terms)
	if err != nil {
		return nil, err
	}
	rules := a.program.Rules
	return templates.ProgramPage{
		Page: page("Partner program of "+rules.Company, rules.Tagline), Tagline: rules.Tagline,
		Example: a.workedToday(terms), Best: terms.BaseShare[portal.Elite], Least: terms.BaseShare[portal.Experimental], Terms: terms,
		Answer: rules.Referral.AnswerWorkdays, Days: rules.Onboarding.Days, About: about, Tiers: a.tierOffers(terms),
		Criteria: rules.Audit.Criteria, Markets: rules.Markets, Verticals: rules.Verticals, Languages: rules.Languages,
	}, nil
}

func (a *App) tierOffers(terms portal.Terms) []templates.TierOffer {
	cards := make([]templates.TierOffer, len(portal.Tiers))
	for i, tier := range portal.Tiers {
		cards[i] = templates.TierOffer{
			Tier: tier, Rate: terms.BaseShare[tier], Gets: a.program.Rules.Scorecard.Gets[tier], Who: a.program.Rules.Scorecard.Who(tier),
		}
	}
	return cards
}

func (a *App) tiersPage(page newPage) (templates.View, error) {
	terms, _, err := a.publicTerms()
	if err != nil {
		return nil, err
	}
	about, err := a.library().PageHTML("scorecard", terms)
	if err != nil {
		return nil, err
	}
	return templates.TiersPage{
		Page:  page("Tiers", "What each tier of "+a.program.Rules.Name+" pays and gives, and how it is reached."),
		Tiers: a.tierOffers(terms), Parameters: a.program.Rules.Scorecard.Parameters, About: about,
	}, nil
}

type termsQuery struct {
	Version string `form:"version,max=100"`
}

func (a *App) showPublicTerms(r *request) error {
	var in termsQuery
	if err := r.query(&in); err != nil {
		return err
	}
	if in.Version != "" {
		return a.movedTerms(r, in.Version)
	}
	return a.showPublic(r)
}

// termsPage is a version of the terms, with "" the one in force.
func (a *App) termsPage(version string) publicView {
	return func(page newPage) (templates.View, error) { return a.termsView(page, version) }
}

func (a *App) termsView(page newPage, version string) (templates.View, error) {
	terms, inForce, err := a.publicTerms()
	if err == nil && version != "" && version != terms.Version {
		inForce = false
		terms, err = a.library().TermsVersion(version)
	}
	if err != nil {
		return nil, err
	}
	body, err := a.library().TermsHTML(terms.Version)
	if err != nil {
		return nil, err
	}
	view := templates.TermsPage{
		Page:  page(terms.Title, "What "+a.program.Rules.Company+" pays its partners, when, and under which rules."),
		Terms: terms, InForce: inForce, Body: body, Example: a.workedToday(terms), Versions: slices.Clone(a.program.Terms),
	}
	slices.Reverse(view.Versions)
	for _, v := range a.program.Rules.Verticals {
		if numbers := terms.PackageNumbers(v.Code); len(numbers) > 0 {
			view.Packages = append(view.Packages, templates.TermsPackage{Name: "Package for " + strings.ToLower(v.Name), Numbers: numbers})
		}
	}
	for _, later := range a.program.Terms {
		if later.Effective > terms.Effective {
			view.Until = later.Effective.AddDays(-1)
			break
		}
	}
	if view.Until != "" && view.Example.On > view.Until {
		view.Example.On = view.Until
		view.Example.Lines = terms.Worked(terms.Example, view.Until)
	}
	return view, nil
}

func (a *App) glossaryPage(page newPage) (templates.View, error) {
	terms, _, err := a.publicTerms()
	if err != nil {
		return nil, err
	}
	about, err := a.library().PageHTML("glossary", terms)
	if err != nil {
		return nil, err
	}
	return templates.GlossaryPage{
		Page:  page("Glossary", "The words of "+a.program.Rules.Name+", each in a sentence."),
		About: about, Entries: a.library().Glossary,
	}, nil
}
