package web

import (
	"html/template"
	"regexp"
	"strings"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// Limits on what is compared word by word: the work grows with the product of the two.
const (
	comparedLines = 4_000_000 // lines of the one times lines of the other
	comparedWords = 2_000     // of one line
)

// sourceLines are the lines of a text as passages; ok is false when one of them is too long to compare.
func sourceLines(source string) (list []portal.Passage, ok bool) {
	for line := range strings.SplitSeq(source, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if len(strings.Fields(line)) > comparedWords {
			return nil, false
		}
		list = append(list, portal.Passage{Heading: strings.HasPrefix(line, "#"), Text: line})
	}
	return list, true
}

// changedLines are the lines in which two texts differ, and how many do not; ok is false
// when they are too long to be compared.
func changedLines(before, after string) (changes []portal.PassageChange, same int, ok bool) {
	was, first := sourceLines(before)
	is, second := sourceLines(after)
	if !first || !second || len(was)*len(is) > comparedLines {
		return nil, 0, false
	}
	for _, change := range portal.ChangedText(was, is) {
		if change.Edit == portal.EditNone {
			same++
			continue
		}
		changes = append(changes, change)
	}
	return changes, same, true
}

func (a *App) showDraftVersions(r *request) error {
	var q struct {
		From string `form:"from,max=200"`
		To   string `form:"to,max=200"`
	}
	if err := r.query(&q); err != nil {
		return err
	}
	d, err := r.draft()
	if err != nil {
		return err
	}
	texts, err := a.program.DraftTexts(r.ctx, r.actor, d)
	if err != nil {
		return err
	}
	view := templates.DraftVersions{Page: r.page("Versions"), Base: draftPath(d), Heading: d.Title, RestoreWord: "Restore"}
	if !d.State.Editable() {
		view.RestoreWord = "Restore as a new draft"
	}
	for _, t := range texts {
		view.Options = append(view.Options, templates.Option{Value: t.ID, Label: t.Name + ", " + r.when(t.At) + ", " + t.ByName})
		view.Texts = append(view.Texts, templates.DraftTextRow{ID: t.ID, Name: t.Name, Note: t.Note, By: t.ByName, When: r.when(t.At), Now: t.Source == d.Source})
	}
	if len(texts) > 1 {
		from, to := pickTexts(texts, q.From, q.To)
		if err := a.compareTexts(r, d, from, to, &view); err != nil {
			return err
		}
	}
	return r.render(view)
}

// compareTexts shows what differs between two texts of a draft, and both as partners see them.
func (a *App) compareTexts(r *request, d portal.Draft, from, to program.DraftVersion, view *templates.DraftVersions) error {
	view.Pick = templates.Filled(map[string]string{"from": from.ID, "to": to.ID})
	var ok bool
	view.Diff, view.Same, ok = changedLines(from.Source, to.Source)
	view.TooLong = !ok
	brand, err := a.program.PreviewBrand(r.ctx, r.actor, "", d.Slug)
	if err != nil {
		return err
	}
	for _, side := range []struct {
		which string
		text  program.DraftVersion
	}{{"Before", from}, {"After", to}} {
		shown, err := r.draftSide(d, side.text, brand)
		if err != nil {
			return err
		}
		if side.which == "Before" {
			shown.Sheet.Body = beside(shown.Sheet.Body)
		}
		shown.Name = side.which + ": " + side.text.Name + ", " + r.when(side.text.At)
		shown.Sheet.Label = side.which
		view.Sides = append(view.Sides, shown)
	}
	return nil
}

// anchors are the ids of a rendered text and the links to them; quotation marks in its words are entities.
var anchors = regexp.MustCompile(` (id="|href="#)`)

// beside is a rendered text whose anchors differ from those of the text next to it.
func beside(body template.HTML) template.HTML {
	return template.HTML(anchors.ReplaceAllString(string(body), ` ${1}before-`)) //nolint:gosec // rendered and cleaned as it was
}

// pickTexts are the two texts that are asked for; without a word the newest and the one before it.
func pickTexts(texts []program.DraftVersion, from, to string) (before, after program.DraftVersion) {
	before, after = texts[min(1, len(texts)-1)], texts[0]
	for _, t := range texts {
		if t.ID == from {
			before = t
		}
		if t.ID == to {
			after = t
		}
	}
	return before, after
}

func (r *request) draftSide(d portal.Draft, text program.DraftVersion, brand content.CoBrand) (templates.DraftSide, error) {
	return r.trialSide(r.app.program.TryText(d, text.Source), brand)
}

// trialSide is a text as it looks; not shown when it cannot be.
func (r *request) trialSide(trial content.Trial, brand content.CoBrand) (templates.DraftSide, error) {
	if !trial.Shows() {
		return templates.DraftSide{}, nil
	}
	body, err := trial.HTML(brand)
	return templates.DraftSide{Shown: true, Sheet: r.sheet(trial.Asset, brand.Kit, body)}, err
}

func (a *App) restoreDraft(r *request) error {
	var in struct {
		Text string `form:"text,max=200"`
	}
	d, err := r.draft()
	if err == nil {
		err = r.form(&in)
	}
	if err == nil {
		d, err = a.program.RestoreText(r.ctx, r.actor, d.ID, in.Text)
	}
	if err != nil {
		return err
	}
	r.flash("ok", "Restored. It is the draft's text now; the one before stays under “Versions”.", "")
	return r.see(draftPath(d))
}
