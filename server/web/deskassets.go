package web

import (
	"fmt"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	deskHub      = "/desk/assets"
	writingGuide = "how-to-write-assets" // the guide for editors
)

// shelves are the lists of the library that staff look at.
var shelves = []struct {
	name, label string
	holds       func(program.AssetUse) bool
}{
	{"", "All", func(program.AssetUse) bool { return true }},
	{"published", "Published", func(u program.AssetUse) bool { return u.Status == content.Published && !u.Expired }},
	{"in_review", "In review", func(u program.AssetUse) bool { return u.Status == content.InReview }},
	{"draft", "Drafts", func(u program.AssetUse) bool { return u.Status == content.Draft }},
	{"retired", "Retired or expired", func(u program.AssetUse) bool { return u.Status == content.Retired || u.Expired }},
	{"unused", "Never taken", program.AssetUse.Unused},
	{"outdated", "Old copies about", func(u program.AssetUse) bool { return u.UpToDate < u.Partners }},
}

type shelfQuery struct {
	View string `form:"view,max=40"`
}

func (a *App) listDeskAssets(r *request) error {
	var q shelfQuery
	if err := r.query(&q); err != nil {
		return err
	}
	shelf, err := a.program.AssetShelf(r.ctx, r.actor)
	if err != nil {
		return err
	}
	view := templates.DeskAssets{Page: r.page("Assets")}
	for _, use := range shelf {
		if use.Slug == writingGuide {
			view.Guide = deskHub + "/" + writingGuide
		}
	}
	for _, problem := range a.program.LibraryProblems() {
		view.Problems = append(view.Problems, problem.String())
	}
	chosen := shelves[0]
	for _, s := range shelves {
		if s.name == q.View {
			chosen = s
		}
	}
	for _, s := range shelves {
		tab := templates.Tab{Label: s.label, Href: deskHub, Current: s.name == chosen.name}
		if s.name != "" {
			tab.Href += "?view=" + s.name
		}
		for _, use := range shelf {
			if s.holds(use) {
				tab.Count++
			}
		}
		if tab.Count > 0 || tab.Current || s.name == "published" {
			view.Tabs = append(view.Tabs, tab)
		}
	}
	for _, use := range shelf {
		if chosen.holds(use) {
			view.Rows = append(view.Rows, assetUse(use))
		}
	}
	return r.render(view)
}

func assetUse(u program.AssetUse) templates.AssetUse {
	row := templates.AssetUse{
		Title: u.Title, Href: deskHub + "/" + string(u.Slug), Kind: u.Kind.Label(), State: assetPill(u), Version: u.Version, For: audienceNote(u.Asset),
		Downloads: u.Downloads, Newest: u.Newest, Partners: u.Partners, UpToDate: u.UpToDate, LastAt: u.LastAt,
	}
	if u.LastAt != "" {
		row.Last = u.LastBy + ", " + u.LastOf
	}
	return row
}

func assetPill(u program.AssetUse) templates.Pill {
	if u.Expired && u.Status == content.Published {
		return templates.Pill{Kind: "warn", Text: "Expired"}
	}
	switch u.Status {
	case content.Published:
		return templates.Pill{Kind: "ok", Text: "Published"}
	case content.InReview:
		return templates.Pill{Kind: "info", Text: "In review"}
	case content.Draft:
		return templates.Pill{Text: "Draft"}
	case content.Retired:
		return templates.Pill{Text: "Retired"}
	}
	return templates.Pill{Text: string(u.Status)}
}

func (a *App) showDeskAsset(r *request) error {
	var q assetQuery
	if err := r.query(&q); err != nil {
		return err
	}
	file, err := a.program.AssetFile(r.ctx, r.actor, portal.AssetSlug(r.Params("slug")), q.Locale)
	if err != nil {
		return err
	}
	view := templates.DeskAsset{
		Page: r.page(file.Title), Slug: string(file.Slug), Summary: file.Summary, State: assetPill(file.AssetUse), Version: file.Version,
		Facts: r.assetFacts(file.Asset), Sheet: r.sheet(file.Asset, file.Brand, file.Preview), Shown: r.language(file.Locale),
		Figures: []templates.Figure{
			{Label: "Downloads", Value: fmt.Sprint(file.Downloads), Note: fmt.Sprintf("%d of version %d", file.Newest, file.Version), Help: "Each time somebody took a copy. A repeat within a minute counts once."},
			{Label: "Partners with it", Value: fmt.Sprint(file.Partners), Note: "have any version", Help: "Companies that took at least one copy."},
			{Label: "Up to date", Value: fmt.Sprint(file.UpToDate), Note: fmt.Sprintf("%d with an older version", file.Partners-file.UpToDate), Help: "Companies whose newest copy is the version there is now."},
			{Label: "Links followed", Value: fmt.Sprint(file.Touches), Note: fmt.Sprintf("in the last %d days", program.TouchDays), Help: "How often the tracked links of all partners to this asset were followed."},
		},
	}
	view.Languages, view.Missing = r.assetLanguages(file.Asset, q.Locale)
	for _, h := range file.Holders {
		row := templates.Holder{
			Company: h.Partner.Company, Href: "/desk/partners/" + string(h.Partner.ID), Version: h.Version, State: templates.Pill{Kind: "ok", Text: "Up to date"},
			Times: h.Times, LastAt: h.LastAt, Last: h.LastBy, Followed: h.Touches,
		}
		if h.Version < file.Version {
			row.State = templates.Pill{Kind: "warn", Text: fmt.Sprintf("Now version %d", file.Version)}
		}
		view.Holders = append(view.Holders, row)
	}
	return r.render(view)
}

type downloadsQuery struct {
	Asset portal.AssetSlug `form:"asset,max=100"`
}

func (a *App) exportDownloads(r *request) error {
	var q downloadsQuery
	if err := r.query(&q); err != nil {
		return err
	}
	return r.download(a.program.DownloadsCSV(r.ctx, r.actor, q.Asset))
}
