package web

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func (a *App) showImport(r *request) error {
	view := r.importPage()
	var err error
	if view.Before, err = r.importLinks(); err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) importPage() templates.CollectionImport {
	return templates.CollectionImport{
		Page:    r.page("Import collections"),
		Example: "external_id,customer_domain,amount,currency,collected_on\nINV-1042,example.com,1234.50," + string(r.app.program.Rules.Currency) + "," + string(r.app.program.Today()),
		Columns: []templates.ImportColumn{
			{Name: "external_id", Text: "Number of the invoice or payment. The same number twice is one collection."},
			{Name: "amount", Text: "1234.50; with semicolons between cells also 1.234,50."},
			{Name: "currency", Text: "EUR, USD and other ISO codes."},
			{Name: "collected_on", Text: "Day the money arrived, as 2026-03-31."},
			{Name: "customer_domain", Text: "Domain of a customer with one won referral. Or instead of it:"},
			{Name: "referral", Text: "Id of the referral, as the address of its page ends."},
			{Name: "refund_of", Text: "Of a refund: the number of the collection it gives back.", Optional: true},
			{Name: "source", Text: "The system it comes from; “billing” without.", Optional: true},
		},
	}
}

// importCollections is both steps: a file is shown row by row, and the file that
// was shown is recorded. The seal holds the second step to the first's bytes.
func (a *App) importCollections(r *request) error {
	var in importForm
	if err := r.form(&in); err != nil {
		return r.collectionsAgain(err)
	}
	if in.sealed() {
		return r.importSealed(in)
	}
	file, err := in.bytes()
	if err != nil {
		return r.collectionsAgain(err)
	}
	preview, err := a.program.PreviewCollections(r.ctx, r.actor, file)
	if err != nil {
		return r.collectionsAgain(in.blames(err))
	}
	view := r.importPage()
	view.Preview = r.importPreview(preview, file)
	return r.render(view)
}

func (r *request) collectionsAgain(err error) error {
	view := r.importPage()
	return r.importAgain(err, func(f templates.Form) templates.View {
		view.Form = f
		return view
	})
}

// collectionProblems is the file of the rows that stay out.
func (a *App) collectionProblems(r *request) error {
	var in importForm
	if err := r.form(&in); err != nil {
		return err
	}
	file, err := r.unseal("import", "", in)
	if err != nil {
		return err
	}
	return r.download(a.program.CollectionProblems(r.ctx, r.actor, file))
}

// importSealed records the file that this person was shown, and no other.
func (r *request) importSealed(in importForm) error {
	file, err := r.unseal("import", "", in)
	if err != nil {
		return r.collectionsAgain(err)
	}
	before, err := r.app.program.PreviewCollections(r.ctx, r.actor, file)
	if err != nil {
		return r.collectionsAgain(err)
	}
	done, err := r.app.program.ImportCollections(r.ctx, r.actor, file)
	if err != nil {
		return err
	}
	recorded := done.Summary.New + done.Summary.Refunds
	if done.Summary.Problems > before.Summary.Problems {
		return r.importRaced(done, file, recorded)
	}
	text := recordedWords(done.Summary)
	kind := "ok"
	if done.Summary.Problems > 0 {
		kind, text = "warn", text+" "+count(done.Summary.Problems, "row")+" with a problem stayed out, as shown before."
	}
	r.flash(kind, text, undoImportHref(file, done))
	return r.see(deskCollections)
}

// recordedWords say what of a file was recorded: "2 collections and 1 refund recorded."
func recordedWords(s portal.ImportSummary) string {
	var parts []string
	if s.New > 0 {
		parts = append(parts, count(s.New, "collection"))
	}
	if s.Refunds > 0 {
		parts = append(parts, count(s.Refunds, "refund"))
	}
	if len(parts) == 0 {
		return "Nothing new was recorded."
	}
	return strings.Join(parts, " and ") + " recorded."
}

// importRaced shows what is left of a file after somebody else recorded some of it otherwise.
func (r *request) importRaced(done program.Import, file []byte, recorded int) error {
	problem, _ := errors.AsType[*portal.Error](portal.Errorf(portal.Conflict,
		"%s recorded. Others could not be, because something was recorded meanwhile; the rows below say what.", count(recorded, "row")))
	view := r.importPage()
	view.Form = templates.Failed(nil, problem)
	view.Preview = r.importPreview(done, file)
	view.Preview.Action = ""
	return r.renderStatus(status(portal.Conflict), view)
}

func (r *request) importPreview(i program.Import, file []byte) *templates.ImportPreview {
	s := i.Summary
	view := &templates.ImportPreview{}
	view.Content, view.Seal = r.seal("import", "", file)
	var amounts []string
	for _, m := range s.Amounts {
		amounts = append(amounts, m.String())
	}
	note := cmp.Or(strings.Join(amounts, ", "), "Nothing to record")
	if s.Refunds > 0 {
		note += ", refunds taken off"
	}
	view.Counts = []templates.Figure{
		{Label: "New", Value: fmt.Sprint(s.New), Note: note},
		{Label: "Refunds", Value: fmt.Sprint(s.Refunds), Note: "Take shares back in proportion"},
		{Label: "Recorded already", Value: fmt.Sprint(s.Known), Note: "Nothing to do"},
		{Label: "Problems", Value: fmt.Sprint(s.Problems), Note: "Stay out until corrected"},
	}
	if len(i.Ignored) > 0 {
		view.Ignored = "Columns not used: " + strings.Join(i.Ignored, ", ") + "."
	}
	if n := s.New + s.Refunds; n > 0 {
		view.Action = "Record " + count(n, "row")
	}
	view.Problems = s.Problems
	if s.Problems > 0 {
		view.Skips = count(s.Problems, "row") + " with a problem will stay out."
	}
	for _, row := range i.Rows {
		view.Rows = append(view.Rows, importLine(row))
	}
	return view
}

func importLine(row portal.ImportRow) templates.ImportLine {
	line := templates.ImportLine{
		Line: row.Line, Number: row.Input.ExternalID, On: row.Input.CollectedOn, Column: row.Column, Reason: row.Reason,
		State: templates.Pill{Text: row.State.Label()}, What: row.Collection.Customer,
	}
	switch row.State {
	case portal.ImportNew:
		line.State.Kind = "ok"
	case portal.ImportRefund:
		line.State.Kind = "warn"
	case portal.ImportProblem:
		line.State.Kind = "bad"
	case portal.ImportKnown:
	}
	if row.RefundOf != "" {
		line.What = strings.TrimPrefix(line.What+", refund of "+row.RefundOf, ", ")
	}
	if line.What == "" {
		line.What = strings.TrimSpace(string(row.Referral) + " " + row.Domain)
	}
	if amount := row.Input.Amount; amount.Currency != "" {
		if row.RefundOf != "" {
			amount = amount.Neg()
		}
		line.Amount = amount.String()
	}
	return line
}
