package program

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"tandem/portal"
)

// askedTerms is the newest version that partners are asked to accept: one with a
// notice period that has begun. False when there is none.
func (p *Program) askedTerms() (portal.Terms, bool) {
	today := p.Today()
	for i := len(p.Terms) - 1; i >= 0; i-- {
		if from, notice := p.Terms[i].AskFrom(); notice && from <= today {
			return p.Terms[i], true
		}
	}
	return portal.Terms{}, false
}

// termsFor is the version that a partner is to accept, or has: the one in force, or
// the one to come that it was asked for.
func (p *Program) termsFor(partner portal.Partner) (portal.Terms, error) {
	terms, err := p.TermsInForce()
	if err != nil {
		return terms, err
	}
	if asked, err := p.termsVersion(partner.TermsAsk.Version); err == nil && asked.Effective > terms.Effective {
		return asked, nil
	}
	return terms, nil
}

// AskForTerms is the duty that asks partners to accept a new version, reminds them, and
// pauses those that let the day pass where the program says so. It can be run at any time.
func (p *Program) AskForTerms(ctx context.Context) error {
	terms, ok := p.askedTerms()
	if !ok {
		return nil
	}
	partners, err := p.agreeingPartners(ctx)
	if err != nil {
		return err
	}
	by := portal.System("The program")
	for _, partner := range partners {
		follow := func(partner portal.Partner) (portal.Partner, error) {
			return partner.FollowTerms(p.Rules, terms, by, p.Now(), p.Today()), nil
		}
		if next, _ := follow(partner); len(next.History) == len(partner.History) {
			continue
		}
		if _, err := p.changePartner(ctx, partner.ID, 0, follow); err != nil {
			return fmt.Errorf("ask %s for the terms %s: %w", partner.ID, terms.Version, err)
		}
	}
	return nil
}

// RemindOfTerms reminds every partner that still has a version to accept and had no mail
// about it today, and says how many that were. Conflict when it is nobody. Needs a manager.
func (p *Program) RemindOfTerms(ctx context.Context, actor portal.Actor, version string) (int, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return 0, err
	}
	terms, err := p.termsVersion(version)
	if err != nil {
		return 0, err
	}
	partners, err := p.agreeingPartners(ctx)
	if err != nil {
		return 0, err
	}
	reminded := 0
	for _, partner := range partners {
		remind := func(partner portal.Partner) (portal.Partner, error) {
			return partner.RemindOfTerms(terms, actor, p.Now(), p.Today())
		}
		if _, err := remind(partner); err != nil {
			continue
		}
		if _, err := p.changePartner(ctx, partner.ID, 0, remind); err == nil {
			reminded++
		} else if portal.KindOf(err) != portal.Conflict { // it accepted meanwhile, or a colleague reminded it
			return reminded, err
		}
	}
	if reminded == 0 {
		return 0, portal.Errorf(portal.Conflict, "There is nobody to remind of %s: whoever is asked for it has accepted it, or has had a mail about it today.", version)
	}
	return reminded, nil
}

// AcceptancesCSV is who has accepted a version and who has not, until when, as a file.
func (p *Program) AcceptancesCSV(ctx context.Context, actor portal.Actor, version string) (File, error) {
	terms, err := p.termsVersion(version)
	if err != nil {
		return File{}, err
	}
	book, err := p.TermsBook(ctx, actor)
	if err != nil {
		return File{}, err
	}
	rows := [][]string{{"partner", "company", "state", "version", "accepted_on", "accepted_by", "sha256", "asked_on", "due", "last_reminded"}}
	for _, m := range book.Members {
		row := []string{string(m.ID), portal.CSVText(m.Company), string(m.State), terms.Version, "", "", "", "", "", ""}
		if accepted, ok := m.Of(version); ok {
			row[4], row[5], row[6] = string(accepted.At.Day(p.Rules.Zone)), portal.CSVText(accepted.ByName), accepted.SHA256
		}
		if m.Ask.Version == version {
			row[7], row[8] = string(m.Ask.On), string(m.Ask.Due)
			if n := len(m.Ask.Reminded); n > 0 {
				row[9] = string(m.Ask.Reminded[n-1])
			}
		}
		rows = append(rows, row)
	}
	var out bytes.Buffer
	err = portal.WriteCSV(&out, rows)
	return File{Name: "accepted-" + version + ".csv", Type: "text/csv; charset=utf-8", Data: out.Bytes()}, err
}

// CheckTerms compares the files of the terms with what was accepted. A file that is
// gone or was changed since is an error that names it: what people agreed to, and what
// is computed with, must be one text for ever.
func (p *Program) CheckTerms(ctx context.Context) error {
	files := map[string]portal.Terms{}
	for _, t := range p.Terms {
		files[t.Version] = t
	}
	wrong := map[string]int{}
	var first []portal.Acceptance
	for accepted, err := range p.store.Acceptances.Each(ctx) {
		if err != nil {
			return err
		}
		if files[accepted.Version].SHA256 == accepted.SHA256 {
			continue
		}
		if wrong[accepted.Version]++; wrong[accepted.Version] == 1 {
			first = append(first, accepted)
		}
	}
	var problems []error
	for _, a := range first {
		file := "program/terms/" + a.Version + ".md"
		what := "is not there"
		if t, there := files[a.Version]; there {
			what = "was changed: its SHA-256 is " + t.SHA256
		}
		problems = append(problems, fmt.Errorf("%s %s, and %d of the partners accepted it with %s, %s on %s; put that file back, and write what is new as a version of its own, with a new name and a later date",
			file, what, wrong[a.Version], a.SHA256, a.ByName, a.At.Day(p.Rules.Zone).Long()))
	}
	return errors.Join(problems...)
}
