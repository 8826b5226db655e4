package web

import (
	"fmt"
	"net/url"
	"slices"

	"tandem/portal"
	"tandem/templates"
)

type effectQuery struct {
	Version string      `form:"version,max=100"`
	From    portal.Date `form:"from,max=10"`
	To      portal.Date `form:"to,max=10"`
}

// effect reads the query: the newest version and the last twelve months when it says nothing.
func (r *request) effect() (effectQuery, error) {
	var in effectQuery
	err := r.query(&in)
	today, versions := r.app.program.Today(), r.app.program.Terms
	if in.Version == "" && len(versions) > 0 {
		in.Version = versions[len(versions)-1].Version
	}
	if in.From == "" && in.To == "" {
		in.From, in.To = today.AddMonths(-12), today
	}
	return in, err
}

func (q effectQuery) values() url.Values {
	return url.Values{"version": {q.Version}, "from": {string(q.From)}, "to": {string(q.To)}}
}

func (a *App) showTermsEffect(r *request) error {
	in, err := r.effect()
	if err != nil {
		return err
	}
	view := templates.TermsEffect{
		Page: r.page("Effect on each partner"), Versions: r.versionOptions(), Max: string(a.program.Today()),
		Form: templates.Filled(map[string]string{"version": in.Version, "from": string(in.From), "to": string(in.To)}),
	}
	effect, err := a.program.TermsEffect(r.ctx, r.actor, in.Version, in.From, in.To)
	if err != nil {
		return r.again(err, func(f templates.Form) templates.View {
			f.Values = view.Form.Values
			view.Form = f
			return view
		})
	}
	view.CSV = deskTerms + "/effect.csv?" + in.values().Encode()
	view.Result = effectResult(effect)
	return r.render(view)
}

func (a *App) termsEffectFile(r *request) error {
	in, err := r.effect()
	if err != nil {
		return err
	}
	return r.download(a.program.TermsEffectCSV(r.ctx, r.actor, in.Version, in.From, in.To))
}

func effectResult(e portal.TermsEffect) *templates.EffectResult {
	result := &templates.EffectResult{
		Version: e.Terms, From: e.From, To: e.To, Totals: compared(e.Totals), Rules: compared(e.Rules), More: e.More, Less: e.Less, Same: e.Same,
	}
	for _, p := range e.Partners {
		changed := slices.DeleteFunc(slices.Clone(p.Rules), func(c portal.Compared) bool { return c.Delta().Minor == 0 })
		for _, row := range compared(p.Totals) {
			row.Label, row.Href = p.Name, partnerEarnings(p.Partner)
			result.Partners = append(result.Partners, templates.EffectRow{WhatIfRow: row, Under: p.Under, Rules: compared(changed)})
		}
	}
	return result
}

// ownEffect is the effect of new terms as the partner reads it.
func ownEffect(e portal.TermsEffect) *templates.OwnEffect {
	view := &templates.OwnEffect{From: e.From, To: e.To, Sentence: "No customer of yours paid in these twelve months, so there is nothing to compare."}
	if len(e.Partners) == 0 {
		return view
	}
	part := e.Partners[0]
	view.Sentence = "On what your customers paid, "
	for i, c := range part.Totals {
		if i > 0 {
			view.Sentence += "; "
		}
		switch d := c.Delta(); {
		case d.Minor > 0:
			view.Sentence += fmt.Sprintf("you would have earned %s instead of %s, %s more", c.New, c.Old, d)
		case d.Minor < 0:
			view.Sentence += fmt.Sprintf("you would have earned %s instead of %s, %s less", c.New, c.Old, c.Old.Sub(c.New))
		default:
			view.Sentence += fmt.Sprintf("you would have earned %s, the same as under what you accepted", c.New)
		}
	}
	view.Sentence += ". It is computed with your tiers of those days, as if either version had applied on all of them."
	view.Rows = compared(part.Rules)
	for _, row := range compared(part.Totals) {
		row.Label = "Total"
		view.Rows = append(view.Rows, row)
	}
	return view
}
