package web

import (
	"fmt"
	"net/url"
	"slices"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	deskTerms = "/desk/terms"
	ownTerms  = "/company/terms"
)

func (a *App) listTerms(r *request) error {
	var in termsQuery
	if err := r.query(&in); err != nil {
		return err
	}
	book, err := a.program.TermsBook(r.ctx, r.actor)
	if err != nil {
		return err
	}
	return r.render(r.termsBook(book, in.Version))
}

// termsBook is the page of all versions, with the acceptances of one: of the newest that
// partners are asked for when none is named.
func (r *request) termsBook(book program.TermsBook, version string) templates.TermsBook {
	a := r.app
	view := templates.TermsBook{Page: r.page("Terms"), Versions: r.versionOptions(), Remind: r.actor.Can(portal.Manager), Pauses: a.program.Rules.PauseUnaccepted}
	if version == "" {
		version = book.Asked
	}
	if r.mayGet(deskWhatIf) {
		view.TryAt = deskWhatIf
	}
	for i, line := range book.Lines {
		if line.Version == version || view.Version == "" && (line.InForce || i == len(book.Lines)-1) {
			view.Version = line.Version
		}
		row := r.versionRow(line.Terms, line.Until, deskTerms)
		row.State = templates.Pill{Text: "Replaced"}
		switch {
		case line.InForce:
			row.State = templates.Pill{Kind: "ok", Text: "In force"}
		case line.Effective > a.program.Today():
			row.State = templates.Pill{Kind: "info", Text: "To come"}
		}
		row.Accepted = fmt.Sprintf("%d of %d", line.Accepted, book.Partners)
		row.Effect = deskTerms + "/effect?" + url.Values{"version": {line.Version}}.Encode()
		view.Rows = append(view.Rows, row)
	}
	view.Pick = templates.Filled(map[string]string{"version": view.Version})
	for _, m := range book.Members {
		row := templates.AcceptorRow{Company: m.Company, Href: deskPartners + "/" + string(m.ID), State: templates.Pill{Kind: "warn", Text: "Not yet"}}
		if accepted, ok := m.Of(view.Version); ok {
			view.Accepted++
			row.State = templates.Pill{Kind: "ok", Text: "Accepted"}
			row.By, row.When, row.SHA256 = accepted.ByName, r.when(accepted.At), shortHash(accepted.SHA256)
		} else {
			if m.Holds != "" {
				row.Holds = m.Holds
			}
			if m.Ask.Version == view.Version {
				view.Open++
				row.Due = m.Ask.Due.Long()
				if m.Ask.Due < a.program.Today() {
					row.State = templates.Pill{Kind: "bad", Text: "Overdue"}
				}
				if n := len(m.Ask.Reminded); n > 0 {
					row.Reminded = m.Ask.Reminded[n-1].Long()
				}
			}
		}
		view.Members = append(view.Members, row)
	}
	for _, open := range book.Addenda {
		row := r.addendumRows(open.Of, []portal.Addendum{open.Addendum}, addendaAt(open.Of.ID))[0]
		row.Name = open.Of.Company + ", " + row.Name
		view.Addenda = append(view.Addenda, row)
	}
	view.CSV = deskTerms + "/accepted.csv?" + url.Values{"version": {view.Version}}.Encode()
	return view
}

func (a *App) acceptancesFile(r *request) error {
	var in termsQuery
	if err := r.query(&in); err != nil {
		return err
	}
	return r.download(a.program.AcceptancesCSV(r.ctx, r.actor, in.Version))
}

type remindInput struct {
	Version string `form:"version,max=100"`
}

func (a *App) remindOfTerms(r *request) error {
	var in remindInput
	err := r.form(&in)
	var reminded int
	if err == nil {
		reminded, err = a.program.RemindOfTerms(r.ctx, r.actor, in.Version)
	}
	if portal.KindOf(err) == portal.Conflict {
		r.flash("warn", err.Error(), "")
	} else if err != nil {
		return err
	} else if reminded == 1 {
		r.flash("ok", "1 partner is reminded.", "")
	} else {
		r.flash("ok", fmt.Sprintf("%d partners are reminded.", reminded), "")
	}
	return r.see(deskTerms + "?" + url.Values{"version": {in.Version}}.Encode())
}

// versionRow is a version as lists show it, with its changes from the one before.
func (r *request) versionRow(t portal.Terms, until portal.Date, base string) templates.TermsVersionRow {
	row := templates.TermsVersionRow{
		Version: t.Version, Title: t.Title, From: t.Effective, Until: until, SHA256: shortHash(t.SHA256),
		Read: termsPath + "/" + url.PathEscape(t.Version),
	}
	all := r.app.program.Terms
	if i := slices.IndexFunc(all, func(v portal.Terms) bool { return v.Version == t.Version }); i > 0 {
		row.Compare = comparePath(base, all[i-1].Version, t.Version)
	}
	return row
}

func comparePath(base, from, to string) string {
	return base + "/compare?" + url.Values{"from": {from}, "to": {to}}.Encode()
}

// shortHash is as much of a fingerprint as people compare.
func shortHash(sha256 string) string { return sha256[:min(16, len(sha256))] }

// versionOptions are all versions, newest first, by the day they apply from: the names begin alike.
func (r *request) versionOptions() []templates.Option {
	var options []templates.Option
	for _, t := range slices.Backward(r.app.program.Terms) {
		options = append(options, templates.Option{Value: t.Version, Label: t.Effective.Long() + ", " + t.Version})
	}
	return options
}

type compareQuery struct {
	From string `form:"from,max=100"`
	To   string `form:"to,max=100"`
}

// compareTerms shows what changed between two versions, the newest two when none are named.
func (a *App) compareTerms(r *request) error {
	var in compareQuery
	if err := r.query(&in); err != nil {
		return err
	}
	view := templates.TermsCompare{Page: r.page("Compare two versions"), Base: deskTerms, Back: "Terms", Versions: r.versionOptions()}
	if !r.actor.Staff() {
		view.Base, view.CompanyNav = ownTerms, r.companyNav()
	}
	versions := a.program.Terms
	if len(versions) < 2 && in.From == "" {
		return r.render(view)
	}
	if in.To == "" {
		in.To = versions[len(versions)-1].Version
	}
	if in.From == "" {
		in.From = versions[len(versions)-2].Version
	}
	changes, err := a.program.Compare(r.ctx, r.actor, in.From, in.To)
	if err != nil {
		return err
	}
	view.Pick = templates.Filled(map[string]string{"from": in.From, "to": in.To})
	view.Diff = r.termsDiff(changes)
	return r.render(view)
}

// termsDiff gathers the changes by the sections of the contract.
func (r *request) termsDiff(c program.TermsComparison) *templates.TermsDiff {
	diff := &templates.TermsDiff{Before: c.Before.Version, After: c.After.Version}
	for _, n := range c.Numbers {
		row := templates.NumberRow{Lever: n.Lever, Tier: n.Tier.Name(), Before: n.Before, After: n.Value}
		if n.Package != "" {
			row.Package = portal.NameIn(r.app.program.Rules.Verticals, n.Package)
		}
		diff.Numbers = append(diff.Numbers, row)
	}
	diff.Sections, diff.Same = diffSections(c.Text)
	return diff
}

// diffSections gathers the changes of a text by its headings; same are the headings under
// which nothing changed.
func diffSections(text []portal.PassageChange) (sections []templates.DiffSection, same []string) {
	var section templates.DiffSection
	end := func() {
		heading := ""
		for _, w := range section.Heading.Words {
			heading = w.Text
		}
		switch {
		case len(section.Passages) > 0 || section.Heading.Edit != portal.EditNone:
			sections = append(sections, section)
		case heading != "":
			same = append(same, heading)
		}
	}
	for _, passage := range text {
		switch {
		case passage.Heading:
			end()
			section = templates.DiffSection{Heading: passage}
		case passage.Edit == portal.EditNone:
			section.Kept++
		default:
			section.Passages = append(section.Passages, passage)
		}
	}
	end()
	return sections, same
}
