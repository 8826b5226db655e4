package web

import (
	"net/url"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	deskImports = deskCollections + "/imports"

	importedShown = 100 // rows of a recorded file that its page lists
)

func importHref(id portal.ImportID) string { return deskImports + "/" + url.PathEscape(string(id)) }

// importLinks are the newest files that were recorded.
func (r *request) importLinks() ([]templates.ImportLink, error) {
	imports, err := r.app.program.Imports(r.ctx, r.actor)
	links := make([]templates.ImportLink, len(imports))
	for i, done := range imports {
		links[i] = templates.ImportLink{Href: importHref(done.ID), At: done.At, By: done.ByName, What: importedWords(done)}
		if done.UndoneAt != "" {
			links[i].State = templates.Pill{Kind: "warn", Text: "Taken out"}
		}
	}
	return links, err
}

// importedWords say what a file set out to record: "2 collections and 1 refund".
func importedWords(done portal.CollectionImport) string {
	var parts []string
	if n := len(done.Cash); n > 0 {
		parts = append(parts, count(n, "collection"))
	}
	if done.Refunds > 0 {
		parts = append(parts, count(done.Refunds, "refund"))
	}
	return strings.Join(parts, " and ")
}

func (a *App) showImported(r *request) error {
	view, err := r.importedPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) importedPage() (templates.CollectionImported, error) {
	id, err := r.id("import")
	if err != nil {
		return templates.CollectionImported{}, err
	}
	d, err := r.app.program.CollectionImport(r.ctx, r.actor, portal.ImportID(id))
	if err != nil {
		return templates.CollectionImported{}, err
	}
	view := templates.CollectionImported{
		Page: r.page("File of " + r.when(d.At)), Lead: "Recorded by " + d.ByName + ": " + importedWords(d.CollectionImport) + ".", Left: d.Kept.String(),
		Facts: []templates.Fact{{Label: "Collected", Text: d.Collected.String()}, {Label: "Kept after refunds", Text: d.Kept.String()}},
	}
	if d.UndoneAt != "" {
		view.Facts = append(view.Facts, templates.Fact{Label: "Taken out", Text: r.when(d.UndoneAt) + " by " + d.UndoneByName})
	}
	for i, c := range d.Rows {
		if i == importedShown {
			view.More = len(d.Rows) - i
			break
		}
		view.Rows = append(view.Rows, templates.ImportedRow{CollectionRow: collectionRow(c), Kept: d.Left[c.ID].String()})
	}
	for _, kept := range d.Kept {
		if kept.Minor > 0 {
			view.Undo = importHref(d.ID) + "/undo"
		}
	}
	if d.Refunds > 0 {
		view.Stays = "Refunds stay, because a refund cannot be taken back: " + count(d.Refunds, "refund") + " of this file."
	}
	return view, nil
}

func (a *App) undoImport(r *request) error {
	id, err := r.id("import")
	if err != nil {
		return err
	}
	undone, err := a.program.UndoImport(r.ctx, r.actor, portal.ImportID(id))
	if err != nil {
		view, failed := r.importedPage()
		if failed != nil {
			return failed
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form, view.Undo = f, importHref(portal.ImportID(id))+"/undo"
			return view
		})
	}
	r.flash("ok", count(undone, "collection")+" taken out of the books, with what it earned.", "")
	return r.see(importHref(portal.ImportID(id)))
}

// undoImportHref is where a file that was just recorded is taken out again, "" when it recorded no cash.
func undoImportHref(file []byte, done program.Import) string {
	if done.Summary.New == 0 {
		return ""
	}
	return importHref(portal.ImportIDOf(file)) + "/undo"
}
