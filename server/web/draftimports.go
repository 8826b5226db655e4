package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/url"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// textsBody is what a form with texts may have.
const textsBody = portal.MaxTextUpload + 64<<10

// textsForm are texts of either step: chosen as files or as a folder, and then as they were shown.
type textsForm struct {
	Files   []upload             `form:"file"`
	Folder  []upload             `form:"folder"`
	Content string               `form:"content,raw,max=5600000"`
	Seal    string               `form:"seal,raw,max=2000"`
	Import  portal.DraftImportID `form:"import,max=100"`
}

// chosen are the files that were sent, archives unpacked.
func (in textsForm) chosen() ([]portal.TextFile, error) {
	var sent []portal.TextFile
	for _, file := range append(in.Files, in.Folder...) {
		sent = append(sent, portal.TextFile{Name: file.Name, Bytes: file.Bytes})
	}
	if len(sent) == 0 {
		return nil, portal.Problems{"file": "Choose a ZIP, or markdown files and their pictures."}.Err()
	}
	return portal.UnpackTexts(sent, program.ShownPictures)
}

func (a *App) showTextImport(r *request) error { return r.render(r.textImportPage()) }

func (r *request) textImportPage() templates.TextImport {
	return templates.TextImport{Page: r.page("Import texts")}
}

func (r *request) textsAgain(err error) error {
	return r.importAgain(err, func(f templates.Form) templates.View {
		view := r.textImportPage()
		view.Form = f
		return view
	})
}

// importTexts is both steps: files are shown one by one, and those that were shown become drafts.
func (a *App) importTexts(r *request) error {
	var in textsForm
	if err := r.form(&in); err != nil {
		return r.textsAgain(err)
	}
	if in.Content != "" || in.Seal != "" {
		return r.makeTexts(in)
	}
	files, err := in.chosen()
	if err != nil {
		return r.textsAgain(err)
	}
	weighed, err := a.program.PreviewTexts(r.ctx, r.actor, files)
	if err != nil {
		return r.textsAgain(err)
	}
	view := r.textImportPage()
	if view.Preview, err = r.textPreview(weighed); err != nil {
		return err
	}
	return r.render(view)
}

// makeTexts makes drafts of the texts that this person was shown, and of no others.
func (r *request) makeTexts(in textsForm) error {
	files, err := r.shownTexts(in)
	if err != nil {
		return r.textsAgain(err)
	}
	done, err := r.app.program.ImportTexts(r.ctx, r.actor, in.Import, files)
	if err != nil {
		return r.textsAgain(err)
	}
	if done.Made == 0 {
		r.flash("ok", "Nothing new was made.", "")
		return r.see(deskStudio)
	}
	kind, text := "ok", count(done.Made, "draft")+" made."
	if n := done.Count[program.TextPicture]; n > 0 {
		text = count(done.Made, "draft") + " made, with " + count(n, "picture") + "."
	}
	if n := done.Count[program.TextProblem]; n > 0 {
		kind, text = "warn", text+" "+count(n, "file")+" with a problem stayed out."
	}
	r.flash(kind, text, textImportPath(in.Import)+"/undo")
	return r.see(textImportPath(in.Import))
}

func textImportPath(id portal.DraftImportID) string {
	return deskStudio + "/imports/" + url.PathEscape(string(id))
}

// textReport is the report as a file.
func (a *App) textReport(r *request) error {
	var in textsForm
	if err := r.form(&in); err != nil {
		return err
	}
	files, err := r.shownTexts(in)
	if err != nil {
		return err
	}
	return r.download(a.program.TextReport(r.ctx, r.actor, files))
}

// shownTexts are the texts that a page carries; Conflict when this person was shown others.
func (r *request) shownTexts(in textsForm) ([]portal.TextFile, error) {
	packed, err := r.unseal("texts", string(in.Import), importForm{Content: in.Content, Seal: in.Seal})
	if err != nil {
		return nil, err
	}
	open, err := gzip.NewReader(bytes.NewReader(packed)) // our own: its seal is whole
	if err != nil {
		return nil, fmt.Errorf("open texts: %w", err)
	}
	text, err := io.ReadAll(open)
	if err != nil {
		return nil, fmt.Errorf("unpack texts: %w", err)
	}
	var files []portal.TextFile
	if err := json.Unmarshal(text, &files); err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	return files, nil
}

func (r *request) textPreview(weighed program.TextImport) (*templates.TextPreview, error) {
	text, err := json.Marshal(weighed.Files)
	if err != nil {
		return nil, fmt.Errorf("write texts: %w", err)
	}
	var packed bytes.Buffer
	out := gzip.NewWriter(&packed)
	if _, err = out.Write(text); err == nil {
		err = out.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("pack texts: %w", err)
	}
	view := &templates.TextPreview{Import: string(weighed.ID)}
	view.Content, view.Seal = r.seal("texts", string(weighed.ID), packed.Bytes())
	c := weighed.Count
	view.Counts = []templates.Figure{
		{Label: "New", Value: fmt.Sprint(c[program.TextNew]), Note: "Assets, or first texts in a language"},
		{Label: "New versions", Value: fmt.Sprint(c[program.TextVersion]), Note: "Of assets that there are"},
		{Label: "The same already", Value: fmt.Sprint(c[program.TextSame]), Note: "Nothing to do"},
		{Label: "Problems", Value: fmt.Sprint(c[program.TextProblem]), Note: "Stay out until mended"},
	}
	if n := c[program.TextNew] + c[program.TextVersion]; n > 0 {
		view.Action = "Make " + count(n, "draft")
		if pictures := c[program.TextPicture]; pictures > 0 {
			view.Action += " and add " + count(pictures, "picture")
		}
	}
	if n := c[program.TextProblem]; n > 0 {
		view.Skips = count(n, "file") + " with a problem will stay out."
	}
	for _, row := range weighed.Rows {
		view.Rows = append(view.Rows, r.textRow(row))
	}
	return view, nil
}

func (r *request) textRow(row program.ImportedText) templates.TextRow {
	line := templates.TextRow{
		File: row.File, Reason: row.Reason,
		State: templates.Pill{Text: row.Fate.Label(), Kind: map[program.TextFate]string{
			program.TextNew: "ok", program.TextPicture: "ok", program.TextVersion: "info", program.TextProblem: "bad",
		}[row.Fate]},
	}
	if row.Slug != "" {
		line.What = r.language(row.Locale)
		if row.Title != "" {
			line.What = row.Title + ", " + line.What
		}
	}
	if row.Fate == program.TextPicture {
		line.What = row.Picture.Alt
	}
	if row.Fate == program.TextVersion {
		line.Reason = fmt.Sprintf("after version %d", row.Published)
	}
	if row.Draft.ID != "" {
		line.Href, line.Link = draftPath(row.Draft), "Open the draft"
		if row.Fate.Makes() {
			line.Link = row.Draft.AuthorName + " is writing on it, too"
		}
	}
	for _, p := range row.Problems {
		line.Problems = append(line.Problems, templates.DraftProblem{Place: textPlace(p), Text: p.Message})
	}
	return line
}

// textPlace is where a problem is: "Line 12, column 3".
func textPlace(p content.Problem) string {
	switch {
	case p.Line == 0:
		return ""
	case p.Column == 0:
		return fmt.Sprintf("Line %d", p.Line)
	}
	return fmt.Sprintf("Line %d, column %d", p.Line, p.Column)
}

func (a *App) showImportedTexts(r *request) error {
	view, err := r.importedTexts()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) importedTexts() (templates.TextImported, error) {
	id, err := r.id("import")
	if err != nil {
		return templates.TextImported{}, err
	}
	drafts, err := r.app.program.ImportedDrafts(r.ctx, r.actor, portal.DraftImportID(id))
	if err != nil {
		return templates.TextImported{}, err
	}
	first := drafts[0]
	view := templates.TextImported{
		Page: r.page("Imported texts"), Base: textImportPath(first.Import),
		Lead: count(len(drafts), "draft") + " made by " + first.AuthorName + " on " + r.when(first.CreatedAt) + ".",
	}
	pictures, err := r.app.program.ImportedPictures(r.ctx, r.actor, first.Import)
	if err != nil {
		return view, err
	}
	for _, use := range pictures {
		view.Pictures = append(view.Pictures, templates.Link{Href: deskPictures + "/" + url.PathEscape(use.Name), Label: use.Name})
		if use.Free() {
			view.Free++
		}
	}
	for _, d := range drafts {
		view.Rows = append(view.Rows, templates.DraftRow{
			Href: draftPath(d), Title: d.Title, Note: r.draftNote(d), State: draftPill(d), Author: d.AuthorName, Clock: r.draftClock(d), SavedAt: d.SavedAt, SavedBy: d.SavedName,
		})
		if d.Untouched() {
			view.Left++
		}
	}
	return view, nil
}

func (a *App) undoTextImport(r *request) error {
	id, err := r.id("import")
	if err == nil {
		err = r.form(&struct{}{})
	}
	undone, removed := 0, 0
	if err == nil {
		undone, removed, err = a.program.UndoTextImport(r.ctx, r.actor, portal.DraftImportID(id))
	}
	if err != nil {
		return pageAgain(r, err, r.importedTexts, func(v *templates.TextImported, f templates.Form) { v.Form = f })
	}
	text := count(undone, "draft") + " discarded. Their texts stay readable."
	switch {
	case undone == 0:
		text = count(removed, "picture") + " taken out."
	case removed > 0:
		text = count(undone, "draft") + " discarded, " + count(removed, "picture") + " taken out. The texts stay readable."
	}
	r.flash("ok", text, "")
	return r.see(textImportPath(portal.DraftImportID(id)))
}
