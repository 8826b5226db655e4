package content

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"tandem/content/render/typeset"
	"tandem/portal"
)

// Library is everything the program has written down, checked. It is read only
// and safe for many readers.
type Library struct {
	Program  portal.Program
	Terms    []portal.Terms // every version, oldest first
	Glossary []Entry        // by name
	Fonts    *typeset.Fonts // of PDF files; those that come with the program when nil

	files    map[string]*file            // by name
	bodies   map[string]body             // by file name
	images   map[string]Image            // by name
	drawings map[string]*typeset.Picture // the drawings among them and the logo, by hash
	logo     Image                       // the company's own, without a name when there is none
	covers   func() covers               // of every card, made when the first is looked at

	openCovers func() covers // of the cards that anybody sees
	thumbs     func() covers // of the image library

	entries []*entry // every asset in every locale, newest first
	named   map[assetKey]*entry
	pinned  []Pinned
	tags    []string      // of all assets, each once
	index   func() *index // made when it is first asked for
}

// Load reads program/ and library/ of a file system. When anything is wrong the
// error is a [Problems] with every mistake of every file, and there is no Library.
func Load(fsys fs.FS) (*Library, error) {
	l := &Library{files: map[string]*file{}, bodies: map[string]body{}, images: map[string]Image{}, drawings: map[string]*typeset.Picture{}, named: map[assetKey]*entry{}}
	for _, part := range []struct {
		name string
		read func(*file, *portal.Program)
	}{
		{"program/program.md", readProgram},
		{"program/audit.md", readAudit},
		{"program/scorecard.md", readScorecard},
		{"program/referral.md", readReferral},
		{"program/onboarding.md", readOnboarding},
		{"program/payouts.md", readPayouts},
		{"program/tax.md", readTax},
	} {
		f := l.read(fsys, part.name)
		if f.front != nil {
			part.read(f, &l.Program)
		}
	}
	l.readGlossary(fsys)
	l.readTermsFolder(fsys)
	l.readImages(fsys, "library/images")
	l.readLogo(fsys)
	for name, f := range l.files {
		if strings.HasPrefix(name, "program/") && f.front != nil {
			l.bodies[name] = l.prepare(f, l.defaultLocale(), []string{"program", "terms"}, nil)
		}
	}
	l.readAssets(fsys)
	l.readPinned(fsys)
	l.catalogue()
	l.indexTexts()
	l.shelve()
	if problems := l.problems(); problems != nil {
		return nil, problems
	}
	return l, nil
}

// Check is every mistake in a file system of that shape, nil when there is none.
func Check(fsys fs.FS) Problems {
	_, err := Load(fsys)
	problems, _ := errors.AsType[Problems](err)
	return problems
}

func (l *Library) read(fsys fs.FS, name string) *file {
	f := readFile(fsys, name)
	l.files[name] = f
	return f
}

func (l *Library) problems() Problems {
	var all Problems
	for _, f := range l.files {
		all = append(all, f.problems...)
	}
	return all.sorted()
}

func (l *Library) readTermsFolder(fsys fs.FS) {
	names, err := fs.Glob(fsys, "program/terms/*.md")
	if err != nil || len(names) == 0 {
		f := &file{name: "program/terms"}
		f.problem(0, 0, "holds no terms; write at least one version, such as program/terms/standard-2026-07.md")
		l.files[f.name] = f
		return
	}
	dates := map[portal.Date]string{}
	for _, name := range names {
		f := l.read(fsys, name)
		if f.front == nil {
			continue
		}
		t := l.readTerms(f, strings.TrimSuffix(path.Base(name), ".md"))
		if other, twice := dates[t.Effective]; twice && t.Effective != "" {
			f.problem(1, 0, "takes effect on %s like %s; give each version its own date", t.Effective, other)
		}
		dates[t.Effective] = name
		l.Terms = append(l.Terms, t)
	}
	slices.SortFunc(l.Terms, func(a, b portal.Terms) int { return cmp.Compare(a.Effective, b.Effective) })
}

// readTerms reads one version as it has to fit the program.
func (l *Library) readTerms(f *file, version string) portal.Terms {
	t := readTerms(f, version)
	if t.Currency != "" && l.Program.Currency != "" && t.Currency != l.Program.Currency {
		f.problem(1, 0, "is in %s, but the program counts in %s; write `currency: %s`", t.Currency, l.Program.Currency, l.Program.Currency)
	}
	for vertical := range t.Packages {
		if !slices.ContainsFunc(l.Program.Verticals, func(c portal.Choice) bool { return c.Code == vertical }) {
			f.problem(1, 0, "has a package for %q, which is not one of the verticals of program/program.md", vertical)
		}
	}
	f.checkNumbers()
	return t
}

// ReadTerms reads a terms file that is not part of the library, to try it out.
// What is wrong with it comes back as Problems with their lines.
func (l *Library) ReadTerms(name string, source []byte) (portal.Terms, error) {
	f := &file{name: name, bodyLine: 1}
	if len(source) > maxFile {
		f.problem(0, 0, "has %d KB; keep it under %d KB", len(source)>>10, maxFile>>10)
		return portal.Terms{}, f.problems
	}
	f.take(source)
	if f.front == nil {
		return portal.Terms{}, f.problems.sorted()
	}
	t := l.readTerms(f, strings.TrimSuffix(path.Base(name), ".md"))
	l.prepare(f, l.defaultLocale(), []string{"program", "terms"}, nil)
	if len(f.problems) > 0 {
		return portal.Terms{}, f.problems.sorted()
	}
	return t, nil
}

// TermsSource is the text of a version's file; NotFound when there is none of that name.
func (l *Library) TermsSource(version string) (string, error) {
	if f, ok := l.files["program/terms/"+version+".md"]; ok {
		return string(f.source), nil
	}
	return "", portal.Errorf(portal.NotFound, "There are no terms of that version.")
}

// TermsAt is the version in force on a day; NotFound before the first one.
func (l *Library) TermsAt(day portal.Date) (portal.Terms, error) {
	for _, t := range slices.Backward(l.Terms) {
		if t.Effective <= day {
			return t, nil
		}
	}
	return portal.Terms{}, portal.Errorf(portal.NotFound, "No terms were in force on %s.", day)
}

// TermsVersion is one version of the terms; NotFound when there is none of that name.
func (l *Library) TermsVersion(version string) (portal.Terms, error) {
	for _, t := range l.Terms {
		if t.Version == version {
			return t, nil
		}
	}
	return portal.Terms{}, portal.Errorf(portal.NotFound, "There are no terms of that version.")
}
