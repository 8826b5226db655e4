package web

import (
	"bytes"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskWhatIf = "/desk/whatif"

// trialForm is a terms file to try, and the days of the collections to try it on.
type trialForm struct {
	Terms  string      `form:"terms,max=200000"`
	From   portal.Date `form:"from,max=10"`
	To     portal.Date `form:"to,max=10"`
	Format string      `form:"format,max=10"` // "csv" for a file to keep
}

func (r *request) trialPage() templates.WhatIf {
	today := r.app.program.Today()
	return templates.WhatIf{Page: r.page("Try other terms"), Max: string(today)}
}

// showWhatIf offers the version in force to change numbers in.
func (a *App) showWhatIf(r *request) error {
	view := r.trialPage()
	terms, _, err := a.publicTerms()
	if err != nil {
		return err
	}
	source, err := a.program.TermsSource(terms.Version)
	if err != nil {
		return err
	}
	today := a.program.Today()
	view.Form = templates.Filled(map[string]string{"terms": source, "from": string(today.AddMonths(-12)), "to": string(today)})
	return r.render(view)
}

// tryTerms shows what the terms would have paid, or gives it as a file.
func (a *App) tryTerms(r *request) error {
	var in trialForm
	view := r.trialPage()
	again := func(err error) error {
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	if err := r.form(&in); err != nil {
		return again(err)
	}
	w, err := a.program.TryTerms(r.ctx, r.actor, "terms.md", []byte(in.Terms), in.From, in.To)
	if err != nil {
		return again(err)
	}
	if in.Format == "csv" {
		var out bytes.Buffer
		err := w.WriteCSV(&out)
		return r.download(program.File{Name: "what-if.csv", Type: "text/csv; charset=utf-8", Data: out.Bytes()}, err)
	}
	view.Form = templates.Filled(map[string]string{"terms": in.Terms, "from": string(in.From), "to": string(in.To)})
	view.Result = whatIfResult(w)
	return r.render(view)
}

func whatIfResult(w portal.WhatIf) *templates.WhatIfResult {
	result := &templates.WhatIfResult{From: w.From, To: w.To, Collections: w.Collections, Totals: compared(w.Totals), Parts: []templates.WhatIfPart{
		{Title: "By rule", Of: "Rule", Rows: compared(w.Rules)},
		{Title: "By tier", Of: "Tier on the day", Rows: compared(w.Tiers)},
		{Title: "By month", Of: "Month of collection", Rows: compared(w.Months)},
		{Title: "By partner", Of: "Partner, the greatest change first", Rows: compared(w.Partners)},
	}}
	for i, row := range result.Parts[3].Rows {
		result.Parts[3].Rows[i].Href = partnerEarnings(portal.PartnerID(row.Key))
	}
	most := 1
	for _, s := range w.Spread {
		most = max(most, s.Partners)
	}
	for _, s := range w.Spread {
		if len(w.Totals) > 1 {
			s.Label += ", " + string(s.Currency)
		}
		result.Spread = append(result.Spread, templates.WhatIfSpread{Label: s.Label, Partners: s.Partners, Most: most})
	}
	return result
}

func compared(rows []portal.Compared) []templates.WhatIfRow {
	list := make([]templates.WhatIfRow, len(rows))
	for i, c := range rows {
		delta := c.Delta()
		row := templates.WhatIfRow{Key: c.Key, Label: c.Label, Old: c.Old.String(), New: c.New.String(), Delta: templates.Pill{Text: delta.String()}}
		switch {
		case delta.Minor > 0:
			row.Delta = templates.Pill{Kind: "ok", Text: "+" + delta.String()}
		case delta.Minor < 0:
			row.Delta.Kind = "bad"
		default:
			row.Delta.Text = "No change"
		}
		list[i] = row
	}
	return list
}
