package web

import (
	"fmt"
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// importStep is how many rows one request records, so that a long file shows its progress;
// importListed is how many rows are listed.
const (
	importStep   = 200
	importListed = 300
)

// referralImportForm is a file of referrals, of either step, as [importForm] has it.
type referralImportForm struct {
	File    upload           `form:"file"`
	Text    string           `form:"text,raw,max=2097152"`
	Content string           `form:"content,raw,max=2900000"`
	Seal    string           `form:"seal,raw,max=2000"`
	Partner portal.PartnerID `form:"partner,max=100"` // for staff
	Done    int              `form:"done"`            // recorded by the steps before
}

func (in referralImportForm) rows() importForm {
	return importForm{File: in.File, Text: in.Text, Content: in.Content, Seal: in.Seal}
}

// asked is what the program is asked to do with a file.
func (in referralImportForm) asked(file []byte) program.ImportReferrals {
	return program.ImportReferrals{File: file, Partner: in.Partner}
}

func (a *App) showReferralImport(r *request) error {
	view, err := r.referralImportPage()
	if err != nil {
		return err
	}
	if view.Before, err = r.referralImportLinks(); err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) referralImportPage() (templates.ReferralImport, error) {
	rules := r.app.program.Rules
	var products []string
	for _, p := range rules.Products {
		products = append(products, p.Code)
	}
	view := templates.ReferralImport{
		Page: r.page("Import referrals"), Staff: r.actor.Staff(), Base: r.referralsBase(),
		Example: "company,site,contact,email,country,product,need,consent\nExample Hotels,example.com,Ana Reis,ana@example.com,PT," + products[0] + ",40 rooms in May,yes",
		Columns: []templates.ImportColumn{
			{Name: "company", Text: "The customer’s company."},
			{Name: "contact", Text: "Name of the person to talk to."},
			{Name: "email", Text: "That person’s address."},
			{Name: "country", Text: "Of the customer, as PT or Portugal."},
			{Name: "product", Text: "One of " + strings.Join(products, ", ") + "."},
			{Name: "need", Text: "What the customer needs, in a sentence or two."},
			{Name: "consent", Text: "yes, when the person agreed that we get in touch. Other rows stay out."},
			{Name: "site", Text: "Website, to tell the company from others of its name.", Optional: true},
			{Name: "phone", Text: "With the country’s code.", Optional: true},
			{Name: "value", Text: "Estimated value: 1234.50; with semicolons between cells also 1.234,50.", Optional: true},
			{Name: "currency", Text: "Of the value: EUR, USD and other ISO codes.", Optional: true},
			{Name: "close_by", Text: "Day of the expected decision, as 2026-03-31.", Optional: true},
			{Name: "external_id", Text: "Number of the customer in your own records. A number that was sent is not sent again.", Optional: true},
		},
	}
	if !view.Staff {
		return view, nil
	}
	view.Columns = append([]templates.ImportColumn{{Name: "partner", Text: "Code of the partner, as its links carry it, unless one is chosen for the whole file.", Optional: true}}, view.Columns...)
	partners, err := r.app.program.Introducers(r.ctx, r.actor)
	for _, partner := range partners {
		view.Partners = append(view.Partners, templates.Option{Value: string(partner.ID), Label: partner.Company})
	}
	return view, err
}

// importReferrals is both steps: a file is shown row by row, and the file that was shown is
// recorded, a part of a long one at a time.
func (a *App) importReferrals(r *request) error {
	view, err := r.referralImportPage()
	if err != nil {
		return err
	}
	again := func(err error) error {
		return r.importAgain(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	var in referralImportForm
	if err := r.form(&in); err != nil {
		return again(err)
	}
	if in.rows().sealed() {
		return r.recordReferrals(view, in, again)
	}
	file, err := in.rows().bytes()
	if err != nil {
		return again(err)
	}
	read, err := a.program.PreviewReferrals(r.ctx, r.actor, in.asked(file))
	if err != nil {
		return again(in.rows().blames(err))
	}
	return r.render(r.referralPreview(view, read, in, file))
}

// about names what a sealed file of referrals is for: whose it is, and how far it came.
func (in referralImportForm) about() string { return string(in.Partner) + "/" + strconv.Itoa(in.Done) }

func (r *request) recordReferrals(view templates.ReferralImport, in referralImportForm, again func(error) error) error {
	file, err := r.unseal("referrals", in.about(), in.rows())
	if err != nil {
		return again(err)
	}
	done, err := r.app.program.RecordReferrals(r.ctx, r.actor, in.asked(file), importStep)
	if err != nil {
		return again(err)
	}
	in.Done += done.Made
	if done.Left > 0 {
		view.Progress = &templates.ImportProgress{Done: in.Done, Of: in.Done + done.Left}
		view = r.referralPreview(view, done, in, file)
		view.Preview.Action, view.Preview.Rows, view.More, view.Preview.Problems = "Go on", nil, "", 0
		return r.render(view)
	}
	kind, text := "ok", count(in.Done, "referral")+" recorded."
	if in.Done == 0 {
		text = "Nothing new was recorded."
	}
	if n := done.Count[portal.RowProblem]; n > 0 {
		kind, text = "warn", text+" "+count(n, "row")+" with a problem stayed out."
	}
	undo := ""
	if in.Done > 0 {
		undo = r.referralImportHref(done.ID) + "/undo"
	}
	r.flash(kind, text, undo)
	return r.see(view.Base)
}

// referralProblems is the file of the rows that stay out.
func (a *App) referralProblems(r *request) error {
	var in referralImportForm
	if err := r.form(&in); err != nil {
		return err
	}
	file, err := r.unseal("referrals", in.about(), in.rows())
	if err != nil {
		return err
	}
	return r.download(a.program.ReferralProblems(r.ctx, r.actor, in.asked(file)))
}

func (a *App) referralTemplate(r *request) error {
	return r.download(a.program.ReferralTemplate(r.ctx, r.actor))
}

func (r *request) referralPreview(view templates.ReferralImport, read program.ReferralImport, in referralImportForm, file []byte) templates.ReferralImport {
	c := read.Count
	view.Preview = &templates.ImportPreview{Counts: []templates.Figure{
		{Label: "New", Value: fmt.Sprint(c[portal.RowNew] + c[portal.RowLook]), Note: "Protected from today"},
		{Label: "Known to us", Value: fmt.Sprint(c[portal.RowKnown]), Note: "Sent as duplicates, not protected"},
		{Label: "Nothing to do", Value: fmt.Sprint(c[portal.RowOwn] + c[portal.RowSent]), Note: "The partner’s already, or sent before"},
		{Label: "Problems", Value: fmt.Sprint(c[portal.RowProblem]), Note: "Stay out until corrected"},
	}}
	if !view.Staff {
		view.Preview.Counts[2].Note = "Yours already, or sent before"
	}
	if n := c[portal.RowLook]; n > 0 {
		view.Preview.Counts[0].Note = fmt.Sprintf("%d of them much like one we know", n)
	}
	view.Preview.Content, view.Preview.Seal = r.seal("referrals", in.about(), file)
	view.Partner, view.Preview.Problems = string(in.Partner), c[portal.RowProblem]
	if view.Staff && in.Partner != "" {
		view.Whose = portal.NameIn(choicesOf(view.Partners), string(in.Partner))
	}
	if len(read.Ignored) > 0 {
		view.Preview.Ignored = "Columns not used: " + strings.Join(read.Ignored, ", ") + "."
	}
	if read.Left > 0 {
		view.Preview.Action = "Send " + count(read.Left, "referral")
	}
	if view.Preview.Problems > 0 {
		view.Preview.Skips = count(view.Preview.Problems, "row") + " with a problem will stay out."
	}
	hidden := 0
	for _, row := range read.Rows { // of a long file what needs reading first
		plain := len(read.Rows) > importListed && row.Fate == portal.RowNew
		if plain || len(view.Preview.Rows) == importListed {
			hidden++
			continue
		}
		view.Preview.Rows = append(view.Preview.Rows, r.leadRow(row))
	}
	if hidden > 0 {
		view.More = count(hidden, "more row") + " not listed here; new customers come last. The counts above are of all rows."
	}
	return view
}

func choicesOf(options []templates.Option) []portal.Choice {
	choices := make([]portal.Choice, len(options))
	for i, o := range options {
		choices[i] = portal.Choice{Code: o.Value, Name: o.Label}
	}
	return choices
}

func (r *request) leadRow(row portal.LeadRow) templates.ImportLine {
	line := templates.ImportLine{
		Line: row.Line, Number: row.Input.Company, What: row.Input.Email, Whose: row.Partner.Company, Column: row.Column, Reason: row.Reason,
		State: templates.Pill{Text: row.Fate.Label()},
	}
	if !row.Lead.Value.IsZero() {
		line.Amount = row.Lead.Value.String()
	}
	if row.Own.ID != "" {
		line.Href = r.referralsBase() + "/" + string(row.Own.ID)
	}
	switch row.Fate {
	case portal.RowNew:
		line.State.Kind = "ok"
	case portal.RowLook:
		line.State.Kind = "info"
	case portal.RowKnown:
		line.State.Kind = "warn"
	case portal.RowProblem:
		line.State.Kind = "bad"
	case portal.RowOwn, portal.RowSent:
	}
	return line
}
