package web

import (
	"fmt"
	"slices"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskStudio = "/desk/studio"

type studioQuery struct {
	State portal.DraftState `form:"state,max=20"`
	After string            `form:"after"`
}

func (a *App) listDrafts(r *request) error {
	var in studioQuery
	if err := r.query(&in); err != nil {
		return err
	}
	if !in.State.Valid() {
		in.State = ""
	}
	list, err := a.program.Drafts(r.ctx, r.actor, in.State, in.After)
	if err != nil {
		return err
	}
	view := templates.Studio{Page: r.page("Studio"), State: string(in.State), Tabs: stateTabs(deskStudio, portal.DraftStates, in.State)}
	view.Choices = choicesBanner(a.program.ChoicesWaiting())
	for i, state := range portal.DraftStates {
		view.Tabs[i+1].Count = list.Counts[state]
	}
	for _, d := range list.Rows {
		view.Rows = append(view.Rows, templates.DraftRow{
			Href: draftPath(d), Title: d.Title, Note: r.draftNote(d), State: draftPill(d), Author: d.AuthorName, Clock: r.draftClock(d),
			SavedAt: d.SavedAt, SavedBy: d.SavedName,
		})
	}
	view.Pager = pager(deskStudio, map[string][]string{"state": {string(in.State)}}, in.After, list.Next)
	return r.render(view)
}

func draftPath(d portal.Draft) string { return deskStudio + "/" + string(d.ID) }

// draftNote says what a text is: "One-pager in English, the next version".
func (r *request) draftNote(d portal.Draft) string {
	what := "new"
	switch {
	case d.State == portal.DraftPublished:
		what = fmt.Sprintf("version %d", d.Published)
	case d.Retires:
		what = "to be retired"
	case d.Base != "":
		what = fmt.Sprintf("after version %d", d.BaseFrom)
	case d.BaseFrom > 0 || d.Locale != r.app.program.Rules.Languages[0].Code:
		what = "translation"
	}
	kind := "Text"
	if slices.Contains(content.Kinds, content.Kind(d.Kind)) {
		kind = content.Kind(d.Kind).Label()
	}
	return kind + " in " + r.language(d.Locale) + ", " + what
}

func draftPill(d portal.Draft) templates.Pill {
	kind := map[portal.DraftState]string{
		portal.DraftInReview: "info", portal.DraftChanges: "warn", portal.DraftApproved: "ok", portal.DraftPublished: "ok",
	}[d.State]
	return templates.Pill{Kind: kind, Text: d.State.Label()}
}

// draftClock is the time that a reviewer has, or the moment of publication; nil without one.
func (r *request) draftClock(d portal.Draft) *templates.Pill {
	switch {
	case d.Due == "":
		return nil
	case d.State == portal.DraftInReview:
		left := r.app.program.Rules.TimeLeft(r.app.program.Now(), d.Due)
		return &templates.Pill{Kind: urgencyKind(left.Urgency()), Text: left.String()}
	case d.State == portal.DraftApproved:
		return &templates.Pill{Kind: "info", Text: r.when(d.Due)}
	}
	return nil
}

func (a *App) showStudioNew(r *request) error {
	var in struct {
		Asset string `form:"asset,max=100"`
	}
	if err := r.query(&in); err != nil {
		return err
	}
	view := r.studioNew()
	view.From = templates.Filled(map[string]string{"asset": in.Asset, "locale": a.program.Rules.Languages[0].Code})
	view.Retire = templates.Filled(map[string]string{"retired": in.Asset})
	return r.render(view)
}

func (r *request) studioNew() templates.StudioNew {
	rules := r.app.program.Rules
	view := templates.StudioNew{Page: r.page("New draft"), Languages: templates.Choices(rules.Languages), Kinds: labelled(content.Kinds)}
	for _, asset := range r.app.program.Everything() {
		if len(asset.Locales) > 0 && asset.Locale == asset.Locales[0] {
			view.Assets = append(view.Assets, templates.Option{Value: string(asset.Slug), Label: asset.Title})
		}
	}
	return view
}

// started answers a draft that was begun: to the editor, or the form again.
func (r *request) started(d portal.Draft, err error, path string, put func(*templates.StudioNew, templates.Form)) error {
	if err != nil {
		return r.again(err, func(f templates.Form) templates.View {
			view := r.studioNew()
			put(&view, f)
			return view
		})
	}
	return r.see(draftPath(d) + path)
}

func (a *App) startDraft(r *request) error {
	var in struct {
		Title   string           `form:"title,max=200"`
		Summary string           `form:"summary,max=400"`
		Kind    content.Kind     `form:"kind,max=40"`
		Slug    portal.AssetSlug `form:"slug,max=80"`
	}
	err := r.form(&in)
	var d portal.Draft
	if err == nil {
		d, err = a.program.StartDraft(r.ctx, r.actor, program.StartDraft{Kind: in.Kind, Slug: in.Slug, Title: in.Title, Summary: in.Summary})
	}
	return r.started(d, err, "/edit", func(v *templates.StudioNew, f templates.Form) { v.Anew = f })
}

func (a *App) startFrom(r *request) error {
	var in struct {
		Asset  portal.AssetSlug `form:"asset,max=100"`
		Locale string           `form:"locale,max=10"`
	}
	err := r.form(&in)
	var d portal.Draft
	if err == nil && in.Asset == "" {
		err = portal.Problems{"asset": "Choose an asset from the list."}.Err()
	}
	if err == nil {
		d, err = a.program.StartDraft(r.ctx, r.actor, program.StartDraft{Asset: in.Asset, Locale: in.Locale})
	}
	return r.started(d, err, "/edit", func(v *templates.StudioNew, f templates.Form) { v.From = f })
}

func (a *App) startRetiring(r *request) error {
	var in struct {
		Asset   portal.AssetSlug `form:"retired,max=100"`
		Instead portal.AssetSlug `form:"instead,max=100"`
	}
	err := r.form(&in)
	var d portal.Draft
	if err == nil && in.Asset == "" {
		err = portal.Problems{"retired": "Choose an asset from the list."}.Err()
	}
	if err == nil {
		d, err = a.program.StartDraft(r.ctx, r.actor, program.StartDraft{Asset: in.Asset, Retire: true, Instead: in.Instead})
		err = renamed(err, "asset", "retired")
	}
	return r.started(d, err, "", func(v *templates.StudioNew, f templates.Form) { v.Retire = f })
}

func (r *request) draftPanel(p *templates.QueuePanel, c program.Case) {
	d := *c.Draft
	p.Title, p.Href, p.Lead = d.Title, draftPath(d), r.draftNote(d)
	p.Facts = []templates.Fact{{Label: "Written by", Text: d.AuthorName}, {Label: "Handed in", Text: r.when(d.StateAt)}}
	p.Steps, p.Staff, p.Why = r.newestFirst(d.Story()), nil, "Read it as partners see it, and decide on its own page."
	state := draftPill(d)
	p.State = &state
}
