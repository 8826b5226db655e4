package web

import (
	"cmp"
	"fmt"
	"net/url"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskChoices = deskStudio + "/choices"

// choicesBanner says that texts wait for a choice, and where one chooses.
func choicesBanner(n int) templates.WaitingChoices {
	return templates.WaitingChoices{N: n, Href: deskChoices}
}

func choicePath(id string) string { return deskChoices + "?" + url.Values{"text": {id}}.Encode() }

func (a *App) showAssetChoices(r *request) error {
	var q struct {
		Text string `form:"text,max=200"`
	}
	if err := r.query(&q); err != nil {
		return err
	}
	view, err := r.assetChoices(q.Text)
	if err != nil {
		return err
	}
	return r.render(view)
}

// assetChoices is the page with one text open: the one that is asked for, else the first that waits.
func (r *request) assetChoices(id string) (templates.AssetChoices, error) {
	view := templates.AssetChoices{Page: r.page("Studio or file"), Back: templates.Link{Label: "Studio", Href: deskStudio}}
	if !r.actor.Can(portal.Editor) {
		view.Back = templates.Link{Label: "Assets", Href: deskHub}
	}
	list, err := r.app.program.AssetConflicts(r.actor)
	if err != nil {
		return view, err
	}
	var open *program.AssetConflict
	for i, c := range list {
		if c.ID() == id || id == "" && open == nil && c.Open {
			open = &list[i]
		}
	}
	if open == nil && len(list) > 0 && list[0].Open {
		open = &list[0]
	}
	for _, c := range list {
		row := templates.AssetChoiceRow{Href: choicePath(c.ID()), Title: c.Studio.Title, Note: "In " + r.language(c.Studio.Locale), State: templates.Pill{Kind: "warn", Text: "Waits"}, Current: open != nil && open.ID() == c.ID()}
		if !c.Open {
			row.State = templates.Pill{Text: "Studio's text kept"}
		}
		view.Rows = append(view.Rows, row)
	}
	if open != nil {
		view.Chosen, err = r.choicePair(*open)
	}
	return view, err
}

func (r *request) choicePair(c program.AssetConflict) (*templates.AssetChoicePair, error) {
	pair := &templates.AssetChoicePair{
		ID: c.ID(), Title: c.Studio.Title, Studio: c.Studio.SHA256, File: c.File.SHA256, CanDraft: r.actor.Can(portal.Editor),
		Facts: []templates.Fact{
			{Label: "In the studio", Long: true, Text: fmt.Sprintf("Version %d, written by %s, published %s", c.Studio.Version, c.Studio.ByName, r.when(c.Studio.At))},
			{Label: "In the content folder", Long: true, Text: fmt.Sprintf("Version %d, owned by %s, dated %s, in %s", c.File.Version, c.File.Owner, cmp.Or(c.File.Published.Long(), "no day"), c.FileName)},
		},
		KeepNote: fmt.Sprintf("Partners go on with version %d. The file is set aside until it changes again.", c.Studio.Version),
		TakeNote: fmt.Sprintf("Partners get the file as version %d, at once. The studio's text stays among the versions.", c.File.Version),
	}
	if c.File.Version <= c.Studio.Version {
		pair.TakeNote = fmt.Sprintf("Partners get the file's words at once, as version %d: they know another text as version %d. The studio's text stays among the versions.", c.Studio.Version+1, c.Studio.Version)
	}
	if !c.Open {
		pair.Kept = fmt.Sprintf("%s kept the studio's text on %s. It counts until the file changes again.", c.Choices[0].ByName, r.when(c.Choices[0].At))
	}
	var ok bool
	pair.Diff, pair.Same, ok = changedLines(c.Studio.Source, c.FileSource)
	pair.TooLong = !ok
	studio, file, brand, err := r.app.program.ConflictSides(r.actor, c)
	if err != nil {
		return nil, err
	}
	for _, side := range []struct {
		which string
		trial content.Trial
	}{{"Studio", studio}, {"File", file}} {
		shown, err := r.trialSide(side.trial, brand)
		if err != nil {
			return nil, err
		}
		if side.which == "Studio" {
			shown.Sheet.Body = beside(shown.Sheet.Body)
		}
		shown.Name, shown.Sheet.Label = side.which, side.which
		pair.Sides = append(pair.Sides, shown)
	}
	pair.Sides[0].Name = fmt.Sprintf("The studio's version %d", c.Studio.Version)
	pair.Sides[1].Name = fmt.Sprintf("The file's version %d", c.File.Version)
	return pair, nil
}

type choiceForm struct {
	Text   string             `form:"text,max=200"`
	Studio string             `form:"studio,max=64"`
	File   string             `form:"file,max=64"`
	Take   portal.AssetOrigin `form:"take,max=10"`
}

func (in choiceForm) choice() program.ChooseAsset {
	return program.ChooseAsset{ID: in.Text, Studio: in.Studio, File: in.File, Take: in.Take}
}

func (a *App) chooseAsset(r *request) error {
	var in choiceForm
	err := r.form(&in)
	var made portal.AssetChoice
	if err == nil {
		made, err = a.program.ChooseAsset(r.ctx, r.actor, in.choice())
	}
	if err != nil {
		return r.chooseAgain(in.Text, err)
	}
	said := fmt.Sprintf("Kept. Partners go on with the studio's version %d of “%s”.", made.As, made.Title)
	if made.Took == portal.TookFile {
		said = fmt.Sprintf("Taken. The file is version %d of “%s” now.", made.As, made.Title)
	}
	r.flash("ok", said, "")
	return r.see(deskChoices)
}

func (a *App) startFromFile(r *request) error {
	var in choiceForm
	err := r.form(&in)
	var d portal.Draft
	if err == nil {
		d, err = a.program.StartFromFile(r.ctx, r.actor, in.choice())
	}
	if err != nil {
		return r.chooseAgain(in.Text, err)
	}
	return r.see(draftPath(d) + "/edit")
}

// chooseAgain is the page with what was wrong with a choice.
func (r *request) chooseAgain(id string, err error) error {
	return pageAgain(r, err, func() (templates.AssetChoices, error) { return r.assetChoices(id) }, func(v *templates.AssetChoices, f templates.Form) { v.Form = f })
}
